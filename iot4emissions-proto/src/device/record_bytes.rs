//! The record's binary form: versioned, checked, small (P-6.2).
//!
//! One byte of version, the fields in postcard's form, and FNV-1a-64 over both, so
//! that a torn write is noticed. A field is never changed in a version that has
//! been released: a later version gets a structure of its own, and reads this one.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::DeviceState;
use super::event::Event;
use super::in_force::InForce;
use super::input::ConnectionNumber;
use super::record::{Counts, DueTimes, EndpointUse, Record};
use super::settings::Provisioning;
use super::status::TestResult;
use crate::hash::fnv1a_64;
use crate::obfcm::{Parameter, Snapshot, Tenths, Values};
use crate::schedule::spread_hash;
use crate::time::UnixSeconds;

const VERSION: u8 = 1;

/// Why bytes are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The bytes are none that a device has written, or were damaged since.
    #[error("expected a device record, found {length} bytes whose checksum does not fit")]
    Damaged {
        /// The number of bytes.
        length: usize,
    },
    /// The record was written by a later version of the library.
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

#[derive(Serialize, Deserialize)]
struct Version1 {
    provisioning: Arc1<Provisioning>,
    state: DeviceState,
    configuration: Option<Arc1<InForce>>,
    endpoint: EndpointUse,
    due: DueTimes,
    clock: UnixSeconds,
    pending: Vec<Compact>,
    kept: Vec<Compact>,
    newest: UnixSeconds,
    counts: Counts,
    last_connection: ConnectionNumber,
    last_test: Option<TestResult>,
    events: Vec<Event>,
}

/// serde's own feature for `Arc` is global; this writes what is inside.
struct Arc1<T>(Arc<T>);

impl<T: Serialize> Serialize for Arc1<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Arc1<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|inside| Self(Arc::new(inside)))
    }
}

/// A snapshot whose absent values take no room: a bit a parameter says which are
/// there.
#[derive(Serialize, Deserialize)]
struct Compact {
    acquired: UnixSeconds,
    present: u8,
    tenths: Vec<u32>,
}

impl From<&Snapshot> for Compact {
    fn from(snapshot: &Snapshot) -> Self {
        let present = snapshot.values().present();
        Self {
            acquired: snapshot.acquired(),
            present: present.map(|(parameter, _)| 1 << parameter.index()).sum(),
            tenths: snapshot
                .values()
                .present()
                .map(|(_, tenths)| tenths.get())
                .collect(),
        }
    }
}

impl Compact {
    fn snapshot(&self) -> Option<Snapshot> {
        let mut values = Values::default();
        let mut tenths = self.tenths.iter();
        for parameter in Parameter::ALL {
            if self.present & (1 << parameter.index()) != 0 {
                values.set(parameter, Some(Tenths::new(*tenths.next()?)?));
            }
        }
        let complete = tenths.next().is_none();
        Snapshot::new(self.acquired, values)
            .ok()
            .filter(|_| complete)
    }
}

fn compact(snapshots: &[Snapshot]) -> Vec<Compact> {
    snapshots.iter().map(Compact::from).collect()
}

fn snapshots(compact: &[Compact]) -> Option<Vec<Snapshot>> {
    compact.iter().map(Compact::snapshot).collect()
}

impl Record {
    /// The binary form, versioned and with a checksum.
    ///
    /// # Panics
    /// Never: postcard fails on types of unknown length only, which the record has
    /// none of.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let fields = Version1 {
            provisioning: Arc1(Arc::clone(&self.provisioning)),
            state: self.state,
            configuration: self.configuration.clone().map(Arc1),
            endpoint: self.endpoint.clone(),
            due: self.due,
            clock: self.clock,
            pending: compact(&self.pending),
            kept: compact(&self.kept),
            newest: self.newest,
            counts: self.counts,
            last_connection: self.last_connection,
            last_test: self.last_test,
            events: self.events.clone(),
        };
        let mut bytes = postcard::to_extend(&fields, vec![VERSION])
            .expect("a record has no part of unknown length");
        let checksum = fnv1a_64(&[&bytes]);
        bytes.extend_from_slice(&checksum.to_be_bytes());
        bytes
    }

    /// The record that [`Record::to_bytes`] wrote, in this version of the library or
    /// an earlier one.
    ///
    /// # Errors
    /// Where the bytes are none, were damaged, come from a later version, or do not
    /// fit each other.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        let damaged = RecordError::Damaged {
            length: bytes.len(),
        };
        let (content, checksum) = bytes.split_last_chunk::<8>().ok_or(damaged)?;
        let (version, fields) = content.split_first().ok_or(damaged)?;
        if fnv1a_64(&[content]) != u64::from_be_bytes(*checksum) {
            return Err(damaged);
        }
        if *version != VERSION {
            return Err(RecordError::Version { found: *version });
        }
        let (fields, rest) =
            postcard::take_from_bytes::<Version1>(fields).map_err(|_| RecordError::Inconsistent)?;
        let record = fields
            .record()
            .filter(|record| rest.is_empty() && record.is_consistent());
        record.ok_or(RecordError::Inconsistent)
    }
}

impl Version1 {
    fn record(self) -> Option<Record> {
        Some(Record {
            spread_hash: spread_hash(self.provisioning.0.device.as_str()),
            provisioning: self.provisioning.0,
            state: self.state,
            configuration: self.configuration.map(|status| status.0),
            endpoint: self.endpoint,
            due: self.due,
            clock: self.clock,
            pending: snapshots(&self.pending)?,
            kept: snapshots(&self.kept)?,
            newest: self.newest,
            counts: self.counts,
            last_connection: self.last_connection,
            last_test: self.last_test,
            events: self.events,
        })
    }
}
