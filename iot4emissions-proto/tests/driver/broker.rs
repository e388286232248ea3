//! Both brokers' side of a stream: no line of it shares code with the library.

use std::collections::BTreeMap;

/// What a broker is to answer, and what it was sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Broker {
    pub(crate) retained: BTreeMap<String, Vec<u8>>,
    /// CONNACK's return code; `None` is silence.
    pub(crate) connack: Option<u8>,
    /// SUBACK's return code; `None` is silence.
    pub(crate) suback: Option<u8>,
    pub(crate) pubacks: bool,
    pub(crate) published: Vec<(String, Vec<u8>)>,
    /// The first byte of every packet that came.
    pub(crate) packets: Vec<u8>,
    /// What is on its way to the device.
    pub(crate) answers: Vec<u8>,
    unread: Vec<u8>,
}

impl Broker {
    pub(crate) fn new() -> Self {
        Self {
            connack: Some(0),
            suback: Some(1),
            pubacks: true,
            ..Self::default()
        }
    }

    /// Another stream.
    pub(crate) fn accept(&mut self) {
        self.answers.clear();
        self.unread.clear();
    }

    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.unread.extend_from_slice(bytes);
        while let Some((first, body)) = self.packet() {
            self.packets.push(first);
            self.answer(first, &body);
        }
    }

    fn packet(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut length = 0;
        for (place, byte) in self.unread.iter().skip(1).take(4).enumerate() {
            length |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                let (header, end) = (place + 2, place + 2 + length);
                let whole = self.unread.get(header..end)?.to_vec();
                let first = self.unread[0];
                self.unread.drain(..end);
                return Some((first, whole));
            }
        }
        None
    }

    fn answer(&mut self, first: u8, body: &[u8]) {
        match first {
            0x10 => self
                .answers
                .extend(self.connack.map(|code| [0x20, 2, 0, code]).iter().flatten()),
            0x82 => {
                let code = self.suback;
                self.answers.extend(
                    code.map(|code| [0x90, 3, body[0], body[1], code])
                        .iter()
                        .flatten(),
                );
                let topic = text(&body[2..]).0;
                let payload = self.retained.get(&topic).cloned();
                if let Some(payload) = payload.filter(|_| code.is_some_and(|code| code < 0x80)) {
                    self.send(&topic, &payload, true);
                }
            }
            0x32 => {
                let (topic, rest) = text(body);
                self.published.push((topic, rest[2..].to_vec()));
                if self.pubacks {
                    self.answers.extend([0x40, 2, rest[0], rest[1]]);
                }
            }
            0xc0 => self.answers.extend([0xd0, 0]),
            // Nothing to answer to a PUBACK or a DISCONNECT.
            0x40 | 0xe0 => {}
            other => panic!("a device never sends {other:#04x}"),
        }
    }

    /// A message to the device, QoS 1.
    pub(crate) fn send(&mut self, topic: &str, payload: &[u8], retain: bool) {
        let mut body = (topic.len() as u16).to_be_bytes().to_vec();
        body.extend_from_slice(topic.as_bytes());
        body.extend_from_slice(&[0, 9]);
        body.extend_from_slice(payload);
        self.answers.push(0x32 | u8::from(retain));
        let mut rest = body.len();
        while rest >= 128 {
            self.answers.push((rest % 128) as u8 | 0x80);
            rest /= 128;
        }
        self.answers.push(rest as u8);
        self.answers.extend(body);
    }
}

/// A text with its length before it, and what follows.
fn text(bytes: &[u8]) -> (String, &[u8]) {
    let (length, rest) = bytes.split_at(2);
    let (text, rest) = rest.split_at(usize::from(u16::from_be_bytes([length[0], length[1]])));
    (String::from_utf8(text.to_vec()).unwrap(), rest)
}
