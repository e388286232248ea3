//! What a session tells its caller.

use std::fmt;

use super::PacketId;

/// Something that the broker did, in the order in which its packets came.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionEvent {
    /// The broker accepted the connection: CONNACK with return code 0
    /// (MQTT 3.1.1 §3.2). From now on the session subscribes and publishes.
    Connected,
    /// The broker refused the connection and closes it (MQTT 3.1.1 §3.2.2.3).
    /// The session is over; [`Session::refusal`](super::Session::refusal) keeps
    /// saying why.
    Refused(ConnectRefusal),
    /// The broker answered a subscription: SUBACK (MQTT 3.1.1 §3.9).
    Subscribed {
        /// What [`Session::subscribe`](super::Session::subscribe) returned.
        packet_id: PacketId,
        /// Whether and with which QoS it was accepted.
        return_code: SubscribeReturnCode,
    },
    /// A message on a subscribed topic (MQTT 3.1.1 §3.3). If it came with
    /// QoS 1, its PUBACK is queued already.
    Message(ApplicationMessage),
    /// The broker took over a publish: PUBACK (MQTT 3.1.1 §3.4). It proves
    /// neither storage nor authorisation (P-6.7).
    PublishAcknowledged {
        /// What [`Session::publish`](super::Session::publish) returned.
        packet_id: PacketId,
    },
}

/// A message from the broker (MQTT 3.1.1 §3.3), QoS 0 or 1.
///
/// `Debug` shows the payload's length, never its content: payloads may hold
/// personal data.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ApplicationMessage {
    /// The topic's name: 1 to 65,535 bytes, no wildcard, no U+0000 (P-3.8).
    pub topic: String,
    /// The content as it came. Empty means that a retained message was
    /// cleared: for the device no message (P-3.6).
    pub payload: Vec<u8>,
    /// RETAIN: the message was stored before this subscription. An `error`
    /// status with it is old news (P-6.4).
    pub retain: bool,
    /// DUP: the broker may have sent this message before (MQTT 3.1.1 §3.3.1.1).
    pub duplicate: bool,
}

impl fmt::Debug for ApplicationMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApplicationMessage")
            .field("topic", &self.topic)
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .field("retain", &self.retain)
            .field("duplicate", &self.duplicate)
            .finish()
    }
}

/// Why a broker refused a connection: CONNACK's return codes 1 to 5
/// (MQTT 3.1.1 §3.2.2.3, table 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectRefusal {
    /// 1: the broker does not speak MQTT 3.1.1.
    ProtocolVersion,
    /// 2: the client id is not allowed.
    ClientId,
    /// 3: the broker is not available.
    ServerUnavailable,
    /// 4: user name or password are malformed. A device sends none (P-3.9).
    Credentials,
    /// 5: the client is not authorised to connect.
    NotAuthorized,
}

impl ConnectRefusal {
    /// CONNACK's return code, 1 to 5.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::ProtocolVersion => 1,
            Self::ClientId => 2,
            Self::ServerUnavailable => 3,
            Self::Credentials => 4,
            Self::NotAuthorized => 5,
        }
    }
}

impl fmt::Display for ConnectRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ProtocolVersion => "unacceptable protocol version",
            Self::ClientId => "client id rejected",
            Self::ServerUnavailable => "server unavailable",
            Self::Credentials => "bad user name or password",
            Self::NotAuthorized => "not authorized",
        })
    }
}

/// The broker's answer to a subscription: SUBACK's return code
/// (MQTT 3.1.1 §3.9.3). QoS 2 is missing: the session asks for QoS 1, and a
/// broker never grants more than was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscribeReturnCode {
    /// 0x00: accepted, but messages come with QoS 0, without acknowledgement.
    AtMostOnce,
    /// 0x01: accepted with QoS 1, as asked for (P-3.5).
    AtLeastOnce,
    /// 0x80: refused; counts as no answer in a registration (P-6.4).
    Failure,
}

impl SubscribeReturnCode {
    /// SUBACK's return code: 0, 1 or 128.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::AtMostOnce => 0x00,
            Self::AtLeastOnce => 0x01,
            Self::Failure => 0x80,
        }
    }

    /// Whether messages can come on this subscription.
    #[must_use]
    pub const fn is_accepted(self) -> bool {
        match self {
            Self::AtMostOnce | Self::AtLeastOnce => true,
            Self::Failure => false,
        }
    }
}
