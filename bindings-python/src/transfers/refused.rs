//! Rejected rows on their way from a reader to Arrow: texts in few buffers, since there may be
//! one for every two bytes of a source.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow_array::{ArrayRef, LargeStringArray, RecordBatch, UInt64Array};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;
use iot4emissions_proto::columns::RejectedRow;

use super::schema;

/// So many rejected rows, or bytes of their texts, are handed out at once.
const MOST_ROWS: usize = 1 << 14;
const MOST_BYTES: usize = 4 << 20;

/// Rejected rows, which count from the first row of their piece.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// Whether they are lines, which their texts say then.
    are_lines: bool,
    source_row: Vec<u64>,
    device: Texts,
    is_known: Vec<bool>,
    code: Texts,
    pointer: Texts,
    error: Texts,
}

impl Refused {
    pub(super) fn new(are_lines: bool) -> Self {
        Self {
            are_lines,
            ..Self::default()
        }
    }

    pub(super) fn push(&mut self, row: &RejectedRow) {
        self.source_row.push(row.source_row);
        self.device
            .push(row.device.as_ref().map_or("", |device| device.as_str()));
        self.is_known.push(row.device.is_some());
        self.code.push(row.code());
        self.pointer.push(row.pointer());
        // A `String` takes everything.
        let _ = row.write_text(&mut self.error.text);
        self.error.end();
    }

    pub(super) fn len(&self) -> usize {
        self.source_row.len()
    }

    /// Whether it is time to hand them out.
    pub(super) fn is_full(&self) -> bool {
        let texts = self.pointer.text.len() + self.error.text.len();
        self.len() >= MOST_ROWS || texts >= MOST_BYTES
    }

    /// The record batch, the first row of the piece being the row `first` of the source;
    /// `None` where there are none.
    pub(super) fn place(self, first: u64) -> Result<Option<RecordBatch>, ArrowError> {
        if self.source_row.is_empty() {
            return Ok(None);
        }
        let mut source_row = self.source_row;
        for row in &mut source_row {
            *row += first;
        }
        let error = match self.are_lines {
            true => self.error.in_lines(&source_row),
            false => self.error,
        };
        let nulls = NullBuffer::from(self.is_known);
        let columns: Vec<ArrayRef> = vec![
            Arc::new(UInt64Array::from(source_row)),
            self.device.finish(Some(nulls)),
            self.code.finish(None),
            self.pointer.finish(None),
            error.finish(None),
        ];
        RecordBatch::try_new(schema::rejected(), columns).map(Some)
    }
}

/// Texts, one after the other.
#[derive(Debug)]
struct Texts {
    text: String,
    offsets: Vec<i64>,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            text: String::new(),
            offsets: vec![0],
        }
    }
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.end();
    }

    fn end(&mut self) {
        self.offsets.push(self.text.len() as i64);
    }

    /// Each behind the number of its line, from 1.
    fn in_lines(&self, source_row: &[u64]) -> Self {
        let mut texts = Self::default();
        texts.text.reserve(self.text.len() + source_row.len() * 12);
        for (row, range) in source_row.iter().zip(self.offsets.windows(2)) {
            let text = &self.text[range[0] as usize..range[1] as usize];
            // A `String` takes everything.
            let _ = write!(texts.text, "line {}: {text}", row + 1);
            texts.end();
        }
        texts
    }

    fn finish(self, nulls: Option<NullBuffer>) -> ArrayRef {
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.offsets));
        let text = Buffer::from_vec(self.text.into_bytes());
        Arc::new(LargeStringArray::new(offsets, text, nulls))
    }
}

/// The row that stands for `count` rejected rows from `first` on that are held nowhere.
pub(super) fn not_held(first: u64, count: u64) -> Result<Option<RecordBatch>, ArrowError> {
    let mut refused = Refused::default();
    refused.source_row.push(first);
    refused.device.push("");
    refused.is_known.push(false);
    refused.code.push("too-many-rejected");
    refused.pointer.push("");
    refused.error.push(&format!(
        "expected at most 64 MiB of rejected rows, found {count} more from this one on: each \
         part has its own, and take_rejected makes room"
    ));
    refused.place(0)
}
