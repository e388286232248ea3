//! Attributes that are text (P-5.12, P-5.13, P-5.15, P-5.17).

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::info::VehicleInfo;

/// Why a text is no attribute. It never repeats the text, which may hold a VIN
/// (P-1.5).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AttributeError {
    /// The text has too many characters.
    #[error("expected at most {limit} characters, found {found}")]
    TooLong {
        /// The largest number of characters.
        limit: usize,
        /// The number of characters found.
        found: usize,
    },
    /// P-5.13: the text is empty.
    #[error("expected a text, found an empty one")]
    Empty,
    /// P-5.12, P-5.13: the text has a control character.
    #[error("expected no control character, found U+{code:04X} at position {position}")]
    ControlCharacter {
        /// The character's code point.
        code: u32,
        /// The character's place, from 1.
        position: usize,
    },
    /// P-5.17: the name of a further attribute is none.
    #[error("expected an attribute name of 1 to 16 letters and digits that starts with a letter")]
    Name,
    /// P-5.17: the name belongs to an attribute of Table 4.
    #[error("expected the name of a further attribute, found one of Table 4")]
    KnownName,
    /// P-5.17: there are too many further attributes.
    #[error("expected at most {limit} further attributes, found more")]
    TooMany {
        /// The largest number of further attributes.
        limit: usize,
    },
}

impl AttributeError {
    /// The stable code, such as `too-long`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too-long",
            Self::Empty => "empty",
            Self::ControlCharacter { .. } => "control-character",
            Self::Name => "name",
            Self::KnownName => "known-name",
            Self::TooMany { .. } => "too-many",
        }
    }
}

fn text_checked(text: &str, limit: usize) -> Result<(), AttributeError> {
    match text.chars().count() {
        found if found > limit => return Err(AttributeError::TooLong { limit, found }),
        _ => {}
    }
    match text.chars().enumerate().find(|(_, c)| c.is_control()) {
        Some((place, c)) => Err(AttributeError::ControlCharacter {
            code: c.into(),
            position: place + 1,
        }),
        None => Ok(()),
    }
}

fn descriptive(text: &str, limit: usize) -> Result<(), AttributeError> {
    match text.is_empty() {
        true => Err(AttributeError::Empty),
        false => text_checked(text, limit),
    }
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name<const LIMIT: usize>(Box<str>);

        impl<const LIMIT: usize> $name<LIMIT> {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<const LIMIT: usize> FromStr for $name<LIMIT> {
            type Err = AttributeError;

            fn from_str(text: &str) -> Result<Self, AttributeError> {
                $check(text, LIMIT)?;
                Ok(Self(text.into()))
            }
        }

        impl<const LIMIT: usize> TryFrom<String> for $name<LIMIT> {
            type Error = AttributeError;

            fn try_from(text: String) -> Result<Self, AttributeError> {
                text.parse()
            }
        }

        impl<const LIMIT: usize> From<$name<LIMIT>> for String {
            fn from(text: $name<LIMIT>) -> Self {
                text.0.into()
            }
        }

        impl<const LIMIT: usize> AsRef<str> for $name<LIMIT> {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl<const LIMIT: usize> fmt::Display for $name<LIMIT> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<const LIMIT: usize> fmt::Debug for $name<LIMIT> {
            /// An attribute may hold a VIN by mistake (P-1.5), so the output
            /// hides what has the shape of one.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&crate::privacy::hide_vins(&self.0), f)
            }
        }
    };
}

text_type!(
    /// A text of at most `LIMIT` characters without control characters, which may be
    /// empty (P-5.12, P-5.15, P-5.17).
    AttributeText,
    text_checked
);
text_type!(
    /// A text of 1 to `LIMIT` characters without control characters (P-5.13).
    DescriptiveText,
    descriptive
);

/// The name of a further attribute: `[A-Za-z][A-Za-z0-9]{0,15}`, none of the
/// names of Table 4 (P-5.17).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AttributeName(Box<str>);

impl AttributeName {
    /// The largest number of characters (P-5.17).
    pub const LIMIT: usize = 16;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AttributeName {
    type Err = AttributeError;

    fn from_str(name: &str) -> Result<Self, AttributeError> {
        let letter_first = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let alphanumeric = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !letter_first || !alphanumeric || name.len() > Self::LIMIT {
            return Err(AttributeError::Name);
        }
        if VehicleInfo::WIRE_NAMES.contains(&name) {
            return Err(AttributeError::KnownName);
        }
        Ok(Self(name.into()))
    }
}

impl TryFrom<String> for AttributeName {
    type Error = AttributeError;

    fn try_from(name: String) -> Result<Self, AttributeError> {
        name.parse()
    }
}

impl From<AttributeName> for String {
    fn from(name: AttributeName) -> Self {
        name.0.into()
    }
}

impl Borrow<str> for AttributeName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AttributeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AttributeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Attributes of the certificate of conformity beyond those of Table 4, which
/// is an "indicative list" (P-5.17, JRC127600 §3.3.1): at most 32, in byte order
/// of their names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<AttributeName, AttributeText<50>>")]
pub struct FurtherAttributes(BTreeMap<AttributeName, AttributeText<50>>);

impl FurtherAttributes {
    /// The largest number of further attributes (P-5.17).
    pub const LIMIT: usize = 32;

    /// Sets the attribute `name`; one that is there already is replaced.
    ///
    /// # Errors
    /// [`AttributeError::TooMany`] where it would be the thirty-third.
    pub fn insert(
        &mut self,
        name: AttributeName,
        text: AttributeText<50>,
    ) -> Result<(), AttributeError> {
        if self.0.len() >= Self::LIMIT && !self.0.contains_key(&name) {
            return Err(AttributeError::TooMany { limit: Self::LIMIT });
        }
        self.0.insert(name, text);
        Ok(())
    }

    /// Takes away the attribute `name`, if it is there.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The attribute `name`.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(AttributeText::as_str)
    }

    /// Names and texts in byte order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<BTreeMap<AttributeName, AttributeText<50>>> for FurtherAttributes {
    type Error = AttributeError;

    fn try_from(map: BTreeMap<AttributeName, AttributeText<50>>) -> Result<Self, AttributeError> {
        match map.len() {
            found if found > Self::LIMIT => Err(AttributeError::TooMany { limit: Self::LIMIT }),
            _ => Ok(Self(map)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_13_length_emptiness_control_characters() {
        let parse = |text: &str| {
            text.parse::<DescriptiveText<25>>()
                .map_err(|e| e.to_string())
        };
        assert!(parse(&"é".repeat(25)).is_ok());
        assert_eq!(
            parse(&"é".repeat(26)).unwrap_err(),
            "expected at most 25 characters, found 26"
        );
        assert!(parse("x").is_ok());
        assert_eq!(
            parse("").unwrap_err(),
            "expected a text, found an empty one"
        );
        assert_eq!(
            parse("a\u{85}").unwrap_err(),
            "expected no control character, found U+0085 at position 2"
        );
        assert_eq!(parse(" ").unwrap().as_str(), " ");
    }

    #[test]
    fn p_5_12_p_5_15_p_5_17_length_and_control_characters() {
        let parse = |text: &str| text.parse::<AttributeText<25>>().map_err(|e| e.to_string());
        assert!(parse("").is_ok());
        assert!(parse(&"x".repeat(25)).is_ok());
        assert_eq!(
            parse(&"x".repeat(26)).unwrap_err(),
            "expected at most 25 characters, found 26"
        );
        for (text, found) in [
            ("a\0", "U+0000 at position 2"),
            ("\u{1b}[2J", "U+001B at position 1"),
            ("ab\u{7f}", "U+007F at position 3"),
            ("\u{9f}", "U+009F at position 1"),
        ] {
            assert_eq!(
                parse(text).unwrap_err(),
                format!("expected no control character, found {found}")
            );
        }
        assert!(parse("\u{a0}").is_ok());
    }

    #[test]
    fn p_5_17_names() {
        for good in ["a", "Z9", "abcdefghijklmnop"] {
            assert!(good.parse::<AttributeName>().is_ok(), "{good}");
        }
        for bad in ["", "9a", "a-b", "ä", "abcdefghijklmnopq", "a b"] {
            assert_eq!(
                bad.parse::<AttributeName>().unwrap_err(),
                AttributeError::Name,
                "{bad}"
            );
        }
        assert_eq!(
            "ewltp".parse::<AttributeName>().unwrap_err().to_string(),
            "expected the name of a further attribute, found one of Table 4"
        );
    }

    #[test]
    fn p_5_17_at_most_32() {
        let mut further = FurtherAttributes::default();
        for number in 0..32 {
            let name = format!("n{number}").parse().unwrap();
            further.insert(name, "x".parse().unwrap()).unwrap();
        }
        further
            .insert("n0".parse().unwrap(), "y".parse().unwrap())
            .unwrap();
        assert_eq!(further.value("n0"), Some("y"));
        let one_more = further.insert("n32".parse().unwrap(), "x".parse().unwrap());
        assert_eq!(
            one_more.unwrap_err().to_string(),
            "expected at most 32 further attributes, found more"
        );
    }
}
