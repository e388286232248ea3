//! A record as a later version of the library would have written it (P-6.2): with a field
//! and an event that this version does not know.
//!
//! A record is a byte of version, the length of the fields, the fields and FNV-1a-64 over
//! all of it; a field is a tag, a length and a content, and so is an event in the field of
//! events.

/// The tag of the field of events.
const EVENTS: u8 = 26;
/// Tags that no version has given out.
const UNKNOWN_FIELD: [u8; 2] = [200, 3];
const UNKNOWN_EVENT: [u8; 2] = [250, 5];

/// The record with a field and an event of a later version; `None` where the bytes are no
/// record.
pub(crate) fn of(bytes: &[u8]) -> Option<Vec<u8>> {
    let (version, rest) = bytes.split_first()?;
    let (length, rest) = number(rest)?;
    let mut fields = rest.get(..length)?;
    let mut later = Vec::new();
    while let Some((&tag, rest)) = fields.split_first() {
        let (length, rest) = number(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        fields = rest;
        let mut content = content.to_vec();
        if tag == EVENTS {
            content.extend_from_slice(&[UNKNOWN_EVENT[0], UNKNOWN_EVENT[1], 1, 0, 1, 7, 7]);
        }
        field(&mut later, tag, &content);
    }
    later.extend_from_slice(&[UNKNOWN_FIELD[0], UNKNOWN_FIELD[1], 1, 2, 3]);
    let mut bytes = vec![*version];
    write_number(&mut bytes, later.len());
    bytes.append(&mut later);
    let checksum = fnv1a_64(&bytes);
    bytes.extend_from_slice(&checksum.to_be_bytes());
    Some(bytes)
}

fn field(bytes: &mut Vec<u8>, tag: u8, content: &[u8]) {
    bytes.push(tag);
    write_number(bytes, content.len());
    bytes.extend_from_slice(content);
}

/// A number in groups of seven bits, least significant first.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let (digits, rest) = bytes.split_at(end);
    let value = digits
        .iter()
        .rev()
        .fold(0, |value, digit| value << 7 | usize::from(digit & 0x7f));
    Some((value, rest))
}

fn write_number(bytes: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn fnv1a_64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
