//! How long to wait before the next attempt (P-6.14).

use std::time::Duration;

use iot4emissions_proto::backoff as core;
use pyo3::prelude::*;

use crate::convert::delta::Delta;
use crate::error::OrRaise;
use crate::identity::DeviceSecret;
use crate::value;

/// How long a device waits before it tries again what failed: up to `base` after the first
/// attempt, up to twice as long after each further one, never more than `cap`, and another
/// time for every device (P-6.14).
///
/// Both are `timedelta`s of whole milliseconds, 1 ms ≤ base ≤ cap ≤ 365 days; by default
/// 1 s and 1 h. Raises `BackoffError` for others.
///
/// >>> from datetime import timedelta
/// >>> backoff = Backoff(timedelta(seconds=1), timedelta(hours=1))
/// >>> backoff == Backoff()
/// True
/// >>> backoff.delay(DeviceSecret(bytes(range(16))), 2, 1)
/// datetime.timedelta(seconds=2, microseconds=45000)
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Backoff(pub(crate) core::Backoff);

value::field_names!(Backoff: "base", "cap");

value::value_methods!(impl Backoff {
    #[new]
    #[pyo3(signature = (base = None, cap = None))]
    fn new(base: Option<Delta>, cap: Option<Delta>) -> PyResult<Self> {
        let default = core::Backoff::default();
        let base = base.map_or(default.base(), |base| base.0);
        let cap = cap.map_or(default.cap(), |cap| cap.0);
        core::Backoff::new(base, cap).or_raise().map(Self)
    }

    /// The longest delay of attempt 0.
    #[getter]
    fn base(&self) -> Duration {
        self.0.base()
    }

    /// The longest delay of any attempt.
    #[getter]
    fn cap(&self) -> Duration {
        self.0.cap()
    }

    /// The delay before attempt number `attempt` is repeated, counted from 0 to
    /// 4294967295; a `timedelta` of whole milliseconds. `episode`, of the same range, tells one
    /// row of failures from the next: a device takes the number of its last connection. The
    /// same secret, attempt and episode always give the same delay (P-6.14).
    ///
    /// >>> Backoff().delay(DeviceSecret(bytes(range(16))), 0, 7) <= Backoff().base
    /// True
    fn delay(&self, secret: &DeviceSecret, attempt: u32, episode: u32) -> Duration {
        self.0.delay(&secret.0, attempt, episode)
    }
});
