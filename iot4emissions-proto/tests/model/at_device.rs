//! What happens at a device, and what may go wrong meanwhile.

use iot4emissions_proto::device::{DisconnectReason, Input, ReasonCode};

use crate::driver::{self, BYTES, Done, give};
use crate::fault::Fault;
use crate::hosts::Host;
use crate::model::Network;
use crate::node::{Inbound, Node, Sent, Stage};
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
    /// Somebody sets the wall clock: forwards, back, or right.
    ClockFast,
    ClockSlow,
    ClockRight,
    /// The host that the connection goes to does not answer.
    Unreachable,
    /// There is no network to connect by.
    NoCoverage,
    /// The broker takes no publish with this payload, ever.
    PayloadRefused,
    /// The broker does not let the device publish this time.
    Denied,
    /// The unit sits in the other vehicle, and its driver says so.
    Swapped,
    /// Its driver tells it to register again.
    RegisterAgain,
    /// Its driver says that the owner had its data erased (P-6.23).
    DataErased,
}

pub(crate) const EVENTS: [At; 23] = [
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
    At::ClockFast,
    At::ClockSlow,
    At::ClockRight,
    At::Unreachable,
    At::NoCoverage,
    At::PayloadRefused,
    At::Denied,
    At::Swapped,
    At::RegisterAgain,
    At::DataErased,
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

/// After how many failed connections a device falls back at the earliest (P-6.8).
pub(crate) const TO_FALL_BACK: u8 = 2;

impl Network {
    pub(crate) fn is_possible(&self, world: &World, index: usize, event: At) -> bool {
        let node = &world.nodes[index];
        let link = node.link.as_ref();
        let stage = |stage| link.is_some_and(|link| link.stage == stage);
        let closing = node.closing.as_ref();
        let reachable = link.is_some_and(|link| {
            world.is_up(link.host) && !(link.host == Host::New && node.host_given_up)
        });
        let sent = link.and_then(|link| link.wire.as_ref());
        match event {
            At::Tick => node.ticks < self.scenario.ticks[index],
            At::Connected => stage(Stage::Connecting) && reachable,
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
            At::ClockFast | At::ClockSlow | At::ClockRight => {
                let ahead = event.clock_ahead(self);
                world.budget.clock_sets > 0 && ahead != Some(node.ahead)
            }
            At::Unreachable => stage(Stage::Connecting) && !reachable,
            At::NoCoverage => stage(Stage::Connecting) && world.budget.coverage_gaps > 0,
            At::PayloadRefused => sent.is_some_and(|sent| world.is_refused(sent)),
            At::Denied => sent.is_some() && world.budget.denials > 0,
            At::Swapped => {
                let swapped = node.vehicle != node.known_vehicle;
                swapped
                    || (world.budget.swaps > 0 && node.vehicle == 0 && world.is_registered(index))
            }
            At::RegisterAgain => world.budget.registers > 0,
            At::DataErased => world.budget.data_erasures > 0,
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
        let budget = world.budget;
        let node = &mut world.nodes[index];
        let connection = node.link.as_ref().map(|link| link.number);
        let input = match event {
            At::Tick => {
                node.ticks += 1;
                node.tries_end();
                Input::Wake
            }
            At::ClockFast | At::ClockSlow | At::ClockRight => {
                node.ahead = event.clock_ahead(self)?;
                let done = give(world, self, index, Input::Wake, mishap)?;
                let after = world.nodes[index].link.as_ref().map(|link| link.number);
                // Only the power may end it (P-6.17).
                if connection.is_some() && after != connection && done == Done::All {
                    let ghost = &mut world.nodes[index].ghost;
                    ghost.update(|ghost| ghost.ended_by_clock = true);
                }
                return Some(done);
            }
            At::Swapped => {
                node.vehicle = 1;
                let done = give(world, self, index, self.swapped(), mishap)?;
                if done == Done::All {
                    world.nodes[index].known_vehicle = 1;
                }
                return Some(done);
            }
            At::RegisterAgain => {
                if self.has(Fault::ProvisionedAnew) {
                    driver::provision(node, self, index);
                }
                node.ghost.update(|ghost| ghost.follows = 0);
                Input::RegisterAgain
            }
            At::DataErased => {
                let before: Vec<_> = node.ghost.fates.keys().copied().collect();
                let input = match self.has(Fault::ErasureUnsaid) {
                    true => Input::Wake,
                    false => Input::DataErased,
                };
                let done = give(world, self, index, input, mishap)?;
                // Stored, or there was nothing to store.
                if done == Done::All {
                    let ghost = &mut world.nodes[index].ghost;
                    ghost.update(|ghost| ghost.erased_by_owner.extend(before));
                }
                return Some(done);
            }
            At::Unreachable => {
                node.host_given_up = self.has(Fault::HostGivenUp);
                self.not_reached(node);
                self.connection_lost(node, DisconnectReason::Tcp)?
            }
            At::NoCoverage => {
                let reason = match self.has(Fault::CoverageUnsaid) {
                    true => DisconnectReason::Tcp,
                    false => DisconnectReason::NoNetwork,
                };
                self.connection_lost(node, reason)?
            }
            At::PayloadRefused | At::Denied => {
                let link = node.link.as_mut()?;
                let Sent {
                    publish, readings, ..
                } = link.wire.take()?;
                let connection = link.number;
                let reason = match event {
                    At::Denied => ReasonCode::NOT_AUTHORIZED,
                    _ => ReasonCode::PAYLOAD_FORMAT_INVALID,
                };
                if self.has(Fault::RefusedUnsaid) {
                    return Some(Done::All);
                }
                if self.has(Fault::RefusedIsAcknowledged) {
                    node.acknowledged.extend(readings);
                    Input::PublishAcknowledged {
                        connection,
                        publish,
                    }
                } else {
                    Input::PublishRefused {
                        connection,
                        publish,
                        reason,
                    }
                }
            }
            At::Connected => {
                node.link.as_mut()?.stage = Stage::Connected;
                Input::Connected {
                    connection: connection?,
                }
            }
            At::Suback => {
                node.link.as_mut()?.stage = Stage::Subscribed;
                node.tries_end();
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
                let values = scenario::values(node.vehicle, node.ticks, &budget);
                // Its driver knows better than to mix two vehicles' values.
                match node.vehicle == node.known_vehicle {
                    true => Input::Acquired { request, values },
                    false => Input::AcquisitionFailed { request },
                }
            }
            At::Drop => {
                self.not_reached(node);
                self.connection_lost(node, DisconnectReason::Closed)?
            }
            At::Stored => {
                let storing = node.storing.take()?;
                node.store(storing);
                let input = match self.has(Fault::StoredTooEarly) {
                    true => Input::Wake,
                    false => Input::Persisted { bytes: BYTES },
                };
                let done = give(world, self, index, input, mishap)?;
                // What it was told while that was being stored was to be stored next.
                if matches!(done, Done::Cut(_)) {
                    world.nodes[index].forget_what_was_told_since();
                }
                return Some(done);
            }
            At::NotStored => {
                node.forget_unstored();
                Input::PersistFailed
            }
        };
        give(world, self, index, input, mishap)
    }

    /// What a driver says when the unit sits in another vehicle.
    pub(crate) fn swapped(&self) -> Input {
        match self.has(Fault::SwapUnsaid) {
            true => Input::Wake,
            false => Input::VehicleChanged,
        }
    }

    fn connection_lost(&self, node: &mut Node, reason: DisconnectReason) -> Option<Input> {
        let connection = node.link.take()?.number;
        Some(Input::Disconnected { connection, reason })
    }

    /// A connection comes to nothing, or may do so.
    pub(crate) fn not_reached(&self, node: &mut Node) {
        let in_vain = node
            .link
            .as_ref()
            .is_some_and(|link| link.host != Host::Registration && link.stage != Stage::Subscribed);
        if self.scenario.budget.moves > 0 && in_vain && node.ghost.unreached < TO_FALL_BACK {
            node.ghost.update(|ghost| ghost.unreached += 1);
        }
    }
}
