//! The four messages (P-5, JRC127600 §3.3): reading, canonical writing, limits.
//!
//! *Writing* is canonical and byte-stable (P-5.1). *Reading* has two profiles
//! (P-5.2): [`Profile::Strict`] accepts the canonical forms only, whatever the
//! white space, member order and escapes; [`Profile::Tolerant`] also accepts what
//! the report's own tables and boxes show elsewhere, and reports each such form
//! as a [`Deviation`]. An error says of every problem its code, JSON Pointer and place.
//!
//! Reading takes time and memory in proportion to the payload, whatever it is: an error
//! lists the first 64 problems and counts the others, its text has at most 8 kB, and names
//! and texts in it are cut.

pub(crate) mod configuration_status;
pub(crate) mod data_transfer;
mod decoded;
mod deviation;
pub(crate) mod host;
mod issue;
pub(crate) mod reading;
pub(crate) mod registration_request;
mod registration_status;
pub(crate) mod state_name;

pub use configuration_status::{
    Configuration, ConfigurationError, ConfigurationStatus, ConfigurationVersion, ConfiguredState,
    Endpoint,
};
pub use data_transfer::{DataTransfer, DataTransferError};
pub use decoded::{DecodeOptions, Decoded, Profile};
pub use deviation::{Deviation, DeviationCode, DeviationCounts};
pub use host::{Host, HostError};
pub use issue::{DecodeError, Issue, IssueCode, Position};
pub use registration_request::RegistrationRequest;
pub use registration_status::RegistrationStatus;

use crate::topic::TopicKind;

/// The largest payload in bytes, 128 KiB (P-5.3).
pub const MAX_PAYLOAD: usize = 128 * 1024;

/// The deepest nesting of objects and arrays (P-5.3).
pub const MAX_DEPTH: usize = 4;

/// A message of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Message {
    /// Device → Registration Service (JRC127600 Table 4).
    RegistrationRequest(RegistrationRequest),
    /// Registration Service → device, retained (JRC127600 Table 5).
    RegistrationStatus(RegistrationStatus),
    /// Data Service → device, retained (JRC127600 Table 6).
    ConfigurationStatus(ConfigurationStatus),
    /// Device → Data Service (JRC127600 Table 7).
    DataTransfer(DataTransfer),
}

impl Message {
    /// Reads the payload of a message on a topic of `kind`.
    ///
    /// # Errors
    /// Every problem found (P-5.3).
    pub fn decode(
        kind: TopicKind,
        payload: &[u8],
        reading: impl Into<DecodeOptions>,
    ) -> Result<Decoded<Self>, DecodeError> {
        Self::decode_as(kind, payload, reading.into())
    }

    /// Compiled here, with this crate's optimisation, and not with each caller.
    fn decode_as(
        kind: TopicKind,
        payload: &[u8],
        reading: DecodeOptions,
    ) -> Result<Decoded<Self>, DecodeError> {
        match kind {
            TopicKind::RegisterDevice => RegistrationRequest::decode(payload, reading)
                .map(|d| d.map(Self::RegistrationRequest)),
            TopicKind::RegisterServer => RegistrationStatus::decode(payload, reading)
                .map(|d| d.map(Self::RegistrationStatus)),
            TopicKind::ConfigServer => ConfigurationStatus::decode(payload, reading)
                .map(|d| d.map(Self::ConfigurationStatus)),
            TopicKind::DataDevice => {
                DataTransfer::decode(payload, reading).map(|d| d.map(Self::DataTransfer))
            }
        }
    }

    /// The kind of topic that such a message is published on (P-3.1 to P-3.4).
    #[must_use]
    pub const fn topic_kind(&self) -> TopicKind {
        match self {
            Self::RegistrationRequest(_) => TopicKind::RegisterDevice,
            Self::RegistrationStatus(_) => TopicKind::RegisterServer,
            Self::ConfigurationStatus(_) => TopicKind::ConfigServer,
            Self::DataTransfer(_) => TopicKind::DataDevice,
        }
    }

    /// The canonical bytes (P-5.1).
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        match self {
            Self::RegistrationRequest(message) => message.to_canonical(),
            Self::RegistrationStatus(message) => message.to_canonical(),
            Self::ConfigurationStatus(message) => message.to_canonical(),
            Self::DataTransfer(message) => message.to_canonical(),
        }
    }

    /// Whether `payload` is the canonical form of a message of `kind`: a
    /// predicate of its own on bytes (P-5.1).
    #[must_use]
    pub fn is_canonical(kind: TopicKind, payload: &[u8]) -> bool {
        Self::decode(kind, payload, Profile::Strict)
            .is_ok_and(|decoded| decoded.message.to_canonical() == payload)
    }
}
