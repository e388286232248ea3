//! The rows that were refused, as Python sees them.

use arrow_array::RecordBatch;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::concat::concat;
use super::{capsule, schema};

/// The lines or messages that are no Data Transfer, each with its reason (P-5.3).
///
/// An Arrow table for every library that takes one, such as `pyarrow.table(rejected)`:
///
/// | column | type | |
/// |---|---|---|
/// | `source_row` | `uint64` | the line or message, from 0 |
/// | `device` | `large_utf8`, may be null | who sent it, where that much is known |
/// | `code` | `large_utf8` | the first problem, such as `missing-member` |
/// | `pointer` | `large_utf8` | where, as a JSON Pointer (RFC 6901); empty for the whole |
/// | `error` | `large_utf8` | every problem, in words, behind the number of the line, from 1, where it is one; never a VIN |
///
/// `len()` is the number of rows.
///
/// >>> rejected = read_transfers(b'{"data":[]}').rejected
/// >>> len(rejected)
/// 1
/// >>> rejected
/// <RejectedRows: 1>
#[pyclass(frozen, module = "iot4emissions")]
pub(crate) struct RejectedRows(pub(crate) Vec<RecordBatch>);

#[pymethods]
impl RejectedRows {
    fn __len__(&self) -> usize {
        self.0.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<RejectedRows: {}>", self.__len__())
    }

    /// The schema as a capsule of Arrow's C data interface.
    #[pyo3(signature = () -> "object")]
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &schema::rejected())
    }

    /// All rows as one array, as capsules of Arrow's C data interface. The requested
    /// schema is not used.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "tuple[object, object]")]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let _ = requested_schema;
        let batch = py.detach(|| concat(&schema::rejected(), &self.0));
        capsule::array(py, batch.map_err(capsule::defect)?)
    }

    /// All rows as a capsule of Arrow's C stream interface. The requested schema is not
    /// used.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "object")]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        capsule::stream(py, capsule::stream_of(schema::rejected(), self.0.clone()))
    }
}
