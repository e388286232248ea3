//! What a model that proves anything has to come across.

use iot4emissions_proto::device::DeviceState;
use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::{Answer, CallKind};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{DeviceEntry, DeviceRecord};
use iot4emissions_proto::time::UnixSeconds;

use crate::hosts::{Host, has_fallen_back};
use crate::node::{Content, Fate, Inbound, Node, Reading, Stage};
use crate::properties::{Condition, TRIES, stored};
use crate::scenario;
use crate::shared::Shared;
use crate::world::World;

pub(crate) const STORED: &str = "a snapshot is stored";
pub(crate) const RESTORED_IN_FLIGHT: &str = "what is stored is pending after a power loss";
pub(crate) const DELIVERED_TWICE: &str = "a Data Transfer is delivered twice";
pub(crate) const SUSPENDED_IN_FLIGHT: &str = "a suspension while a publish is unacknowledged";
pub(crate) const ERASED: &str = "snapshots are erased";
pub(crate) const ERASED_BUT_SENT: &str = "a late PUBACK is under way for an erased snapshot";
pub(crate) const LATE_PUBACK_COUNTS: &str = "a late PUBACK counts for a device in Initialized";
pub(crate) const EVICTED: &str = "a snapshot is evicted";
pub(crate) const EVICTED_IN_FLIGHT: &str = "a snapshot is evicted while its publish is in flight";
pub(crate) const REFUSED: &str = "data of a suspended device is refused";
pub(crate) const STANDBY: &str = "a device in Standby has snapshots";
pub(crate) const CLEARED_LATE: &str = "a late cleared is under way to a suspended device";
pub(crate) const LAGGING: &str = "an older configuration is on its way";
pub(crate) const ERROR: &str = "a registration error is retained";
pub(crate) const ERROR_LATE: &str = "a retained error comes after the request";
pub(crate) const SECOND_DEVICE: &str = "a vehicle's second device is registered after the first";
pub(crate) const RIVAL: &str = "a device asks while the vehicle's other one has sent data";
pub(crate) const NOT_STORED: &str = "what is stored is pending as the disk failed";
pub(crate) const UNREFUSED: &str = "a snapshot is stored after a refused subscription";
pub(crate) const OWED: &str = "a Registration Service that crashed owes a status";
pub(crate) const ACKNOWLEDGED_UNSTORED: &str = "another part goes before one is stored";
pub(crate) const SENT_AGAIN: &str = "two acknowledged parts are pending after a power loss";
pub(crate) const UNPUBLISHED: &str = "a Data Service crashed before it published";

pub(crate) const STORING_LOST: &str = "the power may fail while a record is being stored";
pub(crate) const SET_ASIDE: &str = "a snapshot is set aside";
pub(crate) const WRONG_TIME: &str = "a snapshot of a wrong time is stored";
pub(crate) const FLAGGED: &str = "two snapshots of one time reach the Data Service";
pub(crate) const FALLEN_BACK: &str = "a device uses the endpoint that worked before";
pub(crate) const MOVED: &str = "a device has subscribed at the new host";
pub(crate) const TRIED_OFTEN: &str = "a unit that starts anew tries as often as it may";

pub(crate) const OTHER_VEHICLE: &str = "a snapshot of the other vehicle is stored";
pub(crate) const REGISTERS_AGAIN: &str = "a device with snapshots registers again";
pub(crate) const FORGOTTEN: &str = "the Data Service has forgotten a device that has sent data";
pub(crate) const FORGOTTEN_CLEARED: &str =
    "the Data Service has forgotten that a device was suspended";
pub(crate) const MISNUMBERED: &str = "a call has a lower number than the last that arrived";

pub(crate) const DATA_OF_FORGOTTEN: &str = "data of a device that is forgotten is ignored";
pub(crate) const CALL_TOO_LATE: &str = "a late call meets a tombstone";
pub(crate) const STORED_ANEW: &str = "a device that was forgotten has sent data anew";
pub(crate) const SOLD_IN_FLIGHT: &str = "a sale while a publish is unacknowledged";
pub(crate) const SOLD_LATE: &str = "a snapshot of before a sale is stored after it was heard of";
pub(crate) const ERASED_IN_STORE: &str = "what was stored is erased";
pub(crate) const BACK_AND_ERASED: &str = "a backup brings back what was erased";

pub(crate) const SITUATIONS: &[(&str, Condition)] = &[
    (STORED, |_, world| !world.stored.is_empty()),
    (RESTORED_IN_FLIGHT, |network, world| {
        let budget = &network.scenario.budget;
        world.budget.power_losses < budget.power_losses
            && world.budget.drops == budget.drops
            && any(world, |index, node| {
                let mut pending = node.disk.pending().iter();
                let quiet = !node.in_flight() && node.closing.is_none();
                quiet && pending.any(|snapshot| stored(world, index, snapshot.into()))
            })
    }),
    (ACKNOWLEDGED_UNSTORED, |_, world| {
        any(world, |_, node| {
            !node.acknowledged.is_empty() && node.storing.is_none() && node.in_flight()
        })
    }),
    (SENT_AGAIN, |_, world| {
        any(world, |index, node| {
            let pending = node.disk.pending().iter();
            let arrived = pending.filter(|it| stored(world, index, (*it).into()));
            node.link.is_none() && arrived.count() == 2
        })
    }),
    (NOT_STORED, |network, world| {
        let budget = &network.scenario.budget;
        world.budget.disk_failures < budget.disk_failures
            && world.budget.drops == budget.drops
            && any(world, |index, node| {
                let mut pending = node.disk.pending().iter();
                let quiet = !node.in_flight() && node.closing.is_none();
                quiet && pending.any(|snapshot| stored(world, index, snapshot.into()))
            })
    }),
    (UNREFUSED, |network, world| {
        world.budget.refusals < network.scenario.budget.refusals && !world.stored.is_empty()
    }),
    (OWED, |_, world| !world.owed.is_empty()),
    (UNPUBLISHED, |_, world| {
        let unpublished = |(entry, retained): (&Option<Shared<DeviceEntry>>, &Option<_>)| {
            let record = entry.as_ref().and_then(|entry| entry.record());
            let status = record.map(DeviceRecord::status);
            status.as_ref() != retained.as_deref()
        };
        let mut entries = world.entries.iter().zip(&world.configurations);
        world.data_down && entries.any(unpublished)
    }),
    (RIVAL, |_, world| {
        any(world, |index, _| {
            let mut requests = world.requests.iter();
            let sent = world.stored.iter().any(|(device, _)| *device == index);
            sent && requests.any(|(other, _)| *other != index)
        })
    }),
    (DELIVERED_TWICE, |_, world| {
        world.transfers.iter().any(|(index, sent)| {
            let mut readings = sent.readings.iter();
            readings.any(|reading| stored(world, *index, *reading))
        })
    }),
    (SUSPENDED_IN_FLIGHT, |_, world| {
        any(world, |index, node| {
            let suspended = matches!(world.clearance(index), Some(Clearance::Suspended(_)));
            suspended && node.in_flight()
        })
    }),
    (ERASED, |_, world| fated(world, Fate::Erased)),
    (ERASED_BUT_SENT, |_, world| {
        any(world, |_, node| late(node, Fate::Erased))
    }),
    (LATE_PUBACK_COUNTS, |_, world| {
        any(world, |_, node| {
            let accounts = node.disk.accounts();
            node.disk.state() == DeviceState::Initialized
                && accounts.acknowledged > 0
                && accounts.erased == 0
        })
    }),
    (EVICTED, |_, world| fated(world, Fate::Evicted)),
    (EVICTED_IN_FLIGHT, |_, world| {
        any(world, |_, node| late(node, Fate::Evicted))
    }),
    (REFUSED, |_, world| !world.witness.refused.is_empty()),
    (STORING_LOST, |_, world| {
        any(world, |_, node| node.storing.is_some()) && world.budget.power_losses > 0
    }),
    (SET_ASIDE, |_, world| fated(world, Fate::SetAside)),
    (WRONG_TIME, |_, world| {
        world.stored.iter().any(|(_, snapshot)| {
            let reading = Reading::from(snapshot);
            let tick = reading.fuel.map(scenario::tick_of);
            tick.is_some_and(|tick| scenario::at(tick, 0).wall.to_seconds() != reading.acquired)
        })
    }),
    (FLAGGED, |_, world| !world.witness.flagged.is_empty()),
    (FALLEN_BACK, |_, world| {
        any(world, |_, node| has_fallen_back(&node.device))
    }),
    (MOVED, |_, world| {
        any(world, |_, node| {
            let link = node.link.as_ref();
            link.is_some_and(|link| link.host == Host::New && link.stage == Stage::Subscribed)
        })
    }),
    (OTHER_VEHICLE, |_, world| {
        let mut stored = world.stored.iter();
        stored.any(|(_, snapshot)| {
            let fuel = Reading::from(snapshot).fuel;
            fuel.is_some_and(|fuel| scenario::vehicle_of(fuel) == 1)
        })
    }),
    (REGISTERS_AGAIN, |_, world| {
        any(world, |_, node| {
            node.disk.state() == DeviceState::Provisioned && !node.disk.pending().is_empty()
        })
    }),
    (FORGOTTEN, |_, world| {
        let mut stored = world.stored.iter();
        stored.any(|(device, _)| world.entries[*device].is_none())
    }),
    (FORGOTTEN_CLEARED, |_, world| {
        any(world, |index, node| {
            let suspended = node.disk.state() == DeviceState::Initialized;
            let cleared = world.clearance(index) == Some(Clearance::Cleared);
            let newer = world.record(index).is_some_and(|record| {
                let configuration = node.disk.configuration();
                configuration.is_some_and(|status| status.configuration.version > record.version())
            });
            suspended && cleared && newer
        })
    }),
    (MISNUMBERED, |_, world| {
        let mut answers = world.answers.iter();
        world.restored
            && answers.any(|answered| matches!(answered.answer, Answer::Overtaken { .. }))
    }),
    (DATA_OF_FORGOTTEN, |_, world| {
        let mut ignored = world.witness.ignored.iter();
        ignored.any(|(device, _)| world.is_forgotten(*device))
    }),
    (CALL_TOO_LATE, |_, world| {
        let mut answers = world.answers.iter();
        answers.any(|answered| {
            matches!(answered.answer, Answer::Overtaken { .. })
                && world.is_forgotten(answered.device)
        })
    }),
    (STORED_ANEW, |_, world| {
        let mut stored = world.stored.iter();
        stored.any(|(device, _)| world.witness.forgotten_at[*device] > UnixSeconds(0))
    }),
    (SOLD_IN_FLIGHT, |_, world| {
        let mut partings = world.witness.partings.iter();
        partings.any(|it| it.heard.is_none() && world.nodes[it.device].in_flight())
    }),
    (SOLD_LATE, |_, world| {
        let transfers = world.transfers.iter();
        let mut readings = transfers.flat_map(|(device, sent)| {
            let readings = sent.readings.iter();
            readings.map(|reading| (*device, reading.acquired))
        });
        readings.any(|(device, acquired)| {
            let mut partings = world.witness.partings.iter();
            partings.any(|it| it.device == device && it.heard > Some(acquired))
        })
    }),
    (ERASED_IN_STORE, |_, world| !world.witness.erased.is_empty()),
    (BACK_AND_ERASED, |_, world| {
        let erased = world.witness.erased.iter();
        let back = erased.filter(|(device, reading)| stored(world, *device, *reading));
        world.restored && back.count() > 0
    }),
    (TRIED_OFTEN, |_, world| {
        any(world, |_, node| node.ghost.tries == TRIES)
    }),
    (STANDBY, |_, world| {
        any(world, |_, node| {
            node.disk.state() == DeviceState::Standby && !node.disk.pending().is_empty()
        })
    }),
    (CLEARED_LATE, |_, world| {
        world.calls.iter().any(|(_, call)| {
            let entries = world.entries.iter().flatten();
            let mut records = entries.filter_map(|entry| entry.record());
            call.kind() == CallKind::Cleared
                && records.any(|record| {
                    record.device == call.device_id
                        && record.last.sequence > call.sequence
                        && record.clearance() == Clearance::NOT_CLEARED
                })
        })
    }),
    (LAGGING, |_, world| {
        any(world, |_, node| {
            let current = node.disk.configuration();
            let current = current.map(|status| status.configuration.version);
            let older = |message: &Inbound| match &message.content {
                Content::Configuration(Some(status)) => {
                    Some(status.configuration.version) < current
                }
                Content::Configuration(None) | Content::Status(_) => false,
            };
            first(node).is_some_and(older)
        })
    }),
    (ERROR, |_, world| {
        let mut statuses = world.statuses.iter().flatten();
        statuses.any(|status| *status != RegistrationStatus::Registered)
    }),
    (ERROR_LATE, |_, world| {
        any(world, |index, node| {
            let error = |message: &Inbound| {
                let error = Content::Status(Some(RegistrationStatus::ERROR));
                message.retain && message.content == error
            };
            let mut requests = world.requests.iter();
            requests.any(|(device, _)| *device == index) && first(node).is_some_and(error)
        })
    }),
    (SECOND_DEVICE, |_, world| {
        let mut nodes = world.nodes.iter();
        nodes.all(|node| node.disk.state() != DeviceState::Provisioned)
    }),
];

fn any(world: &World, mut condition: impl FnMut(usize, &Node) -> bool) -> bool {
    let mut nodes = world.nodes.iter().enumerate();
    nodes.any(|(index, node)| condition(index, node))
}

fn first(node: &Node) -> Option<&Inbound> {
    node.link.as_ref()?.inbox.first()
}

fn fated(world: &World, fate: Fate) -> bool {
    any(world, |_, node| node.fates(fate).next().is_some())
}

/// A PUBACK is under way for a snapshot that has met its fate already.
fn late(node: &Node, fate: Fate) -> bool {
    let link = node.link.as_ref().and_then(|link| link.puback.as_ref());
    let closing = node.closing.as_ref().and_then(|link| link.puback.as_ref());
    link.into_iter().chain(closing).any(|sent| {
        node.fates(fate)
            .any(|reading| sent.readings.contains(&reading))
    })
}
