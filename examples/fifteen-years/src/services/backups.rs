//! Services that are restored from a backup (P-7.11).

use std::collections::BTreeMap;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::DeviceEntry;
use iot4emissions_proto::services::registration::{Event, VehicleRecord, status_of};
use iot4emissions_proto::time::UnixSeconds;

use super::{Services, Stored, Word, seconds};
use crate::days::Millis;

/// What the Data Service has at a time.
pub(super) struct DataBackup {
    devices: BTreeMap<DeviceId, DeviceEntry>,
    stored: BTreeMap<(DeviceId, UnixSeconds), Stored>,
    then: Millis,
}

/// The Registration Service's records at a time, and how much had been said by then.
pub(super) struct RegistrationBackup {
    vehicles: Vec<VehicleRecord>,
    said: usize,
}

impl Services {
    pub(crate) fn back_data_up(&mut self, now: Millis) {
        self.data_backup = Some(DataBackup {
            devices: self.devices.clone(),
            stored: self.stored.clone(),
            then: now,
        });
    }

    /// The Data Service is restored: what was stored since the backup is lost, and
    /// returned. The operator raises the first version above all that were issued, and has
    /// the Registration Service tell everything again.
    pub(crate) fn restore_data(&mut self, now: Millis) -> Vec<Snapshot> {
        let Some(backup) = self.data_backup.take() else {
            return Vec::new();
        };
        let DataBackup {
            devices,
            stored,
            then,
        } = backup;
        let before = std::mem::replace(&mut self.devices, devices);
        let had = std::mem::replace(&mut self.stored, stored);
        let lost = had
            .iter()
            .filter(|(key, _)| !self.stored.contains_key(*key));
        let lost = lost.map(|(_, stored)| stored.snapshot).collect();
        // What the tombstones say is erased again: they are kept apart (P-7.14).
        for (device, tombstone) in self.tombstones.clone() {
            if tombstone.forgotten >= seconds(then) {
                self.bury(device, tombstone);
            }
        }
        self.unhear_since(then);
        // Of a withdrawal since the backup, the service knows nothing until it hears again.
        self.silences.retain(|silence| silence.from <= then);
        for (device, entry) in &before {
            let clearance = |entry: &DeviceEntry| Some(entry.record()?.clearance());
            let now_known = self.devices.get(device).and_then(clearance);
            let now_known = now_known.unwrap_or(Clearance::NOT_CLEARED);
            self.note_clearance(clearance(entry), now_known, now);
        }
        self.parameters.first_version = self.highest.next().unwrap_or(self.highest);
        // P-7.8: the broker retains what the records say.
        for entry in self.devices.clone().into_values() {
            if let Some(record) = entry.into_record() {
                self.keep(record);
            }
        }
        self.tell_again(now);
        lost
    }

    pub(crate) fn back_registration_up(&mut self) {
        self.registration_backup = Some(RegistrationBackup {
            vehicles: self.vehicles.clone(),
            said: self.said.len(),
        });
    }

    /// The Registration Service is restored: it hears first what changed since its backup.
    /// Whether `device` has lost its vehicle by that, and has to register again.
    pub(crate) fn restore_registration(&mut self, device: &DeviceId, now: Millis) -> bool {
        let Some(RegistrationBackup { mut vehicles, said }) = self.registration_backup.take()
        else {
            return false;
        };
        // The registrar registers anew what the backup has not got.
        for record in &self.vehicles[vehicles.len()..] {
            let mut new = VehicleRecord::new(record.vin);
            new.country = record.country;
            vehicles.push(new);
        }
        let has = |records: &[VehicleRecord]| {
            let last = records.last().and_then(|record| record.binding.as_ref());
            last.is_some_and(|binding| binding.device == *device)
        };
        // Whose owner had the data erased since is released again, whatever it has become.
        let since = self.said[said..].to_vec();
        let erased = since.iter().any(|(_, word)| *word == Word::Erased);
        let lost = has(&self.vehicles) && (!has(&vehicles) || erased);
        let countries: Vec<_> = self.vehicles.iter().map(|record| record.country).collect();
        self.vehicles = vehicles;
        for (record, country) in self.vehicles.iter_mut().zip(countries) {
            record.country = country;
        }
        // Of the others, what holds now is all that matters.
        for (vehicle, word) in since {
            match word {
                Word::Sold(_) | Word::Erased | Word::Scrapped | Word::Registered => {
                    self.decide(vehicle, Self::event_of(word), now);
                }
                Word::Consent(_) | Word::Paused(_) | Word::Left => {}
            }
        }
        let (consent, paused) = (self.consent, self.paused);
        self.told(Word::Consent(consent), now);
        self.told(Word::Paused(paused), now);
        self.tell_again(now);
        // P-7.8.
        let devices: Vec<DeviceId> = self.retained.keys().cloned().collect();
        for device in devices {
            let status = status_of(&device, &self.vehicles);
            let payload = status
                .map(|status| status.to_canonical())
                .unwrap_or_default();
            if self.retained(BrokerRole::Registration, &device) != payload {
                self.publish(BrokerRole::Registration, device, payload);
            }
        }
        lost
    }

    fn tell_again(&mut self, now: Millis) {
        for vehicle in 0..self.vehicles.len() {
            self.may_be_heard(vehicle);
            self.decide(vehicle, Event::TellAgain, now);
        }
    }
}
