//! `bytes`, which cannot change: all workers read them where they are.

use std::sync::Arc;

use iot4emissions_proto::columns::line_blocks;
use pyo3::pybacked::PyBackedBytes;

use super::{Block, Content, Failure, Source};

/// Blocks of whole lines of a `bytes`.
pub(super) struct MemoryBlocks {
    bytes: Arc<PyBackedBytes>,
    block: usize,
    start: usize,
}

impl MemoryBlocks {
    pub(super) fn new(bytes: PyBackedBytes, block: usize) -> Self {
        Self {
            bytes: Arc::new(bytes),
            block,
            start: 0,
        }
    }
}

impl Source for MemoryBlocks {
    fn cut(&mut self) {
        self.start = self.bytes.len();
    }

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
            content: Content::Memory(self.bytes.clone(), range),
        }))
    }
}
