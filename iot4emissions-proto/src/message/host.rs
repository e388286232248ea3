//! Where a broker is found (P-5.31).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A host name by RFC 1123 or an IP address, at most 253 characters (P-5.31,
/// JRC127600 Table 6 `endpoint`). The text is kept as it came; equality is by
/// bytes. Cloning copies a reference.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(Arc<str>);

/// RFC 1123 §2.1 and RFC 1035 §2.3.4, as P-5.31 counts: in characters.
pub(crate) const MAX_CHARACTERS: usize = 253;
/// RFC 1035 §2.3.4.
pub(crate) const MAX_LABEL: usize = 63;

/// Why a text is no host (P-5.31).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// The text is empty or has more than 253 characters.
    #[error("expected a host name of 1 to 253 characters, found {found}")]
    Length {
        /// The number of characters found.
        found: usize,
    },
    /// A part between dots is empty, too long, or has a character or a hyphen
    /// where RFC 1123 has none.
    #[error("expected labels of 1 to 63 letters, digits and inner hyphens, found {found:?}")]
    Label {
        /// The part that was found.
        found: String,
    },
    /// The last part is all digits, but the text is no IPv4 address.
    #[error("expected an IPv4 address, since the last label is a number, found {found:?}")]
    Address {
        /// The text that was found.
        found: String,
    },
}

impl HostError {
    /// The stable code, such as `length`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Label { .. } => "label",
            Self::Address { .. } => "address",
        }
    }
}

impl Host {
    /// The text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The IP address, where it is one.
    #[must_use]
    pub fn ip_address(&self) -> Option<IpAddr> {
        self.0.parse().ok()
    }

    /// Whether the host is in `domain`: the domain itself or below it, on label
    /// boundaries and in any letter case (P-6.8). An IP address is in no domain
    /// but its own text.
    #[must_use]
    pub fn is_within(&self, domain: &Host) -> bool {
        let (host, domain) = (self.0.as_bytes(), domain.0.as_bytes());
        if host.eq_ignore_ascii_case(domain) {
            return true;
        }
        let Some(below) = host.len().checked_sub(domain.len()).filter(|n| *n > 1) else {
            return false;
        };
        self.ip_address().is_none()
            && host[below - 1] == b'.'
            && host[below..].eq_ignore_ascii_case(domain)
    }
}

impl FromStr for Host {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        let found = || crate::privacy::shown(text);
        let length = text.chars().count();
        if !(1..=MAX_CHARACTERS).contains(&length) {
            return Err(HostError::Length { found: length });
        }
        if text.parse::<IpAddr>().is_ok() {
            return Ok(Self(text.into()));
        }
        if let Some(label) = text.split('.').find(|label| !is_label(label)) {
            let found = crate::privacy::shown(label);
            return Err(HostError::Label { found });
        }
        // RFC 1123 §2.1: a name is told from an address by its last label.
        let last = text.rsplit('.').next().unwrap_or(text);
        if last.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(HostError::Address { found: found() });
        }
        Ok(Self(text.into()))
    }
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl TryFrom<String> for Host {
    type Error = HostError;

    fn try_from(text: String) -> Result<Self, HostError> {
        text.parse()
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.as_str().to_owned()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Host {
        text.parse().unwrap()
    }

    #[test]
    fn p_5_31_names_and_addresses() {
        for good in [
            "a",
            "localhost",
            "a1u4qvcqj4uf51-ats.iot.eu-central-1.amazonaws.com",
            "127.0.0.1",
            "::1",
            "3com.example",
            &"a".repeat(63),
            &[&*"a".repeat(63); 4].join(".")[..253],
        ] {
            assert!(good.parse::<Host>().is_ok(), "{good}");
        }
        let error = |text: &str| text.parse::<Host>().unwrap_err().to_string();
        assert_eq!(
            error(""),
            "expected a host name of 1 to 253 characters, found 0"
        );
        assert_eq!(
            error(&[&*"a".repeat(63); 4].join(".")[..254]),
            "expected a host name of 1 to 253 characters, found 254"
        );
        for (text, label) in [
            ("a..b", ""),
            ("a.b.", ""),
            ("-a.b", "-a"),
            ("a-.b", "a-"),
            ("a_b.c", "a_b"),
            ("ä.b", "ä"),
            ("a b", "a b"),
            ("[::1]", "[::1]"),
            ("host:8883", "host:8883"),
        ] {
            assert_eq!(
                error(text),
                format!(
                    "expected labels of 1 to 63 letters, digits and inner hyphens, found {label:?}"
                )
            );
        }
        assert!(error(&"a".repeat(64)).starts_with("expected labels of 1 to 63"));
        assert_eq!(
            error("1.2.3.256"),
            r#"expected an IPv4 address, since the last label is a number, found "1.2.3.256""#
        );
    }

    #[test]
    fn p_6_8_domains_on_label_boundaries() {
        assert!(host("Mqtt.Example.EU").is_within(&host("example.eu")));
        assert!(host("example.eu").is_within(&host("EXAMPLE.eu")));
        assert!(!host("badexample.eu").is_within(&host("example.eu")));
        assert!(!host("example.eu.evil").is_within(&host("example.eu")));
        assert!(!host("eu").is_within(&host("example.eu")));
        assert!(host("10.0.0.1").is_within(&host("10.0.0.1")));
        assert!(!host("10.0.0.1").is_within(&host("0.0.1.x")));
    }
}
