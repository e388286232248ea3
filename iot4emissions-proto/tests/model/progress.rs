//! What a healed network makes of a state: nothing drops any more, no power fails,
//! nobody changes anything, and whatever is under way arrives. stateright's own
//! "eventually" is only sound without cycles, so each state is run forward instead,
//! always in the same order, and what was found is remembered for the states on the
//! way.

use iot4emissions_proto::device::{DeviceState, SetAsideReason};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{Phase, VehicleRecord};
use stateright::Model;

use crate::at_device::{At, Mishap};
use crate::hosts::has_fallen_back;
use crate::model::{Action, Again, Network};
use crate::node::Node;
use crate::scenario::{self, Budget, NOTHING_GOES_WRONG};
use crate::shared::hash_of;
use crate::world::World;

/// Whether each promise is kept in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) cleared_delivers: bool,
    pub(crate) settled_registers: bool,
    pub(crate) suspended_obeys: bool,
    pub(crate) statuses_true: bool,
    pub(crate) acquires: bool,
    pub(crate) returns: bool,
    pub(crate) cleared_rightly: bool,
    pub(crate) known_by_vehicle: bool,
    pub(crate) ends_empty: bool,
    pub(crate) erased_again: bool,
    pub(crate) registers_anew: bool,
}

impl Progress {
    const ALL: Self = Self {
        cleared_delivers: true,
        settled_registers: true,
        suspended_obeys: true,
        statuses_true: true,
        acquires: true,
        returns: true,
        cleared_rightly: true,
        known_by_vehicle: true,
        ends_empty: true,
        erased_again: true,
        registers_anew: true,
    };
    /// What comes to no end keeps no promise.
    const NONE: Self = Self {
        cleared_delivers: false,
        settled_registers: false,
        suspended_obeys: false,
        statuses_true: false,
        acquires: false,
        returns: false,
        cleared_rightly: false,
        known_by_vehicle: false,
        ends_empty: false,
        erased_again: false,
        registers_anew: false,
    };
}

/// Ticks within which everything is done.
const TICKS: u32 = 12;
/// More steps than any run takes.
const STEPS: usize = 1_000;

pub(crate) fn of(network: &Network, world: &World) -> Progress {
    let mut world = world.clone();
    world.budget = Budget {
        // Nobody mends what a broker does not take.
        poison: world.budget.poison,
        ..NOTHING_GOES_WRONG
    };
    world.bound_elsewhere = false;
    world.heal_hosts();
    for node in &mut world.nodes {
        node.ahead = 0;
    }
    let mut way = Vec::new();
    let mut ticks = 0;
    let mut delivered = true;
    let mut end = loop {
        let hash = hash_of(&world);
        if let Some(known) = network.progress.lock().unwrap().get(&hash) {
            break *known;
        }
        // Who tries in vain again and again comes back to where he was.
        let turns = way.contains(&hash);
        way.push(hash);
        if way.len() > STEPS {
            break Progress::NONE;
        }
        if let Some(action) = next(network, &world).filter(|_| !turns) {
            let settled = settled(&world);
            let before = refusals(&world, &settled);
            world = network
                .next_state(&world, action)
                .expect("a possible action");
            delivered &= refusals(&world, &settled) == before;
            if !delivered {
                break Progress {
                    cleared_delivers: false,
                    ..Progress::ALL
                };
            }
            continue;
        }
        let now = judge(network, &world);
        ticks += 1;
        if now == Progress::ALL || ticks > TICKS {
            break now;
        }
        for index in 0..world.nodes.len() {
            network.happens(&mut world, index, At::Tick, Mishap::Nothing);
        }
    };
    end.cleared_delivers &= delivered;
    let mut known = network.progress.lock().unwrap();
    known.extend(way.into_iter().map(|hash| (hash, end)));
    end
}

/// The devices that are cleared, once nothing between the services is under way: from now
/// on nothing that they publish may be refused.
fn settled(world: &World) -> Vec<usize> {
    let records = world.vehicles.iter();
    let mut outstanding =
        records.filter_map(|record| record.outstanding(IntroductionScope::default()));
    if outstanding.next().is_some() || !world.calls.is_empty() || world.to_tell_again {
        return Vec::new();
    }
    let cleared = (0..world.vehicles.len()).filter(|vehicle| {
        let record = &world.vehicles[*vehicle];
        record.clearance() == Clearance::Cleared
    });
    let bound = cleared.filter_map(|vehicle| world.bound(vehicle));
    bound
        .filter(|index| world.clearance(*index) == Some(Clearance::Cleared))
        .collect()
}

fn refusals(world: &World, devices: &[usize]) -> usize {
    let refused = world.witness.refused.iter();
    refused
        .filter(|(device, _)| devices.contains(device))
        .count()
}

/// What happens next: the services first, then each device.
fn next(network: &Network, world: &World) -> Option<Action> {
    if world.data_down {
        return Some(Action::DataRestarted);
    }
    if world.registration_down {
        return Some(Action::RegistrationRestarted);
    }
    if !world.transfers.is_empty() {
        return Some(Action::Received(0, Again::No));
    }
    if world.to_tell_again {
        return Some(Action::ToldAgain);
    }
    if !world.requests.is_empty() {
        return Some(Action::Requested(0, Again::No));
    }
    if !world.calls.is_empty() {
        return Some(Action::Called(0, Again::No));
    }
    if !world.answers.is_empty() {
        return Some(Action::Answered(0, Again::No));
    }
    for vehicle in 0..world.vehicles.len() {
        if world.is_left(vehicle) {
            return Some(Action::Left(vehicle));
        }
        if world.wants_retry(vehicle) {
            return Some(Action::Retry(vehicle));
        }
    }
    (0..world.nodes.len()).find_map(|index| at_device(network, world, index))
}

fn at_device(network: &Network, world: &World, index: usize) -> Option<Action> {
    let node = &world.nodes[index];
    if is_to_register(world, index) {
        return Some(Action::Device(index, At::RegisterAgain, Mishap::Nothing));
    }
    if let Some(closing) = &node.closing {
        return Some(match (&closing.wire, &closing.puback) {
            (Some(sent), _) if !world.is_refused(sent) => Action::LateAccepted(index),
            (_, Some(_)) => Action::Device(index, At::LatePuback, Mishap::Nothing),
            (_, None) => Action::Device(index, At::LateEnd, Mishap::Nothing),
        });
    }
    let sent = node.link.as_ref().and_then(|link| link.wire.as_ref());
    if sent.is_some_and(|sent| !world.is_refused(sent)) {
        return Some(Action::Accepted(index));
    }
    [
        At::Swapped,
        At::PayloadRefused,
        At::Unreachable,
        At::Stored,
        At::Acquired,
        At::Connected,
        At::Suback,
        At::Message,
        At::Puback,
    ]
    .into_iter()
    .find(|event| network.is_possible(world, index, *event))
    .map(|event| Action::Device(index, event, Mishap::Nothing))
}

/// Whose vehicle may be collected of again, after an erasure, has its device register.
fn is_to_register(world: &World, index: usize) -> bool {
    let node = &world.nodes[index];
    let vehicle = node.known_vehicle;
    world.witness.ended[vehicle]
        && world.vehicles[vehicle].clearance() == Clearance::Cleared
        && world.bound(vehicle).is_none()
        && node.disk.state() != DeviceState::Provisioned
}

fn judge(network: &Network, world: &World) -> Progress {
    let mut now = Progress::ALL;
    for vehicle in 0..world.vehicles.len() {
        let cleared = world.vehicles[vehicle].clearance() == Clearance::Cleared;
        // Without a device a vehicle has nobody to tell.
        let Some(index) = world.bound(vehicle) else {
            now.registers_anew &= !cleared || !world.witness.ended[vehicle];
            now.ends_empty &= !world.witness.ended[vehicle] || is_empty(world, vehicle);
            continue;
        };
        let node = &world.nodes[index];
        let obeys = obeys(world, vehicle, node);
        now.cleared_delivers &= !cleared || (obeys && has_delivered(network, node));
        // A device that is forgotten hears nothing, and is not heard (P-6.23, P-7.7).
        let forgotten = is_forgotten(world, vehicle);
        now.suspended_obeys &= cleared || obeys || forgotten;
        let stored = world.stored.iter().any(|(device, _)| *device == index);
        let known = world.record(index).is_some() || world.configurations[index].is_some();
        now.erased_again &= !forgotten || !(stored || known);
        now.acquires &= !cleared || node.delivers();
        now.returns &= !world.moved || !has_fallen_back(&node.device);
    }
    for (index, node) in world.nodes.iter().enumerate() {
        let bound = world.bound(node.known_vehicle);
        let refused = bound.is_some_and(|bound| bound != index);
        now.settled_registers &= refused || node.disk.state() != DeviceState::Provisioned;
        let moved = node.known_vehicle != 0;
        now.known_by_vehicle &= !moved || bound == Some(index);
        now.statuses_true &= is_status_true(world, index);
        let mut vehicles = (0..world.vehicles.len()).filter(|vehicle| {
            let cleared = world.vehicles[*vehicle].clearance() == Clearance::Cleared;
            cleared && world.bound(*vehicle) == Some(index)
        });
        let cleared = world.clearance(index) == Some(Clearance::Cleared);
        now.cleared_rightly &= !cleared || vehicles.next().is_some();
    }
    now
}

fn is_forgotten(world: &World, vehicle: usize) -> bool {
    let binding = world.vehicles[vehicle].binding.as_ref();
    binding.is_some_and(|binding| binding.phase == Phase::Forgotten)
}

/// Nothing is left of a vehicle and its device: no retained message, no record, no snapshot;
/// but what registrars, consent managers and operators have said since.
fn is_empty(world: &World, vehicle: usize) -> bool {
    let record = &world.vehicles[vehicle];
    let unknown = **record == VehicleRecord::new(scenario::vin(vehicle));
    let said = record.country.is_some() || record.consent || record.paused;
    (unknown || said)
        && (0..world.nodes.len()).all(|index| {
            let mut stored = world.stored.iter();
            world.statuses[index].is_none()
                && world.configurations[index].is_none()
                && world.record(index).is_none()
                && stored.all(|(device, _)| *device != index)
        })
}

fn obeys(world: &World, vehicle: usize, node: &Node) -> bool {
    let commanded = world.vehicles[vehicle].clearance();
    node.disk.state() == commanded.device_state().into()
}

/// Whether nothing is left on the device but what a broker refuses, and what a clock that
/// was wrong calls later than now.
fn has_delivered(network: &Network, node: &Node) -> bool {
    let now = scenario::at(node.ticks, 0).wall.to_seconds();
    let waits = |(snapshot, reason): (&Snapshot, SetAsideReason)| match reason {
        SetAsideReason::LaterThanClock => snapshot.acquired() > now,
        SetAsideReason::Refused => {
            let budget = &network.scenario.budget;
            budget.poison || budget.drops > 1
        }
    };
    node.disk.pending().is_empty() && node.disk.set_aside().all(waits)
}

/// Whether the registration broker retains what the Registration Service's record says
/// of a device, and nothing where it says nothing.
fn is_status_true(world: &World, index: usize) -> bool {
    let device = scenario::device_id(index);
    world.statuses[index] == world.status_of(&device)
}
