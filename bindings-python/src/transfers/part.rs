//! A piece of the source, read into Arrow arrays.

use std::io;
use std::mem::{replace, take};
use std::sync::Arc;

use arrow_array::types::{Decimal128Type, Float64Type, TimestampMicrosecondType, UInt64Type};
use arrow_array::{ArrayRef, PrimitiveArray, RecordBatch};
use arrow_buffer::ArrowNativeType;
use arrow_schema::{ArrowError, DataType};
use iot4emissions_proto::columns::{ColumnNumber, TransferColumns, TransferReader};
use iot4emissions_proto::message::DeviationCode;

use super::options::{Columns, Options, Values};
use super::refused::Refused;
use super::rows::{BlockShare, Rows, RowsBuilder, nulls};
use super::schema;
use super::source::{Block, Content};

/// How often each deviation was met, in the order of [`DeviationCode::ALL`].
pub(super) type Deviations = [u64; DeviationCode::ALL.len()];

/// What became of one piece: a block, or less of it where much was rejected.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// The snapshots; absent where there are none.
    pub(super) snapshots: Option<RecordBatch>,
    /// The rejected rows; absent where there are none.
    pub(super) rejected: Option<RecordBatch>,
    pub(super) counts: Counts,
}

/// Sums over one piece or many.
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
    /// Accepted messages whose envelopes have something else where the time belongs.
    pub(super) unread_times: u64,
}

impl Counts {
    pub(super) fn add(&mut self, more: &Self) {
        self.bytes += more.bytes;
        self.rows += more.rows;
        self.messages += more.messages;
        self.snapshots += more.snapshots;
        self.rejected += more.rejected;
        self.unread_times += more.unread_times;
        for (count, more) in self.deviations.iter_mut().zip(more.deviations) {
            *count += more;
        }
    }
}

/// A [`Part`] whose place in the source is not known yet: its rows count from 0.
pub(super) struct Unplaced {
    columns: Columns,
    rows: Rows,
    refused: Refused,
    pub(super) counts: Counts,
}

impl Unplaced {
    /// The part, whose first row is the row `first` of the source.
    pub(super) fn place(self, first: u64) -> Result<Part, ArrowError> {
        let snapshots = match self.counts.snapshots {
            0 => None,
            _ => Some(RecordBatch::try_new(
                schema::transfers(self.columns),
                columns(self.columns.values, self.rows, first),
            )?),
        };
        Ok(Part {
            snapshots,
            rejected: self.refused.place(first)?,
            counts: self.counts,
        })
    }
}

/// Reads blocks one after the other, with memory that is used again.
pub(super) trait ReadBlock {
    /// Gives the block's last piece, and `emit` the others, which says whether more is wanted.
    fn read(
        &mut self,
        block: &Block,
        emit: &mut dyn FnMut(Unplaced) -> bool,
    ) -> io::Result<Unplaced>;
}

/// A reader for one worker.
pub(super) fn reader(options: Options) -> Box<dyn ReadBlock> {
    match options.columns.values {
        Values::Decimal => Box::new(Reader::<i128>::new(options)),
        Values::Float64 => Box::new(Reader::<f64>::new(options)),
    }
}

struct Reader<N> {
    options: Options,
    /// Lines of a file.
    lines: Vec<u8>,
    /// Reads rows into memory of its own, out of which they are copied.
    reader: TransferReader<N>,
}

impl<N: ColumnNumber + ArrowNativeType> Reader<N> {
    fn new(options: Options) -> Self {
        let reader = TransferReader::new(options.reading).with_names(options.names.clone());
        Self {
            options,
            lines: Vec::new(),
            reader,
        }
    }
}

impl<N: ColumnNumber + ArrowNativeType> ReadBlock for Reader<N> {
    fn read(
        &mut self,
        block: &Block,
        emit: &mut dyn FnMut(Unplaced) -> bool,
    ) -> io::Result<Unplaced> {
        let options = &self.options;
        let are_lines = !matches!(block.content, Content::Messages(_));
        let mut piece = Piece::new(are_lines);
        let rows = block.read(
            &mut self.reader,
            options.form,
            &mut self.lines,
            |reader, rows, share| {
                piece.take(reader, share)?;
                if piece.refused.is_full() {
                    let full = replace(&mut piece, Piece::new(are_lines));
                    let unplaced = full.finish(reader.restart(), take(rows), options)?;
                    if !emit(unplaced) {
                        return Err(io::Error::other("nobody wants the rest"));
                    }
                }
                Ok(())
            },
        );
        // What was read is given, or dropped with the error.
        let columns = self.reader.restart();
        let rows = rows?;
        let mut unplaced = piece.finish(columns, rows, options)?;
        unplaced.counts.bytes = block.bytes;
        Ok(unplaced)
    }
}

/// What was read and is not given away yet.
struct Piece<N> {
    rows: RowsBuilder<N>,
    refused: Refused,
}

impl<N: ColumnNumber + ArrowNativeType> Piece<N> {
    fn new(are_lines: bool) -> Self {
        Self {
            rows: RowsBuilder::new(),
            refused: Refused::new(are_lines),
        }
    }

    /// Takes what `reader` has read since the last time.
    fn take(&mut self, reader: &mut TransferReader<N>, share: BlockShare) -> io::Result<()> {
        self.rows.expect(share);
        reader.drain_into(&mut self.rows)?;
        for row in reader.take_rejected() {
            self.refused.push(&row);
        }
        Ok(())
    }

    /// The piece of `rows` rows, of which `columns` has what is no row.
    fn finish(
        self,
        columns: TransferColumns<N>,
        rows: u64,
        options: &Options,
    ) -> io::Result<Unplaced> {
        let counts = Counts {
            bytes: 0,
            rows,
            messages: columns.messages,
            snapshots: self.rows.len() as u64,
            rejected: self.refused.len() as u64,
            deviations: DeviationCode::ALL.map(|code| columns.deviations.of(code)),
            unread_times: columns.unread_times,
        };
        Ok(Unplaced {
            columns: options.columns,
            rows: self.rows.finish(columns.device, options.columns.devices)?,
            refused: self.refused,
            counts,
        })
    }
}

fn columns(values: Values, rows: Rows, first: u64) -> Vec<ArrayRef> {
    let mut buffers = rows.memory.place(first).into_iter();
    let mut next = || buffers.next().unwrap_or_default();
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(12);
    columns.push(rows.device);

    let time = PrimitiveArray::<TimestampMicrosecondType>::new(next().into(), None);
    columns.push(Arc::new(time.with_timezone(schema::UTC)));

    let (digits, places) = schema::DECIMAL;
    for validity in rows.validity {
        let (values_of_one, nulls) = (next(), nulls(validity));
        columns.push(match values {
            Values::Decimal => {
                let array = PrimitiveArray::<Decimal128Type>::new(values_of_one.into(), nulls);
                Arc::new(array.with_data_type(DataType::Decimal128(digits, places)))
            }
            Values::Float64 => Arc::new(PrimitiveArray::<Float64Type>::new(
                values_of_one.into(),
                nulls,
            )),
        });
    }
    columns.push(rows.received);
    columns.push(Arc::new(PrimitiveArray::<UInt64Type>::new(
        next().into(),
        None,
    )));
    columns
}
