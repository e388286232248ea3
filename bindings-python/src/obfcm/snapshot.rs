//! What the vehicle's counters showed at one moment.

use iot4emissions_proto::obfcm as core;
use iot4emissions_proto::time::UnixSeconds;
use pyo3::prelude::*;

use super::Values;
use crate::convert::time::{AnySeconds, Seconds};
use crate::error::{OrRaise, protocol_error};
use crate::value;

/// What the vehicle's counters showed at one moment: at least one value, and a time that
/// ten digits can write.
///
/// `acquired` is an aware `datetime` in whole seconds, from 1970-01-01T00:00:01Z to
/// 2286-11-20T17:46:39Z; it comes back in UTC. Raises `SnapshotError` for another time and
/// where no value is present.
///
/// Clauses: P-5.41 to P-5.43; JRC127600 Table 7.
///
/// >>> june = datetime(2021, 6, 1, 9, tzinfo=timezone.utc)
/// >>> snapshot = Snapshot(june, Values(total_fuel_consumed=32.5))
/// >>> snapshot.values.total_fuel_consumed
/// Decimal('32.5')
/// >>> Snapshot(june, Values())
/// Traceback (most recent call last):
///     ...
/// iot4emissions.SnapshotError: expected at least one OBFCM value, found none
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Snapshot(pub(crate) core::Snapshot);

value::field_names!(Snapshot: "acquired", "values");

value::value_methods!(impl Snapshot {
    #[new]
    fn new(acquired: AnySeconds, values: Values) -> PyResult<Self> {
        let acquired = acquired.0.try_into().map_err(|_| {
            let text = core::SnapshotError::Acquired(UnixSeconds(0)).to_string();
            // The core has no time before 1970, so it cannot name one.
            let text = text.replace("found 0", &format!("found {}", acquired.0));
            protocol_error("SnapshotError", &text, "acquired", "")
        })?;
        core::Snapshot::new(UnixSeconds(acquired), values.0)
            .or_raise()
            .map(Self)
    }

    /// When the snapshot was taken, UTC (P-5.41).
    #[getter]
    fn acquired(&self) -> Seconds {
        Seconds(self.0.acquired())
    }

    /// What the counters showed (P-5.42).
    #[getter]
    fn values(&self) -> Values {
        Values(*self.0.values())
    }
});
