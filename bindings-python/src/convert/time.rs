//! Times as aware `datetime`s in UTC; those of the monotonic clock as `timedelta`s since its
//! beginning, so that nobody gives one for the other (P-6.17). `numpy.datetime64` has no zone
//! and is refused, as a scalar of Arrow is; a `pandas.Timestamp` is taken where it loses
//! nothing.

use std::ops::{Div, Rem};
#[cfg(feature = "stubs")]
use std::time::Duration;

use iot4emissions_proto::time::{MonotonicMillis, UnixMillis, UnixSeconds};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;
use pyo3::types::PyType;

use crate::convert::delta;
use crate::error::protocol_error;

/// A time in whole seconds. A `datetime` with a fraction of one is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Seconds(pub(crate) UnixSeconds);

/// A time in whole seconds, before 1970 too: for whoever has an error of its own for those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AnySeconds(pub(crate) i64);

/// A time in whole seconds that a `datetime` with a fraction of one lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WithinSecond(pub(crate) UnixSeconds);

/// A time in whole milliseconds that a `datetime` lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Millis(pub(crate) UnixMillis);

/// A time of the monotonic clock in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Monotonic(pub(crate) MonotonicMillis);

struct Datetime {
    class: Py<PyAny>,
    timedelta: Py<PyAny>,
    epoch: Py<PyAny>,
}

fn datetime(py: Python<'_>) -> PyResult<&'static Datetime> {
    static DATETIME: PyOnceLock<Datetime> = PyOnceLock::new();
    DATETIME.get_or_try_init(py, || {
        let module = py.import("datetime")?;
        let class = module.getattr("datetime")?;
        let utc = module.getattr("timezone")?.getattr("utc")?;
        Ok(Datetime {
            timedelta: module.getattr("timedelta")?.unbind(),
            epoch: class.call1((1970, 1, 1, 0, 0, 0, 0, utc))?.unbind(),
            class: class.unbind(),
        })
    })
}

/// The last second of the year 9999, after which Python's `datetime` has none.
const LAST: u64 = 253_402_300_799;

fn to_python(py: Python<'_>, seconds: u64, millis: u64) -> PyResult<Bound<'_, PyAny>> {
    if seconds > LAST {
        let text =
            format!("expected a time of at most the year 9999, found {seconds} seconds after 1970");
        return Err(protocol_error("ProtocolError", &text, "time", ""));
    }
    let datetime = datetime(py)?;
    // timedelta(days, seconds, microseconds)
    let days = seconds / 86_400;
    let delta = datetime
        .timedelta
        .bind(py)
        .call1((days, seconds % 86_400, millis * 1000))?;
    datetime.epoch.bind(py).add(delta)
}

/// Microseconds since 1970-01-01T00:00:00Z, of a time from then on.
fn micros(time: &Bound<'_, PyAny>) -> PyResult<u64> {
    u64::try_from(any_micros(time)?).map_err(|_| {
        PyOverflowError::new_err("expected a time from 1970-01-01T00:00:00Z, found an earlier one")
    })
}

/// Microseconds since 1970-01-01T00:00:00Z.
fn any_micros(time: &Bound<'_, PyAny>) -> PyResult<i64> {
    let datetime = datetime(time.py())?;
    let class = datetime.class.bind(time.py()).cast::<PyType>()?;
    let found = time.get_type().name()?.to_string();
    // pandas.NaT is a datetime without a time.
    if !time.is_instance(class)? || found == "NaTType" {
        let why = match found.as_str() {
            "datetime64" => ", which has no time zone",
            "NaTType" => ", which is no time",
            "TimestampScalar" => ": its as_py() makes one of it",
            _ => "",
        };
        return Err(PyTypeError::new_err(format!(
            "expected an aware datetime, found {found}{why}"
        )));
    }
    if time.call_method0("utcoffset")?.is_none() {
        return Err(PyValueError::new_err(
            "expected an aware datetime, found one without a time zone",
        ));
    }
    // pandas.Timestamp is a datetime that hides up to 999 ns behind its microseconds.
    if let Some(nanos) = time.getattr_opt("nanosecond")?
        && nanos.extract::<u32>().is_ok_and(|nanos| nanos > 0)
    {
        return Err(PyValueError::new_err(
            "expected a time in whole microseconds, found nanoseconds, which would be lost",
        ));
    }
    let since = time.sub(datetime.epoch.bind(time.py()))?;
    let part = |name| since.getattr(name)?.extract::<i64>();
    let seconds = part("days")? * 86_400 + part("seconds")?;
    Ok(seconds * 1_000_000 + part("microseconds")?)
}

/// Microseconds as seconds, where they are without a fraction of one.
fn without_fraction<T: From<u32> + Copy + PartialEq + Rem<Output = T> + Div<Output = T>>(
    micros: T,
) -> PyResult<T> {
    let second = T::from(1_000_000);
    if micros % second != T::from(0) {
        return Err(PyValueError::new_err(
            "expected a time in whole seconds, found a fraction of one",
        ));
    }
    Ok(micros / second)
}

/// A time without a fraction of a second.
fn whole_seconds(time: &Bound<'_, PyAny>) -> PyResult<UnixSeconds> {
    without_fraction(micros(time)?).map(UnixSeconds)
}

impl<'py> FromPyObject<'_, 'py> for AnySeconds {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("datetime", "datetime");

    fn extract(time: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        without_fraction(any_micros(&time)?).map(Self)
    }
}

/// Milliseconds since the monotonic clock's beginning.
fn monotonic_millis(time: &Bound<'_, PyAny>) -> PyResult<MonotonicMillis> {
    let since = delta::duration(time, "a timedelta since the monotonic clock's beginning")?;
    let since = since.ok_or_else(|| PyOverflowError::new_err(delta::NEGATIVE))?;
    Ok(MonotonicMillis::default().plus(since))
}

impl<'py> IntoPyObject<'py> for Monotonic {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <Duration as IntoPyObject<'_>>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let since = self.0.since(MonotonicMillis::default());
        Ok(since.into_pyobject(py)?.into_any())
    }
}

impl<'py> FromPyObject<'_, 'py> for Monotonic {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = <Duration as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(time: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        monotonic_millis(&time).map(Self)
    }
}

macro_rules! conversions {
    ($($time:ident: $out:expr, $from:expr;)*) => {$(
        impl<'py> IntoPyObject<'py> for $time {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            #[cfg(feature = "stubs")]
            const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("datetime", "datetime");

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                let (seconds, millis) = $out(self);
                to_python(py, seconds, millis)
            }
        }

        impl<'py> FromPyObject<'_, 'py> for $time {
            type Error = PyErr;

            #[cfg(feature = "stubs")]
            const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("datetime", "datetime");

            fn extract(time: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                $from(&time)
            }
        }
    )*};
}

conversions! {
    Seconds: |time: Seconds| (time.0.0, 0), |time| whole_seconds(time).map(Self);
    WithinSecond: |time: WithinSecond| (time.0.0, 0),
        |time| micros(time).map(|micros| Self(UnixSeconds(micros / 1_000_000)));
    Millis: |time: Millis| (time.0.0 / 1000, time.0.0 % 1000),
        |time| micros(time).map(|micros| Self(UnixMillis(micros / 1000)));
}
