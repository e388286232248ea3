//! Cutting a text into blocks of whole lines.

use std::iter;

use memchr::{memchr, memrchr};

use super::MAX_LINE;

/// Blocks of whole lines, in their order, of `size` bytes and what is missing to the
/// next line end: one each for as many readers as are to work at once. Joined, the
/// blocks are `lines`; 0 counts as 1.
///
/// ```
/// use iot4emissions_proto::columns::line_blocks;
///
/// let blocks: Vec<_> = line_blocks(b"one\ntwo\nthree", 2).collect();
/// assert_eq!(blocks, [&b"one\n"[..], b"two\n", b"three"]);
/// ```
pub fn line_blocks(lines: &[u8], size: usize) -> impl Iterator<Item = &[u8]> {
    let mut rest = lines;
    iter::from_fn(move || {
        let least = size.clamp(1, rest.len().max(1)) - 1;
        let end = match memchr(b'\n', rest.get(least..)?) {
            Some(line_end) => least + line_end + 1,
            None => rest.len(),
        };
        let (block, after) = rest.split_at(end);
        rest = after;
        (!block.is_empty()).then_some(block)
    })
}

/// Whole lines out of pieces of any size, for texts that do not fit into memory: holds
/// the pieces and, of a line without an end, at most [`MAX_LINE`] bytes and a few.
///
/// ```
/// use iot4emissions_proto::columns::LineBuffer;
///
/// let mut buffer = LineBuffer::new();
/// buffer.push(b"one\nt");
/// assert_eq!(buffer.take_lines(), b"one\n");
/// buffer.push(b"wo");
/// assert_eq!(buffer.take_lines(), b"");
/// assert_eq!(buffer.finish(), b"two");
/// ```
#[derive(Debug, Clone, Default)]
pub struct LineBuffer {
    bytes: Vec<u8>,
    /// The length of the whole lines: what is behind it is not searched again.
    whole: usize,
    /// Whether the end of a line that is too long is awaited.
    skipping: bool,
}

/// So much of a line that is too long is kept that its reader sees that it is.
const KEPT: usize = MAX_LINE + 2;

impl LineBuffer {
    /// An empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next piece. Of a line that is longer than [`MAX_LINE`] and ends in a
    /// later piece the rest is forgotten; the reader refuses it all the same.
    pub fn push(&mut self, piece: &[u8]) {
        let mut piece = piece;
        if self.skipping {
            let Some(end) = memchr(b'\n', piece) else {
                return;
            };
            piece = &piece[end..];
            self.skipping = false;
        }
        if let Some(end) = memrchr(b'\n', piece) {
            self.whole = self.bytes.len() + end + 1;
        }
        self.bytes.extend_from_slice(piece);
        if self.bytes.len() - self.whole > KEPT {
            self.bytes.truncate(self.whole + KEPT);
            self.skipping = true;
        }
    }

    /// Takes all whole lines.
    #[must_use]
    pub fn take_lines(&mut self) -> Vec<u8> {
        // Without one, what there is of a line is not moved either.
        match std::mem::take(&mut self.whole) {
            0 => Vec::new(),
            whole => {
                let rest = self.bytes.split_off(whole);
                std::mem::replace(&mut self.bytes, rest)
            }
        }
    }

    /// Takes what is left, the last line also where it has no end.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}
