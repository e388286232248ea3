//! Data Transfer.

use iot4emissions_proto::message as core;
use pyo3::prelude::*;

use crate::convert::many::Many;
use crate::error::OrRaise;
use crate::obfcm::Snapshot;
use crate::value;

/// A device's snapshots: at least one, strictly ascending by `acquired`.
///
/// Takes any iterable of `Snapshot`; raises `DataTransferError` where there is none, or one
/// is not later than the one before it.
///
/// Clauses: P-3.4, P-5.40; JRC127600 Table 7, Box 4.
///
/// >>> june = datetime(2021, 6, 1, 9, tzinfo=timezone.utc)
/// >>> encode(DataTransfer([Snapshot(june, Values(total_fuel_consumed=32.5))]))
/// b'{"data":[{"acquired":1622538000,"tfc":32.5}]}'
/// >>> DataTransfer([])
/// Traceback (most recent call last):
///     ...
/// iot4emissions.DataTransferError: expected at least one snapshot, found none
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct DataTransfer(pub(crate) core::DataTransfer);

value::field_names!(DataTransfer: "snapshots");

value::value_methods!(impl DataTransfer {
    #[new]
    fn new(snapshots: Many<Snapshot>) -> PyResult<Self> {
        let snapshots = snapshots.0.into_iter().map(|snapshot| snapshot.0);
        core::DataTransfer::new(snapshots.collect())
            .or_raise()
            .map(Self)
    }

    /// The snapshots, strictly ascending by `acquired` (P-5.40). The tuple is made anew at
    /// each access.
    #[getter]
    fn snapshots(&self) -> Many<Snapshot> {
        Many(self.0.snapshots().iter().copied().map(Snapshot).collect())
    }
});
