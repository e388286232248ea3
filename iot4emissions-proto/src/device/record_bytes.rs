//! The record's binary form: framed, checked, small, and readable by earlier and later
//! versions of the library (P-6.2).
//!
//! One byte of version, the length of the [fields](super::record_fields), the fields, and
//! FNV-1a-64 over all of it, so that a torn write is noticed and records may be appended one
//! behind the other.

use serde::{Deserialize, Serialize};

use super::codec::{Reader, Write};
use super::record::Record;
use crate::hash::fnv1a_64;

const VERSION: u8 = 1;

/// Why bytes are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum RecordError {
    /// The bytes are none that a device has written, or were damaged since.
    #[error("expected a device record, found {length} bytes whose checksum does not fit")]
    Damaged {
        /// The number of bytes.
        length: usize,
    },
    /// The record was written by a later version of the library, in a form that this one
    /// does not know.
    #[error("expected a device record of version 1, found version {found}")]
    Version {
        /// The version found.
        found: u8,
    },
    /// The fields do not fit each other.
    #[error("expected a device record, found one whose fields contradict each other")]
    Inconsistent,
}

impl RecordError {
    /// The stable code, such as `damaged`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Damaged { .. } => "damaged",
            Self::Version { .. } => "version",
            Self::Inconsistent => "inconsistent",
        }
    }
}

impl Record {
    /// The binary form: versioned, framed and with a checksum. It may be stored in place of
    /// the one before, or appended to it ([`Record::last_of`]).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut fields = Vec::with_capacity(512 + 16 * self.pending.len());
        self.write_fields(&mut fields);
        let mut bytes = Vec::with_capacity(fields.len() + 12);
        bytes.push(VERSION);
        bytes.number(fields.len() as u64);
        bytes.append(&mut fields);
        let checksum = fnv1a_64(&[&bytes]);
        bytes.extend_from_slice(&checksum.to_be_bytes());
        bytes
    }

    /// The record that [`Record::to_bytes`] wrote, in this version of the library, an
    /// earlier or a later one.
    ///
    /// # Errors
    /// Where the bytes are none, were damaged, come from a later version in another form, or
    /// do not fit each other. The device then begins anew from the factory, and says so:
    /// [`Input::RecordUnreadable`](super::Input::RecordUnreadable).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        let (record, length) = Self::first_of(bytes)?;
        match length == bytes.len() {
            true => Ok(record),
            false => Err(RecordError::Damaged {
                length: bytes.len(),
            }),
        }
    }

    /// The last intact record of those that were appended one behind the other, and where it
    /// ends: what follows, such as one whose writing was cut short, is to be cut off before
    /// the next is appended.
    ///
    /// # Errors
    /// As [`Record::from_bytes`], where not even the first one is intact.
    pub fn last_of(bytes: &[u8]) -> Result<(Self, usize), RecordError> {
        let (mut record, mut end) = Self::first_of(bytes)?;
        while let Ok((next, length)) = Self::first_of(&bytes[end..]) {
            record = next;
            end += length;
        }
        Ok((record, end))
    }

    fn first_of(bytes: &[u8]) -> Result<(Self, usize), RecordError> {
        let damaged = RecordError::Damaged {
            length: bytes.len(),
        };
        let mut reader = Reader(bytes);
        let version = reader.byte().ok_or(damaged)?;
        let length = reader.number().ok_or(damaged)?;
        let length = usize::try_from(length).map_err(|_| damaged)?;
        let (fields, rest) = reader.0.split_at_checked(length).ok_or(damaged)?;
        let (checksum, rest) = rest.split_first_chunk::<8>().ok_or(damaged)?;
        let end = bytes.len() - rest.len();
        if fnv1a_64(&[&bytes[..end - 8]]) != u64::from_be_bytes(*checksum) {
            return Err(damaged);
        }
        if version != VERSION {
            return Err(RecordError::Version { found: version });
        }
        let record = Self::read_fields(Reader(fields)).filter(Self::is_consistent);
        Ok((record.ok_or(RecordError::Inconsistent)?, end))
    }
}
