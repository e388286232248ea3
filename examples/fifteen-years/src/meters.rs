//! What a unit's life costs: connections, connected seconds, wake-ups and flash (P-6.19),
//! and whether the daily caps hold at every moment.

use std::collections::VecDeque;

use crate::days::{DAY, Millis};

/// What a device's life has cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// How many connections were tried.
    pub connections: u64,
    /// For how many milliseconds one was tried or open.
    pub connected_millis: u64,
    /// How often the device was woken by the time that it waited for.
    pub wake_ups: u64,
    /// How often the vehicle was asked for values.
    pub asked: u64,
    /// How many bytes were stored.
    pub flash_bytes: u64,
    /// How often something was stored.
    pub writes: u64,
}

/// The cost, and the last 24 hours.
#[derive(Debug, Default)]
pub(crate) struct Meters {
    pub(crate) cost: Cost,
    connections: VecDeque<Millis>,
    writes: VecDeque<(Millis, u32)>,
    written: u64,
    /// Reboots, and connections that somebody asked for in spite of the cap (P-6.15).
    exceptions: VecDeque<(Millis, Exception)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exception {
    Reboot,
    Test,
}

impl Meters {
    /// A connection is tried; the number in the last 24 hours and the most that may be.
    pub(crate) fn connection(&mut self, now: Millis, cap: u32) -> (usize, usize) {
        self.cost.connections += 1;
        let since = now.saturating_sub(DAY);
        forget(&mut self.connections, |time| *time <= since);
        self.connections.push_back(now);
        forget(&mut self.exceptions, |(time, _)| *time <= since);
        let cap = cap as usize;
        let count = |which| self.exceptions.iter().filter(|it| it.1 == which).count();
        // A unit that starts anew may have forgotten its last connection each time.
        let most = cap + count(Exception::Reboot).min(cap) + count(Exception::Test);
        (self.connections.len(), most)
    }

    pub(crate) fn exception(&mut self, now: Millis, exception: Exception) {
        self.exceptions.push_back((now, exception));
    }

    /// So much was stored; the bytes of the last 24 hours.
    pub(crate) fn stored(&mut self, now: Millis, bytes: u32) -> u64 {
        self.cost.flash_bytes += u64::from(bytes);
        self.cost.writes += 1;
        let since = now.saturating_sub(DAY);
        while let Some((time, bytes)) = self.writes.front().copied() {
            if time > since {
                break;
            }
            self.written -= u64::from(bytes);
            self.writes.pop_front();
        }
        self.writes.push_back((now, bytes));
        self.written += u64::from(bytes);
        forget(&mut self.exceptions, |(time, _)| *time <= since);
        self.written
    }

    /// The most bytes that may be stored in the last 24 hours.
    pub(crate) fn most_bytes(&self, cap: u32) -> u64 {
        let reboots = self
            .exceptions
            .iter()
            .filter(|it| it.1 == Exception::Reboot);
        // A record goes beyond the cap, the connection that is under way then stores one
        // more at its end (P-6.19), and each reboot has had the device forget one.
        let beyond = 2 + reboots.count() as u64;
        let largest = self.writes.iter().map(|(_, bytes)| *bytes).max();
        u64::from(cap) + beyond * u64::from(largest.unwrap_or_default())
    }

    pub(crate) fn connected(&mut self, for_millis: Millis) {
        self.cost.connected_millis += for_millis;
    }

    pub(crate) fn woken(&mut self) {
        self.cost.wake_ups += 1;
    }
}

fn forget<T>(entries: &mut VecDeque<T>, is_old: impl Fn(&T) -> bool) {
    while entries.front().is_some_and(&is_old) {
        entries.pop_front();
    }
}
