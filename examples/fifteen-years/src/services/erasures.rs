//! What owners had erased (P-7.14): what goes, and what may not come back.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::data::{DeviceEntry, Tombstone};
use iot4emissions_proto::time::UnixSeconds;

use super::{Services, Stored};

/// That the Data Service has answered that a device is forgotten.
#[derive(Debug, Clone)]
pub(super) struct Erasure {
    device: DeviceId,
    at: UnixSeconds,
}

impl Services {
    /// The Data Service forgets a device: its record goes, all that is stored of it, and what
    /// the broker retains.
    pub(super) fn forget(&mut self, device: DeviceId, tombstone: Tombstone) {
        self.erasures.push(Erasure {
            device: device.clone(),
            at: tombstone.forgotten,
        });
        self.tombstones.insert(device.clone(), tombstone);
        self.bury(device, tombstone);
    }

    pub(super) fn bury(&mut self, device: DeviceId, tombstone: Tombstone) {
        let erased = &mut self.erased;
        self.stored.retain(|(it, _), stored| {
            let stays = *it != device;
            if !stays {
                erased.push(stored.snapshot);
            }
            stays
        });
        let entry = DeviceEntry::Forgotten(tombstone);
        self.devices.insert(device.clone(), entry);
        if !self.retained(BrokerRole::Data, &device).is_empty() {
            self.publish(BrokerRole::Data, device, Vec::new());
        }
    }

    pub(crate) fn has_forgotten(&self, device: &DeviceId) -> bool {
        let entry = self.devices.get(device);
        entry.is_some_and(DeviceEntry::is_forgotten)
    }

    /// What is stored in spite of an erasure, by the time that it says itself.
    pub(crate) fn stored_in_spite(&self) -> impl Iterator<Item = &Stored> {
        self.erasures.iter().flat_map(|erasure| {
            let from = (erasure.device.clone(), UnixSeconds(0));
            let to = (erasure.device.clone(), erasure.at);
            self.stored.range(from..to).map(|(_, stored)| stored)
        })
    }
}
