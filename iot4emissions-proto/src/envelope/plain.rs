//! The fast way of reading envelopes: those that programs write, in ASCII, without escapes
//! and with the payload as an object.
//!
//! What it accepts, the [thorough](super::thorough) way reads to the same device, time and
//! payload. Whatever is wrong, or only unusual, is left to that.

use super::received::Received;
use super::{EnvelopeNames, MAX_LINE, TimeUnit};
use crate::message::data_transfer::wire::DATA_NAME;
use crate::message::reading::cursor::{Cursor, ShortText};
use crate::topic::TopicKind;

/// The names of an envelope's members, to be compared at once.
#[derive(Debug, Clone)]
pub(crate) struct PlainNames {
    payload: PlainName,
    device: PlainName,
    topic: PlainName,
    received: PlainName,
    received_unit: TimeUnit,
}

/// A name and the quotation mark that ends it.
#[derive(Debug, Clone)]
struct PlainName {
    head: ShortText,
    /// What does not fit there.
    tail: Box<[u8]>,
}

impl PlainName {
    /// A name that is not plain itself is never met here.
    fn of(name: &str) -> Self {
        let text = format!("{name}\"");
        let mut cursor = Cursor::new(text.as_bytes());
        let (head, tail) = match cursor.plain_text() == Some(name.as_bytes()) {
            true => ShortText::split(&text),
            false => (ShortText::NEVER, &[][..]),
        };
        let tail = tail.into();
        Self { head, tail }
    }

    /// Passes over the name, if it follows: as `wide`, which the cursor gave.
    #[inline(always)]
    fn take(&self, wide: u128, cursor: &mut Cursor<'_>) -> bool {
        if !self.head.begins(wide) {
            return false;
        }
        let mut after = *cursor;
        after.skip(&self.head);
        if !self.tail.is_empty() {
            if !self.takes_tail(after.rest()) {
                return false;
            }
            after.at += self.tail.len();
        }
        *cursor = after;
        true
    }

    #[cold]
    fn takes_tail(&self, rest: &[u8]) -> bool {
        rest.starts_with(&self.tail)
    }
}

impl From<&EnvelopeNames> for PlainNames {
    fn from(names: &EnvelopeNames) -> Self {
        Self {
            payload: PlainName::of(&names.payload),
            device: PlainName::of(&names.device),
            topic: PlainName::of(&names.topic),
            received: PlainName::of(&names.received),
            received_unit: names.received_unit,
        }
    }
}

/// The envelope of a Data Transfer that some lines begin with.
pub(crate) struct PlainEnvelope<'l> {
    /// What stands where a device ID belongs, in ASCII.
    pub(crate) device: &'l [u8],
    pub(crate) received: Received,
    /// How long the envelope is.
    pub(crate) length: usize,
}

impl<'l> PlainEnvelope<'l> {
    /// Reads the first record. `payload` gives the length of the payload that the bytes from
    /// its `{` on begin with; where this or that is `None`, what it has seen means nothing.
    pub(crate) fn read(
        lines: &'l [u8],
        names: &PlainNames,
        mut payload: impl FnMut(&'l [u8]) -> Option<usize>,
    ) -> Option<Self> {
        let mut cursor = Cursor::new(lines);
        let (mut device, mut topic, mut found) = (None, None, false);
        let mut received = Received::Unsaid;
        take(&mut cursor, b'{')?;
        loop {
            take(&mut cursor, b'"')?;
            let wide = cursor.wide();
            if names.payload.take(wide, &mut cursor) {
                take(&mut cursor, b':')?;
                (!found).then_some(())?;
                skip_blanks(&mut cursor);
                cursor.at += payload(cursor.rest())?;
                found = true;
            } else if names.device.take(wide, &mut cursor) {
                take(&mut cursor, b':')?;
                take(&mut cursor, b'"')?;
                let text = cursor.plain_text()?;
                device.replace(text).is_none().then_some(())?;
            } else if names.topic.take(wide, &mut cursor) {
                take(&mut cursor, b':')?;
                take(&mut cursor, b'"')?;
                let prefix = TopicKind::DataDevice.prefix();
                let text = cursor.plain_text()?.strip_prefix(prefix.as_bytes())?;
                topic.replace(text).is_none().then_some(())?;
            } else if names.received.take(wide, &mut cursor) {
                take(&mut cursor, b':')?;
                (received == Received::Unsaid).then_some(())?;
                received = read_received(&mut cursor, names.received_unit)?;
            } else if DATA_NAME.begins(wide) {
                // A payload's own member: not for this way.
                return None;
            } else {
                cursor.plain_text()?;
                take(&mut cursor, b':')?;
                cursor.at = skip_value(cursor)?;
            }
            match cursor.next_in_line()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        let device = match (device, topic) {
            (Some(device), Some(other)) => (device == other).then_some(device)?,
            (device, topic) => device.or(topic)?,
        };
        (found && cursor.at <= MAX_LINE).then_some(Self {
            device,
            received,
            length: cursor.at,
        })
    }
}

#[inline(always)]
fn take(cursor: &mut Cursor<'_>, expected: u8) -> Option<()> {
    (cursor.next_in_line()? == expected).then_some(())
}

#[inline(always)]
fn skip_blanks(cursor: &mut Cursor<'_>) {
    if cursor.next_in_line().is_some() {
        cursor.at -= 1;
    }
}

#[inline(always)]
fn read_received(cursor: &mut Cursor<'_>, unit: TimeUnit) -> Option<Received> {
    skip_blanks(cursor);
    // Whole numbers first, as nearly all of them are.
    let mut number = *cursor;
    if let Some(time) = number.whole::<MOST_DIGITS>() {
        if !matches!(number.peek(), Some(b'0'..=b'9' | b'.')) {
            *cursor = number;
            return Some(Received::whole(time, unit));
        }
    }
    let (received, at) = read_other_received(*cursor, unit)?;
    cursor.at = at;
    Some(received)
}

/// The digits of milliseconds up to the year 2286.
const MOST_DIGITS: usize = 13;

/// Any time, and where it ends.
#[cold]
fn read_other_received(mut cursor: Cursor<'_>, unit: TimeUnit) -> Option<(Received, usize)> {
    let start = cursor.at;
    let is_string = cursor.peek()? == b'"';
    cursor.at = skip_value(cursor)?;
    let text = &cursor.bytes[start..cursor.at];
    let text = match is_string {
        true => &text[1..text.len() - 1],
        false => text,
    };
    let text = std::str::from_utf8(text).ok()?;
    Some((Received::read(text, is_string, unit), cursor.at))
}

/// The end of the text, the number without an exponent, or the word that follows.
fn skip_value(mut cursor: Cursor<'_>) -> Option<usize> {
    match cursor.next_in_line()? {
        b'"' => cursor.plain_text().map(drop),
        b'0' => skip_decimals(&mut cursor),
        b'1'..=b'9' => {
            skip_digits(&mut cursor);
            skip_decimals(&mut cursor)
        }
        b'n' => skip_word(&mut cursor, b"ull"),
        b't' => skip_word(&mut cursor, b"rue"),
        b'f' => skip_word(&mut cursor, b"alse"),
        _ => None,
    }?;
    Some(cursor.at)
}

fn skip_digits(cursor: &mut Cursor<'_>) -> usize {
    let start = cursor.at;
    while let Some(b'0'..=b'9') = cursor.peek() {
        cursor.at += 1;
    }
    crate::cost::steps(cursor.at - start);
    cursor.at - start
}

/// What follows a number's last digit ends it, or is refused where it is read.
fn skip_decimals(cursor: &mut Cursor<'_>) -> Option<()> {
    if cursor.peek() == Some(b'.') {
        cursor.at += 1;
        return (skip_digits(cursor) > 0).then_some(());
    }
    Some(())
}

fn skip_word(cursor: &mut Cursor<'_>, rest: &[u8]) -> Option<()> {
    let found = cursor.rest().starts_with(rest);
    cursor.at += rest.len();
    found.then_some(())
}
