//! A device ID that only the Data Service can read (P-1.7).

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The ID under which a device is known to the Data Service, sealed for it: the Registration
/// Service passes it on and cannot read it (P-1.7).
///
/// As text 150 characters of Base64 for URLs without padding (RFC 4648 §5), which are 112
/// bytes: an ephemeral public key (32), and what it seals (64, and 16 of authentication). The
/// feature `pseudonyms` makes and opens it. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SealedDeviceId(Box<[u8; SealedDeviceId::LENGTH]>);

/// Why a text is no [`SealedDeviceId`]; it holds nothing of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealedDeviceIdError {
    /// Not 150 characters, or not 112 bytes.
    #[error("expected 112 bytes, as 150 characters, as sealed device ID, found {found}")]
    Length {
        /// How many there were.
        found: usize,
    },
    /// Not Base64 for URLs, or not as it is written.
    #[error(
        "expected letters, digits, \"-\" and \"_\" of Base64 for URLs as sealed device ID, found another text"
    )]
    Characters,
}

impl SealedDeviceIdError {
    /// The stable code, such as `length`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Characters => "characters",
        }
    }
}

impl SealedDeviceId {
    /// How many bytes it has.
    pub const LENGTH: usize = 112;
    /// How many characters its text has.
    pub const CHARACTERS: usize = 150;

    /// The one of these bytes: any of that length can be one.
    #[must_use]
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(Box::new(bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl TryFrom<&[u8]> for SealedDeviceId {
    type Error = SealedDeviceIdError;

    fn try_from(bytes: &[u8]) -> Result<Self, SealedDeviceIdError> {
        let found = bytes.len();
        let bytes = bytes.try_into();
        bytes
            .map(Self::from_bytes)
            .map_err(|_| SealedDeviceIdError::Length { found })
    }
}

impl FromStr for SealedDeviceId {
    type Err = SealedDeviceIdError;

    fn from_str(text: &str) -> Result<Self, SealedDeviceIdError> {
        // Bounded before anything is read: it comes from outside.
        if text.len() != Self::CHARACTERS {
            let found = text.chars().count();
            return Err(SealedDeviceIdError::Length { found });
        }
        let mut bytes = [0; Self::LENGTH];
        match Base64UrlUnpadded::decode(text, &mut bytes) {
            Ok(decoded) if decoded.len() == Self::LENGTH => Ok(Self::from_bytes(bytes)),
            _ => Err(SealedDeviceIdError::Characters),
        }
    }
}

impl fmt::Display for SealedDeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64UrlUnpadded::encode_string(&self.0[..]))
    }
}

impl fmt::Debug for SealedDeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedDeviceId(hidden)")
    }
}

impl Serialize for SealedDeviceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SealedDeviceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_1_7_a_sealed_device_id_is_112_bytes_in_one_text_each() {
        let mut bytes = [0; SealedDeviceId::LENGTH];
        bytes
            .iter_mut()
            .zip(0_u8..)
            .for_each(|(byte, at)| *byte = at.wrapping_mul(37));
        let sealed = SealedDeviceId::from_bytes(bytes);
        let text = sealed.to_string();
        assert_eq!(text.len(), SealedDeviceId::CHARACTERS);
        assert_eq!(text.parse(), Ok(sealed.clone()));
        assert_eq!(format!("{sealed:?}"), "SealedDeviceId(hidden)");
        let json = serde_json::to_string(&sealed).unwrap();
        assert_eq!(
            serde_json::from_str::<SealedDeviceId>(&json).unwrap(),
            sealed
        );

        // Bits that no byte has are in no text that was written.
        let mut other = text.clone();
        other.replace_range(149.., "B");
        let characters = Err(SealedDeviceIdError::Characters);
        assert_eq!(other.parse::<SealedDeviceId>(), characters);
        assert_eq!(text.replacen(&text[..1], "+", 1).parse(), characters);
        for text in ["", &text[1..], &format!("{text}A"), &"é".repeat(150)] {
            let found = text.chars().count();
            let length = Err(SealedDeviceIdError::Length { found });
            assert_eq!(text.parse::<SealedDeviceId>(), length);
        }
        // 150 bytes that are fewer characters.
        let accents = "é".repeat(75).parse::<SealedDeviceId>();
        assert_eq!(accents, characters);
    }
}
