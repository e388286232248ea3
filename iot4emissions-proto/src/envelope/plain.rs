//! The fast way of reading envelopes: those that programs write, in ASCII, without escapes
//! and with the payload as an object.
//!
//! What it accepts, the [thorough](super::thorough) way reads to the same device, time and
//! payload. Whatever is wrong, or only unusual, is left to that.

use super::received::Received;
use super::{EnvelopeNames, MAX_LINE};
use crate::message::reading::cursor::Cursor;
use crate::topic::TopicKind;

/// The envelope of a Data Transfer that some lines begin with.
pub(crate) struct PlainEnvelope<'l> {
    /// What stands where a device ID belongs.
    pub(crate) device: &'l str,
    pub(crate) received: Received,
    /// How long the envelope is.
    pub(crate) length: usize,
}

impl<'l> PlainEnvelope<'l> {
    /// Reads the first record. `payload` gives the length of the payload that the bytes from
    /// its `{` on begin with; where this or that is `None`, what it has seen means nothing.
    pub(crate) fn read(
        lines: &'l [u8],
        names: &EnvelopeNames,
        mut payload: impl FnMut(&'l [u8]) -> Option<usize>,
    ) -> Option<Self> {
        let mut cursor = Cursor::new(lines);
        let (mut device, mut topic, mut found) = (None, None, false);
        let mut received = Received::Unsaid;
        take(&mut cursor, b'{')?;
        loop {
            take(&mut cursor, b'"')?;
            let name = cursor.plain_text()?;
            take(&mut cursor, b':')?;
            if name == names.payload.as_bytes() {
                if found {
                    return None;
                }
                skip_blanks(&mut cursor);
                cursor.at += payload(cursor.rest())?;
                found = true;
            } else if name == names.device.as_bytes() {
                take(&mut cursor, b'"')?;
                let text = cursor.plain_text()?;
                device.replace(text).is_none().then_some(())?;
            } else if name == names.topic.as_bytes() {
                take(&mut cursor, b'"')?;
                let prefix = TopicKind::DataDevice.prefix();
                let text = cursor.plain_text()?.strip_prefix(prefix.as_bytes())?;
                topic.replace(text).is_none().then_some(())?;
            } else if name == names.received.as_bytes() {
                (received == Received::Unsaid).then_some(())?;
                received = read_received(&mut cursor, names)?;
            } else if name == b"data" {
                // A payload's own member: not for this way.
                return None;
            } else {
                skip_value(&mut cursor)?;
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
        (found && cursor.at <= MAX_LINE).then_some(())?;
        Some(Self {
            device: std::str::from_utf8(device).ok()?,
            received,
            length: cursor.at,
        })
    }
}

fn take(cursor: &mut Cursor<'_>, expected: u8) -> Option<()> {
    (cursor.next_in_line()? == expected).then_some(())
}

fn skip_blanks(cursor: &mut Cursor<'_>) {
    if cursor.next_in_line().is_some() {
        cursor.at -= 1;
    }
}

fn read_received(cursor: &mut Cursor<'_>, names: &EnvelopeNames) -> Option<Received> {
    skip_blanks(cursor);
    let start = cursor.at;
    let is_string = cursor.peek()? == b'"';
    skip_value(cursor)?;
    let text = &cursor.bytes[start..cursor.at];
    let text = match is_string {
        true => &text[1..text.len() - 1],
        false => text,
    };
    let text = std::str::from_utf8(text).ok()?;
    Some(Received::read(text, is_string, names.received_unit))
}

/// Passes over a text, a number without an exponent, or a word.
fn skip_value(cursor: &mut Cursor<'_>) -> Option<()> {
    match cursor.next_in_line()? {
        b'"' => cursor.plain_text().map(drop),
        b'0' => skip_decimals(cursor),
        b'1'..=b'9' => {
            skip_digits(cursor);
            skip_decimals(cursor)
        }
        b'n' => skip_word(cursor, b"ull"),
        b't' => skip_word(cursor, b"rue"),
        b'f' => skip_word(cursor, b"alse"),
        _ => None,
    }
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
