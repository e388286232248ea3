//! Durations in whole seconds.

#[cfg(feature = "stubs")]
use std::time::Duration;

use pyo3::exceptions::PyValueError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;

use crate::convert::delta;

/// A `timedelta` without a fraction of a second.
pub(crate) struct WholeSeconds(pub(crate) u64);

impl<'py> FromPyObject<'_, 'py> for WholeSeconds {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = <Duration as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(duration: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let duration = delta::duration(&duration, "a timedelta of whole seconds")?;
        let duration = duration.ok_or_else(|| PyValueError::new_err(delta::NEGATIVE))?;
        match duration.subsec_nanos() {
            0 => Ok(Self(duration.as_secs())),
            _ => Err(PyValueError::new_err(
                "expected a timedelta of whole seconds, found a fraction of one",
            )),
        }
    }
}
