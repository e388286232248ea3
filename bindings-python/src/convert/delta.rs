//! Durations as `timedelta`s. `numpy.timedelta64` is refused; a `pandas.Timedelta` is taken
//! where it loses nothing.

use std::time::Duration;

use pyo3::exceptions::{PyTypeError, PyValueError};
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyDelta;

/// A `timedelta` of 0 or more.
pub(crate) struct Delta(pub(crate) Duration);

/// A `timedelta`, `None` where it is negative; `expected` says what it is, where it is
/// something else.
pub(crate) fn duration(delta: &Bound<'_, PyAny>, expected: &str) -> PyResult<Option<Duration>> {
    if !delta.is_instance_of::<PyDelta>() {
        let found = delta.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "expected {expected}, found {found}"
        )));
    }
    // pandas.Timedelta is a timedelta that hides up to 999 ns behind its microseconds.
    if let Some(nanos) = delta.getattr_opt("nanoseconds")?
        && nanos.extract::<u32>().is_ok_and(|nanos| nanos > 0)
    {
        return Err(PyValueError::new_err(
            "expected a duration in whole microseconds, found nanoseconds, which would be lost",
        ));
    }
    Ok(delta.extract().ok())
}

pub(crate) const NEGATIVE: &str = "expected a timedelta of 0 or more, found a negative one";

impl<'py> FromPyObject<'_, 'py> for Delta {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = <Duration as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(delta: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let duration = duration(&delta, "a timedelta")?;
        let duration = duration.ok_or_else(|| PyValueError::new_err(NEGATIVE))?;
        Ok(Self(duration))
    }
}
