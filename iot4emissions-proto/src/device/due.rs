//! When what is due, and what the device waits for (P-6.11 to P-6.13).

use super::event::EventKind;
use super::record::{DueTimes, Record};
use super::{DeviceState, OtaDevice};
use crate::time::{UnixMillis, UnixSeconds};

const A_DAY: u64 = 24 * 60 * 60;

impl OtaDevice {
    /// Whether a due time has come. Without a trusted time, none has.
    pub(super) fn is_due(&self, due: Option<UnixSeconds>) -> bool {
        self.trusted && due.is_some_and(|due| due <= self.now())
    }

    /// Whether a transfer is due and there is something to transfer.
    pub(super) fn transfer_is_due(&self) -> bool {
        let Some(record) = &self.record else {
            return false;
        };
        record.state == DeviceState::Operational
            && self.is_due(record.due.transfer)
            && !(record.pending.is_empty() && record.kept.is_empty())
    }

    /// P-6.13: after more than a day back, what was due then says nothing.
    pub(super) fn watch_clock(&mut self) {
        let now = self.now();
        let Some(record) = &mut self.record else {
            return;
        };
        if !self.trusted {
            return;
        }
        let before = record.clock.max(self.latest);
        self.latest = now;
        if now.plus(A_DAY) < before {
            record.due = DueTimes::default();
            record.clock = now;
            self.changed = true;
            self.raise(EventKind::ClockWentBack { before });
        }
    }

    /// Computes the due times that are not known: once the state was entered, an
    /// expression changed, or a trusted time came (P-6.11).
    pub(super) fn compute_due_times(&mut self) {
        let now = self.now();
        let Some(record) = &mut self.record else {
            return;
        };
        let before = record.due;
        let operational = record.state == DeviceState::Operational;
        let known = before.config_check.is_some()
            && (!operational || (before.acquisition.is_some() && before.transfer.is_some()));
        if known || !self.trusted {
            return;
        }
        let Some(status) = record.configuration.clone() else {
            return;
        };
        if operational {
            if record.due.acquisition.is_none() {
                record.due.acquisition = status.configuration.acquire_frequency.next_after(now);
            }
            if record.due.transfer.is_none() {
                record.due.transfer = next_transfer(record, now);
            }
        }
        if record.due.config_check.is_none() {
            record.due.config_check = next_config_check(record, now);
        }
        self.changed |= record.due != before;
    }

    pub(super) fn acquisition_done(&mut self) {
        let now = self.now();
        if let Some(record) = &mut self.record {
            let schedule = record.configuration.as_ref();
            let schedule = schedule.map(|status| &status.configuration.acquire_frequency);
            record.due.acquisition = schedule.and_then(|schedule| schedule.next_after(now));
        }
    }

    pub(super) fn transfer_done(&mut self) {
        if self.transfer_has_come() {
            let now = self.now();
            if let Some(record) = &mut self.record {
                record.due.transfer = next_transfer(record, now);
                self.changed = true;
            }
        }
    }

    pub(super) fn acquisition_has_come(&self) -> bool {
        let due = self
            .record
            .as_ref()
            .and_then(|record| record.due.acquisition);
        self.is_due(due)
    }

    /// Whether a communication test is to transfer on the present connection.
    pub(super) fn transfer_is_tested(&self) -> bool {
        let connection = self.connection.as_ref();
        let tested = connection.is_some_and(|connection| connection.test.is_some());
        tested && self.trusted && self.state() == DeviceState::Operational
    }

    /// Whether the transfer's time has come, be there something to transfer or not.
    pub(super) fn transfer_has_come(&self) -> bool {
        let due = self.record.as_ref().and_then(|record| record.due.transfer);
        self.is_due(due)
    }

    pub(super) fn config_check_done(&mut self) {
        let due = self
            .record
            .as_ref()
            .and_then(|record| record.due.config_check);
        if self.is_due(due) {
            let now = self.now();
            if let Some(record) = &mut self.record {
                record.due.config_check = next_config_check(record, now);
                self.changed = true;
            }
        }
    }

    /// When something is to be done without any input.
    pub(super) fn wait_until(&self) -> Option<UnixMillis> {
        let record = self.record.as_ref()?;
        let timeout = |deadline| self.clock.time_of(deadline);
        if let Some(connection) = &self.connection {
            return earlier(Some(timeout(connection.deadline)), self.acquisition_wait());
        }
        let retry = self.retry_at.map(timeout);
        let not_before_retry = |time: UnixMillis| retry.map_or(time, |retry| time.max(retry));
        let connection = match record.state {
            DeviceState::Provisioned | DeviceState::Registered => {
                Some(not_before_retry(self.clock.now()))
            }
            _ if self.trusted => {
                // One without snapshots is done at its time, too: put off until the next
                // acquisition, it would escape the spread (P-6.12).
                let due = earlier(record.due.config_check, record.due.transfer);
                due.map(UnixSeconds::to_millis).map(not_before_retry)
            }
            _ => None,
        };
        // A running acquisition holds the connection back until it has ended.
        let connection = connection.filter(|_| !self.acquisition.is_running());
        let store_again = self.store_again().map(timeout);
        earlier(earlier(connection, self.acquisition_wait()), store_again)
    }
}

/// The earlier of two times, either of which may be none.
fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn next_transfer(record: &Record, now: UnixSeconds) -> Option<UnixSeconds> {
    let status = record.configuration.as_ref()?;
    let window = record.settings().spread_window_seconds;
    let schedule = &status.configuration.transfer_frequency;
    schedule.spread_after_by(record.spread_hash, window.into(), now)
}

/// A configuration whose check never comes again would leave the device out of
/// reach for ever; then the factory's schedule holds.
fn next_config_check(record: &Record, now: UnixSeconds) -> Option<UnixSeconds> {
    let window = record.settings().spread_window_seconds;
    let factory = &record.provisioning.factory.config_check_frequency;
    [record.config_check_schedule(), factory]
        .into_iter()
        .find_map(|schedule| schedule.spread_after_by(record.spread_hash, window.into(), now))
}
