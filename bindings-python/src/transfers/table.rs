//! What was read, as Python sees it.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use iot4emissions_proto::message::DeviationCode;
use pyo3::exceptions::PyAttributeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_subscript};

use super::concat::concat;
use super::devices::OneDictionary;
use super::options::Columns;
use super::part::{Counts, Part};
use super::rejected::RejectedRows;
use super::{capsule, schema};
use crate::convert::enumeration::Member;

/// Snapshots as Arrow columns, one row a snapshot, and what was refused. What
/// `read_transfers` returns, and the parts that `scan_transfers` gives.
///
/// Every library that takes Arrow data takes it without a copy:
/// `pyarrow.table(transfers)`, `polars.DataFrame(transfers)`,
/// `pandas.DataFrame.from_arrow(transfers)`, `duckdb.from_arrow(pyarrow.table(transfers))`;
/// and as often as is wanted.
///
/// | column | type | unit, meaning |
/// |---|---|---|
/// | `device` | dictionary of `utf8` or `utf8`, may be null | device ID of the sender, where it is known |
/// | `acquired` | `timestamp[us, UTC]` | when the vehicle took the snapshot |
/// | `tfc` | `decimal128(10, 1)` or `float64`, may be null | total fuel consumed, l |
/// | `tdt` | 〃 | total distance travelled, km |
/// | `tfccdo` | 〃 | fuel, charge depleting operation, l |
/// | `tfcdscio` | 〃 | fuel, driver-selectable charge increasing operation, l |
/// | `tdtcdoeo` | 〃 | distance, charge depleting, engine off, km |
/// | `tdtcdoer` | 〃 | distance, charge depleting, engine running, km |
/// | `tdtdscio` | 〃 | distance, driver-selectable charge increasing, km |
/// | `tgeib` | 〃 | grid energy into the battery, kWh |
/// | `received` | `timestamp[ms, UTC]`, may be null | when the message was received, where its envelope says so |
/// | `source_row` | `uint64` | line or message of the source, from 0 |
///
/// All record batches share one dictionary of device IDs.
///
/// A value is null where the vehicle has no such counter (P-5.43); 0 is a counter at 0.
/// Each field bears its `meaning` and `unit` as metadata. `len()` is the number of
/// snapshots. Clauses: P-5.40 to P-5.43; JRC127600 Table 7.
///
/// >>> transfers = read_transfers(b'{"data":[{"acquired":1622538000,"tfc":32.5}]}')
/// >>> transfers
/// <Transfers: 1 snapshot of 1 message in 1 row, 0 rejected>
#[pyclass(frozen, module = "iot4emissions")]
pub(crate) struct Transfers {
    batches: Vec<RecordBatch>,
    rejected: Vec<RecordBatch>,
    columns: Columns,
    counts: Counts,
}

/// [`Transfers`] that are being collected.
pub(super) struct Collected {
    columns: Columns,
    snapshots: OneDictionary,
    rejected: Vec<RecordBatch>,
    counts: Counts,
}

impl Collected {
    pub(super) fn new(columns: Columns) -> Self {
        Self {
            columns,
            snapshots: OneDictionary::default(),
            rejected: Vec::new(),
            counts: Counts::default(),
        }
    }

    pub(super) fn push(&mut self, part: Part) -> PyResult<()> {
        self.counts.add(&part.counts);
        if let Some(snapshots) = part.snapshots {
            self.snapshots.push(snapshots).map_err(capsule::defect)?;
        }
        self.rejected.extend(part.rejected);
        Ok(())
    }

    pub(super) fn finish(self) -> PyResult<Transfers> {
        Ok(Transfers {
            batches: self.snapshots.finish().map_err(capsule::defect)?,
            rejected: self.rejected,
            columns: self.columns,
            counts: self.counts,
        })
    }
}

impl Transfers {
    pub(crate) fn schema(&self) -> SchemaRef {
        schema::transfers(self.columns)
    }

    pub(crate) fn record_batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    pub(super) fn rejected_batches(&self) -> &[RecordBatch] {
        &self.rejected
    }
}

#[pymethods]
impl Transfers {
    fn __len__(&self) -> usize {
        self.counts.snapshots as usize
    }

    fn __repr__(&self) -> String {
        let counted = |count: u64, name| match count {
            1 => format!("1 {name}"),
            _ => format!("{count} {name}s"),
        };
        format!(
            "<Transfers: {} of {} in {}, {} rejected>",
            counted(self.counts.snapshots, "snapshot"),
            counted(self.counts.messages, "message"),
            counted(self.counts.rows, "row"),
            self.counts.rejected,
        )
    }

    /// How many messages were accepted.
    #[getter]
    fn messages(&self) -> u64 {
        self.counts.messages
    }

    /// How many rows the source has: lines, blank ones too, or messages.
    #[getter]
    fn rows(&self) -> u64 {
        self.counts.rows
    }

    /// How many record batches the snapshots are in.
    #[getter]
    fn batches(&self) -> usize {
        self.batches.len()
    }

    /// The rows that were refused, each with its reason.
    #[getter]
    fn rejected(&self) -> RejectedRows {
        RejectedRows(self.rejected.clone())
    }

    /// How often accepted messages deviate from the canonical forms, by the deviations
    /// that were met (P-5.4).
    ///
    /// >>> read_transfers(b'{"data":[{"acquired":1622538000,"tfc":"32.5"}]}').deviations
    /// {DeviationCode.NUMBER_AS_STRING: 1}
    #[getter]
    fn deviations(&self) -> BTreeMap<Member<DeviationCode>, u64> {
        let counts = DeviationCode::ALL.into_iter().zip(self.counts.deviations);
        let met = counts.filter(|(_, count)| *count > 0);
        met.map(|(code, count)| (Member(code), count)).collect()
    }

    /// How many accepted messages have an envelope in which something stands where the time
    /// belongs that is no time: their `received` is null.
    #[getter]
    fn unread_times(&self) -> u64 {
        self.counts.unread_times
    }

    /// The schema as a capsule of Arrow's C data interface.
    #[pyo3(signature = () -> "object")]
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &schema::transfers(self.columns))
    }

    /// The snapshots in one record batch: a copy, unless they are in one already.
    ///
    /// >>> transfers = read_transfers(b'{"data":[{"acquired":1,"tfc":1.0}]}\n' * 2, block_size=1)
    /// >>> transfers.batches, transfers.combined().batches
    /// (2, 1)
    fn combined(&self, py: Python<'_>) -> PyResult<Self> {
        let batch = py.detach(|| concat(&schema::transfers(self.columns), &self.batches));
        Ok(Self {
            batches: vec![batch.map_err(capsule::defect)?],
            rejected: self.rejected.clone(),
            columns: self.columns,
            counts: self.counts,
        })
    }

    /// The method that gives all snapshots as one array, as capsules of Arrow's C data
    /// interface. It takes a requested schema, which is not used.
    ///
    /// Only there where the snapshots are in at most one record batch, since it would have
    /// to copy them else, and some libraries ask for it first: so they take the stream.
    /// `combined()` makes one of many.
    #[getter]
    fn __arrow_c_array__<'py>(this: &Bound<'py, Self>) -> PyResult<Method<'py>> {
        if this.get().batches.len() > 1 {
            return Err(PyAttributeError::new_err(
                "the snapshots are in several record batches: use __arrow_c_stream__ or combined()",
            ));
        }
        this.getattr("_array").map(Method)
    }

    /// What `__arrow_c_array__` is.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "tuple[object, object]")]
    fn _array<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        let _ = requested_schema;
        let batch = concat(&schema::transfers(self.columns), &self.batches);
        capsule::array(py, batch.map_err(capsule::defect)?)
    }

    /// All snapshots as a capsule of Arrow's C stream interface, without a copy. The
    /// requested schema is not used.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "object")]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let schema = schema::transfers(self.columns);
        capsule::stream(py, capsule::stream_of(schema, self.batches.clone()))
    }
}

/// A bound method.
struct Method<'py>(Bound<'py, PyAny>);

impl<'py> IntoPyObject<'py> for Method<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Callable"),
        PyStaticExpr::Constant {
            value: PyStaticConstant::Ellipsis
        },
        type_hint_subscript!(
            type_hint_identifier!("builtins", "tuple"),
            type_hint_identifier!("builtins", "object"),
            type_hint_identifier!("builtins", "object")
        )
    );

    fn into_pyobject(self, _: Python<'py>) -> PyResult<Self::Output> {
        Ok(self.0)
    }
}
