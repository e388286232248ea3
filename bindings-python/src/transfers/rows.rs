//! The rows of a block, on their way from its reader to Arrow.

use std::io;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{DictionaryArray, LargeStringArray, PrimitiveArray};
use arrow_buffer::{
    ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer,
};
use iot4emissions_proto::columns::{Bitmap, DeviceColumn, TransferRows};

use super::memory::{Columns, Memory};

/// All rows of a block; its source rows count from 0.
pub(super) struct Rows {
    pub(super) memory: Memory,
    pub(super) validity: [Bitmap; 8],
    pub(super) device: DictionaryArray<Int32Type>,
}

/// What was read of a block: bytes, of all that it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) read: usize,
    pub(super) of: usize,
}

impl Share {
    /// How many rows a block has whose share has so many. Room for a few more costs less
    /// than a copy of all of them does.
    fn rows(self, rows: usize) -> usize {
        if self.read >= self.of {
            return rows;
        }
        let all = rows as u128 * self.of as u128 / self.read.max(1) as u128;
        let all = usize::try_from(all).unwrap_or(rows);
        all + all / 32
    }
}

/// [`Rows`] that are being collected.
pub(super) struct RowsBuilder<N> {
    columns: Option<Columns<N>>,
    /// Which values a row has, a bit each.
    present: Vec<u8>,
    devices: Keys,
}

impl<N: ArrowNativeType> RowsBuilder<N> {
    pub(super) fn new() -> Self {
        Self {
            columns: None,
            present: Vec::new(),
            devices: Keys::default(),
        }
    }

    /// Adds rows, with which `share` of the block is read.
    ///
    /// # Errors
    /// Where the system has no memory for them.
    pub(super) fn push(&mut self, rows: &TransferRows<'_, N>, share: Share) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let columns = self.columns.get_or_insert_with(|| {
            let expected = share.rows(rows.len());
            self.present.reserve(expected);
            Columns::expecting(expected)
        });
        self.present.extend_from_slice(rows.present);
        self.devices.push(rows.device);
        columns.push(rows)
    }

    pub(super) fn len(&self) -> usize {
        self.present.len()
    }

    /// The rows, whose keys are places in `dictionary`.
    pub(super) fn finish(self, dictionary: DeviceColumn) -> Rows {
        let columns = self.columns.unwrap_or_else(|| Columns::expecting(0));
        Rows {
            memory: columns.finish(),
            validity: Bitmap::of_masks(&self.present),
            device: self.devices.finish(dictionary),
        }
    }
}

/// Who sent each row: a place in the dictionary, or -1.
#[derive(Default)]
struct Keys {
    /// So many rows came before any device was known. Where none ever is, there is nothing
    /// to hold.
    before: usize,
    keys: Vec<i32>,
}

impl Keys {
    fn push(&mut self, keys: &[i32]) {
        if self.keys.is_empty() && keys.iter().all(|key| *key < 0) {
            self.before += keys.len();
            return;
        }
        if self.keys.is_empty() {
            self.keys.resize(self.before, -1);
        }
        self.keys.extend_from_slice(keys);
    }

    fn finish(self, dictionary: DeviceColumn) -> DictionaryArray<Int32Type> {
        let device = match self.keys.is_empty() {
            true => dictionary,
            false => dictionary.with_keys(self.keys),
        };
        let texts = LargeStringArray::new(
            OffsetBuffer::new(ScalarBuffer::from(device.offsets)),
            Buffer::from_vec(device.text.into_bytes()),
            None,
        );
        let (keys, nulls) = if device.keys.is_empty() {
            // The system clears what nobody has touched where somebody reads it.
            let nulls = (self.before > 0).then(|| NullBuffer::new_null(self.before));
            (vec![0; self.before], nulls)
        } else {
            (device.keys, nulls(device.validity))
        };
        DictionaryArray::new(PrimitiveArray::new(keys.into(), nulls), Arc::new(texts))
    }
}

/// Nothing where every row has a value.
pub(super) fn nulls(validity: Bitmap) -> Option<NullBuffer> {
    if validity.absent() == 0 {
        return None;
    }
    let length = validity.len();
    let bits = BooleanBuffer::new(Buffer::from_vec(validity.into_bytes()), 0, length);
    Some(NullBuffer::new(bits))
}
