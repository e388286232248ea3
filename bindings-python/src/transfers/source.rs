//! Where blocks of lines or messages come from.

mod file;
mod gzip;
mod memory;
mod messages;
mod open;
mod python;
mod stream;

use std::io;
use std::ops::Range;
use std::sync::Arc;

use iot4emissions_proto::columns::{ColumnNumber, TransferReader, line_blocks};
use iot4emissions_proto::envelope::{LineForm, file_kind};
use pyo3::exceptions::{PyEOFError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use file::Lines;
use messages::Messages;

use super::rows::BlockShare;

pub(super) use open::{Opened, open};

/// Gives the source piece by piece, in its order.
pub(super) trait Source: Send {
    /// The next block; `None` at the end.
    fn next(&mut self) -> Result<Option<Block>, Failure>;

    /// Makes this its end, but for what was read and not given yet.
    fn cut(&mut self);
}

/// Why a source ended before its end.
#[derive(Debug)]
pub(super) enum Failure {
    Python(PyErr),
    Io(io::Error),
    /// A defect of this library.
    Defect(String),
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<io::Error> for Failure {
    /// What a file object raised comes back as it was.
    fn from(error: io::Error) -> Self {
        match error.downcast::<PyErr>() {
            Ok(error) => Self::Python(error),
            Err(error) => Self::Io(error),
        }
    }
}

impl From<Failure> for PyErr {
    /// A gzip file that is cut off or damaged raises what Python's `gzip` raises.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Python(error) => error,
            Failure::Io(error) => match error.kind() {
                io::ErrorKind::UnexpectedEof => {
                    PyEOFError::new_err("expected a whole gzip file, found one that is cut off")
                }
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => damaged_gzip(&error),
                _ => error.into(),
            },
            Failure::Defect(text) => PyRuntimeError::new_err(text),
        }
    }
}

fn damaged_gzip(error: &io::Error) -> PyErr {
    let text = format!("expected a gzip file, found a damaged one: {error}");
    Python::attach(|py| {
        let exception = || py.import("gzip")?.getattr("BadGzipFile")?.call1((text,));
        exception().map_or_else(|error| error, PyErr::from_value)
    })
}

/// So much of the source as one worker reads at once.
pub(super) struct Block {
    /// The bytes of the source that it takes.
    pub(super) bytes: u64,
    pub(super) content: Content,
}

pub(super) enum Content {
    /// The lines that begin in a range of a file.
    File(Lines),
    /// A range of whole lines in memory.
    Memory(Arc<PyBackedBytes>, Range<usize>),
    /// Whole lines.
    Owned(Vec<u8>),
    Messages(Messages),
}

/// So much is read at once: its rows stay in the processor's cache until they are copied.
const PIECE: usize = 1 << 18;

impl Block {
    /// Reads everything with `reader`, and gives the number of rows; `each` is called for
    /// every piece that was read, with the rows so far, which it may set back to 0.
    pub(super) fn read<N: ColumnNumber>(
        &self,
        reader: &mut TransferReader<N>,
        form: LineForm,
        scratch: &mut Vec<u8>,
        mut each: impl FnMut(&mut TransferReader<N>, &mut u64, BlockShare) -> io::Result<()>,
    ) -> io::Result<u64> {
        let mut rows = 0;
        let mut read_lines = |mut lines: &[u8], share| -> io::Result<()> {
            loop {
                let (read, rest) = reader.read_part(form, lines, rows);
                rows += read;
                each(reader, &mut rows, share)?;
                if rest.is_empty() {
                    return Ok(());
                }
                lines = rest;
            }
        };
        let lines = match &self.content {
            Content::File(lines) => {
                for (piece, share) in lines.pieces(PIECE) {
                    read_lines(piece.read(scratch)?, share)?;
                }
                return Ok(rows);
            }
            Content::Memory(bytes, range) => &bytes[range.clone()],
            Content::Owned(lines) => &lines[..],
            Content::Messages(messages) => return messages.read(reader, PIECE, each),
        };
        let mut read = 0;
        for piece in line_blocks(lines, PIECE) {
            read += piece.len();
            let of = lines.len();
            read_lines(piece, BlockShare { read, of })?;
        }
        Ok(rows)
    }
}

/// Whether bytes begin like a file of another kind, which is then no source at all.
pub(super) fn expect_lines(start: &[u8]) -> PyResult<()> {
    match file_kind(start) {
        Some(kind) => Err(PyValueError::new_err(format!(
            "expected newline-delimited JSON, compressed with gzip or not, found {kind}"
        ))),
        None => Ok(()),
    }
}
