//! Which kind of source it is.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::PathBuf;

use pyo3::exceptions::{PyOSError, PyTypeError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyString};

use super::file::FileRanges;
use super::memory::MemoryBlocks;
use super::messages::MessageBlocks;
use super::python::{Buffer, FileObject, text_mode, type_name};
use super::stream::{GZIP, StreamBlocks};
use super::{Failure, Source};
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
        return Ok(from_bytes(bytes.clone().into(), options));
    }
    if source.is_instance_of::<PyString>() || source.hasattr("__fspath__")? {
        let path: PathBuf = source.extract()?;
        return from_path(&path, options).map_err(|failure| os_error(source, failure));
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
        source: Box::new(StreamBlocks::new(source, options.form, options.block)),
        pulled,
        total,
        blocks: None,
    }
}

fn from_bytes(bytes: PyBackedBytes, options: &Options) -> Opened {
    let length = bytes.len();
    let total = Some(length as u64);
    if bytes.starts_with(&GZIP) {
        return stream(Box::new(Cursor::new(bytes)), false, total, options);
    }
    Opened {
        source: Box::new(MemoryBlocks::new(bytes, options.form, options.block)),
        pulled: false,
        total,
        blocks: Some(length.div_ceil(options.block)),
    }
}

fn from_path(path: &PathBuf, options: &Options) -> Result<Opened, Failure> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    // What has no length is a pipe, or made by the system as it is read.
    if !metadata.is_file() || metadata.len() == 0 {
        return Ok(stream(Box::new(file), true, None, options));
    }
    let total = Some(metadata.len());
    let mut start = Vec::new();
    file.by_ref().take(2).read_to_end(&mut start)?;
    if start == GZIP {
        file.rewind()?;
        return Ok(stream(Box::new(file), false, total, options));
    }
    let ranges = FileRanges::new(file, metadata.len(), options.form, options.block)?;
    let blocks = metadata.len().div_ceil(options.block as u64);
    Ok(Opened {
        source: Box::new(ranges),
        pulled: false,
        total,
        blocks: usize::try_from(blocks).ok(),
    })
}

/// The exception with the path in it, as Python's own `open` raises it.
fn os_error(path: &Bound<'_, PyAny>, failure: Failure) -> PyErr {
    let error = match failure {
        Failure::Io(error) => error,
        other => return other.into(),
    };
    let py = path.py();
    let exception = || {
        let Some(number) = error.raw_os_error() else {
            let number = match error.kind() {
                io::ErrorKind::IsADirectory => py.import("errno")?.getattr("EISDIR")?,
                _ => return Ok(PyErr::from(error)),
            };
            let text = py.import("os")?.call_method1("strerror", (&number,))?;
            return Ok(PyOSError::new_err((
                number.unbind(),
                text.unbind(),
                path.clone().unbind(),
            )));
        };
        let text = error.to_string();
        let path = path.clone().unbind();
        Ok(if cfg!(windows) {
            PyOSError::new_err((0, text, path, number))
        } else {
            let text = py.import("os")?.call_method1("strerror", (number,))?;
            PyOSError::new_err((number, text.unbind(), path))
        })
    };
    exception().unwrap_or_else(|error: PyErr| error)
}
