//! When what is due (P-6.11, P-6.12), what a clock that goes back does (P-6.13), and what
//! the device waits for.

use std::time::Duration;

use super::DeviceState;
use super::acquisition::Acquisition;
use super::clock::Deadline;
use super::event::{EventKind, SetAsideReason};
use super::in_force::next_config_check;
use super::output::Wait;
use super::provisioned::Provisioned;
use super::record::{DueTimes, Record};
use crate::schedule::LastSpread;
use crate::time::{MonotonicMillis, UnixMillis, UnixSeconds};

/// How far the clock may go back without a word: what a correction takes.
const AN_HOUR: u64 = 60 * 60;

impl Provisioned {
    /// Whether a due time has come. Without a trusted time, none has.
    pub(super) fn is_due(&self, due: Option<UnixSeconds>) -> bool {
        self.trusts_clock() && due.is_some_and(|due| due <= self.now())
    }

    /// Whether a transfer is due and there is something new to transfer.
    pub(super) fn transfer_is_due(&self) -> bool {
        self.record.state == DeviceState::Operational
            && self.is_due(self.record.due.transfer)
            && !self.record.pending.is_empty()
    }

    /// P-6.13: after more than an hour back from the latest time that was ever trusted, be
    /// it in one step or in many, what was due then says nothing, and what was acquired
    /// later than now cannot have been acquired then.
    pub(super) fn watch_clock(&mut self) {
        if !self.trusts_clock() {
            return;
        }
        let now = self.now();
        let before = self.record.clock;
        if now.plus(AN_HOUR) >= before {
            if now > before {
                self.credit_time_off(now, before);
                self.record.note().clock = now;
            }
            if !self.record.aside.is_empty() {
                self.readmit(SetAsideReason::LaterThanClock);
            }
            return;
        }
        self.clock_went_back(now, before);
    }

    /// What was known of times until `before` is forgotten (P-6.13).
    #[cold]
    fn clock_went_back(&mut self, now: UnixSeconds, before: UnixSeconds) {
        let record = self.record.edit();
        record.due = DueTimes::default();
        record.clock = now;
        record.data_endpoint.tried_for = None;
        record.registration_endpoint.tried_for = None;
        record.kept.retain(|kept| kept.acquired() <= now);
        // Later ones may come between those in flight: they are sent again (P-6.6). The
        // PUBACK deletes nothing, but the connection goes on with it (P-6.17).
        if let Some(sent) = &mut self.in_flight {
            sent.forget();
        }
        self.raise(EventKind::ClockWentBack { before });
        let later = |snapshot: &crate::obfcm::Snapshot| snapshot.acquired() > now;
        self.set_aside(SetAsideReason::LaterThanClock, later);
        // What was acknowledged with such a time is not there any more to be later than.
        let record = self.record.edit();
        record.newest = record.newest.min(now);
    }

    /// While the unit is off, too, what was spent comes back (P-6.19) and the back-off
    /// passes (P-6.14), as far as the wall clock can tell. A unit that runs for a short time
    /// only would else wait for ever.
    fn credit_time_off(&mut self, now: UnixSeconds, before: UnixSeconds) {
        if std::mem::replace(&mut self.credited, true) || before.0 == 0 {
            return;
        }
        let passed = Duration::from_secs(now.0 - before.0);
        let running = self.clock.running();
        let off = passed.saturating_sub(running);
        let at_start = self.allowance_at_start;
        self.record.note().allowance.credit(off, at_start, running);
        if !self.failed_here {
            self.retry_at = self.retry_at.map(|at| at.earlier_by(off));
        }
    }

    /// Computes the due times that are not known: once the state was entered, an
    /// expression changed, or a trusted time came (P-6.11).
    pub(super) fn compute_due_times(&mut self) {
        let before = self.record.due;
        let operational = self.record.state == DeviceState::Operational;
        let known = before.config_check.is_some()
            && (!operational || (before.acquisition.is_some() && before.transfer.is_some()));
        if !known && self.record.state.is_configured() && self.trusts_clock() {
            self.find_due_times(before, operational);
        }
    }

    /// Seldom is one unknown.
    #[cold]
    fn find_due_times(&mut self, before: DueTimes, operational: bool) {
        let now = self.now();
        let record = self.record.note();
        let mut due = before;
        if operational {
            due.acquisition = due.acquisition.or_else(|| next_acquisition(record, now));
            due.transfer = due.transfer.or_else(|| next_transfer(record, now));
        }
        due.config_check = due.config_check.or_else(|| next_check(record, now));
        if due != before {
            self.record.edit().due = due;
        }
    }

    pub(super) fn acquisition_done(&mut self) {
        let now = self.now();
        let record = self.record.edit();
        record.due.acquisition = next_acquisition(record, now);
    }

    pub(super) fn transfer_done(&mut self) {
        if self.transfer_has_come() {
            let now = self.now();
            let record = self.record.edit();
            record.due.transfer = next_transfer(record, now);
        }
    }

    /// A transfer without a snapshot needs no connection.
    pub(super) fn skip_empty_transfer(&mut self) {
        let idle = self.connection.is_none() && !self.acquisition.is_running();
        if idle && self.transfer_has_come() && !self.transfer_is_due() {
            self.transfer_done();
        }
    }

    pub(super) fn acquisition_has_come(&self) -> bool {
        self.is_due(self.record.due.acquisition)
    }

    /// Whether a communication test is to transfer on the present connection.
    pub(super) fn transfer_is_tested(&self) -> bool {
        let connection = self.connection.as_ref();
        let tested = connection.is_some_and(|connection| connection.test.is_some());
        tested && self.trusts_clock() && self.record.state == DeviceState::Operational
    }

    /// Whether the transfer's time has come, be there something to transfer or not.
    pub(super) fn transfer_has_come(&self) -> bool {
        self.is_due(self.record.due.transfer)
    }

    pub(super) fn config_check_done(&mut self) {
        if self.is_due(self.record.due.config_check) {
            let now = self.now();
            let record = self.record.edit();
            record.due.config_check = next_check(record, now);
        }
    }

    /// When something is to be done without any input.
    pub(super) fn wait(&self) -> Wait {
        let mut wait = Wait::default();
        if self.is_new_to_time() {
            // A device that was restored knows no time yet: it wants to be told at once.
            wait.no_later_than(MonotonicMillis(0));
            return wait;
        }
        if let Some(deadline) = self.trust_deadline() {
            wait.no_later_than(deadline.time());
        }
        if let Some(deadline) = self.store_again() {
            wait.no_later_than(deadline.time());
        }
        if let Some(connection) = &self.connection {
            wait.no_later_than(connection.deadline.time());
        }
        self.wait_for_acquisition(&mut wait);
        // A running acquisition holds the connection back until it has ended.
        if self.connection.is_none() && !self.acquisition.is_running() {
            self.wait_for_connection(&mut wait);
        }
        wait
    }

    fn wait_for_acquisition(&self, wait: &mut Wait) {
        match self.acquisition {
            Acquisition::Running { deadline, .. } => wait.no_later_than(deadline.time()),
            Acquisition::Idle { retry_at, .. } => {
                let due = self.record.due.acquisition.filter(|_| self.trusts_clock());
                if let Some(due) = due.filter(|_| self.presence.may_acquire()) {
                    let held_back = self.held_back(retry_at, self.record.allowance.persist_wait());
                    self.wait_for_due(wait, due, held_back);
                }
            }
        }
    }

    fn wait_for_connection(&self, wait: &mut Wait) {
        if !self.presence.may_connect() {
            return;
        }
        let held_back = self.held_back(self.retry_at, self.cap_wait());
        match self.record.state {
            DeviceState::PreProvisioning => {}
            DeviceState::Provisioned | DeviceState::Registered => {
                wait.no_later_than(held_back.unwrap_or(self.clock.monotonic()));
            }
            DeviceState::Initialized | DeviceState::Operational | DeviceState::Standby => {
                // A transfer without snapshots is done at its time, too: put off until the
                // next acquisition, it would escape the spread (P-6.12).
                let due = self.record.due;
                let due = match (due.config_check, due.transfer) {
                    (Some(check), Some(transfer)) => Some(check.min(transfer)),
                    (check, transfer) => check.or(transfer),
                };
                if let Some(due) = due.filter(|_| self.trusts_clock()) {
                    self.wait_for_due(wait, due, held_back);
                }
            }
        }
    }

    /// Until when something is held back by a back-off and a cap, if it is.
    fn held_back(
        &self,
        retry_at: Option<Deadline>,
        cap: Option<Duration>,
    ) -> Option<MonotonicMillis> {
        let now = self.clock.monotonic();
        let retry = retry_at.map(Deadline::time).filter(|at| *at > now);
        retry.max(cap.map(|cap| now.plus(cap)))
    }

    /// Waits for the later of a due time and what holds back: each on its own clock, told
    /// apart by how long either is from now.
    fn wait_for_due(&self, wait: &mut Wait, due: UnixSeconds, held_back: Option<MonotonicMillis>) {
        let now = self.clock.monotonic();
        let due_in = || due.to_millis().since(self.clock.wall_millis());
        match held_back.filter(|at| at.since(now) > due_in()) {
            Some(at) => wait.no_later_than(at),
            None => wait.no_later_than_alarm(due.to_millis()),
        }
    }
}

impl Wait {
    fn no_later_than(&mut self, time: MonotonicMillis) {
        self.timeout = Some(self.timeout.map_or(time, |timeout| timeout.min(time)));
    }

    fn no_later_than_alarm(&mut self, time: UnixMillis) {
        self.alarm = Some(self.alarm.map_or(time, |alarm| alarm.min(time)));
    }
}

fn next_acquisition(record: &Record, now: UnixSeconds) -> Option<UnixSeconds> {
    let in_force = record.configuration.as_ref()?;
    in_force.next_acquisition(record.settings(), now)
}

fn next_transfer(record: &mut Record, now: UnixSeconds) -> Option<UnixSeconds> {
    let (provisioning, in_force, last) = record.spread_parts();
    in_force?.next_transfer(provisioning, last, now)
}

/// A configuration whose check never comes again would leave the device out of
/// reach for ever; then the factory's schedule holds.
fn next_check(record: &mut Record, now: UnixSeconds) -> Option<UnixSeconds> {
    let (provisioning, in_force, last) = record.spread_parts();
    let configured =
        in_force.and_then(|in_force| in_force.next_config_check(provisioning, last, now));
    configured.or_else(|| {
        let factory = &provisioning.factory.config_check_frequency;
        let interval = factory.shortest_interval();
        let last = &mut LastSpread::default();
        next_config_check(factory, interval, provisioning, last, now)
    })
}
