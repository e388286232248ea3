//! MQTT topic names (P-3.8, MQTT 3.1.1 §4.7, §1.5.3).

use std::fmt;

/// The longest string that MQTT can write, in bytes (MQTT 3.1.1 §1.5.3).
pub(super) const MAX_BYTES: usize = u16::MAX as usize;

/// A text that MQTT lets a client publish to, borrowed. Its `Debug` output hides VINs.
///
/// Shape: 1 to 65,535 bytes of UTF-8 without U+0000, `+` and `#`. Most topic
/// names are no [`Topic`](super::Topic) of this protocol.
///
/// Clauses: P-3.8; MQTT 3.1.1 §4.7, §1.5.3.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicName<'a>(&'a str);

/// Why a text is no [`TopicName`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TopicNameError {
    /// The text is empty.
    #[error("expected a topic name, found an empty text")]
    Empty,
    /// The text has more than 65,535 bytes.
    #[error("expected a topic name of at most 65535 bytes, found {bytes}")]
    TooLong {
        /// The length found.
        bytes: usize,
    },
    /// The text contains U+0000.
    #[error("expected a topic name without U+0000, found one in level {level}")]
    Nul {
        /// The level that contains it; the first is 1.
        level: usize,
    },
    /// The text contains `+` or `#`, which belong into filters.
    #[error("expected a topic name without wildcards, found \"{found}\" in level {level}")]
    Wildcard {
        /// The first wildcard.
        found: char,
        /// The level that contains it; the first is 1.
        level: usize,
    },
}

impl TopicNameError {
    /// The stable code, such as `empty`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too-long",
            Self::Nul { .. } => "nul",
            Self::Wildcard { .. } => "wildcard",
        }
    }
}

impl<'a> TopicName<'a> {
    /// Checks a text (P-3.8).
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn new(text: &'a str) -> Result<Self, TopicNameError> {
        if text.is_empty() {
            return Err(TopicNameError::Empty);
        }
        if text.len() > MAX_BYTES {
            return Err(TopicNameError::TooLong { bytes: text.len() });
        }
        for (index, level) in text.split('/').enumerate() {
            let level_number = index + 1;
            match level.chars().find(|c| matches!(c, '\0' | '+' | '#')) {
                None => {}
                Some('\0') => {
                    return Err(TopicNameError::Nul {
                        level: level_number,
                    });
                }
                Some(found) => {
                    return Err(TopicNameError::Wildcard {
                        found,
                        level: level_number,
                    });
                }
            }
        }
        Ok(Self(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }
}

impl fmt::Debug for TopicName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TopicName({:?})", crate::privacy::hide_vins(self.0))
    }
}

impl fmt::Display for TopicName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn p_3_8_accepts_what_mqtt_accepts() {
        for text in [
            "a",
            "/",
            "//",
            "a//b",
            "$SYS/x",
            " ",
            "\u{391}/\u{1f697}",
            &"x".repeat(65_535),
        ] {
            assert_eq!(TopicName::new(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn p_3_8_refuses_the_rest() {
        for (text, error) in [
            (String::new(), "expected a topic name, found an empty text"),
            (
                "x".repeat(65_536),
                "expected a topic name of at most 65535 bytes, found 65536",
            ),
            // Bytes count, not characters.
            (
                "\u{391}".repeat(32_768),
                "expected a topic name of at most 65535 bytes, found 65536",
            ),
            (
                "a/b\0".into(),
                "expected a topic name without U+0000, found one in level 2",
            ),
            (
                "a/+".into(),
                "expected a topic name without wildcards, found \"+\" in level 2",
            ),
            (
                "a#".into(),
                "expected a topic name without wildcards, found \"#\" in level 1",
            ),
        ] {
            assert_eq!(TopicName::new(&text).unwrap_err().to_string(), error);
        }
    }

    proptest! {
        #[test]
        fn p_3_8_no_text_makes_the_check_panic(text in "(.|/|\\+|#|\0){0,40}") {
            let valid = !text.is_empty() && !text.contains(['+', '#', '\0']);
            prop_assert_eq!(TopicName::new(&text).is_ok(), valid);
        }
    }
}
