//! The device's two clocks (P-6.17): time-outs on the one that never goes back, trust in
//! the one that says which day it is (P-6.13).

use std::time::Duration;

use crate::time::{MonotonicMillis, Now, UnixMillis, UnixSeconds};

/// When a time-out passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Deadline(MonotonicMillis);

impl Deadline {
    pub(super) const fn time(self) -> MonotonicMillis {
        self.0
    }

    pub(super) fn earlier_by(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self(MonotonicMillis(self.0.0.saturating_sub(millis)))
    }
}

/// The present moment, as the driver told it last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Clock {
    now: Now,
    /// The second that the wall clock shows: nearly every question is for it.
    second: UnixSeconds,
    /// Whether the driver says that the wall clock can be trusted (P-6.13).
    trusted: bool,
    /// When the device began to run: at its first input.
    started: Option<MonotonicMillis>,
}

impl Clock {
    /// Takes the time over; how much has passed since the last one.
    pub(super) fn set(&mut self, now: Now) -> Duration {
        // A monotonic clock that goes back is the driver's fault: it stops for a while.
        let before = match self.started {
            Some(_) => self.now.monotonic,
            None => now.monotonic,
        };
        self.started.get_or_insert(now.monotonic);
        let monotonic = before.max(now.monotonic);
        self.now = Now {
            monotonic,
            wall: now.wall,
        };
        self.second = now.wall.to_seconds();
        monotonic.since(before)
    }

    pub(super) fn trust(&mut self, trusted: bool) {
        self.trusted = trusted;
    }

    /// Whether the driver trusts the wall clock.
    pub(super) const fn is_trusted(&self) -> bool {
        self.trusted
    }

    /// The wall clock, right or wrong.
    pub(super) const fn wall(&self) -> UnixSeconds {
        self.second
    }

    pub(super) const fn wall_millis(&self) -> UnixMillis {
        self.now.wall
    }

    /// How long the device has been running.
    pub(super) fn running(&self) -> Duration {
        let started = self.started.unwrap_or(self.now.monotonic);
        self.now.monotonic.since(started)
    }

    pub(super) fn after(&self, duration: Duration) -> Deadline {
        Deadline(self.now.monotonic.plus(duration))
    }

    pub(super) fn has_passed(&self, deadline: Deadline) -> bool {
        self.now.monotonic >= deadline.0
    }

    pub(super) const fn monotonic(&self) -> MonotonicMillis {
        self.now.monotonic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(monotonic: u64, wall: u64) -> Now {
        Now {
            monotonic: MonotonicMillis(monotonic),
            wall: UnixMillis(wall),
        }
    }

    #[test]
    fn p_6_17_a_wall_clock_that_is_set_moves_no_deadline() {
        let mut clock = Clock::default();
        clock.set(at(10_000, 1_600_000_000_000));
        let deadline = clock.after(Duration::from_secs(5));
        clock.set(at(12_000, 2_400_000_000_000));
        assert!(!clock.has_passed(deadline));
        clock.set(at(14_999, 0));
        assert!(!clock.has_passed(deadline));
        clock.set(at(15_000, 0));
        assert!(clock.has_passed(deadline));
        assert_eq!(clock.running(), Duration::from_secs(5));
    }

    #[test]
    fn p_6_17_a_monotonic_clock_that_goes_back_stops_for_a_while() {
        let mut clock = Clock::default();
        assert_eq!(clock.set(at(10_000, 0)), Duration::ZERO);
        assert_eq!(clock.set(at(4_000, 0)), Duration::ZERO);
        assert_eq!(clock.monotonic(), MonotonicMillis(10_000));
        assert_eq!(clock.set(at(10_500, 0)), Duration::from_millis(500));
    }
}
