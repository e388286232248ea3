//! The columns that payloads themselves fill.

use super::ColumnNumber;
use crate::message::data_transfer::ladder::Sink;
use crate::message::data_transfer::read_canonical;
use crate::message::data_transfer::wire::BareSnapshot;

/// The columns that a payload itself fills.
#[derive(Debug, Clone, Default)]
pub struct Snapshots<N> {
    pub(super) acquired: Vec<i64>,
    /// Which values a row has, a bit each: joined and cut more easily than eight bitmaps.
    pub(super) present: Vec<u8>,
    pub(super) values: [Vec<N>; 8],
    /// What was read last, row by row: the columns are filled one after the other, many
    /// rows at once, which takes less time than eight columns row by row.
    pending: Vec<BareSnapshot>,
    /// How many of the pending rows belong to accepted messages.
    accepted: usize,
}

/// So many rows that they stay in the processor's first cache.
pub(super) const BLOCK: usize = 256;

impl<N: ColumnNumber> Snapshots<N> {
    /// Reads the canonical payload that `bytes` begin with, and gives its length.
    pub(super) fn canonical(&mut self, bytes: &[u8]) -> Option<usize> {
        read_canonical(bytes, |snapshot| self.pending.push(*snapshot))
    }

    /// The number of rows, the message that was read last included.
    pub(super) fn rows(&self) -> usize {
        self.acquired.len() + self.pending.len()
    }

    /// Takes the message that was read last as accepted.
    pub(super) fn accept(&mut self) {
        if self.pending.len() >= BLOCK {
            self.flush();
        } else {
            self.accepted = self.pending.len();
        }
    }

    /// Takes the message that was read last as refused.
    pub(super) fn forget(&mut self) {
        self.pending.truncate(self.accepted);
    }

    pub(super) fn flush(&mut self) {
        N::flush(self);
    }

    /// What [`flush`](Self::flush) does, for [`ColumnNumber`]'s own functions.
    #[inline(always)]
    pub(super) fn fill(&mut self) {
        let rows = &self.pending;
        self.acquired
            .extend(rows.iter().map(|row| row.acquired as i64));
        self.present.extend(rows.iter().map(|row| row.present));
        for (place, column) in self.values.iter_mut().enumerate() {
            column.extend(rows.iter().map(|row| N::from_tenths(row.tenths[place])));
        }
        self.pending.clear();
        self.accepted = 0;
    }

    /// Makes room for so many more rows.
    pub(super) fn reserve(&mut self, more: usize) {
        self.acquired.reserve(more);
        self.present.reserve(more);
        for column in &mut self.values {
            column.reserve(more);
        }
    }

    pub(super) fn clear(&mut self) {
        self.acquired.clear();
        self.present.clear();
        for column in &mut self.values {
            column.clear();
        }
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.flush();
        other.flush();
        self.acquired.append(&mut other.acquired);
        self.present.append(&mut other.present);
        for (column, more) in self.values.iter_mut().zip(&mut other.values) {
            column.append(more);
        }
    }
}

impl<N: ColumnNumber> Sink for Snapshots<N> {
    fn take(&mut self, snapshot: &BareSnapshot) {
        self.pending.push(*snapshot);
    }

    fn restart(&mut self) {
        self.forget();
    }
}
