//! Which actions there are in a state.

use crate::at_device::{CUTS, EVENTS, Mishap};
use crate::hosts::Host;
use crate::model::{Action, Again, Network};
use crate::node::{Content, Sent};
use crate::scenario::Budget;
use crate::world::World;
use iot4emissions_proto::services::introduction::IntroductionScope;

/// After how many effects a service may crash; no event has more.
const CRASHES: [Again; 3] = [Again::Crashed(0), Again::Crashed(1), Again::Crashed(2)];

pub(crate) fn possible(network: &Network, world: &World, actions: &mut Vec<Action>) {
    let budget = &world.budget;
    for (index, node) in world.nodes.iter().enumerate() {
        for event in EVENTS {
            if network.is_possible(world, index, event) {
                let device = |mishap| Action::Device(index, event, mishap);
                actions.push(device(Mishap::Nothing));
                if budget.power_losses > 0 {
                    actions.extend((0..CUTS).map(|cut| device(Mishap::PowerFails(cut))));
                }
                if budget.disk_failures > 0 {
                    actions.push(device(Mishap::DiskFails));
                }
                if budget.slow_disks > 0 {
                    actions.push(device(Mishap::DiskIsSlow));
                }
            }
        }
        if budget.power_losses > 0 && (node.link.is_some() || node.asked.is_some()) {
            actions.push(Action::PowerLoss(index));
        }
        if budget.power_losses > 0 && node.storing.is_some() {
            actions.push(Action::PowerLossStored(index));
        }
        if budget.reboots > 0 {
            actions.push(Action::Reboot(index));
        }
        if world.can_accept(node.link.as_ref().and_then(|link| link.wire.as_ref())) {
            actions.push(Action::Accepted(index));
        }
        if world.can_accept(node.closing.as_ref().and_then(|link| link.wire.as_ref())) {
            actions.push(Action::LateAccepted(index));
        }
        if budget.lags > 0 && world.can_lag(index) {
            actions.push(Action::Lag(index));
        }
    }
    if world.bound_elsewhere {
        actions.push(Action::Settled);
    }
    if budget.moves > 0 {
        actions.push(Action::Moved);
    }
    if budget.outages > 0 {
        let up = [Host::Old, Host::New];
        let up = up.into_iter().filter(|host| world.is_up(*host));
        actions.extend(up.map(Action::HostDown));
    }
    actions.extend(world.down.iter().copied().map(Action::HostUp));
    restores(network, world, actions);
    at_data_service(world, actions);
    at_registration_service(world, actions);
}

/// Whether a message may come to a service once more.
fn repeats(budget: &Budget) -> impl Iterator<Item = Again> {
    let repeated = (budget.repeats > 0).then_some(Again::Yes);
    std::iter::once(Again::No).chain(repeated)
}

/// How a service may crash.
fn crashes(budget: &Budget) -> impl Iterator<Item = Again> {
    let crashes = (budget.crashes > 0).then_some(CRASHES);
    crashes.into_iter().flatten()
}

fn at_data_service(world: &World, actions: &mut Vec<Action>) {
    if world.data_down {
        actions.push(Action::DataRestarted);
        return;
    }
    // Whatever it makes of a message is one commit.
    let crash = || crashes(&world.budget).take(1);
    for again in repeats(&world.budget).chain(crash()) {
        let transfers = 0..world.transfers.len();
        actions.extend(transfers.map(|place| Action::Received(place, again)));
        let calls = 0..world.calls.len();
        actions.extend(calls.map(|place| Action::Called(place, again)));
    }
}

fn at_registration_service(world: &World, actions: &mut Vec<Action>) {
    let budget = &world.budget;
    let answers = 0..world.answers.len();
    if budget.repeats > 0 {
        actions.extend(answers.clone().map(Action::AnswerLost));
    }
    if world.registration_down {
        actions.push(Action::RegistrationRestarted);
        return;
    }
    // One device's requests keep their order: that of the vehicles in which it has sat.
    let same_device = |place: usize| {
        let before = place.checked_sub(1).map(|before| world.requests[before].0);
        before == Some(world.requests[place].0)
    };
    for place in (0..world.requests.len()).filter(|place| !same_device(*place)) {
        let again = repeats(budget).chain(crashes(budget));
        actions.extend(again.map(|again| Action::Requested(place, again)));
    }
    for again in std::iter::once(Again::No).chain(crashes(budget)) {
        actions.extend(answers.clone().map(|place| Action::Answered(place, again)));
        if budget.erasures > 0 {
            let registered = |vehicle: &usize| world.vehicles[*vehicle].country.is_some();
            let vehicles = (0..world.vehicles.len()).filter(registered);
            actions.extend(vehicles.map(|vehicle| Action::Erased(vehicle, again)));
        }
        let bound = (0..world.vehicles.len()).filter(|vehicle| world.bound(*vehicle).is_some());
        if budget.releases > 0 {
            actions.extend(bound.map(|vehicle| Action::Released(vehicle, again)));
        }
    }
    for vehicle in 0..world.vehicles.len() {
        if world.wants_retry(vehicle) {
            actions.push(Action::Retry(vehicle));
        }
        if world.is_left(vehicle) {
            actions.push(Action::Left(vehicle));
        }
        let registered = world.vehicles[vehicle].country.is_some();
        if budget.sales > 0 && registered {
            actions.push(Action::Sold(vehicle));
        }
        if budget.returns > 0 && !registered {
            actions.push(Action::RegisteredAnew(vehicle));
        }
        if budget.changes > 0 {
            actions.extend([
                Action::ConsentChanged(vehicle),
                Action::PauseChanged(vehicle),
            ]);
        }
    }
}

fn restores(network: &Network, world: &World, actions: &mut Vec<Action>) {
    let budget = &world.budget;
    // A Registration Service that forgets that a vehicle has a device is told so by nobody:
    // no rule knows a way back from that.
    let remembers = budget.registration_restores > 0 && world.bound(0).is_some();
    // Where data is erased, a backup without any is like none.
    let worth_it = !network.erases() || !world.stored.is_empty();
    if (budget.data_restores > 0 || remembers) && world.backup.is_none() && worth_it {
        actions.push(Action::BackedUp);
    }
    if world.backup.is_some() && budget.data_restores > 0 {
        actions.push(Action::DataRestored);
    }
    if world.backup.is_some() && budget.registration_restores > 0 {
        actions.push(Action::RegistrationRestored);
    }
    if world.to_tell_again {
        actions.push(Action::ToldAgain);
    }
}

impl World {
    fn can_accept(&self, sent: Option<&Sent>) -> bool {
        sent.is_some_and(|sent| !self.is_refused(sent))
    }

    /// A retained configuration is on its way, and there was another one before.
    fn can_lag(&self, index: usize) -> bool {
        let Some(before) = &self.replaced[index] else {
            return false;
        };
        let first = self.nodes[index]
            .link
            .as_ref()
            .and_then(|l| l.inbox.first());
        first.is_some_and(|message| {
            let other = matches!(
                &message.content,
                Content::Configuration(Some(now)) if now != before
            );
            message.retain && other
        })
    }

    /// The outstanding call is neither under way nor answered.
    pub(crate) fn wants_retry(&self, vehicle: usize) -> bool {
        let Some(call) = self.vehicles[vehicle].outstanding(IntroductionScope::default()) else {
            return false;
        };
        let number = (vehicle, call.sequence);
        let mut calls = self.calls.iter();
        let mut answers = self.answers.iter();
        !calls.any(|(vehicle, call)| (*vehicle, call.sequence) == number)
            && !answers.any(|it| (it.vehicle, it.sequence) == number)
    }

    /// The vehicle's device sits in another one, which its record does not say yet.
    pub(crate) fn is_left(&self, vehicle: usize) -> bool {
        let releasing = self.vehicles[vehicle].binding.as_ref();
        releasing.is_some_and(|binding| !binding.is_releasing())
            && self
                .bound(vehicle)
                .is_some_and(|index| self.nodes[index].known_vehicle != vehicle)
    }
}
