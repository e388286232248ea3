//! What a session is set up with.

use super::SessionError;
use super::outgoing;
use crate::identity::DeviceId;

/// Keep-alive of a device's connection, s (P-3.9).
pub const DEFAULT_KEEP_ALIVE_SECONDS: u16 = 60;

/// How long a session waits for CONNACK and PINGRESP, s. Silence for the
/// default keep-alive and then this long is one and a half keep-alives, when
/// the broker gives the connection up as well (MQTT 3.1.1 §3.1.2.10).
pub const DEFAULT_RESPONSE_TIMEOUT_SECONDS: u16 = 30;

/// The longest packet that a session sends or receives, bytes: a payload of
/// 128 KiB (P-5.3) and 1 KiB for the headers, of which this protocol's topics
/// (P-3.1 to P-3.4) use 102 bytes at most.
pub const DEFAULT_MAX_PACKET_SIZE: usize = 128 * 1024 + 1024;

/// A fixed header of 5 bytes and the longest remaining length that its four
/// length bytes can say (MQTT 3.1.1 §2.2.3).
const LARGEST_PACKET: usize = 5 + 268_435_455;

/// Settings of one [`Session`](super::Session). Clean session, no will and no
/// user name are no settings: P-3.9 leaves no choice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionConfig {
    client_id: String,
    keep_alive_seconds: u16,
    response_timeout_seconds: u16,
    max_packet_size: usize,
}

impl SessionConfig {
    /// Settings with the defaults for the device whose ID is `client_id`
    /// (P-3.9): the text of a `DeviceId`, which also satisfies P-2.1.
    ///
    /// # Errors
    /// [`SessionError::Text`] if it is empty, longer than 65,535 bytes or
    /// contains U+0000 (MQTT 3.1.1 §1.5.3; §3.1.3.1 allows an empty one, this
    /// protocol has no nameless device).
    pub fn new(client_id: &str) -> Result<Self, SessionError> {
        outgoing::check_client_id(client_id)?;
        Ok(Self::of(client_id))
    }

    fn of(client_id: &str) -> Self {
        Self {
            client_id: client_id.to_owned(),
            keep_alive_seconds: DEFAULT_KEEP_ALIVE_SECONDS,
            response_timeout_seconds: DEFAULT_RESPONSE_TIMEOUT_SECONDS,
            max_packet_size: DEFAULT_MAX_PACKET_SIZE,
        }
    }

    /// With another keep-alive, s; 0 turns it off (MQTT 3.1.1 §3.1.2.10), and
    /// then nothing tells a silent broker from a dead one.
    #[must_use]
    pub fn with_keep_alive_seconds(mut self, seconds: u16) -> Self {
        self.keep_alive_seconds = seconds;
        self
    }

    /// With another wait for CONNACK and PINGRESP, s; 0 counts as 1. For
    /// PINGRESP never longer than the keep-alive: the next PINGREQ would be due.
    #[must_use]
    pub fn with_response_timeout_seconds(mut self, seconds: u16) -> Self {
        self.response_timeout_seconds = seconds.max(1);
        self
    }

    /// With another limit for packets in both directions, bytes with the fixed
    /// header; more than MQTT can say (268,435,460) counts as that.
    #[must_use]
    pub fn with_max_packet_size(mut self, bytes: usize) -> Self {
        self.max_packet_size = bytes.min(LARGEST_PACKET);
        self
    }

    /// The client id: the device's ID (P-3.9).
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The keep-alive, s; 0 if it is off.
    #[must_use]
    pub const fn keep_alive_seconds(&self) -> u16 {
        self.keep_alive_seconds
    }

    /// How long the session waits for CONNACK and PINGRESP, s.
    #[must_use]
    pub const fn response_timeout_seconds(&self) -> u16 {
        self.response_timeout_seconds
    }

    /// The longest packet that the session sends or receives, bytes with the
    /// fixed header.
    #[must_use]
    pub const fn max_packet_size(&self) -> usize {
        self.max_packet_size
    }
}

/// The defaults, for this device (P-3.9): no device ID is a text that a packet cannot carry
/// (P-2.1).
impl From<&DeviceId> for SessionConfig {
    fn from(device: &DeviceId) -> Self {
        Self::of(device.as_str())
    }
}
