//! Sealing and opening the ID under which a device is known to the Data Service (P-1.7).

use std::convert::Infallible;
use std::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem as _, X25519HkdfSha256 as Kem};
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};

use super::{DeviceId, MAX_CHARACTERS, SealedDeviceId};

/// What is sealed, and in which form: another use of the key gives nothing that opens here.
const INFO: &[u8] = b"iot4emissions data device 1";

const KEY: usize = 32;

/// The Data Service's public key: what a device seals its ID for. 32 bytes of X25519
/// (RFC 7748), which a device may have with its factory configuration.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey(<Kem as hpke::Kem>::PublicKey);

/// The Data Service's private key (P-1.7). `Debug` shows none of it.
#[derive(Clone)]
pub struct OpeningKey(<Kem as hpke::Kem>::PrivateKey);

/// Why a device ID was not sealed or opened. It holds nothing of what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealingError {
    /// No key of that form: the wrong length, or a public key whose secrets anybody knows.
    #[error("expected a key of 32 bytes of X25519, found another one")]
    Key,
    /// It was sealed for another service or by another device, or changed on its way.
    #[error("expected a device ID sealed for this service by that device, found another one")]
    Sealed,
    /// What was sealed is no device ID (P-2.1), or the one that the device has already.
    #[error("expected a device ID of its own in what was sealed, found another text")]
    DeviceId,
}

impl SealingError {
    /// The stable code, such as `sealed`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Sealed => "sealed",
            Self::DeviceId => "device-id",
        }
    }
}

impl SealingKey {
    /// The key of these bytes.
    ///
    /// # Errors
    /// [`SealingError::Key`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealingError> {
        let key = <Kem as hpke::Kem>::PublicKey::from_bytes(bytes);
        key.map(Self).map_err(|_| SealingError::Key)
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; KEY] {
        self.0.to_bytes().into()
    }

    /// Seals `data_device`, the ID under which the Data Service is to know the device, for
    /// that service: HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256
    /// and ChaCha20Poly1305, of the ID with zeros behind it up to 64 bytes, bound to `device`,
    /// under which the Registration Service knows it.
    ///
    /// `random` are 32 bytes that were drawn for this one sealing: the library has no
    /// randomness. With the same ones it gives the same, and whoever knows them reads it.
    ///
    /// # Errors
    /// [`SealingError::DeviceId`] where both IDs are the same one, and [`SealingError::Key`]
    /// where the key is none that can be sealed for.
    pub fn seal(
        &self,
        data_device: &DeviceId,
        device: &DeviceId,
        random: [u8; KEY],
    ) -> Result<SealedDeviceId, SealingError> {
        if data_device == device {
            return Err(SealingError::DeviceId);
        }
        let mut text = [0; MAX_CHARACTERS];
        let id = data_device.as_str().as_bytes();
        text[..id.len()].copy_from_slice(id);
        let sealed = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeS::Base,
            &self.0,
            INFO,
            &text,
            device.as_str().as_bytes(),
            &mut Given(random),
        );
        let (encapsulated, cipher) = sealed.map_err(|_| SealingError::Key)?;
        let mut bytes = encapsulated.to_bytes().to_vec();
        bytes.extend_from_slice(&cipher);
        SealedDeviceId::try_from(&bytes[..]).map_err(|_| SealingError::Key)
    }
}

impl OpeningKey {
    /// The key of these 32 bytes, which were drawn at random.
    ///
    /// # Errors
    /// [`SealingError::Key`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealingError> {
        let key = <Kem as hpke::Kem>::PrivateKey::from_bytes(bytes);
        let key = key.map_err(|_| SealingError::Key)?;
        match bytes.iter().all(|byte| *byte == 0) {
            true => Err(SealingError::Key),
            false => Ok(Self(key)),
        }
    }

    /// The public key that belongs to it: for the devices.
    #[must_use]
    pub fn sealing_key(&self) -> SealingKey {
        SealingKey(Kem::sk_to_pk(&self.0))
    }

    /// The ID under which `device` is to be known to the Data Service.
    ///
    /// # Errors
    /// [`SealingError`].
    pub fn open(
        &self,
        sealed: &SealedDeviceId,
        device: &DeviceId,
    ) -> Result<DeviceId, SealingError> {
        let (encapsulated, cipher) = sealed.as_bytes().split_at(KEY);
        let encapsulated = <Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated)
            .map_err(|_| SealingError::Sealed)?;
        let text = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
            &OpModeR::Base,
            &self.0,
            &encapsulated,
            INFO,
            cipher,
            device.as_str().as_bytes(),
        );
        let text = text.map_err(|_| SealingError::Sealed)?;
        let end = text.iter().rposition(|byte| *byte != 0);
        let text = end.map_or(&[][..], |end| &text[..=end]);
        let text = std::str::from_utf8(text).map_err(|_| SealingError::DeviceId)?;
        match text.parse::<DeviceId>() {
            Ok(data_device) if data_device != *device => Ok(data_device),
            _ => Err(SealingError::DeviceId),
        }
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey")
    }
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(hidden)")
    }
}

/// The bytes that the caller drew, once.
struct Given([u8; KEY]);

/// `hpke` asks once, for the ephemeral key's 32 bytes.
impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let [a, b, c, d, ..] = self.0;
        Ok(u32::from_le_bytes([a, b, c, d]))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        Ok(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        debug_assert_eq!(bytes.len(), KEY);
        for (byte, given) in bytes.iter_mut().zip(self.0.iter().cycle()) {
            *byte = *given;
        }
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> DeviceId {
        text.parse().unwrap()
    }

    fn key(byte: u8) -> OpeningKey {
        OpeningKey::from_bytes(&[byte; KEY]).unwrap()
    }

    #[test]
    fn p_1_7_what_is_sealed_is_opened_by_its_service_alone() {
        let (device, data_device) = (id("vehicle-7"), id("9a7d21e7"));
        let service = key(1);
        let sealing = SealingKey::from_bytes(&service.sealing_key().to_bytes()).unwrap();
        let sealed = sealing.seal(&data_device, &device, [7; KEY]).unwrap();
        assert_eq!(service.open(&sealed, &device), Ok(data_device.clone()));
        // The same randomness gives the same, other randomness another.
        assert_eq!(
            sealing.seal(&data_device, &device, [7; KEY]).unwrap(),
            sealed
        );
        assert_ne!(
            sealing.seal(&data_device, &device, [8; KEY]).unwrap(),
            sealed
        );
        // Another service, another device, and every changed bit.
        let refused = Err(SealingError::Sealed);
        assert_eq!(key(2).open(&sealed, &device), refused);
        assert_eq!(service.open(&sealed, &id("vehicle-8")), refused);
        for at in 0..SealedDeviceId::LENGTH {
            for bit in [1, 0x40] {
                let mut bytes = *sealed.as_bytes();
                bytes[at] ^= bit;
                let changed = SealedDeviceId::from_bytes(bytes);
                assert_eq!(service.open(&changed, &device), refused, "{at}");
            }
        }
        // The longest ID has no zero behind it, and the length shows in neither.
        let longest = id(&"x".repeat(64));
        let sealed = sealing.seal(&longest, &device, [9; KEY]).unwrap();
        assert_eq!(service.open(&sealed, &device), Ok(longest));
    }

    #[test]
    fn p_1_7_what_is_no_data_id_is_refused() {
        let (device, service) = (id("vehicle-7"), key(1));
        let sealing = service.sealing_key();
        let own = sealing.seal(&device, &device, [7; KEY]);
        assert_eq!(own, Err(SealingError::DeviceId));
        // Whoever seals by other means may seal anything.
        let seal = |text: &[u8]| {
            let sealed = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
                &OpModeS::Base,
                &sealing.0,
                INFO,
                text,
                device.as_str().as_bytes(),
                &mut Given([7; KEY]),
            );
            let (encapsulated, cipher) = sealed.unwrap();
            let bytes = [&encapsulated.to_bytes()[..], &cipher].concat();
            SealedDeviceId::try_from(&bytes[..]).unwrap()
        };
        let padded = |text: &[u8]| {
            let mut padded = [0; MAX_CHARACTERS];
            padded[..text.len()].copy_from_slice(text);
            padded
        };
        for text in [
            &b"JFXHF05K1L4104934"[..],
            b"vehicle-7",
            b"",
            b"a\0b",
            b"\xff",
            b"obfcm-data-service",
        ] {
            let sealed = seal(&padded(text));
            assert_eq!(service.open(&sealed, &device), Err(SealingError::DeviceId));
        }
        assert_eq!(service.open(&seal(&padded(b"ok")), &device), Ok(id("ok")));
    }

    #[test]
    fn p_1_7_keys_are_read_and_not_shown() {
        for bytes in [&[1; 31][..], &[1; 33], &[]] {
            assert_eq!(SealingKey::from_bytes(bytes), Err(SealingError::Key));
            let private = OpeningKey::from_bytes(bytes).map(|_| ());
            assert_eq!(private, Err(SealingError::Key));
        }
        let zero = OpeningKey::from_bytes(&[0; KEY]).map(|_| ());
        assert_eq!(zero, Err(SealingError::Key));
        assert_eq!(format!("{:?}", key(3)), "OpeningKey(hidden)");
        // A point of small order, with which anybody knows the shared secret.
        let point = SealingKey::from_bytes(&[0; KEY]);
        let sealed = point.and_then(|key| key.seal(&id("b"), &id("a"), [7; KEY]));
        assert_eq!(sealed, Err(SealingError::Key));
    }

    /// RFC 9180, A.2.1: what follows from the randomness, the key and the algorithms.
    #[test]
    fn p_1_7_the_algorithms_are_those_of_rfc_9180() {
        let bytes = |text: &str| -> Vec<u8> {
            let pair = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
            (0..text.len()).step_by(2).map(pair).collect()
        };
        let random = bytes("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b");
        let recipient = bytes("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        let info = bytes("4f6465206f6e2061204772656369616e2055726e");
        let text = bytes("4265617574792069732074727574682c20747275746820626561757479");
        let (encapsulated, cipher) =
            hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
                &OpModeS::Base,
                &SealingKey::from_bytes(&recipient).unwrap().0,
                &info,
                &text,
                &bytes("436f756e742d30"),
                &mut Given(random.try_into().unwrap()),
            )
            .unwrap();
        assert_eq!(
            encapsulated.to_bytes()[..],
            bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
        );
        assert_eq!(
            cipher,
            bytes(
                "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db\
                 21993c62ce81883d2dd1b51a28"
            )
        );
    }
}
