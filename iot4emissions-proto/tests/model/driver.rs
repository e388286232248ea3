//! The driver of a device: gives an input and carries out the outputs in order, until
//! they end or the power fails between two of them.

use std::collections::VecDeque;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{Input, OtaDevice, Output};
use iot4emissions_proto::message::{ConfiguredState, DataTransfer, Profile};
use iot4emissions_proto::topic::TopicKind;

use crate::at_device::{CUTS, Mishap};
use crate::clocks::now;
use crate::fault::Fault;
use crate::hosts::Host;
use crate::model::Network;
use crate::node::{Closing, Content, Inbound, Link, Node, Reading, Sent, Stage};
use crate::scenario;
use crate::shared::Shared;
use crate::world::World;

/// What a driver says that it has written: nothing, or what is left of the daily cap
/// (P-6.19) would tell apart states that do the same from then on.
pub(crate) const BYTES: u32 = 0;

/// How far the outputs of an input were carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    All,
    /// The power failed after so many.
    Cut(u8),
    /// The record could not be stored, and what follows from it was not done.
    NotStored,
    /// The record is being stored, and what follows from it waits for that.
    RecordBeingStored,
}

/// Gives `input`, and carries out what follows; `None` where there are not as many
/// outputs as are to be carried out before the power fails, or nothing is to be stored.
pub(crate) fn give(
    world: &mut World,
    network: &Network,
    index: usize,
    input: Input,
    mishap: Mishap,
) -> Option<Done> {
    let node = &mut world.nodes[index];
    let mut run = Run {
        network,
        index,
        device: (*node.device).clone(),
        inputs: VecDeque::from([input]),
    };
    let now = now(network, node);
    let mut carried_out = 0;
    let mut done = Done::All;
    while let Some(input) = run.inputs.pop_front() {
        run.device.handle_input(now, input);
        loop {
            match run.device.poll_output() {
                Output::Wait(_) => break,
                // Nobody in the model listens.
                Output::Notify(_) | Output::Status(_) => {}
                output => {
                    if mishap == Mishap::PowerFails(carried_out) {
                        power_off(&mut world.nodes[index], network);
                        power_on(world, network, index);
                        return Some(Done::Cut(carried_out));
                    }
                    carried_out += 1;
                    match (output, mishap) {
                        (Output::Persist, Mishap::DiskFails) if done == Done::All => {
                            done = Done::NotStored;
                            run.not_stored(world);
                        }
                        (Output::Persist, Mishap::DiskIsSlow) if done == Done::All => {
                            done = Done::RecordBeingStored;
                            run.begin_to_store(world);
                        }
                        (output, _) => run.carry_out(world, output),
                    }
                }
            }
        }
    }
    assert!(
        carried_out <= CUTS,
        "more outputs than the power may fail between"
    );
    world.nodes[index].device = Shared::new(run.device);
    let befell = match mishap {
        Mishap::Nothing => true,
        Mishap::PowerFails(_) => false,
        Mishap::DiskFails => done == Done::NotStored,
        Mishap::DiskIsSlow => done == Done::RecordBeingStored,
    };
    befell.then_some(done)
}

/// What is not on the disk is gone, and so is the connection.
pub(crate) fn power_off(node: &mut Node, network: &Network) {
    if let (true, Some(older)) = (network.has(Fault::OlderRecord), node.older.take()) {
        node.disk = older;
    }
    node.device = Shared::new(OtaDevice::restore((*node.disk).clone()));
    node.link = None;
    node.closing = None;
    node.asked = None;
    node.forget_unstored();
}

pub(crate) fn power_on(world: &mut World, network: &Network, index: usize) {
    let trusted = Input::ClockTrusted { trusted: true };
    give(world, network, index, trusted, Mishap::Nothing);
}

/// The device as a factory would provision it.
pub(crate) fn provision(node: &mut Node, network: &Network, index: usize) {
    let mut device = OtaDevice::new();
    let provisioning = Box::new(scenario::provisioning(&network.scenario, index));
    let now = now(network, node);
    device.handle_input(now, Input::ProvisioningComplete(provisioning));
    node.disk = Shared::new(device.record().expect("a provisioned device").clone());
    power_off(node, network);
    let mut device = (*node.device).clone();
    device.handle_input(now, Input::ClockTrusted { trusted: true });
    node.device = Shared::new(device);
}

struct Run<'r> {
    network: &'r Network,
    index: usize,
    device: OtaDevice,
    inputs: VecDeque<Input>,
}

impl Run<'_> {
    /// The record cannot be stored.
    fn not_stored(&mut self, world: &mut World) {
        world.nodes[self.index].acknowledged.clear();
        self.inputs
            .push_front(match self.network.has(Fault::FailureUnsaid) {
                true => Input::Persisted { bytes: BYTES },
                false => Input::PersistFailed,
            });
    }

    /// The record goes to the disk, which takes its time.
    fn begin_to_store(&mut self, world: &mut World) {
        let node = &mut world.nodes[self.index];
        node.storing = Some(node.hand_out(&self.device));
        if self.network.has(Fault::StoredTooEarly) {
            self.inputs.push_front(Input::Persisted { bytes: BYTES });
        }
    }

    fn carry_out(&mut self, world: &mut World, output: Output) {
        let index = self.index;
        let node = &mut world.nodes[index];
        match output {
            Output::Persist => {
                if self.network.has(Fault::OlderRecord) {
                    node.older = Some(node.disk.clone());
                }
                let held_back = self.network.has(Fault::PersistAfterPublish)
                    || (self.network.has(Fault::AttemptsUnstored)
                        && adds_nothing(node, &self.device));
                if !held_back {
                    let record = node.hand_out(&self.device);
                    node.store(record);
                }
                self.inputs.push_front(Input::Persisted { bytes: BYTES });
            }
            Output::ReadVehicle { request } => {
                let vehicle = Box::new(scenario::request(node.vehicle));
                self.inputs
                    .push_back(Input::VehicleRead { request, vehicle });
            }
            Output::Connect {
                connection,
                broker,
                endpoint,
                device: _,
            } => {
                assert_eq!(node.link, None, "one connection at a time");
                if self.network.scenario.budget.reboots > 0 {
                    node.ghost.update(|ghost| ghost.tries += 1);
                }
                node.link = Some(Link {
                    number: connection,
                    broker,
                    host: Host::of(&endpoint),
                    stage: Stage::Connecting,
                    inbox: Vec::new(),
                    wire: None,
                    puback: None,
                });
            }
            Output::Subscribe { topic, .. } => {
                let retained = match topic.kind() {
                    TopicKind::RegisterServer => {
                        let status = world.statuses[index].clone();
                        status.map(|status| Content::Status(Some(status)))
                    }
                    _ => world.configurations[index]
                        .clone()
                        .filter(|_| !self.network.has(Fault::ConfigurationNotRetained))
                        .map(|status| Content::Configuration(Some(status))),
                };
                let link = node.link.as_mut().expect("an open connection");
                link.stage = Stage::Subscribing;
                link.inbox.extend(retained.map(|content| Inbound {
                    content,
                    retain: true,
                    again: false,
                }));
            }
            Output::Publish {
                publish,
                topic,
                payload,
                connection,
            } => {
                let is_data = topic.kind() == TopicKind::DataDevice;
                let readings = if is_data {
                    note_data(node, payload.as_bytes())
                } else {
                    Vec::new()
                };
                if is_data && self.network.has(Fault::DeleteBeforePuback) {
                    node.acknowledged.extend(&readings);
                    self.inputs.push_back(Input::PublishAcknowledged {
                        connection,
                        publish,
                    });
                }
                let link = node.link.as_mut().expect("an open connection");
                assert_eq!(link.wire, None, "one publish at a time");
                if link.stage != Stage::Subscribed {
                    node.ghost.update(|ghost| ghost.sent_unsubscribed = true);
                }
                link.wire = Some(Sent {
                    publish,
                    payload: payload.0,
                    readings,
                });
            }
            Output::Disconnect { connection } => {
                self.network.not_reached(node);
                let link = node.link.take().expect("an open connection");
                assert_eq!(link.number, connection);
                if self.network.has(Fault::PersistAfterPublish) {
                    let record = node.hand_out(&self.device);
                    node.store(record);
                }
                // What is under way may still arrive (P-6.5).
                let under_way = link.wire.is_some() || link.puback.is_some();
                node.closing = (under_way && link.broker == BrokerRole::Data).then_some(Closing {
                    number: link.number,
                    wire: link.wire,
                    puback: link.puback,
                });
            }
            Output::Acquire { request } => node.asked = Some(request),
            Output::Restart => {
                if self.network.scenario.restarts {
                    self.device = OtaDevice::restore((*node.disk).clone());
                    node.asked = None;
                    let trusted = Input::ClockTrusted { trusted: true };
                    self.inputs.push_back(trusted);
                }
            }
            Output::Notify(_) | Output::Status(_) | Output::Wait(_) => {}
        }
    }
}

/// Whether the record says nothing of snapshots, states and times that the stored one does
/// not.
fn adds_nothing(node: &Node, device: &OtaDevice) -> bool {
    let record = device.record().expect("a provisioned device");
    let disk = &node.disk;
    record.state() == disk.state()
        && record.configuration() == disk.configuration()
        && record.accounts() == disk.accounts()
        && record.due() == disk.due()
}

/// What a Data Transfer carries; notes where it should not have been sent.
fn note_data(node: &mut Node, payload: &[u8]) -> Vec<Reading> {
    let message = DataTransfer::decode(payload, Profile::Strict).expect("canonical bytes");
    let snapshots = message.message.into_snapshots();
    let readings: Vec<_> = snapshots.iter().map(Reading::from).collect();
    let foreign = |reading: &Reading| {
        let fuel = reading.fuel.expect("a vehicle that burns fuel");
        scenario::vehicle_of(fuel) != node.known_vehicle
    };
    if readings.iter().any(foreign) {
        node.ghost.update(|ghost| ghost.sent_foreign = true);
    }
    let erased = &node.ghost.erased_by_owner;
    if readings.iter().any(|reading| erased.contains(reading)) {
        node.ghost.update(|ghost| ghost.sent_erased = true);
    }
    let unstored = readings
        .iter()
        .any(|reading| !node.ghost.fates.contains_key(reading));
    let commanded = node.ghost.commanded.map(|(_, state)| state);
    let uncommanded = commanded != Some(ConfiguredState::Operational);
    if unstored || uncommanded {
        node.ghost.update(|ghost| {
            ghost.sent_unstored |= unstored;
            ghost.sent_uncommanded |= uncommanded;
        });
    }
    readings
}
