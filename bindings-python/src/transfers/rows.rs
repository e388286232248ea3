//! The rows of a piece, on their way from its reader to Arrow.

use std::io;
use std::sync::Arc;

use arrow_array::types::{Int32Type, TimestampMillisecondType};
use arrow_array::{ArrayRef, DictionaryArray, PrimitiveArray, StringArray};
use arrow_buffer::{
    ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer,
};
use iot4emissions_proto::columns::{Bitmap, DeviceColumn, NOT_RECEIVED, RowBlock, RowSink};

use super::memory::{Columns, Memory};
use super::options::Devices;
use super::schema;

/// All rows of a piece; its source rows count from 0.
pub(super) struct Rows {
    pub(super) memory: Memory,
    pub(super) validity: [Bitmap; 8],
    pub(super) device: ArrayRef,
    pub(super) received: ArrayRef,
}

/// What was read of a block: bytes, of all that it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockShare {
    pub(super) read: usize,
    pub(super) of: usize,
}

impl BlockShare {
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
    /// How much of the block is read with the rows that come next.
    share: BlockShare,
    /// Which values a row has, a bit each.
    present: Vec<u8>,
    devices: Sparse<i32>,
    received: Sparse<i64>,
}

const NO_DEVICE: i32 = -1;

impl<N: ArrowNativeType> RowsBuilder<N> {
    pub(super) fn new() -> Self {
        Self {
            columns: None,
            share: BlockShare { read: 0, of: 0 },
            present: Vec::new(),
            devices: Sparse::new(NO_DEVICE),
            received: Sparse::new(NOT_RECEIVED),
        }
    }

    /// The rows that come next are so much of the block, with those before.
    pub(super) fn expect(&mut self, share: BlockShare) {
        self.share = share;
    }

    pub(super) fn len(&self) -> usize {
        self.present.len()
    }

    /// The rows, whose keys are places in `dictionary`.
    ///
    /// # Errors
    /// Where the device IDs have more bytes than Arrow's `utf8` counts.
    pub(super) fn finish(self, dictionary: DeviceColumn, devices: Devices) -> io::Result<Rows> {
        let columns = self.columns.unwrap_or_else(|| Columns::expecting(0));
        Ok(Rows {
            memory: columns.finish(),
            validity: Bitmap::of_masks(&self.present),
            device: match devices {
                Devices::Dictionary => Arc::new(in_dictionary(self.devices, dictionary)?),
                Devices::Text => Arc::new(as_texts(self.devices, &dictionary)?),
            },
            received: times(self.received),
        })
    }
}

impl<N: ArrowNativeType> RowSink<N> for RowsBuilder<N> {
    type Error = io::Error;

    /// # Errors
    /// Where the system has no memory for them.
    fn take(&mut self, rows: &RowBlock<'_, N>) -> io::Result<()> {
        let columns = self.columns.get_or_insert_with(|| {
            let expected = self.share.rows(rows.len());
            self.present.reserve(expected);
            Columns::expecting(expected)
        });
        self.present.extend_from_slice(rows.present);
        match rows.device.iter().all(|key| *key == NO_DEVICE) {
            true => self.devices.push_none(rows.len()),
            false => self.devices.push(rows.device),
        }
        match rows.received.is_empty() {
            true => self.received.push_none(rows.len()),
            false => self.received.push(rows.received),
        }
        columns.push(rows)
    }
}

/// A column that most sources have nothing for.
struct Sparse<T> {
    none: T,
    /// So many rows came before any had a value. Where none ever has, there is nothing to
    /// hold.
    before: usize,
    values: Vec<T>,
}

impl<T: Copy> Sparse<T> {
    const fn new(none: T) -> Self {
        Self {
            none,
            before: 0,
            values: Vec::new(),
        }
    }

    fn push_none(&mut self, rows: usize) {
        match self.values.is_empty() {
            true => self.before += rows,
            false => self.values.resize(self.values.len() + rows, self.none),
        }
    }

    fn push(&mut self, values: &[T]) {
        if self.values.is_empty() {
            self.values.resize(self.before, self.none);
        }
        self.values.extend_from_slice(values);
    }
}

fn in_dictionary(
    devices: Sparse<i32>,
    dictionary: DeviceColumn,
) -> io::Result<DictionaryArray<Int32Type>> {
    let device = match devices.values.is_empty() {
        true => dictionary,
        false => dictionary.with_keys(devices.values),
    };
    let texts = StringArray::new(
        offsets(&device.offsets)?,
        Buffer::from_vec(device.text.into_bytes()),
        None,
    );
    let (keys, nulls) = if device.keys.is_empty() {
        // The system clears what nobody has touched where somebody reads it.
        let nulls = (devices.before > 0).then(|| NullBuffer::new_null(devices.before));
        (vec![0; devices.before], nulls)
    } else {
        (device.keys, nulls(device.validity))
    };
    let keys = PrimitiveArray::new(keys.into(), nulls);
    Ok(DictionaryArray::new(keys, Arc::new(texts)))
}

fn as_texts(devices: Sparse<i32>, dictionary: &DeviceColumn) -> io::Result<StringArray> {
    if devices.values.is_empty() {
        return Ok(StringArray::new_null(devices.before));
    }
    let text = |key: i32| {
        let offset = |at: usize| dictionary.offsets.get(at).map(|offset| *offset as usize);
        let key = usize::try_from(key).ok()?;
        dictionary.text.get(offset(key)?..offset(key + 1)?)
    };
    let (mut ends, mut bytes) = (Vec::with_capacity(devices.values.len() + 1), Vec::new());
    ends.push(0);
    for key in &devices.values {
        bytes.extend_from_slice(text(*key).unwrap_or_default().as_bytes());
        ends.push(bytes.len() as i64);
    }
    let nulls = present(devices.values.iter().map(|key| *key != NO_DEVICE));
    Ok(StringArray::new(
        offsets(&ends)?,
        Buffer::from_vec(bytes),
        nulls,
    ))
}

fn offsets(ends: &[i64]) -> io::Result<OffsetBuffer<i32>> {
    let offsets: Result<Vec<i32>, _> = ends.iter().map(|end| i32::try_from(*end)).collect();
    let offsets = offsets.map_err(|_| io::Error::other(schema::TOO_MUCH_TEXT))?;
    Ok(OffsetBuffer::new(ScalarBuffer::from(offsets)))
}

fn times(received: Sparse<i64>) -> ArrayRef {
    let (times, nulls) = if received.values.is_empty() {
        // As above.
        let nulls = (received.before > 0).then(|| NullBuffer::new_null(received.before));
        (vec![0; received.before], nulls)
    } else {
        let mut times = received.values;
        let nulls = present(times.iter().map(|time| *time != NOT_RECEIVED));
        if nulls.is_some() {
            for time in &mut times {
                if *time == NOT_RECEIVED {
                    *time = 0;
                }
            }
        }
        (times, nulls)
    };
    let times = PrimitiveArray::<TimestampMillisecondType>::new(times.into(), nulls);
    Arc::new(times.with_timezone(schema::UTC))
}

/// Nothing where every row has a value.
fn present(rows: impl ExactSizeIterator<Item = bool>) -> Option<NullBuffer> {
    let nulls = NullBuffer::new(BooleanBuffer::from_iter(rows));
    (nulls.null_count() > 0).then_some(nulls)
}

/// The same of a bitmap.
pub(super) fn nulls(validity: Bitmap) -> Option<NullBuffer> {
    if validity.absent() == 0 {
        return None;
    }
    let length = validity.len();
    let bits = BooleanBuffer::new(Buffer::from_vec(validity.into_bytes()), 0, length);
    Some(NullBuffer::new(bits))
}
