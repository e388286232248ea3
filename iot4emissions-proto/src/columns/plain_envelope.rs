//! The fast path of envelopes: those that programs write, in ASCII, without escapes and
//! with the payload as an object.
//!
//! What it accepts, [`Envelope`](super::envelope::Envelope) reads to the same device and
//! payload. Whatever is wrong, or only unusual, is left to it.

use super::MAX_LINE;
use super::lines::after_line_end;
use crate::topic::TopicKind;

/// The envelope of a Data Transfer that some lines begin with.
pub(super) struct PlainEnvelope<'l> {
    /// What stands where a device ID belongs.
    pub(super) device: &'l str,
    /// The lines after it.
    pub(super) rest: &'l [u8],
}

impl<'l> PlainEnvelope<'l> {
    /// Reads the first line. `payload` gives the length of the payload that the bytes from
    /// its `{` on begin with; where this or that is `None`, what it has seen means nothing.
    pub(super) fn read(
        lines: &'l [u8],
        mut payload: impl FnMut(&'l [u8]) -> Option<usize>,
    ) -> Option<Self> {
        let mut cursor = Cursor {
            bytes: lines,
            at: 0,
        };
        let (mut device, mut topic, mut found) = (None, None, false);
        cursor.take(b'{')?;
        loop {
            cursor.take(b'"')?;
            let name = cursor.text()?;
            cursor.take(b':')?;
            match name {
                b"device" if device.is_none() => {
                    cursor.take(b'"')?;
                    device = Some(cursor.text()?);
                }
                b"topic" if topic.is_none() => {
                    cursor.take(b'"')?;
                    let prefix = TopicKind::DataDevice.prefix();
                    topic = Some(cursor.text()?.strip_prefix(prefix.as_bytes())?);
                }
                b"payload" if !found => {
                    cursor.skip_blanks();
                    cursor.at += payload(&lines[cursor.at..])?;
                    found = true;
                }
                b"device" | b"topic" | b"payload" => return None,
                _ => cursor.skip_value()?,
            }
            match cursor.next()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        let device = match (device, topic) {
            (Some(device), Some(other)) => (device == other).then_some(device)?,
            (device, topic) => device.or(topic)?,
        };
        if !found || cursor.at > MAX_LINE {
            return None;
        }
        Some(Self {
            device: std::str::from_utf8(device).ok()?,
            rest: after_line_end(&lines[cursor.at..])?,
        })
    }
}

struct Cursor<'l> {
    bytes: &'l [u8],
    at: usize,
}

impl<'l> Cursor<'l> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Line ends are not blanks here.
    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// The byte after blanks, taken.
    fn next(&mut self) -> Option<u8> {
        self.skip_blanks();
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        (self.next()? == expected).then_some(())
    }

    /// The text up to a quotation mark, which is taken too.
    fn text(&mut self) -> Option<&'l [u8]> {
        let start = self.at;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(&self.bytes[start..self.at - 1]),
                b'\\' | 0..=0x1f | 0x7f.. => return None,
                _ => {}
            }
        }
    }

    /// Passes over a text, a number without an exponent, or a word.
    fn skip_value(&mut self) -> Option<()> {
        match self.next()? {
            b'"' => self.text().map(drop),
            b'0' => self.skip_decimals(),
            b'1'..=b'9' => {
                self.skip_digits();
                self.skip_decimals()
            }
            b'n' => self.skip_word(b"ull"),
            b't' => self.skip_word(b"rue"),
            b'f' => self.skip_word(b"alse"),
            _ => None,
        }
    }

    fn skip_digits(&mut self) -> usize {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at - start
    }

    /// What follows a number's last digit ends it, or is refused where it is read.
    fn skip_decimals(&mut self) -> Option<()> {
        if self.peek() == Some(b'.') {
            self.at += 1;
            return (self.skip_digits() > 0).then_some(());
        }
        Some(())
    }

    fn skip_word(&mut self, rest: &[u8]) -> Option<()> {
        let found = self.bytes[self.at..].starts_with(rest);
        self.at += rest.len();
        found.then_some(())
    }
}
