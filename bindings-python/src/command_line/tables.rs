//! Columns as text, so that the command line does not need pyarrow for it.

use std::io::Write as _;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal128Type, Float64Type, Int32Type, TimestampMicrosecondType, TimestampMillisecondType,
    UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::many::Many;
use crate::transfers::{RejectedRows, Transfers};

/// The names of the columns of `transfers`.
#[pyfunction]
pub(crate) fn column_names(transfers: &Transfers) -> Many<String> {
    let schema = transfers.schema();
    Many(schema.fields().iter().map(|it| it.name().clone()).collect())
}

/// The snapshots as lines of comma-separated values, `last` at the end of each.
#[pyfunction]
pub(crate) fn csv_lines<'py>(
    py: Python<'py>,
    transfers: &Transfers,
    last: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    let lines = py.detach(|| {
        let mut lines = Vec::new();
        for batch in transfers.record_batches() {
            write_batch(&mut lines, batch, last)?;
        }
        Ok::<_, PyErr>(lines)
    });
    Ok(PyBytes::new(py, &lines?))
}

fn write_batch(lines: &mut Vec<u8>, batch: &RecordBatch, last: &[u8]) -> PyResult<()> {
    for row in 0..batch.num_rows() {
        for column in batch.columns() {
            if column.is_valid(row) {
                write_value(lines, column, row)?;
            }
            lines.push(b',');
        }
        lines.extend_from_slice(last);
        lines.push(b'\n');
    }
    Ok(())
}

/// None of these texts needs quotes: a device ID has letters, digits, `-` and `_`.
fn write_value(lines: &mut Vec<u8>, column: &dyn Array, row: usize) -> PyResult<()> {
    let written = match column.data_type() {
        DataType::Dictionary(..) => {
            let column = column.as_dictionary::<Int32Type>();
            let texts = column.values().as_string::<i32>();
            let text = column.key(row).map_or("", |key| texts.value(key));
            lines.write_all(text.as_bytes())
        }
        DataType::Utf8 => lines.write_all(column.as_string::<i32>().value(row).as_bytes()),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            let column = column.as_primitive::<TimestampMillisecondType>();
            match column.value_as_datetime(row) {
                Some(time) => write!(lines, "{}", time.format("%Y-%m-%dT%H:%M:%S%.3fZ")),
                None => return Err(defect("a time")),
            }
        }
        DataType::Timestamp(..) => {
            let column = column.as_primitive::<TimestampMicrosecondType>();
            match column.value_as_datetime(row) {
                Some(time) => write!(lines, "{}", time.format("%Y-%m-%dT%H:%M:%SZ")),
                None => return Err(defect("a time")),
            }
        }
        DataType::Decimal128(..) => {
            let column = column.as_primitive::<Decimal128Type>();
            write!(lines, "{}", column.value_as_string(row))
        }
        DataType::Float64 => write!(lines, "{}", column.as_primitive::<Float64Type>().value(row)),
        DataType::UInt64 => write!(lines, "{}", column.as_primitive::<UInt64Type>().value(row)),
        _ => return Err(defect("a column")),
    };
    written.map_err(|_| defect("a value"))
}

fn defect(what: &str) -> PyErr {
    PyRuntimeError::new_err(format!("{what} cannot be written as text"))
}

/// A rejected row: source row, device, code, pointer, error.
type Rejected = (u64, Option<String>, String, String, String);

/// The rejected rows one by one, their texts without the line, which the command line tells
/// apart from them.
#[pyfunction]
pub(crate) fn rejected_rows(rejected: &RejectedRows) -> Vec<Rejected> {
    let mut rows = Vec::new();
    for batch in &rejected.0 {
        let source_row = batch.column(0).as_primitive::<UInt64Type>();
        let texts = |column| batch.column(column).as_string::<i64>();
        let text = |column, row| texts(column).value(row).to_owned();
        for row in 0..batch.num_rows() {
            let device = texts(1).is_valid(row).then(|| text(1, row));
            let source_row = source_row.value(row);
            let error = texts(4).value(row);
            let line = format!("line {}: ", source_row + 1);
            let error = error.strip_prefix(&line).unwrap_or(error).to_owned();
            rows.push((source_row, device, text(2, row), text(3, row), error));
        }
    }
    rows
}
