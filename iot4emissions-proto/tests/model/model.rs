//! The model: which actions there are in a state, and what each makes of it.

use std::collections::HashMap;
use std::sync::Mutex;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::services::registration::Event;
use stateright::{Model, Property};

use crate::at_device::{At, CUTS, EVENTS, Mishap};
use crate::driver;
use crate::fault::Fault;
use crate::node::{Content, Sent};
use crate::progress::Progress;
use crate::properties;
use crate::scenario::{Budget, Scenario};
use crate::world::{World, insert};

pub(crate) struct Network {
    pub(crate) scenario: Scenario,
    pub(crate) fault: Option<Fault>,
    /// What a healed network makes of the states that were looked at.
    pub(crate) progress: Mutex<HashMap<u64, Progress>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// Something happens at a device, and something may go wrong with it.
    Device(usize, At, Mishap),
    PowerLoss(usize),
    /// The power fails when the record is on the disk and nobody has said so yet.
    PowerLossStored(usize),
    /// The broker receives what the device has published.
    Accepted(usize),
    LateAccepted(usize),
    /// The broker hands out the retained configuration that it had before.
    Lag(usize),
    /// A service receives a message that the broker will deliver again, or not.
    Requested(usize, Again),
    Received(usize, Again),
    Called(usize, Again),
    Answered(usize, Again),
    AnswerLost(usize),
    /// The Registration Service repeats its call.
    Retry,
    ConsentChanged,
    PauseChanged,
    Released(Again),
    /// A service that crashed runs again.
    RegistrationRestarted,
    DataRestarted,
    /// The other vehicle's record no longer has the device.
    Settled,
}

/// Whether a message comes to a service once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Again {
    No,
    Yes,
    /// It does, as the service crashed before it acknowledged it: when it had committed,
    /// and had carried out so many of the effects. An answer and an operator's word do
    /// not come again.
    Crashed(u8),
}

/// After how many effects a service may crash; no event has more.
const CRASHES: [Again; 3] = [Again::Crashed(0), Again::Crashed(1), Again::Crashed(2)];

impl Network {
    pub(crate) fn new(scenario: Scenario, fault: Option<Fault>) -> Self {
        Self {
            scenario,
            fault,
            progress: Mutex::default(),
        }
    }

    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }
}

impl Model for Network {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self)]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        let budget = &world.budget;
        for (index, node) in world.nodes.iter().enumerate() {
            for event in EVENTS {
                if self.is_possible(world, index, event) {
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
            if node.link.as_ref().is_some_and(|link| link.wire.is_some()) {
                actions.push(Action::Accepted(index));
            }
            if node
                .closing
                .as_ref()
                .is_some_and(|link| link.wire.is_some())
            {
                actions.push(Action::LateAccepted(index));
            }
            if budget.lags > 0 && world.can_lag(index) {
                actions.push(Action::Lag(index));
            }
        }
        if world.bound_elsewhere {
            actions.push(Action::Settled);
        }
        at_data_service(world, actions);
        at_registration_service(world, actions);
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        let mut world = last.clone();
        match action {
            Action::Device(index, event, mishap) => {
                match event {
                    At::Drop => world.budget.drops -= 1,
                    At::Refusal => world.budget.refusals -= 1,
                    At::MessageAgain => world.budget.repeats -= 1,
                    At::NotStored => world.budget.disk_failures -= 1,
                    _ => {}
                }
                match mishap {
                    Mishap::Nothing => {}
                    Mishap::PowerFails(_) => world.budget.power_losses -= 1,
                    Mishap::DiskFails => world.budget.disk_failures -= 1,
                    Mishap::DiskIsSlow => world.budget.slow_disks -= 1,
                }
                self.happens(&mut world, index, event, mishap)?;
            }
            Action::PowerLoss(index) => {
                world.budget.power_losses -= 1;
                driver::power_off(&mut world.nodes[index], self);
                driver::power_on(&mut world, self, index);
            }
            Action::PowerLossStored(index) => {
                world.budget.power_losses -= 1;
                let node = &mut world.nodes[index];
                let storing = node.storing.take()?;
                node.store(storing);
                driver::power_off(node, self);
                driver::power_on(&mut world, self, index);
            }
            Action::Accepted(index) => {
                let link = world.nodes[index].link.as_mut()?;
                let (broker, sent) = (link.broker, link.wire.take()?);
                if broker == BrokerRole::Data {
                    link.puback = Some(sent.clone());
                }
                world.accept(index, broker, sent);
            }
            Action::LateAccepted(index) => {
                let closing = world.nodes[index].closing.as_mut()?;
                let sent = closing.wire.take()?;
                closing.puback = Some(sent.clone());
                world.accept(index, BrokerRole::Data, sent);
            }
            Action::Lag(index) => {
                world.budget.lags -= 1;
                let content = Content::Configuration(world.replaced[index].clone()?);
                world.nodes[index].link.as_mut()?.inbox.first_mut()?.content = content;
            }
            Action::Requested(index, again) => {
                let crash = world.spend(again);
                world.requests[index] = again != Again::No;
                world.requested(self, index, crash)?;
            }
            Action::Received(place, again) => {
                world.data_down = world.spend(again).is_some();
                let (index, sent) = world.transfers.remove(place);
                if world.data_down && self.has(Fault::AcknowledgedBeforeCommit) {
                    return Some(world);
                }
                if again != Again::No {
                    world.transfers.insert(place, (index, sent.clone()));
                }
                world.received(self, index, &sent);
            }
            Action::Called(place, again) => {
                let crashes = world.spend(again).is_some();
                let call = world.calls.remove(place);
                if again != Again::No {
                    world.calls.insert(place, call.clone());
                }
                world.called(self, &call, crashes);
            }
            Action::Answered(place, again) => {
                let crash = world.spend(again);
                let answer = world.answers.remove(place);
                world.answered(self, answer, crash)?;
            }
            Action::AnswerLost(place) => {
                world.budget.repeats -= 1;
                let _ = world.answers.remove(place);
            }
            Action::Retry => world.call(self),
            Action::ConsentChanged => {
                world.budget.changes -= 1;
                let consent = !world.vehicle.consent;
                world.decide(self, Event::ConsentChanged { consent });
            }
            Action::PauseChanged => {
                world.budget.changes -= 1;
                let paused = !world.vehicle.paused;
                world.decide(self, Event::Paused { paused });
            }
            Action::Released(again) => {
                world.budget.releases -= 1;
                let crash = world.spend(again);
                world.decide_until(self, Event::Released, crash)?;
            }
            Action::RegistrationRestarted => world.registration_restarted(),
            Action::DataRestarted => world.data_restarted(),
            Action::Settled => world.bound_elsewhere = false,
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all(self)
    }
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
    let requests = world.requests.iter().enumerate();
    for (index, _) in requests.filter(|(_, held)| **held) {
        let again = repeats(budget).chain(crashes(budget));
        actions.extend(again.map(|again| Action::Requested(index, again)));
    }
    for again in std::iter::once(Again::No).chain(crashes(budget)) {
        actions.extend(answers.clone().map(|place| Action::Answered(place, again)));
        if budget.releases > 0 && world.vehicle.binding.is_some() {
            actions.push(Action::Released(again));
        }
    }
    if world.wants_retry() {
        actions.push(Action::Retry);
    }
    if budget.changes > 0 {
        actions.extend([Action::ConsentChanged, Action::PauseChanged]);
    }
}

impl World {
    fn accept(&mut self, index: usize, broker: BrokerRole, sent: Sent) {
        match broker {
            BrokerRole::Registration => self.requests[index] = true,
            BrokerRole::Data => {
                insert(
                    &mut self.transfers,
                    (index, without_number(sent)),
                    |a, b| a < b,
                );
            }
        }
    }

    /// Takes `again` from the budget; gives after how many effects the service crashes.
    fn spend(&mut self, again: Again) -> Option<u8> {
        match again {
            Again::No => None,
            Again::Yes => {
                self.budget.repeats -= 1;
                None
            }
            Again::Crashed(effects) => {
                self.budget.crashes -= 1;
                Some(effects)
            }
        }
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
            let other = matches!(&message.content, Content::Configuration(now) if now != before);
            message.retain && other
        })
    }

    /// The outstanding call is neither under way nor answered.
    pub(crate) fn wants_retry(&self) -> bool {
        let Some(call) = self.vehicle.outstanding() else {
            return false;
        };
        let number = call.sequence;
        !self.calls.iter().any(|other| other.sequence == number)
            && !self.answers.iter().any(|(_, other, _)| *other == number)
    }
}

/// The broker gives a message a packet id of its own.
fn without_number(sent: Sent) -> Sent {
    Sent {
        publish: iot4emissions_proto::device::PublishNumber(0),
        ..sent
    }
}
