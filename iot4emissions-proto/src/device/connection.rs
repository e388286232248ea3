//! One connection to one broker, from CONNECT to DISCONNECT: how the table of
//! [steps](super::steps) is walked (P-6.4, P-6.5).

use std::ops::RangeInclusive;
use std::time::Duration;

use super::acquisition::Acquisition;
use super::clock::Deadline;
use super::communication_test::CommunicationTest;
use super::event::EventKind;
use super::input::{ConnectionNumber, PublishNumber, RequestNumber};
use super::output::Output;
use super::provisioned::Provisioned;
use super::reason::{DisconnectReason, ReasonCode};
use super::record::Retry;
use super::steps::{Next, Signal, Step, step};
use crate::delivery::BrokerRole;
use crate::message::Endpoint;
use crate::obfcm::Snapshot;
use crate::time::UnixSeconds;
use crate::topic::{Topic, TopicKind};

/// The connection that is being used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Connection {
    pub(super) number: ConnectionNumber,
    pub(super) broker: BrokerRole,
    pub(super) endpoint: Endpoint,
    pub(super) step: Step,
    /// When the step has taken too long, or has waited long enough.
    pub(super) deadline: Deadline,
    /// The communication test that it serves (P-6.15).
    pub(super) test: Option<CommunicationTest>,
    /// Whether a configuration came before the SUBACK, and changed nothing.
    pub(super) checked: bool,
    /// The question to the vehicle that it waits for (P-6.3).
    pub(super) request: Option<RequestNumber>,
    /// How many publishes were acknowledged on it: with one it was of use, however it ends.
    pub(super) acknowledged: u32,
}

/// The publish that has not been acknowledged, also while it may still be after the
/// connection was given up (P-6.5).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct InFlight {
    pub(super) connection: ConnectionNumber,
    pub(super) publish: PublishNumber,
    /// The acquisition times of the first and the last snapshot that it carries. It
    /// carries all that there were between them, and none comes between them later
    /// (P-6.13): where the clock goes back, none of them is known any more.
    pub(super) acquired: RangeInclusive<UnixSeconds>,
    /// How many it carries.
    pub(super) count: u32,
    /// How many of them were erased or evicted since.
    pub(super) erased: u64,
    pub(super) evicted: u64,
}

impl InFlight {
    /// What it carries is sent again, whatever the PUBACK says.
    pub(super) fn forget(&mut self) {
        self.acquired = RangeInclusive::new(UnixSeconds(1), UnixSeconds(0));
        self.erased = 0;
        self.evicted = 0;
    }

    pub(super) fn is_forgotten(&self) -> bool {
        self.acquired.is_empty()
    }

    pub(super) fn carries(&self, snapshot: &Snapshot) -> bool {
        self.acquired.contains(&snapshot.acquired())
    }
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// With its work done.
    Done,
    /// With its work undone, for now.
    Failed,
    /// Somebody said no: it is not worth trying again soon (P-6.14).
    Refused,
    /// Because the device is another one now (P-6.20).
    Overtaken,
}

/// The family that a device subscribes on a broker (P-3.2, P-3.3).
pub(super) const fn subscribed(broker: BrokerRole) -> TopicKind {
    match broker {
        BrokerRole::Registration => TopicKind::RegisterServer,
        BrokerRole::Data => TopicKind::ConfigServer,
    }
}

impl Provisioned {
    /// How long the next connection is held back, beside the back-off, if it is (P-6.19).
    pub(super) fn cap_wait(&self) -> Option<Duration> {
        let allowance = &self.record.allowance;
        let connection = allowance.connection_wait(self.record.settings());
        connection.max(allowance.persist_wait())
    }

    pub(super) fn connect_if_wanted(&mut self) {
        // What is being acquired belongs into the transfer that is due.
        if self.connection.is_some() || self.acquisition.is_running() {
            return;
        }
        // Somebody who asks for a communication test wants it now (P-6.15).
        if self.test_requested.is_none() {
            let held_back = self.retry_at.is_some_and(|at| !self.clock.has_passed(at));
            if held_back || !self.presence.may_connect() || self.cap_wait().is_some() {
                return;
            }
        }
        if let Some(broker) = self.broker_wanted() {
            self.connect(broker);
        }
    }

    fn connect(&mut self, broker: BrokerRole) {
        let endpoint = self.choose_endpoint(broker);
        // A unit that starts anew must know of its attempts, or it would try without end:
        // the record that is stored is behind by one at most (P-6.14, P-6.19).
        let record = match self.is_accounted_for() {
            true => self.record.note(),
            false => self.record.edit(),
        };
        record.last_connection.0 = record.last_connection.0.wrapping_add(1);
        record.retry.attempts = record.retry.attempts.saturating_add(1);
        let mut allowance = record.allowance;
        allowance.spend_connection(record.settings());
        record.allowance = allowance;
        let number = record.last_connection;
        let deadline = self.clock.after(self.wait_of(Step::Connecting));
        self.connection = Some(Connection {
            number,
            broker,
            endpoint: endpoint.clone(),
            step: Step::Connecting,
            deadline,
            test: self.test_requested.take(),
            checked: false,
            request: None,
            acknowledged: 0,
        });
        let device = self.record.device_at(broker).clone();
        self.outputs.push(Output::Connect {
            connection: number,
            broker,
            endpoint,
            device,
        });
    }

    /// How long a step may take.
    fn wait_of(&self, step: Step) -> Duration {
        let settings = self.record.settings();
        match step {
            Step::Connecting | Step::Subscribing => settings.connect_timeout(),
            Step::AwaitingRegistration | Step::AwaitingConfiguration => settings.retained_wait(),
            Step::ReadingVehicle | Step::AwaitingAnswer | Step::AwaitingAcknowledgement => {
                settings.answer_wait()
            }
        }
    }

    /// The present connection, if `number` names it.
    pub(super) fn present(&self, number: ConnectionNumber) -> Option<&Connection> {
        let connection = self.connection.as_ref();
        connection.filter(|connection| connection.number == number)
    }

    /// The step that the present connection is at.
    pub(super) fn at(&self) -> Option<Step> {
        self.connection.as_ref().map(|connection| connection.step)
    }

    /// Whether `signal` means something where the present connection is.
    pub(super) fn fits(&self, signal: Signal) -> bool {
        self.at().is_some_and(|at| step(at, signal).is_some())
    }

    /// Walks the table of steps; `false` where it has no row for this.
    pub(super) fn signal(&mut self, signal: Signal) -> bool {
        self.walk(signal, End::Failed)
    }

    /// The same where an end with the work undone is somebody's refusal.
    pub(super) fn refused(&mut self, signal: Signal) -> bool {
        self.walk(signal, End::Refused)
    }

    fn walk(&mut self, signal: Signal, undone: End) -> bool {
        let Some(row) = self.at().and_then(|at| step(at, signal)) else {
            return false;
        };
        match row.next {
            Next::Step(to) => {
                let deadline = self.clock.after(self.wait_of(to));
                if let Some(connection) = &mut self.connection {
                    // Who is told something while he waits does not wait longer for it.
                    if connection.step != to || to == Step::AwaitingAcknowledgement {
                        connection.deadline = deadline;
                    }
                    connection.step = to;
                }
            }
            Next::Done => self.end(End::Done),
            Next::Undone => self.end(undone),
        }
        true
    }

    pub(super) fn connected(&mut self, number: ConnectionNumber) {
        let Some(broker) = self.present(number).map(|connection| connection.broker) else {
            return;
        };
        if self.signal(Signal::Connected) {
            let device = self.record.device_at(broker).clone();
            let topic = Topic::new(subscribed(broker), device);
            self.outputs.push(Output::Subscribe {
                connection: number,
                topic,
            });
        }
    }

    pub(super) fn subscribed(&mut self, number: ConnectionNumber) {
        let Some(connection) = self.present(number) else {
            return;
        };
        let (broker, checked) = (connection.broker, connection.checked);
        let endpoint = connection.endpoint.clone();
        if !self.signal(Signal::Subscribed(broker)) {
            return;
        }
        self.endpoint_worked(broker, &endpoint);
        if checked {
            self.configuration_checked();
        }
    }

    pub(super) fn subscribe_refused(&mut self, number: ConnectionNumber, reason: ReasonCode) {
        if self.present(number).is_none() || !self.fits(Signal::SubscribeRefused) {
            return;
        }
        let Some(connection) = &self.connection else {
            return;
        };
        let (broker, endpoint) = (connection.broker, connection.endpoint.clone());
        self.raise(EventKind::SubscriptionRefused { broker, reason });
        let failures = &mut self.record.note().failures;
        failures.subscriptions_refused = failures.subscriptions_refused.saturating_add(1);
        let code = reason.0;
        self.endpoint_failed(broker, &endpoint, DisconnectReason::Refused { code });
        self.refused(Signal::SubscribeRefused);
    }

    /// The connection ended without having been asked to.
    pub(super) fn disconnected(&mut self, number: ConnectionNumber, reason: DisconnectReason) {
        if let Some(connection) = self.present(number) {
            let (broker, at) = (connection.broker, connection.step);
            match at {
                Step::Connecting => self.connection_failed(broker, reason),
                _ => {
                    self.count_failure(reason);
                    self.raise(EventKind::ConnectionLost { broker, reason });
                }
            }
            // Some brokers close the connection where others refuse (P-6.4).
            if at == Step::Subscribing {
                self.note_endpoint_failed(reason);
            }
            if at == Step::AwaitingAcknowledgement {
                self.batch_was_lost(reason);
            }
            self.presence.missed_network = reason == DisconnectReason::NoNetwork;
            let refused = at == Step::Connecting && reason.is_refusal();
            let undone = if refused { End::Refused } else { End::Failed };
            // There is nothing left to disconnect.
            self.close(undone);
        }
        // No acknowledgement can arrive on it any more (P-6.6).
        if self
            .in_flight
            .as_ref()
            .is_some_and(|publish| publish.connection == number)
        {
            self.in_flight = None;
        }
    }

    /// What a step that has taken its time leads to.
    #[cold]
    pub(super) fn step_expired(&mut self) {
        let Some(connection) = &self.connection else {
            return;
        };
        let broker = connection.broker;
        match connection.step {
            Step::Connecting | Step::Subscribing => {
                self.connection_failed(broker, DisconnectReason::TimedOut);
                self.signal(Signal::Expired);
            }
            Step::AwaitingRegistration => self.read_vehicle(),
            Step::AwaitingConfiguration => self.no_configuration(),
            Step::ReadingVehicle => self.vehicle_gave_none(),
            Step::AwaitingAnswer => {
                self.raise(EventKind::RegistrationUnanswered);
                let failures = &mut self.record.note().failures;
                failures.registrations = failures.registrations.saturating_add(1);
                self.signal(Signal::Expired);
            }
            Step::AwaitingAcknowledgement => {
                self.raise(EventKind::TransferUnacknowledged);
                let failures = &mut self.record.note().failures;
                failures.publishes = failures.publishes.saturating_add(1);
                self.batch_was_not_acknowledged();
                self.signal(Signal::Expired);
            }
        }
    }

    fn connection_failed(&mut self, broker: BrokerRole, reason: DisconnectReason) {
        self.count_failure(reason);
        self.raise(EventKind::ConnectionFailed { broker, reason });
        self.note_endpoint_failed(reason);
    }

    fn count_failure(&mut self, reason: DisconnectReason) {
        let count = &mut self.record.note().failures.connections[reason.index()];
        *count = count.saturating_add(1);
    }

    fn note_endpoint_failed(&mut self, reason: DisconnectReason) {
        if let Some(connection) = &self.connection {
            let (broker, endpoint) = (connection.broker, connection.endpoint.clone());
            self.endpoint_failed(broker, &endpoint, reason);
        }
    }

    fn end(&mut self, end: End) {
        if let Some(connection) = &self.connection {
            let connection = connection.number;
            self.outputs.push(Output::Disconnect { connection });
        }
        self.close(end);
    }

    /// Ends the connection, as it is of no use to what the device is now (P-6.20).
    pub(super) fn drop_connection(&mut self) {
        self.end(End::Overtaken);
        self.record.edit().retry = Retry::default();
        self.retry_at = None;
        self.acquisition = Acquisition::READY;
    }

    /// Ends what is open without the outputs that were `dropped`: a connection that was
    /// never asked for needs no end, and one whose end was dropped still does.
    pub(super) fn abandon(&mut self, dropped: &[Output]) {
        let asked_for = |number| {
            let connect = |output: &Output| matches!(output, Output::Connect { connection, .. } if *connection == number);
            !dropped.iter().any(connect)
        };
        for output in dropped {
            match output {
                Output::Disconnect { connection } if asked_for(*connection) => {
                    self.outputs.push(output.clone());
                }
                _ => {}
            }
        }
        match self.connection.as_ref().map(|connection| connection.number) {
            Some(number) if asked_for(number) => self.end(End::Failed),
            Some(_) => self.close(End::Failed),
            None => self.back_off(),
        }
    }

    fn close(&mut self, end: End) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        // What it had acknowledged is stored with its end at the latest (P-6.6).
        self.record.settle();
        match end {
            End::Done => {
                let now = Some(self.now()).filter(|now| now.0 > 0);
                let record = self.record.note();
                record.retry = Retry::default();
                match connection.broker {
                    BrokerRole::Registration => record.last_success.registration = now,
                    BrokerRole::Data => record.last_success.data = now,
                }
                self.retry_at = None;
            }
            End::Overtaken => {}
            End::Failed => {
                // A broker that closes after each PUBACK still takes what there is.
                if connection.acknowledged > 0 {
                    self.record.note().retry.attempts = 1;
                }
                self.back_off();
            }
            End::Refused => {
                let record = self.record.edit();
                record.retry.attempts = 0;
                record.retry.refusals = record.retry.refusals.saturating_add(1);
                self.back_off();
            }
        }
        if let Some(test) = connection.test {
            self.test_connection_ended(test, end == End::Done);
        }
    }

    /// Holds the next connection back (P-6.14).
    pub(super) fn back_off(&mut self) {
        let delay = self.retry_delay();
        self.retry_at = Some(self.clock.after(delay));
        self.failed_here = true;
    }

    /// A unit that starts anew goes on waiting where it was (P-6.14).
    #[cold]
    pub(super) fn hold_back_as_before(&mut self) {
        let delay = self.retry_delay();
        self.retry_at = (!delay.is_zero()).then(|| self.clock.after(delay));
    }

    fn retry_delay(&self) -> Duration {
        let record = &*self.record;
        let (retry, settings) = (record.retry, record.settings());
        let after = |backoff: crate::backoff::Backoff, count: u32| match count.checked_sub(1) {
            // The number tells this row of failures from all before (P-6.14).
            Some(attempt) => backoff.delay(record.secret(), attempt, record.last_connection.0),
            None => Duration::ZERO,
        };
        after(settings.backoff, retry.attempts).max(after(settings.refusal_backoff, retry.refusals))
    }
}
