//! Packets for the broker, checked and then written with mqttbytes.
//!
//! mqttbytes cuts the length of a text to 16 bits and writes the whole text
//! after it, writes the fixed header before it finds an error, and its CONNECT
//! sets a byte counted from the start of the buffer, not of the packet. So
//! texts and lengths are checked here first, and every packet gets a buffer of
//! its own.

use bytes::{Bytes, BytesMut};
use mqttbytes::{QoS, v4};

use super::{PacketId, SessionConfig, SessionError};

/// The bytes that a fixed header has before a remaining length of `length`
/// (MQTT 3.1.1 §2.2.3).
const fn header_length(length: usize) -> usize {
    match length {
        0..=127 => 2,
        128..=16_383 => 3,
        16_384..=2_097_151 => 4,
        _ => 5,
    }
}

pub(super) fn connect(config: &SessionConfig) -> Result<BytesMut, SessionError> {
    let mut packet = v4::Connect::new(config.client_id());
    packet.keep_alive = config.keep_alive_seconds();
    packet.clean_session = true;
    check_size(config.max_packet_size(), packet.len())?;
    encode(|buffer| packet.write(buffer))
}

pub(super) fn subscribe(
    limit: usize,
    packet_id: PacketId,
    filter: &str,
) -> Result<BytesMut, SessionError> {
    check_topic(filter)?;
    let mut packet = v4::Subscribe::new(filter, QoS::AtLeastOnce);
    packet.pkid = packet_id.value();
    check_size(limit, packet.len())?;
    encode(|buffer| packet.write(buffer))
}

pub(super) fn publish(
    limit: usize,
    packet_id: PacketId,
    topic: &str,
    payload: &[u8],
) -> Result<BytesMut, SessionError> {
    check_topic(topic)?;
    // Before the payload is copied.
    check_size(limit, 2 + topic.len() + 2 + payload.len())?;
    let payload = Bytes::copy_from_slice(payload);
    let mut packet = v4::Publish::from_bytes(topic, QoS::AtLeastOnce, payload);
    packet.pkid = packet_id.value();
    encode(|buffer| packet.write(buffer))
}

/// MQTT 3.1.1 §3.4. By hand, like the next two: what the session answers by
/// itself cannot fail, so that only what the broker did ends a session.
pub(super) fn puback(packet_id: PacketId) -> [u8; 4] {
    let [high, low] = packet_id.value().to_be_bytes();
    [0x40, 2, high, low]
}

/// MQTT 3.1.1 §3.12.
pub(super) const PINGREQ: [u8; 2] = [0xc0, 0];

/// MQTT 3.1.1 §3.14.
pub(super) const DISCONNECT: [u8; 2] = [0xe0, 0];

fn encode(
    write: impl FnOnce(&mut BytesMut) -> Result<usize, mqttbytes::Error>,
) -> Result<BytesMut, SessionError> {
    let mut buffer = BytesMut::new();
    match write(&mut buffer) {
        Ok(_) => Ok(buffer),
        // The checks before leave mqttbytes nothing to refuse.
        Err(error) => Err(SessionError::Text {
            expected: "a packet that can be written",
            found: format!("{error:?}"),
        }),
    }
}

fn check_size(limit: usize, remaining_length: usize) -> Result<(), SessionError> {
    let found = header_length(remaining_length).saturating_add(remaining_length);
    if found > limit {
        return Err(SessionError::TooLarge { limit, found });
    }
    Ok(())
}

/// A client id as MQTT can carry it (MQTT 3.1.1 §1.5.3, §3.1.3.1).
pub(super) fn check_client_id(text: &str) -> Result<(), SessionError> {
    check_length("a client id of 1 to 65535 bytes", text)?;
    check_without("a client id without U+0000", text, &['\0'], "one with it")
}

/// A topic as MQTT can carry it, and as a filter one that matches itself only:
/// a device subscribes its own two topics (P-4.1), never a wildcard.
fn check_topic(text: &str) -> Result<(), SessionError> {
    check_length("a topic of 1 to 65535 bytes", text)?;
    check_without("a topic without U+0000", text, &['\0'], "one with it")?;
    check_without(
        "a topic without wildcards",
        text,
        &['+', '#'],
        "one with a wildcard",
    )
}

fn check_length(expected: &'static str, text: &str) -> Result<(), SessionError> {
    if (1..=usize::from(u16::MAX)).contains(&text.len()) {
        return Ok(());
    }
    Err(SessionError::Text {
        expected,
        found: format!("{} bytes", text.len()),
    })
}

fn check_without(
    expected: &'static str,
    text: &str,
    forbidden: &[char],
    found: &str,
) -> Result<(), SessionError> {
    if text.contains(forbidden) {
        return Err(SessionError::Text {
            expected,
            found: found.to_owned(),
        });
    }
    Ok(())
}
