//! The device itself: an input in, outputs out (P-6.1, P-6.2).

use std::collections::VecDeque;

use super::acquisition::Acquisition;
use super::clock::{Clock, Deadline};
use super::communication_test::CommunicationTest;
use super::connection::{Connection, InFlight, Step, subscribed};
use super::event::EventKind;
use super::input::{ConnectionNumber, Input, PublishNumber};
use super::output::Output;
use super::record::Record;
use super::settings::Provisioning;
use super::state::{DeviceState, Trigger, transition};
use super::status::Status;
use crate::delivery::BrokerRole;
use crate::time::{UnixMillis, UnixSeconds};

/// An OTA device: a state machine without I/O, clock and randomness (P-6.1). The
/// same inputs give the same outputs, byte for byte; so do, from then on, two devices
/// that are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OtaDevice {
    /// What is remembered; nothing before the device is provisioned.
    pub(super) record: Option<Record>,
    /// The record as it is known to be stored (P-6.2).
    durable: Option<Record>,
    /// Whether the record has been handed out to be stored, and no word has come of it.
    storing: bool,
    /// Whether the present input changed the record.
    pub(super) changed: bool,
    pub(super) outputs: VecDeque<Output>,
    pub(super) clock: Clock,
    /// Whether the driver says that its time can be trusted (P-6.13).
    pub(super) trusted: bool,
    /// The latest trusted time.
    pub(super) latest: UnixSeconds,
    pub(super) connection: Option<Connection>,
    pub(super) last_connection: ConnectionNumber,
    pub(super) in_flight: Option<InFlight>,
    pub(super) last_publish: PublishNumber,
    /// Failed connections in a row, and when the next one may be tried (P-6.14).
    pub(super) attempts: u32,
    pub(super) retry_at: Option<Deadline>,
    pub(super) acquisition: Acquisition,
    /// The communication test that waits for its connection (P-6.15).
    pub(super) test_requested: Option<CommunicationTest>,
    /// How often in a row storing failed, and when it is worth another try (P-6.2).
    failed_stores: u32,
    store_again_at: Option<Deadline>,
}

impl Default for OtaDevice {
    fn default() -> Self {
        Self::new()
    }
}

impl OtaDevice {
    /// A device in PreProvisioning.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            record: None,
            durable: None,
            storing: false,
            changed: false,
            outputs: VecDeque::new(),
            clock: Clock::new(),
            trusted: false,
            latest: UnixSeconds(0),
            connection: None,
            last_connection: ConnectionNumber(0),
            in_flight: None,
            last_publish: PublishNumber(0),
            attempts: 0,
            retry_at: None,
            acquisition: Acquisition::READY,
            test_requested: None,
            failed_stores: 0,
            store_again_at: None,
        }
    }

    /// The device that `record` is of, as after a lost connection (P-6.2). Whether time
    /// can be trusted has to be said anew.
    #[must_use]
    pub fn restore(record: Record) -> Self {
        Self {
            last_connection: record.last_connection,
            durable: Some(record.clone()),
            record: Some(record),
            ..Self::new()
        }
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> DeviceState {
        self.record
            .as_ref()
            .map_or(DeviceState::PreProvisioning, |record| record.state)
    }

    /// What must survive power loss: what [`Output::Persist`] asks to store. `None` in
    /// PreProvisioning, when there is nothing to remember.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.record.as_ref()
    }

    /// Takes in what happened at `now`. Any input is welcome in any state: what does
    /// not fit changes nothing.
    pub fn handle_input(&mut self, now: UnixMillis, input: Input) {
        if let Input::PersistFailed = input {
            self.clock.set(now);
            self.persist_failed();
            return;
        }
        self.stored();
        self.clock.set(now);
        let first_output = self.outputs.len();
        // A time that is no longer trusted says nothing (P-6.13).
        if !matches!(input, Input::ClockTrusted { .. }) {
            self.watch_clock();
        }
        self.dispatch(input);
        self.advance();
        if std::mem::take(&mut self.changed) {
            self.note_time();
            // What follows from the record is done after it is stored (P-6.2).
            self.outputs.insert(first_output, Output::Persist);
        }
    }

    /// The next thing to do; [`Output::Wait`] when there is none before the next input.
    pub fn poll_output(&mut self) -> Output {
        self.stored();
        match self.outputs.pop_front() {
            Some(output) => {
                self.storing = matches!(output, Output::Persist);
                output
            }
            None => Output::Wait {
                until: self.wait_until(),
            },
        }
    }

    /// The status, as [`Input::StatusQuery`] answers it (T-10).
    #[must_use]
    pub fn status(&self) -> Status {
        let record = self.record.as_ref();
        Status {
            state: self.state(),
            configuration_version: record.and_then(Record::configuration_version),
            accounts: record.map(Record::accounts).unwrap_or_default(),
            last_test: record.and_then(Record::last_test),
            events: record
                .map(|record| record.events.clone())
                .unwrap_or_default(),
        }
    }

    fn dispatch(&mut self, input: Input) {
        match input {
            Input::ProvisioningComplete(provisioning) => self.provision(*provisioning),
            // Time is looked at after every input.
            Input::Wake | Input::PersistFailed => {}
            Input::ClockTrusted { trusted } => {
                self.trusted = trusted;
                self.watch_clock();
            }
            Input::VehicleRead(request) => self.vehicle_read(&request),
            Input::VehicleUnreadable => self.vehicle_unreadable(),
            Input::Connected { connection } => self.connected(connection),
            Input::Disconnected { connection } => self.disconnected(connection),
            Input::Subscribed {
                connection,
                accepted,
            } => self.subscribed(connection, accepted),
            Input::Message {
                connection,
                topic,
                payload,
                retain,
            } => {
                self.message(connection, &topic, &payload, retain);
            }
            Input::PublishAcknowledged {
                connection,
                publish,
            } => {
                self.acknowledged(connection, publish);
            }
            Input::Acquired(values) => self.acquired(values),
            Input::AcquisitionFailed => self.acquisition_failed(),
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
    }

    fn answer_query(&mut self) {
        let status = Box::new(self.status());
        self.outputs.push_back(Output::Status(status));
    }

    fn provision(&mut self, provisioning: Provisioning) {
        if self.record.is_none() {
            self.record = Some(Record::new(provisioning));
            self.enter(Trigger::ProvisioningComplete);
        }
    }

    fn message(&mut self, number: ConnectionNumber, topic: &str, payload: &[u8], retain: bool) {
        let present = self.connection.as_ref().filter(|connection| {
            connection.number == number && connection.step != Step::Connecting
        });
        // A zero-length retained payload clears the topic, and is no message (P-3.6).
        let (Some(connection), false) = (present, payload.is_empty()) else {
            return;
        };
        let Some(record) = &self.record else { return };
        // A device hears what it has subscribed (P-4.1), and nothing of one broker's
        // families on the other (P-4.3).
        let broker = connection.broker;
        let device = topic.strip_prefix(subscribed(broker).prefix());
        if device != Some(record.device().as_str()) {
            return;
        }
        match broker {
            BrokerRole::Registration => self.registration_status(payload, retain),
            BrokerRole::Data => self.configuration_status(payload),
        }
    }

    /// Enters the state that the table names; `false` where it names none.
    pub(super) fn enter(&mut self, trigger: Trigger) -> bool {
        let from = self.state();
        let Some(transition) = transition(from, trigger) else {
            return false;
        };
        let to = transition.to;
        if let Some(record) = &mut self.record {
            record.state = to;
        }
        self.changed = true;
        // T-5: Initialized, then that state, in one step.
        if from == DeviceState::Registered && to != DeviceState::Initialized {
            let between = DeviceState::Initialized;
            self.raise(EventKind::StateChanged { from, to: between });
            self.raise(EventKind::StateChanged { from: between, to });
        } else if from != to {
            self.raise(EventKind::StateChanged { from, to });
        }
        if let Trigger::Configured(configured) = trigger {
            if from != to {
                self.entered(from, configured);
            }
        }
        true
    }

    /// T-9: tells the other control units, and writes the log.
    pub(super) fn raise(&mut self, kind: EventKind) {
        let event = kind.at(self.now());
        if let Some(record) = &mut self.record {
            record.log(event);
        }
        self.outputs.push_back(Output::Notify(event));
    }

    /// A transfer without a snapshot needs no connection.
    fn skip_empty_transfer(&mut self) {
        let idle = self.connection.is_none() && !self.acquisition.is_running();
        if idle && self.transfer_has_come() && !self.transfer_is_due() {
            self.transfer_done();
        }
    }

    /// The driver went on: what it was given has been stored.
    fn stored(&mut self) {
        if std::mem::take(&mut self.storing) {
            self.durable.clone_from(&self.record);
            self.failed_stores = 0;
            self.store_again_at = None;
        }
    }

    /// P-6.2: the old record stays in force, and the connection is abandoned. What
    /// was not carried out never happened, but for what must be closed and answered.
    fn persist_failed(&mut self) {
        if !std::mem::take(&mut self.storing) {
            return;
        }
        self.record.clone_from(&self.durable);
        let dropped = std::mem::take(&mut self.outputs);
        self.in_flight = None;
        self.raise(EventKind::PersistFailed);
        // Success on the way to a record that cannot be stored is none.
        self.attempts = self.attempts.max(self.failed_stores);
        self.failed_stores = self.failed_stores.saturating_add(1);
        self.abandon(&dropped);
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
        self.changed = false;
    }

    /// When storing is tried again, unless that time has come.
    pub(super) fn store_again(&self) -> Option<Deadline> {
        self.store_again_at.filter(|at| !self.clock.has_passed(*at))
    }

    fn note_time(&mut self) {
        let now = self.now();
        if let Some(record) = self.record.as_mut().filter(|_| self.trusted) {
            record.clock = now;
        }
    }

    pub(super) const fn now(&self) -> UnixSeconds {
        self.clock.now().to_seconds()
    }
}
