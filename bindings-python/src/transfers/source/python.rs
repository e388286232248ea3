//! File objects and buffers of Python, as Rust reads.

use std::io::{self, Read};

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyMemoryView, PySlice, PyString};

/// A binary file object: anything with `read(n)`.
pub(super) struct FileObject {
    read: Py<PyAny>,
    /// More than was asked for, which some file objects give.
    rest: io::Cursor<Vec<u8>>,
    /// What closes it, where nobody else does.
    close: Option<Py<PyAny>>,
}

/// So much is asked for at once: each call takes the interpreter.
const PIECE: usize = 1 << 18;

impl FileObject {
    /// `read` is its method of that name.
    pub(super) fn new(read: Py<PyAny>) -> Self {
        Self {
            read,
            rest: io::Cursor::default(),
            close: None,
        }
    }

    /// A file that was opened here.
    pub(super) fn own(file: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut object = Self::new(file.getattr("read")?.unbind());
        object.close = Some(file.getattr("close")?.unbind());
        Ok(object)
    }

    fn fill(&mut self, buffer: &mut [u8]) -> PyResult<usize> {
        Python::attach(|py| {
            let asked = buffer.len().max(PIECE);
            let piece = self.read.bind(py).call1((asked,))?;
            let given: &[u8] = if let Ok(bytes) = piece.cast::<PyBytes>() {
                bytes.as_bytes()
            } else if piece.is_instance_of::<PyString>() {
                return Err(text_mode());
            } else if piece.is_none() {
                return Err(PyTypeError::new_err(
                    "expected a file object that waits for its bytes, found one that does not",
                ));
            } else {
                let buffer: PyBuffer<u8> = PyBuffer::get(&piece).map_err(|_| {
                    let found = type_name(&piece);
                    PyTypeError::new_err(format!("expected bytes from read(), found {found}"))
                })?;
                &buffer.to_vec(py)?
            };
            let taken = given.len().min(buffer.len());
            buffer[..taken].copy_from_slice(&given[..taken]);
            self.rest = io::Cursor::new(given[taken..].to_vec());
            Ok(taken)
        })
    }
}

impl Drop for FileObject {
    fn drop(&mut self) {
        if let Some(close) = &self.close {
            Python::attach(|py| {
                // It was only read: closing it can lose nothing.
                let _ = close.bind(py).call0();
            });
        }
    }
}

impl Read for FileObject {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        match self.rest.read(buffer)? {
            0 => self.fill(buffer).map_err(io::Error::other),
            taken => Ok(taken),
        }
    }
}

/// The error for a file object that gives text.
pub(super) fn text_mode() -> PyErr {
    PyTypeError::new_err(
        "expected a binary file object, found one in text mode: open it with mode \"rb\"",
    )
}

/// The class of `object`, for errors.
pub(super) fn type_name(object: &Bound<'_, PyAny>) -> String {
    let name = object.get_type().name();
    name.map_or_else(|_| "another object".to_owned(), |name| name.to_string())
}

/// A buffer that may change while it is read, such as a `bytearray` or an `mmap`: each
/// piece is copied while the interpreter stands still.
pub(super) struct Buffer {
    view: Py<PyAny>,
    position: usize,
}

impl Buffer {
    /// The buffer and its length; `None` where `source` is none.
    pub(super) fn of(source: &Bound<'_, PyAny>) -> PyResult<Option<(Self, usize)>> {
        let Ok(view) = PyMemoryView::from(source) else {
            return Ok(None);
        };
        let view = view.call_method1("cast", ("B",))?;
        let length = view.len()?;
        let position = 0;
        let view = view.unbind();
        Ok(Some((Self { view, position }, length)))
    }

    fn fill(&mut self, py: Python<'_>, buffer: &mut [u8]) -> PyResult<usize> {
        let end = self.position.saturating_add(buffer.len());
        let range = PySlice::new(py, self.position as isize, end as isize, 1);
        let piece = self.view.bind(py).get_item(range)?;
        let piece = piece.call_method0("tobytes")?;
        let piece = piece.cast::<PyBytes>()?.as_bytes();
        buffer[..piece.len()].copy_from_slice(piece);
        self.position += piece.len();
        Ok(piece.len())
    }
}

impl Read for Buffer {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| self.fill(py, buffer)).map_err(io::Error::other)
    }
}

impl Drop for Buffer {
    /// Its owner may want to close or to resize it.
    fn drop(&mut self) {
        Python::attach(|py| {
            // Nothing else holds the view, so there is nothing that it could say.
            let _ = self.view.bind(py).call_method0("release");
        });
    }
}
