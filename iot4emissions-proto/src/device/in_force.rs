//! The configuration in force, with the bytes that the service writes it in.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use super::settings::{Provisioning, Settings};
use crate::message::ConfigurationStatus;
use crate::schedule::{LastSpread, Schedule};
use crate::time::UnixSeconds;

/// A configuration and its canonical bytes (P-5.1). Nearly every payload that a device
/// finds on its ConfigServer topic is these bytes: then it need not be read, which
/// takes longer than all else that a device does in a year.
///
/// All are made together and never changed, so the bytes always are the
/// configuration's. They follow from it, so neither equality nor hash looks at them.
pub(super) struct InForce {
    status: ConfigurationStatus,
    canonical: Box<[u8]>,
    intervals: Intervals,
    /// Whether transfers and configuration checks have one schedule, and so the same times.
    checks_with_transfers: bool,
}

/// The shortest intervals of the three schedules in seconds, `None` where one occurs once
/// only: kept, as finding them takes as long as a year of the device's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Intervals {
    pub(super) acquisition: Option<u64>,
    pub(super) transfer: Option<u64>,
    pub(super) config_check: Option<u64>,
}

impl InForce {
    pub(super) fn new(status: ConfigurationStatus) -> Self {
        let configuration = &status.configuration;
        let intervals = Intervals {
            acquisition: configuration.acquire_frequency.shortest_interval(),
            transfer: configuration.transfer_frequency.shortest_interval(),
            config_check: configuration.config_check_frequency.shortest_interval(),
        };
        Self::with_intervals(status, intervals)
    }

    /// The same of a configuration that was in force before, with its intervals.
    pub(super) fn with_intervals(status: ConfigurationStatus, intervals: Intervals) -> Self {
        let configuration = &status.configuration;
        Self {
            checks_with_transfers: configuration.transfer_frequency
                == configuration.config_check_frequency,
            canonical: status.to_canonical().into(),
            status,
            intervals,
        }
    }

    pub(super) const fn intervals(&self) -> Intervals {
        self.intervals
    }

    /// Whether a schedule fires more often than the factory configuration permits (P-6.11).
    pub(super) fn is_too_frequent(&self, settings: &Settings) -> bool {
        let Intervals {
            acquisition,
            transfer,
            config_check,
        } = self.intervals;
        below(acquisition, settings.min_acquire_interval_seconds)
            || below(transfer, settings.min_transfer_interval_seconds)
            || below(config_check, settings.min_config_check_interval_seconds)
    }

    /// When to acquire next (P-6.11).
    pub(super) fn next_acquisition(
        &self,
        settings: &Settings,
        now: UnixSeconds,
    ) -> Option<UnixSeconds> {
        let floor = settings.min_acquire_interval_seconds;
        let after = not_before(self.intervals.acquisition, floor, now);
        self.status
            .configuration
            .acquire_frequency
            .next_after(after)
    }

    /// When to transfer next, spread (P-6.12).
    pub(super) fn next_transfer(
        &self,
        provisioning: &Provisioning,
        last: &mut LastSpreads,
        now: UnixSeconds,
    ) -> Option<UnixSeconds> {
        let floor = provisioning.factory.settings.min_transfer_interval_seconds;
        let after = not_before(self.intervals.transfer, floor, now);
        let schedule = &self.status.configuration.transfer_frequency;
        spread_after(schedule, provisioning, &mut last.transfer, after)
    }

    /// When to look for a configuration next, spread likewise.
    pub(super) fn next_config_check(
        &self,
        provisioning: &Provisioning,
        last: &mut LastSpreads,
        now: UnixSeconds,
    ) -> Option<UnixSeconds> {
        let schedule = &self.status.configuration.config_check_frequency;
        let last = match self.checks_with_transfers {
            true => &mut last.transfer,
            false => &mut last.check,
        };
        next_config_check(
            schedule,
            self.intervals.config_check,
            provisioning,
            last,
            now,
        )
    }

    /// Whether `payload` is this configuration in its canonical bytes: all of them are
    /// compared, so no other payload is taken for it.
    pub(super) fn is_written_as(&self, payload: &[u8]) -> bool {
        *self.canonical == *payload
    }
}

impl Deref for InForce {
    type Target = ConfigurationStatus;

    fn deref(&self) -> &ConfigurationStatus {
        &self.status
    }
}

/// The spread times that a device found last by the configuration in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct LastSpreads {
    transfer: LastSpread,
    /// Where its schedule is another one than that of transfers.
    check: LastSpread,
}

/// When to look for a configuration next by a schedule with this shortest interval (P-6.11,
/// P-6.12).
pub(super) fn next_config_check(
    schedule: &Schedule,
    interval: Option<u64>,
    provisioning: &Provisioning,
    last: &mut LastSpread,
    now: UnixSeconds,
) -> Option<UnixSeconds> {
    let floor = provisioning
        .factory
        .settings
        .min_config_check_interval_seconds;
    let after = not_before(interval, floor, now);
    spread_after(schedule, provisioning, last, after)
}

fn spread_after(
    schedule: &Schedule,
    provisioning: &Provisioning,
    last: &mut LastSpread,
    after: UnixSeconds,
) -> Option<UnixSeconds> {
    let window = provisioning.factory.settings.spread_window_seconds.into();
    schedule.spread_after_last(&provisioning.secret, window, after, last)
}

/// After which time the next occurrence is looked for: a floor that came after the schedule,
/// with a new factory configuration, holds too.
fn not_before(interval: Option<u64>, floor: u32, now: UnixSeconds) -> UnixSeconds {
    match below(interval, floor) {
        true => now.plus(u64::from(floor).saturating_sub(1)),
        false => now,
    }
}

fn below(interval: Option<u64>, floor: u32) -> bool {
    interval.is_some_and(|interval| interval < u64::from(floor))
}

impl PartialEq for InForce {
    fn eq(&self, other: &Self) -> bool {
        self.status == other.status
    }
}

impl Eq for InForce {}

impl Hash for InForce {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.status.hash(state);
    }
}

impl fmt::Debug for InForce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.status.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Profile;

    #[test]
    fn p_6_8_its_own_bytes_and_no_others_are_recognised() {
        let box_3 = include_bytes!("../../tests/boxes/box_3.json");
        let decoded = ConfigurationStatus::decode(box_3, Profile::Tolerant);
        let status = decoded.unwrap().message;
        let canonical = status.to_canonical();
        let in_force = InForce::new(status.clone());
        assert!(in_force.is_written_as(&canonical));
        let more = [canonical.as_slice(), b" "].concat();
        assert!(!in_force.is_written_as(&more));
        for length in 0..canonical.len() {
            assert!(!in_force.is_written_as(&canonical[..length]));
            let mut other = canonical.clone();
            other[length] ^= 1;
            assert!(!in_force.is_written_as(&other), "{length}");
        }
        // What is recognised would have been read as an equal configuration.
        let read = ConfigurationStatus::decode(&canonical, Profile::Tolerant).unwrap();
        assert_eq!(read.message, status);
    }
}
