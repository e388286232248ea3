//! A block of the source, read into Arrow arrays.

use std::sync::Arc;

use arrow_array::types::{Decimal128Type, Float64Type, Int32Type, TimestampMicrosecondType};
use arrow_array::{
    ArrayRef, DictionaryArray, Int32Array, LargeStringArray, PrimitiveArray, RecordBatch,
    UInt64Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;
use iot4emissions_proto::columns::{
    Bitmap, ColumnNumber, DeviceColumn, RejectedRow, TransferColumns, TransferReader,
};
use iot4emissions_proto::message::DeviationCode;

use super::options::{Options, Values};
use super::schema;
use super::source::Block;

/// How often each deviation was met, in the order of [`DeviationCode::ALL`].
pub(super) type Deviations = [u64; DeviationCode::ALL.len()];

/// What became of one block.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// The snapshots; absent where there are none.
    pub(super) snapshots: Option<RecordBatch>,
    /// The rejected rows; absent where there are none.
    pub(super) rejected: Option<RecordBatch>,
    pub(super) counts: Counts,
}

/// Sums over one block or many.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Bytes of the source that were used up.
    pub(super) bytes: u64,
    /// Lines or messages of the source.
    pub(super) rows: u64,
    /// Those that were accepted.
    pub(super) messages: u64,
    pub(super) snapshots: u64,
    pub(super) rejected: u64,
    pub(super) deviations: Deviations,
}

impl Counts {
    pub(super) fn add(&mut self, more: &Self) {
        self.bytes += more.bytes;
        self.rows += more.rows;
        self.messages += more.messages;
        self.snapshots += more.snapshots;
        self.rejected += more.rejected;
        for (count, more) in self.deviations.iter_mut().zip(more.deviations) {
            *count += more;
        }
    }
}

/// A [`Part`] whose place in the source is not known yet: its rows count from 0.
pub(super) struct Unplaced {
    columns: Vec<ArrayRef>,
    source_row: Vec<u64>,
    rejected: Vec<RejectedRow>,
    values: Values,
    pub(super) counts: Counts,
}

impl Unplaced {
    /// Reads `block`, with `scratch` as memory that is used again.
    pub(super) fn read(
        block: &Block,
        options: &Options,
        scratch: &mut Vec<u8>,
    ) -> std::io::Result<Self> {
        match options.values {
            Values::Decimal => typed::<i128>(block, options, scratch),
            Values::Float64 => typed::<f64>(block, options, scratch),
        }
    }

    /// The part, whose first row is the row `first` of the source.
    pub(super) fn place(mut self, first: u64) -> Result<Part, ArrowError> {
        for row in &mut self.source_row {
            *row += first;
        }
        let snapshots = match self.source_row.is_empty() {
            true => None,
            false => {
                let rows = UInt64Array::new(self.source_row.into(), None);
                self.columns.push(Arc::new(rows));
                let schema = schema::transfers(self.values);
                Some(RecordBatch::try_new(schema, self.columns)?)
            }
        };
        Ok(Part {
            snapshots,
            rejected: rejected(&self.rejected, first)?,
            counts: self.counts,
        })
    }
}

fn typed<N: Column>(
    block: &Block,
    options: &Options,
    scratch: &mut Vec<u8>,
) -> std::io::Result<Unplaced> {
    let mut reader = TransferReader::<N>::new(options.profile);
    let rows = block.read(&mut reader, scratch)?;
    let TransferColumns {
        source_row,
        device,
        mut acquired,
        values,
        rejected,
        deviations,
        messages,
    } = reader.finish();
    for time in &mut acquired {
        // At most ten digits (P-5.41), so this does not overflow.
        *time *= 1_000_000;
    }
    let time = PrimitiveArray::<TimestampMicrosecondType>::new(acquired.into(), None);
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(11);
    columns.push(dictionary(device));
    columns.push(Arc::new(time.with_timezone(schema::UTC)));
    for column in values {
        columns.push(N::array(column.values, nulls(column.validity)));
    }
    Ok(Unplaced {
        counts: Counts {
            bytes: block.bytes,
            rows,
            messages,
            snapshots: source_row.len() as u64,
            rejected: rejected.len() as u64,
            deviations: DeviationCode::ALL.map(|code| deviations.of(code)),
        },
        columns,
        source_row,
        rejected,
        values: options.values,
    })
}

/// A form of the values that Arrow has.
trait Column: ColumnNumber {
    fn array(values: Vec<Self>, nulls: Option<NullBuffer>) -> ArrayRef;
}

impl Column for i128 {
    fn array(values: Vec<Self>, nulls: Option<NullBuffer>) -> ArrayRef {
        let (digits, places) = schema::DECIMAL;
        let decimal = arrow_schema::DataType::Decimal128(digits, places);
        let array = PrimitiveArray::<Decimal128Type>::new(values.into(), nulls);
        Arc::new(array.with_data_type(decimal))
    }
}

impl Column for f64 {
    fn array(values: Vec<Self>, nulls: Option<NullBuffer>) -> ArrayRef {
        Arc::new(PrimitiveArray::<Float64Type>::new(values.into(), nulls))
    }
}

fn nulls(validity: Bitmap) -> Option<NullBuffer> {
    if validity.absent() == 0 {
        return None;
    }
    let length = validity.len();
    let bits = BooleanBuffer::new(Buffer::from_vec(validity.into_bytes()), 0, length);
    Some(NullBuffer::new(bits))
}

fn dictionary(device: DeviceColumn) -> ArrayRef {
    let offsets = OffsetBuffer::new(ScalarBuffer::from(device.offsets));
    let text = Buffer::from_vec(device.text.into_bytes());
    let names = LargeStringArray::new(offsets, text, None);
    // A key without a device points at the first text, which need not be there.
    let keys = Int32Array::new(device.keys.into(), nulls(device.validity));
    Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(names)))
}

fn rejected(rows: &[RejectedRow], first: u64) -> Result<Option<RecordBatch>, ArrowError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let source_row = UInt64Array::from_iter_values(rows.iter().map(|row| row.source_row + first));
    let device = LargeStringArray::from_iter(
        rows.iter()
            .map(|row| row.device.as_ref().map(|device| device.as_str())),
    );
    let code = LargeStringArray::from_iter_values(rows.iter().map(RejectedRow::code));
    let pointer = LargeStringArray::from_iter_values(rows.iter().map(RejectedRow::pointer));
    let error = LargeStringArray::from_iter_values(rows.iter().map(|row| row.error.to_string()));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(source_row),
        Arc::new(device),
        Arc::new(code),
        Arc::new(pointer),
        Arc::new(error),
    ];
    RecordBatch::try_new(schema::rejected(), columns).map(Some)
}
