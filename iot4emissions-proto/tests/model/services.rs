//! Both services: the real decisions over their records, and what the model's
//! transport makes of their effects.

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{
    DataTransfer, Profile, RegistrationRequest, RegistrationStatus,
};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::call::{Answer, Call, CallContent, CallKind, Sequence};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{
    self, ConfigurationParameters, DeviceEntry, Reception, Segments, StorageDecision, Tombstone,
    Withdrawal,
};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    self, Effect, Event, Phase, VehicleRecord, status_of,
};
use iot4emissions_proto::time::UnixSeconds;

use crate::fault::Fault;
use crate::model::Network;
use crate::node::{Reading, Sent};
use crate::scenario::{self, VINS};
use crate::shared::Shared;
use crate::world::{Answered, Parting, World, index_of, insert};

impl World {
    /// The Registration Service decides, stores, and then carries out the effects.
    pub(crate) fn decide(&mut self, network: &Network, vehicle: usize, event: Event) {
        let all = self.decide_until(network, vehicle, event, None);
        debug_assert!(all.is_some(), "no crash, no bound");
    }

    /// As [`decide`](Self::decide), but that the service crashes after `crash` effects;
    /// `None` where there are not more than that. It has stored with the record what it
    /// owes the broker.
    pub(crate) fn decide_until(
        &mut self,
        network: &Network,
        vehicle: usize,
        event: Event,
        crash: Option<u8>,
    ) -> Option<()> {
        if let (Event::Requested { device, .. }, true) =
            (&event, network.has(Fault::AnswerBeforeIntroduction))
        {
            if let Some(index) = index_of(self, device.as_str()) {
                self.retain_status(index, Some(RegistrationStatus::Registered));
            }
        }
        let unbinds = event == Event::Released && network.has(Fault::ReleasedBeforeSuspension);
        let before = (*self.vehicles[vehicle]).clone();
        let drops = network.has(Fault::SegmentDropped).then(|| before.clone());
        let policy = &network.scenario.stored_data;
        let (mut record, effects) = registration::decide(before, event, policy);
        if let Some(before) = drops {
            drop_segment(&before, &mut record);
        }
        if unbinds {
            record.binding = None;
        }
        self.vehicles[vehicle] = Shared::new(record);
        let carried_out = crash.map_or(effects.len(), usize::from);
        self.registration_down = crash.is_some();
        let crashes_in_time = carried_out < effects.len() || crash.is_none();
        for (place, effect) in effects.into_iter().enumerate() {
            match effect {
                Effect::PublishStatus { device, status } => {
                    self.publish(network, &device, Some(status), place < carried_out);
                }
                Effect::ClearStatus { device } => {
                    let status = self.status_of(&device);
                    self.publish(network, &device, status, place < carried_out);
                }
                Effect::CallDataService if place < carried_out => self.call(network, vehicle),
                // In one commit with what the service owes the broker; nobody waits for the
                // answers to what the record had asked.
                Effect::DeleteRecord { .. } => {
                    self.answers.retain(|answered| answered.vehicle != vehicle);
                    let record = VehicleRecord::new(scenario::vin(vehicle));
                    self.vehicles[vehicle] = Shared::new(record);
                }
                // An outstanding call is in the record, and is repeated.
                Effect::CallDataService | Effect::Raise(_) => {}
            }
        }
        crashes_in_time.then_some(())
    }

    /// What the records say of a device.
    pub(crate) fn status_of(&self, device: &DeviceId) -> Option<RegistrationStatus> {
        status_of(device, self.vehicles.iter().map(|record| &**record))
    }

    /// Publishes a status, or owes it.
    fn publish(
        &mut self,
        network: &Network,
        device: &DeviceId,
        status: Option<RegistrationStatus>,
        at_once: bool,
    ) {
        let index = index_of(self, device.as_str()).expect("a device of the model");
        if at_once {
            self.retain_status(index, status);
        } else if !network.has(Fault::EffectsForgotten) {
            self.owed.push((index, status));
        }
    }

    /// The Registration Service runs again, and publishes what it owes.
    pub(crate) fn registration_restarted(&mut self) {
        self.registration_down = false;
        for (index, status) in std::mem::take(&mut self.owed) {
            self.retain_status(index, status);
        }
    }

    /// The Data Service runs again, and publishes what it may not have published.
    pub(crate) fn data_restarted(&mut self) {
        self.data_down = false;
        for index in 0..self.entries.len() {
            self.publish_entry(index);
        }
    }

    /// Sends the outstanding call, for the first time or again.
    pub(crate) fn call(&mut self, network: &Network, vehicle: usize) {
        let Some(mut call) = self.vehicles[vehicle].outstanding(IntroductionScope::default())
        else {
            return;
        };
        if let (true, CallContent::Introduced { attributes, .. }) =
            (network.has(Fault::VinInIntroduction), &mut call.content)
        {
            attributes.make = Some(VINS[0].parse().expect("a make of 17 characters"));
        }
        let json = serde_json::to_string(&call).expect("a call is JSON");
        if VINS.iter().any(|vin| json.contains(vin)) {
            self.witness.update(|witness| witness.vin_told = true);
        }
        let key =
            |(vehicle, call): &(usize, Call)| (*vehicle, call.device_id.clone(), call.sequence);
        insert(&mut self.calls, (vehicle, call), |a, b| key(a) < key(b));
    }

    fn parameters(&self, network: &Network) -> &'static ConfigurationParameters {
        let after_a_loss = self.restored && !network.has(Fault::FirstVersionKept);
        match (self.moved, after_a_loss) {
            (true, _) => &scenario::MOVED,
            (false, true) => &scenario::AFTER_A_LOSS,
            (false, false) if network.scenario.parts => &scenario::IN_PARTS,
            (false, false) => &scenario::PARAMETERS,
        }
    }

    /// An operator moves the Data Service's broker.
    pub(crate) fn moves(&mut self, network: &Network) {
        self.moved = true;
        let now = scenario::at(0, 0).wall.to_seconds();
        for index in 0..self.entries.len() {
            let Some(record) = self.record(index).cloned() else {
                continue;
            };
            let record = data::reconfigure(record, self.parameters(network), now)
                .expect("few versions")
                .expect("another host");
            self.entries[index] = Some(Shared::new(record.into()));
            self.publish_entry(index);
        }
    }

    /// A registration request of a device reaches the Registration Service.
    pub(crate) fn requested(
        &mut self,
        network: &Network,
        (index, vehicle): (usize, usize),
        crash: Option<u8>,
    ) -> Option<()> {
        let payload = scenario::request(vehicle).to_canonical();
        let request = RegistrationRequest::decode(&payload, Profile::Tolerant)
            .expect("canonical bytes")
            .message;
        assert_eq!(request.vin, self.vehicles[vehicle].vin);
        let others = || (0..self.vehicles.len()).filter(|other| *other != vehicle);
        let elsewhere = others().any(|other| self.bound(other) == Some(index));
        let numbers = self.vehicles.iter().map(|vehicle| vehicle.sequence);
        let event = Event::Requested {
            data_device: None,
            device: scenario::device_id(index),
            attributes: request.vehicle_info,
            bound_elsewhere: self.bound_elsewhere || elsewhere,
            last_sequence: numbers.max().unwrap_or_default(),
        };
        self.decide_until(network, vehicle, event, crash)
    }

    /// A call reaches the Data Service, which answers it, unless it crashes as soon as
    /// it has stored what it makes of the call.
    pub(crate) fn called(
        &mut self,
        network: &Network,
        (vehicle, call): (usize, &Call),
        crashes: bool,
    ) {
        let index = index_of(self, call.device_id.as_str()).expect("a device of the model");
        let now = self.now();
        let entry = self.entries[index].clone();
        let before = self.record(index).cloned();
        let mut heard = call.clone();
        if network.has(Fault::SequenceIgnored) {
            if let Some(record) = &before {
                heard.sequence = record.last.sequence.next().expect("few calls");
            }
        }
        let entry = entry.as_deref().cloned();
        let forgets = network.has(Fault::SuspensionForgotten)
            && matches!(call.content, CallContent::Suspended { .. });
        let (after, answer) = if forgets {
            (entry, Answer::Applied)
        } else {
            data::answer(entry, &heard, self.parameters(network), now)
        };
        let record = after.as_ref().and_then(DeviceEntry::record);
        if let (Some(before), Some(after)) = (&before, record) {
            if after.version() < before.version() {
                self.witness.update(|witness| witness.version_fell = true);
            }
            if before.withdrawal == Some(Withdrawal::Lasts) && after.withdrawal != before.withdrawal
            {
                self.witness
                    .update(|witness| witness.withdrawn_until[index] = now);
            }
        }
        self.entries[index] = after.map(|entry| Shared::new(without_times(network, entry)));
        self.note_parting(index, call, answer, now);
        if call.kind() == CallKind::Forgotten && answer == Answer::Applied {
            // Known only where something was there: a repetition says nothing new.
            if before.is_some() || self.witness.forgotten_at[index] == UnixSeconds::default() {
                self.witness
                    .update(|witness| witness.forgotten_at[index] = now);
            }
            if !network.has(Fault::ForgottenBeforeErased) {
                self.erase(index);
            }
        }
        self.data_down = crashes;
        if answer == Answer::Applied && !crashes {
            self.publish_entry(index);
        }
        if network.has(Fault::TombstoneForgotten) && self.is_forgotten(index) {
            self.entries[index] = None;
        }
        if matches!(answer, Answer::Applied | Answer::Overtaken { .. }) {
            let told = Some((call.sequence, call.kind()));
            let highest = |told: &Option<(Sequence, CallKind)>| told.map(|(sequence, _)| sequence);
            if highest(&self.witness.told[index]) < highest(&told) {
                self.witness.update(|witness| witness.told[index] = told);
            }
        }
        if crashes {
            return;
        }
        let key = |it: &Answered| (it.vehicle, it.device, it.sequence);
        let answered = Answered {
            vehicle,
            device: index,
            sequence: call.sequence,
            answer,
        };
        insert(&mut self.answers, answered, |a, b| key(a) < key(b));
    }

    /// An answer reaches the Registration Service.
    pub(crate) fn answered(
        &mut self,
        network: &Network,
        answered: &Answered,
        crash: Option<u8>,
    ) -> Option<()> {
        let answer = match answered.answer {
            Answer::NotIntroduced if network.has(Fault::NotIntroducedUnheard) => {
                return crash.is_none().then_some(());
            }
            Answer::Overtaken { .. } | Answer::Contradiction { .. }
                if network.has(Fault::MisnumberedIsDone) =>
            {
                Answer::Applied
            }
            answer => answer,
        };
        let event = Event::CallAnswered {
            device: scenario::device_id(answered.device),
            sequence: answered.sequence,
            answer,
        };
        self.decide_until(network, answered.vehicle, event, crash)
    }

    /// A Data Transfer reaches the Data Service.
    pub(crate) fn received(&mut self, network: &Network, index: usize, sent: &Sent) {
        let payload = sent.payload.as_bytes();
        if VINS.iter().any(|vin| sent.payload.contains(vin)) {
            self.witness.update(|witness| witness.vin_told = true);
        }
        let record = self.record(index).cloned();
        let heard = match (network.has(Fault::ClearanceIgnored), &record) {
            (true, Some(record)) => {
                let mut record = record.clone();
                record.last.kind = CallKind::Cleared;
                Some(record)
            }
            _ => record.clone(),
        };
        let each = || sent.readings.iter().map(|reading| (index, *reading));
        match data::receive(heard.as_ref(), payload, Profile::Tolerant) {
            Reception::Accept(decoded) => {
                let cleared = record.is_some_and(|record| record.clearance() == Clearance::Cleared);
                if !cleared {
                    self.witness
                        .update(|witness| witness.stored_uncleared = true);
                }
                self.store(network, index, decoded.message);
            }
            Reception::Denied(_) => self.witness.update(|witness| {
                each().for_each(|one| insert(&mut witness.refused, one, |a, b| a < b));
            }),
            Reception::Unknown => self.witness.update(|witness| {
                each().for_each(|one| insert(&mut witness.ignored, one, |a, b| a < b));
            }),
            Reception::Quarantine(error) => panic!("a device writes canonical bytes: {error}"),
        }
    }

    /// The Data Service's time: it knows of no clock that is wrong.
    fn now(&self) -> UnixSeconds {
        let ticks = self.nodes.iter().map(|node| node.ticks).max();
        scenario::at(ticks.unwrap_or_default(), 0).wall.to_seconds()
    }

    fn store(&mut self, network: &Network, index: usize, message: DataTransfer) {
        let record = self.record(index).cloned();
        for snapshot in message.into_snapshots() {
            let keeps = record.as_ref().is_none_or(|record| record.keeps(&snapshot));
            if !keeps && !network.has(Fault::WithdrawalForgotten) {
                let withheld = (index, Reading::from(&snapshot));
                self.witness
                    .update(|witness| insert(&mut witness.withheld, withheld, |a, b| a < b));
                continue;
            }
            let bound = (0..self.vehicles.len()).find(|it| self.bound(*it) == Some(index));
            let fuel = Reading::from(&snapshot).fuel;
            let foreign = fuel
                .zip(bound)
                .is_some_and(|(fuel, vehicle)| scenario::vehicle_of(fuel) != vehicle);
            let until = self.witness.withdrawn_until[index];
            let withdrawn = snapshot.acquired() < until;
            if foreign || withdrawn {
                self.witness.update(|witness| {
                    witness.stored_foreign |= foreign;
                    witness.stored_withdrawn |= withdrawn;
                });
            }
            let same = |(device, stored): &&(usize, _)| {
                let stored: &Snapshot = stored;
                *device == index && stored.acquired() == snapshot.acquired()
            };
            let known = self.stored.iter().find(same).map(|(_, stored)| stored);
            let storing = data::store(known, &snapshot);
            if storing == StorageDecision::Conflict {
                let flagged = (index, Reading::from(&snapshot));
                self.witness
                    .update(|witness| insert(&mut witness.flagged, flagged, |a, b| a < b));
            }
            if storing == StorageDecision::New || network.has(Fault::DuplicatesStored) {
                let key = |one: &(usize, Snapshot)| (one.0, one.1.acquired());
                let place = self
                    .stored
                    .partition_point(|one| key(one) < (index, snapshot.acquired()));
                self.stored.insert(place, (index, snapshot));
            }
        }
    }

    /// Erases what the Data Service has stored of a device.
    pub(crate) fn erase(&mut self, index: usize) {
        let stored = std::mem::take(&mut self.stored).into_iter();
        let (gone, left): (Vec<_>, _) = stored.partition(|(device, _)| *device == index);
        self.stored = left;
        if gone.is_empty() {
            return;
        }
        self.witness.update(|witness| {
            for (device, snapshot) in gone {
                let one = (device, Reading::from(&snapshot));
                insert(&mut witness.erased, one, |a, b| a < b);
            }
        });
    }

    /// A vehicle has another owner, who consents as the one before.
    pub(crate) fn sold(&mut self, network: &Network, vehicle: usize) {
        let record = &self.vehicles[vehicle];
        let (consent, above) = (record.consent, record.sequence);
        if let Some(device) = self.bound(vehicle) {
            let parting = Parting {
                device,
                sold: self.now(),
                above,
                heard: None,
            };
            self.witness
                .update(|witness| witness.partings.push(parting));
        }
        self.decide(network, vehicle, Event::OwnerChanged { consent });
    }

    /// From now on a call with a new number tells of the sales that the Data Service has not
    /// heard of.
    pub(crate) fn may_be_heard(&mut self, vehicle: usize) {
        let above = self.vehicles[vehicle].sequence;
        let Some(index) = self.bound(vehicle) else {
            return;
        };
        let unheard = |it: &Parting| it.device == index && it.heard.is_none();
        if self.witness.partings.iter().any(unheard) {
            self.witness.update(|witness| {
                let partings = witness.partings.iter_mut().filter(|it| unheard(it));
                partings.for_each(|parting| parting.above = above);
            });
        }
    }

    /// The Data Service has heard of a sale, or has forgotten the device.
    fn note_parting(&mut self, index: usize, call: &Call, answer: Answer, now: UnixSeconds) {
        if answer != Answer::Applied || self.witness.partings.is_empty() {
            return;
        }
        self.witness.update(|witness| match call.kind() {
            CallKind::Introduced => {}
            CallKind::Forgotten => witness.partings.retain(|it| it.device != index),
            CallKind::Cleared | CallKind::Suspended(_) => {
                let unheard = witness.partings.iter_mut().filter(|it| {
                    it.device == index && it.heard.is_none() && call.sequence > it.above
                });
                unheard.for_each(|parting| parting.heard = Some(now));
            }
        });
    }
}

/// Without the times that nothing in the model hangs on: when a configuration was issued, a
/// device forgotten and, where no vehicle is sold, a segment begun. How many segments have
/// begun stays.
fn without_times(network: &Network, entry: DeviceEntry) -> DeviceEntry {
    let then = scenario::at(0, 0).wall.to_seconds();
    match entry {
        DeviceEntry::Introduced(mut record) => {
            record.issued = then;
            if network.scenario.budget.sales == 0 {
                let begun = record.segments.present();
                record.segments = Segments::default();
                (0..begun).for_each(|_| record.segments.begin(then));
            }
            DeviceEntry::Introduced(record)
        }
        DeviceEntry::Forgotten(tombstone) => DeviceEntry::Forgotten(Tombstone {
            forgotten: then,
            ..tombstone
        }),
    }
}

/// A call that overtakes one by which a segment begins says nothing of that.
fn drop_segment(before: &VehicleRecord, after: &mut VehicleRecord) {
    let call_of = |record: &VehicleRecord| match record.binding.as_ref()?.phase {
        Phase::Introduced { call, .. } => call,
        _ => None,
    };
    let (earlier, later) = (call_of(before), call_of(after));
    let overtakes = earlier
        .zip(later)
        .is_some_and(|(earlier, later)| earlier.new_segment && earlier.sequence != later.sequence);
    if let (true, Some(binding)) = (overtakes, &mut after.binding) {
        binding.new_segment = false;
        if let Phase::Introduced {
            call: Some(call), ..
        } = &mut binding.phase
        {
            call.new_segment = false;
        }
    }
}
