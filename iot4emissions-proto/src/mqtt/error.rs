//! What can go wrong in a session.

/// Why a call on a [`Session`](super::Session) did not succeed.
///
/// The first four variants refuse one call and leave the session as it was;
/// all others end it: see [`SessionError::is_fatal`]. No text contains a
/// payload, a topic or any other content that the broker or the caller sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The call does not fit the session's state: only a new session can
    /// connect, only a connected one can subscribe, publish or disconnect.
    #[error("expected a session that is {expected} to {call}, found one that is {found}")]
    State {
        /// What the caller wanted: `connect`, `subscribe`, `publish`, `disconnect`.
        call: &'static str,
        /// The state in which that is possible.
        expected: &'static str,
        /// The state that the session is in.
        found: &'static str,
    },
    /// A client id, topic or filter that an MQTT packet cannot carry
    /// (MQTT 3.1.1 §1.5.3, §4.7.1, P-3.8).
    #[error("expected {expected}, found {found}")]
    Text {
        /// The rule that is broken.
        expected: &'static str,
        /// What was found, without the text itself.
        found: String,
    },
    /// A packet to send that is longer than the session's limit.
    #[error("expected a packet of at most {limit} bytes to send, found {found} bytes")]
    TooLarge {
        /// [`SessionConfig::max_packet_size`](super::SessionConfig::max_packet_size), bytes.
        limit: usize,
        /// The packet's length with its fixed header, bytes.
        found: usize,
    },
    /// Every packet id waits for its acknowledgement (MQTT 3.1.1 §2.3.1).
    #[error("expected a free packet id, found all 65535 in flight")]
    NoFreePacketId,
    /// A packet from the broker that breaks the packet's layout.
    #[error("expected {expected} in {packet}, found {found}")]
    Malformed {
        /// The packet's name as in MQTT 3.1.1 §2.2.1.
        packet: &'static str,
        /// What MQTT 3.1.1 demands.
        expected: &'static str,
        /// What was found, without content.
        found: String,
    },
    /// A packet from the broker at a time, or of a kind, that MQTT 3.1.1 or
    /// this profile does not allow (MQTT 3.1.1 §4.8).
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What could have come.
        expected: &'static str,
        /// What came.
        found: String,
    },
    /// A packet from the broker that announces more than the session's limit;
    /// found by its length, before its content is stored.
    #[error("expected a packet of at most {limit} bytes from the broker, found {found} bytes")]
    Oversized {
        /// [`SessionConfig::max_packet_size`](super::SessionConfig::max_packet_size), bytes.
        limit: usize,
        /// The announced length with the fixed header, bytes.
        found: usize,
    },
    /// The broker did not answer CONNECT in time (MQTT 3.1.1 §3.1).
    #[error("expected CONNACK within {seconds} s of CONNECT, found none")]
    ConnectTimeout {
        /// How long the session waited, s.
        seconds: u16,
    },
    /// The broker did not answer PINGREQ in time (MQTT 3.1.1 §3.1.2.10).
    #[error("expected PINGRESP within {seconds} s of PINGREQ, found none")]
    KeepAliveTimeout {
        /// How long the session waited, s.
        seconds: u16,
    },
}

impl SessionError {
    /// Whether this error ends the session: the caller closes the connection
    /// (MQTT 3.1.1 §4.8). Otherwise only the one call was refused.
    #[must_use]
    pub const fn is_fatal(&self) -> bool {
        match self {
            Self::State { .. }
            | Self::Text { .. }
            | Self::TooLarge { .. }
            | Self::NoFreePacketId => false,
            Self::Malformed { .. }
            | Self::Unexpected { .. }
            | Self::Oversized { .. }
            | Self::ConnectTimeout { .. }
            | Self::KeepAliveTimeout { .. } => true,
        }
    }

    /// Whether the broker was silent for too long. Every other error that [is
    /// fatal](Self::is_fatal) means that it broke the protocol.
    #[must_use]
    pub const fn is_timeout(&self) -> bool {
        match self {
            Self::ConnectTimeout { .. } | Self::KeepAliveTimeout { .. } => true,
            Self::State { .. }
            | Self::Text { .. }
            | Self::TooLarge { .. }
            | Self::NoFreePacketId
            | Self::Malformed { .. }
            | Self::Unexpected { .. }
            | Self::Oversized { .. } => false,
        }
    }
}
