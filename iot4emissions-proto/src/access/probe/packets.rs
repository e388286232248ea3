//! The packets that a probe exchanges, of MQTT 3.1.1 and 5.
//!
//! Written by hand: a probe sends what a device (P-3.9) never
//! does, a user name, a will, a retained message, another one's client id. Nothing here keeps
//! state, and what is read is bounded by the caller.
//!
//! ```
//! use iot4emissions_proto::access::probe::MqttVersion;
//! use iot4emissions_proto::access::probe::packets::{Packet, read, subscribe};
//!
//! let bytes = subscribe(MqttVersion::V3_1_1, 7, "#");
//! assert_eq!(bytes, b"\x82\x06\x00\x07\x00\x01#\x01");
//! let answer = b"\x90\x03\x00\x07\x80";
//! let (packet, length) = read(MqttVersion::V3_1_1, answer, 100)?.expect("it is whole");
//! assert_eq!((packet, length), (Packet::SubAck { id: 7, code: 0x80 }, 5));
//! # Ok::<(), iot4emissions_proto::access::probe::packets::PacketError>(())
//! ```

use super::{Guise, MqttVersion, World};

/// What a broker sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Packet {
    /// The answer to CONNECT.
    ConnAck {
        /// 0 is success (MQTT 3.1.1 §3.2.2.3, MQTT 5 §3.2.2.2).
        code: u8,
        /// The broker has kept a session under this client id.
        session_present: bool,
    },
    /// A delivery.
    Publish {
        /// The topic; a text that is not UTF-8 has other characters for what is wrong.
        topic: String,
        /// The payload.
        payload: Vec<u8>,
        /// It was kept from before the subscription.
        retain: bool,
        /// To be acknowledged by this id; `None` with QoS 0.
        id: Option<u16>,
    },
    /// The answer to PUBLISH.
    PubAck {
        /// Of the PUBLISH.
        id: u16,
        /// Always 0 in MQTT 3.1.1; from 0x80 a refusal.
        code: u8,
    },
    /// The answer to a SUBSCRIBE of one filter.
    SubAck {
        /// Of the SUBSCRIBE.
        id: u16,
        /// From 0x80 a refusal.
        code: u8,
    },
    /// The answer to PINGREQ.
    PingResp,
    /// The broker's farewell, in MQTT 5 only.
    Disconnect {
        /// Why (MQTT 5 §3.14.2.1).
        code: u8,
    },
    /// Another packet, which a probe asks for nothing of.
    Other,
}

/// Why bytes are no packet. No text of it is shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PacketError {
    /// It announces more than is read.
    #[error("expected a packet of at most {limit} bytes from the broker, found {found} bytes")]
    TooLong {
        /// The caller's limit, bytes.
        limit: usize,
        /// The announced length with its fixed header, bytes.
        found: usize,
    },
    /// It breaks its layout.
    #[error("expected a packet of MQTT {version} from the broker, found other bytes")]
    Malformed {
        /// The version.
        version: &'static str,
    },
}

impl PacketError {
    /// The stable code: `too-long`, `malformed`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too-long",
            Self::Malformed { .. } => "malformed",
        }
    }
}

/// A message for when the connection ends without DISCONNECT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Will<'t> {
    /// Where.
    pub topic: &'t str,
    /// What.
    pub payload: &'t [u8],
    /// With RETAIN.
    pub retain: bool,
}

/// CONNECT as this guise, keep-alive 60 s. With `clean` the broker forgets what it kept under
/// the client id; without, [`Packet::ConnAck`] says whether it keeps something.
#[must_use]
pub fn connect(world: &World, guise: &Guise, clean: bool, will: Option<Will<'_>>) -> Vec<u8> {
    let level = match guise.version {
        MqttVersion::V3_1_1 => 4,
        MqttVersion::V5 => 5,
    };
    let (user_name, password) = (guise.user_name(world), guise.password());
    let mut flags = 0;
    for (set, flag) in [
        (clean, 0x02),
        (will.is_some(), 0x04 | 0x08), // QoS 1
        (will.is_some_and(|will| will.retain), 0x20),
        (password.is_some(), 0x40),
        (user_name.is_some(), 0x80),
    ] {
        flags |= if set { flag } else { 0 };
    }
    let mut body = text("MQTT");
    body.extend([level, flags, 0, 60]);
    no_properties(guise.version, &mut body);
    body.extend(text(guise.client_id(world)));
    if let Some(will) = will {
        no_properties(guise.version, &mut body);
        body.extend(text(will.topic));
        body.extend(field(will.payload));
    }
    body.extend(user_name.map(text).unwrap_or_default());
    body.extend(password.map(text).unwrap_or_default());
    packet(0x10, &body)
}

/// PUBLISH with QoS 1.
#[must_use]
pub fn publish(
    version: MqttVersion,
    id: u16,
    topic: &str,
    payload: &[u8],
    retain: bool,
) -> Vec<u8> {
    let mut body = text(topic);
    body.extend(id.to_be_bytes());
    no_properties(version, &mut body);
    body.extend(payload);
    packet(0x32 | u8::from(retain), &body)
}

/// SUBSCRIBE of one filter with QoS 1.
#[must_use]
pub fn subscribe(version: MqttVersion, id: u16, filter: &str) -> Vec<u8> {
    let mut body = id.to_be_bytes().to_vec();
    no_properties(version, &mut body);
    body.extend(text(filter));
    body.push(1);
    packet(0x82, &body)
}

/// PUBACK.
#[must_use]
pub fn puback(id: u16) -> Vec<u8> {
    packet(0x40, &id.to_be_bytes())
}

/// PINGREQ.
#[must_use]
pub fn pingreq() -> Vec<u8> {
    packet(0xC0, &[])
}

/// DISCONNECT, after which the broker publishes no will.
#[must_use]
pub fn disconnect() -> Vec<u8> {
    packet(0xE0, &[])
}

/// The first packet in `bytes`, and how many of them it takes; `None` if more has to come.
///
/// # Errors
/// [`PacketError`], as soon as the fixed header says that the packet is longer than `limit`
/// bytes, or that it is none. The connection is of no use any more.
pub fn read(
    version: MqttVersion,
    bytes: &[u8],
    limit: usize,
) -> Result<Option<(Packet, usize)>, PacketError> {
    let malformed = PacketError::Malformed {
        version: version.as_str(),
    };
    let Some((&first, rest)) = bytes.split_first() else {
        return Ok(None);
    };
    let Some((length, taken)) = variable(rest) else {
        return if rest.len() < 4 {
            Ok(None)
        } else {
            Err(malformed)
        };
    };
    let end = 1 + taken + length;
    if end > limit {
        return Err(PacketError::TooLong { limit, found: end });
    }
    let Some(body) = bytes.get(1 + taken..end) else {
        return Ok(None);
    };
    let packet = parse(version, first, body).ok_or(malformed)?;
    Ok(Some((packet, end)))
}

/// `None` where something is missing.
fn parse(version: MqttVersion, first: u8, body: &[u8]) -> Option<Packet> {
    Some(match first >> 4 {
        2 => Packet::ConnAck {
            session_present: body.first()? & 1 != 0,
            code: *body.get(1)?,
        },
        3 => {
            let (length, rest) = number(body)?;
            let (topic, mut rest) = rest.split_at_checked(usize::from(length))?;
            let mut id = None;
            if first & 0x06 != 0 {
                let (found, after) = number(rest)?;
                (id, rest) = (Some(found), after);
            }
            Packet::Publish {
                topic: String::from_utf8_lossy(topic).into_owned(),
                payload: after_properties(version, rest)?.to_vec(),
                retain: first & 1 != 0,
                id,
            }
        }
        4 => {
            let (id, rest) = number(body)?;
            let code = rest.first().copied().unwrap_or(0);
            Packet::PubAck { id, code }
        }
        9 => {
            let (id, rest) = number(body)?;
            let code = *after_properties(version, rest)?.first()?;
            Packet::SubAck { id, code }
        }
        13 => Packet::PingResp,
        14 => Packet::Disconnect {
            code: body.first().copied().unwrap_or(0),
        },
        _ => Packet::Other,
    })
}

fn after_properties(version: MqttVersion, body: &[u8]) -> Option<&[u8]> {
    match version {
        MqttVersion::V3_1_1 => Some(body),
        MqttVersion::V5 => {
            let (length, taken) = variable(body)?;
            body.get(taken + length..)
        }
    }
}

fn no_properties(version: MqttVersion, body: &mut Vec<u8>) {
    if version == MqttVersion::V5 {
        body.push(0);
    }
}

fn packet(first: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    let mut length = body.len();
    loop {
        let seven = (length % 128) as u8;
        length /= 128;
        bytes.push(if length > 0 { seven | 0x80 } else { seven });
        if length == 0 {
            break;
        }
    }
    bytes.extend(body);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    field(text.as_bytes())
}

/// A plan's texts have some hundred bytes; of one that no packet can carry the rest is left out.
fn field(bytes: &[u8]) -> Vec<u8> {
    let bytes = &bytes[..bytes.len().min(usize::from(u16::MAX))];
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let mut field = length.to_be_bytes().to_vec();
    field.extend(bytes);
    field
}

fn number(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u16::from_be_bytes(*number), rest))
}

/// A variable byte integer, and how many bytes it took; `None` if it does not end.
fn variable(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(4).enumerate() {
        value |= usize::from(byte & 0x7F) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}
