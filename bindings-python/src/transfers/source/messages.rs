//! An iterable of (device, payload).

use std::io;

use iot4emissions_proto::columns::{ColumnNumber, TransferReader};
use iot4emissions_proto::identity as core;
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyList, PyString, PyTuple};

use super::python::type_name;
use super::{Block, BlockShare, Content, Failure, Source};
use crate::identity::DeviceId;

/// Messages that were taken from an iterable, their payloads one after the other.
#[derive(Default)]
pub(in super::super) struct Messages {
    text: Vec<u8>,
    /// Who sent each, and where its payload ends.
    messages: Vec<(Sender, usize)>,
}

enum Sender {
    Unknown,
    Device(core::DeviceId),
    Text(String),
}

impl Messages {
    /// Reads everything with `reader`, and gives the number of messages; `each` is called
    /// for every `size` bytes, since all may be wrong for every so many messages, and at the
    /// end.
    pub(super) fn read<N: ColumnNumber>(
        &self,
        reader: &mut TransferReader<N>,
        size: usize,
        mut each: impl FnMut(&mut TransferReader<N>, &mut u64, BlockShare) -> io::Result<()>,
    ) -> io::Result<u64> {
        let of = self.text.len();
        let (mut start, mut next, mut row) = (0, size, 0);
        for (count, (sender, end)) in (1..).zip(&self.messages) {
            let payload = &self.text[start..*end];
            match sender {
                Sender::Unknown => reader.push(None, row, payload),
                Sender::Device(device) => reader.push(Some(device), row, payload),
                Sender::Text(device) => reader.push_text(Some(device), row, payload),
            }
            row += 1;
            start = *end;
            if start >= next || count % AT_ONCE == 0 {
                next = start + size;
                each(reader, &mut row, BlockShare { read: start, of })?;
            }
        }
        each(reader, &mut row, BlockShare { read: of, of })?;
        Ok(row)
    }
}

/// So many messages are read before those that are rejected are taken away.
const AT_ONCE: usize = 1024;

/// So many messages at most are a block, however short their payloads are.
const MOST: usize = 1 << 14;

/// The messages of an iterable, in blocks.
pub(super) struct MessageBlocks {
    iterator: Py<PyIterator>,
    block: usize,
    position: u64,
    /// What comes after the messages that were read before.
    last: Option<Result<(), PyErr>>,
}

impl MessageBlocks {
    pub(super) fn new(iterator: Bound<'_, PyIterator>, block: usize) -> Self {
        Self {
            iterator: iterator.unbind(),
            block,
            position: 0,
            last: None,
        }
    }

    fn fill(&mut self, py: Python<'_>, messages: &mut Messages) -> PyResult<bool> {
        let mut iterator = self.iterator.bind(py).clone();
        while messages.text.len() < self.block && messages.messages.len() < MOST {
            let Some(pair) = iterator.next() else {
                return Ok(true);
            };
            messages.push(&pair?, self.position)?;
            self.position += 1;
        }
        Ok(false)
    }
}

impl Source for MessageBlocks {
    fn cut(&mut self) {
        self.last.get_or_insert(Ok(()));
    }

    fn next(&mut self) -> Result<Option<Block>, Failure> {
        if let Some(last) = self.last.take() {
            self.last = Some(Ok(()));
            last?;
            return Ok(None);
        }
        let mut messages = Messages::default();
        match Python::attach(|py| self.fill(py, &mut messages)) {
            Ok(true) => self.last = Some(Ok(())),
            Ok(false) => {}
            Err(error) => self.last = Some(Err(error)),
        }
        if messages.messages.is_empty() {
            return self.next();
        }
        Ok(Some(Block {
            bytes: messages.text.len() as u64,
            content: Content::Messages(messages),
        }))
    }
}

impl Messages {
    fn push(&mut self, pair: &Bound<'_, PyAny>, position: u64) -> PyResult<()> {
        let wrong = |place: &str, expected: &str, found: &Bound<'_, PyAny>| {
            let found = type_name(found);
            let text = format!("item {position}: expected {place}{expected}, found {found}");
            PyTypeError::new_err(text)
        };
        let (device, payload) = if let Ok(pair) = pair.cast::<PyTuple>()
            && pair.len() == 2
        {
            (pair.get_item(0)?, pair.get_item(1)?)
        } else if let Ok(pair) = pair.cast::<PyList>()
            && pair.len() == 2
        {
            (pair.get_item(0)?, pair.get_item(1)?)
        } else {
            return Err(wrong("", "a pair (device, payload)", pair));
        };
        let sender = if device.is_none() {
            Sender::Unknown
        } else if let Ok(device) = device.cast::<DeviceId>() {
            Sender::Device(device.get().0.clone())
        } else if let Ok(text) = device.cast::<PyString>() {
            // What is no character becomes one that no device ID has.
            Sender::Text(text.to_string_lossy().into_owned())
        } else {
            return Err(wrong("as device ", "a DeviceId, a str or None", &device));
        };
        if let Ok(bytes) = payload.cast::<PyBytes>() {
            self.text.extend_from_slice(bytes.as_bytes());
        } else if let Ok(text) = payload.cast::<PyString>() {
            self.push_text(text)?;
        } else if let Ok(buffer) = PyBuffer::<u8>::get(&payload) {
            self.text.extend(buffer.to_vec(payload.py())?);
        } else {
            return Err(wrong("as payload ", "bytes or a str", &payload));
        }
        self.messages.push((sender, self.text.len()));
        Ok(())
    }

    /// A lone surrogate is left as the bytes that it would have: no UTF-8, which the core
    /// says of its row.
    fn push_text(&mut self, text: &Bound<'_, PyString>) -> PyResult<()> {
        match text.to_cow() {
            Ok(text) => self.text.extend_from_slice(text.as_bytes()),
            Err(_) => {
                let bytes = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
                self.text
                    .extend_from_slice(bytes.cast::<PyBytes>()?.as_bytes());
            }
        }
        Ok(())
    }
}
