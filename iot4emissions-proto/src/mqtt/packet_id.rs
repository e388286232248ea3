//! Packet identifiers and which of them are in flight (MQTT 3.1.1 §2.3.1).

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU16;

use super::SessionError;

/// The identifier of a SUBSCRIBE or PUBLISH that waits for its acknowledgement,
/// 1 to 65535 (MQTT 3.1.1 §2.3.1). It means something only within the session
/// that issued it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PacketId(NonZeroU16);

impl PacketId {
    /// The identifier as on the wire; nothing for 0, which MQTT does not allow.
    pub(super) fn new(value: u16) -> Option<Self> {
        NonZeroU16::new(value).map(Self)
    }

    /// The identifier as on the wire, 1 to 65535.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0.get()
    }
}

impl From<PacketId> for u16 {
    fn from(packet_id: PacketId) -> Self {
        packet_id.value()
    }
}

impl fmt::Display for PacketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What an identifier in flight waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Awaited {
    PubAck,
    SubAck,
}

/// The identifiers in flight, and the last one that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct InFlight {
    awaited: BTreeMap<PacketId, Awaited>,
    last: u16,
}

impl InFlight {
    /// The next free identifier, ascending, 65535 followed by 1. It is not in
    /// flight before [`InFlight::insert`], so that a packet that turns out not
    /// to be sendable costs none.
    pub(super) fn free(&self) -> Result<PacketId, SessionError> {
        let after = self.last.checked_add(1).unwrap_or(1);
        (after..=u16::MAX)
            .chain(1..after)
            .filter_map(PacketId::new)
            .find(|id| !self.awaited.contains_key(id))
            .ok_or(SessionError::NoFreePacketId)
    }

    pub(super) fn insert(&mut self, id: PacketId, awaited: Awaited) {
        self.last = id.value();
        self.awaited.insert(id, awaited);
    }

    /// Ends the wait of `id`; whether it was waiting for just that.
    pub(super) fn acknowledge(&mut self, id: PacketId, awaited: Awaited) -> bool {
        if self.awaited.get(&id) != Some(&awaited) {
            return false;
        }
        self.awaited.remove(&id);
        true
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = PacketId> + '_ {
        self.awaited.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(value: u16) -> PacketId {
        PacketId::new(value).unwrap()
    }

    fn issue(in_flight: &mut InFlight) -> u16 {
        let id = in_flight.free().unwrap();
        in_flight.insert(id, Awaited::PubAck);
        id.value()
    }

    #[test]
    fn ids_ascend_wrap_to_one_and_skip_what_is_in_flight() {
        let mut in_flight = InFlight::default();
        for expected in 1..=u16::MAX {
            assert_eq!(issue(&mut in_flight), expected);
            if expected != 2 {
                assert!(in_flight.acknowledge(id(expected), Awaited::PubAck));
            }
        }
        assert_eq!(issue(&mut in_flight), 1);
        assert_eq!(issue(&mut in_flight), 3);
        assert_eq!(
            in_flight.ids().map(u16::from).collect::<Vec<_>>(),
            [1, 2, 3]
        );
    }

    #[test]
    fn all_ids_in_flight_is_an_error_until_one_is_free() {
        let mut in_flight = InFlight::default();
        for _ in 1..=u16::MAX {
            issue(&mut in_flight);
        }
        let error = in_flight.free().unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a free packet id, found all 65535 in flight"
        );
        assert!(!error.is_fatal());
        assert!(in_flight.acknowledge(id(777), Awaited::PubAck));
        assert_eq!(issue(&mut in_flight), 777);
    }

    #[test]
    fn an_id_is_acknowledged_once_and_only_by_the_packet_it_waits_for() {
        let mut in_flight = InFlight::default();
        in_flight.insert(id(5), Awaited::SubAck);
        assert!(!in_flight.acknowledge(id(5), Awaited::PubAck));
        assert!(!in_flight.acknowledge(id(6), Awaited::SubAck));
        assert!(in_flight.acknowledge(id(5), Awaited::SubAck));
        assert!(!in_flight.acknowledge(id(5), Awaited::SubAck));
    }

    #[test]
    fn zero_is_no_packet_id() {
        assert_eq!(PacketId::new(0), None);
        assert_eq!(id(65535).to_string(), "65535");
    }
}
