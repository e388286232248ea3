//! What a test lets happen at a device, step by step.

use iot4emissions_proto::device::{ConnectionNumber, DisconnectReason, Input, Output, ReasonCode};
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::obfcm::Values;
use iot4emissions_proto::topic::TopicKind;

use super::{MANY, World, acquires, message, published};
use crate::factory::{DEVICE, secret, values, vehicle};
use iot4emissions_proto::backoff::Backoff;

impl World {
    /// The number of the connection that is open.
    pub(crate) fn number(&self) -> ConnectionNumber {
        self.link.number().expect("an open connection")
    }

    /// How long attempt `attempt` is held back now, in milliseconds (P-6.14).
    pub(crate) fn delay(&self, backoff: Backoff, attempt: u32) -> u64 {
        let delay = backoff.delay(&secret(), attempt, self.last_connection);
        delay.as_millis() as u64
    }

    pub(crate) fn connected(&mut self) -> Vec<Output> {
        let connection = self.number();
        self.give(Input::Connected { connection })
    }

    pub(crate) fn subscribed(&mut self, accepted: bool) -> Vec<Output> {
        let connection = self.number();
        let reason = ReasonCode::UNSPECIFIED_ERROR;
        self.give(match accepted {
            true => Input::Subscribed { connection },
            false => Input::SubscribeRefused { connection, reason },
        })
    }

    pub(crate) fn connect_and_subscribe(&mut self) -> Vec<Output> {
        self.connected();
        self.subscribed(true)
    }

    /// The connection fails or is lost for a reason that speaks of the endpoint.
    pub(crate) fn disconnected(&mut self) -> Vec<Output> {
        self.disconnected_by(DisconnectReason::Tcp)
    }

    pub(crate) fn disconnected_by(&mut self, reason: DisconnectReason) -> Vec<Output> {
        let connection = self.number();
        self.give(Input::Disconnected { connection, reason })
    }

    /// A message on the device's own topic of `kind`.
    pub(crate) fn deliver(&mut self, kind: TopicKind, payload: &str, retain: bool) -> Vec<Output> {
        let connection = self.number();
        let mut input = message(connection, kind, payload, retain);
        if let Input::Message { topic, .. } = &mut input {
            *topic = format!("iot4emissions/{kind}/{}", self.device_at(kind)).into();
        }
        self.give(input)
    }

    /// The device's ID in topics of `kind`.
    pub(crate) fn device_at(&self, kind: TopicKind) -> &str {
        match (kind, &self.data_device) {
            (TopicKind::ConfigServer | TopicKind::DataDevice, Some(device)) => device.as_str(),
            _ => DEVICE,
        }
    }

    pub(crate) fn configure(&mut self, status: &ConfigurationStatus) -> Vec<Output> {
        let payload = String::from_utf8(status.to_canonical()).unwrap();
        self.deliver(TopicKind::ConfigServer, &payload, true)
    }

    pub(crate) fn vehicle_read(&mut self) -> Vec<Output> {
        let (request, vehicle) = (self.last_read, Box::new(vehicle()));
        self.give(Input::VehicleRead { request, vehicle })
    }

    pub(crate) fn vehicle_unreadable(&mut self) -> Vec<Output> {
        let request = self.last_read;
        self.give(Input::VehicleUnreadable { request })
    }

    /// The PUBACK of the last publish.
    pub(crate) fn puback(&mut self) -> Vec<Output> {
        let (connection, publish) = self.last_publish.expect("a publish");
        self.give(Input::PublishAcknowledged {
            connection,
            publish,
        })
    }

    /// The answer to [`Output::Acquire`].
    pub(crate) fn acquired(&mut self) -> Vec<Output> {
        self.snapshots_taken += 1;
        self.acquired_values(values(self.snapshots_taken))
    }

    pub(crate) fn acquired_values(&mut self, values: Values) -> Vec<Output> {
        let request = self.last_acquire;
        self.give(Input::Acquired { request, values })
    }

    pub(crate) fn acquisition_failed(&mut self) -> Vec<Output> {
        let request = self.last_acquire;
        self.give(Input::AcquisitionFailed { request })
    }

    /// Takes snapshots when they are due.
    pub(crate) fn take_snapshots(&mut self, count: usize) {
        for _ in 0..count {
            let outputs = self.sleep();
            assert!(acquires(&outputs), "{outputs:?}");
            self.acquired();
        }
    }

    /// Sleeps until the transfer, and goes as far as its first publish.
    pub(crate) fn start_transfer(&mut self) -> Vec<Snapshot> {
        for _ in 0..MANY {
            self.sleep_until_connect();
            self.connect_and_subscribe();
            let status = self.device.record().unwrap().configuration().cloned();
            let outputs = self.configure(&status.unwrap());
            let snapshots = published(&outputs);
            if !snapshots.is_empty() {
                return snapshots;
            }
        }
        panic!("no transfer");
    }
}
