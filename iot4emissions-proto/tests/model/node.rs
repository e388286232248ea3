//! One vehicle: the real device, its disk and its connection, with what the model
//! remembers of it to judge it by.

use std::collections::BTreeMap;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{Accounts, ConnectionNumber, OtaDevice, PublishNumber, Record};
use iot4emissions_proto::message::{ConfigurationStatus, ConfiguredState, RegistrationStatus};
use iot4emissions_proto::time::UnixSeconds;

use crate::shared::Shared;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Node {
    pub(crate) device: Shared<OtaDevice>,
    /// What survives power loss (P-6.2).
    pub(crate) disk: Shared<Record>,
    /// What was on it before, where a fault makes use of that.
    pub(crate) older: Option<Shared<Record>>,
    /// The device's time: whole hours, so that every time-out ends at a tick.
    pub(crate) hour: u64,
    pub(crate) link: Option<Link>,
    /// The connection that the device gave up with something still under way on it.
    pub(crate) closing: Option<Closing>,
    /// Whether the OBFCM device is being read.
    pub(crate) acquiring: bool,
    pub(crate) ghost: Shared<Ghost>,
}

/// The connection as the network has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Link {
    pub(crate) number: ConnectionNumber,
    pub(crate) broker: BrokerRole,
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
    Configuration(Shared<ConfigurationStatus>),
}

/// A publish of the device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Sent {
    pub(crate) publish: PublishNumber,
    pub(crate) payload: String,
    /// The snapshots in it; none in a registration request.
    pub(crate) acquired: Vec<UnixSeconds>,
}

/// What becomes of a snapshot on the device (P-6.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Fate {
    Pending,
    Acknowledged,
    Erased,
    Evicted,
    /// Gone without a reason: no rule allows it.
    Lost,
}

/// What an onlooker knows who never forgets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Ghost {
    /// Every snapshot that was ever on the disk.
    pub(crate) fates: BTreeMap<UnixSeconds, Fate>,
    /// The newest configuration that was delivered and acted upon.
    pub(crate) commanded: Option<(u32, ConfiguredState)>,
    /// The version, as the Data Service issued it, of the configuration in force.
    pub(crate) follows: u32,
    pub(crate) went_back: bool,
    pub(crate) sent_unstored: bool,
    pub(crate) sent_uncommanded: bool,
    pub(crate) sent_unsubscribed: bool,
}

/// What an input is to the snapshots.
pub(crate) enum Cause {
    /// A PUBACK of the publish that carried these.
    Acknowledged(Vec<UnixSeconds>),
    Other,
}

impl Node {
    /// Stores the record, and notes what became of each snapshot.
    pub(crate) fn persist(&mut self, device: &OtaDevice, cause: &Cause) {
        let Some(record) = device.record() else {
            return;
        };
        let before = self.disk.accounts();
        self.disk = Shared::new(record.clone());
        let after = self.disk.accounts();
        let disk = self.disk.clone();
        let mut fates = self.ghost.fates.clone();
        for snapshot in disk.pending() {
            fates.entry(snapshot.acquired()).or_insert(Fate::Pending);
        }
        for (time, fate) in &mut fates {
            let pending = disk.pending().iter().any(|s| s.acquired() == *time);
            *fate = becomes(*fate, pending, &before, &after, cause, *time);
        }
        if fates != self.ghost.fates {
            self.ghost.update(|ghost| ghost.fates = fates);
        }
    }

    pub(crate) fn fates(&self, wanted: Fate) -> impl Iterator<Item = UnixSeconds> + '_ {
        let fates = self.ghost.fates.iter();
        fates.filter_map(move |(time, fate)| (*fate == wanted).then_some(*time))
    }

    /// Whether a publish of snapshots is under way, or its PUBACK.
    pub(crate) fn in_flight(&self) -> bool {
        let on = |sent: &Option<Sent>| sent.as_ref().is_some_and(|s| !s.acquired.is_empty());
        self.link
            .as_ref()
            .is_some_and(|l| on(&l.wire) || on(&l.puback))
    }
}

fn becomes(
    fate: Fate,
    pending: bool,
    before: &Accounts,
    after: &Accounts,
    cause: &Cause,
    time: UnixSeconds,
) -> Fate {
    let carried = matches!(cause, Cause::Acknowledged(times) if times.contains(&time));
    let counted = carried && after.acknowledged > before.acknowledged;
    match (fate, pending) {
        (Fate::Pending, true) => Fate::Pending,
        (Fate::Pending, false) if counted => Fate::Acknowledged,
        (Fate::Pending, false) if after.erased > before.erased => Fate::Erased,
        (Fate::Pending, false) if after.evicted > before.evicted => Fate::Evicted,
        // A late PUBACK counts (P-6.5).
        (Fate::Erased, false) if counted && after.erased < before.erased => Fate::Acknowledged,
        (Fate::Evicted, false) if counted && after.evicted < before.evicted => Fate::Acknowledged,
        (fate, false) if fate != Fate::Pending => fate,
        _ => Fate::Lost,
    }
}
