//! The brokers, and what each of them enforces.

mod notes;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A broker's way of being told who may do what.
///
/// As text and in serde `mosquitto`, `mosquitto-dynsec`, `emqx`, `aws-iot`,
/// `rabbitmq`, `rmqtt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Eclipse Mosquitto with an `acl_file`.
    #[serde(rename = "mosquitto")]
    Mosquitto,
    /// Eclipse Mosquitto with its dynamic-security plugin.
    #[serde(rename = "mosquitto-dynsec")]
    MosquittoDynsec,
    /// EMQX 5 or 6 with an authorization file or the HTTP authorizer.
    #[serde(rename = "emqx")]
    Emqx,
    /// AWS IoT Core.
    #[serde(rename = "aws-iot")]
    AwsIot,
    /// RabbitMQ with its MQTT plugin.
    #[serde(rename = "rabbitmq")]
    RabbitMq,
    /// The rmqtt server with its ACL plugin.
    #[serde(rename = "rmqtt")]
    Rmqtt,
}

/// Which decisions of P-4.2 a broker takes itself, with the exported configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Enforcement {
    /// It refuses a publish to a topic that no rule grants.
    pub publish: bool,
    /// It tells a publish with RETAIN from one without.
    pub publish_retained: bool,
    /// It refuses a SUBSCRIBE of a filter that no rule grants.
    pub subscribe: bool,
    /// It checks each delivery, whatever was subscribed.
    pub receive: bool,
}

/// Where an exported configuration decides otherwise than [`access`](crate::access),
/// because the broker's language cannot say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Difference {
    /// A name to refer to it by, such as `retain`.
    pub name: &'static str,
    /// What differs, in a sentence.
    pub text: &'static str,
}

/// A text that names no [`Format`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected \"mosquitto\", \"mosquitto-dynsec\", \"emqx\", \"aws-iot\", \"rabbitmq\" or \"rmqtt\", found {found:?}"
)]
pub struct FormatError {
    /// The text found, without VINs and cut after 40 characters.
    pub found: String,
}

impl FormatError {
    /// The stable code, `format`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "format"
    }
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] = [
        Self::Mosquitto,
        Self::MosquittoDynsec,
        Self::Emqx,
        Self::AwsIot,
        Self::RabbitMq,
        Self::Rmqtt,
    ];

    /// The format's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mosquitto => "mosquitto",
            Self::MosquittoDynsec => "mosquitto-dynsec",
            Self::Emqx => "emqx",
            Self::AwsIot => "aws-iot",
            Self::RabbitMq => "rabbitmq",
            Self::Rmqtt => "rmqtt",
        }
    }

    /// The broker's name and the versions that the rendering is made for.
    #[must_use]
    pub const fn broker(self) -> &'static str {
        match self {
            Self::Mosquitto => "Mosquitto 2.0 and 2.1, ACL file",
            Self::MosquittoDynsec => "Mosquitto 2.0 and 2.1, dynamic security",
            Self::Emqx => "EMQX 5.8.1 to 6.3",
            Self::AwsIot => "AWS IoT Core",
            Self::RabbitMq => "RabbitMQ 3.10 to 4.2",
            Self::Rmqtt => "rmqtt 0.23 and 0.24, ACL plugin",
        }
    }

    /// Whether the language names each device, so that [`Settings::with_devices`]
    /// matters. The others have a placeholder for whoever is connected.
    ///
    /// [`Settings::with_devices`]: super::Settings::with_devices
    #[must_use]
    pub const fn lists_devices(self) -> bool {
        match self {
            Self::MosquittoDynsec | Self::RabbitMq | Self::Rmqtt => true,
            Self::Mosquitto | Self::Emqx | Self::AwsIot => false,
        }
    }

    /// Whether the broker takes the clients' revocation list from a file
    /// ([`TlsFiles::revocation_list`](super::TlsFiles::revocation_list)).
    #[must_use]
    pub const fn reads_revocation_lists(self) -> bool {
        matches!(self, Self::Mosquitto | Self::MosquittoDynsec)
    }

    /// What the broker enforces with the exported configuration.
    #[must_use]
    pub const fn enforces(self) -> Enforcement {
        let (publish_retained, subscribe, receive) = match self {
            Self::Mosquitto => (false, false, true),
            Self::MosquittoDynsec => (false, true, true),
            Self::Emqx => (true, true, false),
            Self::AwsIot => (true, true, true),
            Self::RabbitMq | Self::Rmqtt => (false, true, false),
        };
        Enforcement {
            publish: true,
            publish_retained,
            subscribe,
            receive,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| FormatError {
                found: crate::privacy::shown(text),
            })
    }
}
