//! The daily caps (P-6.19): how many connections are tried and how many bytes are stored,
//! whatever asks for them and however often the unit starts anew.

use std::time::Duration;

use super::settings::Settings;

const DAY: u64 = 24 * 60 * 60 * 1000;

/// What has been spent of both caps, each in milliseconds that it takes to come back.
///
/// Half a cap may be spent at once, and half of it comes back in 24 hours: so any 24 hours
/// see one cap at most, and no day has to be told from another one, which a clock that
/// cannot be trusted and a unit that starts anew could not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Allowance {
    pub(super) connections: u64,
    pub(super) bytes: u64,
}

impl Allowance {
    /// So much has been spent, as a record says.
    pub(super) fn spent(connections: u64, bytes: u64) -> Self {
        Self {
            connections: connections.min(2 * DAY),
            bytes: bytes.min(2 * DAY),
        }
    }

    /// Time has passed.
    pub(super) fn refill(&mut self, passed: Duration) {
        let passed = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX);
        self.connections = self.connections.saturating_sub(passed);
        self.bytes = self.bytes.saturating_sub(passed);
    }

    /// Time had passed before this life of the unit, which began with `at_start` and has been
    /// running for so long: what was spent since then comes back no sooner for it.
    pub(super) fn credit(&mut self, off: Duration, at_start: Self, running: Duration) {
        let mut left = at_start;
        left.refill(running);
        let off = u64::try_from(off.as_millis()).unwrap_or(u64::MAX);
        self.connections = self.connections.saturating_sub(left.connections.min(off));
        self.bytes = self.bytes.saturating_sub(left.bytes.min(off));
    }

    pub(super) const fn is_full(&self) -> bool {
        self.connections == 0 && self.bytes == 0
    }

    pub(super) fn spend_connection(&mut self, settings: &Settings) {
        // A communication test may go beyond the cap (P-6.15), but not without end.
        self.connections = (self.connections + settings.connection_cost()).min(2 * DAY);
    }

    pub(super) fn spend_bytes(&mut self, settings: &Settings, bytes: u32) {
        let cost =
            u64::from(bytes).saturating_mul(2 * DAY) / u64::from(settings.daily_persisted_bytes);
        self.bytes = self.bytes.saturating_add(cost).min(2 * DAY);
    }

    /// How long it takes until a connection may be tried; `None` if it may.
    pub(super) fn connection_wait(&self, settings: &Settings) -> Option<Duration> {
        until_a_day_is_left(self.connections + settings.connection_cost())
    }

    /// How long it takes until something may be done that leads to storing; `None` if it
    /// may.
    pub(super) fn persist_wait(&self) -> Option<Duration> {
        until_a_day_is_left(self.bytes)
    }

    /// How many connections may be tried at once.
    pub(super) fn connections_left(&self, settings: &Settings) -> u32 {
        let left = DAY.saturating_sub(self.connections);
        u32::try_from(
            left.checked_div(settings.connection_cost())
                .unwrap_or(u64::MAX),
        )
        .unwrap_or(u32::MAX)
    }

    /// How many bytes may be stored at once.
    pub(super) fn bytes_left(&self, settings: &Settings) -> u32 {
        let left = DAY.saturating_sub(self.bytes);
        let bytes = left * u64::from(settings.daily_persisted_bytes) / (2 * DAY);
        u32::try_from(bytes).unwrap_or(u32::MAX)
    }
}

/// What a connection takes where so many may be tried in a day: in milliseconds until it
/// has come back.
pub(super) fn cost_of_connection(daily_connections: u32) -> u64 {
    let connections = u64::from(daily_connections);
    (2 * DAY).checked_div(connections).unwrap_or(2 * DAY)
}

fn until_a_day_is_left(spent: u64) -> Option<Duration> {
    let wait = spent.saturating_sub(DAY);
    (wait > 0).then(|| Duration::from_millis(wait))
}

#[cfg(test)]
mod tests {
    use super::super::settings::SettingsValues;
    use super::*;

    fn settings(daily_connections: u32, daily_persisted_bytes: u32) -> Settings {
        Settings::new(SettingsValues {
            daily_connections,
            daily_persisted_bytes,
            ..SettingsValues::default()
        })
        .unwrap()
    }

    /// Who tries in every minute.
    #[test]
    fn p_6_19_any_24_hours_see_the_cap_at_most() {
        for cap in [2, 3, 24, 100] {
            let settings = settings(cap, 1 << 18);
            let mut allowance = Allowance::default();
            let minutes: Vec<bool> = (0..3 * 1440)
                .map(|_| {
                    let may = allowance.connection_wait(&settings).is_none();
                    if may {
                        allowance.spend_connection(&settings);
                    }
                    allowance.refill(Duration::from_secs(60));
                    may
                })
                .collect();
            let most = minutes
                .windows(1440)
                .map(|day| day.iter().filter(|may| **may).count())
                .max();
            assert!(most.unwrap() <= cap as usize, "{cap} {most:?}");
            // And nobody is locked out.
            let last_day = minutes[2 * 1440..].iter().filter(|may| **may).count();
            assert!(last_day + 1 >= cap as usize / 2, "{cap} {last_day}");
        }
    }

    /// A unit was off for hours, started anew, and spent half of its cap before it knew the
    /// time: all of that came back at once, too.
    #[test]
    fn p_6_19_time_off_gives_back_what_was_spent_before_it_only() {
        let settings = settings(24, 1000);
        let mut at_start = Allowance::default();
        at_start.spend_connection(&settings);
        at_start.spend_bytes(&settings, 100);
        let mut allowance = at_start;
        for _ in 0..3 {
            allowance.spend_connection(&settings);
        }
        let running = Duration::from_secs(60);
        allowance.refill(running);
        allowance.credit(Duration::from_secs(5 * 3600), at_start, running);
        let three_spent = Duration::from_secs(3 * 2 * 3600).as_millis() as u64;
        assert_eq!(allowance.connections, three_spent);
        assert_eq!(allowance.bytes, 0);
        // Less time off than it takes gives back no more than has passed.
        let mut allowance = at_start;
        allowance.credit(Duration::from_secs(3600), at_start, Duration::ZERO);
        assert_eq!(allowance.connections, at_start.connections - 3_600_000);
    }

    #[test]
    fn p_6_19_what_waits_is_told_how_long() {
        let settings = settings(4, 1000);
        let mut allowance = Allowance::default();
        assert_eq!(allowance.connections_left(&settings), 2);
        allowance.spend_connection(&settings);
        allowance.spend_connection(&settings);
        assert_eq!(allowance.connections_left(&settings), 0);
        let wait = allowance.connection_wait(&settings);
        assert_eq!(wait, Some(Duration::from_secs(12 * 3600)));
        allowance.refill(wait.unwrap());
        assert_eq!(allowance.connection_wait(&settings), None);
        assert_eq!(allowance.bytes_left(&settings), 500);
        allowance.spend_bytes(&settings, 500);
        assert_eq!(allowance.persist_wait(), None);
        allowance.spend_bytes(&settings, 1);
        assert!(allowance.persist_wait().is_some());
        // However much was written, the wait is a day.
        allowance.spend_bytes(&settings, u32::MAX);
        assert_eq!(allowance.persist_wait(), Some(Duration::from_millis(DAY)));
    }
}
