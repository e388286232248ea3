//! Arrow's `PyCapsule` interface: what other libraries take without a copy.

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::devices::in_words;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

pub(super) fn schema<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(defect)?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// The capsules of `__arrow_c_array__`.
pub(super) fn array<'py>(
    py: Python<'py>,
    batch: RecordBatch,
) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
    let schema = schema(py, &batch.schema())?;
    let array = FFI_ArrowArray::new(&StructArray::from(batch).to_data());
    Ok((schema, PyCapsule::new_with_value(py, array, ARRAY)?))
}

pub(super) fn stream<'py>(
    py: Python<'py>,
    reader: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let stream = FFI_ArrowArrayStream::new(reader);
    PyCapsule::new_with_value(py, stream, STREAM)
}

/// The stream of batches that are all there.
pub(super) fn stream_of(
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
) -> Box<dyn RecordBatchReader + Send> {
    let batches = batches.into_iter().map(Ok);
    Box::new(RecordBatchIterator::new(batches, schema))
}

/// Arrow refuses what this library has made.
pub(super) fn defect(error: ArrowError) -> PyErr {
    PyRuntimeError::new_err(in_words(error))
}
