//! The vehicle identification number (P-5.11, ISO 3779): personal data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::privacy::is_vin_byte;

/// A vehicle identification number: 17 characters of `[A-HJ-NPR-Z0-9]`
/// (P-5.11, ISO 3779; Europe uses no check digit).
///
/// A VIN is personal data from the moment its vehicle is registered
/// (JRC127600 §1.2). It therefore has no `Display`, and its `Debug` output
/// hides it; whoever wants the text asks for it by [`Vin::as_str`]. There is
/// no way to put one into anything that goes to the Data Service (P-1.5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vin([u8; Vin::LENGTH]);

/// Why a text is no VIN (P-5.11). It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VinError {
    /// The text has other than 17 characters.
    #[error("expected 17 characters, found {found}")]
    Length {
        /// The number of characters found.
        found: usize,
    },
    /// A character is neither a digit nor a capital other than I, O and Q.
    #[error(
        "expected digits and capitals without I, O and Q, found another character at position {position}"
    )]
    Character {
        /// The character's place, from 1.
        position: usize,
    },
}

impl VinError {
    /// The stable code, such as `length`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Character { .. } => "character",
        }
    }
}

impl Vin {
    /// The number of characters (ISO 3779).
    pub const LENGTH: usize = 17;

    /// The number itself: personal data, not for logs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII by construction.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Vin {
    type Err = VinError;

    fn from_str(text: &str) -> Result<Self, VinError> {
        let found = text.chars().count();
        if found != Self::LENGTH {
            return Err(VinError::Length { found });
        }
        if let Some(place) = text
            .chars()
            .position(|c| !c.is_ascii() || !is_vin_byte(c as u8))
        {
            return Err(VinError::Character {
                position: place + 1,
            });
        }
        // Only ASCII is left, so bytes are characters.
        <[u8; Self::LENGTH]>::try_from(text.as_bytes())
            .map(Self)
            .map_err(|_| VinError::Length { found })
    }
}

impl fmt::Debug for Vin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vin({})", crate::privacy::HIDDEN_VIN)
    }
}

impl Serialize for Vin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Vin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX_1: &str = "JFXHF05K1L4104934";

    #[test]
    fn p_5_11_length_and_alphabet() {
        assert_eq!(BOX_1.parse::<Vin>().unwrap().as_str(), BOX_1);
        let error = |text: &str| text.parse::<Vin>().unwrap_err().to_string();
        assert_eq!(error(&BOX_1[1..]), "expected 17 characters, found 16");
        assert_eq!(
            error("JFXHF05K1L41049345"),
            "expected 17 characters, found 18"
        );
        assert_eq!(error(""), "expected 17 characters, found 0");
        // 17 bytes, but not characters.
        assert_eq!(
            error("FXHF05K1L410493é"),
            "expected 17 characters, found 16"
        );
        for (wrong, position) in [
            ("IFXHF05K1L4104934", 1),
            ("JOXHF05K1L4104934", 2),
            ("JFQHF05K1L4104934", 3),
            ("JFXhF05K1L4104934", 4),
            ("JFXHF05K1L410493 ", 17),
            ("JFXHF05K1L410493é", 17),
        ] {
            assert_eq!(
                error(wrong),
                format!(
                    "expected digits and capitals without I, O and Q, found another character at position {position}"
                )
            );
        }
    }

    #[test]
    fn debug_output_hides_it() {
        assert_eq!(
            format!("{:?}", BOX_1.parse::<Vin>().unwrap()),
            "Vin(<VIN hidden>)"
        );
    }
}
