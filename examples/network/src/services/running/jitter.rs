//! What spreads a service's own attempts. Drawn for each row of them, so that their times say
//! nothing of the device that they are about, as those of a device do not (P-6.14).

use std::hash::{BuildHasher, RandomState};

use iot4emissions_proto::identity::DeviceSecret;

/// A secret that nothing else has. The standard library draws the keys of its hash tables at
/// random, which does for when to try again.
pub(super) fn drawn() -> DeviceSecret {
    loop {
        let mut bytes = [0; DeviceSecret::LENGTH];
        for half in bytes.chunks_exact_mut(8) {
            let hash = RandomState::new().hash_one(0_u8);
            half.copy_from_slice(&hash.to_be_bytes());
        }
        if let Ok(secret) = DeviceSecret::new(bytes) {
            return secret;
        }
    }
}
