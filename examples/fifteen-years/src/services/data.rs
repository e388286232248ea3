//! The Data Service: what it stores, and how it configures (P-7.5 to P-7.7, P-7.12).

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::data::{
    self, ConfigurationParameters, DeviceEntry, DeviceRecord, OperatorNotice, Reception,
    StorageDecision,
};

use super::{Errand, Fate, Services, Stored, seconds};
use crate::days::{DAY, Millis};

impl Services {
    /// Stores a device's record, and has the broker retain what it says.
    pub(super) fn keep(&mut self, record: DeviceRecord) {
        self.highest = self.highest.max(record.version());
        let payload = record.status().to_canonical();
        let device = record.device.clone();
        let news = self.retained(BrokerRole::Data, &device) != payload;
        self.devices.insert(device.clone(), record.into());
        if news {
            self.publish(BrokerRole::Data, device, payload);
        }
    }

    /// A Data Transfer arrived: what became of each of its snapshots.
    pub(crate) fn receive(
        &mut self,
        device: &DeviceId,
        payload: &[u8],
        now: Millis,
    ) -> Option<Vec<(Snapshot, Fate)>> {
        let record = self
            .devices
            .get(device)
            .and_then(DeviceEntry::record)
            .cloned();
        let all = |fate: Fate| {
            let decoded = DataTransfer::decode(payload, Profile::Tolerant);
            let snapshots = decoded.ok()?.message.into_snapshots();
            Some(
                snapshots
                    .into_iter()
                    .map(|snapshot| (snapshot, fate))
                    .collect(),
            )
        };
        match data::receive(record.as_ref(), payload, Profile::Tolerant) {
            Reception::Unknown => all(Fate::Unknown),
            Reception::Denied(denial) => {
                if let Some(record) = record {
                    let (record, notice) = record.note(denial);
                    if let Some(OperatorNotice::StillSending { device, .. }) = notice {
                        self.errands.push((now + 2 * DAY, Errand::Reissue(device)));
                    }
                    self.devices.insert(device.clone(), record.into());
                }
                all(Fate::Denied)
            }
            Reception::Quarantine(_) => None,
            Reception::Accept(decoded) => {
                let snapshots = decoded.message.into_snapshots();
                let store = |snapshot: Snapshot| {
                    let keeps = record
                        .as_ref()
                        .is_some_and(|record| record.keeps(&snapshot));
                    let fate = match keeps {
                        true => self.store(device, snapshot, now),
                        false => Fate::Denied,
                    };
                    (snapshot, fate)
                };
                Some(snapshots.into_iter().map(store).collect())
            }
        }
    }

    fn store(&mut self, device: &DeviceId, snapshot: Snapshot, at: Millis) -> Fate {
        let key = (device.clone(), snapshot.acquired());
        let stored = self.stored.get(&key).map(|stored| &stored.snapshot);
        match data::store(stored, &snapshot) {
            StorageDecision::New => {
                self.stored.insert(key, Stored { snapshot, at });
                Fate::Stored
            }
            StorageDecision::Duplicate => Fate::Duplicate,
            StorageDecision::Conflict => Fate::Conflict,
        }
    }

    /// All that is stored.
    pub(crate) fn stored(&self) -> impl Iterator<Item = &Stored> {
        self.stored.values()
    }

    /// An operator configures the device anew.
    pub(crate) fn reconfigure(&mut self, parameters: ConfigurationParameters, now: Millis) {
        let first_version = self.parameters.first_version;
        self.parameters = ConfigurationParameters {
            first_version,
            ..parameters
        };
        for entry in self.devices.clone().into_values() {
            let Some(record) = entry.into_record() else {
                continue;
            };
            let unchanged = record.clone();
            let record = match data::reconfigure(record, &self.parameters, seconds(now)) {
                Ok(Some(record)) => record,
                Ok(None) | Err(_) => unchanged,
            };
            self.keep(record);
        }
    }

    pub(super) fn reissue(&mut self, device: &DeviceId, now: Millis) {
        let entry = self.devices.get(device).cloned();
        if let Some(record) = entry.and_then(DeviceEntry::into_record) {
            let unchanged = record.clone();
            let record = data::reissue(record, None, seconds(now)).unwrap_or(unchanged);
            self.keep(record);
        }
    }
}
