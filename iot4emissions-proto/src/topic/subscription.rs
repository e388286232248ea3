//! Shared and ordinary subscriptions (P-3.7, MQTT 5 §4.8.2).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::name::MAX_BYTES;
use super::{TopicFilter, TopicFilterError};

const SHARE: &str = "$share/";

/// What a SUBSCRIBE packet may carry: a filter, or a filter that several clients
/// of a group share, each message going to one of them.
///
/// Shape: `<filter>` or `$share/<group>/<filter>`, 1 to 65,535 bytes in all.
/// Only services may share (P-3.7); that is decided in
/// [`access::subscribe`](crate::access::subscribe), not here.
///
/// Clauses: P-3.7, P-3.8; MQTT 5 §4.8.2. MQTT 3.1.1 has no such thing, but many
/// brokers offer it there too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subscription {
    group: Option<ShareGroup>,
    filter: TopicFilter,
}

/// The name of a group of clients that share a subscription.
///
/// Shape: not empty, UTF-8 without U+0000, `/`, `+` and `#`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShareGroup(Box<str>);

/// Why a text is no [`ShareGroup`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShareGroupError {
    /// The text is empty.
    #[error("expected a share group, found an empty text")]
    Empty,
    /// The text contains a character that no group may have.
    #[error("expected a share group without \"/\", \"+\", \"#\" and U+0000, found '{}'", .found.escape_default())]
    Character {
        /// The first such character.
        found: char,
    },
}

impl ShareGroupError {
    /// The stable code, such as `empty`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Character { .. } => "character",
        }
    }
}

/// Why a text is no [`Subscription`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubscriptionError {
    /// The whole text has more than 65,535 bytes.
    #[error("expected a subscription of at most 65535 bytes, found {bytes}")]
    TooLong {
        /// The length found.
        bytes: usize,
    },
    /// What follows `$share/` is no group.
    #[error("{0}, after \"$share/\"")]
    Group(ShareGroupError),
    /// No filter follows the group.
    #[error("expected a topic filter after \"$share/\" and the group, found none")]
    NoFilter,
    /// The filter breaks a rule; levels are counted within it.
    #[error(transparent)]
    Filter(#[from] TopicFilterError),
}

impl SubscriptionError {
    /// The stable code, such as `too-long`; that of the part where a part is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too-long",
            Self::Group(_) => "group",
            Self::NoFilter => "no-filter",
            Self::Filter(reason) => reason.code(),
        }
    }
}

impl ShareGroup {
    /// The group's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Subscription {
    /// An ordinary subscription.
    #[must_use]
    pub fn new(filter: TopicFilter) -> Self {
        Self {
            group: None,
            filter,
        }
    }

    /// A shared subscription.
    ///
    /// # Errors
    /// [`SubscriptionError::TooLong`] if both together exceed 65,535 bytes.
    pub fn shared(group: ShareGroup, filter: TopicFilter) -> Result<Self, SubscriptionError> {
        let bytes = SHARE.len() + group.0.len() + 1 + filter.as_str().len();
        if bytes > MAX_BYTES {
            return Err(SubscriptionError::TooLong { bytes });
        }
        Ok(Self {
            group: Some(group),
            filter,
        })
    }

    /// The group, if the subscription is shared.
    #[must_use]
    pub fn group(&self) -> Option<&ShareGroup> {
        self.group.as_ref()
    }

    /// The filter, without `$share/` and the group.
    #[must_use]
    pub fn filter(&self) -> &TopicFilter {
        &self.filter
    }
}

impl FromStr for ShareGroup {
    type Err = ShareGroupError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(ShareGroupError::Empty);
        }
        match text.chars().find(|c| matches!(c, '/' | '+' | '#' | '\0')) {
            Some(found) => Err(ShareGroupError::Character { found }),
            None => Ok(Self(text.into())),
        }
    }
}

impl FromStr for Subscription {
    type Err = SubscriptionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some(shared) = text.strip_prefix(SHARE) else {
            return Ok(Self::new(text.parse()?));
        };
        let (group, filter) = match shared.split_once('/') {
            Some((group, filter)) => (group, Some(filter)),
            None => (shared, None),
        };
        let group = group.parse().map_err(SubscriptionError::Group)?;
        match filter {
            None | Some("") => Err(SubscriptionError::NoFilter),
            Some(filter) => Self::shared(group, filter.parse()?),
        }
    }
}

impl fmt::Debug for ShareGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShareGroup({:?})", crate::privacy::hide_vins(&self.0))
    }
}

impl fmt::Display for ShareGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.group {
            Some(group) => write!(f, "{SHARE}{group}/{}", self.filter),
            None => self.filter.fmt(f),
        }
    }
}

impl From<TopicFilter> for Subscription {
    fn from(filter: TopicFilter) -> Self {
        Self::new(filter)
    }
}

impl Serialize for Subscription {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subscription {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn p_3_7_reads_and_writes_both_forms() {
        for (text, group, filter) in [
            ("a/+", None, "a/+"),
            ("$share/g/a/+", Some("g"), "a/+"),
            ("$share/g//", Some("g"), "/"),
            // The rest of a shared subscription is a filter like any other.
            ("$share/g/$share/h/a", Some("g"), "$share/h/a"),
            // Neither is a shared subscription in MQTT 5.
            ("$share", None, "$share"),
            ("$SHARE/g/a", None, "$SHARE/g/a"),
            ("$queue/a", None, "$queue/a"),
        ] {
            let subscription: Subscription = text.parse().unwrap();
            assert_eq!(subscription.group().map(ShareGroup::as_str), group);
            assert_eq!(subscription.filter().as_str(), filter);
            assert_eq!(subscription.to_string(), text);
            let json = serde_json::to_string(&subscription).unwrap();
            assert_eq!(
                serde_json::from_str::<Subscription>(&json).unwrap(),
                subscription
            );
        }
    }

    #[test]
    fn p_3_7_refuses_the_rest() {
        let long = format!("$share/g/{}", "x".repeat(65_527));
        for (text, error) in [
            ("", "expected a topic filter, found an empty text"),
            (
                "$share/",
                "expected a share group, found an empty text, after \"$share/\"",
            ),
            (
                "$share//a",
                "expected a share group, found an empty text, after \"$share/\"",
            ),
            (
                "$share/+/a",
                r##"expected a share group without "/", "+", "#" and U+0000, found '+', after "$share/""##,
            ),
            (
                "$share/g#/a",
                r##"expected a share group without "/", "+", "#" and U+0000, found '#', after "$share/""##,
            ),
            (
                "$share/\0/a",
                r##"expected a share group without "/", "+", "#" and U+0000, found '\u{0}', after "$share/""##,
            ),
            (
                "$share/g",
                "expected a topic filter after \"$share/\" and the group, found none",
            ),
            (
                "$share/g/",
                "expected a topic filter after \"$share/\" and the group, found none",
            ),
            (
                "$share/g/a/#/b",
                "expected \"#\" as the last level, found it as level 2 of 3",
            ),
            (
                &long,
                "expected a subscription of at most 65535 bytes, found 65536",
            ),
        ] {
            assert_eq!(text.parse::<Subscription>().unwrap_err().to_string(), error);
        }
        assert!(long[..65_535].parse::<Subscription>().is_ok());
    }

    #[test]
    fn p_3_7_a_shared_subscription_is_built_from_its_parts() {
        let group: ShareGroup = "workers".parse().unwrap();
        let filter: TopicFilter = "a/+".parse().unwrap();
        let subscription = Subscription::shared(group.clone(), filter.clone()).unwrap();
        assert_eq!("$share/workers/a/+".parse(), Ok(subscription));
        assert_eq!("a/+".parse(), Ok(Subscription::new(filter)));
        assert_eq!(
            "a/b".parse::<ShareGroup>(),
            Err(ShareGroupError::Character { found: '/' })
        );
        let long = "x".repeat(65_535).parse().unwrap();
        assert_eq!(
            Subscription::shared(group, long),
            Err(SubscriptionError::TooLong { bytes: 65_550 })
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "(\\$share/)?(.|/|\\+|#|\\$|\0){0,20}") {
            if let Ok(subscription) = text.parse::<Subscription>() {
                prop_assert_eq!(subscription.to_string(), text);
            }
        }
    }
}
