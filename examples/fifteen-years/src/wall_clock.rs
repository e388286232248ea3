//! A unit's wall clock, and how it lies (P-6.13).

use crate::days::{HOUR, MINUTE, Millis, YEAR_2000, YEAR_2045};

/// What is wrong with a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClockFault {
    /// It begins in 2000.
    Year2000,
    /// It is in 2045.
    Year2045,
    /// It runs ahead by some hours.
    Ahead { hours: u64 },
    /// It goes back by some minutes, once more.
    Creep { minutes: u64 },
}

/// The wall clock: right, or so many milliseconds off; trusted by the driver or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WallClock {
    off: i64,
    pub(crate) trusted: bool,
}

impl WallClock {
    pub(crate) const fn right() -> Self {
        Self {
            off: 0,
            trusted: true,
        }
    }

    /// What it shows at the true time `now`.
    pub(crate) fn shows(&self, now: Millis) -> Millis {
        now.saturating_add_signed(self.off)
    }

    pub(crate) fn fail(&mut self, fault: ClockFault, now: Millis) {
        let to = |wall: Millis| wall as i64 - now as i64;
        self.off = match fault {
            ClockFault::Year2000 => to(YEAR_2000),
            ClockFault::Year2045 => to(YEAR_2045),
            ClockFault::Ahead { hours } => (hours * HOUR) as i64,
            ClockFault::Creep { minutes } => self.off - (minutes * MINUTE) as i64,
        };
    }

    pub(crate) fn set_right(&mut self) {
        self.off = 0;
    }
}
