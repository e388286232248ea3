//! The few MQTT packets that the tests exchange, 3.1.1 and 5.
//!
//! By hand, because a test has to be able to send what a client library would
//! refuse to.

/// The protocol's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// MQTT 3.1.1.
    V311,
    /// MQTT 5.
    V5,
}

/// What a broker sends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Packet {
    /// The answer to CONNECT.
    ConnAck { code: u8 },
    /// A delivery; `id` is there unless it is QoS 0.
    Publish {
        topic: String,
        payload: Vec<u8>,
        id: Option<u16>,
        retained: bool,
    },
    /// The answer to PUBLISH; 3.1.1 has no code.
    PubAck { id: u16, code: u8 },
    /// The answer to a SUBSCRIBE of one filter.
    SubAck { id: u16, code: u8 },
    /// The answer to UNSUBSCRIBE.
    UnsubAck { id: u16 },
    /// The answer to PINGREQ.
    PingResp,
    /// The broker's farewell, MQTT 5 only.
    Disconnect { code: u8 },
}

impl Version {
    /// CONNECT with a clean session; user name and password where they are given, and the topic
    /// of a will.
    pub(crate) fn connect(
        self,
        client_id: &str,
        user: Option<&str>,
        password: Option<&str>,
        will: Option<&str>,
    ) -> Vec<u8> {
        let level = match self {
            Self::V311 => 4,
            Self::V5 => 5,
        };
        let mut body = text("MQTT");
        let user_flag = if user.is_some() { 0x80 } else { 0 };
        let password_flag = if password.is_some() { 0x40 } else { 0 };
        // With QoS 1.
        let will_flags = if will.is_some() { 0x04 | 0x08 } else { 0 };
        let flags = 0x02 | user_flag | password_flag | will_flags;
        // Keep-alive 60 s.
        body.extend([level, flags, 0, 60]);
        self.no_properties(&mut body);
        body.extend(text(client_id));
        if let Some(topic) = will {
            self.no_properties(&mut body);
            body.extend(text(topic));
            body.extend(text("{}"));
        }
        body.extend(user.map(text).unwrap_or_default());
        body.extend(password.map(text).unwrap_or_default());
        packet(0x10, &body)
    }

    /// PUBLISH with QoS 1.
    pub(crate) fn publish(self, id: u16, topic: &str, payload: &[u8], retain: bool) -> Vec<u8> {
        let mut body = text(topic);
        body.extend(id.to_be_bytes());
        self.no_properties(&mut body);
        body.extend(payload);
        packet(0x32 | u8::from(retain), &body)
    }

    /// SUBSCRIBE of one filter with QoS 1.
    pub(crate) fn subscribe(self, id: u16, filter: &str) -> Vec<u8> {
        let mut body = id.to_be_bytes().to_vec();
        self.no_properties(&mut body);
        body.extend(text(filter));
        body.push(1);
        packet(0x82, &body)
    }

    /// UNSUBSCRIBE of one filter.
    pub(crate) fn unsubscribe(self, id: u16, filter: &str) -> Vec<u8> {
        let mut body = id.to_be_bytes().to_vec();
        self.no_properties(&mut body);
        body.extend(text(filter));
        packet(0xA2, &body)
    }

    fn no_properties(self, body: &mut Vec<u8>) {
        if self == Self::V5 {
            body.push(0);
        }
    }

    /// The first packet in `bytes` and its length; `None` if more has to come.
    pub(crate) fn read(self, bytes: &[u8]) -> Option<(Packet, usize)> {
        let (&first, rest) = bytes.split_first()?;
        let (length, taken) = variable(rest)?;
        let end = 1 + taken + length;
        let body = bytes.get(1 + taken..end)?;
        Some((self.parse(first, body), end))
    }

    fn parse(self, first: u8, body: &[u8]) -> Packet {
        match first >> 4 {
            2 => Packet::ConnAck { code: body[1] },
            3 => {
                let length = usize::from(number(body));
                let topic = String::from_utf8(body[2..2 + length].to_vec()).expect("UTF-8");
                let mut rest = &body[2 + length..];
                let id = (first & 0x06 != 0).then(|| {
                    let id = number(rest);
                    rest = &rest[2..];
                    id
                });
                let payload = self.after_properties(rest).to_vec();
                Packet::Publish {
                    topic,
                    payload,
                    id,
                    retained: first & 0x01 != 0,
                }
            }
            4 => Packet::PubAck {
                id: number(body),
                code: body.get(2).copied().unwrap_or(0),
            },
            9 => Packet::SubAck {
                id: number(body),
                code: self.after_properties(&body[2..])[0],
            },
            11 => Packet::UnsubAck { id: number(body) },
            13 => Packet::PingResp,
            14 => Packet::Disconnect {
                code: body.first().copied().unwrap_or(0),
            },
            other => panic!("a packet of type {other} from a broker"),
        }
    }

    fn after_properties(self, body: &[u8]) -> &[u8] {
        match self {
            Self::V311 => body,
            Self::V5 => {
                let (length, taken) = variable(body).expect("properties");
                &body[taken + length..]
            }
        }
    }
}

/// PUBACK.
pub(crate) fn puback(id: u16) -> Vec<u8> {
    packet(0x40, &id.to_be_bytes())
}

/// PINGREQ.
pub(crate) fn pingreq() -> Vec<u8> {
    packet(0xC0, &[])
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
    let length = u16::try_from(text.len()).expect("at most 65535 bytes");
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend(text.as_bytes());
    bytes
}

fn number(body: &[u8]) -> u16 {
    u16::from_be_bytes([body[0], body[1]])
}

/// A variable byte integer, and how many bytes it took.
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
