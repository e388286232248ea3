//! What holds in every state, and what has to happen in some.

use iot4emissions_proto::data::{CallKind, Clearance, SuspensionReason};
use iot4emissions_proto::device::{DeviceState, Record};
use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::time::UnixSeconds;
use stateright::Property;

use crate::model::Network;
use crate::node::{Content, Fate, Node};
use crate::progress;
use crate::world::World;

pub(crate) const ACCOUNTED: &str = "P-6.16: each snapshot is accounted for exactly once";
pub(crate) const STORED_FIRST: &str = "P-6.2: what is sent was stored on the device before";
pub(crate) const STORED_ONCE: &str = "P-7.7: storage holds each snapshot at most once";
pub(crate) const CLEARED_ONLY: &str = "P-7.7: nothing is stored of a device that is not cleared";
pub(crate) const NO_VIN: &str = "P-1.5: nothing that reaches the Data Service has a VIN";
pub(crate) const SILENT: &str = "P-6.10: who is not told operational sends no data";
pub(crate) const LATE_CLEARED: &str = "P-5.51: a late cleared never undoes a suspended";
pub(crate) const INTRODUCED: &str = "P-7.1: registered is answered after the introduction only";
pub(crate) const VERSIONS: &str = "P-6.8: versions only grow";
pub(crate) const CLEARED_DELIVERS: &str = "progress: who is cleared becomes operational and delivers";
pub(crate) const SETTLED_REGISTERS: &str = "progress: whose registration error is settled registers";
pub(crate) const SUSPENDED_OBEYS: &str = "progress: who is suspended learns of it";

type Condition = fn(&Network, &World) -> bool;

fn always(name: &'static str, condition: Condition) -> Property<Network> {
    Property::always(name, condition)
}

fn sometimes(name: &'static str, condition: Condition) -> Property<Network> {
    Property::sometimes(name, condition)
}

pub(crate) fn all(network: &Network) -> Vec<Property<Network>> {
    let mut properties = vec![
        always(ACCOUNTED, |_, world| accounted(world)),
        always(STORED_FIRST, |_, world| nowhere(world, |n| n.ghost.sent_unstored)),
        always(STORED_ONCE, |_, world| stored_once(world)),
        always(CLEARED_ONLY, |_, world| !world.witness.stored_uncleared),
        always(NO_VIN, |_, world| !world.witness.vin_told),
        always(SILENT, |_, world| nowhere(world, |n| n.ghost.sent_uncommanded)),
        always(LATE_CLEARED, |_, world| as_told(world)),
        always(INTRODUCED, |_, world| introduced(world)),
        always(VERSIONS, |_, world| {
            !world.witness.version_fell && nowhere(world, |n| n.ghost.went_back)
        }),
        always(CLEARED_DELIVERS, |network, world| {
            progress::of(network, world).cleared_delivers
        }),
        always(SETTLED_REGISTERS, |network, world| {
            progress::of(network, world).settled_registers
        }),
        always(SUSPENDED_OBEYS, |network, world| {
            progress::of(network, world).suspended_obeys
        }),
    ];
    properties.extend(situations(network));
    properties
}

/// What a model that proves anything has to come across.
fn situations(network: &Network) -> Vec<Property<Network>> {
    let scenario = &network.scenario;
    let mut situations = vec![
        sometimes("a snapshot is stored", |_, world| !world.stored.is_empty()),
        sometimes("a publish is in flight while another copy of it is stored", |_, w| {
            w.nodes.iter().any(Node::in_flight) && w.transfers.iter().any(|(i, sent)| stored(w, *i, sent.acquired[0]))
        }),
        sometimes("a device is operational with nothing pending", |_, world| {
            let done = |n: &Node| n.disk.accounts().acknowledged > 0 && n.disk.pending().is_empty();
            world.nodes.iter().any(done)
        }),
    ];
    let budget = &scenario.budget;
    if budget.power_losses > 0 {
        situations.push(sometimes("power is lost with a publish in flight", |n, w| {
            let lost = w.budget.power_losses < n.scenario.budget.power_losses;
            lost && w.budget.drops == n.scenario.budget.drops && w.nodes.iter().enumerate().any(|(index, node)| {
                node.disk.pending().iter().any(|s| stored(w, index, s.acquired()))
            })
        }));
    }
    if budget.changes > 0 {
        situations.push(sometimes("a suspension while a publish is unacknowledged", |_, w| {
            w.nodes.iter().enumerate().any(|(index, node)| {
                node.in_flight() && matches!(w.clearance(index), Some(Clearance::Suspended(_)))
            })
        }));
        situations.push(sometimes("a PUBACK under way to a device that was suspended", |_, w| {
            w.nodes.iter().any(|node| node.closing.is_some() && node.disk.state() == DeviceState::Initialized)
        }));
        situations.push(sometimes("a late PUBACK counts for a snapshot that was erased", |_, w| {
            w.nodes.iter().any(|node| {
                node.disk.state() == DeviceState::Initialized && node.disk.accounts().acknowledged > 0
                    && node.device.record().is_some_and(|record| record.accounts().erased == 0)
            })
        }));
        situations.push(sometimes("snapshots are erased", |_, world| fated(world, Fate::Erased)));
        situations.push(sometimes("data of a suspended device is refused", |_, w| !w.witness.refused.is_empty()));
        situations.push(sometimes("a device is in Standby with snapshots", |_, w| {
            w.nodes.iter().any(|n| n.disk.state() == DeviceState::Standby && !n.disk.pending().is_empty())
        }));
        situations.push(sometimes("a late cleared is under way to a suspended device", |_, w| {
            w.calls.iter().any(|call| {
                call.kind() == CallKind::Cleared
                    && w.records.iter().flatten().any(|record| {
                        record.device == call.device_id && record.sequence > call.sequence
                            && record.clearance == Clearance::Suspended(SuspensionReason::NotCleared)
                    })
            })
        }));
    }
    if budget.repeats > 0 {
        situations.push(sometimes("a Data Transfer is delivered twice", |_, w| {
            w.transfers.iter().any(|(index, sent)| sent.acquired.iter().any(|time| stored(w, *index, *time)))
        }));
    }
    if budget.lags > 0 {
        situations.push(sometimes("an older configuration is on its way", |_, w| {
            w.nodes.iter().any(|node| {
                let first = node.link.as_ref().and_then(|link| link.inbox.first());
                first.is_some_and(|message| matches!(&message.content,
                    Content::Configuration(status) if status.configuration.version < version(&node.disk)))
            })
        }));
    }
    if scenario.hours >= 4 {
        situations.push(sometimes("a snapshot is evicted", |_, world| fated(world, Fate::Evicted)));
    }
    if scenario.bound_elsewhere || scenario.devices > 1 {
        situations.push(sometimes("a registration error is retained", |_, w| {
            w.statuses.iter().any(|status| matches!(status, Some(RegistrationStatus::Error { .. })))
        }));
    }
    if scenario.bound_elsewhere {
        situations.push(sometimes("a retained error comes after the request", |_, w| {
            w.requests.iter().zip(&w.nodes).any(|(requested, node)| {
                let first = node.link.as_ref().and_then(|link| link.inbox.first());
                *requested && first.is_some_and(|m| m.retain && matches!(m.content, Content::Status(Some(RegistrationStatus::Error { .. }))))
            })
        }));
    }
    if scenario.devices > 1 {
        situations.push(sometimes("a vehicle's second device is registered after the first", |_, w| {
            w.records.iter().all(Option::is_some)
        }));
    }
    situations
}

/// On the device, at every moment; and with the broker, stored or refused, once it is
/// acknowledged: the service answers for it then.
fn accounted(world: &World) -> bool {
    world.nodes.iter().enumerate().all(|(index, node)| {
        let accounts = node.disk.accounts();
        let count = |fate| node.fates(fate).count() as u64;
        let pending = node.disk.pending().iter().map(Snapshot::acquired);
        accounts.balance()
            && node.fates(Fate::Pending).eq(pending)
            && count(Fate::Lost) == 0
            && count(Fate::Acknowledged) == accounts.acknowledged
            && count(Fate::Erased) == accounts.erased
            && count(Fate::Evicted) == accounts.evicted
            && node.ghost.fates.len() as u64 == accounts.acquired
            && node
                .fates(Fate::Acknowledged)
                .all(|time| with_the_service(world, index, time))
    })
}

fn with_the_service(world: &World, index: usize, time: UnixSeconds) -> bool {
    stored(world, index, time)
        || world.witness.refused.contains(&(index, time))
        || world.witness.ignored.contains(&(index, time))
        || world
            .transfers
            .iter()
            .any(|(device, sent)| *device == index && sent.acquired.contains(&time))
}

pub(crate) fn stored(world: &World, index: usize, time: UnixSeconds) -> bool {
    let mut stored = world.stored.iter();
    stored.any(|(device, snapshot)| *device == index && snapshot.acquired() == time)
}

fn stored_once(world: &World) -> bool {
    let key = |(device, snapshot): &(usize, Snapshot)| (*device, snapshot.acquired());
    world
        .stored
        .windows(2)
        .all(|pair| key(&pair[0]) < key(&pair[1]))
}

/// The Data Service's word is that of the highest call that reached it.
fn as_told(world: &World) -> bool {
    (0..world.nodes.len()).all(|index| {
        let told = world.witness.told[index].map(|(_, kind)| match kind {
            CallKind::Introduced => Clearance::Suspended(SuspensionReason::NotCleared),
            CallKind::Cleared => Clearance::Cleared,
            CallKind::Suspended(reason) => Clearance::Suspended(reason),
        });
        told == world.clearance(index)
    })
}

fn introduced(world: &World) -> bool {
    let pairs = world.statuses.iter().zip(&world.records);
    pairs.into_iter().all(|(status, record)| {
        *status != Some(RegistrationStatus::Registered) || record.is_some()
    })
}

fn nowhere(world: &World, wrong: fn(&Node) -> bool) -> bool {
    !world.nodes.iter().any(wrong)
}

fn fated(world: &World, fate: Fate) -> bool {
    world.nodes.iter().any(|node| node.fates(fate).next().is_some())
}

fn version(record: &Record) -> iot4emissions_proto::message::ConfigurationVersion {
    let configuration = record.configuration();
    configuration.map_or(
        iot4emissions_proto::message::ConfigurationVersion::new(1).unwrap(),
        |status| status.configuration.version,
    )
}
