//! A message of a broker reaches a device.

use iot4emissions_proto::device::{DisconnectReason, Input};
use iot4emissions_proto::message::{ConfigurationStatus, ConfiguredState, RegistrationStatus};
use iot4emissions_proto::topic::{Topic, TopicKind};

use crate::at_device::Mishap;
use crate::driver::{Done, give};
use crate::fault::Fault;
use crate::model::Network;
use crate::node::Content;
use crate::scenario;
use crate::world::World;

fn version_of(status: &ConfigurationStatus) -> u32 {
    status.configuration.version.get()
}

impl Network {
    /// The broker's first message reaches the device.
    pub(crate) fn message(&self, world: &mut World, index: usize, mishap: Mishap) -> Option<Done> {
        let link = world.nodes[index].link.as_mut()?;
        let connection = link.number;
        let inbound = link.inbox.remove(0);
        world.nodes[index].tries_end();
        let follows = world.nodes[index].ghost.follows;
        let version = |world: &World| {
            let disk = &world.nodes[index].disk;
            let configuration = disk.configuration();
            configuration.map_or(0, version_of)
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
            Content::Configuration(None) => (TopicKind::ConfigServer, Vec::new()),
            Content::Configuration(Some(status)) => {
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
        let was_storing = world.nodes[index].storing.is_some();
        let done = give(world, self, index, input, mishap)?;
        // A device that has ended the connection, and waits for its disk until it may say
        // so, hears nothing on it any more.
        let in_force = world.nodes[index].device.record();
        let in_force = in_force
            .and_then(|record| record.configuration())
            .map(version_of);
        let heard = match &inbound.content {
            Content::Configuration(Some(status)) => {
                !was_storing || in_force >= Some(version_of(status))
            }
            Content::Configuration(None) | Content::Status(_) => true,
        };
        let acted = heard && !matches!(done, Done::Cut(0) | Done::NotStored);
        if let (Content::Configuration(Some(status)), true) = (&inbound.content, acted) {
            let issued = version_of(status);
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
