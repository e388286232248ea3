//! Points in time, with the unit in the type.
//!
//! The library reads no clock (P-6.1): every time comes from its caller, and there are
//! two of them. The **wall clock** says which day it is; it may be set, forwards and
//! back, and it lies at times. The **monotonic clock** says how much time has passed; it
//! never goes back, and says nothing of the day. Schedules and a snapshot's `acquired`
//! follow the first, time-outs, back-off and keep-alive the second (P-6.17). Each has a
//! type of its own, so that nobody gives one for the other.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A point in time in whole seconds since 1970-01-01T00:00:00Z, as in a
/// snapshot's `acquired` (P-5.41, JRC127600 Table 7) and in schedules (P-5.33).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnixSeconds(pub u64);

/// A point in time on the wall clock, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnixMillis(pub u64);

/// A point in time on a clock that never goes back and is never set, in milliseconds
/// since any beginning, such as the start of the unit (P-6.17): Linux's
/// `CLOCK_BOOTTIME`, Android's `SystemClock.elapsedRealtime`. It should go on while the
/// unit sleeps. A restored device may be given times from another beginning.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct MonotonicMillis(pub u64);

/// The present moment on both clocks.
///
/// ```
/// use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
///
/// let now = Now { monotonic: MonotonicMillis(12_000), wall: UnixMillis(1_622_538_000_000) };
/// assert_eq!(now.wall.to_seconds().0, 1_622_538_000);
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Now {
    /// How much time has passed: for time-outs, back-off and keep-alive.
    pub monotonic: MonotonicMillis,
    /// Which day it is, right or wrong: for schedules and `acquired`.
    pub wall: UnixMillis,
}

impl MonotonicMillis {
    /// This time plus `duration`; saturates at the type's end.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// How much time has passed since `earlier`; zero where that is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for MonotonicMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

impl UnixSeconds {
    /// The same point in time in milliseconds; saturates at the type's end.
    #[must_use]
    pub const fn to_millis(self) -> UnixMillis {
        UnixMillis(self.0.saturating_mul(1000))
    }

    /// This time plus `seconds`; saturates at the type's end.
    #[must_use]
    pub const fn plus(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

impl UnixMillis {
    /// The whole second that this time lies in.
    #[must_use]
    pub const fn to_seconds(self) -> UnixSeconds {
        UnixSeconds(self.0 / 1000)
    }

    /// This time plus `duration`; saturates at the type's end.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// How much later this time is than `earlier`; zero where it is not.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for UnixSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for UnixMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}
