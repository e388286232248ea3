//! The four topic families (P-3.1 to P-3.4).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A topic family of JRC127600 §3.1.1. On the wire and in serde the name of its
/// level, such as `dataDevice`.
///
/// Who publishes, who subscribes, and where: [`TopicKind::delivery`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TopicKind {
    /// Registration requests of a device (P-3.1).
    RegisterDevice,
    /// The Registration Service's answers to a device (P-3.2).
    RegisterServer,
    /// The Data Service's configurations for a device (P-3.3).
    ConfigServer,
    /// OBFCM data of a device (P-3.4).
    DataDevice,
}

impl TopicKind {
    /// All families, in the report's order.
    pub const ALL: [Self; 4] = [
        Self::RegisterDevice,
        Self::RegisterServer,
        Self::ConfigServer,
        Self::DataDevice,
    ];

    /// The family's level in the topic, such as `dataDevice`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RegisterDevice => "registerDevice",
            Self::RegisterServer => "registerServer",
            Self::ConfigServer => "configServer",
            Self::DataDevice => "dataDevice",
        }
    }

    /// What precedes the device ID, such as `iot4emissions/dataDevice/`.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::RegisterDevice => "iot4emissions/registerDevice/",
            Self::RegisterServer => "iot4emissions/registerServer/",
            Self::ConfigServer => "iot4emissions/configServer/",
            Self::DataDevice => "iot4emissions/dataDevice/",
        }
    }
}

impl fmt::Display for TopicKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_3_1_all_names_of_a_family_agree() {
        for kind in TopicKind::ALL {
            assert_eq!(kind.prefix(), format!("iot4emissions/{}/", kind.as_str()));
            assert_eq!(kind.to_string(), kind.as_str());
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
            assert_eq!(serde_json::from_str::<TopicKind>(&json).unwrap(), kind);
        }
    }
}
