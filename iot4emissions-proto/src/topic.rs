//! The four topic families and MQTT's rules for topic names and filters
//! (P-3.1 to P-3.4, P-3.7, P-3.8, JRC127600 §3.1.1).
//!
//! ```
//! use iot4emissions_proto::topic::{Topic, TopicFilter, TopicKind};
//!
//! let topic: Topic = "iot4emissions/dataDevice/f371cb00".parse()?;
//! assert_eq!(topic.kind(), TopicKind::DataDevice);
//! assert_eq!(topic.device().as_str(), "f371cb00");
//!
//! let all = TopicFilter::all_devices(TopicKind::DataDevice);
//! assert_eq!(all.as_str(), "iot4emissions/dataDevice/+");
//! assert!(all.matches(&topic.to_string()));
//!
//! let refused = "iot4emissions/dataDevice/+".parse::<Topic>().unwrap_err();
//! assert_eq!(
//!     refused.to_string(),
//!     r#"expected a device ID after "iot4emissions/dataDevice/", found '+' at character 1"#
//! );
//! # Ok::<(), iot4emissions_proto::topic::TopicError>(())
//! ```

mod filter;
mod kind;
mod name;
mod subscription;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use filter::{TopicFilter, TopicFilterError};
pub use kind::TopicKind;
pub use name::{TopicName, TopicNameError};
pub use subscription::{ShareGroup, ShareGroupError, Subscription, SubscriptionError};

use crate::identity::{DeviceId, DeviceIdError};

/// What every topic begins with (P-3.1 to P-3.4).
pub(crate) const FAMILY: &str = "iot4emissions/";

/// One device's topic in one of the four families.
///
/// Shape: `iot4emissions/<family>/<device-ID>`. Parsing and [`Display`](fmt::Display)
/// are each other's inverse. There is no other topic in the protocol.
///
/// Clauses: P-3.1 to P-3.4; JRC127600 §3.1.1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic {
    kind: TopicKind,
    device: DeviceId,
}

/// Why a text is no [`Topic`].
///
/// What stands in the place of the device ID is not shown: it may be a VIN
/// (P-1.5).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TopicError {
    /// The text does not begin as one of the families does.
    #[error(
        "expected a topic that begins with \"iot4emissions/\" and \"registerDevice/\", \"registerServer/\", \"configServer/\" or \"dataDevice/\", found {found}"
    )]
    Family {
        /// The first two levels found, quoted; described where they are long or
        /// could be a VIN.
        found: Cow<'static, str>,
    },
    /// What follows the family is no device ID (P-2.1).
    #[error("expected a device ID after \"{}\", found {}", .kind.prefix(), .reason.found())]
    DeviceId {
        /// The family.
        kind: TopicKind,
        /// The rule that the ID breaks.
        reason: DeviceIdError,
    },
}

impl TopicError {
    /// The stable code, such as `family`; that of the part where a part is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Family { .. } => "family",
            Self::DeviceId { reason, .. } => reason.code(),
        }
    }
}

impl Topic {
    /// The topic of `device` in the family `kind`.
    #[must_use]
    pub fn new(kind: TopicKind, device: DeviceId) -> Self {
        Self { kind, device }
    }

    /// The family.
    #[must_use]
    pub fn kind(&self) -> TopicKind {
        self.kind
    }

    /// The device whose topic it is.
    #[must_use]
    pub fn device(&self) -> &DeviceId {
        &self.device
    }

    /// The device, for a caller that is done with the topic.
    #[must_use]
    pub fn into_device(self) -> DeviceId {
        self.device
    }
}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let family = TopicKind::ALL
            .into_iter()
            .find_map(|kind| Some((kind, text.strip_prefix(kind.prefix())?)));
        let Some((kind, id)) = family else {
            return Err(TopicError::Family {
                found: describe(text),
            });
        };
        match id.parse() {
            Ok(device) => Ok(Self { kind, device }),
            Err(reason) => Err(TopicError::DeviceId { kind, reason }),
        }
    }
}

/// The first two levels of a foreign topic, which is what a technician needs
/// to see a misspelt family. Never the third, and nothing as long as a VIN but
/// what the protocol's own names are made of (P-1.5).
fn describe(text: &str) -> Cow<'static, str> {
    const VIN_CHARACTERS: usize = 17;
    if text.is_empty() {
        return "an empty text".into();
    }
    let end = text
        .match_indices('/')
        .nth(1)
        .map_or(text.len(), |(slash, _)| slash + 1);
    let start = &text[..end];
    let harmless = start
        .split('/')
        .all(|level| level.len() < VIN_CHARACTERS && level.bytes().all(|b| b.is_ascii_graphic()));
    if harmless {
        format!("{start:?}").into()
    } else {
        "another text".into()
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.prefix(), self.device)
    }
}

impl Serialize for Topic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Topic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &str) -> String {
        text.parse::<Topic>().unwrap_err().to_string()
    }

    #[test]
    fn p_3_1_to_p_3_4_reads_and_writes_the_four_families() {
        for (text, kind) in [
            (
                "iot4emissions/registerDevice/a-1",
                TopicKind::RegisterDevice,
            ),
            (
                "iot4emissions/registerServer/a-1",
                TopicKind::RegisterServer,
            ),
            ("iot4emissions/configServer/a-1", TopicKind::ConfigServer),
            ("iot4emissions/dataDevice/a-1", TopicKind::DataDevice),
        ] {
            let topic: Topic = text.parse().unwrap();
            assert_eq!(topic.kind(), kind);
            assert_eq!(topic.device().as_str(), "a-1");
            assert_eq!(topic.to_string(), text);
            assert_eq!(Topic::new(kind, "a-1".parse().unwrap()), topic);
            let json = serde_json::to_string(&topic).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Topic>(&json).unwrap(), topic);
        }
    }

    #[test]
    fn p_3_1_refuses_other_families_and_shows_them() {
        let text = |found: &str| {
            format!(
                r#"expected a topic that begins with "iot4emissions/" and "registerDevice/", "registerServer/", "configServer/" or "dataDevice/", found {found}"#
            )
        };
        for (topic, found) in [
            ("", "an empty text"),
            ("iot4emissions", r#""iot4emissions""#),
            ("iot4emissions/dataDevice", r#""iot4emissions/dataDevice""#),
            (
                "iot4emissions/datadevice/a",
                r#""iot4emissions/datadevice/""#,
            ),
            ("/iot4emissions/dataDevice/a", r#""/iot4emissions/""#),
            (
                "IoT4Emissions/dataDevice/a",
                r#""IoT4Emissions/dataDevice/""#,
            ),
            ("iot4emissions/+/a", r#""iot4emissions/+/""#),
            ("iot4emissions/#", r#""iot4emissions/#""#),
            ("$SYS/broker", r#""$SYS/broker""#),
            ("WVWZZZ1JZXW000001", "another text"),
            ("iot4emissions/WVWZZZ1JZXW000001/a", "another text"),
            ("iot4emissions/data\0Device/a", "another text"),
        ] {
            assert_eq!(refused(topic), text(found), "{topic:?}");
        }
    }

    #[test]
    fn p_2_1_refuses_hostile_ids_and_does_not_show_them() {
        for (id, found) in [
            ("", "an empty text"),
            ("+", "'+' at character 1"),
            ("#", "'#' at character 1"),
            ("a/b", "'/' at character 2"),
            ("a/", "'/' at character 2"),
            ("\0", r"'\u{0}' at character 1"),
            ("WVWZZZ1JZXW000001", "17 characters in the shape of a VIN"),
            (
                "obfcm-data-service",
                "the principal name of the OBFCM Data Service",
            ),
        ] {
            assert_eq!(
                refused(&format!("iot4emissions/configServer/{id}")),
                format!(
                    r#"expected a device ID after "iot4emissions/configServer/", found {found}"#
                )
            );
        }
    }

    proptest! {
        #[test]
        fn parse_and_display_are_inverse(kind in 0usize..4, id in "[A-Za-z0-9_-]{1,16}") {
            let text = format!("{}{id}", TopicKind::ALL[kind].prefix());
            let topic: Topic = text.parse().unwrap();
            prop_assert_eq!(topic.to_string(), text);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "(iot4emissions/)?(dataDevice/)?\\PC*|(.|/|\0){0,40}") {
            if let Ok(topic) = text.parse::<Topic>() {
                prop_assert_eq!(topic.to_string(), text);
            }
        }
    }
}
