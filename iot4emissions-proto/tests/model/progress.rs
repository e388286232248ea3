//! What a healed network makes of a state: nothing drops any more, no power fails,
//! nobody changes anything, and whatever is under way arrives. stateright's own
//! "eventually" is only sound without cycles, so each state is run forward instead,
//! always in the same order, and what was found is remembered for the states on the
//! way.

use iot4emissions_proto::device::DeviceState;
use iot4emissions_proto::services::clearance::Clearance;
use stateright::Model;

use crate::at_device::{At, Mishap};
use crate::model::{Action, Again, Network};
use crate::scenario::{self, NOTHING_GOES_WRONG};
use crate::shared::hash_of;
use crate::world::World;

/// Whether each promise is kept in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) cleared_delivers: bool,
    pub(crate) settled_registers: bool,
    pub(crate) suspended_obeys: bool,
    pub(crate) statuses_true: bool,
}

impl Progress {
    const ALL: Self = Self {
        cleared_delivers: true,
        settled_registers: true,
        suspended_obeys: true,
        statuses_true: true,
    };
}

/// Ticks within which everything is done.
const TICKS: u32 = 12;
/// More steps than any run takes.
const STEPS: usize = 1_000;

pub(crate) fn of(network: &Network, world: &World) -> Progress {
    let mut world = world.clone();
    world.budget = NOTHING_GOES_WRONG;
    world.bound_elsewhere = false;
    let mut way = Vec::new();
    let mut ticks = 0;
    let mut delivered = true;
    let mut end = loop {
        let hash = hash_of(&world);
        if let Some(known) = network.progress.lock().unwrap().get(&hash) {
            break *known;
        }
        way.push(hash);
        assert!(way.len() < STEPS, "no end of steps");
        if let Some(action) = next(network, &world) {
            let refused = settled(&world).map(|index| (index, refusals(&world, index)));
            world = network
                .next_state(&world, action)
                .expect("a possible action");
            delivered &= refused.is_none_or(|(index, before)| refusals(&world, index) == before);
            if !delivered {
                break Progress {
                    cleared_delivers: false,
                    ..Progress::ALL
                };
            }
            continue;
        }
        let now = judge(&world);
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

/// The device that is cleared, once nothing between the services is under way: from now
/// on nothing that it publishes may be refused.
fn settled(world: &World) -> Option<usize> {
    let quiet = world.vehicle.outstanding().is_none() && world.calls.is_empty();
    let cleared = world.vehicle.clearance() == Clearance::Cleared;
    let known = |index: &usize| world.clearance(*index) == Some(Clearance::Cleared);
    world.bound().filter(|_| quiet && cleared).filter(known)
}

fn refusals(world: &World, index: usize) -> usize {
    let refused = world.witness.refused.iter();
    refused.filter(|(device, _)| *device == index).count()
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
    if let Some(index) = world.requests.iter().position(|requested| *requested) {
        return Some(Action::Requested(index, Again::No));
    }
    if !world.calls.is_empty() {
        return Some(Action::Called(0, Again::No));
    }
    if !world.answers.is_empty() {
        return Some(Action::Answered(0, Again::No));
    }
    if world.wants_retry() {
        return Some(Action::Retry);
    }
    (0..world.nodes.len()).find_map(|index| at_device(network, world, index))
}

fn at_device(network: &Network, world: &World, index: usize) -> Option<Action> {
    let node = &world.nodes[index];
    if let Some(closing) = &node.closing {
        return Some(match (&closing.wire, &closing.puback) {
            (Some(_), _) => Action::LateAccepted(index),
            (None, Some(_)) => Action::Device(index, At::LatePuback, Mishap::Nothing),
            (None, None) => Action::Device(index, At::LateEnd, Mishap::Nothing),
        });
    }
    if node.link.as_ref().is_some_and(|link| link.wire.is_some()) {
        return Some(Action::Accepted(index));
    }
    [
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

fn judge(world: &World) -> Progress {
    let bound = world.bound();
    let state = |index: usize| world.nodes[index].disk.state();
    let commanded = world.vehicle.clearance();
    // Without a device a vehicle has nobody to tell.
    let obeys = bound.is_none_or(|index| state(index) == commanded.device_state().into());
    let delivered = bound.is_none_or(|index| world.nodes[index].disk.pending().is_empty());
    let cleared = commanded == Clearance::Cleared;
    let registered = (0..world.nodes.len()).all(|index| {
        let refused = bound.is_some_and(|bound| bound != index);
        refused || state(index) != DeviceState::Provisioned
    });
    Progress {
        cleared_delivers: !cleared || (obeys && delivered),
        settled_registers: registered,
        suspended_obeys: cleared || obeys,
        statuses_true: (0..world.nodes.len()).all(|index| is_status_true(world, index)),
    }
}

/// Whether the registration broker retains what the Registration Service's record says
/// of a device, and nothing where it says nothing.
fn is_status_true(world: &World, index: usize) -> bool {
    let device = scenario::device_id(index);
    let mut said = world.vehicle.retained().into_iter();
    let said = said.find(|(of, _)| *of == device);
    world.statuses[index] == said.map(|(_, status)| status)
}
