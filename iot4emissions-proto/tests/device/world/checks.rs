//! What holds at every output and after every input.

use std::collections::HashSet;

use iot4emissions_proto::device::{DeviceState, EventKind, Input, OtaDevice, Output, Record};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::topic::TopicKind;

use super::outputs::snapshots;
use super::{Link, World, events};
use crate::factory::VIN;

impl World {
    /// Before an output is carried out: whether it fits what came before.
    pub(super) fn check_output(&self, output: &Output, first: bool, outputs: &[Output]) {
        match output {
            Output::Persist => {
                assert!(first, "P-6.2: Persist precedes all else: {outputs:?}");
            }
            Output::Connect { .. } => {
                assert_eq!(self.link, Link::Down, "one connection at a time");
            }
            Output::Subscribe { connection, topic } => {
                assert_eq!(self.link, Link::Connected(*connection));
                assert_eq!(topic.device().as_str(), self.device_at(topic.kind()));
            }
            Output::Publish {
                connection,
                topic,
                payload,
                ..
            } => {
                assert_eq!(self.link, Link::Subscribed(*connection));
                assert_eq!(topic.device().as_str(), self.device_at(topic.kind()));
                if topic.kind() == TopicKind::DataDevice {
                    assert_eq!(self.device.state(), DeviceState::Operational, "P-6.10");
                    let record = self.device.record().unwrap();
                    for snapshot in &snapshots(payload) {
                        let known = record.pending().contains(snapshot)
                            || self.acknowledged.contains(snapshot);
                        assert!(known, "neither pending nor kept: {snapshot:?}");
                    }
                } else {
                    assert_eq!(self.device.state(), DeviceState::Provisioned);
                }
            }
            Output::Disconnect { connection } => {
                assert_eq!(
                    self.link.number(),
                    Some(*connection),
                    "only what is open is closed: {outputs:?}"
                );
            }
            _ => {}
        }
    }

    /// P-6.16: every snapshot is accounted for, and none vanishes without a reason.
    pub(super) fn check_accounts(&mut self, before: &OtaDevice, input: &Input, outputs: &[Output]) {
        let accounts = self.accounts();
        assert!(accounts.balance(), "{accounts:?} after {input:?}");
        let Some(was) = before.record() else { return };
        if events(outputs).contains(&EventKind::PersistFailed) {
            return self.forget_unstored();
        }
        let mut left = self.device.record().map(all_of).unwrap_or_default();
        let gone: Vec<Snapshot> = all_of(was)
            .into_iter()
            .filter(|snapshot| match left.iter().position(|it| it == snapshot) {
                Some(index) => {
                    left.swap_remove(index);
                    false
                }
                None => true,
            })
            .collect();
        let counted = accounts.acknowledged - was.accounts().acknowledged;
        if let Input::PublishAcknowledged {
            connection,
            publish,
        } = input
        {
            let sent = self.sent.get(&(*connection, *publish));
            let sent: HashSet<Snapshot> = sent.into_iter().flatten().copied().collect();
            assert!(gone.iter().all(|it| sent.contains(it)), "P-6.6");
            if counted > 0 {
                let new = sent.difference(&self.acknowledged).count() as u64;
                assert_eq!(counted, new, "each snapshot is acknowledged once");
                self.acknowledged.extend(sent);
            }
            return;
        }
        assert_eq!(counted, 0, "P-6.6: acknowledged by a PUBACK only");
        let told: u64 = events(outputs)
            .iter()
            .map(|kind| match kind {
                EventKind::SnapshotsErased { count } => (*count).into(),
                EventKind::SnapshotEvicted { .. } => 1,
                _ => 0,
            })
            .sum();
        assert_eq!(gone.len() as u64, told, "P-6.16: never silence: {gone:?}");
    }

    /// The record is an earlier one again: what is pending was not acknowledged (P-6.6).
    pub(super) fn forget_unstored(&mut self) {
        if let Some(record) = self.device.record() {
            let pending = record.pending();
            self.acknowledged.retain(|it| !pending.contains(it));
        }
    }

    pub(super) fn check_privacy(&self, input: &Input, outputs: &[Output]) {
        let text = format!("{outputs:?}");
        assert!(!text.contains(VIN), "P-1.5: {text}");
        // Nothing else can bring one in.
        if matches!(input, Input::VehicleRead { .. } | Input::Message { .. }) {
            let text = format!("{:?}", self.device);
            assert!(!text.contains(VIN), "P-1.5: {text}");
        }
    }
}

/// What a record has of snapshots, pending and set aside.
fn all_of(record: &Record) -> Vec<Snapshot> {
    let aside = record.set_aside().map(|(snapshot, _)| snapshot);
    record.pending().iter().chain(aside).copied().collect()
}
