//! The secret from which one publication's pseudonyms are made (P-10.2).

use std::fmt;

/// How many bytes a key has.
const LENGTH: usize = 32;

/// The fewest different bytes that a key has. Of 32 random ones fewer are the same in all but
/// one of 10^15 keys; zeros, a repeated word and hexadecimal digits taken for bytes have fewer.
const FEWEST: usize = 16;

/// 32 random bytes, for one publication and no other (P-10.2). Whoever has the key and a list
/// of device IDs has every pseudonym, so it is neither shown nor written: it has no `Display`
/// and no serde, and `Debug` hides it.
///
/// `openssl rand -hex 32` makes one.
#[derive(Clone)]
pub struct PseudonymKey([u8; LENGTH]);

/// Why something is no [`PseudonymKey`]. It holds nothing of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PseudonymKeyError {
    /// Another number of bytes.
    #[error("expected a pseudonym key of 32 bytes, found {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// Another number of characters.
    #[error("expected a pseudonym key of 64 hexadecimal digits, found {found} characters")]
    Digits {
        /// How many there are.
        found: usize,
    },
    /// A character that is no digit.
    #[error(
        "expected a pseudonym key of 64 hexadecimal digits, found another character at character {position}"
    )]
    Character {
        /// Its position; the first character is 1.
        position: usize,
    },
    /// So few different bytes that nobody drew them.
    #[error("expected a pseudonym key of random bytes, found {found} different ones in 32")]
    NotRandom {
        /// How many different ones there are.
        found: usize,
    },
}

impl PseudonymKeyError {
    /// The stable code, such as `not-random`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Digits { .. } => "digits",
            Self::Character { .. } => "character",
            Self::NotRandom { .. } => "not-random",
        }
    }
}

impl PseudonymKey {
    /// The key of these bytes.
    ///
    /// # Errors
    /// Other than 32 of them, or fewer than 16 different ones: zeros, for one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PseudonymKeyError> {
        let found = bytes.len();
        let key: [u8; LENGTH] = bytes
            .try_into()
            .map_err(|_| PseudonymKeyError::Length { found })?;
        let mut different = key;
        different.sort_unstable();
        let found = different.chunk_by(|a, b| a == b).count();
        match found < FEWEST {
            true => Err(PseudonymKeyError::NotRandom { found }),
            false => Ok(Self(key)),
        }
    }

    /// The key of 64 hexadecimal digits, in either letter case.
    ///
    /// # Errors
    /// Another number of characters, another character, or bytes as in
    /// [`from_bytes`](Self::from_bytes).
    pub fn from_hex(text: &str) -> Result<Self, PseudonymKeyError> {
        let found = text.chars().count();
        if found != 2 * LENGTH {
            return Err(PseudonymKeyError::Digits { found });
        }
        if let Some(before) = text.chars().position(|c| !c.is_ascii_hexdigit()) {
            let position = before + 1;
            return Err(PseudonymKeyError::Character { position });
        }
        // Digits all: each half is one of 16.
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default() as u8;
        let pairs = text.as_bytes().chunks_exact(2);
        let bytes: Vec<u8> = pairs
            .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
            .collect();
        Self::from_bytes(&bytes)
    }

    pub(super) const fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PseudonymKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    #[test]
    fn p_10_2_a_key_is_32_random_bytes() {
        let key = PseudonymKey::from_hex(KEY).unwrap();
        assert_eq!(key.bytes()[..], (0..32).collect::<Vec<u8>>()[..]);
        let refused = |text: &str| PseudonymKey::from_hex(text).unwrap_err().to_string();
        let digits = "expected a pseudonym key of 64 hexadecimal digits, found ";
        assert_eq!(refused(""), format!("{digits}0 characters"));
        assert_eq!(refused(&KEY[1..]), format!("{digits}63 characters"));
        assert_eq!(
            refused(&format!("{KEY}\n")),
            format!("{digits}65 characters")
        );
        assert_eq!(
            refused(&KEY.replace("1F", "1G")),
            format!("{digits}another character at character 64")
        );
        assert_eq!(
            refused(&"0".repeat(64)),
            "expected a pseudonym key of random bytes, found 1 different ones in 32"
        );
        let bytes = |bytes: &[u8]| PseudonymKey::from_bytes(bytes).map(|_| ()).unwrap_err();
        assert_eq!(
            bytes(&[7; 31]).to_string(),
            "expected a pseudonym key of 32 bytes, found 31"
        );
        let of = |different: u8| (0..32).map(|n| n % different).collect::<Vec<u8>>();
        assert_eq!(bytes(&of(15)).code(), "not-random");
        assert!(PseudonymKey::from_bytes(&of(16)).is_ok());
    }

    #[test]
    fn p_10_2_debug_hides_the_key() {
        let key = PseudonymKey::from_hex(KEY).unwrap();
        assert_eq!(format!("{key:?}"), "PseudonymKey(hidden)");
    }
}
