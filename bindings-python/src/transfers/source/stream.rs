//! What can only be read from its beginning to its end: pipes, file objects, and
//! everything that is compressed.

use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use iot4emissions_proto::columns::LineBuffer;
use pyo3::Python;

use super::gzip::Members;
use super::{Block, Content, Failure, Source, expect_lines};

/// How a gzip file begins (RFC 1952 §2.3.1).
pub(super) const GZIP: [u8; 2] = [0x1f, 0x8b];

/// So many bytes say which kind of file it is.
pub(super) const START: usize = 8;

/// So much is read at once.
const PIECE: usize = 1 << 18;

/// Blocks of whole lines of a stream, which is decompressed where it is gzip.
pub(super) struct StreamBlocks {
    input: Input,
    block: usize,
    lines: LineBuffer,
    piece: Vec<u8>,
    /// Bytes taken from the source, and how many of them blocks have accounted for.
    taken: Arc<AtomicU64>,
    accounted: u64,
    /// What comes after the lines that were read before.
    last: Option<Result<(), Failure>>,
}

enum Input {
    /// Nothing of it was read yet.
    Fresh(Option<Box<dyn Read + Send>>),
    Plain(Box<dyn Read + Send>),
    Gzip(Box<Members<Box<dyn Read + Send>>>),
}

impl StreamBlocks {
    pub(super) fn new(source: Box<dyn Read + Send>, block: usize) -> Self {
        let taken = Arc::new(AtomicU64::new(0));
        let counted = Counted {
            source,
            taken: taken.clone(),
        };
        Self {
            input: Input::Fresh(Some(Box::new(counted))),
            block,
            lines: LineBuffer::new(),
            piece: Vec::new(),
            taken,
            accounted: 0,
            last: None,
        }
    }

    /// Fills `lines` with about a block; `true` at the end.
    fn fill(&mut self) -> Result<bool, Failure> {
        self.piece.resize(PIECE.min(self.block), 0);
        let mut read = 0;
        while read < self.block {
            let length = self.input.read(&mut self.piece)?;
            if length == 0 {
                return Ok(true);
            }
            self.lines.push(&self.piece[..length]);
            read += length;
        }
        Ok(false)
    }

    fn block_of(&mut self, lines: Vec<u8>) -> Option<Block> {
        if lines.is_empty() {
            return None;
        }
        let taken = self.taken.load(Ordering::Relaxed);
        let bytes = taken - self.accounted;
        self.accounted = taken;
        Some(Block {
            bytes,
            content: Content::Owned(lines),
        })
    }
}

impl Source for StreamBlocks {
    fn cut(&mut self) {
        if self.last.is_none() {
            // A line that has no end yet is not known to be whole.
            let lines = self.lines.take_lines();
            self.lines = LineBuffer::new();
            self.lines.push(&lines);
            self.last = Some(Ok(()));
        }
    }

    fn next(&mut self) -> Result<Option<Block>, Failure> {
        loop {
            if let Some(last) = self.last.take() {
                let rest = std::mem::take(&mut self.lines);
                self.last = Some(Ok(()));
                // A line before an error is not known to be whole.
                last?;
                return Ok(self.block_of(rest.finish()));
            }
            match self.fill() {
                Ok(true) => self.last = Some(Ok(())),
                Ok(false) => {}
                Err(failure) => self.last = Some(Err(failure)),
            }
            let lines = self.lines.take_lines();
            if let Some(block) = self.block_of(lines) {
                return Ok(Some(block));
            }
        }
    }
}

impl Input {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        loop {
            let read = match self {
                Self::Fresh(source) => {
                    if let Some(opened) = source.take() {
                        *self = Self::open(opened)?;
                        continue;
                    }
                    Ok(0)
                }
                Self::Plain(source) => source.read(buffer),
                Self::Gzip(source) => source.read(buffer),
            };
            match read {
                Ok(length) => return Ok(length),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                    Python::attach(|py| py.check_signals())?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Looks at the first bytes, and at the first that come out where they are gzip.
    fn open(mut source: Box<dyn Read + Send>) -> Result<Self, Failure> {
        let start = start_of(&mut source)?;
        let is_gzip = start.starts_with(&GZIP);
        if !is_gzip {
            expect_lines(&start)?;
            return Ok(Self::Plain(Box::new(Cursor::new(start).chain(source))));
        }
        let source: Box<dyn Read + Send> = Box::new(Cursor::new(start).chain(source));
        let mut members = Members::new(source);
        let start = start_of(&mut members)?;
        expect_lines(&start)?;
        members.put_back(start);
        Ok(Self::Gzip(Box::new(members)))
    }
}

fn start_of(source: &mut impl Read) -> Result<Vec<u8>, Failure> {
    let mut start = vec![0; START];
    let mut filled = 0;
    while filled < START {
        match source.read(&mut start[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                Python::attach(|py| py.check_signals())?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    start.truncate(filled);
    Ok(start)
}

/// Counts what was read.
struct Counted {
    source: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(buffer)?;
        self.taken.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
