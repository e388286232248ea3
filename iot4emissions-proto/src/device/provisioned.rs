//! A device that is provisioned: what it remembers, what it is doing, and how an input
//! passes through it (P-6.1).

use std::time::Duration;

use super::DeviceState;
use super::acquisition::Acquisition;
use super::allowance::Allowance;
use super::clock::{Clock, Deadline};
use super::communication_test::CommunicationTest;
use super::connection::{Connection, InFlight};
use super::endpoint::LastFailures;
use super::event::{DailyCap, EventKind};
use super::input::{ConnectionNumber, Input, PublishNumber, RequestNumber};
use super::output::Output;
use super::presence::Presence;
use super::record::Record;
use super::settings::Provisioning;
use super::state::{Trigger, transition};
use super::tracked::Tracked;
use crate::delivery::BrokerRole;
use crate::message::ConfiguredState;
use crate::time::{Now, UnixSeconds};

/// A device from Provisioned on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Provisioned {
    pub(super) record: Tracked,
    pub(super) clock: Clock,
    pub(super) presence: Presence,
    pub(super) connection: Option<Connection>,
    pub(super) in_flight: Option<InFlight>,
    pub(super) last_publish: PublishNumber,
    pub(super) last_request: RequestNumber,
    /// When the next connection may be tried (P-6.14).
    pub(super) retry_at: Option<Deadline>,
    /// Whether it is held back by a failure in this life of the unit.
    pub(super) failed_here: bool,
    pub(super) acquisition: Acquisition,
    /// The communication test that waits for its connection (P-6.15).
    pub(super) test_requested: Option<CommunicationTest>,
    pub(super) last_failures: LastFailures,
    /// The last connection that the stored record accounts for (P-6.19).
    accounted: Option<ConnectionNumber>,
    /// How often in a row storing failed, and when it is worth another try (P-6.2).
    failed_stores: u32,
    store_again_at: Option<Deadline>,
    /// What has been said once in this life, and is not said again.
    said: Said,
    /// When the device will have run too long without a time that it can trust (P-6.13).
    untrusted_until: Option<Deadline>,
    /// Whether the record was read and no input has come since.
    restored: bool,
    /// Whether the time before this life has come back to the caps (P-6.19).
    pub(super) credited: bool,
    /// What was spent of the caps when this life of the unit began (P-6.19).
    pub(super) allowance_at_start: Allowance,
    pub(super) outputs: Vec<Output>,
}

/// What is said once for each time that it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Said {
    clock_not_trusted: bool,
    clock_too_early: bool,
    connections: bool,
    persisted_bytes: bool,
}

/// How long a device runs without a time that it can trust before it says so (P-6.13).
const TIME_TO_BE_TRUSTED: Duration = Duration::from_secs(10 * 60);

impl Provisioned {
    /// A device that has just been provisioned (T-1).
    pub(super) fn new(provisioning: Provisioning, clock: Clock) -> Self {
        let mut device = Self::of(Record::new(provisioning), clock);
        device.restored = false;
        device.credited = true;
        device.enter(Trigger::ProvisioningComplete);
        device
    }

    /// The device that `record` is of, as after a lost connection (P-6.2).
    pub(super) fn restore(record: Record, clock: Clock) -> Self {
        Self::of(record, clock)
    }

    fn of(record: Record, clock: Clock) -> Self {
        Self {
            allowance_at_start: record.allowance,
            record: Tracked::new(record),
            clock,
            presence: Presence::default(),
            connection: None,
            in_flight: None,
            last_publish: PublishNumber(0),
            last_request: RequestNumber(0),
            retry_at: None,
            failed_here: false,
            acquisition: Acquisition::READY,
            test_requested: None,
            last_failures: LastFailures::default(),
            accounted: None,
            failed_stores: 0,
            store_again_at: None,
            said: Said::default(),
            untrusted_until: None,
            restored: true,
            credited: false,
            outputs: Vec::new(),
        }
    }

    /// Takes in what happened at `now`; whether the record is to be stored before anything
    /// else is done.
    pub(super) fn handle(&mut self, now: Now, input: Input) -> bool {
        self.begin(now);
        // A time that is no longer trusted says nothing (P-6.13).
        if !matches!(input, Input::ClockTrusted { .. }) {
            self.watch_clock();
        }
        self.dispatch(input);
        self.advance();
        self.record.take_changed()
    }

    /// Takes the time over.
    pub(super) fn begin(&mut self, now: Now) {
        let passed = self.clock.set(now);
        if !self.record.allowance.is_full() {
            self.record.note().allowance.refill(passed);
        }
        if std::mem::take(&mut self.restored) {
            self.hold_back_as_before();
        }
    }

    fn dispatch(&mut self, input: Input) {
        match input {
            // Time is looked at after every input; repeated, provisioning changes nothing.
            Input::Wake
            | Input::ProvisioningComplete(_)
            | Input::Persisted { .. }
            | Input::PersistFailed
            | Input::Decommissioned => {}
            Input::RecordUnreadable(error) => {
                self.record.edit();
                self.raise(EventKind::RecordUnreadable { error });
            }
            Input::FactoryConfigured(factory) => self.factory_configured(*factory),
            Input::CertificateRenewed { device } => self.certificate_renewed(device),
            Input::PseudonymRenewed(pseudonym) => self.pseudonym_renewed(*pseudonym),
            Input::RegisterAgain => self.register_again(),
            Input::VehicleChanged => self.vehicle_changed(),
            Input::DataErased => self.data_erased(),
            Input::ClockTrusted { trusted } => {
                self.clock.trust(trusted);
                self.watch_clock();
            }
            Input::NetworkAvailable { available } => self.network_available(available),
            Input::Ignition { on } => self.ignition(on),
            Input::VehicleRead { request, vehicle } => self.vehicle_read(request, &vehicle),
            Input::VehicleUnreadable { request } => self.vehicle_unreadable(request),
            Input::Connected { connection } => self.connected(connection),
            Input::Disconnected { connection, reason } => self.disconnected(connection, reason),
            Input::Subscribed { connection } => self.subscribed(connection),
            Input::SubscribeRefused { connection, reason } => {
                self.subscribe_refused(connection, reason);
            }
            Input::Message {
                connection,
                topic,
                payload,
                retain,
            } => self.message(connection, &topic.0, &payload.0, retain),
            Input::PublishAcknowledged {
                connection,
                publish,
            } => self.acknowledged(connection, publish),
            Input::PublishRefused {
                connection,
                publish,
                reason,
            } => self.publish_refused(connection, publish, reason),
            Input::Acquired { request, values } => self.acquired(request, values),
            Input::AcquisitionFailed { request } => self.acquisition_failed(request),
            Input::StatusQuery => self.answer_query(),
            Input::CommunicationTest => self.request_test(),
        }
    }

    /// Does what has become due or has taken too long.
    fn advance(&mut self) {
        self.store_again_at = self.store_again();
        self.acquisition_expired();
        let expired = self
            .connection
            .as_ref()
            .is_some_and(|connection| self.clock.has_passed(connection.deadline));
        if expired {
            self.step_expired();
        }
        self.compute_due_times();
        self.acquire_if_due();
        self.skip_empty_transfer();
        self.connect_if_wanted();
        self.say_what_is_wrong();
    }

    fn answer_query(&mut self) {
        let status = Box::new(self.status());
        self.outputs.push(Output::Status(status));
    }

    /// Enters the state that the table names; `false` where it names none.
    pub(super) fn enter(&mut self, trigger: Trigger) -> bool {
        let from = self.record.state;
        let Some(transition) = transition(from, trigger) else {
            return false;
        };
        let to = transition.to;
        self.record.edit().state = to;
        // T-5: Initialized, then that state, in one step.
        let registered = from == DeviceState::Registered;
        if registered && to.is_configured() && to != DeviceState::Initialized {
            let between = DeviceState::Initialized;
            self.raise(EventKind::StateChanged { from, to: between });
            self.raise(EventKind::StateChanged { from: between, to });
        } else if from != to {
            self.raise(EventKind::StateChanged { from, to });
        }
        if let Trigger::Configured(configured) = trigger {
            if from != to {
                self.entered(configured);
            }
        }
        true
    }

    /// What a state that has been entered by a configuration brings with it.
    fn entered(&mut self, to: ConfiguredState) {
        if to != ConfiguredState::Operational {
            // Nothing is acquired or sent, and nothing becomes due (P-6.10, P-6.11).
            let due = &mut self.record.edit().due;
            due.acquisition = None;
            due.transfer = None;
        }
        if to == ConfiguredState::Initialized {
            self.erase();
        }
    }

    /// P-6.10: erases what has not been acknowledged.
    pub(super) fn erase(&mut self) {
        if let Some(publish) = &mut self.in_flight {
            let pending = self.record.pending.iter();
            let carried = pending.filter(|snapshot| publish.carries(snapshot)).count();
            publish.erased += carried as u64;
        }
        let count = self.record.edit().erase();
        if count > 0 {
            self.raise(EventKind::SnapshotsErased { count });
        }
    }

    /// T-9: tells the other control units, and writes the log.
    pub(super) fn raise(&mut self, kind: EventKind) {
        let event = kind.at(self.now());
        self.record.note().log(event);
        self.outputs.push(Output::Notify(event));
    }

    /// What stands still and would otherwise do so in silence.
    fn say_what_is_wrong(&mut self) {
        self.say_what_is_wrong_with_time();
        self.say_which_cap_is_reached();
    }

    fn say_what_is_wrong_with_time(&mut self) {
        if self.trusts_clock() {
            self.untrusted_until = None;
            self.said.clock_not_trusted = false;
            self.said.clock_too_early = false;
            return;
        }
        let deadline = self.clock.after(TIME_TO_BE_TRUSTED);
        let until = *self.untrusted_until.get_or_insert(deadline);
        if self.clock.has_passed(until) && begins(&mut self.said.clock_not_trusted) {
            self.raise(EventKind::ClockNotTrusted);
        }
        if self.clock.is_trusted() && begins(&mut self.said.clock_too_early) {
            self.raise(EventKind::ClockTooEarly);
        }
    }

    fn say_which_cap_is_reached(&mut self) {
        let (allowance, settings) = (self.record.allowance, self.record.settings());
        let connections = allowance.connection_wait(settings).is_some();
        if allowance.persist_wait().is_none() {
            self.said.persisted_bytes = false;
        } else if begins(&mut self.said.persisted_bytes) {
            let cap = DailyCap::PersistedBytes;
            self.raise(EventKind::DailyCapReached { cap });
        }
        if !connections {
            self.said.connections = false;
            return;
        }
        let waits = self.connection.is_none() && self.broker_wanted().is_some();
        if waits && begins(&mut self.said.connections) {
            let cap = DailyCap::Connections;
            self.raise(EventKind::DailyCapReached { cap });
        }
    }

    /// When the device says that it has no time to trust.
    pub(super) fn trust_deadline(&self) -> Option<Deadline> {
        self.untrusted_until
            .filter(|_| !self.said.clock_not_trusted)
    }

    /// Whether the device was restored and no input has come since.
    pub(super) const fn is_new_to_time(&self) -> bool {
        self.restored
    }

    /// The wall clock, right or wrong.
    pub(super) const fn now(&self) -> UnixSeconds {
        self.clock.wall()
    }

    /// Whether the wall clock is trusted, and can be right (P-6.13).
    pub(super) fn trusts_clock(&self) -> bool {
        self.clock.is_trusted() && self.now() >= self.record.settings().earliest_time
    }

    // Storing (P-6.2).

    /// The record as of connection `number` was stored, which took so many bytes.
    pub(super) fn stored(&mut self, number: ConnectionNumber, bytes: u32) {
        self.accounted = Some(number);
        self.failed_stores = 0;
        self.store_again_at = None;
        let mut allowance = self.record.allowance;
        allowance.spend_bytes(self.record.settings(), bytes);
        self.record.note().allowance = allowance;
    }

    /// Whether the stored record accounts for every connection so far (P-6.19).
    pub(super) fn is_accounted_for(&self) -> bool {
        self.accounted == Some(self.record.last_connection)
    }

    /// P-6.2: the old record is in force again, and the connection is abandoned. What
    /// was not carried out never happened, but for what must be closed and answered.
    pub(super) fn storing_failed(&mut self, now: Now, old: &Record, dropped: &[Output]) {
        self.clock.set(now);
        // Connections that were tried since were tried: what is still said of one that is
        // given up must not be taken for news of the next (P-6.6), and the caps count them
        // all (P-6.19).
        let (number, allowance) = (self.record.last_connection, self.record.allowance);
        let accounted = self.accounted == Some(old.last_connection);
        self.record.roll_back(old);
        let record = self.record.note();
        record.last_connection = number;
        record.allowance = allowance;
        if accounted {
            self.accounted = Some(number);
        }
        self.in_flight = None;
        self.raise(EventKind::PersistFailed);
        // Success on the way to a record that cannot be stored is none.
        let record = self.record.note();
        record.failures.persists = record.failures.persists.saturating_add(1);
        self.failed_stores = self.failed_stores.saturating_add(1);
        record.retry.attempts = record.retry.attempts.max(self.failed_stores);
        self.abandon(dropped);
        self.store_again_at = self.retry_at;
        self.acquisition = Acquisition::Idle {
            attempts: 0,
            retry_at: self.retry_at,
        };
        self.test_acquired_nothing();
        let lost = |output: &Output| matches!(output, Output::Notify(event) if matches!(event.kind, EventKind::TestEnded { .. }));
        if dropped.iter().any(lost) {
            self.test_ended(false);
        }
        if dropped
            .iter()
            .any(|output| matches!(output, Output::Status(_)))
        {
            self.answer_query();
        }
        // What giving up changed is not worth another attempt to store it.
        self.record.forget_change();
    }

    /// When storing is tried again, unless that time has come.
    pub(super) fn store_again(&self) -> Option<Deadline> {
        self.store_again_at.filter(|at| !self.clock.has_passed(*at))
    }

    /// The broker that something is to be done at now, if any.
    pub(super) fn broker_wanted(&self) -> Option<BrokerRole> {
        match self.record.state {
            DeviceState::PreProvisioning => None,
            DeviceState::Provisioned => Some(BrokerRole::Registration),
            DeviceState::Registered => Some(BrokerRole::Data),
            DeviceState::Initialized | DeviceState::Operational | DeviceState::Standby => {
                let wanted = self.test_requested.is_some()
                    || self.is_due(self.record.due.config_check)
                    || self.transfer_is_due();
                wanted.then_some(BrokerRole::Data)
            }
        }
    }
}

/// Whether what holds now and is said once had not been `said` before.
fn begins(said: &mut bool) -> bool {
    !std::mem::replace(said, true)
}
