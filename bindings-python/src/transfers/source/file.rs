//! A file, read by all workers at once, each at its own positions.

use std::fs::File;
use std::io;
use std::sync::Arc;

use iot4emissions_proto::envelope::MAX_LINE;

use super::{Block, BlockShare, Content, Failure, Source};

/// A piece of what is read behind a block to complete its last line; most lines are
/// shorter.
const TAIL: usize = 4096;

/// The ranges of a file, one after the other. Nothing is read here.
pub(super) struct FileRanges {
    file: Arc<File>,
    block: u64,
    start: u64,
    length: u64,
}

impl FileRanges {
    /// `length` is the file's; what is added to it later is not read.
    pub(super) fn new(file: File, length: u64, block: usize) -> Self {
        Self {
            file: Arc::new(file),
            block: block as u64,
            start: 0,
            length,
        }
    }
}

impl Source for FileRanges {
    fn cut(&mut self) {
        self.start = self.length;
    }

    fn next(&mut self) -> Result<Option<Block>, Failure> {
        if self.start >= self.length {
            return Ok(None);
        }
        let start = self.start;
        self.start = self.length.min(start + self.block);
        let lines = Lines {
            file: self.file.clone(),
            start,
            length: (self.start - start) as usize,
            of: self.length,
        };
        Ok(Some(Block {
            bytes: self.start - start,
            content: Content::File(lines),
        }))
    }
}

/// The lines that begin in a range of a file; the last one may end behind it.
pub(in super::super) struct Lines {
    file: Arc<File>,
    start: u64,
    length: usize,
    /// The file's length when it was opened.
    of: u64,
}

impl Lines {
    /// The same in pieces of `size` bytes, and how much is read with each.
    pub(super) fn pieces(&self, size: usize) -> impl Iterator<Item = (Self, BlockShare)> {
        (0..self.length).step_by(size).map(move |start| {
            let length = size.min(self.length - start);
            let lines = Self {
                file: self.file.clone(),
                start: self.start + start as u64,
                length,
                of: self.of,
            };
            let share = BlockShare {
                read: start + length,
                of: self.length,
            };
            (lines, share)
        })
    }

    /// The lines, in `scratch`. Of a line that is too long so much is read that its
    /// reader sees that it is. A file that has become shorter is an error.
    pub(super) fn read<'s>(&self, scratch: &'s mut Vec<u8>) -> io::Result<&'s [u8]> {
        // With the byte before, which says whether a line begins at the start.
        let before = usize::from(self.start > 0);
        let mut position = self.start - before as u64;
        let end = before + self.length;
        if scratch.len() < end + TAIL {
            scratch.resize(end + TAIL, 0);
        }
        let mut filled = read_at(&self.file, &mut scratch[..end + TAIL], position)?;
        position += filled as u64;
        if filled < end + TAIL && position < self.of {
            return Err(shrunk(self.of, position));
        }
        let begin = match before {
            0 => 0,
            _ => match memchr::memchr(b'\n', &scratch[..end.min(filled)]) {
                Some(line_end) if line_end + 1 < end => line_end + 1,
                // No line begins here.
                _ => return Ok(&[]),
            },
        };
        let mut searched = (end - 1).min(filled);
        loop {
            if let Some(line_end) = memchr::memchr(b'\n', &scratch[searched..filled]) {
                return Ok(&scratch[begin..=searched + line_end]);
            }
            searched = filled;
            // Two more: a reader takes CR LF for one line end.
            if filled.saturating_sub(end) > MAX_LINE + 2 {
                return Ok(&scratch[begin..filled]);
            }
            if scratch.len() < filled + TAIL {
                scratch.resize(filled + 16 * TAIL, 0);
            }
            let more = read_at(&self.file, &mut scratch[filled..], position)?;
            if more == 0 {
                if position < self.of {
                    return Err(shrunk(self.of, position));
                }
                return Ok(&scratch[begin.min(filled)..filled]);
            }
            filled += more;
            position += more as u64;
        }
    }
}

/// That the file ends at `found`, in a part that it had when it was opened.
fn shrunk(length: u64, found: u64) -> io::Error {
    io::Error::other(format!(
        "expected a file of {length} bytes, as it was when it was opened, found one that was \
         cut off at {found} bytes or fewer while it was read"
    ))
}

/// Reads until `buffer` is full or the file ends.
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match read_some_at(file, &mut buffer[filled..], position + filled as u64) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(unix)]
fn read_some_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
fn read_some_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}
