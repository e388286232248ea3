//! What a test lets happen at a device, step by step.

use iot4emissions_proto::device::{ConnectionNumber, Input, Output};
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::topic::TopicKind;

use super::{MANY, World, message, published};
use crate::factory::{values, vehicle};

impl World {
    /// The number of the connection that is open.
    pub(crate) fn number(&self) -> ConnectionNumber {
        self.link.number().expect("an open connection")
    }

    pub(crate) fn connected(&mut self) -> Vec<Output> {
        let connection = self.number();
        self.give(Input::Connected { connection })
    }

    pub(crate) fn subscribed(&mut self, accepted: bool) -> Vec<Output> {
        let connection = self.number();
        self.give(Input::Subscribed {
            connection,
            accepted,
        })
    }

    pub(crate) fn connect_and_subscribe(&mut self) -> Vec<Output> {
        self.connected();
        self.subscribed(true)
    }

    pub(crate) fn disconnected(&mut self) -> Vec<Output> {
        let connection = self.number();
        self.give(Input::Disconnected { connection })
    }

    /// A message on the device's own topic of `kind`.
    pub(crate) fn deliver(&mut self, kind: TopicKind, payload: &str, retain: bool) -> Vec<Output> {
        let connection = self.number();
        self.give(message(connection, kind, payload, retain))
    }

    pub(crate) fn configure(&mut self, status: &ConfigurationStatus) -> Vec<Output> {
        let payload = String::from_utf8(status.to_canonical()).unwrap();
        self.deliver(TopicKind::ConfigServer, &payload, true)
    }

    pub(crate) fn vehicle_read(&mut self) -> Vec<Output> {
        self.give(Input::VehicleRead(Box::new(vehicle())))
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
        let values = values(self.snapshots_taken);
        self.give(Input::Acquired(values))
    }

    /// Takes snapshots when they are due.
    pub(crate) fn take_snapshots(&mut self, count: usize) {
        for _ in 0..count {
            let outputs = self.sleep();
            assert!(outputs.contains(&Output::Acquire), "{outputs:?}");
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
