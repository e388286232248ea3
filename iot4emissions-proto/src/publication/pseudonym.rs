//! What a vehicle is called in one publication (P-10.2).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::PseudonymKey;
use crate::identity::DeviceId;

/// What stands before every message, so that the key's other uses, if any, give other results,
/// and a later form of pseudonyms does.
const CONTEXT: &[u8] = b"iot4emissions pseudonym 1";

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
        // A shorter key than SHA-256's block is one with zeros behind it (RFC 2104 §2).
        let mut block = [0; 64];
        block[..key.bytes().len()].copy_from_slice(key.bytes());
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(CONTEXT);
        mac.update(device.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(&segment.to_be_bytes());
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
        let shown = format!("{:?}", Pseudonym::new(&key, &device, 0));
        assert_eq!(shown, format!("Pseudonym({})", of(0)));
    }
}
