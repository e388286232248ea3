//! What is on its way to a unit, in the order of time.

use iot4emissions_proto::device::{
    ConnectionNumber, DisconnectReason, PublishNumber, ReasonCode, RequestNumber,
};

use crate::days::Millis;
use crate::services::Errand;

/// Something that arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Arrival {
    Connected(ConnectionNumber),
    Subscribed(ConnectionNumber),
    SubscribeRefused(ConnectionNumber, ReasonCode),
    Message {
        connection: ConnectionNumber,
        topic: String,
        payload: Vec<u8>,
        retain: bool,
    },
    Acknowledged(ConnectionNumber, PublishNumber, Vec<u32>),
    Refused(ConnectionNumber, PublishNumber, ReasonCode),
    Disconnected(ConnectionNumber, DisconnectReason),
    Values(RequestNumber),
    NoValues(RequestNumber),
    Vehicle(RequestNumber),
    NoVehicle(RequestNumber),
    /// The write has ended.
    Written,
    /// The clock is set by a receiver, and trusted.
    Trusted,
    /// An order that could not be carried out is given again.
    Orders,
    /// The unit starts.
    Boot,
    /// Something that the services do.
    Errand(Errand),
}

impl Arrival {
    /// Whether it goes with the unit's power.
    const fn is_of_unit(&self) -> bool {
        !matches!(self, Self::Errand(_))
    }
}

/// Few things are on their way at once, so a list will do.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    entries: Vec<(Millis, u64, Arrival)>,
    next: u64,
}

impl Agenda {
    pub(crate) fn add(&mut self, at: Millis, arrival: Arrival) {
        self.entries.push((at, self.next, arrival));
        self.next += 1;
    }

    pub(crate) fn next_time(&self) -> Option<Millis> {
        self.entries.iter().map(|(at, ..)| *at).min()
    }

    /// The next one that has come by `now`.
    pub(crate) fn take(&mut self, now: Millis) -> Option<Arrival> {
        let due = self.entries.iter().enumerate();
        let due = due.filter(|(_, (at, ..))| *at <= now);
        let (index, _) = due.min_by_key(|(_, (at, number, _))| (*at, *number))?;
        Some(self.entries.remove(index).2)
    }

    /// The unit has no power any more.
    pub(crate) fn power_lost(&mut self) {
        self.entries.retain(|(_, _, arrival)| !arrival.is_of_unit());
    }
}
