//! `bytes`, which cannot change: all workers read them where they are.

use std::sync::Arc;

use iot4emissions_proto::columns::line_blocks;
use iot4emissions_proto::envelope::{EnvelopeNames, LineForm};
use pyo3::pybacked::PyBackedBytes;

use super::{Block, Content, Failure, Source};

/// Blocks of whole lines of a `bytes`.
pub(super) struct MemoryBlocks {
    bytes: Arc<PyBackedBytes>,
    form: LineForm,
    block: usize,
    start: usize,
}

impl MemoryBlocks {
    pub(super) fn new(bytes: PyBackedBytes, form: Option<LineForm>, block: usize) -> Self {
        let form = form.or_else(|| LineForm::detect(&bytes, &EnvelopeNames::default()));
        Self {
            bytes: Arc::new(bytes),
            form: form.unwrap_or(LineForm::Payload),
            block,
            start: 0,
        }
    }
}

impl Source for MemoryBlocks {
    fn next(&mut self) -> Result<Option<Block>, Failure> {
        let rest = &self.bytes[self.start..];
        let Some(lines) = line_blocks(rest, self.block).next() else {
            return Ok(None);
        };
        let length = lines.len();
        let range = self.start..self.start + length;
        self.start = range.end;
        Ok(Some(Block {
            bytes: length as u64,
            content: Content::Memory(self.bytes.clone(), range, self.form),
        }))
    }
}
