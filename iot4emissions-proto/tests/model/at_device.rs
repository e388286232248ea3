//! What happens at a device, and what may go wrong meanwhile.

use iot4emissions_proto::device::Input;
use iot4emissions_proto::message::{ConfiguredState, RegistrationStatus};
use iot4emissions_proto::topic::{Topic, TopicKind};

use crate::driver::{Done, give, give_because};
use crate::fault::Fault;
use crate::model::Network;
use crate::node::{Cause, Content, Inbound, Stage};
use crate::scenario;
use crate::world::World;

/// What happens at a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum At {
    /// An hour passes.
    Tick,
    Connected,
    Suback,
    /// The broker refuses the subscription (0x80).
    Refusal,
    Message,
    /// The broker delivers its first message, and will deliver it once more.
    MessageAgain,
    Puback,
    LatePuback,
    /// The connection that was given up is reported as ended.
    LateEnd,
    Acquired,
    /// The connection ends, or is refused.
    Drop,
}

pub(crate) const EVENTS: [At; 11] = [
    At::Tick,
    At::Connected,
    At::Suback,
    At::Refusal,
    At::Message,
    At::MessageAgain,
    At::Puback,
    At::LatePuback,
    At::LateEnd,
    At::Acquired,
    At::Drop,
];

/// What goes wrong while the outputs of an input are carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mishap {
    Nothing,
    /// The power fails after so many.
    PowerFails(u8),
    /// The record cannot be stored (P-6.2).
    DiskFails,
}

/// After how many outputs of an input the power may fail; no input has more.
pub(crate) const CUTS: u8 = 6;

impl Network {
    pub(crate) fn is_possible(&self, world: &World, index: usize, event: At) -> bool {
        let node = &world.nodes[index];
        let link = node.link.as_ref();
        let stage = |stage| link.is_some_and(|link| link.stage == stage);
        let closing = node.closing.as_ref();
        match event {
            At::Tick => node.hour < self.scenario.hours[index],
            At::Connected => stage(Stage::Connecting),
            At::Suback => stage(Stage::Subscribing),
            At::Refusal => stage(Stage::Subscribing) && world.budget.refusals > 0,
            At::Message => link.is_some_and(|link| !link.inbox.is_empty()),
            At::MessageAgain => {
                let first = link.and_then(|link| link.inbox.first());
                world.budget.repeats > 0 && first.is_some_and(|message| !message.again)
            }
            At::Puback => link.is_some_and(|link| link.puback.is_some()),
            At::LatePuback => closing.is_some_and(|closing| closing.puback.is_some()),
            At::LateEnd => closing.is_some(),
            At::Acquired => node.acquiring,
            At::Drop => world.budget.drops > 0 && link.is_some(),
        }
    }

    /// Lets `event` happen; `None` where `mishap` cannot befall it.
    pub(crate) fn happens(
        &self,
        world: &mut World,
        index: usize,
        event: At,
        mishap: Mishap,
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
            At::Refusal => {
                let link = node.link.as_mut()?;
                link.inbox.clear();
                link.stage = Stage::Refused;
                Input::Subscribed {
                    connection: connection?,
                    accepted: self.has(Fault::RefusalUnheard),
                }
            }
            At::Message => return self.message(world, index, mishap),
            At::MessageAgain => {
                let inbox = &mut node.link.as_mut()?.inbox;
                let first = inbox.first()?.clone();
                let again = Inbound {
                    again: true,
                    ..first
                };
                inbox.insert(1, again);
                return self.message(world, index, mishap);
            }
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
                return give_because(world, self, index, input, mishap, cause);
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
        give(world, self, index, input, mishap)
    }

    /// The broker's first message reaches the device.
    fn message(&self, world: &mut World, index: usize, mishap: Mishap) -> Option<Done> {
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
                    return give(world, self, index, input, mishap);
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
                if self.has(Fault::RepeatedIsNews) && inbound.again {
                    *issued = issued.next()?;
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
        let done = give(world, self, index, input, mishap)?;
        let acted = !matches!(done, Done::Cut(0) | Done::NotStored);
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
