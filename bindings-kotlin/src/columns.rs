//! Many Data Transfers as columns (P-5.40 to P-5.43).

use std::sync::{Mutex, MutexGuard, PoisonError};

use iot4emissions_proto::columns::{
    ColumnNumber, LineBuffer, NOT_RECEIVED, RejectedRow, TransferColumns, TransferReader,
};
use iot4emissions_proto::envelope::{EnvelopeNames, LineForm};
use iot4emissions_proto::message::{DecodeOptions, DeviationCode};

#[cfg(feature = "arrow")]
use crate::arrow;
use crate::error::Fault;
use crate::hot_path;

/// The form of the eight values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum ValueForm {
    /// Tenths, for the facade's own columns.
    Tenths,
    /// Arrow's decimal(10,1).
    Decimal,
    /// Arrow's float64, the nearest number.
    Float64,
}

/// How to read.
#[derive(uniffi::Record)]
pub struct TransferOptions {
    form: LineForm,
    names: EnvelopeNames,
    decode: DecodeOptions,
    values: ValueForm,
}

/// A row that was refused (P-5.3).
#[derive(uniffi::Record)]
pub struct RejectedParts {
    source_row: u64,
    device: Option<String>,
    code: String,
    pointer: String,
    text: String,
}

impl RejectedParts {
    fn of(row: &RejectedRow, is_line: bool) -> Self {
        let mut text = match is_line {
            true => format!("line {}: ", row.source_row + 1),
            false => String::new(),
        };
        // A `String` takes everything.
        let _ = row.write_text(&mut text);
        Self {
            source_row: row.source_row,
            device: row.device.as_ref().map(ToString::to_string),
            code: row.code().to_owned(),
            pointer: row.pointer().to_owned(),
            text,
        }
    }
}

/// What reading has given.
#[derive(uniffi::Record)]
pub struct ReadRows {
    /// The rows that were refused since the last time.
    rejected: Vec<RejectedParts>,
    /// Whether all that was pushed is read.
    is_done: bool,
}

/// What was taken: sums, and the size of the columns.
#[derive(uniffi::Record)]
pub struct TakenColumns {
    snapshots: u64,
    messages: u64,
    /// Lines or messages.
    rows: u64,
    unread_times: u64,
    /// One for each code, in their order.
    deviations: Vec<u64>,
    /// The dictionary's texts, one after the other.
    device_text: String,
    /// Their lengths.
    device_lengths: Vec<u8>,
}

/// Reads lines or messages, piece by piece.
#[derive(uniffi::Object)]
pub struct TransferReading {
    state: Mutex<State>,
}

enum State {
    Tenths(Reading<i64>),
    Decimal(Reading<i128>),
    Float64(Reading<f64>),
}

macro_rules! each {
    ($state:expr, $reading:ident => $do:expr) => {
        match &mut *$state {
            State::Tenths($reading) => $do,
            State::Decimal($reading) => $do,
            State::Float64($reading) => $do,
        }
    };
}

#[uniffi::export]
impl TransferReading {
    /// A reader that has read nothing.
    #[uniffi::constructor]
    fn new(options: TransferOptions) -> Self {
        let state = match options.values {
            ValueForm::Tenths => State::Tenths(Reading::new(options)),
            ValueForm::Decimal => State::Decimal(Reading::new(options)),
            ValueForm::Float64 => State::Float64(Reading::new(options)),
        };
        Self {
            state: Mutex::new(state),
        }
    }

    /// Adds a piece of a text, the last one where `last`, and reads its lines until all are read,
    /// or many are refused: then an empty piece goes on.
    fn push_lines(&self, piece: &[u8], last: bool) -> ReadRows {
        each!(self.state(), reading => {
            reading.push_lines(piece, last);
            reading.read()
        })
    }

    /// Reads messages: for each the length of the device's text, -1 where none is known, the
    /// text, the length of the payload, the payload. Gives the rows that were refused.
    fn push_messages(&self, frames: &[u8]) -> Vec<RejectedParts> {
        each!(self.state(), reading => reading.push_messages(frames))
    }

    /// Takes the columns of what was read since the last time: `copy` or `export_arrow` gives
    /// them.
    fn take(&self) -> TakenColumns {
        each!(self.state(), reading => reading.take())
    }

    /// Copies rows of what was taken, from `first` on, to the facade's buffer: for each of `count`
    /// rows, each column from an offset that is a multiple of 8: source row, time, time of
    /// receipt, the eight values, 64 bits each; the device's key, 32 bits; the values that are
    /// there, a bit each.
    fn copy(&self, first: u64, count: u64, address: u64, length: u64) {
        if let State::Tenths(reading) = &*self.state() {
            hot_path::fill(address, length, |bytes| {
                reading.copy(first as usize, count as usize, bytes);
            });
        }
    }

    /// Moves what was taken to the structures of Arrow's C data interface at these addresses; no
    /// schema where its address is 0.
    ///
    /// # Errors
    /// Where this library was built without Arrow, or Arrow cannot hold it.
    fn export_arrow(&self, array: u64, schema: u64) -> Result<(), ArrowFault> {
        #[cfg(feature = "arrow")]
        return match &mut *self.state() {
            State::Tenths(_) => Err(ArrowFault::without("values")),
            State::Decimal(reading) => reading.export_arrow(array, schema),
            State::Float64(reading) => reading.export_arrow(array, schema),
        };
        #[cfg(not(feature = "arrow"))]
        {
            let _ = (array, schema);
            Err(ArrowFault::without("its cargo feature `arrow`"))
        }
    }
}

/// Why there are no Arrow arrays.
#[derive(Debug, Clone, thiserror::Error, uniffi::Error)]
pub enum ArrowFault {
    /// The native library, or its reader, was made without.
    #[error("expected a native library with Arrow, found one without {what}")]
    Without {
        /// What is missing.
        what: String,
    },
    /// Arrow cannot hold it.
    #[error("{text}")]
    Refused {
        /// Its words.
        text: String,
    },
}

impl ArrowFault {
    fn without(what: &str) -> Self {
        Self::Without {
            what: what.to_owned(),
        }
    }
}

/// Whether this library was built with Arrow.
#[uniffi::export]
fn has_arrow() -> bool {
    cfg!(feature = "arrow")
}

impl TransferReading {
    /// What a panic has left behind is dropped with the object, and read by nobody before: the
    /// reader's methods leave rows whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Reading<N> {
    form: LineForm,
    reader: TransferReader<N>,
    buffer: LineBuffer,
    /// Whole lines; those before `read` are read.
    lines: Vec<u8>,
    read: usize,
    /// Lines or messages.
    rows: u64,
    taken_rows: u64,
    taken: Option<TransferColumns<N>>,
}

impl<N: ColumnNumber> Reading<N> {
    fn new(options: TransferOptions) -> Self {
        Self {
            form: options.form,
            reader: TransferReader::new(options.decode).with_names(options.names),
            buffer: LineBuffer::new(),
            lines: Vec::new(),
            read: 0,
            rows: 0,
            taken_rows: 0,
            taken: None,
        }
    }

    fn push_lines(&mut self, piece: &[u8], last: bool) {
        self.buffer.push(piece);
        let mut lines = self.buffer.take_lines();
        if last {
            let buffer = std::mem::take(&mut self.buffer);
            lines.extend(buffer.finish());
        }
        match self.read == self.lines.len() {
            true => self.lines = lines,
            false => {
                self.lines.drain(..self.read);
                self.lines.extend(lines);
            }
        }
        self.read = 0;
    }

    fn read(&mut self) -> ReadRows {
        let lines = &self.lines[self.read..];
        let (rows, rest) = self.reader.read_part(self.form, lines, self.rows);
        self.rows += rows;
        self.read = self.lines.len() - rest.len();
        ReadRows {
            is_done: rest.is_empty(),
            rejected: self.take_rejected(true),
        }
    }

    fn push_messages(&mut self, frames: &[u8]) -> Vec<RejectedParts> {
        let mut frames = Frames(frames);
        while let Some((device, payload)) = frames.message() {
            match device.map(str::from_utf8).transpose() {
                Ok(device) => self.reader.push_text(device, self.rows, payload),
                // Kotlin's texts are UTF-8 here; what is not is no device ID either.
                Err(_) => self.reader.push_text(Some(""), self.rows, payload),
            }
            self.rows += 1;
        }
        self.take_rejected(false)
    }

    fn take_rejected(&mut self, are_lines: bool) -> Vec<RejectedParts> {
        let rejected = self.reader.take_rejected();
        let parts = |row| RejectedParts::of(row, are_lines);
        rejected.iter().map(parts).collect()
    }

    fn take(&mut self) -> TakenColumns {
        let mut columns = self.reader.restart();
        let device_text = std::mem::take(&mut columns.device.text);
        let lengths = columns.device.offsets.windows(2);
        let rows = self.rows - self.taken_rows;
        self.taken_rows = self.rows;
        let taken = TakenColumns {
            snapshots: columns.len() as u64,
            messages: columns.messages,
            rows,
            unread_times: columns.unread_times,
            deviations: DeviationCode::ALL
                .map(|code| columns.deviations.of(code))
                .into(),
            // A device ID has at most 64 characters (P-2.1).
            device_lengths: lengths.map(|pair| (pair[1] - pair[0]) as u8).collect(),
            device_text: device_text.clone(),
        };
        columns.device.text = device_text;
        self.taken = Some(columns);
        taken
    }

    #[cfg(feature = "arrow")]
    fn export_arrow(&mut self, array: u64, schema: u64) -> Result<(), ArrowFault>
    where
        N: arrow::ArrowNumber,
    {
        let columns = self.taken.take().unwrap_or_else(|| self.reader.restart());
        arrow::export(columns, array, schema).map_err(|error| ArrowFault::Refused {
            text: error.to_string(),
        })
    }
}

impl Reading<i64> {
    fn copy(&self, first: usize, count: usize, bytes: &mut [u8]) {
        let Some(columns) = &self.taken else { return };
        let rows = first..first + count;
        let mut rest = bytes;
        let mut next = |length: usize| {
            let (place, after) = std::mem::take(&mut rest).split_at_mut(length.next_multiple_of(8));
            rest = after;
            place
        };
        longs(
            next(count * 8),
            columns.source_row[rows.clone()]
                .iter()
                .map(|row| *row as i64),
        );
        longs(
            next(count * 8),
            columns.acquired[rows.clone()].iter().copied(),
        );
        let received = &columns.received;
        let time = |row| received.get(row).unwrap_or(NOT_RECEIVED);
        longs(next(count * 8), rows.clone().map(time));
        for column in &columns.values {
            longs(next(count * 8), column.values[rows.clone()].iter().copied());
        }
        let keys = next(count * 4);
        for (place, row) in keys.chunks_exact_mut(4).zip(rows.clone()) {
            let key = match columns.device.validity.get(row) {
                true => columns.device.keys[row],
                false => -1,
            };
            place.copy_from_slice(&key.to_ne_bytes());
        }
        for (place, row) in next(count).iter_mut().zip(rows) {
            let bit = |at: usize| u8::from(columns.values[at].validity.get(row)) << at;
            *place = (0..8).fold(0, |bits, at| bits | bit(at));
        }
    }
}

fn longs(to: &mut [u8], numbers: impl Iterator<Item = i64>) {
    for (place, number) in to.chunks_exact_mut(8).zip(numbers) {
        place.copy_from_slice(&number.to_ne_bytes());
    }
}

/// Messages one behind the other.
struct Frames<'f>(&'f [u8]);

impl<'f> Frames<'f> {
    fn message(&mut self) -> Option<(Option<&'f [u8]>, &'f [u8])> {
        let device = match self.number()? {
            ..0 => None,
            length => Some(self.bytes(length)?),
        };
        let length = self.number()?;
        Some((device, self.bytes(length)?))
    }

    fn number(&mut self) -> Option<i32> {
        let (number, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(i32::from_ne_bytes(*number))
    }

    fn bytes(&mut self, length: i32) -> Option<&'f [u8]> {
        let (bytes, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(bytes)
    }
}

/// Why each of these payloads, one behind the other behind its length, is no Data Transfer.
#[uniffi::export]
fn transfers_rejected(frames: &[u8], decode: DecodeOptions) -> Result<Vec<RejectedParts>, Fault> {
    let mut reader = TransferReader::<i64>::new(decode);
    let mut frames = Frames(frames);
    let mut row = 0;
    while let Some(payload) = frames.number().and_then(|length| frames.bytes(length)) {
        reader.push(None, row, payload);
        row += 1;
    }
    let rejected = reader.take_rejected();
    Ok(rejected
        .iter()
        .map(|row| RejectedParts::of(row, false))
        .collect())
}
