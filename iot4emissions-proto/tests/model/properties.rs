//! What holds in every state.

use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::call::CallKind;
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::time::UnixSeconds;
use stateright::Property;

use crate::at_device::TO_FALL_BACK;
use crate::hosts::has_fallen_back;
use crate::model::Network;
use crate::node::{Fate, Node, Reading};
use crate::progress;
use crate::scenario::DEVICES;
use crate::situations::SITUATIONS;
use crate::world::World;

pub(crate) const ACCOUNTED: &str = "P-6.16: each snapshot is accounted for exactly once";
pub(crate) const STORED_FIRST: &str = "P-6.2: what is sent was stored on the device before";
pub(crate) const STORED_ONCE: &str = "P-7.7: storage holds each snapshot at most once";
pub(crate) const CLEARED_ONLY: &str = "P-7.7: nothing is stored of a device that is not cleared";
pub(crate) const NO_VIN: &str = "P-1.5: nothing that reaches the Data Service has a VIN";
pub(crate) const SILENT: &str = "P-6.10: who is not told operational sends no data";
pub(crate) const LATE_CLEARED: &str = "P-5.51: a late cleared never undoes a suspended";
pub(crate) const INTRODUCED: &str = "P-7.1: registered is answered after the introduction only";
pub(crate) const SUBSCRIBED: &str = "P-6.4: who is not subscribed publishes nothing";
pub(crate) const ONE_CLEARED: &str = "P-7.3: at most one device of a vehicle is cleared";
pub(crate) const VERSIONS: &str = "P-6.8: versions only grow";
pub(crate) const CLEARED_DELIVERS: &str =
    "progress: who is cleared becomes operational and delivers";
pub(crate) const SETTLED_REGISTERS: &str =
    "progress: whose registration error is settled registers";
pub(crate) const SUSPENDED_OBEYS: &str = "progress: who is suspended learns of it";
pub(crate) const STATUSES_TRUE: &str = "progress: what is retained is what the record says";

pub(crate) const CLOCK_ENDS_NOTHING: &str = "P-6.17: setting the wall clock ends no connection";
pub(crate) const GOES_ON_WAITING: &str = "P-6.14: who starts anew goes on waiting";
pub(crate) const HAD_REASON: &str = "P-6.8: who falls back has not reached the host";
pub(crate) const SAME_VEHICLE: &str = "P-6.20: no vehicle's data is sent in another one's name";
pub(crate) const OWN_NAME: &str = "P-6.20: nothing of a vehicle is stored in another one's name";
pub(crate) const WITHDRAWN: &str = "P-7.7: nothing is stored from before a withdrawal ended";
pub(crate) const FORGOTTEN_FOR_GOOD: &str =
    "P-7.14: nothing is stored that was acquired before an erasure was answered";
pub(crate) const SEGMENTED: &str =
    "P-7.13: nothing of before a sale lies in a segment of after the Data Service heard of it";
pub(crate) const ERASED_UNSENT: &str =
    "P-6.23: nothing is sent that was acquired before its erasure was stored";
pub(crate) const ENDS_EMPTY: &str = "progress: who had erased is on no broker and in no record";
pub(crate) const ERASED_AGAIN: &str = "progress: who is forgotten is so by a restored service";
pub(crate) const REGISTERS_ANEW: &str = "progress: who consents after an erasure registers anew";
pub(crate) const RIGHTLY: &str = "progress: who is cleared is so by a vehicle's record";
pub(crate) const KNOWN_BY_VEHICLE: &str =
    "progress: who sits in another vehicle is registered for it";
pub(crate) const ACQUIRES: &str = "progress: who is cleared acquires and delivers anew";
pub(crate) const RETURNS: &str = "progress: who fell back turns to the configured endpoint again";

/// Connections in a row that a unit tries within a tick at most, however often it starts
/// anew: two by the back-off, and one for the time since its record was stored, which it may
/// have been off for.
pub(crate) const TRIES: u8 = 3;

/// What is asked of a state.
pub(crate) type Condition = fn(&Network, &World) -> bool;

fn always(name: &'static str, condition: Condition) -> Property<Network> {
    Property::always(name, condition)
}

fn sometimes(name: &'static str, condition: Condition) -> Property<Network> {
    Property::sometimes(name, condition)
}

pub(crate) fn all(network: &Network) -> Vec<Property<Network>> {
    let mut properties = vec![
        always(ACCOUNTED, |_, world| accounted(world)),
        always(STORED_FIRST, |_, world| {
            nowhere(world, |n| n.ghost.sent_unstored)
        }),
        always(STORED_ONCE, |_, world| stored_once(world)),
        always(CLEARED_ONLY, |_, world| !world.witness.stored_uncleared),
        always(NO_VIN, |_, world| !world.witness.vin_told),
        always(SILENT, |_, world| {
            nowhere(world, |n| n.ghost.sent_uncommanded)
        }),
        always(LATE_CLEARED, |_, world| as_told(world)),
        always(INTRODUCED, |_, world| introduced(world)),
        always(SUBSCRIBED, |_, world| {
            nowhere(world, |n| n.ghost.sent_unsubscribed)
        }),
        always(ONE_CLEARED, |_, world| {
            let all = 0..world.nodes.len();
            let cleared = |index: &usize| world.clearance(*index) == Some(Clearance::Cleared);
            all.filter(cleared).count() <= 1
        }),
        always(VERSIONS, |_, world| {
            !world.witness.version_fell && nowhere(world, |n| n.ghost.went_back)
        }),
        always(CLOCK_ENDS_NOTHING, |_, world| {
            nowhere(world, |n| n.ghost.ended_by_clock)
        }),
        always(GOES_ON_WAITING, |_, world| {
            nowhere(world, |n| n.ghost.tries > TRIES)
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
        always(STATUSES_TRUE, |network, world| {
            progress::of(network, world).statuses_true
        }),
    ];
    properties.extend([
        always(SAME_VEHICLE, |_, world| {
            nowhere(world, |n| n.ghost.sent_foreign)
        }),
        always(OWN_NAME, |_, world| !world.witness.stored_foreign),
        always(WITHDRAWN, |_, world| !world.witness.stored_withdrawn),
        always(ACQUIRES, |network, world| {
            progress::of(network, world).acquires
        }),
        always(KNOWN_BY_VEHICLE, |network, world| {
            progress::of(network, world).known_by_vehicle
        }),
        always(RIGHTLY, |network, world| {
            progress::of(network, world).cleared_rightly
        }),
    ]);
    properties.extend([
        always(FORGOTTEN_FOR_GOOD, |_, world| forgotten_for_good(world)),
        always(SEGMENTED, |_, world| segmented(world)),
        always(ERASED_UNSENT, |_, world| {
            nowhere(world, |n| n.ghost.sent_erased)
        }),
        always(ENDS_EMPTY, |network, world| {
            progress::of(network, world).ends_empty
        }),
        always(ERASED_AGAIN, |network, world| {
            progress::of(network, world).erased_again
        }),
        always(REGISTERS_ANEW, |network, world| {
            progress::of(network, world).registers_anew
        }),
    ]);
    if network.scenario.budget.moves > 0 {
        properties.extend([
            always(RETURNS, |network, world| {
                progress::of(network, world).returns
            }),
            always(HAD_REASON, |_, world| {
                nowhere(world, |n| {
                    has_fallen_back(&n.device) && n.ghost.unreached < TO_FALL_BACK
                })
            }),
        ]);
    }
    let expected = SITUATIONS
        .iter()
        .filter(|(name, _)| network.scenario.situations.contains(name));
    properties.extend(expected.map(|(name, condition)| sometimes(name, *condition)));
    properties
}

/// On the device, at every moment; and with the broker, stored or refused, once it is
/// acknowledged: the service answers for it then.
fn accounted(world: &World) -> bool {
    world.nodes.iter().enumerate().all(|(index, node)| {
        let accounts = node.disk.accounts();
        let count = |fate| node.fates(fate).count() as u64;
        let pending = node.disk.pending().iter().map(Reading::from);
        let aside = node.disk.set_aside();
        accounts.balance()
            && node.fates(Fate::Pending).eq(pending)
            && count(Fate::Lost) == 0
            && count(Fate::Acknowledged) == accounts.acknowledged
            && count(Fate::Erased) == accounts.erased
            && count(Fate::Evicted) == accounts.evicted
            && count(Fate::SetAside) == accounts.set_aside
            && aside.count() as u64 == accounts.set_aside
            && node.ghost.fates.len() as u64 == accounts.acquired
            && node
                .fates(Fate::Acknowledged)
                .all(|reading| with_the_service(world, index, reading))
    })
}

fn with_the_service(world: &World, index: usize, reading: Reading) -> bool {
    let witness = &world.witness;
    stored(world, index, reading)
        || [
            &witness.refused,
            &witness.ignored,
            &witness.flagged,
            &witness.withheld,
            &witness.erased,
        ]
        .into_iter()
        .any(|readings| readings.contains(&(index, reading)))
        || world
            .transfers
            .iter()
            .any(|(device, sent)| *device == index && sent.readings.contains(&reading))
}

pub(crate) fn stored(world: &World, index: usize, reading: Reading) -> bool {
    let mut stored = world.stored.iter();
    stored.any(|(device, snapshot)| *device == index && Reading::from(snapshot) == reading)
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
        let told = world.witness.told[index].map(|(_, kind)| kind);
        let told = told.filter(|kind| *kind != CallKind::Forgotten);
        told.map(CallKind::clearance) == world.clearance(index)
    })
}

fn introduced(world: &World) -> bool {
    world.statuses.iter().enumerate().all(|(index, status)| {
        *status != Some(RegistrationStatus::Registered)
            || world.record(index).is_some()
            || world.restored
            || is_being_forgotten(world, index)
    })
}

/// The Data Service has forgotten a device, and the Registration Service has not heard its
/// answer, or has not published what follows.
fn is_being_forgotten(world: &World, index: usize) -> bool {
    let releasing = world.vehicles.iter().any(|vehicle| {
        let binding = vehicle.binding.as_ref();
        binding.is_some_and(|it| it.device.as_str() == DEVICES[index] && it.is_releasing())
    });
    world.is_forgotten(index) && (releasing || !world.owed.is_empty())
}

/// A second is a second: what was acquired in that of the erasure is not told apart.
fn forgotten_for_good(world: &World) -> bool {
    let forgotten = &world.witness.forgotten_at;
    let mut stored = world.stored.iter();
    stored.all(|(device, snapshot)| snapshot.acquired() >= forgotten[*device])
}

/// What was acquired before the Data Service heard of a sale lies in the earlier segment,
/// whoever drove; what was acquired before the sale never lies in a later one.
fn segmented(world: &World) -> bool {
    world.witness.partings.iter().all(|parting| {
        let (Some(heard), Some(record)) = (parting.heard, world.record(parting.device)) else {
            return true;
        };
        let before = UnixSeconds(parting.sold.0 - 1);
        record.segments.of(before) < record.segments.of(heard)
    })
}

fn nowhere(world: &World, wrong: fn(&Node) -> bool) -> bool {
    !world.nodes.iter().any(wrong)
}
