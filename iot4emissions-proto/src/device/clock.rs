//! Time-outs on a clock that may be set while they run.

use std::time::Duration;

use crate::time::UnixMillis;

/// A point on the device's own time, which never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Deadline(u64);

/// The driver's time, and how much of it has passed since the device began: a clock
/// that is set back stops that for a moment, so no time-out grows longer than by
/// what had already passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Clock {
    now: UnixMillis,
    elapsed: u64,
}

impl Clock {
    pub(super) const fn new() -> Self {
        Self {
            now: UnixMillis(0),
            elapsed: 0,
        }
    }

    pub(super) fn set(&mut self, now: UnixMillis) {
        let passed = now.0.saturating_sub(self.now.0);
        self.elapsed = self.elapsed.saturating_add(passed);
        self.now = now;
    }

    pub(super) const fn now(&self) -> UnixMillis {
        self.now
    }

    pub(super) fn after(&self, duration: Duration) -> Deadline {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Deadline(self.elapsed.saturating_add(millis))
    }

    pub(super) const fn has_passed(&self, deadline: Deadline) -> bool {
        self.elapsed >= deadline.0
    }

    /// When the deadline passes on the driver's clock.
    pub(super) fn time_of(&self, deadline: Deadline) -> UnixMillis {
        let left = deadline.0.saturating_sub(self.elapsed);
        UnixMillis(self.now.0.saturating_add(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_set_back_stops_time_outs_for_a_moment_only() {
        let mut clock = Clock::new();
        clock.set(UnixMillis(10_000));
        let deadline = clock.after(Duration::from_secs(5));
        assert_eq!(clock.time_of(deadline), UnixMillis(15_000));
        clock.set(UnixMillis(12_000));
        clock.set(UnixMillis(1_000));
        assert_eq!(clock.time_of(deadline), UnixMillis(4_000));
        assert!(!clock.has_passed(deadline));
        clock.set(UnixMillis(4_000));
        assert!(clock.has_passed(deadline));
    }
}
