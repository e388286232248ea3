//! Which release of a broker's program a rendering is made for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Format;
use crate::privacy::shown;

/// A release of a broker's program, such as `2.1` or `2.0.11`.
///
/// As text and in serde two or three numbers with dots between them. Renderings differ by
/// the first two; the third may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct BrokerVersion {
    major: u16,
    minor: u16,
    patch: Option<u16>,
}

/// A text that names no [`BrokerVersion`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a broker's version of two or three numbers such as \"2.1\" or \"2.0.11\", found {found:?}"
)]
pub struct BrokerVersionError {
    /// The text found, without VINs and cut after 40 characters.
    pub found: String,
}

impl BrokerVersionError {
    /// The stable code, `broker-version`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "broker-version"
    }
}

impl BrokerVersion {
    /// The release `major.minor`, whatever its third number.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self {
            major,
            minor,
            patch: None,
        }
    }

    /// The first two numbers.
    pub(super) const fn series(self) -> Self {
        Self::new(self.major, self.minor)
    }

    /// Whether it is that release or a later one, by the first two numbers.
    pub(super) fn is_from(self, major: u16, minor: u16) -> bool {
        (self.major, self.minor) >= (major, minor)
    }
}

impl fmt::Display for BrokerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { major, minor, .. } = self;
        match self.patch {
            Some(patch) => f.pad(&format!("{major}.{minor}.{patch}")),
            None => f.pad(&format!("{major}.{minor}")),
        }
    }
}

impl FromStr for BrokerVersion {
    type Err = BrokerVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // As the number is written: no sign, no leading zero.
        let number = |part: &str| part.parse().ok().filter(|n: &u16| n.to_string() == part);
        let parts: Option<Vec<u16>> = text.split('.').take(4).map(number).collect();
        match parts.as_deref() {
            Some(&[major, minor]) => Ok(Self::new(major, minor)),
            Some(&[major, minor, patch]) => Ok(Self {
                patch: Some(patch),
                ..Self::new(major, minor)
            }),
            _ => Err(BrokerVersionError { found: shown(text) }),
        }
    }
}

impl From<BrokerVersion> for String {
    fn from(version: BrokerVersion) -> Self {
        version.to_string()
    }
}

impl TryFrom<String> for BrokerVersion {
    type Error = BrokerVersionError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

const MOSQUITTO: &[BrokerVersion] = &[BrokerVersion::new(2, 0), BrokerVersion::new(2, 1)];
const EMQX: &[BrokerVersion] = &[
    BrokerVersion::new(5, 8),
    BrokerVersion::new(5, 9),
    BrokerVersion::new(5, 10),
    BrokerVersion::new(6, 0),
    BrokerVersion::new(6, 1),
    BrokerVersion::new(6, 2),
    BrokerVersion::new(6, 3),
];
const RABBITMQ: &[BrokerVersion] = &[
    BrokerVersion::new(3, 10),
    BrokerVersion::new(3, 11),
    BrokerVersion::new(3, 12),
    BrokerVersion::new(3, 13),
    BrokerVersion::new(4, 0),
    BrokerVersion::new(4, 1),
    BrokerVersion::new(4, 2),
];
const RMQTT: &[BrokerVersion] = &[BrokerVersion::new(0, 23), BrokerVersion::new(0, 24)];

impl Format {
    /// The releases that a rendering can be made for, oldest first; none for a service
    /// that has no releases.
    #[must_use]
    pub const fn versions(self) -> &'static [BrokerVersion] {
        match self {
            Self::Mosquitto | Self::MosquittoDynsec => MOSQUITTO,
            Self::Emqx => EMQX,
            Self::RabbitMq => RABBITMQ,
            Self::Rmqtt => RMQTT,
            Self::AwsIot => &[],
        }
    }

    /// The release that a rendering is made for where none is chosen: the oldest, whose files
    /// the newer ones load as well; of EMQX the newest, as an older one does not load its
    /// files, and a newer one would cache what an older one's leave out.
    #[must_use]
    pub const fn default_version(self) -> Option<BrokerVersion> {
        match (self, self.versions()) {
            (_, []) => None,
            (Self::Emqx, [.., newest]) => Some(*newest),
            (_, [oldest, ..]) => Some(*oldest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_two_or_three_numbers() {
        for text in ["2.0", "2.0.11", "5.10", "0.24.0", "65535.0.1"] {
            assert_eq!(text.parse::<BrokerVersion>().unwrap().to_string(), text);
        }
        for text in [
            "", "2", "2.", ".1", "2.1.", "2.1.0.0", "v2.1", "2.01", "+2.1", "2. 1", "2.65536",
        ] {
            assert_eq!(
                text.parse::<BrokerVersion>().unwrap_err().to_string(),
                format!(
                    "expected a broker's version of two or three numbers such as \"2.1\" or \"2.0.11\", found {text:?}"
                )
            );
        }
        let long = "x".repeat(1000).parse::<BrokerVersion>().unwrap_err();
        assert_eq!(long.found, format!("{}…", "x".repeat(40)));
    }

    #[test]
    fn the_third_number_decides_nothing() {
        let version: BrokerVersion = "2.1.9".parse().unwrap();
        assert_eq!(version.series(), BrokerVersion::new(2, 1));
        assert!(version.is_from(2, 1) && !version.is_from(2, 2) && !version.is_from(3, 0));
    }

    #[test]
    fn each_format_s_default_is_one_of_its_versions_in_their_order() {
        for format in Format::ALL {
            let known = format.versions();
            assert!(known.is_sorted(), "{format}");
            assert_eq!(
                format.default_version().is_some_and(|v| known.contains(&v)),
                !known.is_empty()
            );
        }
    }
}
