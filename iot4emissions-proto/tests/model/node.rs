//! One vehicle: the real device, its disk and its connection, with what the model
//! remembers of it to judge it by.

use std::collections::{BTreeMap, BTreeSet};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    Accounts, ConnectionNumber, OtaDevice, PublishNumber, Record, RequestNumber,
};
use iot4emissions_proto::message::{ConfigurationStatus, ConfiguredState, RegistrationStatus};
use iot4emissions_proto::obfcm::{Litres, Snapshot};
use iot4emissions_proto::time::UnixSeconds;

use crate::hosts::Host;
use crate::scenario;
use crate::shared::Shared;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Node {
    pub(crate) device: Shared<OtaDevice>,
    /// What survives power loss (P-6.2).
    pub(crate) disk: Shared<Record>,
    /// What was on it before, where a fault makes use of that.
    pub(crate) older: Option<Shared<Record>>,
    /// The device's time: every time-out ends at a tick.
    pub(crate) ticks: u64,
    /// How many ticks its wall clock is ahead of that.
    pub(crate) ahead: i64,
    /// The latest tick that its driver has shown it, where a fault makes use of that.
    pub(crate) latest: i64,
    /// Whether its driver has given the new host up, where a fault makes use of that.
    pub(crate) host_given_up: bool,
    pub(crate) link: Option<Link>,
    /// The connection that the device gave up with something still under way on it.
    pub(crate) closing: Option<Closing>,
    /// The question that the OBFCM device is being asked.
    pub(crate) asked: Option<RequestNumber>,
    /// The vehicle that the unit sits in, and the one that the device knows itself in.
    pub(crate) vehicle: usize,
    pub(crate) known_vehicle: usize,
    /// The record that is being written, on a disk that takes its time.
    pub(crate) storing: Option<RecordBeingStored>,
    /// What was acknowledged since the last record that the device handed out.
    pub(crate) acknowledged: Vec<Reading>,
    pub(crate) ghost: Shared<Ghost>,
}

/// A record on its way to the disk, and what was acknowledged before it was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RecordBeingStored {
    pub(crate) record: Shared<Record>,
    pub(crate) acknowledged: Vec<Reading>,
}

/// What tells a snapshot from all others, even where a clock that is set shows a time
/// twice: no two readings of a vehicle have the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Reading {
    pub(crate) acquired: UnixSeconds,
    pub(crate) fuel: Option<Litres>,
}

impl From<&Snapshot> for Reading {
    fn from(snapshot: &Snapshot) -> Self {
        Self {
            acquired: snapshot.acquired(),
            fuel: snapshot.values().total_fuel_consumed,
        }
    }
}

/// The connection as the network has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Link {
    pub(crate) number: ConnectionNumber,
    pub(crate) broker: BrokerRole,
    pub(crate) host: Host,
    pub(crate) stage: Stage,
    /// What the broker has sent and the device has not received, in order.
    pub(crate) inbox: Vec<Inbound>,
    /// What the device has sent and the broker has not received.
    pub(crate) wire: Option<Sent>,
    /// The PUBACK that is under way.
    pub(crate) puback: Option<Sent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Stage {
    Connecting,
    Connected,
    /// The broker has the subscription, the device not yet the SUBACK.
    Subscribing,
    Subscribed,
    Refused,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Closing {
    pub(crate) number: ConnectionNumber,
    pub(crate) wire: Option<Sent>,
    pub(crate) puback: Option<Sent>,
}

/// A message to the device.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Inbound {
    pub(crate) content: Content,
    pub(crate) retain: bool,
    /// Whether the broker delivers it for the second time.
    pub(crate) again: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Content {
    Status(Option<RegistrationStatus>),
    Configuration(Option<Shared<ConfigurationStatus>>),
}

/// A publish of the device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Sent {
    pub(crate) publish: PublishNumber,
    pub(crate) payload: String,
    /// The snapshots in it; none in a registration request.
    pub(crate) readings: Vec<Reading>,
}

/// What becomes of a snapshot on the device (P-6.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Fate {
    Pending,
    Acknowledged,
    Erased,
    Evicted,
    /// Set aside, until it is pending again (P-6.13, P-6.18).
    SetAside,
    /// Gone without a reason: no rule allows it.
    Lost,
}

/// What an onlooker knows who never forgets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Ghost {
    /// Every snapshot that was ever on the disk.
    pub(crate) fates: BTreeMap<Reading, Fate>,
    /// The newest configuration that was delivered and acted upon.
    pub(crate) commanded: Option<(u32, ConfiguredState)>,
    /// The version, as the Data Service issued it, of the configuration in force.
    pub(crate) follows: u32,
    pub(crate) went_back: bool,
    pub(crate) sent_unstored: bool,
    pub(crate) sent_uncommanded: bool,
    pub(crate) sent_unsubscribed: bool,
    /// Whether another vehicle's data was sent.
    pub(crate) sent_foreign: bool,
    /// What was acquired before its owner had its data erased and that was stored, and
    /// whether any of it was sent afterwards (P-6.23).
    pub(crate) erased_by_owner: BTreeSet<Reading>,
    pub(crate) sent_erased: bool,
    /// Whether a connection ended as the wall clock was set.
    pub(crate) ended_by_clock: bool,
    /// Connections in this tick since one that a broker accepted, where units reboot.
    pub(crate) tries: u8,
    /// Connections that failed for a reason that speaks of the host, up to as many as it
    /// takes to fall back, where the broker moves.
    pub(crate) unreached: u8,
}

impl Node {
    /// The record of `device` as it is handed out to be stored.
    pub(crate) fn hand_out(&mut self, device: &OtaDevice) -> RecordBeingStored {
        let record = device.record().expect("a provisioned device");
        RecordBeingStored {
            record: Shared::new(record.clone()),
            acknowledged: std::mem::take(&mut self.acknowledged),
        }
    }

    /// What was being stored is lost, and what the device was told with it (P-6.2).
    pub(crate) fn forget_unstored(&mut self) {
        self.acknowledged.clear();
        if self.storing.take().is_some() {
            self.forget_what_was_told_since();
        }
    }

    /// What the device was told since the record on the disk never happened (P-6.2).
    pub(crate) fn forget_what_was_told_since(&mut self) {
        let stored = self.disk.configuration();
        let stored = stored.map(|status| (status.configuration.version.get(), status.device_state));
        if self.ghost.commanded != stored {
            self.ghost.update(|ghost| ghost.commanded = stored);
        }
    }

    /// Has a record on the disk, and notes what became of each snapshot.
    pub(crate) fn store(&mut self, storing: RecordBeingStored) {
        let RecordBeingStored {
            record,
            acknowledged,
        } = storing;
        let before = self.disk.accounts();
        self.disk = record;
        let after = self.disk.accounts();
        let pending: Vec<_> = self.disk.pending().iter().map(Reading::from).collect();
        let aside = self.disk.set_aside();
        let aside: Vec<_> = aside.map(|(snapshot, _)| Reading::from(snapshot)).collect();
        let mut fates = self.ghost.fates.clone();
        for reading in pending.iter().chain(&aside) {
            fates.entry(*reading).or_insert(Fate::Pending);
        }
        for (reading, fate) in &mut fates {
            let place = match (pending.contains(reading), aside.contains(reading)) {
                (true, _) => Some(Fate::Pending),
                (false, true) => Some(Fate::SetAside),
                (false, false) => None,
            };
            let carried = acknowledged.contains(reading);
            *fate = becomes(*fate, place, &before, &after, carried);
        }
        if fates != self.ghost.fates {
            self.ghost.update(|ghost| ghost.fates = fates);
        }
    }

    /// A broker lets it do something, or time passes.
    pub(crate) fn tries_end(&mut self) {
        if self.ghost.tries > 0 {
            self.ghost.update(|ghost| ghost.tries = 0);
        }
    }

    /// Whether a snapshot of this tick or the one before was acknowledged.
    pub(crate) fn delivers(&self) -> bool {
        let mut fuel = self.fates(Fate::Acknowledged).filter_map(|it| it.fuel);
        fuel.any(|fuel| scenario::tick_of(fuel) + 1 >= self.ticks)
    }

    pub(crate) fn fates(&self, wanted: Fate) -> impl Iterator<Item = Reading> + '_ {
        let fates = self.ghost.fates.iter();
        fates.filter_map(move |(reading, fate)| (*fate == wanted).then_some(*reading))
    }

    /// Whether a publish of snapshots is under way, or its PUBACK.
    pub(crate) fn in_flight(&self) -> bool {
        let on = |sent: &Option<Sent>| sent.as_ref().is_some_and(|s| !s.readings.is_empty());
        self.link
            .as_ref()
            .is_some_and(|l| on(&l.wire) || on(&l.puback))
    }
}

/// `place` is where it is on the disk now, if it is.
fn becomes(
    fate: Fate,
    place: Option<Fate>,
    before: &Accounts,
    after: &Accounts,
    carried: bool,
) -> Fate {
    let counted = carried && after.acknowledged > before.acknowledged;
    match (fate, place) {
        (Fate::Pending | Fate::SetAside, Some(place)) => place,
        (Fate::Pending, None) if counted => Fate::Acknowledged,
        (Fate::Pending | Fate::SetAside, None) if after.erased > before.erased => Fate::Erased,
        (Fate::Pending | Fate::SetAside, None) if after.evicted > before.evicted => Fate::Evicted,
        // A late PUBACK counts (P-6.5).
        (Fate::Erased, None) if counted && after.erased < before.erased => Fate::Acknowledged,
        (Fate::Evicted, None) if counted && after.evicted < before.evicted => Fate::Acknowledged,
        (Fate::Acknowledged | Fate::Erased | Fate::Evicted, None) => fate,
        _ => Fate::Lost,
    }
}
