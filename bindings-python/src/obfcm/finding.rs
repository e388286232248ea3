//! Plausibility of snapshots (P-7.9).

use std::fmt;

use iot4emissions_proto::obfcm::{self as core, Parameter};
use pyo3::prelude::*;

use super::Snapshot;
use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::text::Text;
use crate::convert::time::WithinSecond;
use crate::error::OrRaise;
use crate::value;

/// What is implausible about a snapshot: flagged with the data, never a reason to drop it.
///
/// `code` is `too-fast`, `too-thirsty`, `decrease`, `reset`, `from-the-future` or
/// `parts-exceed-total`; `parameter` the counter that decreased or the total that is
/// exceeded. Raises `ProtocolError` for others.
///
/// Clause: P-7.9.
///
/// >>> finding = Finding("decrease", Parameter.TOTAL_FUEL_CONSUMED)
/// >>> str(finding)
/// 'decrease:tfc'
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Finding(pub(crate) core::Finding);

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

value::field_names!(Finding: "code", "parameter"; Present);

value::value_methods!(impl Finding {
    #[new]
    #[pyo3(signature = (code, parameter = None))]
    fn new(code: Text, parameter: Option<Member<Parameter>>) -> PyResult<Self> {
        let parts = (&*code, parameter.map(|parameter| parameter.0));
        parts.try_into().or_raise().map(Self)
    }

    /// The finding's stable code, such as `too-fast` (P-7.9).
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    /// The counter that decreased or the total that is exceeded; `None` for a finding
    /// about the whole snapshot.
    #[getter]
    fn parameter(&self) -> Option<Member<Parameter>> {
        self.0.parameter().map(Member)
    }
});

/// What is implausible about `snapshot`, received at `received`, after `before`, the same
/// vehicle's latest earlier snapshot or `None`.
///
/// `received` is an aware `datetime`. Distance that grew by more than 250 km/h × elapsed
/// time + 1 km, more than 100 l per 100 km, counters that decreased, a time more than 24 h
/// after reception, parts above their total by more than 0.1.
///
/// Clause: P-7.9.
///
/// >>> def at(day, fuel):
/// ...     acquired = datetime(2021, 6, day, tzinfo=timezone.utc)
/// ...     return Snapshot(acquired, Values(total_fuel_consumed=fuel, total_distance_travelled=99))
/// >>> found = plausibility(at(1, 40), at(2, 32.5), datetime(2021, 6, 3, tzinfo=timezone.utc))
/// >>> [str(finding) for finding in found]
/// ['decrease:tfc']
#[pyfunction]
pub(crate) fn plausibility(
    before: Option<Snapshot>,
    snapshot: Snapshot,
    received: WithinSecond,
) -> Many<Finding> {
    let before = before.map(|before| before.0);
    let found = core::findings(before.as_ref(), &snapshot.0, received.0);
    Many(found.into_iter().map(Finding).collect())
}
