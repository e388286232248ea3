//! The present moment on both clocks (P-6.17).

use iot4emissions_proto::time as core;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;

use crate::convert::time::{Millis, Monotonic};
use crate::value_class::value_class;

value_class! { "iot4emissions.device";
    /// The present moment on both clocks (P-6.17): the library reads none (P-6.1). Both count
    /// to the millisecond.
    ///
    /// >>> import time
    /// >>> now = Now(timedelta(seconds=time.monotonic()), datetime.now(timezone.utc))
    /// >>> now.wall <= datetime.now(timezone.utc)
    /// True
    Now {
        /// How much time has passed, for time-outs, back-off and keep-alive: a `timedelta`
        /// since any beginning, such as the start of the unit, by a clock that is never set
        /// and goes on while the unit sleeps. A restored device may be given another beginning.
        monotonic: Monotonic,
        /// Which day it is, right or wrong, for schedules and a snapshot's `acquired`: an
        /// aware `datetime`.
        wall: Millis,
    }
}

/// A `Now`, and nothing that could be taken for one.
pub(super) struct Moment(pub(super) core::Now);

impl<'py> FromPyObject<'_, 'py> for Moment {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = <Now as pyo3::PyTypeInfo>::TYPE_HINT;

    fn extract(now: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let Ok(now) = now.cast::<Now>() else {
            let found = now.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected Now(monotonic, wall), both clocks, found {found}"
            )));
        };
        let now = now.get();
        Ok(Self(core::Now {
            monotonic: now.monotonic.0,
            wall: now.wall.0,
        }))
    }
}
