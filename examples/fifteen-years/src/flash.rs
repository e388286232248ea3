//! A unit's flash: the record as it is stored, and what may happen to it (P-6.2).

use iot4emissions_proto::device::{Record, RecordError};

use crate::days::Millis;

/// What is stored, and what is being written.
#[derive(Debug, Default)]
pub(crate) struct Flash {
    stored: Vec<u8>,
    /// What is being written; empty where what is stored is to be deleted.
    writing: Option<Vec<u8>>,
    /// Until when writes fail.
    pub(crate) fails_until: Millis,
}

impl Flash {
    pub(crate) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Begins to write a record.
    pub(crate) fn begin(&mut self, record: Option<&Record>) {
        self.writing = Some(record.map(Record::to_bytes).unwrap_or_default());
    }

    /// The write has ended well: how many bytes it had.
    pub(crate) fn finish(&mut self) -> u32 {
        if let Some(bytes) = self.writing.take() {
            self.stored = bytes;
        }
        u32::try_from(self.stored.len()).unwrap_or(u32::MAX)
    }

    /// The write has failed.
    pub(crate) fn fail(&mut self) {
        self.writing = None;
    }

    /// Power was lost: a write that was going on is torn. Whoever appends finds the record
    /// before it ([`Record::last_of`]), behind which a part of the new one lies.
    pub(crate) fn tear(&mut self) {
        if let Some(bytes) = self.writing.take() {
            let part = bytes.len() / 2;
            self.stored.extend_from_slice(&bytes[..part]);
        }
    }

    /// What the unit finds when it starts, `None` where nothing is stored.
    pub(crate) fn read(&mut self) -> Option<Result<Record, RecordError>> {
        if self.stored.is_empty() {
            return None;
        }
        let read = Record::last_of(&self.stored);
        if let Ok((_, end)) = read {
            self.stored.truncate(end);
        }
        Some(read.map(|(record, _)| record))
    }

    /// A bit of what is stored is another one.
    pub(crate) fn damage(&mut self, place: usize) {
        if !self.stored.is_empty() {
            let place = place % self.stored.len();
            self.stored[place] ^= 0x10;
        }
    }

    /// What is stored was written by a later version of the library.
    pub(crate) fn written_by_later_version(&mut self) -> bool {
        let later = crate::later_version::of(&self.stored);
        let written = later.is_some();
        if let Some(bytes) = later {
            self.stored = bytes;
        }
        written
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.stored.is_empty()
    }

    pub(crate) fn erase(&mut self) {
        self.stored.clear();
    }
}
