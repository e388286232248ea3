//! What `iot4emissions.analysis` asks of the core: which rows of a fleet may be compared.

use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
use iot4emissions_proto::services::data::{History, Standing};
use iot4emissions_proto::time::UnixSeconds;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

/// The eight counters in tenths, in the order of Table 7, each a column.
type Columns = Vec<Vec<Option<f64>>>;

/// Judges rows that are sorted by device and `acquired` (P-7.7, P-7.9): for each row its
/// verdict, and the segment of its vehicle between two resets.
///
/// A verdict is empty where the row stands, else `duplicate`, `conflict`, the findings'
/// codes, or, for a row that no Data Transfer can hold, the code of what is wrong. Times
/// are UNIX seconds, values tenths of their unit.
#[pyfunction]
#[pyo3(name = "_judge", signature = (
    device: "list[str | None]",
    acquired: "list[int | None]",
    received: "list[int | None]",
    tenths: "list[list[float | None]]"
) -> "tuple[list[str], list[int]]")]
pub(crate) fn judge(
    py: Python<'_>,
    device: Vec<Option<PyBackedStr>>,
    acquired: Vec<Option<i64>>,
    received: Vec<Option<i64>>,
    tenths: Columns,
) -> PyResult<(Vec<String>, Vec<u32>)> {
    let rows = device.len();
    let lengths = [acquired.len(), received.len()];
    let all = lengths.into_iter().chain(tenths.iter().map(Vec::len));
    if tenths.len() != Parameter::ALL.len() || all.into_iter().any(|length| length != rows) {
        return Err(PyValueError::new_err("columns of different lengths"));
    }
    Ok(py.detach(|| {
        let mut history = History::default();
        let (mut verdicts, mut segments) = (Vec::new(), Vec::new());
        for row in 0..rows {
            if row > 0 && device[row - 1].as_deref() != device[row].as_deref() {
                history = History::default();
            }
            let verdict = match (&device[row], snapshot(acquired[row], &tenths, row)) {
                (None, _) => "no-device".to_owned(),
                (_, Err(code)) => code.to_owned(),
                (_, Ok(snapshot)) => {
                    let received = received[row].and_then(seconds);
                    let received = received.unwrap_or(snapshot.acquired());
                    text(&history.take(&snapshot, received))
                }
            };
            verdicts.push(verdict);
            segments.push(history.segment());
        }
        (verdicts, segments)
    }))
}

fn text(standing: &Standing) -> String {
    match standing {
        Standing::Stands => String::new(),
        Standing::Duplicate => "duplicate".to_owned(),
        Standing::Conflict => "conflict".to_owned(),
        Standing::Implausible(found) => {
            let codes: Vec<String> = found.iter().map(ToString::to_string).collect();
            codes.join(" ")
        }
    }
}

fn seconds(time: i64) -> Option<UnixSeconds> {
    u64::try_from(time).ok().map(UnixSeconds)
}

/// The row as a snapshot, or the code of why it is none.
fn snapshot(
    acquired: Option<i64>,
    columns: &Columns,
    row: usize,
) -> Result<Snapshot, &'static str> {
    let mut values = Values::default();
    for (parameter, column) in Parameter::ALL.into_iter().zip(columns) {
        // A float that is missing is not a number in some frames.
        let value = column[row].filter(|value| !value.is_nan());
        let exact = value.map(whole);
        values.set(parameter, exact.transpose()?);
    }
    let acquired = acquired.and_then(seconds).ok_or("acquired")?;
    Snapshot::new(acquired, values).map_err(|error| error.code())
}

/// The tenths of a number that has no more decimals than one, but for what binary floating
/// point makes of them.
fn whole(value: f64) -> Result<Tenths, &'static str> {
    let rounded = value.round();
    if !(0.0..=f64::from(u32::MAX)).contains(&rounded) {
        return Err("range");
    }
    if (value - rounded).abs() > 0.001 {
        return Err("precision");
    }
    // Checked: a whole number that a u32 holds.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Tenths::new(rounded as u32).ok_or("range")
}
