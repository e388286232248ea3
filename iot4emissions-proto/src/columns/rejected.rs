//! What could not be read, and why.

use std::fmt;

use super::reader::REJECTED_IN_A_LINE;
use crate::envelope::{EnvelopeError, LineError};
use crate::identity::{DeviceId, DeviceIdError};
use crate::message::DecodeError;

/// A line or message of which nothing came into the columns (P-5.3).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {source_row}: {error}")]
pub struct RejectedRow {
    /// The line or message, from 0.
    pub source_row: u64,
    /// Who sent it, where that much is known.
    pub device: Option<DeviceId>,
    /// Every problem that was found.
    pub error: RowError,
}

impl RejectedRow {
    /// The first problem's code, such as `missing-member`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &self.error {
            RowError::LineTooLong(_) => "line-too-long",
            RowError::TooManyDevices => "too-many-devices",
            RowError::TooManyRejected => "too-many-rejected",
            RowError::DeviceId(_) => "device-id",
            RowError::Envelope(error) => error.code.as_str(),
            RowError::Payload(error) => error
                .issues()
                .first()
                .map_or("", |issue| issue.code.as_str()),
        }
    }

    /// Where the first problem is, as a JSON Pointer (RFC 6901) into the envelope or, for
    /// [`RowError::Payload`], into the payload; empty for the whole of it.
    #[must_use]
    pub fn pointer(&self) -> &str {
        match &self.error {
            RowError::LineTooLong(_)
            | RowError::TooManyDevices
            | RowError::TooManyRejected
            | RowError::DeviceId(_) => "",
            RowError::Envelope(error) => &error.pointer,
            RowError::Payload(error) => {
                let first = error.issues().first();
                first.map_or("", |issue| issue.pointer.as_str())
            }
        }
    }

    /// Writes every problem in words, but neither the row nor the pointer, for tables that
    /// have columns for both: `not a Data Transfer message: column 44 of the payload: …`.
    ///
    /// # Errors
    /// Those of `f`.
    pub fn write_text(&self, f: &mut impl fmt::Write) -> fmt::Result {
        match &self.error {
            RowError::Payload(error) => error.write_in_row(f),
            other => write!(f, "{other}"),
        }
    }
}

/// Why a row was refused. No text in it repeats a VIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// The line has more than [`MAX_LINE`](crate::envelope::MAX_LINE) bytes.
    #[error(transparent)]
    LineTooLong(LineError),
    /// The columns hold as many devices as their keys can tell apart.
    #[error("expected at most 2147483647 devices, found one more")]
    TooManyDevices,
    /// So many records of the line were rejected, each for its own reason, that the rest of it
    /// is not read.
    #[error(
        "expected at most {REJECTED_IN_A_LINE} wrong records in a line, found more: what follows in it is not read"
    )]
    TooManyRejected,
    /// The text that is to say who sent the payload is no device ID (P-2.1).
    #[error(transparent)]
    DeviceId(DeviceIdError),
    /// The line is no envelope of a payload.
    #[error(transparent)]
    Envelope(EnvelopeError),
    /// The payload is no Data Transfer message.
    #[error(transparent)]
    Payload(DecodeError),
}
