//! The model: which actions there are in a state, and what each makes of it.

use std::collections::HashMap;
use std::sync::Mutex;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::Input;
use iot4emissions_proto::message::{ConfiguredState, RegistrationStatus};
use iot4emissions_proto::registration::Event;
use iot4emissions_proto::topic::{Topic, TopicKind};
use stateright::{Model, Property};

use crate::driver::{self, Done, give, give_because};
use crate::fault::Fault;
use crate::node::{Cause, Content, Sent, Stage};
use crate::progress::Progress;
use crate::properties;
use crate::scenario::{self, Scenario};
use crate::world::{World, insert};

pub(crate) struct Network {
    pub(crate) scenario: Scenario,
    pub(crate) fault: Option<Fault>,
    /// What a healed network makes of the states that were looked at.
    pub(crate) progress: Mutex<HashMap<u64, Progress>>,
}

/// What happens at a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum At {
    /// An hour passes.
    Tick,
    Connected,
    Suback,
    Message,
    Puback,
    LatePuback,
    /// The connection that was given up is reported as ended.
    LateEnd,
    Acquired,
    /// The connection ends, or is refused.
    Drop,
}

const EVENTS: [At; 9] = [
    At::Tick,
    At::Connected,
    At::Suback,
    At::Message,
    At::Puback,
    At::LatePuback,
    At::LateEnd,
    At::Acquired,
    At::Drop,
];

/// After how many outputs of an input the power may fail; no input has more.
const CUTS: u8 = 6;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// Something happens at a device, and the power may fail after as many outputs.
    Device(usize, At, Option<u8>),
    PowerLoss(usize),
    /// The broker receives what the device has published.
    Accepted(usize),
    LateAccepted(usize),
    /// The broker hands out the retained configuration that it had before.
    Lag(usize),
    /// A service receives a message that the broker will deliver again, or not.
    Requested(usize, Again),
    Received(usize, Again),
    Called(usize, Again),
    Answered(usize),
    AnswerLost(usize),
    /// The Registration Service repeats its call.
    Retry,
    ConsentChanged,
    PauseChanged,
    Released,
    /// The other vehicle's record no longer has the device.
    Settled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Again {
    No,
    Yes,
}

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
        let again = |action: fn(usize, Again) -> Action, index, actions: &mut Vec<Action>| {
            actions.push(action(index, Again::No));
            if budget.repeats > 0 {
                actions.push(action(index, Again::Yes));
            }
        };
        for (index, node) in world.nodes.iter().enumerate() {
            for event in EVENTS {
                if self.is_possible(world, index, event) {
                    actions.push(Action::Device(index, event, None));
                    if budget.power_losses > 0 {
                        let cuts = (0..CUTS).map(|cut| Action::Device(index, event, Some(cut)));
                        actions.extend(cuts);
                    }
                }
            }
            if budget.power_losses > 0 && (node.link.is_some() || node.acquiring) {
                actions.push(Action::PowerLoss(index));
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
            if world.requests[index] {
                again(Action::Requested, index, actions);
            }
        }
        for index in 0..world.transfers.len() {
            again(Action::Received, index, actions);
        }
        for index in 0..world.calls.len() {
            again(Action::Called, index, actions);
        }
        for index in 0..world.answers.len() {
            actions.push(Action::Answered(index));
            if budget.repeats > 0 {
                actions.push(Action::AnswerLost(index));
            }
        }
        if world.wants_retry() {
            actions.push(Action::Retry);
        }
        if budget.changes > 0 {
            actions.extend([Action::ConsentChanged, Action::PauseChanged]);
        }
        if budget.releases > 0 && world.vehicle.binding.is_some() {
            actions.push(Action::Released);
        }
        if world.bound_elsewhere {
            actions.push(Action::Settled);
        }
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        let mut world = last.clone();
        match action {
            Action::Device(index, event, cut) => {
                if event == At::Drop {
                    world.budget.drops -= 1;
                }
                if cut.is_some() {
                    world.budget.power_losses -= 1;
                }
                self.happens(&mut world, index, event, cut)?;
            }
            Action::PowerLoss(index) => {
                world.budget.power_losses -= 1;
                driver::power_off(&mut world.nodes[index]);
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
                world.requests[index] = world.is_again(again);
                world.requested(self, index);
            }
            Action::Received(place, again) => {
                let (index, sent) = world.transfers.remove(place);
                if world.is_again(again) {
                    world.transfers.insert(place, (index, sent.clone()));
                }
                world.received(self, index, &sent);
            }
            Action::Called(place, again) => {
                let call = world.calls.remove(place);
                if world.is_again(again) {
                    world.calls.insert(place, call.clone());
                }
                world.called(self, &call);
            }
            Action::Answered(place) => {
                let (index, number, answer) = world.answers.remove(place);
                world.answered(self, index, number, answer);
            }
            Action::AnswerLost(place) => {
                world.budget.repeats -= 1;
                world.answers.remove(place);
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
            Action::Released => {
                world.budget.releases -= 1;
                world.decide(self, Event::Released);
            }
            Action::Settled => world.bound_elsewhere = false,
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all(self)
    }
}

impl Network {
    pub(crate) fn is_possible(&self, world: &World, index: usize, event: At) -> bool {
        let node = &world.nodes[index];
        let link = node.link.as_ref();
        let stage = |stage| link.is_some_and(|link| link.stage == stage);
        let closing = node.closing.as_ref();
        match event {
            At::Tick => node.hour < self.scenario.hours,
            At::Connected => stage(Stage::Connecting),
            At::Suback => stage(Stage::Subscribing),
            At::Message => link.is_some_and(|link| !link.inbox.is_empty()),
            At::Puback => link.is_some_and(|link| link.puback.is_some()),
            At::LatePuback => closing.is_some_and(|closing| closing.puback.is_some()),
            At::LateEnd => closing.is_some(),
            At::Acquired => node.acquiring,
            At::Drop => world.budget.drops > 0 && link.is_some(),
        }
    }

    /// Lets `event` happen; `None` where the power cannot fail as late as that.
    pub(crate) fn happens(
        &self,
        world: &mut World,
        index: usize,
        event: At,
        cut: Option<u8>,
    ) -> Option<Done> {
        let losses = world.budget.power_losses;
        let node = &mut world.nodes[index];
        let connection = node.link.as_ref().map(|link| link.number);
        let input = match event {
            At::Tick => {
                node.hour += 1;
                Input::Wake
            }
            At::Connected => {
                node.link.as_mut()?.stage = Stage::Connected;
                Input::Connected {
                    connection: connection?,
                }
            }
            At::Suback => {
                node.link.as_mut()?.stage = Stage::Subscribed;
                Input::Subscribed {
                    connection: connection?,
                    accepted: true,
                }
            }
            At::Message => return self.message(world, index, cut),
            At::Puback | At::LatePuback => {
                let (connection, sent) = match event {
                    At::Puback => (connection?, node.link.as_mut()?.puback.take()?),
                    _ => {
                        let closing = node.closing.take()?;
                        (closing.number, closing.puback?)
                    }
                };
                let publish = sent.publish;
                let input = Input::PublishAcknowledged {
                    connection,
                    publish,
                };
                let cause = Cause::Acknowledged(sent.acquired);
                return give_because(world, self, index, input, cut, cause);
            }
            At::LateEnd => Input::Disconnected {
                connection: node.closing.take()?.number,
            },
            At::Acquired => {
                node.acquiring = false;
                Input::Acquired(scenario::values(node.hour, losses))
            }
            At::Drop => {
                let link = node.link.take()?;
                Input::Disconnected {
                    connection: link.number,
                }
            }
        };
        give(world, self, index, input, cut)
    }

    /// The broker's first message reaches the device.
    fn message(&self, world: &mut World, index: usize, cut: Option<u8>) -> Option<Done> {
        let link = world.nodes[index].link.as_mut()?;
        let connection = link.number;
        let inbound = link.inbox.remove(0);
        let follows = world.nodes[index].ghost.follows;
        let version = |world: &World| {
            let disk = &world.nodes[index].disk;
            let configuration = disk.configuration();
            configuration.map_or(0, |status| status.configuration.version.get())
        };
        let before = version(world);
        let (kind, payload) = match &inbound.content {
            Content::Status(None) => (TopicKind::RegisterServer, Vec::new()),
            Content::Status(Some(status)) => {
                let is_error = matches!(status, RegistrationStatus::Error { .. });
                if is_error && inbound.retain && self.has(Fault::RetainedErrorIsAnswer) {
                    world.nodes[index].link = None;
                    let input = Input::Disconnected { connection };
                    return give(world, self, index, input, cut);
                }
                (TopicKind::RegisterServer, status.to_canonical())
            }
            Content::Configuration(status) => {
                let mut status = (**status).clone();
                if self.has(Fault::SendInStandby) && status.device_state == ConfiguredState::Standby
                {
                    status.device_state = ConfiguredState::Operational;
                }
                let issued = &mut status.configuration.version;
                if self.has(Fault::AcceptOlderConfiguration) && issued.get() < before {
                    let current = world.nodes[index].disk.configuration()?;
                    *issued = current.configuration.version.next()?;
                }
                (TopicKind::ConfigServer, status.to_canonical())
            }
        };
        let input = Input::Message {
            connection,
            topic: Topic::new(kind, scenario::device_id(index)).to_string(),
            payload,
            retain: inbound.retain,
        };
        let done = give(world, self, index, input, cut)?;
        let acted = done != Done::Cut(0);
        if let (Content::Configuration(status), true) = (&inbound.content, acted) {
            let issued = status.configuration.version.get();
            let applied = version(world) != before;
            let went_back = version(world) < before || (applied && issued < follows);
            let state = status.device_state;
            world.nodes[index].ghost.update(|ghost| {
                if ghost.commanded.is_none_or(|(newest, _)| newest < issued) {
                    ghost.commanded = Some((issued, state));
                }
                if applied {
                    ghost.follows = issued;
                }
                ghost.went_back |= went_back;
            });
        }
        Some(done)
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

    fn is_again(&mut self, again: Again) -> bool {
        if again == Again::Yes {
            self.budget.repeats -= 1;
        }
        again == Again::Yes
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
