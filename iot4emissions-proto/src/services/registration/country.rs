//! Where a vehicle is registered (P-5.50, P-7.4).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A country by its ISO 3166-1 alpha-2 code: two capitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// A text that is no country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an ISO 3166-1 alpha-2 code of two capitals, found {found:?}")]
pub struct CountryError {
    found: String,
}

impl CountryError {
    /// The stable code, `country-error`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "country-error"
    }
}

/// The Member States of the European Union.
const MEMBER_STATES: [&[u8; 2]; 27] = [
    b"AT", b"BE", b"BG", b"CY", b"CZ", b"DE", b"DK", b"EE", b"ES", b"FI", b"FR", b"GR", b"HR",
    b"HU", b"IE", b"IT", b"LT", b"LU", b"LV", b"MT", b"NL", b"PL", b"PT", b"RO", b"SE", b"SI",
    b"SK",
];

impl Country {
    /// Whether it is a Member State of the European Union (P-7.4).
    #[must_use]
    pub fn is_member_state(self) -> bool {
        MEMBER_STATES.contains(&&self.0)
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII by construction.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(text: &str) -> Result<Self, CountryError> {
        match *text.as_bytes() {
            [first, second] if first.is_ascii_uppercase() && second.is_ascii_uppercase() => {
                Ok(Self([first, second]))
            }
            _ => Err(CountryError {
                found: crate::privacy::shown(text),
            }),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = CountryError;

    fn try_from(text: String) -> Result<Self, CountryError> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_7_4_member_states() {
        for code in ["DE", "GR", "HR", "SE"] {
            assert!(code.parse::<Country>().unwrap().is_member_state(), "{code}");
        }
        for code in ["GB", "CH", "NO", "EL", "UK"] {
            assert!(
                !code.parse::<Country>().unwrap().is_member_state(),
                "{code}"
            );
        }
        for text in ["", "D", "de", "DEU", "ÄT", "D1"] {
            assert_eq!(
                text.parse::<Country>().unwrap_err().to_string(),
                format!("expected an ISO 3166-1 alpha-2 code of two capitals, found {text:?}")
            );
        }
    }
}
