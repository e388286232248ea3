//! Two pseudonyms (P-1.7, P-6.24, P-7.16): both services' real decisions, while a unit gets one
//! ID for the Data Service after another, in every order in which requests, calls and answers
//! can arrive.
//!
//! A model of its own: the unit is nothing here but its requests, of which `device` shows that
//! they are sent, and that nothing is, under an ID, that was acquired under another one.

use std::collections::BTreeMap;

use iot4emissions_proto::identity::{DeviceId, SealedDeviceId};
use iot4emissions_proto::services::call::{Answer, Call, CallContent, Sequence};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{
    self, DataDevice, DeviceEntry, DeviceRecord, Known, Subject, retire, subject,
};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    self, Effect, Event, StoredDataPolicy, VehicleRecord,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;
use stateright::{Checker, HasDiscoveries, Model, Property};

use crate::proofs::judge;
use crate::scenario::{PARAMETERS, registered, vin};

/// The time does not matter.
const NOW: UnixSeconds = UnixSeconds(1_622_505_600);

/// The ID that the Registration Service knows.
fn device() -> DeviceId {
    "d1".parse().unwrap()
}

/// The unit's ID for the Data Service: the first is the one that both know.
fn data_device(number: u8) -> DeviceId {
    match number {
        0 => device(),
        number => format!("p{number}").parse().unwrap(),
    }
}

fn sealed(number: u8) -> Option<SealedDeviceId> {
    (number > 0).then(|| SealedDeviceId::from_bytes([number; SealedDeviceId::LENGTH]))
}

/// What opening gives: this model's sealing is none.
fn opened(sealed: &SealedDeviceId) -> DeviceId {
    data_device(sealed.as_bytes()[0])
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
struct Store {
    entries: BTreeMap<DeviceId, DeviceEntry>,
    link: Option<DeviceId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct World {
    vehicle: VehicleRecord,
    store: Store,
    backup: Option<Store>,
    /// The unit's ID for the Data Service, and the requests under way that bring one.
    present: u8,
    requests: Vec<u8>,
    calls: Vec<Call>,
    answers: Vec<(Sequence, Answer)>,
    /// The highest ID that the Registration Service has heard of.
    heard: u8,
    budget: Budget,
    /// What has been come across.
    overtaken: bool,
    refused: bool,
    replaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Budget {
    /// Other IDs for the unit, and requests, calls and answers that come once more.
    renewals: u8,
    repeats: u8,
    /// Consent given or withdrawn, owners who have their data erased, restores of the Data
    /// Service.
    changes: u8,
    erasures: u8,
    restores: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Action {
    Renew,
    Ask,
    Request(usize, bool),
    Call(usize, bool),
    Answer(usize),
    /// What is not answered is called again.
    CallAgain,
    Consent(bool),
    Erase,
    BackUp,
    Restore,
}

/// Something that is done wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// A late introduction leads back to the ID that it brings.
    LinkedLate,
    /// The ID before goes on sending.
    NotRetired,
    /// A restored Data Service is told of a clearance, and not of the ID.
    NotIntroducedAgain,
}

struct Pseudonyms {
    budget: Budget,
    fault: Option<Fault>,
}

const LINKED: &str = "P-7.16: only the ID may send that the link leads to";
const PRESENT: &str = "progress: it is the unit's present one, cleared as its vehicle is";

impl Pseudonyms {
    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    fn decide(&self, world: &mut World, event: Event) {
        let vehicle = world.vehicle.clone();
        let policy = StoredDataPolicy::default();
        let again = event == Event::TellAgain;
        let (mut after, mut effects) = registration::decide(vehicle, event, &policy);
        if again && self.has(Fault::NotIntroducedAgain) {
            // As of a device with one ID: the last word is said once more, by a new number.
            (after, effects) = told_again_by_its_clearance(&world.vehicle);
        }
        for effect in &effects {
            match effect {
                Effect::CallDataService => world.calls.extend(outstanding(&after)),
                // No answer to a call of before is waited for any more, and what is left of
                // those calls is late, as in the other model.
                Effect::DeleteRecord { .. } => {
                    after = VehicleRecord::new(vin(0));
                    world.calls.clear();
                    world.answers.clear();
                }
                _ => {}
            }
        }
        world.calls.sort_by_key(|call| call.sequence);
        world.calls.dedup();
        world.vehicle = after;
    }

    fn call(&self, world: &mut World, call: &Call) -> Answer {
        let store = &world.store;
        let opened = match &call.content {
            CallContent::Introduced { data_device, .. } => data_device.as_ref().map(opened),
            _ => None,
        };
        let linked = store.link.as_ref();
        let known = Known {
            named: store.entries.get(&call.device_id),
            linked: linked
                .and_then(|device| store.entries.get(device))
                .and_then(DeviceEntry::record),
            data_device: match &opened {
                None => DataDevice::Absent,
                Some(device) => DataDevice::Opened {
                    device,
                    known: store
                        .entries
                        .get(device)
                        .and_then(DeviceEntry::record)
                        .is_some(),
                },
            },
        };
        let found = match (self.has(Fault::LinkedLate), opened.clone()) {
            (true, Some(device)) => Ok(Subject {
                link: true,
                replaced: store.link.clone().filter(|link| *link != device),
                device,
            }),
            _ => subject(call, known),
        };
        let about = match found {
            Ok(about) => about,
            Err(answer) => {
                world.refused |= answer == Answer::DataDeviceRefused;
                return answer;
            }
        };
        let call = Call {
            device_id: about.device.clone(),
            ..call.clone()
        };
        let entry = store.entries.get(&about.device).cloned();
        let (after, answer) = data::answer(entry, &call, &PARAMETERS, NOW);
        world.overtaken |= matches!(answer, Answer::Overtaken { .. });
        if answer != Answer::Applied {
            return answer;
        }
        let store = &mut world.store;
        let Some(after) = after else { return answer };
        if let (DeviceEntry::Forgotten(_), true) = (&after, about.device != device()) {
            store.entries.insert(device(), after.clone());
            store.link = None;
        }
        store.entries.insert(about.device.clone(), after);
        if let Some(replaced) = &about.replaced {
            world.replaced = true;
            store.link = None;
            let before = store.entries.get(replaced).and_then(DeviceEntry::record);
            if let (Some(before), false) = (before, self.has(Fault::NotRetired)) {
                let retired = retire(before.clone(), &PARAMETERS, NOW);
                store.entries.insert(replaced.clone(), retired.into());
            }
        }
        if about.link {
            store.link = Some(about.device);
        }
        answer
    }
}

fn outstanding(vehicle: &VehicleRecord) -> Option<Call> {
    vehicle.outstanding(IntroductionScope::Minimal)
}

fn told_again_by_its_clearance(vehicle: &VehicleRecord) -> (VehicleRecord, Vec<Effect>) {
    let mut without = vehicle.clone();
    let sealed = without
        .binding
        .as_mut()
        .and_then(|it| it.data_device.take());
    let policy = StoredDataPolicy::default();
    let (mut after, effects) = registration::decide(without, Event::TellAgain, &policy);
    if let Some(binding) = &mut after.binding {
        binding.data_device = sealed;
    }
    (after, effects)
}

fn may_send(entry: &DeviceEntry) -> bool {
    entry.record().map(DeviceRecord::clearance) == Some(Clearance::Cleared)
}

/// Whether nothing is under way, and the unit's last request was heard.
fn is_at_rest(world: &World) -> bool {
    world.requests.is_empty()
        && world.calls.is_empty()
        && world.answers.is_empty()
        && outstanding(&world.vehicle).is_none()
        && world.heard == world.present
}

fn is_present(world: &World) -> bool {
    let Some(binding) = &world.vehicle.binding else {
        return true;
    };
    if !is_at_rest(world) || binding.data_device != sealed(world.present) {
        return true;
    }
    let present = data_device(world.present);
    let entry = world.store.entries.get(&present);
    match entry.and_then(DeviceEntry::record) {
        Some(record) => {
            let linked = world.present == 0 || world.store.link == Some(present);
            linked && record.clearance() == world.vehicle.clearance()
        }
        // Its owner had its data erased.
        None => entry.is_some(),
    }
}

impl Model for Pseudonyms {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        let policy = StoredDataPolicy::default();
        let vehicle = VehicleRecord::new(vin(0));
        let (vehicle, _) = registration::decide(vehicle, registered(true), &policy);
        vec![World {
            vehicle,
            store: Store::default(),
            backup: None,
            present: 0,
            requests: vec![0],
            calls: Vec::new(),
            answers: Vec::new(),
            heard: 0,
            budget: self.budget,
            overtaken: false,
            refused: false,
            replaced: false,
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        let budget = world.budget;
        if budget.renewals > 0 {
            actions.push(Action::Renew);
        }
        if budget.repeats > 0 && world.requests.is_empty() {
            actions.push(Action::Ask);
        }
        for again in [false, true] {
            if again && budget.repeats == 0 {
                continue;
            }
            actions.extend((0..world.requests.len()).map(|at| Action::Request(at, again)));
            actions.extend((0..world.calls.len()).map(|at| Action::Call(at, again)));
        }
        actions.extend((0..world.answers.len()).map(Action::Answer));
        if outstanding(&world.vehicle).is_some_and(|call| !world.calls.contains(&call))
            && world.answers.is_empty()
        {
            actions.push(Action::CallAgain);
        }
        if budget.changes > 0 {
            actions.push(Action::Consent(!world.vehicle.consent));
        }
        if budget.erasures > 0 {
            actions.push(Action::Erase);
        }
        if budget.restores > 0 {
            match &world.backup {
                None => actions.push(Action::BackUp),
                Some(_) => actions.push(Action::Restore),
            }
        }
    }

    fn next_state(&self, before: &World, action: Action) -> Option<World> {
        let mut world = before.clone();
        match action {
            Action::Renew => {
                world.budget.renewals -= 1;
                world.present += 1;
                world.requests.push(world.present);
            }
            Action::Ask => {
                world.budget.repeats -= 1;
                world.requests.push(world.present);
            }
            Action::Request(at, again) => {
                let number = match again {
                    true => {
                        world.budget.repeats -= 1;
                        world.requests[at]
                    }
                    false => world.requests.remove(at),
                };
                // MQTT keeps the order in which a device publishes.
                if number < world.heard {
                    return None;
                }
                world.heard = number;
                let requested = Event::Requested {
                    device: device(),
                    attributes: VehicleInfo::default(),
                    data_device: sealed(number),
                    bound_elsewhere: false,
                    last_sequence: world.vehicle.sequence,
                };
                self.decide(&mut world, requested);
            }
            Action::Call(at, again) => {
                let call = match again {
                    true => {
                        world.budget.repeats -= 1;
                        world.calls[at].clone()
                    }
                    false => world.calls.remove(at),
                };
                let answer = self.call(&mut world, &call);
                world.answers.push((call.sequence, answer));
                world.answers.dedup();
            }
            Action::Answer(at) => {
                let (sequence, answer) = world.answers.remove(at);
                let device = device();
                let answered = Event::CallAnswered {
                    device,
                    sequence,
                    answer,
                };
                self.decide(&mut world, answered);
            }
            Action::CallAgain => world.calls.extend(outstanding(&world.vehicle)),
            Action::Consent(consent) => {
                world.budget.changes -= 1;
                self.decide(&mut world, Event::ConsentChanged { consent });
            }
            Action::Erase => {
                world.budget.erasures -= 1;
                self.decide(&mut world, Event::Erased);
            }
            Action::BackUp => world.backup = Some(world.store.clone()),
            Action::Restore => {
                world.budget.restores -= 1;
                world.store = world.backup.clone()?;
                // An answer from before has come, or will never.
                world.answers.clear();
                self.decide(&mut world, Event::TellAgain);
            }
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always(LINKED, |_, world: &World| {
                let leads = world.store.link.clone().unwrap_or_else(device);
                let mut entries = world.store.entries.iter();
                entries.all(|(device, entry)| !may_send(entry) || *device == leads)
            }),
            Property::always(PRESENT, |_, world: &World| is_present(world)),
        ];
        if self.fault.is_none() {
            properties.extend([
                Property::sometimes("another ID replaces one", |_, world: &World| world.replaced),
                Property::sometimes("a call comes too late", |_, world: &World| world.overtaken),
            ]);
        }
        if self.budget.restores > 0 && self.fault.is_none() {
            properties.push(Property::sometimes(
                "a restored service has the ID before",
                |_, world: &World| {
                    let present = Some(data_device(world.present));
                    world.budget.restores == 0 && world.store.link != present
                },
            ));
        }
        properties
    }
}

const BUDGET: Budget = Budget {
    renewals: 2,
    repeats: 1,
    changes: 0,
    erasures: 0,
    restores: 0,
};

fn prove(budget: Budget, at_least: usize) {
    let model = Pseudonyms {
        budget,
        fault: None,
    };
    let finish = HasDiscoveries::AnyFailures;
    let checker = model.checker().finish_when(finish).spawn_bfs().join();
    let states = checker.unique_state_count();
    #[allow(clippy::print_stdout)]
    {
        println!("two pseudonyms, {budget:?}: {states} states");
    }
    judge(&checker, at_least);
}

/// That the fault breaks the property, and no other one before.
fn finds(fault: Fault, property: &'static str, budget: Budget) {
    let fault = Some(fault);
    let checker = Pseudonyms { budget, fault }.checker();
    let finish = HasDiscoveries::AnyFailures;
    let checker = checker.finish_when(finish).spawn_bfs().join();
    let found: Vec<_> = checker.discoveries().into_keys().collect();
    assert!(found.contains(&property), "found only {found:?}");
}

#[test]
fn a_unit_gets_other_ids_for_the_data_service() {
    prove(BUDGET, 300);
}

#[test]
fn a_unit_gets_other_ids_while_consent_changes() {
    let budget = Budget {
        changes: 1,
        ..BUDGET
    };
    prove(budget, 3_000);
}

#[test]
fn a_unit_gets_another_id_and_its_owner_has_its_data_erased() {
    let budget = Budget {
        erasures: 1,
        renewals: 1,
        ..BUDGET
    };
    prove(budget, 1_000);
}

#[test]
fn a_unit_gets_other_ids_while_the_data_service_goes_on_from_a_backup() {
    let budget = Budget {
        restores: 1,
        repeats: 0,
        ..BUDGET
    };
    prove(budget, 3_000);
}

#[test]
fn an_introduction_that_comes_late_and_is_believed() {
    finds(Fault::LinkedLate, LINKED, BUDGET);
}

#[test]
fn an_id_that_is_replaced_and_goes_on_sending() {
    finds(Fault::NotRetired, LINKED, BUDGET);
}

#[test]
fn a_restored_service_that_is_not_told_the_id() {
    let budget = Budget {
        restores: 1,
        repeats: 0,
        ..BUDGET
    };
    finds(Fault::NotIntroducedAgain, PRESENT, budget);
}
