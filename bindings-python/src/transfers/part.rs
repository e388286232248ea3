//! A block of the source, read into Arrow arrays.

use std::io;
use std::mem::take;
use std::sync::Arc;

use arrow_array::types::{Decimal128Type, Float64Type, TimestampMicrosecondType, UInt64Type};
use arrow_array::{ArrayRef, LargeStringArray, PrimitiveArray, RecordBatch, UInt64Array};
use arrow_buffer::ArrowNativeType;
use arrow_schema::{ArrowError, DataType};
use iot4emissions_proto::columns::{
    ColumnNumber, DeviceColumn, RejectedRow, TransferColumns, TransferReader,
};
use iot4emissions_proto::message::DeviationCode;

use super::options::{Options, Values};
use super::rows::{Rows, RowsBuilder, nulls};
use super::schema;
use super::source::Block;

/// How often each deviation was met, in the order of [`DeviationCode::ALL`].
pub(super) type Deviations = [u64; DeviationCode::ALL.len()];

/// What became of one block.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// The snapshots; absent where there are none.
    pub(super) snapshots: Option<RecordBatch>,
    /// The rejected rows; absent where there are none.
    pub(super) rejected: Option<RecordBatch>,
    pub(super) counts: Counts,
}

/// Sums over one block or many.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Bytes of the source that were used up.
    pub(super) bytes: u64,
    /// Lines or messages of the source.
    pub(super) rows: u64,
    /// Those that were accepted.
    pub(super) messages: u64,
    pub(super) snapshots: u64,
    pub(super) rejected: u64,
    pub(super) deviations: Deviations,
}

impl Counts {
    pub(super) fn add(&mut self, more: &Self) {
        self.bytes += more.bytes;
        self.rows += more.rows;
        self.messages += more.messages;
        self.snapshots += more.snapshots;
        self.rejected += more.rejected;
        for (count, more) in self.deviations.iter_mut().zip(more.deviations) {
            *count += more;
        }
    }
}

/// A [`Part`] whose place in the source is not known yet: its rows count from 0.
pub(super) struct Unplaced {
    values: Values,
    rows: Rows,
    rejected: Vec<RejectedRow>,
    pub(super) counts: Counts,
}

impl Unplaced {
    /// The part, whose first row is the row `first` of the source.
    pub(super) fn place(self, first: u64) -> Result<Part, ArrowError> {
        let snapshots = match self.counts.snapshots {
            0 => None,
            _ => Some(RecordBatch::try_new(
                schema::transfers(self.values),
                columns(self.values, self.rows, first),
            )?),
        };
        Ok(Part {
            snapshots,
            rejected: rejected(&self.rejected, first)?,
            counts: self.counts,
        })
    }
}

/// Reads blocks one after the other, with memory that is used again.
pub(super) trait ReadBlock {
    fn read(&mut self, block: &Block) -> io::Result<Unplaced>;
}

/// A reader for one worker.
pub(super) fn reader(options: Options) -> Box<dyn ReadBlock> {
    match options.values {
        Values::Decimal => Box::new(Reader::<i128>::new(options)),
        Values::Float64 => Box::new(Reader::<f64>::new(options)),
    }
}

struct Reader<N> {
    options: Options,
    /// Lines of a file.
    lines: Vec<u8>,
    /// The memory that rows are read into before they are copied.
    columns: Option<TransferColumns<N>>,
}

impl<N> Reader<N> {
    fn new(options: Options) -> Self {
        Self {
            options,
            lines: Vec::new(),
            columns: None,
        }
    }
}

impl<N: ColumnNumber + ArrowNativeType> ReadBlock for Reader<N> {
    fn read(&mut self, block: &Block) -> io::Result<Unplaced> {
        let profile = self.options.profile;
        let mut reader = match self.columns.take() {
            Some(columns) => TransferReader::reusing(profile, columns),
            None => TransferReader::<N>::new(profile),
        };
        let mut builder = RowsBuilder::new();
        let rows = block.read(&mut reader, &mut self.lines, |reader, share| {
            reader.take_rows(|rows| builder.push(rows, share))
        })?;
        let mut columns = reader.finish();
        let counts = Counts {
            bytes: block.bytes,
            rows,
            messages: columns.messages,
            snapshots: builder.len() as u64,
            rejected: columns.rejected.len() as u64,
            deviations: DeviationCode::ALL.map(|code| columns.deviations.of(code)),
        };
        let dictionary = DeviceColumn {
            keys: take(&mut columns.device.keys),
            validity: take(&mut columns.device.validity),
            offsets: take(&mut columns.device.offsets),
            text: take(&mut columns.device.text),
        };
        let unplaced = Unplaced {
            values: self.options.values,
            rows: builder.finish(dictionary),
            rejected: take(&mut columns.rejected),
            counts,
        };
        self.columns = Some(columns);
        Ok(unplaced)
    }
}

fn columns(values: Values, rows: Rows, first: u64) -> Vec<ArrayRef> {
    let mut buffers = rows.memory.place(first).into_iter();
    let mut next = || buffers.next().unwrap_or_default();
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(11);
    columns.push(Arc::new(rows.device));

    let time = PrimitiveArray::<TimestampMicrosecondType>::new(next().into(), None);
    columns.push(Arc::new(time.with_timezone(schema::UTC)));

    let (digits, places) = schema::DECIMAL;
    for validity in rows.validity {
        let (values_of_one, nulls) = (next(), nulls(validity));
        columns.push(match values {
            Values::Decimal => {
                let array = PrimitiveArray::<Decimal128Type>::new(values_of_one.into(), nulls);
                Arc::new(array.with_data_type(DataType::Decimal128(digits, places)))
            }
            Values::Float64 => Arc::new(PrimitiveArray::<Float64Type>::new(
                values_of_one.into(),
                nulls,
            )),
        });
    }
    columns.push(Arc::new(PrimitiveArray::<UInt64Type>::new(
        next().into(),
        None,
    )));
    columns
}

fn rejected(rows: &[RejectedRow], first: u64) -> Result<Option<RecordBatch>, ArrowError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let source_row = UInt64Array::from_iter_values(rows.iter().map(|row| row.source_row + first));
    let device = LargeStringArray::from_iter(
        rows.iter()
            .map(|row| row.device.as_ref().map(|device| device.as_str())),
    );
    let code = LargeStringArray::from_iter_values(rows.iter().map(RejectedRow::code));
    let pointer = LargeStringArray::from_iter_values(rows.iter().map(RejectedRow::pointer));
    let error = LargeStringArray::from_iter_values(rows.iter().map(|row| row.error.to_string()));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(source_row),
        Arc::new(device),
        Arc::new(code),
        Arc::new(pointer),
        Arc::new(error),
    ];
    RecordBatch::try_new(schema::rejected(), columns).map(Some)
}
