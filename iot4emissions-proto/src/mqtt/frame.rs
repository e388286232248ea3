//! The broker's byte stream, cut into packets (MQTT 3.1.1 §2.2).
//!
//! Everything that the fixed header tells is checked as soon as it is there,
//! before the packet's content is stored: mqttbytes' own reader ignores the
//! reserved flags, takes packets that only a client may send, and takes an
//! acknowledgement of any length.

use bytes::BytesMut;

use super::SessionError;

/// The packets that a broker may send to a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    ConnAck,
    Publish,
    PubAck,
    SubAck,
    PingResp,
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::ConnAck => "CONNACK",
            Self::Publish => "PUBLISH",
            Self::PubAck => "PUBACK",
            Self::SubAck => "SUBACK",
            Self::PingResp => "PINGRESP",
        }
    }

    pub(super) fn malformed(
        self,
        expected: &'static str,
        found: impl Into<String>,
    ) -> SessionError {
        SessionError::Malformed {
            packet: self.name(),
            expected,
            found: found.into(),
        }
    }
}

/// The names of all packet types, by their number (MQTT 3.1.1 §2.2.1).
const TYPES: [&str; 16] = [
    "reserved packet type 0",
    "CONNECT",
    "CONNACK",
    "PUBLISH",
    "PUBACK",
    "PUBREC",
    "PUBREL",
    "PUBCOMP",
    "SUBSCRIBE",
    "SUBACK",
    "UNSUBSCRIBE",
    "UNSUBACK",
    "PINGREQ",
    "PINGRESP",
    "DISCONNECT",
    "reserved packet type 15",
];

/// One whole packet whose fixed header is in order.
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// The packet with its fixed header.
    pub(super) bytes: BytesMut,
    header_length: usize,
}

impl Frame {
    /// The packet without its fixed header.
    pub(super) fn body(&self) -> &[u8] {
        &self.bytes[self.header_length..]
    }
}

/// Collects bytes until a packet is whole. It holds one packet at most, and
/// grows with what has arrived, not with what was announced.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct FrameReader {
    limit: usize,
    buffer: BytesMut,
    kind: Option<Kind>,
    /// Lengths of the fixed header and of the packet, once they are known.
    lengths: Option<(usize, usize)>,
    remaining: usize,
}

impl FrameReader {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            buffer: BytesMut::new(),
            kind: None,
            lengths: None,
            remaining: 0,
        }
    }

    /// How many bytes of an unfinished packet are stored.
    pub(super) fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// The next packet, if `input` finishes one; what was used of `input` is
    /// cut off its front.
    pub(super) fn next(&mut self, input: &mut &[u8]) -> Result<Option<Frame>, SessionError> {
        while self.lengths.is_none() {
            let Some((&byte, rest)) = input.split_first() else {
                return Ok(None);
            };
            *input = rest;
            self.header_byte(byte)?;
        }
        let (Some(kind), Some((header_length, length))) = (self.kind, self.lengths) else {
            return Ok(None);
        };
        let missing = length - self.buffer.len();
        let (now, later) = input.split_at(missing.min(input.len()));
        self.buffer.extend_from_slice(now);
        *input = later;
        if self.buffer.len() < length {
            return Ok(None);
        }
        self.kind = None;
        self.lengths = None;
        self.remaining = 0;
        Ok(Some(Frame {
            kind,
            bytes: self.buffer.split(),
            header_length,
        }))
    }

    fn header_byte(&mut self, byte: u8) -> Result<(), SessionError> {
        let Some(kind) = self.kind else {
            self.kind = Some(first_byte(byte)?);
            self.buffer.extend_from_slice(&[byte]);
            return Ok(());
        };
        let position = self.buffer.len();
        self.buffer.extend_from_slice(&[byte]);
        self.remaining |= usize::from(byte & 0x7f) << (7 * (position - 1));
        let header_length = position + 1;
        if byte & 0x80 == 0 {
            let length = header_length + self.remaining;
            if length > self.limit {
                return Err(SessionError::Oversized {
                    limit: self.limit,
                    found: length,
                });
            }
            check_remaining_length(kind, self.buffer[0], self.remaining)?;
            self.lengths = Some((header_length, length));
        } else if header_length == 5 {
            return Err(kind.malformed("a remaining length of at most 4 bytes", "more"));
        }
        Ok(())
    }
}

/// Packet type and flags (MQTT 3.1.1 §2.2.1, §2.2.2, §3.3.1).
fn first_byte(byte: u8) -> Result<Kind, SessionError> {
    let flags = byte & 0x0f;
    let kind = match byte >> 4 {
        2 => Kind::ConnAck,
        3 => Kind::Publish,
        4 => Kind::PubAck,
        9 => Kind::SubAck,
        13 => Kind::PingResp,
        // PUBREC, PUBREL and PUBCOMP belong to QoS 2, UNSUBACK to an
        // UNSUBSCRIBE: a session sends neither.
        other => {
            return Err(SessionError::Unexpected {
                expected: "CONNACK, PUBLISH, PUBACK, SUBACK or PINGRESP from the broker",
                found: TYPES[usize::from(other)].to_owned(),
            });
        }
    };
    if kind != Kind::Publish {
        if flags != 0 {
            return Err(kind.malformed("reserved flags 0", flags.to_string()));
        }
        return Ok(kind);
    }
    match (flags >> 1) & 0b11 {
        0 if flags & 0b1000 != 0 => Err(kind.malformed("DUP 0 with QoS 0", "1")),
        0 | 1 => Ok(kind),
        // 3 is malformed for everybody (MQTT 3.1.1 §3.3.1.2); 2 for us: a
        // broker delivers at most with the QoS that was subscribed (§3.8.4).
        qos => Err(kind.malformed("QoS 0 or 1", qos.to_string())),
    }
}

fn check_remaining_length(kind: Kind, first: u8, found: usize) -> Result<(), SessionError> {
    let (fits, expected) = match kind {
        Kind::ConnAck | Kind::PubAck => (found == 2, "a remaining length of 2"),
        // One return code: every SUBSCRIBE has one filter.
        Kind::SubAck => (found == 3, "a remaining length of 3"),
        Kind::PingResp => (found == 0, "a remaining length of 0"),
        Kind::Publish if first & 0b0110 == 0 => (found >= 3, "a remaining length of at least 3"),
        Kind::Publish => (found >= 5, "a remaining length of at least 5"),
    };
    if fits {
        Ok(())
    } else {
        Err(kind.malformed(expected, found.to_string()))
    }
}
