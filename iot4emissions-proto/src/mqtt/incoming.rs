//! Packets from the broker, read with mqttbytes and checked beyond it.

use mqttbytes::v4::{self, ConnectReturnCode, Packet, SubscribeReasonCode};
use mqttbytes::{Error, QoS};

use super::frame::{Frame, Kind};
use super::{ApplicationMessage, ConnectRefusal, PacketId, SessionError, SubscribeReturnCode};

/// A packet from the broker, in order by itself; whether it comes at the right
/// time is the session's matter.
pub(super) enum Incoming {
    ConnAck(Option<ConnectRefusal>),
    Publish(ApplicationMessage, Option<PacketId>),
    PubAck(PacketId),
    SubAck(PacketId, SubscribeReturnCode),
    PingResp,
}

/// Reads one packet.
pub(super) fn read(mut frame: Frame) -> Result<Incoming, SessionError> {
    let kind = frame.kind;
    check_before(&frame)?;
    let length = frame.bytes.len();
    match v4::read(&mut frame.bytes, length).map_err(|error| unreadable(kind, error))? {
        Packet::ConnAck(packet) => connack(&packet),
        Packet::Publish(packet) => publish(packet),
        Packet::PubAck(packet) => Ok(Incoming::PubAck(packet_id(kind, packet.pkid)?)),
        Packet::SubAck(packet) => suback(&packet),
        Packet::PingResp => Ok(Incoming::PingResp),
        // The frame's kind rules all others out.
        _ => Err(kind.malformed("a packet for a client", "another")),
    }
}

/// What mqttbytes drops without a look: the reserved bits of CONNACK's flags
/// (MQTT 3.1.1 §3.2.2.1).
fn check_before(frame: &Frame) -> Result<(), SessionError> {
    match (frame.kind, frame.body()) {
        (Kind::ConnAck, [flags, ..]) if flags & 0xfe != 0 => Err(frame
            .kind
            .malformed("acknowledge flags 0 or 1", flags.to_string())),
        _ => Ok(()),
    }
}

/// What mqttbytes checks itself. Its errors hold numbers only, never content.
fn unreadable(kind: Kind, error: Error) -> SessionError {
    match error {
        Error::InvalidConnectReturnCode(code) => {
            kind.malformed("a return code of 0 to 5", code.to_string())
        }
        Error::InvalidSubscribeReasonCode(code) => {
            kind.malformed("a return code of 0, 1 or 128", code.to_string())
        }
        Error::BoundaryCrossed(length) => {
            kind.malformed("a topic within the packet", format!("{length} bytes"))
        }
        Error::TopicNotUtf8 => kind.malformed("a topic in UTF-8", "other bytes"),
        Error::PacketIdZero => kind.malformed("a packet id of 1 to 65535", "0"),
        // After the checks of its length, a PUBLISH can lack nothing else.
        Error::MalformedPacket => kind.malformed("a packet id", "the packet's end"),
        other => kind.malformed("a readable packet", format!("{other:?}")),
    }
}

fn connack(packet: &v4::ConnAck) -> Result<Incoming, SessionError> {
    let refusal = match packet.code {
        ConnectReturnCode::Success => None,
        ConnectReturnCode::RefusedProtocolVersion => Some(ConnectRefusal::ProtocolVersion),
        ConnectReturnCode::BadClientId => Some(ConnectRefusal::ClientId),
        ConnectReturnCode::ServiceUnavailable => Some(ConnectRefusal::ServerUnavailable),
        ConnectReturnCode::BadUserNamePassword => Some(ConnectRefusal::Credentials),
        ConnectReturnCode::NotAuthorized => Some(ConnectRefusal::NotAuthorized),
    };
    // MQTT 3.1.1 §3.2.2.2: never with a clean session, never with a refusal.
    if packet.session_present {
        return Err(Kind::ConnAck.malformed("session present 0 after a clean session", "1"));
    }
    Ok(Incoming::ConnAck(refusal))
}

fn publish(packet: v4::Publish) -> Result<Incoming, SessionError> {
    let kind = Kind::Publish;
    if packet.topic.is_empty() {
        return Err(kind.malformed("a topic of at least 1 byte", "0 bytes"));
    }
    if packet.topic.contains('\0') {
        return Err(kind.malformed("a topic without U+0000", "one with it"));
    }
    if packet.topic.contains(['+', '#']) {
        return Err(kind.malformed("a topic without wildcards", "one with a wildcard"));
    }
    let acknowledge = match packet.qos {
        QoS::AtMostOnce => None,
        _ => Some(packet_id(kind, packet.pkid)?),
    };
    let message = ApplicationMessage {
        topic: packet.topic,
        payload: packet.payload.into(),
        retain: packet.retain,
        duplicate: packet.dup,
    };
    Ok(Incoming::Publish(message, acknowledge))
}

fn suback(packet: &v4::SubAck) -> Result<Incoming, SessionError> {
    let kind = Kind::SubAck;
    let packet_id = packet_id(kind, packet.pkid)?;
    let return_code = match packet.return_codes.as_slice() {
        [SubscribeReasonCode::Success(QoS::AtMostOnce)] => SubscribeReturnCode::AtMostOnce,
        [SubscribeReasonCode::Success(QoS::AtLeastOnce)] => SubscribeReturnCode::AtLeastOnce,
        [SubscribeReasonCode::Failure] => SubscribeReturnCode::Failure,
        // A broker grants at most what was asked for (MQTT 3.1.1 §3.8.4).
        [SubscribeReasonCode::Success(QoS::ExactlyOnce)] => {
            return Err(kind.malformed("a return code of 0, 1 or 128", "2"));
        }
        codes => return Err(kind.malformed("1 return code", codes.len().to_string())),
    };
    Ok(Incoming::SubAck(packet_id, return_code))
}

/// mqttbytes takes 0 in acknowledgements (MQTT 3.1.1 §2.3.1 does not).
fn packet_id(kind: Kind, value: u16) -> Result<PacketId, SessionError> {
    PacketId::new(value).ok_or_else(|| kind.malformed("a packet id of 1 to 65535", "0"))
}
