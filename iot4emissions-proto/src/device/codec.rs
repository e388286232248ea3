//! Numbers, texts and fields as the record has them: small, and to be read by an earlier and
//! a later version of the library (P-6.2).
//!
//! A number is its bits in groups of seven, least significant first, the high bit set in
//! all bytes but the last. A field is its tag, its length and its content: who does not
//! know the tag skips it.

use std::num::NonZeroU16;

use crate::message::{Endpoint, Host};
use crate::obfcm::{Parameter, Snapshot, Tenths, Values};
use crate::schedule::Schedule;
use crate::time::UnixSeconds;

/// Writes fields into `Vec<u8>`.
pub(super) trait Write {
    fn number(&mut self, number: u64);
    fn text(&mut self, text: &str);
    /// A field whose content `write` writes.
    fn field(&mut self, tag: u8, write: impl FnOnce(&mut Vec<u8>));
    /// A field that is one number, left out where that is 0.
    fn number_field(&mut self, tag: u8, number: u64);
    fn endpoint(&mut self, endpoint: &Endpoint);
    fn snapshot(&mut self, snapshot: &Snapshot);
}

impl Write for Vec<u8> {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.extend_from_slice(text.as_bytes());
    }

    fn field(&mut self, tag: u8, write: impl FnOnce(&mut Self)) {
        self.push(tag);
        let at = self.len();
        // Nearly every field is shorter than 128 bytes, so its length takes one byte.
        self.push(0);
        write(self);
        let length = self.len() - at - 1;
        if length < 0x80 {
            self[at] = length as u8;
        } else {
            let mut prefix = Self::new();
            prefix.number(length as u64);
            self.splice(at..=at, prefix);
        }
    }

    fn number_field(&mut self, tag: u8, number: u64) {
        if number != 0 {
            self.field(tag, |content| content.number(number));
        }
    }

    fn endpoint(&mut self, endpoint: &Endpoint) {
        self.number(endpoint.port.get().into());
        self.text(endpoint.host.as_str());
    }

    /// Its absent values take no room: a bit a parameter says which are there.
    fn snapshot(&mut self, snapshot: &Snapshot) {
        self.number(snapshot.acquired().0);
        let present = snapshot.values().present();
        self.push(present.map(|(parameter, _)| 1 << parameter.index()).sum());
        for (_, tenths) in snapshot.values().present() {
            self.number(tenths.get().into());
        }
    }
}

/// Reads what [`Write`] wrote; `None` for what it cannot have written.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            // The tenth byte has one bit left.
            if shift == 63 && bits > 1 {
                return None;
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn number_32(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    pub(super) fn seconds(&mut self) -> Option<UnixSeconds> {
        self.number().map(UnixSeconds)
    }

    /// The next field: its tag, and its content.
    pub(super) fn field(&mut self) -> Option<(u8, Self)> {
        let tag = self.byte()?;
        Some((tag, Self(self.bytes()?)))
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(super) fn host(&mut self) -> Option<Host> {
        self.text()?.parse().ok()
    }

    pub(super) fn endpoint(&mut self) -> Option<Endpoint> {
        let port = u16::try_from(self.number()?).ok()?;
        Some(Endpoint {
            port: NonZeroU16::new(port)?,
            host: self.host()?,
        })
    }

    pub(super) fn schedule(&mut self) -> Option<Schedule> {
        Schedule::reread(self.text()?)
    }

    pub(super) fn snapshot(&mut self) -> Option<Snapshot> {
        let acquired = self.seconds()?;
        let present = self.byte()?;
        let mut values = Values::default();
        for parameter in Parameter::ALL {
            if present & (1 << parameter.index()) != 0 {
                values.set(parameter, Some(Tenths::new(self.number_32()?)?));
            }
        }
        Snapshot::new(acquired, values).ok()
    }

    /// Everything that is left, by `read`.
    pub(super) fn all<T>(mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        while !self.is_empty() {
            all.push(read(&mut self)?);
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back(number in prop_oneof![any::<u64>(), 0..300_u64]) {
            let mut bytes = Vec::new();
            bytes.number(number);
            let mut reader = Reader(&bytes);
            prop_assert_eq!(reader.number(), Some(number));
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn fields_of_any_length_come_back(content in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut bytes = vec![9];
            bytes.field(7, |field| field.extend_from_slice(&content));
            bytes.push(9);
            let mut reader = Reader(&bytes[1..]);
            let (tag, field) = reader.field().unwrap();
            prop_assert_eq!((tag, field.0, reader.0), (7, &content[..], &[9][..]));
        }
    }

    #[test]
    fn what_was_not_written_is_not_read() {
        for bytes in [&[0x80][..], &[0xff; 10], &[0xff; 11], &[]] {
            assert_eq!(Reader(bytes).number(), None, "{bytes:?}");
        }
        assert!(Reader(&[1, 2, 0]).field().is_none());
    }
}
