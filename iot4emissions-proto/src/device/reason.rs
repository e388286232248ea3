//! Why something failed, as far as the driver can tell (P-6.8, P-6.14).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a connection ended without having been asked to, or was never established.
///
/// The device weighs them: a new endpoint is given up for reasons that speak of the
/// endpoint, not for want of coverage (P-6.8). A driver that cannot tell says the nearest
/// that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DisconnectReason {
    /// There was no network: no coverage, no data connection.
    NoNetwork,
    /// The host's name was not found.
    NameResolution,
    /// TCP: refused, reset or unreachable before TLS was established.
    Tcp,
    /// TLS: no handshake, or one that either side refused.
    Tls,
    /// The broker refused the connection: CONNACK with this code, not 0.
    Refused {
        /// The return code of MQTT 3.1.1, 1 to 5, or the reason code of MQTT 5.
        code: u8,
    },
    /// The broker, or something on the way, closed the connection.
    Closed,
    /// Nothing came in time.
    TimedOut,
    /// The broker did not keep to MQTT.
    Protocol,
}

impl DisconnectReason {
    /// How many reasons there are, whatever the code.
    pub const KINDS: usize = 8;

    /// The name as serialised, such as `noNetwork`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoNetwork => "noNetwork",
            Self::NameResolution => "nameResolution",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Refused { .. } => "refused",
            Self::Closed => "closed",
            Self::TimedOut => "timedOut",
            Self::Protocol => "protocol",
        }
    }

    /// Its place among the kinds, from 0.
    pub(super) const fn index(self) -> usize {
        match self {
            Self::NoNetwork => 0,
            Self::NameResolution => 1,
            Self::Tcp => 2,
            Self::Tls => 3,
            Self::Refused { .. } => 4,
            Self::Closed => 5,
            Self::TimedOut => 6,
            Self::Protocol => 7,
        }
    }

    /// Whether it says anything about the endpoint (P-6.8): want of coverage does not, and
    /// neither does a broker that is unavailable for the moment.
    pub(super) const fn speaks_of_endpoint(self) -> bool {
        const SERVER_UNAVAILABLE: u8 = 3;
        const SERVER_UNAVAILABLE_5: u8 = 0x88;
        const SERVER_BUSY_5: u8 = 0x89;
        !matches!(
            self,
            Self::NoNetwork
                | Self::Refused {
                    code: SERVER_UNAVAILABLE | SERVER_UNAVAILABLE_5 | SERVER_BUSY_5
                }
        )
    }

    /// Whether somebody said no, so that trying again soon is in vain (P-6.14): the
    /// connection's identity or rights were refused.
    pub(super) const fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::Refused {
                code: 1 | 2 | 4 | 5 | 0x84 | 0x85 | 0x86 | 0x87 | 0x8a
            }
        )
    }
}

impl fmt::Display for DisconnectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code } => write!(f, "refused ({code})"),
            other => f.write_str(other.as_str()),
        }
    }
}

/// A reason code of MQTT 5 (§2.4) with which a broker refuses a subscription or a publish.
/// MQTT 3.1.1 knows one for subscriptions, 0x80, and none for publishes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReasonCode(pub u8);

impl ReasonCode {
    /// Nobody subscribes the topic: no failure by its number, but nobody has the message.
    pub const NO_MATCHING_SUBSCRIBERS: Self = Self(0x10);
    /// The broker does not say why; MQTT 3.1.1's only refusal of a subscription.
    pub const UNSPECIFIED_ERROR: Self = Self(0x80);
    /// The client has not got the right.
    pub const NOT_AUTHORIZED: Self = Self(0x87);
    /// The topic's name is not accepted.
    pub const TOPIC_NAME_INVALID: Self = Self(0x90);
    /// The packet is larger than the broker takes.
    pub const PACKET_TOO_LARGE: Self = Self(0x95);
    /// The payload is not what it is said to be.
    pub const PAYLOAD_FORMAT_INVALID: Self = Self(0x99);

    /// Whether it speaks of what was published, which would be refused again (P-6.18).
    pub(super) const fn speaks_of_payload(self) -> bool {
        matches!(
            self,
            Self::TOPIC_NAME_INVALID | Self::PACKET_TOO_LARGE | Self::PAYLOAD_FORMAT_INVALID
        )
    }
}

impl fmt::Debug for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReasonCode({:#04x})", self.0)
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#04x}", self.0)
    }
}
