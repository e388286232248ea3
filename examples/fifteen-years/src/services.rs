//! The two services as far as one unit has to do with them: the library's decisions
//! (P-7), with the records, what the brokers retain, and an operator who does what the
//! rules leave to him. All that the simulation knows of the services' API is here.

use std::collections::BTreeMap;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{ConfigurationVersion, Profile, RegistrationRequest};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::call::Answer;
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{
    self, ConfigurationParameters, DeviceRecord, Notice as DataNotice, Reception, Storing,
};
use iot4emissions_proto::services::registration::{
    Effect, Event, Notice, VehicleRecord, decide, status_of,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};

use crate::days::{DAY, HOUR, Millis, SECOND};
use crate::mishap::{Mishap, MishapCounts};
use crate::random::Draws;

/// What a registrar or a consent manager says of the vehicle that the unit sits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Consent(bool),
    Paused(bool),
    Left,
    Registered,
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

/// A backup of a service's records.
enum Backup {
    Data(BTreeMap<DeviceId, DeviceRecord>, Millis),
    Registration(Vec<VehicleRecord>),
}

pub(crate) struct Services {
    vehicles: Vec<VehicleRecord>,
    devices: BTreeMap<DeviceId, DeviceRecord>,
    parameters: ConfigurationParameters,
    stored: BTreeMap<(DeviceId, UnixSeconds), Stored>,
    retained: BTreeMap<DeviceId, [Vec<u8>; 2]>,
    /// The highest version that was ever issued.
    highest: ConfigurationVersion,
    data_backup: Option<Backup>,
    registration_backup: Option<Backup>,
    /// What holds of the vehicle that the unit sits in, as the registrar knows it.
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
    pub(crate) fn new(vin: Vin, parameters: ConfigurationParameters) -> Self {
        Self {
            vehicles: vec![VehicleRecord::new(vin)],
            devices: BTreeMap::new(),
            highest: parameters.first_version,
            parameters,
            stored: BTreeMap::new(),
            retained: BTreeMap::new(),
            data_backup: None,
            registration_backup: None,
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
            Word::Left => self.consent = false,
            Word::Registered => self.consent = true,
        }
        let vehicle = self.vehicles.len() - 1;
        self.decide(vehicle, Self::event_of(word), now);
    }

    fn event_of(word: Word) -> Event {
        match word {
            Word::Consent(consent) => Event::ConsentChanged { consent },
            Word::Paused(paused) => Event::Paused { paused },
            Word::Left => Event::Left,
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
        (self.consent, self.paused) = (false, false);
    }

    /// Another device has the vehicle: one that was in use before.
    pub(crate) fn taken_by(&mut self, device: DeviceId, now: Millis) {
        let attributes = VehicleInfo::default();
        self.requested(0, device, attributes, now);
        for _ in 0..8 {
            self.call(now, None);
        }
    }

    /// Whether the unit's vehicle may be collected of, as far as the registrar knows.
    pub(crate) const fn is_wanted(&self) -> bool {
        self.consent && !self.paused
    }

    /// A Registration Request arrived.
    pub(crate) fn request(&mut self, device: &DeviceId, payload: &[u8], now: Millis) -> bool {
        let Ok(decoded) = RegistrationRequest::decode(payload, Profile::Tolerant) else {
            return false;
        };
        let RegistrationRequest { vin, vehicle_info } = decoded.message;
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
            bound_elsewhere,
            last_sequence,
        };
        self.decide(vehicle, event, now);
    }

    fn decide(&mut self, vehicle: usize, event: Event, now: Millis) {
        let before = self.vehicles[vehicle].clone();
        let (record, effects) = decide(before, event);
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
                Effect::Raise(notice) => self.notice(vehicle, &notice, now),
            }
        }
    }

    /// What an operator makes of a notice: who asks for a vehicle here is whom it belongs
    /// to, as its workshop says within a month.
    fn notice(&mut self, vehicle: usize, notice: &Notice, now: Millis) {
        let (to_release, for_device) = match notice {
            Notice::VehicleHasAnotherDevice { device, .. } => (Some(vehicle), device),
            Notice::DeviceHasAnotherVehicle { device } => {
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

    /// Makes the calls that are outstanding: not each one arrives, and not each answer.
    fn call(&mut self, now: Millis, mut luck: Option<(&mut Draws, &mut MishapCounts)>) {
        for vehicle in 0..self.vehicles.len() {
            let Some(call) = self.vehicles[vehicle].outstanding() else {
                continue;
            };
            let (mut arrives, mut answered) = (true, true);
            if let Some((draws, counts)) = &mut luck {
                arrives = !draws.in_a_thousand(40);
                answered = arrives && !draws.in_a_thousand(40);
                if !answered {
                    counts.count(Mishap::CallLost);
                }
            }
            if arrives {
                let device = call.device_id.clone();
                let record = self.devices.remove(&device);
                let before = record.as_ref().map(DeviceRecord::clearance);
                let (record, answer) = data::answer(record, &call, &self.parameters, seconds(now));
                if let Some(record) = record {
                    self.note_clearance(before, record.clearance(), now);
                    self.keep(record);
                }
                if answered {
                    let event = Event::CallAnswered {
                        device,
                        sequence: call.sequence,
                        answer,
                    };
                    self.decide(vehicle, event, now);
                }
                // An answer that changes nothing is waited for in vain.
                self.calls_in_vain += u32::from(!matches!(answer, Answer::Applied));
            }
            if self.vehicles[vehicle].outstanding().is_some() {
                self.errands.push((now + HOUR, Errand::Call));
            }
        }
    }

    /// How often the Data Service answered in a row without taking what it was told.
    pub(crate) const fn calls_in_vain(&self) -> u32 {
        self.calls_in_vain
    }

    fn note_clearance(&mut self, before: Option<Clearance>, after: Clearance, now: Millis) {
        let denied = |clearance| clearance == Clearance::NOT_CLEARED;
        match before {
            // A release, for the same vehicle's next device, is no withdrawal (P-7.3).
            Some(before) if !denied(before) && denied(after) && !self.consent => {
                self.silences.push(Silence {
                    from: now,
                    to: Millis::MAX,
                });
            }
            Some(before) if denied(before) && !denied(after) => {
                if let Some(silence) = self.silences.last_mut() {
                    silence.to = silence.to.min(now);
                }
            }
            _ => {}
        }
    }

    /// The times in which nothing could be collected.
    pub(crate) fn silences(&self) -> &[Silence] {
        &self.silences
    }

    /// Stores a device's record, and has the broker retain what it says.
    fn keep(&mut self, record: DeviceRecord) {
        self.highest = self.highest.max(record.version());
        let payload = record.status().to_canonical();
        let device = record.device.clone();
        let news = self.retained(BrokerRole::Data, &device) != payload;
        self.devices.insert(device.clone(), record);
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
        let record = self.devices.get(device);
        let all = |fate: Fate| {
            let decoded =
                iot4emissions_proto::message::DataTransfer::decode(payload, Profile::Tolerant);
            let snapshots = decoded.ok()?.message.into_snapshots();
            Some(
                snapshots
                    .into_iter()
                    .map(|snapshot| (snapshot, fate))
                    .collect(),
            )
        };
        match data::receive(record, payload, Profile::Tolerant) {
            Reception::Unknown => all(Fate::Unknown),
            Reception::Denied(denial) => {
                if let Some(record) = self.devices.remove(device) {
                    let (record, notice) = record.note(denial);
                    if let Some(DataNotice::StillSending { device, .. }) = notice {
                        self.errands.push((now + 2 * DAY, Errand::Reissue(device)));
                    }
                    self.devices.insert(device.clone(), record);
                }
                all(Fate::Denied)
            }
            Reception::Quarantine(_) => None,
            Reception::Accept(decoded) => {
                let snapshots = decoded.message.into_snapshots();
                let record = record.cloned();
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
            Storing::New => {
                self.stored.insert(key, Stored { snapshot, at });
                Fate::Stored
            }
            Storing::Duplicate => Fate::Duplicate,
            Storing::Conflict => Fate::Conflict,
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
        for (_, record) in std::mem::take(&mut self.devices) {
            let unchanged = record.clone();
            let record = match data::reconfigure(record, &self.parameters, seconds(now)) {
                Ok(Some(record)) => record,
                Ok(None) | Err(_) => unchanged,
            };
            self.keep(record);
        }
    }

    fn reissue(&mut self, device: &DeviceId, now: Millis) {
        if let Some(record) = self.devices.remove(device) {
            let unchanged = record.clone();
            let record = data::reissue(record, None, seconds(now)).unwrap_or(unchanged);
            self.keep(record);
        }
    }

    /// The records in a few words, to find out why a device is stuck.
    pub(crate) fn brief(&self, device: &DeviceId) -> String {
        let vehicle = self.vehicles.last();
        let binding = vehicle.and_then(|vehicle| vehicle.binding.as_ref());
        let phase = binding.map(|binding| (binding.device == *device, binding.phase));
        let data = self.devices.get(device);
        let data = data.map(|record| (record.clearance(), record.version()));
        format!("(bound to it {phase:?}, data {data:?})")
    }

    // Backups (P-7.11).

    pub(crate) fn back_data_up(&mut self, now: Millis) {
        self.data_backup = Some(Backup::Data(self.devices.clone(), now));
    }

    /// The Data Service is restored: what was stored since the backup is lost, and
    /// returned. The operator raises the first version above all that were issued, and has
    /// the Registration Service tell everything again.
    pub(crate) fn restore_data(&mut self, now: Millis) -> Vec<Snapshot> {
        let Some(Backup::Data(devices, then)) = self.data_backup.take() else {
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
        self.registration_backup = Some(Backup::Registration(self.vehicles.clone()));
    }

    /// The Registration Service is restored: it hears first what changed since its backup.
    /// Whether `device` has lost its vehicle by that, and has to register again.
    pub(crate) fn restore_registration(&mut self, device: &DeviceId, now: Millis) -> bool {
        let Some(Backup::Registration(mut vehicles)) = self.registration_backup.take() else {
            return false;
        };
        // The registrar registers anew what the backup has not got.
        for record in &self.vehicles[vehicles.len()..] {
            let mut new = VehicleRecord::new(record.vin.clone());
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

const fn seconds(now: Millis) -> UnixSeconds {
    UnixSeconds(now / 1000)
}
