//! What a vehicle is called in one publication (P-10.2).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::PseudonymKey;
use crate::identity::DeviceId;

/// What stands before every message, so that the key's other uses, if any, give other results,
/// and a later form of pseudonyms does.
const CONTEXT: &[u8] = b"iot4emissions pseudonym 1";

/// The same for what remembers a device that was forgotten.
const TOMBSTONE: &[u8] = b"iot4emissions tombstone 1";

/// And for what leads from the ID that the Registration Service knows to the Data Service's own.
const LINK: &[u8] = b"iot4emissions link 1";

/// One owner's time of one vehicle, in one publication: 128 bits, shown as 32 lower-case
/// hexadecimal digits (P-10.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym([u8; 16]);

impl Pseudonym {
    /// The pseudonym of a device's `segment`, one owner's time, the first of which is 0: the
    /// first 16 bytes of HMAC-SHA-256 by `key` of `iot4emissions pseudonym 1`, the device ID,
    /// a zero byte, and the segment in four bytes, most significant first.
    #[must_use]
    pub fn new(key: &PseudonymKey, device: &DeviceId, segment: u32) -> Self {
        Self::of(
            key,
            &[
                CONTEXT,
                device.as_str().as_bytes(),
                &[0],
                &segment.to_be_bytes(),
            ],
        )
    }

    /// What the Data Service finds a forgotten device's
    /// [tombstone](crate::services::data::Tombstone) by, which names nobody (P-7.14): the
    /// first 16 bytes of HMAC-SHA-256 by `key` of `iot4emissions tombstone 1` and the device
    /// ID. The key is the service's own, no publication's.
    #[must_use]
    pub fn of_tombstone(key: &PseudonymKey, device: &DeviceId) -> Self {
        Self::of(key, &[TOMBSTONE, device.as_str().as_bytes()])
    }

    /// What the Data Service finds its own ID of a device by, given the one that the
    /// Registration Service knows (P-1.7, P-7.16): the first 16 bytes of HMAC-SHA-256 by `key` of
    /// `iot4emissions link 1` and that device ID. The key is the service's own: whoever has both
    /// services' data and not the key joins nothing.
    #[must_use]
    pub fn of_link(key: &PseudonymKey, device: &DeviceId) -> Self {
        Self::of(key, &[LINK, device.as_str().as_bytes()])
    }

    fn of(key: &PseudonymKey, parts: &[&[u8]]) -> Self {
        // A shorter key than SHA-256's block is one with zeros behind it (RFC 2104 §2).
        let mut block = [0; 64];
        block[..key.bytes().len()].copy_from_slice(key.bytes());
        let mut mac = Hmac::<Sha256>::new(&block.into());
        parts.iter().for_each(|part| mac.update(part));
        let code = mac.finalize().into_bytes();
        let mut cut = [0; 16];
        cut.copy_from_slice(&code[..16]);
        Self(cut)
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pseudonym({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with Python's hmac module.
    #[test]
    fn p_10_2_the_first_half_of_an_hmac() {
        let key: Vec<u8> = (0..32).collect();
        let key = PseudonymKey::from_bytes(&key).unwrap();
        let device: DeviceId = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28".parse().unwrap();
        let of = |segment| Pseudonym::new(&key, &device, segment).to_string();
        assert_eq!(of(0), "80cd585c79f8f1bd55379defcd8b7f53");
        assert_eq!(of(1), "a2ec2f1fc0a4fc43cfc631402a0176e5");
        let tombstone = Pseudonym::of_tombstone(&key, &device).to_string();
        assert_eq!(tombstone, "75fdbba60fc1f32e96e0edfec83b70c2");
        let link = Pseudonym::of_link(&key, &device).to_string();
        assert_eq!(link, "9e50739460001076de05444b52ee3fdb");
        let shown = format!("{:?}", Pseudonym::new(&key, &device, 0));
        assert_eq!(shown, format!("Pseudonym({})", of(0)));
    }
}
