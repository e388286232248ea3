//! MQTT topic filters (P-3.7, P-3.8, MQTT 3.1.1 §4.7).

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::name::MAX_BYTES;
use super::{Topic, TopicKind, TopicName};

/// What a client subscribes to: a topic name in which levels may be wildcards. Its `Debug`
/// output hides VINs.
///
/// Shape: 1 to 65,535 bytes of UTF-8 without U+0000; `+` and `#` only as whole
/// levels, `#` only as the last one. Compared by text, although two texts can
/// match the same topics (`#` and `+/#`); for that, see [`covers`](Self::covers).
///
/// A shared subscription is a [`Subscription`](super::Subscription), of which
/// the filter is a part.
///
/// Clauses: P-3.7, P-3.8; MQTT 3.1.1 §4.7.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicFilter(Box<str>);

/// Why a text is no [`TopicFilter`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TopicFilterError {
    /// The text is empty.
    #[error("expected a topic filter, found an empty text")]
    Empty,
    /// The text has more than 65,535 bytes.
    #[error("expected a topic filter of at most 65535 bytes, found {bytes}")]
    TooLong {
        /// The length found.
        bytes: usize,
    },
    /// The text contains U+0000.
    #[error("expected a topic filter without U+0000, found one in level {level}")]
    Nul {
        /// The level that contains it; the first is 1.
        level: usize,
    },
    /// A wildcard shares its level with other characters.
    #[error(
        "expected \"{wildcard}\" as a whole level, found it with other characters in level {level}"
    )]
    PartOfLevel {
        /// The wildcard.
        wildcard: char,
        /// The level that contains it; the first is 1.
        level: usize,
    },
    /// Levels follow `#`.
    #[error("expected \"#\" as the last level, found it as level {level} of {levels}")]
    NotLast {
        /// The level of `#`; the first is 1.
        level: usize,
        /// The number of levels.
        levels: usize,
    },
}

impl TopicFilterError {
    /// The stable code, such as `empty`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too-long",
            Self::Nul { .. } => "nul",
            Self::PartOfLevel { .. } => "part-of-level",
            Self::NotLast { .. } => "not-last",
        }
    }
}

impl TopicFilter {
    /// The filter by which a service subscribes a family, such as
    /// `iot4emissions/dataDevice/+` (P-3.7).
    #[must_use]
    pub fn all_devices(kind: TopicKind) -> Self {
        Self(format!("{}+", kind.prefix()).into())
    }

    /// The filter as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a broker delivers messages on `topic` to this filter.
    ///
    /// A text that is no [`TopicName`] is matched by nothing. A filter that
    /// starts with a wildcard matches no topic that starts with `$` (P-3.8).
    #[must_use]
    pub fn matches(&self, topic: &str) -> bool {
        if TopicName::new(topic).is_err() || self.is_kept_out_of(topic) {
            return false;
        }
        let mut topic = topic.split('/');
        for level in self.0.split('/') {
            match (level, topic.next()) {
                // Also the parent level: `a/#` matches `a`.
                ("#", _) => return true,
                ("+", Some(_)) => {}
                (literal, Some(found)) if literal == found => {}
                _ => return false,
            }
        }
        topic.next().is_none()
    }

    /// Whether every topic that `other` matches is matched by this filter too.
    ///
    /// The answer is exact: where it is `false` there is a topic that `other`
    /// matches and this filter does not.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        if self.is_kept_out_of(&other.0) {
            return false;
        }
        // `a/#` matches `a` too, which `a/+/#` does not. But no topic is empty
        // text, so `#` always stands for a level where that would be its parent.
        let other = match &*other.0 {
            "#" => "+/#",
            "/#" => "/+/#",
            text => text,
        };
        let mut levels = other.split('/');
        for level in self.0.split('/') {
            match (level, levels.next()) {
                ("#", _) => return true,
                // `#` stands for no level as well, which `+` does not match.
                ("+", Some(found)) if found != "#" => {}
                // A wildcard matches more than any one text.
                (literal, Some(found)) if literal == found => {}
                _ => return false,
            }
        }
        levels.next().is_none()
    }

    /// Whether this filter starts with a wildcard and `text`, a topic or a
    /// filter, with `$`: application data stays apart from the broker's own
    /// (MQTT 3.1.1 §4.7.2).
    fn is_kept_out_of(&self, text: &str) -> bool {
        text.starts_with('$') && self.0.starts_with(['+', '#'])
    }
}

impl From<&Topic> for TopicFilter {
    /// The filter that matches this topic alone: how a device subscribes (P-4.1).
    fn from(topic: &Topic) -> Self {
        Self(topic.to_string().into())
    }
}

impl FromStr for TopicFilter {
    type Err = TopicFilterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(TopicFilterError::Empty);
        }
        if text.len() > MAX_BYTES {
            return Err(TopicFilterError::TooLong { bytes: text.len() });
        }
        let levels = text.split('/').count();
        for (index, content) in text.split('/').enumerate() {
            let level = index + 1;
            if content.contains('\0') {
                return Err(TopicFilterError::Nul { level });
            }
            match content.chars().find(|c| matches!(c, '+' | '#')) {
                Some(wildcard) if content.len() > 1 => {
                    return Err(TopicFilterError::PartOfLevel { wildcard, level });
                }
                Some('#') if level < levels => {
                    return Err(TopicFilterError::NotLast { level, levels });
                }
                _ => {}
            }
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Debug for TopicFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TopicFilter({:?})", crate::privacy::hide_vins(&self.0))
    }
}

impl fmt::Display for TopicFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for TopicFilter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TopicFilter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
