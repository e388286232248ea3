//! What happens at a device, and what may go wrong meanwhile.

use iot4emissions_proto::device::{DisconnectReason, Input, ReasonCode};
use iot4emissions_proto::message::{ConfiguredState, RegistrationStatus};
use iot4emissions_proto::topic::{Topic, TopicKind};

use crate::driver::{BYTES, Done, give};
use crate::fault::Fault;
use crate::model::Network;
use crate::node::{Content, Inbound, Stage};
use crate::scenario;
use crate::world::World;

/// What happens at a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum At {
    /// Half an hour passes.
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
    /// The record is on the disk that took its time, and the driver says so.
    Stored,
    /// It could not be stored.
    NotStored,
}

pub(crate) const EVENTS: [At; 13] = [
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
    At::Stored,
    At::NotStored,
];

/// What goes wrong while the outputs of an input are carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mishap {
    Nothing,
    /// The power fails after so many.
    PowerFails(u8),
    /// The record cannot be stored (P-6.2).
    DiskFails,
    /// Storing the record takes its time, and other things happen meanwhile (P-6.2).
    DiskIsSlow,
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
            At::Tick => node.ticks < self.scenario.ticks[index],
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
            At::Acquired => node.asked.is_some(),
            At::Drop => world.budget.drops > 0 && link.is_some(),
            At::Stored => node.storing.is_some(),
            At::NotStored => node.storing.is_some() && world.budget.disk_failures > 0,
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
                node.ticks += 1;
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
                }
            }
            At::Refusal => {
                let link = node.link.as_mut()?;
                link.inbox.clear();
                link.stage = Stage::Refused;
                let connection = connection?;
                let reason = ReasonCode::UNSPECIFIED_ERROR;
                match self.has(Fault::RefusalUnheard) {
                    true => Input::Subscribed { connection },
                    false => Input::SubscribeRefused { connection, reason },
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
                world.nodes[index].acknowledged.extend(sent.readings);
                input
            }
            At::LateEnd => Input::Disconnected {
                connection: node.closing.take()?.number,
                reason: DisconnectReason::Closed,
            },
            At::Acquired => {
                let request = node.asked.take()?;
                let values = scenario::values(node.ticks, losses);
                Input::Acquired { request, values }
            }
            At::Drop => {
                let link = node.link.take()?;
                Input::Disconnected {
                    connection: link.number,
                    reason: DisconnectReason::Closed,
                }
            }
            At::Stored => {
                let storing = node.storing.take()?;
                node.store(storing);
                Input::Persisted { bytes: BYTES }
            }
            At::NotStored => {
                node.storing = None;
                node.acknowledged.clear();
                Input::PersistFailed
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
                    let reason = DisconnectReason::Refused { code: 5 };
                    let input = Input::Disconnected { connection, reason };
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
            topic: Topic::new(kind, scenario::device_id(index))
                .to_string()
                .into(),
            payload: payload.into(),
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
