//! The brokers, and what each of them enforces.

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
    /// EMQX 5 with an authorization file or the HTTP authorizer.
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

/// A text that names no [`Format`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected \"mosquitto\", \"mosquitto-dynsec\", \"emqx\", \"aws-iot\", \"rabbitmq\" or \"rmqtt\", found {found:?}"
)]
pub struct FormatError {
    /// The text found.
    pub found: String,
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
            Self::Mosquitto => "Mosquitto 2, acl_file",
            Self::MosquittoDynsec => "Mosquitto 2, dynamic security",
            Self::Emqx => "EMQX 5.8.1 and later",
            Self::AwsIot => "AWS IoT Core",
            Self::RabbitMq => "RabbitMQ 3.10 and later",
            Self::Rmqtt => "rmqtt, ACL plugin",
        }
    }

    /// Whether the language names each device, so that [`Settings::with_devices`]
    /// matters. The others have a placeholder for whoever is connected.
    ///
    /// [`Settings::with_devices`]: super::Settings::with_devices
    #[must_use]
    pub const fn lists_devices(self) -> bool {
        match self {
            Self::MosquittoDynsec | Self::RabbitMq => true,
            Self::Mosquitto | Self::Emqx | Self::AwsIot | Self::Rmqtt => false,
        }
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

    /// What a client sees that is denied something, in sentences.
    #[must_use]
    pub const fn denied(self) -> &'static str {
        match self {
            Self::Mosquitto => {
                "A publish is dropped: MQTT 3.1.1 still gets a PUBACK, MQTT 5 reason code 0x87. A SUBSCRIBE is granted whatever it asks for; what may not be received is not delivered."
            }
            Self::MosquittoDynsec => {
                "A publish is dropped: MQTT 3.1.1 still gets a PUBACK, MQTT 5 reason code 0x87. A SUBSCRIBE is refused with 0x80, in MQTT 5 with 0x87."
            }
            Self::Emqx => "The connection is closed, for a publish and for a SUBSCRIBE.",
            Self::AwsIot => {
                "The connection is closed for a publish; a SUBSCRIBE is refused with 0x80 or closes it. What may not be received is not delivered."
            }
            Self::RabbitMq => {
                "The connection is closed for a publish; a SUBSCRIBE is refused with 0x80 or closes it, depending on the version."
            }
            Self::Rmqtt => {
                "The connection is closed for a publish; a SUBSCRIBE is refused with 0x80, in MQTT 5 with 0x87."
            }
        }
    }

    /// What an operator has to know besides, one sentence or two each.
    #[must_use]
    pub const fn pitfalls(self) -> &'static [&'static str] {
        match self {
            Self::Mosquitto => &[
                "Patterns hold for every user, the services too; hence the deny lines under their names, which a hand-written file forgets.",
                "A user name of \"+\" or \"#\" would widen a pattern. Mosquitto refuses such names since CVE-2017-7650; \"%c\" and empty levels are the CA's to refuse: it must issue certificates for device IDs only (P-2.1).",
                "\"+\" matches an empty level. The deny lines with a trailing slash keep the service from publishing there.",
                "Without use_username_as_clientid one device can connect with another's client id and destroy its session.",
                "SUBSCRIBE is not checked, so a rogue device can join a service's shared subscription; it receives nothing, but it swallows messages. Use dynamic security where the services share subscriptions.",
                "Revoking a certificate does not take back what was retained or is connected: use a revocation list, reload with SIGHUP, and see CVE-2018-12546.",
                "An empty acl_file allowed everything before CVE-2018-12550 was corrected; CVE-2021-34434 let a removed client keep its subscriptions.",
            ],
            Self::MosquittoDynsec => &[
                "\"disabled\": true is ignored for a client with a certificate. To revoke a device, take its role away, or leave it out of the list and restart.",
                "Mosquitto 2.0 has no %u here, so each device has a role of its own. A device that is not listed has no right.",
                "No administrator is in the file, so nothing can be changed over MQTT: change the list, export again and restart.",
                "The plugin reads and may rewrite its file: it belongs to the broker's user, with mode 0600.",
            ],
            Self::Emqx => &[
                "EMQX allows what no rule matches unless authorization.no_match = deny is set.",
                "${cert_common_name} in topics needs 5.8.1; earlier versions take it for a text.",
                "A rule for \"+\" also grants a SUBSCRIBE of \"#\" in its place; hence the deny lines before it.",
                "Deliveries are not checked: a subscription that was granted once goes on after a rule has changed, until the client connects again.",
                "Authorization decisions are cached; the exported settings turn that off, as a revoked right would live on in the cache.",
                "The HTTP authorizer: any answer but 200 and 204, and a body that cannot be read, counts as \"ignore\", and then no_match decides.",
            ],
            Self::AwsIot => &[
                "\"*\" spans levels, \"+\" and \"#\" are literal: hence the Deny statements.",
                "A service's certificate must be registered, with the service's policy, before its first connection: just-in-time provisioning gives every other certificate of the CA the device's policy, which refuses a service's name.",
                "A changed policy takes minutes to be in force.",
                "Limits: a policy 2,048 characters without white space (checked), a topic 256 bytes and 7 slashes, a payload 128 KiB, a client id 128 bytes.",
            ],
            Self::RabbitMq => &[
                "A user without topic permission may publish and subscribe anything on the exchange: a user is added only together with its topic permission.",
                "{username} in a topic permission is not escaped before 4.2.4 (CVE-2026-44838): a common name of \".*\" publishes everywhere. So each device has permissions of its own.",
                "\".\" is the same as \"/\" to RabbitMQ, and \"*\" the same as \"+\".",
                "Patterns end with \\z, not with $, which also matches before a line feed.",
                "RabbitMQ does not compare client id and common name. A device that takes another one's client id closes its connection, but gets at no queue: permissions are by user.",
                "A common name that is no user cannot connect.",
                "A subscription that was granted goes on after a permission was taken away, until the client connects again.",
            ],
            Self::Rmqtt => &[
                "%u is not guarded against \"+\" and \"#\" as user names: the CA must issue certificates for device IDs only (P-2.1).",
                "The placeholders of a rule for all must never stand in { eq = … }: the plugin keeps those for all clients together.",
                "rmqtt compares neither client id and common name, nor does it check deliveries.",
                "A program that embeds rmqtt calls the rules themselves instead, from a hook, and gets all four decisions: examples/network/src/rights.rs and broker/gatekeeper.rs.",
            ],
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
                found: text.to_owned(),
            })
    }
}
