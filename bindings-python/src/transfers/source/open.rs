//! Which kind of source it is.

use std::fs::{File, Metadata};
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyString};

use super::file::FileRanges;
use super::memory::MemoryBlocks;
use super::messages::MessageBlocks;
use super::python::{Buffer, FileObject, text_mode, type_name};
use super::stream::{GZIP, START, StreamBlocks};
use super::{Source, expect_lines};
use crate::transfers::options::Options;

/// A source, ready to be read.
pub(in super::super) struct Opened {
    pub(in super::super) source: Box<dyn Source>,
    /// Whether only the thread that asked for it may read it: because it calls Python
    /// objects, which need not like other threads, or because it waits.
    pub(in super::super) pulled: bool,
    /// Its bytes, where they are known.
    pub(in super::super) total: Option<u64>,
    /// How many blocks it gives, where that is known.
    pub(in super::super) blocks: Option<usize>,
}

/// Opens a path, `bytes` or another buffer, a binary file object, or an iterable.
pub(in super::super) fn open(source: &Bound<'_, PyAny>, options: &Options) -> PyResult<Opened> {
    if let Ok(bytes) = source.cast::<PyBytes>() {
        return from_bytes(bytes.clone().into(), options);
    }
    if source.is_instance_of::<PyString>() || source.hasattr("__fspath__")? {
        return from_path(source, options);
    }
    if let Some((buffer, length)) = Buffer::of(source)? {
        return Ok(stream(Box::new(buffer), true, Some(length as u64), options));
    }
    if let Some(read) = source.getattr_opt("read")? {
        let text = source.py().import("io")?.getattr("TextIOBase")?;
        if source.is_instance(&text)? {
            return Err(text_mode());
        }
        let object = FileObject::new(read.unbind());
        return Ok(stream(Box::new(object), true, None, options));
    }
    match source.try_iter() {
        Ok(iterator) => Ok(Opened {
            source: Box::new(MessageBlocks::new(iterator, options.block)),
            pulled: true,
            total: None,
            blocks: None,
        }),
        Err(_) => {
            let found = type_name(source);
            Err(PyTypeError::new_err(format!(
                "expected a path, bytes, a binary file object or an iterable of \
                 (device, payload), found {found}"
            )))
        }
    }
}

fn stream(
    source: Box<dyn Read + Send>,
    pulled: bool,
    total: Option<u64>,
    options: &Options,
) -> Opened {
    Opened {
        source: Box::new(StreamBlocks::new(source, options.block)),
        pulled,
        total,
        blocks: None,
    }
}

fn from_bytes(bytes: PyBackedBytes, options: &Options) -> PyResult<Opened> {
    let length = bytes.len();
    let total = Some(length as u64);
    if bytes.starts_with(&GZIP) {
        return Ok(stream(Box::new(Cursor::new(bytes)), false, total, options));
    }
    expect_lines(&bytes)?;
    Ok(Opened {
        source: Box::new(MemoryBlocks::new(bytes, options.block)),
        pulled: false,
        total,
        blocks: Some(length.div_ceil(options.block)),
    })
}

fn from_path(source: &Bound<'_, PyAny>, options: &Options) -> PyResult<Opened> {
    let py = source.py();
    let path: PathBuf = source.extract()?;
    if let Some((file, length, start)) = py.detach(|| file_with_length(&path)) {
        return from_file(file, length, &start, options);
    }
    // Whatever else it is, Python waits for it as its users expect, or says why it cannot.
    let file = py.import("io")?.call_method1("open", (source, "rb", 0))?;
    let object = FileObject::own(&file)?;
    Ok(stream(Box::new(object), true, None, options))
}

/// A file that can be read at any position, one that has a length and is no pipe; with its
/// length and its first bytes.
fn file_with_length(path: &Path) -> Option<(File, u64, Vec<u8>)> {
    let length = |metadata: Metadata| match metadata.is_file() {
        true => Some(metadata.len()).filter(|length| *length > 0),
        false => None,
    };
    // Opening a pipe would wait for its other end.
    length(path.metadata().ok()?)?;
    let mut file = File::open(path).ok()?;
    let length = length(file.metadata().ok()?)?;
    let mut start = Vec::new();
    file.by_ref()
        .take(START as u64)
        .read_to_end(&mut start)
        .ok()?;
    file.rewind().ok()?;
    Some((file, length, start))
}

fn from_file(file: File, length: u64, start: &[u8], options: &Options) -> PyResult<Opened> {
    if start.starts_with(&GZIP) {
        return Ok(stream(Box::new(file), false, Some(length), options));
    }
    expect_lines(start)?;
    let blocks = length.div_ceil(options.block as u64);
    Ok(Opened {
        source: Box::new(FileRanges::new(file, length, options.block)),
        pulled: false,
        total: Some(length),
        blocks: usize::try_from(blocks).ok(),
    })
}
