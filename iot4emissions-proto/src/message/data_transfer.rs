//! Data Transfer (P-5.40 to P-5.44, JRC127600 Table 7 and Box 4).

mod canonical;
pub(crate) mod ladder;
mod reordered;
pub(crate) mod thorough;
pub(crate) mod wire;
mod write;

use serde::{Deserialize, Serialize};

pub(crate) use canonical::read_canonical;

use self::ladder::{Deviations, Sink};
use self::thorough::read_thoroughly;
use self::wire::BareSnapshot;
use super::{DecodeError, DecodeOptions, Decoded};
use crate::obfcm::Snapshot;
use crate::time::UnixSeconds;

/// At least one snapshot, strictly ascending by `acquired` (P-5.40, JRC127600
/// Table 7).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Snapshot>", into = "Vec<Snapshot>")]
pub struct DataTransfer {
    snapshots: Vec<Snapshot>,
}

/// Why snapshots make no Data Transfer (P-5.40).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DataTransferError {
    /// There is no snapshot.
    #[error("expected at least one snapshot, found none")]
    Empty,
    /// A snapshot is not later than the one before it.
    #[error(
        "expected snapshots strictly ascending by acquired, found {found} after {before} at index {index}"
    )]
    Order {
        /// The snapshot's place, from 0.
        index: usize,
        /// The time before it.
        before: UnixSeconds,
        /// Its own time.
        found: UnixSeconds,
    },
}

impl DataTransferError {
    /// The stable code, such as `empty`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Order { .. } => "order",
        }
    }
}

impl DataTransfer {
    /// A Data Transfer of `snapshots`, in their order.
    ///
    /// # Errors
    /// Where there is none, or one is not later than the one before it.
    pub fn new(snapshots: Vec<Snapshot>) -> Result<Self, DataTransferError> {
        if snapshots.is_empty() {
            return Err(DataTransferError::Empty);
        }
        for (place, pair) in snapshots.windows(2).enumerate() {
            let (before, found) = (pair[0].acquired(), pair[1].acquired());
            if found <= before {
                return Err(DataTransferError::Order {
                    index: place + 1,
                    before,
                    found,
                });
            }
        }
        Ok(Self { snapshots })
    }

    /// The snapshots, strictly ascending by `acquired`.
    #[must_use]
    pub fn snapshots(&self) -> &[Snapshot] {
        &self.snapshots
    }

    /// The snapshots, strictly ascending by `acquired`.
    #[must_use]
    pub fn into_snapshots(self) -> Vec<Snapshot> {
        self.snapshots
    }

    /// Reads a payload. Canonical bytes, which nearly all payloads are, take a way of their
    /// own that accepts nothing else, and what differs from them in white space and member
    /// order alone takes a second one.
    ///
    /// # Errors
    /// Every problem found (P-5.3).
    pub fn decode(
        payload: &[u8],
        reading: impl Into<DecodeOptions>,
    ) -> Result<Decoded<Self>, DecodeError> {
        let mut snapshots = Collected(Vec::new());
        let read = ladder::read(payload, reading.into(), Deviations::Listed, &mut snapshots)?;
        let Collected(snapshots) = snapshots;
        Ok(read.map(|_| Self { snapshots }))
    }

    /// The message whose canonical form `payload` is, `None` for any other
    /// payload: that one is not yet wrong.
    #[must_use]
    pub fn decode_canonical(payload: &[u8]) -> Option<Self> {
        let mut snapshots = Vec::new();
        let length = read_canonical(payload, |bare| snapshots.extend(bare.snapshot()))?;
        (length == payload.len()).then_some(Self { snapshots })
    }

    /// Reads any payload the thorough way, whichever [`decode`](Self::decode) would take:
    /// for tests of those.
    ///
    /// # Errors
    /// Every problem found (P-5.3).
    #[doc(hidden)]
    pub fn decode_thoroughly(
        payload: &[u8],
        reading: impl Into<DecodeOptions>,
    ) -> Result<Decoded<Self>, DecodeError> {
        read_thoroughly(payload, reading.into())
    }

    /// The canonical bytes (P-5.1).
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        write::write_data_transfer(&self.snapshots, usize::MAX).0
    }

    /// The number of snapshots, from the first, whose Data Transfer has at most
    /// `limit` bytes in canonical form (P-6.6); 0 where not even one fits.
    #[must_use]
    pub fn fitting<'s>(snapshots: impl IntoIterator<Item = &'s Snapshot>, limit: usize) -> usize {
        write::write_data_transfer(snapshots, limit).1
    }

    /// The canonical bytes of that Data Transfer, and how many snapshots it holds; where
    /// that is 0, the bytes are no message. The snapshots ascend strictly by `acquired`.
    pub(crate) fn write_fitting<'s>(
        snapshots: impl IntoIterator<Item = &'s Snapshot>,
        limit: usize,
    ) -> (Vec<u8>, usize) {
        write::write_data_transfer(snapshots, limit)
    }
}

impl TryFrom<Vec<Snapshot>> for DataTransfer {
    type Error = DataTransferError;

    fn try_from(snapshots: Vec<Snapshot>) -> Result<Self, DataTransferError> {
        Self::new(snapshots)
    }
}

impl From<DataTransfer> for Vec<Snapshot> {
    fn from(message: DataTransfer) -> Self {
        message.snapshots
    }
}

/// The snapshots of one message.
struct Collected(Vec<Snapshot>);

impl Sink for Collected {
    #[inline(always)] // Otherwise the snapshot is copied once more.
    fn take(&mut self, snapshot: &BareSnapshot) {
        if let Some(snapshot) = snapshot.snapshot() {
            self.0.push(snapshot);
        }
    }

    fn restart(&mut self) {
        self.0.clear();
    }
}
