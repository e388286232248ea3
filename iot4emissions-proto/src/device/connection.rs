//! One connection to one broker, from CONNECT to DISCONNECT (P-6.4, P-6.5).

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::clock::Deadline;
use super::communication_test::CommunicationTest;
use super::event::EventKind;
use super::input::{ConnectionNumber, PublishNumber};
use super::output::Output;
use super::{DeviceState, OtaDevice};
use crate::delivery::BrokerRole;
use crate::obfcm::Snapshot;
use crate::time::UnixSeconds;
use crate::topic::{Topic, TopicKind};

/// The connection that is being used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Connection {
    pub(super) number: ConnectionNumber,
    pub(super) broker: BrokerRole,
    pub(super) step: Step,
    /// When the step has taken too long, or has waited long enough.
    pub(super) deadline: Deadline,
    /// The communication test that it serves (P-6.15).
    pub(super) test: Option<CommunicationTest>,
    /// Whether a configuration came before the SUBACK, and changed nothing.
    pub(super) checked: bool,
}

/// What a connection is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Connecting,
    Subscribing,
    AwaitingRetained,
    ReadingVehicle,
    AwaitingStatus,
    AwaitingAcknowledgement,
}

/// The publish that has not been acknowledged, also while it may still be after the
/// connection was given up (P-6.5).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct InFlight {
    pub(super) connection: ConnectionNumber,
    pub(super) publish: PublishNumber,
    /// The acquisition times of the first and the last snapshot that it carries. It
    /// carries all that there were between them, and none comes between them later
    /// (P-6.13).
    pub(super) acquired: RangeInclusive<UnixSeconds>,
    /// How many of them were erased or evicted since.
    pub(super) erased: u64,
    pub(super) evicted: u64,
}

impl InFlight {
    pub(super) fn carries(&self, snapshot: &Snapshot) -> bool {
        self.acquired.contains(&snapshot.acquired())
    }
}

/// The family that a device subscribes on a broker (P-3.2, P-3.3).
pub(super) const fn subscribed(broker: BrokerRole) -> TopicKind {
    match broker {
        BrokerRole::Registration => TopicKind::RegisterServer,
        BrokerRole::Data => TopicKind::ConfigServer,
    }
}

impl OtaDevice {
    /// The broker that something is to be done at now, if any.
    pub(super) fn broker_wanted(&self) -> Option<BrokerRole> {
        let record = self.record.as_ref()?;
        match record.state {
            DeviceState::PreProvisioning => None,
            DeviceState::Provisioned => Some(BrokerRole::Registration),
            DeviceState::Registered => Some(BrokerRole::Data),
            DeviceState::Initialized | DeviceState::Operational | DeviceState::Standby => {
                let wanted = self.test_requested.is_some()
                    || self.is_due(record.due.config_check)
                    || self.transfer_is_due();
                wanted.then_some(BrokerRole::Data)
            }
        }
    }

    pub(super) fn connect_if_wanted(&mut self) {
        // What is being acquired belongs into the transfer that is due.
        if self.connection.is_some() || self.acquisition.is_running() {
            return;
        }
        let held_back = self.retry_at.is_some_and(|at| !self.clock.has_passed(at));
        if held_back && self.test_requested.is_none() {
            return;
        }
        if let Some(broker) = self.broker_wanted() {
            self.connect(broker);
        }
    }

    fn connect(&mut self, broker: BrokerRole) {
        let Some(record) = &mut self.record else {
            return;
        };
        let endpoint = match broker {
            BrokerRole::Registration => &record.provisioning.factory.registration_mqtt,
            BrokerRole::Data => record.endpoint_in_use(),
        };
        let endpoint = endpoint.clone();
        let deadline = self.clock.after(record.settings().connect_timeout());
        self.last_connection.0 = self.last_connection.0.wrapping_add(1);
        let connection = self.last_connection;
        record.last_connection = connection;
        self.connection = Some(Connection {
            number: connection,
            broker,
            step: Step::Connecting,
            deadline,
            test: self.test_requested.take(),
            checked: false,
        });
        self.outputs.push_back(Output::Connect {
            connection,
            broker,
            endpoint,
        });
    }

    /// The present connection, if `number` names it and it waits for `step`.
    pub(super) fn at_step(&self, number: ConnectionNumber, step: Step) -> bool {
        self.connection
            .as_ref()
            .is_some_and(|connection| connection.number == number && connection.step == step)
    }

    pub(super) fn go_to(&mut self, step: Step, wait: Duration) {
        let deadline = self.clock.after(wait);
        if let Some(connection) = &mut self.connection {
            connection.step = step;
            connection.deadline = deadline;
        }
    }

    pub(super) fn connected(&mut self, number: ConnectionNumber) {
        if !self.at_step(number, Step::Connecting) {
            return;
        }
        let Some(broker) = self.connection.as_ref().map(|connection| connection.broker) else {
            return;
        };
        let Some(record) = &self.record else { return };
        let topic = Topic::new(subscribed(broker), record.device().clone());
        let wait = record.settings().connect_timeout();
        self.go_to(Step::Subscribing, wait);
        self.outputs.push_back(Output::Subscribe {
            connection: number,
            topic,
        });
    }

    pub(super) fn subscribed(&mut self, number: ConnectionNumber, accepted: bool) {
        if !self.at_step(number, Step::Subscribing) {
            return;
        }
        let (Some(connection), Some(record)) = (&self.connection, &self.record) else {
            return;
        };
        let (broker, checked) = (connection.broker, connection.checked);
        let wait = record.settings().retained_wait();
        if !accepted {
            self.raise(EventKind::SubscriptionRefused { broker });
            self.endpoint_failed(broker);
            self.give_up();
            return;
        }
        self.endpoint_worked(broker);
        self.go_to(Step::AwaitingRetained, wait);
        if checked {
            self.configuration_checked();
        }
    }

    /// The connection ended without having been asked to.
    pub(super) fn disconnected(&mut self, number: ConnectionNumber) {
        let lost = self
            .connection
            .as_ref()
            .filter(|connection| connection.number == number)
            .map(|connection| (connection.broker, connection.step));
        if let Some((broker, step)) = lost {
            if step == Step::Connecting {
                self.connection_failed(broker);
            } else {
                self.raise(EventKind::ConnectionLost { broker });
                // Some brokers close the connection where others refuse (P-6.4).
                if step == Step::Subscribing {
                    self.endpoint_failed(broker);
                }
            }
            self.close(false);
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
    pub(super) fn step_expired(&mut self) {
        let Some(connection) = &self.connection else {
            return;
        };
        let broker = connection.broker;
        match (connection.step, broker) {
            (Step::Connecting | Step::Subscribing, broker) => {
                self.connection_failed(broker);
                self.give_up();
            }
            (Step::AwaitingRetained, BrokerRole::Registration) => self.read_vehicle(),
            (Step::AwaitingRetained, BrokerRole::Data) => self.no_configuration(),
            (Step::ReadingVehicle, _) => self.vehicle_unreadable(),
            (Step::AwaitingStatus, _) => {
                self.raise(EventKind::RegistrationUnanswered);
                self.give_up();
            }
            (Step::AwaitingAcknowledgement, _) => {
                self.raise(EventKind::TransferUnacknowledged);
                self.give_up();
            }
        }
    }

    fn connection_failed(&mut self, broker: BrokerRole) {
        self.raise(EventKind::ConnectionFailed { broker });
        self.endpoint_failed(broker);
    }

    /// Disconnects after the work was done; what failed before is forgotten.
    pub(super) fn finish(&mut self) {
        self.disconnect();
        self.close(true);
    }

    /// Disconnects with the work undone, to try again later (P-6.14).
    pub(super) fn give_up(&mut self) {
        self.disconnect();
        self.close(false);
    }

    /// Ends what is open without the outputs that were `dropped`: a connection that was
    /// never asked for needs no end, and one whose end was dropped still does.
    pub(super) fn abandon(&mut self, dropped: &VecDeque<Output>) {
        let asked_for = |number| {
            let connect = |output: &Output| matches!(output, Output::Connect { connection, .. } if *connection == number);
            !dropped.iter().any(connect)
        };
        for output in dropped {
            match output {
                Output::Disconnect { connection } if asked_for(*connection) => {
                    self.outputs.push_back(output.clone());
                }
                _ => {}
            }
        }
        match self.connection.as_ref().map(|connection| connection.number) {
            Some(number) if asked_for(number) => self.give_up(),
            Some(_) => self.close(false),
            None => self.back_off(),
        }
    }

    fn disconnect(&mut self) {
        if let Some(connection) = &self.connection {
            let connection = connection.number;
            self.outputs.push_back(Output::Disconnect { connection });
        }
    }

    fn close(&mut self, done: bool) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        if done {
            self.attempts = 0;
            self.retry_at = None;
        } else {
            self.back_off();
        }
        if let Some(test) = connection.test {
            self.test_connection_ended(test, done);
        }
    }

    /// Holds the next connection back (P-6.14).
    pub(super) fn back_off(&mut self) {
        let Some(record) = &self.record else { return };
        let delay = record
            .settings()
            .backoff
            .delay(record.device(), self.attempts);
        self.retry_at = Some(self.clock.after(delay));
        self.attempts = self.attempts.saturating_add(1);
    }
}
