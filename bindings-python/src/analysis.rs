//! What `iot4emissions.analysis` asks of the core: which rows of a fleet may be compared.

use std::collections::BTreeMap;

use iot4emissions_proto::analysis::{self as core, Judged, MonthState, Note, Reading, Reason};
use iot4emissions_proto::obfcm::{Parameter, Snapshot, SnapshotError, Tenths, Values};
use iot4emissions_proto::time::UnixSeconds;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

/// The eight counters in tenths, in the order of Table 7, each a column.
pub(crate) type Columns = Vec<Vec<Option<f64>>>;

/// What `_judge` says of the rows, each a column: the verdicts, the segments, whether the
/// verdict is one of P-7.9 alone, and whether the row's time makes a month.
type Verdicts = (Vec<String>, Vec<u32>, Vec<bool>, Vec<bool>);

/// Judges rows that are sorted by device and `acquired` (P-7.7, P-7.9), each vehicle's
/// together: for each row its verdict, the segment of its vehicle between two restarts,
/// whether the verdict is about plausibility alone, and whether its time makes a month.
///
/// A verdict is empty where the row stands, else the codes of the core's reasons. Times are
/// UNIX seconds, values tenths of their unit.
#[pyfunction]
#[pyo3(name = "_judge", signature = (
    device: "list[str | None]",
    acquired: "list[int | None]",
    received: "list[int | None]",
    tenths: "list[list[float | None]]"
) -> "tuple[list[str], list[int], list[bool], list[bool]]")]
pub(crate) fn judge(
    py: Python<'_>,
    device: Vec<Option<PyBackedStr>>,
    acquired: Vec<Option<i64>>,
    received: Vec<Option<i64>>,
    tenths: Columns,
) -> PyResult<Verdicts> {
    let rows = device.len();
    let lengths = [acquired.len(), received.len()];
    let all = lengths.into_iter().chain(tenths.iter().map(Vec::len));
    if tenths.len() != Parameter::ALL.len() || all.into_iter().any(|length| length != rows) {
        return Err(PyValueError::new_err("columns of different lengths"));
    }
    Ok(py.detach(|| {
        let mut judged: Vec<Judged> = vec![Judged::default(); rows];
        let (mut places, mut readings) = (Vec::new(), Vec::new());
        for row in 0..rows {
            if row > 0 && device[row - 1].as_deref() != device[row].as_deref() {
                settle(&mut judged, &mut places, &mut readings);
            }
            match (&device[row], snapshot(acquired[row], &tenths, row)) {
                (None, _) => judged[row].reasons.push(Reason::NoDevice),
                (_, Err(reason)) => judged[row].reasons.push(reason),
                (_, Ok(snapshot)) => {
                    places.push(row);
                    let received = received[row].and_then(seconds);
                    readings.push(Reading::new(snapshot, received));
                }
            }
        }
        settle(&mut judged, &mut places, &mut readings);
        let text = |one: &Judged| {
            let codes: Vec<String> = one.reasons.iter().map(ToString::to_string).collect();
            codes.join(" ")
        };
        let each = judged.iter();
        (
            each.clone().map(text).collect(),
            each.clone().map(|one| one.segment).collect(),
            each.clone()
                .map(|one| one.reasons.iter().all(|reason| reason.is_finding()))
                .collect(),
            each.map(|one| !one.reasons.iter().any(|reason| reason.is_about_time()))
                .collect(),
        )
    }))
}

/// Judges the readings of one vehicle, which are the rows at `places`.
fn settle(judged: &mut [Judged], places: &mut Vec<usize>, readings: &mut Vec<Reading>) {
    for (place, one) in places.drain(..).zip(core::judge(readings)) {
        judged[place] = one;
    }
    readings.clear();
}

/// Codes of reasons, of those of analyses, of states and of notes.
type Codes = (
    Vec<String>,
    [&'static str; Reason::OF_ANALYSES.len()],
    [&'static str; MonthState::ALL.len()],
    [&'static str; Note::ALL.len()],
);

/// The codes of every reason for which a row is not used, of those among them that an analysis
/// itself has, of every state of a month, and of every note on a vehicle.
#[pyfunction]
#[pyo3(
    name = "_analysis_codes",
    signature = () -> "tuple[list[str], list[str], list[str], list[str]]"
)]
pub(crate) fn codes() -> Codes {
    (
        Reason::ALL.iter().map(ToString::to_string).collect(),
        Reason::OF_ANALYSES.map(Reason::as_str),
        MonthState::ALL.map(MonthState::as_str),
        Note::ALL.map(Note::as_str),
    )
}

/// CO2 of a litre of fuel, g/l, by fuel type.
#[pyfunction]
#[pyo3(name = "_grams_per_litre", signature = () -> "dict[str, int]")]
pub(crate) fn grams_per_litre() -> BTreeMap<&'static str, u32> {
    BTreeMap::from(core::GRAMS_PER_LITRE)
}

/// The first and the last time that a snapshot can have, and the longest time between two
/// that counts as one month's, all in seconds.
#[pyfunction]
#[pyo3(name = "_analysis_bounds", signature = () -> "tuple[int, int, int]")]
pub(crate) fn bounds() -> (u64, u64, u64) {
    (core::FIRST_TIME.0, core::LAST_TIME.0, core::LONGEST_MONTH)
}

pub(crate) fn seconds(time: i64) -> Option<UnixSeconds> {
    u64::try_from(time).ok().map(UnixSeconds)
}

/// The row as a snapshot, or why it is none.
pub(crate) fn snapshot(
    acquired: Option<i64>,
    columns: &Columns,
    row: usize,
) -> Result<Snapshot, Reason> {
    let mut values = Values::default();
    for (parameter, column) in Parameter::ALL.into_iter().zip(columns) {
        // A float that is missing is not a number in some frames.
        let value = column[row].filter(|value| !value.is_nan());
        let exact = value.map(whole);
        values.set(parameter, exact.transpose()?);
    }
    let acquired = acquired.and_then(seconds).ok_or(Reason::Acquired)?;
    Snapshot::new(acquired, values).map_err(|error| match error {
        SnapshotError::NoValue => Reason::NoValue,
        _ => Reason::Acquired,
    })
}

/// The tenths of a number that has no more decimals than one, but for what binary floating
/// point makes of them.
fn whole(value: f64) -> Result<Tenths, Reason> {
    let rounded = value.round();
    if !(0.0..=f64::from(u32::MAX)).contains(&rounded) {
        return Err(Reason::Range);
    }
    if (value - rounded).abs() > 0.001 {
        return Err(Reason::Precision);
    }
    // Checked: a whole number that a u32 holds.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Tenths::new(rounded as u32).ok_or(Reason::Range)
}
