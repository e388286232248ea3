//! Why a line is no envelope of a payload.

use crate::message::reading::path::Path;
use crate::privacy::hide_vins;

/// What is wrong with an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EnvelopeErrorCode {
    /// `not-utf-8`: the line is not UTF-8.
    NotUtf8,
    /// `byte-order-mark`: the line starts with one.
    ByteOrderMark,
    /// `syntax`: not RFC 8259 JSON.
    Syntax,
    /// `type`: another JSON type than expected.
    Type,
    /// `missing-member`: a required member is not there.
    MissingMember,
    /// `duplicate-member`: `device`, `topic` or `payload` twice.
    DuplicateMember,
    /// `device-id`: `device` is no device ID (P-2.1).
    DeviceId,
    /// `topic`: `topic` is no topic, or not of the messages that are read (P-3.1 to P-3.4).
    Topic,
    /// `device-conflict`: `device` and `topic` name different devices.
    DeviceConflict,
}

impl EnvelopeErrorCode {
    /// The code as written in tables and logs, such as `missing-member`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotUtf8 => "not-utf-8",
            Self::ByteOrderMark => "byte-order-mark",
            Self::Syntax => "syntax",
            Self::Type => "type",
            Self::MissingMember => "missing-member",
            Self::DuplicateMember => "duplicate-member",
            Self::DeviceId => "device-id",
            Self::Topic => "topic",
            Self::DeviceConflict => "device-conflict",
        }
    }
}

/// Why a line is no envelope. No text in it repeats a VIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an envelope of a payload: expected {expected}, found {found}")]
pub struct EnvelopeError {
    /// What is wrong.
    pub code: EnvelopeErrorCode,
    /// Where, as a JSON Pointer (RFC 6901); empty for the whole line.
    pub pointer: String,
    /// What was expected there.
    pub expected: String,
    /// What was found there.
    pub found: String,
}

impl EnvelopeError {
    pub(super) fn new(
        code: EnvelopeErrorCode,
        member: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        let path = match member {
            "" => Path::TOP,
            name => Path::TOP.name(name),
        };
        Self {
            code,
            pointer: hide_vins(&path.pointer()).into_owned(),
            expected: expected.into(),
            found: found.into(),
        }
    }
}
