//! What a device keeps to itself, so that its times tell nobody which device it is (P-6.12,
//! P-6.14).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use siphasher::sip::SipHasher24;

/// 16 bytes that only the device and whoever provisioned it know: the key of its spread and
/// of its back-off (P-6.3, P-6.12, P-6.14).
///
/// The host draws them at random, for each device and each provisioning anew; the library
/// has no randomness (P-6.1). As text 32 lower-case hexadecimal digits, first byte first.
/// `Debug` shows none of it and there is no `Display`. Serialised, it stands in the one
/// input that gives it, as that input could not be replayed without it: whoever keeps such
/// traces keeps secrets. No output, status, event or error has it.
///
/// ```
/// use iot4emissions_proto::identity::DeviceSecret;
///
/// let secret: DeviceSecret = "000102030405060708090a0b0c0d0e0f".parse()?;
/// assert_eq!(secret.as_bytes()[15], 15);
/// assert_eq!(format!("{secret:?}"), "DeviceSecret(hidden)");
/// # Ok::<(), iot4emissions_proto::identity::DeviceSecretError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DeviceSecret([u8; DeviceSecret::LENGTH]);

/// Why bytes or a text are no [`DeviceSecret`]; it holds none of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceSecretError {
    /// Not 16 bytes.
    #[error("expected 16 bytes as device secret, found {bytes}")]
    Length {
        /// How many bytes there were.
        bytes: usize,
    },
    /// Not 32 lower-case hexadecimal digits.
    #[error("expected 32 lower-case hexadecimal digits as device secret, found another text")]
    Text,
    /// All 16 bytes are 0, as where none was drawn.
    #[error("expected a device secret drawn at random, found 16 bytes of 0")]
    Zero,
}

impl DeviceSecretError {
    /// The stable code, such as `zero`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Text => "text",
            Self::Zero => "zero",
        }
    }
}

/// What a value of the secret's function is for, so that none says anything of another: the
/// first seven bytes of what is hashed. The last block of SipHash has room for seven bytes
/// and no more, so that a label costs no block of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Spread,
    Backoff,
    Next,
}

impl Purpose {
    const fn label(self) -> &'static [u8; 7] {
        match self {
            Self::Spread => b"spread ",
            Self::Backoff => b"backoff",
            Self::Next => b"renewed",
        }
    }
}

impl DeviceSecret {
    /// How many bytes a secret has.
    pub const LENGTH: usize = 16;

    /// The secret of these bytes.
    ///
    /// # Errors
    /// Where all of them are 0: nobody drew those.
    pub fn new(bytes: [u8; Self::LENGTH]) -> Result<Self, DeviceSecretError> {
        match bytes {
            [0, rest @ ..] if rest == [0; Self::LENGTH - 1] => Err(DeviceSecretError::Zero),
            bytes => Ok(Self(bytes)),
        }
    }

    /// The bytes, to be stored where the device's private key is.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The secret that follows this one where the unit is a device of its own from then on:
    /// in another vehicle, or under another ID (P-6.20). Whoever knows neither cannot tell
    /// that they belong together.
    pub(crate) fn next(&self) -> Self {
        let mut bytes = [0; Self::LENGTH];
        for (half, number) in bytes.chunks_exact_mut(8).zip(0_u64..) {
            let hash = self.keyed(Purpose::Next, [number]);
            half.copy_from_slice(&hash.to_le_bytes());
        }
        Self::new(bytes).unwrap_or_else(|_| self.clone())
    }

    /// SipHash-2-4, keyed with the secret, of the purpose's label and one or two numbers in
    /// eight bytes each, big-endian.
    pub(crate) fn keyed<const NUMBERS: usize>(
        &self,
        purpose: Purpose,
        numbers: [u64; NUMBERS],
    ) -> u64 {
        const { assert!(NUMBERS <= 2) };
        let mut message = [0; 7 + 2 * 8];
        let (label, rest) = message.split_at_mut(7);
        label.copy_from_slice(purpose.label());
        for (place, number) in rest.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        SipHasher24::new_with_key(&self.0).hash(&message[..7 + 8 * NUMBERS])
    }
}

impl TryFrom<&[u8]> for DeviceSecret {
    type Error = DeviceSecretError;

    fn try_from(bytes: &[u8]) -> Result<Self, DeviceSecretError> {
        let array = bytes
            .try_into()
            .map_err(|_| DeviceSecretError::Length { bytes: bytes.len() })?;
        Self::new(array)
    }
}

impl FromStr for DeviceSecret {
    type Err = DeviceSecretError;

    fn from_str(text: &str) -> Result<Self, DeviceSecretError> {
        let digits: &[u8; 2 * Self::LENGTH] = text
            .as_bytes()
            .try_into()
            .map_err(|_| DeviceSecretError::Text)?;
        let mut bytes = [0; Self::LENGTH];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return Err(DeviceSecretError::Text),
                };
                *byte = *byte << 4 | value;
            }
        }
        Self::new(bytes)
    }
}

impl fmt::Debug for DeviceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSecret(hidden)")
    }
}

impl Serialize for DeviceSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:032x}", u128::from_be_bytes(self.0)))
    }
}

impl<'de> Deserialize<'de> for DeviceSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = DeviceSecret;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a device secret as text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                text.parse().map_err(E::custom)
            }

            // Of digits without quotes serde would show what they are.
            fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Self::Value, E> {
                Err(E::custom(DeviceSecretError::Text))
            }

            fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
                Err(E::custom(DeviceSecretError::Text))
            }

            fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
                Err(E::custom(DeviceSecretError::Text))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The key of SipHash's published test vectors: 0, 1, 2 … 15.
    fn published_key() -> DeviceSecret {
        "000102030405060708090a0b0c0d0e0f".parse().unwrap()
    }

    /// "SipHash: a fast short-input PRF", appendix A: the message 0, 1, 2 … 14 of 15 bytes.
    #[test]
    fn p_6_12_the_function_is_siphash_2_4() {
        let message: Vec<u8> = (0..15).collect();
        let hash = SipHasher24::new_with_key(published_key().as_bytes()).hash(&message);
        assert_eq!(hash, 0xa129_ca61_49be_45e5);
    }

    #[test]
    fn p_6_12_what_is_hashed() {
        let hash = |message: &[u8]| SipHasher24::new_with_key(&published_key().0).hash(message);
        let keyed = |purpose| published_key().keyed(purpose, [0x0102_0304_0506_0708]);
        let expected = |label: &[u8]| hash(&[label, &[1, 2, 3, 4, 5, 6, 7, 8]].concat());
        assert_eq!(keyed(Purpose::Backoff), expected(b"backoff"));
        assert_eq!(keyed(Purpose::Next), expected(b"renewed"));
        let two = published_key().keyed(Purpose::Spread, [1, 2]);
        assert_eq!(two, hash(b"spread \0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x02"));
    }

    #[test]
    fn p_6_20_the_next_one_is_another() {
        let first = published_key();
        let mut seen = std::collections::HashSet::from([first.clone()]);
        let mut secret = first;
        for _ in 0..100 {
            secret = secret.next();
            assert!(seen.insert(secret.clone()));
        }
        assert_eq!(published_key().next(), published_key().next());
    }

    #[test]
    fn what_is_none() {
        let text = |text: &str| text.parse::<DeviceSecret>().unwrap_err();
        let no_text =
            "expected 32 lower-case hexadecimal digits as device secret, found another text";
        for refused in [
            "",
            "0",
            "000102030405060708090a0b0c0d0e0",
            "000102030405060708090a0b0c0d0e0f0",
            "000102030405060708090A0B0C0D0E0F",
            "0x0102030405060708090a0b0c0d0e0f",
            "000102030405060708090a0b0c0d0e0\u{e9}",
        ] {
            assert_eq!(text(refused).to_string(), no_text, "{refused}");
            assert_eq!(text(refused).code(), "text");
        }
        let zero = "expected a device secret drawn at random, found 16 bytes of 0";
        assert_eq!(text(&"0".repeat(32)).to_string(), zero);
        assert_eq!(DeviceSecret::new([0; 16]).unwrap_err().code(), "zero");
        for place in 0..16 {
            let mut bytes = [0; 16];
            bytes[place] = 1;
            assert!(DeviceSecret::new(bytes).is_ok(), "{place}");
        }
        for length in [0, 15, 17, 1000] {
            let error = DeviceSecret::try_from(&vec![1; length][..]).unwrap_err();
            let expected = format!("expected 16 bytes as device secret, found {length}");
            assert_eq!((error.to_string(), error.code()), (expected, "length"));
        }
    }

    proptest! {
        #[test]
        fn text_and_bytes_come_back(bytes: [u8; 16]) {
            prop_assume!(bytes != [0; 16]);
            let secret = DeviceSecret::new(bytes).unwrap();
            let json = serde_json::to_string(&secret).unwrap();
            prop_assert_eq!(json.len(), 34);
            prop_assert_eq!(&serde_json::from_str::<DeviceSecret>(&json).unwrap(), &secret);
            prop_assert_eq!(DeviceSecret::try_from(&bytes[..]).unwrap(), secret.clone());
            let shown = format!("{secret:?} {secret:#?}");
            prop_assert_eq!(shown, "DeviceSecret(hidden) DeviceSecret(hidden)");
        }
    }

    /// Neither does an error show what it refuses.
    #[test]
    fn no_error_shows_a_secret() {
        let secret = "f00102030405060708090a0b0c0d0e0f";
        for json in [
            format!("\"{secret}0\""),
            format!("\"{}\"", secret.to_uppercase()),
            "1234567890123".to_owned(),
            "-1234567890123".to_owned(),
            "12345678901234567890123456789012".to_owned(),
        ] {
            let error = serde_json::from_str::<DeviceSecret>(&json).unwrap_err();
            let text = error.to_string();
            assert!(text.starts_with("expected 32 lower-case"), "{text}");
        }
    }
}
