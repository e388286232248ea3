//! What passed between one device and its brokers.

use std::collections::BTreeMap;

use iot4emissions_proto::device::Event;
use iot4emissions_proto::obfcm::{Snapshot, Values};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::TopicKind;

use crate::link::Link;

/// The snapshots that brokers acknowledged, by their time.
pub type Acknowledged = BTreeMap<UnixSeconds, Values>;

/// What passed between one device and its brokers.
#[derive(Debug, Default)]
pub struct Tally {
    /// Connections that were tried.
    pub connections: u64,
    /// Times that the device was built anew from its record.
    pub restarts: u64,
    /// Times that the device lost power.
    pub power_losses: u64,
    /// Times that its record could not be stored.
    pub failed_persists: u64,
    /// Messages published and received, in the order of [`TopicKind::ALL`].
    pub messages: [u64; 4],
    /// Their payloads' bytes.
    pub payload_bytes: u64,
    /// The bytes of all MQTT packets.
    pub mqtt_bytes: u64,
    /// The bytes on the TCP connections.
    pub wire_bytes: u64,
    /// Snapshots in acknowledged Data Transfers, each as often as it was sent.
    pub delivered: u64,
    /// The acknowledged snapshots themselves.
    pub acknowledged: Acknowledged,
    /// What the device told other control units (T-9).
    pub events: Vec<Event>,
}

impl Tally {
    pub(super) fn count_message(&mut self, kind: TopicKind, payload: usize) {
        for (count, counted) in self.messages.iter_mut().zip(TopicKind::ALL) {
            *count += u64::from(counted == kind);
        }
        self.payload_bytes += payload as u64;
    }

    pub(super) fn count_bytes(&mut self, link: &dyn Link) {
        self.mqtt_bytes += link.mqtt_bytes();
        self.wire_bytes += link.wire_bytes();
    }

    pub(super) fn acknowledge(&mut self, snapshots: Vec<Snapshot>) {
        self.delivered += snapshots.len() as u64;
        for snapshot in snapshots {
            self.acknowledged
                .insert(snapshot.acquired(), *snapshot.values());
        }
    }
}
