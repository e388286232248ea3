//! The two services as far as one unit has to do with them: the library's decisions
//! (P-7), with the records, what the brokers retain, and an operator who does what the
//! rules leave to him. All that the simulation knows of the services' API is here.

mod backups;
mod calls;
mod data;
mod erasures;
mod sales;

use std::collections::BTreeMap;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{ConfigurationVersion, Profile, RegistrationRequest};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::data::{ConfigurationParameters, DeviceEntry, Tombstone};
use iot4emissions_proto::services::registration::{
    Effect, Event, OperatorNotice, StoredDataPolicy, VehicleRecord, decide, status_of,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};

use crate::days::{DAY, HOUR, Millis, SECOND};
use crate::mishap::MishapCounts;
use crate::random::Draws;
use erasures::Erasure;
use sales::Sale;

/// What a registrar or a consent manager says of the vehicle that the unit sits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Consent(bool),
    Paused(bool),
    Left,
    Registered,
    /// Another owner, and whether he consents.
    Sold(bool),
    /// The owner had erased what is stored.
    Erased,
    Scrapped,
}

/// What the services have to do later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Errand {
    /// The Registration Service calls the Data Service.
    Call,
    /// An operator releases a vehicle from the device that it has, so that another one can
    /// have it (P-7.3).
    Release {
        vehicle: usize,
        for_device: DeviceId,
    },
    /// An operator sends the configuration again (P-7.12).
    Reissue(DeviceId),
}

/// A message that a service publishes retained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct News {
    pub(crate) role: BrokerRole,
    pub(crate) device: DeviceId,
    /// Empty where the topic is cleared.
    pub(crate) payload: Vec<u8>,
}

/// What became of a snapshot at the Data Service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Stored,
    Duplicate,
    Conflict,
    Denied,
    Unknown,
}

/// A time in which the Data Service knew that a device may not collect: nothing that was
/// acquired in it may be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Silence {
    pub(crate) from: Millis,
    /// When it was cleared again, `Millis::MAX` before.
    pub(crate) to: Millis,
}

/// A snapshot that the Data Service has stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored {
    pub(crate) snapshot: Snapshot,
    pub(crate) at: Millis,
}

pub(crate) struct Services {
    vehicles: Vec<VehicleRecord>,
    policy: StoredDataPolicy,
    devices: BTreeMap<DeviceId, DeviceEntry>,
    /// The tombstones, which are kept apart from backups (P-7.14), also once a device has
    /// been introduced again.
    tombstones: BTreeMap<DeviceId, Tombstone>,
    parameters: ConfigurationParameters,
    stored: BTreeMap<(DeviceId, UnixSeconds), Stored>,
    retained: BTreeMap<DeviceId, [Vec<u8>; 2]>,
    /// The highest version that was ever issued.
    highest: ConfigurationVersion,
    data_backup: Option<backups::DataBackup>,
    registration_backup: Option<backups::RegistrationBackup>,
    /// What was said of which vehicle.
    said: Vec<(usize, Word)>,
    erasures: Vec<Erasure>,
    /// What was stored and is erased, until the ledger has heard of it.
    pub(crate) erased: Vec<Snapshot>,
    sales: Vec<Sale>,
    /// What holds of the vehicle that the unit sits in, as the registrar knows it.
    registered: bool,
    consent: bool,
    paused: bool,
    silences: Vec<Silence>,
    /// How often the call that is outstanding was made in vain.
    calls_in_vain: u32,
    releasing: Vec<usize>,
    /// Whether nobody reads the notices.
    pub(crate) unattended: bool,
    pub(crate) news: Vec<News>,
    pub(crate) errands: Vec<(Millis, Errand)>,
}

impl Services {
    pub(crate) fn new(
        vin: Vin,
        parameters: ConfigurationParameters,
        policy: StoredDataPolicy,
    ) -> Self {
        Self {
            vehicles: vec![VehicleRecord::new(vin)],
            policy,
            devices: BTreeMap::new(),
            tombstones: BTreeMap::new(),
            highest: parameters.first_version,
            parameters,
            stored: BTreeMap::new(),
            retained: BTreeMap::new(),
            data_backup: None,
            registration_backup: None,
            said: Vec::new(),
            erasures: Vec::new(),
            erased: Vec::new(),
            sales: Vec::new(),
            registered: false,
            consent: false,
            paused: false,
            silences: Vec::new(),
            calls_in_vain: 0,
            releasing: Vec::new(),
            unattended: false,
            news: Vec::new(),
            errands: Vec::new(),
        }
    }

    /// What the registrar says of the vehicle that the unit sits in.
    pub(crate) fn told(&mut self, word: Word, now: Millis) {
        match word {
            Word::Consent(consent) => self.consent = consent,
            Word::Paused(paused) => self.paused = paused,
            Word::Left => (self.registered, self.consent) = (false, false),
            Word::Registered => (self.registered, self.consent) = (true, true),
            Word::Sold(consent) => self.consent = consent,
            Word::Erased | Word::Scrapped => {
                (self.registered, self.consent, self.paused) = (false, false, false);
            }
        }
        let vehicle = self.vehicles.len() - 1;
        self.said.push((vehicle, word));
        if matches!(word, Word::Sold(_)) {
            self.note_sale(vehicle, now);
        }
        self.decide(vehicle, Self::event_of(word), now);
    }

    fn event_of(word: Word) -> Event {
        match word {
            Word::Consent(consent) => Event::ConsentChanged { consent },
            Word::Paused(paused) => Event::Paused { paused },
            Word::Left => Event::Left,
            Word::Sold(consent) => Event::OwnerChanged { consent },
            Word::Erased => Event::Erased,
            Word::Scrapped => Event::Scrapped,
            Word::Registered => Event::Registered {
                country: "DE".parse().expect("a country"),
                attributes: VehicleInfo::default(),
                consent: true,
            },
        }
    }

    /// The unit was put into another vehicle, which is registered without consent yet.
    pub(crate) fn swapped_into(&mut self, vin: Vin) {
        self.vehicles.push(VehicleRecord::new(vin));
        (self.registered, self.consent, self.paused) = (false, false, false);
    }

    /// Another device has the vehicle: one that was in use before.
    pub(crate) fn taken_by(&mut self, device: DeviceId, now: Millis) {
        let attributes = VehicleInfo::default();
        self.requested(0, device, attributes, now);
        for _ in 0..8 {
            self.call(now, None);
        }
    }

    /// Whether the vehicle that the unit sits in has no device, for the Registration Service.
    pub(crate) fn has_no_device(&self) -> bool {
        let vehicle = self.vehicles.last();
        vehicle.is_none_or(|vehicle| vehicle.binding.is_none())
    }

    /// Whether the unit's vehicle may be collected of, as far as the registrar knows.
    pub(crate) const fn is_wanted(&self) -> bool {
        self.registered && self.consent && !self.paused
    }

    /// A Registration Request arrived.
    pub(crate) fn request(&mut self, device: &DeviceId, payload: &[u8], now: Millis) -> bool {
        let Ok(decoded) = RegistrationRequest::decode(payload, Profile::Tolerant) else {
            return false;
        };
        let RegistrationRequest {
            vin, vehicle_info, ..
        } = decoded.message;
        let Some(vehicle) = self.vehicles.iter().position(|record| record.vin == vin) else {
            return false;
        };
        self.requested(vehicle, device.clone(), vehicle_info, now);
        true
    }

    fn requested(
        &mut self,
        vehicle: usize,
        device: DeviceId,
        attributes: VehicleInfo,
        now: Millis,
    ) {
        let has = |record: &VehicleRecord| {
            let binding = record.binding.as_ref();
            binding.is_some_and(|binding| binding.device == device)
        };
        let others = self.vehicles.iter().enumerate();
        let bound_elsewhere = others
            .filter(|(other, _)| *other != vehicle)
            .any(|(_, record)| has(record));
        let sequences = self.vehicles.iter().map(|record| record.sequence);
        let last_sequence = sequences.max().unwrap_or_default();
        let event = Event::Requested {
            device,
            attributes,
            data_device: None,
            bound_elsewhere,
            last_sequence,
        };
        self.decide(vehicle, event, now);
    }

    fn decide(&mut self, vehicle: usize, event: Event, now: Millis) {
        let before = self.vehicles[vehicle].clone();
        let (record, effects) = decide(before, event, &self.policy);
        self.vehicles[vehicle] = record;
        for effect in effects {
            match effect {
                Effect::PublishStatus { device, status } => {
                    self.publish(BrokerRole::Registration, device, status.to_canonical());
                }
                Effect::ClearStatus { device } => {
                    let status = status_of(&device, &self.vehicles);
                    let payload = status.map(|status| status.to_canonical());
                    self.publish(
                        BrokerRole::Registration,
                        device,
                        payload.unwrap_or_default(),
                    );
                }
                Effect::CallDataService => {
                    self.calls_in_vain = 0;
                    self.errands.push((now + 4 * SECOND, Errand::Call));
                }
                Effect::DeleteRecord { .. } => {
                    let vin = self.vehicles[vehicle].vin;
                    self.vehicles[vehicle] = VehicleRecord::new(vin);
                }
                Effect::Raise(notice) => self.notice(vehicle, &notice, now),
            }
        }
    }

    /// What an operator makes of a notice: who asks for a vehicle here is whom it belongs
    /// to, as its workshop says within a month.
    fn notice(&mut self, vehicle: usize, notice: &OperatorNotice, now: Millis) {
        let (to_release, for_device) = match notice {
            OperatorNotice::VehicleHasAnotherDevice { device, .. } => (Some(vehicle), device),
            OperatorNotice::DeviceHasAnotherVehicle { device } => {
                let others = self.vehicles.iter().enumerate();
                let other = others
                    .filter(|(other, _)| *other != vehicle)
                    .find(|(_, it)| {
                        let binding = it.binding.as_ref();
                        binding.is_some_and(|binding| binding.device == *device)
                    });
                (other.map(|(other, _)| other), device)
            }
            _ => return,
        };
        let known = |vehicle: &usize| self.releasing.contains(vehicle);
        if let Some(vehicle) = to_release.filter(|it| !known(it) && !self.unattended) {
            self.releasing.push(vehicle);
            // Between three days and a month, as the hour has it.
            let days = 3 + now / HOUR % 28;
            let for_device = for_device.clone();
            let errand = Errand::Release {
                vehicle,
                for_device,
            };
            self.errands.push((now + days * DAY, errand));
        }
    }

    fn publish(&mut self, role: BrokerRole, device: DeviceId, payload: Vec<u8>) {
        let retained = self.retained.entry(device.clone()).or_default();
        retained[role as usize].clone_from(&payload);
        self.news.push(News {
            role,
            device,
            payload,
        });
    }

    /// What a broker retains for a device; empty where that is nothing.
    pub(crate) fn retained(&self, role: BrokerRole, device: &DeviceId) -> &[u8] {
        let retained = self.retained.get(device);
        retained.map_or(&[], |retained| &retained[role as usize])
    }

    pub(crate) fn run(
        &mut self,
        errand: Errand,
        now: Millis,
        draws: &mut Draws,
        counts: &mut MishapCounts,
    ) {
        match errand {
            Errand::Call => self.call(now, Some((draws, counts))),
            Errand::Release {
                vehicle,
                for_device,
            } => {
                self.releasing.retain(|other| *other != vehicle);
                // It may have got the vehicle meanwhile, by an earlier release.
                let newest = vehicle == self.vehicles.len() - 1;
                let binding = self.vehicles[vehicle].binding.as_ref();
                if !newest || binding.is_some_and(|binding| binding.device != for_device) {
                    self.decide(vehicle, Event::Released, now);
                }
            }
            Errand::Reissue(device) => self.reissue(&device, now),
        }
    }

    /// The records in a few words, to find out why a device is stuck.
    pub(crate) fn brief(&self, device: &DeviceId) -> String {
        let vehicle = self.vehicles.last();
        let binding = vehicle.and_then(|vehicle| vehicle.binding.as_ref());
        let phase = binding.map(|binding| (binding.device == *device, binding.phase));
        let data = self.devices.get(device);
        let data = data.and_then(DeviceEntry::record);
        let data = data.map(|record| (record.clearance(), record.version()));
        format!("(bound to it {phase:?}, data {data:?})")
    }
}

const fn seconds(now: Millis) -> UnixSeconds {
    UnixSeconds(now / 1000)
}
