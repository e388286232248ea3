//! Services that are restored from a backup (P-7.11).

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::DeviceRecord;
use iot4emissions_proto::services::registration::{Event, VehicleRecord, status_of};

use super::{Services, Word};
use crate::days::Millis;

impl Services {
    pub(crate) fn back_data_up(&mut self, now: Millis) {
        self.data_backup = Some((self.devices.clone(), now));
    }

    /// The Data Service is restored: what was stored since the backup is lost, and
    /// returned. The operator raises the first version above all that were issued, and has
    /// the Registration Service tell everything again.
    pub(crate) fn restore_data(&mut self, now: Millis) -> Vec<Snapshot> {
        let Some((devices, then)) = self.data_backup.take() else {
            return Vec::new();
        };
        let (before, after) = (self.devices.clone(), devices);
        self.devices = after;
        let mut lost = Vec::new();
        self.stored.retain(|_, stored| {
            if stored.at > then {
                lost.push(stored.snapshot);
            }
            stored.at <= then
        });
        // Of a withdrawal since the backup, the service knows nothing until it hears again.
        self.silences.retain(|silence| silence.from <= then);
        for (device, record) in &before {
            let now_known = self.devices.get(device).map(DeviceRecord::clearance);
            let now_known = now_known.unwrap_or(Clearance::NOT_CLEARED);
            self.note_clearance(Some(record.clearance()), now_known, now);
        }
        self.parameters.first_version = self.highest.next().unwrap_or(self.highest);
        // P-7.8: the broker retains what the records say.
        for record in self.devices.clone().into_values() {
            self.keep(record);
        }
        self.tell_again(now);
        lost
    }

    pub(crate) fn back_registration_up(&mut self) {
        self.registration_backup = Some(self.vehicles.clone());
    }

    /// The Registration Service is restored: it hears first what changed since its backup.
    /// Whether `device` has lost its vehicle by that, and has to register again.
    pub(crate) fn restore_registration(&mut self, device: &DeviceId, now: Millis) -> bool {
        let Some(mut vehicles) = self.registration_backup.take() else {
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
        let lost = has(&self.vehicles) && !has(&vehicles);
        let countries: Vec<_> = self.vehicles.iter().map(|record| record.country).collect();
        self.vehicles = vehicles;
        for (record, country) in self.vehicles.iter_mut().zip(countries) {
            record.country = country;
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
            self.decide(vehicle, Event::TellAgain, now);
        }
    }
}
