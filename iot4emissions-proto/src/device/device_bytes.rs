//! A device ID as the record has it (P-6.2): the recommended form, a lower-case UUID
//! (P-2.1), in less than half of its characters.

use super::codec::Reader;
use super::settings::DataPseudonym;
use crate::identity::{DeviceId, SealedDeviceId};

/// Stands before the 16 bytes of a UUID: no ID begins with this character.
const UUID: u8 = 0;
const LENGTH: usize = 16;
/// How many hexadecimal digits stand between the hyphens.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

pub(super) fn write(device: &DeviceId, bytes: &mut Vec<u8>) {
    let text = device.as_str();
    match uuid(text) {
        Some(uuid) => {
            bytes.push(UUID);
            bytes.extend_from_slice(&uuid);
        }
        None => bytes.extend_from_slice(text.as_bytes()),
    }
}

pub(super) fn read(field: Reader<'_>) -> Option<DeviceId> {
    match field.0 {
        [UUID, uuid @ ..] => written_out(uuid.try_into().ok()?).parse().ok(),
        text => std::str::from_utf8(text).ok()?.parse().ok(),
    }
}

/// What is sealed, then the ID.
pub(super) fn write_pseudonym(pseudonym: &DataPseudonym, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(pseudonym.sealed.as_bytes());
    write(&pseudonym.device, bytes);
}

pub(super) fn read_pseudonym(field: Reader<'_>) -> Option<DataPseudonym> {
    let (sealed, device) = field.0.split_at_checked(SealedDeviceId::LENGTH)?;
    Some(DataPseudonym {
        device: read(Reader(device))?,
        sealed: sealed.try_into().ok()?,
    })
}

/// The bytes of a lower-case UUID, and of nothing else: reading gives the same text back.
fn uuid(text: &str) -> Option<[u8; LENGTH]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * LENGTH + GROUPS.len() - 1 {
        return None;
    }
    let mut uuid = [0; LENGTH];
    let mut places = uuid.iter_mut();
    let mut at = 0;
    for group in GROUPS {
        if at > 0 {
            (digits[at] == b'-').then_some(())?;
            at += 1;
        }
        for pair in digits[at..at + group].chunks_exact(2) {
            *places.next()? = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        at += group;
    }
    Some(uuid)
}

const fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

fn written_out(uuid: [u8; LENGTH]) -> String {
    let mut text = String::with_capacity(2 * LENGTH + GROUPS.len() - 1);
    let mut bytes = uuid.iter();
    for (number, group) in GROUPS.into_iter().enumerate() {
        if number > 0 {
            text.push('-');
        }
        for byte in bytes.by_ref().take(group / 2) {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from(match digit {
                    0..=9 => b'0' + digit,
                    _ => b'a' + digit - 10,
                }));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes_of(id: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&id.parse().unwrap(), &mut bytes);
        bytes
    }

    #[test]
    fn p_6_2_a_uuid_takes_17_bytes_and_what_is_none_its_characters() {
        let uuid = bytes_of("0f8fad5b-d9cb-469f-a165-70867728950e");
        let expected = b"\0\x0f\x8f\xad\x5b\xd9\xcb\x46\x9f\xa1\x65\x70\x86\x77\x28\x95\x0e";
        assert_eq!(uuid, expected);
        for id in [
            "0F8FAD5B-D9CB-469F-A165-70867728950E",
            "0f8fad5b-d9cb-469f-a165-70867728950e0",
            "0f8fad5b-d9cb-469f-a165_70867728950e",
            "0f8fad5bd-9cb-469f-a165-70867728950e",
            "0f8fad5bd9cb469fa16570867728950e",
            "sixteen-letters-",
        ] {
            assert_eq!(bytes_of(id), id.as_bytes());
        }
    }

    proptest! {
        #[test]
        fn p_6_2_ids_come_back(id in prop_oneof![
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "[0-9a-f-]{36}",
            "[A-Za-z0-9_-]{1,64}",
        ]) {
            let Ok(id) = id.parse::<DeviceId>() else { return Ok(()) };
            let mut bytes = Vec::new();
            write(&id, &mut bytes);
            prop_assert!(bytes.len() <= id.as_str().len());
            prop_assert_eq!(read(Reader(&bytes)), Some(id));
        }
    }

    #[test]
    fn p_6_2_what_is_no_id() {
        for bytes in [&b""[..], b"\0", &[0; 16], &[0; 18], b"+", b"\xff"] {
            assert_eq!(read(Reader(bytes)), None, "{bytes:?}");
        }
        assert!(read(Reader(&[0; 17])).is_some());
    }
}
