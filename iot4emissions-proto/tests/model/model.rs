//! The model: what each action makes of a state.

use std::collections::HashMap;
use std::sync::Mutex;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::services::registration::{Event, StoredData};
use stateright::{Model, Property};

use crate::actions;
use crate::at_device::{At, Mishap};
use crate::driver;
use crate::fault::Fault;
use crate::hosts::Host;
use crate::node::{Content, Sent};
use crate::progress::Progress;
use crate::properties;
use crate::scenario::{self, Scenario, VINS};
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
    /// The Registration Service repeats its call about a vehicle's device.
    Retry(usize),
    ConsentChanged(usize),
    PauseChanged(usize),
    Released(usize, Again),
    /// A vehicle has another owner, who consents as the one before.
    Sold(usize),
    /// The owner has erased what is stored, and a registrar registers the vehicle anew.
    Erased(usize, Again),
    RegisteredAnew(usize),
    /// An operator releases a vehicle from a unit that sits in another one.
    Left(usize),
    /// A service that crashed runs again.
    RegistrationRestarted,
    DataRestarted,
    /// The other vehicle's record no longer has the device.
    Settled,
    /// A unit starts anew.
    Reboot(usize),
    /// An operator moves the Data Service's broker.
    Moved,
    HostDown(Host),
    HostUp(Host),
    BackedUp,
    DataRestored,
    RegistrationRestored,
    ToldAgain,
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

impl Network {
    pub(crate) fn new(scenario: Scenario, fault: Option<Fault>) -> Self {
        Self {
            scenario,
            fault,
            progress: Mutex::default(),
        }
    }

    /// Whether anybody's stored data is erased.
    pub(crate) fn erases(&self) -> bool {
        let Scenario {
            budget,
            stored_data,
            ..
        } = &self.scenario;
        budget.erasures > 0 || stored_data.withdrawal == StoredData::Erase
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
        actions::possible(self, world, actions);
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
                    At::ClockFast | At::ClockSlow | At::ClockRight => {
                        world.budget.clock_sets -= 1;
                    }
                    At::NoCoverage => world.budget.coverage_gaps -= 1,
                    At::Denied => world.budget.denials -= 1,
                    At::Swapped if world.nodes[index].vehicle == 0 => world.budget.swaps -= 1,
                    // A workshop does it for nothing in the end.
                    At::RegisterAgain => {
                        let left = world.budget.registers.saturating_sub(1);
                        world.budget.registers = left;
                    }
                    At::DataErased => world.budget.data_erasures -= 1,
                    _ => {}
                }
                match mishap {
                    Mishap::Nothing => {}
                    Mishap::PowerFails(_) => world.budget.power_losses -= 1,
                    Mishap::DiskFails => {
                        let left = world.budget.disk_failures.checked_sub(1)?;
                        world.budget.disk_failures = left;
                    }
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
                node.forget_what_was_told_since();
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
                let content = Content::Configuration(Some(world.replaced[index].clone()?));
                world.nodes[index].link.as_mut()?.inbox.first_mut()?.content = content;
            }
            Action::Requested(place, again) => {
                let crash = world.spend(again);
                let request = world.requests[place];
                if again == Again::No {
                    world.requests.remove(place);
                }
                world.requested(self, request, crash)?;
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
                let (vehicle, call) = world.calls.remove(place);
                if again != Again::No {
                    world.calls.insert(place, (vehicle, call.clone()));
                }
                world.called(self, (vehicle, &call), crashes);
            }
            Action::Answered(place, again) => {
                let crash = world.spend(again);
                let answer = world.answers.remove(place);
                world.answered(self, &answer, crash)?;
            }
            Action::AnswerLost(place) => {
                world.budget.repeats -= 1;
                world.answers.remove(place);
            }
            Action::Retry(vehicle) => world.call(self, vehicle),
            Action::ConsentChanged(vehicle) => {
                world.budget.changes -= 1;
                let consent = !world.vehicles[vehicle].consent;
                world.decide(self, vehicle, Event::ConsentChanged { consent });
            }
            Action::PauseChanged(vehicle) => {
                world.budget.changes -= 1;
                let paused = !world.vehicles[vehicle].paused;
                world.decide(self, vehicle, Event::Paused { paused });
            }
            Action::Released(vehicle, again) => {
                world.budget.releases -= 1;
                let crash = world.spend(again);
                world.decide_until(self, vehicle, Event::Released, crash)?;
            }
            Action::Sold(vehicle) => {
                world.budget.sales -= 1;
                world.sold(self, vehicle);
            }
            Action::Erased(vehicle, again) => {
                world.budget.erasures -= 1;
                let crash = world.spend(again);
                world
                    .witness
                    .update(|witness| witness.ended[vehicle] = true);
                world.decide_until(self, vehicle, Event::Erased, crash)?;
            }
            Action::RegisteredAnew(vehicle) => {
                world.budget.returns -= 1;
                world.decide(self, vehicle, scenario::registered(true));
            }
            Action::Left(vehicle) => world.decide(self, vehicle, Event::Released),
            Action::RegistrationRestarted => world.registration_restarted(),
            Action::DataRestarted => world.data_restarted(),
            Action::Settled => world.bound_elsewhere = false,
            Action::Reboot(index) => {
                world.budget.reboots -= 1;
                driver::power_off(&mut world.nodes[index], self);
                driver::power_on(&mut world, self, index);
            }
            Action::Moved => {
                world.budget.moves -= 1;
                world.moves(self);
            }
            Action::HostDown(host) => {
                world.budget.outages -= 1;
                insert(&mut world.down, host, |a, b| a == &Host::Old && b != a);
            }
            Action::HostUp(host) => world.down.retain(|down| *down != host),
            Action::BackedUp => world.back_up(self),
            Action::DataRestored => {
                world.budget.data_restores -= 1;
                world.restore_data(self)?;
            }
            Action::RegistrationRestored => {
                world.budget.registration_restores -= 1;
                world.restore_registration(self)?;
            }
            Action::ToldAgain => world.tell_again(self),
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all(self)
    }
}

impl World {
    fn accept(&mut self, index: usize, broker: BrokerRole, sent: Sent) {
        match broker {
            BrokerRole::Registration => {
                let mut vins = VINS.iter();
                let vehicle = vins.position(|vin| sent.payload.contains(vin));
                let request = (index, vehicle.expect("a vehicle of the model"));
                insert(&mut self.requests, request, |a, b| a < b);
            }
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
}

/// The broker gives a message a packet id of its own.
fn without_number(sent: Sent) -> Sent {
    Sent {
        publish: iot4emissions_proto::device::PublishNumber(0),
        ..sent
    }
}
