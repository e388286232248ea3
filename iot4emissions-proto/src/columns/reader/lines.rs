//! Reading lines, and the records in them.

use super::super::devices::NONE as NO_DEVICE;
use super::super::snapshots::BLOCK;
use super::{Sent, TransferReader};
use crate::columns::{ColumnNumber, RejectedRow, RowError};
use crate::envelope::{
    LineError, LineForm, MAX_LINE, OpenedLine, PlainEnvelope, Received, after_line_end, is_blank,
    open, split_line,
};
use crate::message::data_transfer::ladder;
use crate::topic::TopicKind;

/// So many bytes say how many rows the others will give.
const SAMPLE: usize = 64 * 1024;

/// After how many rejected rows [`TransferReader::read_part`] stops.
pub const REJECTED_AT_ONCE: usize = 1024;

/// How many records of one line are rejected, each with its reason, before the rest of the
/// line is rejected as a whole.
pub const REJECTED_IN_A_LINE: usize = 64;

impl<N: ColumnNumber> TransferReader<N> {
    /// Reads the lines of `lines`, the first of which is the row `first_row`, and gives
    /// their number. [`columns`](crate::columns#lines)
    /// says what a line is.
    pub fn read_lines(&mut self, form: LineForm, lines: &[u8], first_row: u64) -> u64 {
        N::read_until(self, form, lines, first_row, usize::MAX).0
    }

    /// The same up to [`REJECTED_AT_ONCE`] rejected rows, which [`take_rejected`] then gives:
    /// for what may be wrong line by line and is not to fill the memory. Gives the number of
    /// lines that were read, and the others.
    ///
    /// [`take_rejected`]: Self::take_rejected
    pub fn read_part<'l>(
        &mut self,
        form: LineForm,
        lines: &'l [u8],
        first_row: u64,
    ) -> (u64, &'l [u8]) {
        N::read_until(self, form, lines, first_row, REJECTED_AT_ONCE)
    }

    pub(in super::super) fn read_lines_until<'l>(
        &mut self,
        form: LineForm,
        lines: &'l [u8],
        first_row: u64,
        rejected: usize,
    ) -> (u64, &'l [u8]) {
        let mut rest = lines;
        let mut source_row = first_row;
        let (rows, mut sampled) = (self.snapshots.rows(), false);
        while !rest.is_empty() && self.rejected.len() < rejected {
            let read = lines.len() - rest.len();
            if !sampled && read >= SAMPLE {
                let found = self.snapshots.rows() - rows;
                self.reserve(more_rows(found, read, rest.len()));
                sampled = true;
            }
            rest = self.read_line(form, rest, source_row);
            source_row += 1;
        }
        (source_row - first_row, rest)
    }

    fn reserve(&mut self, rows: usize) {
        self.snapshots.reserve(rows);
        self.source_row.reserve(rows);
        self.devices.reserve(rows);
        if !self.received.is_empty() {
            self.received.reserve(rows);
        }
    }

    /// Gives the rows that were rejected since the last time, and forgets them.
    #[must_use]
    pub fn take_rejected(&mut self) -> Vec<RejectedRow> {
        std::mem::take(&mut self.rejected)
    }

    /// Reads the first line and gives the others. A record in a usual form says itself where
    /// it ends.
    fn read_line<'l>(&mut self, form: LineForm, lines: &'l [u8], source_row: u64) -> &'l [u8] {
        if let Some(length) = self.read_quickly(form, lines, source_row) {
            if let Some(rest) = after_line_end(&lines[length..]) {
                return rest;
            }
            // Whatever follows in the line, the record is one of its own.
            let (line, rest) = split_line(lines);
            self.read_records(form, line, length, source_row);
            return rest;
        }
        let (line, rest) = split_line(lines);
        self.read_records(form, line, 0, source_row);
        rest
    }

    /// Reads the records of a line from the byte `start` on.
    fn read_records(&mut self, form: LineForm, line: &[u8], start: usize, source_row: u64) {
        let mut start = start;
        let rejected = self.rejected.len();
        let is_too_long = line.len() > MAX_LINE;
        // A line that is too long is refused, even where it holds nothing.
        while !is_blank(&line[start..]) || (start == 0 && is_too_long) {
            let rest = &line[start..];
            if self.rejected.len() - rejected == REJECTED_IN_A_LINE {
                self.reject(None, source_row, RowError::TooManyRejected);
                return;
            }
            // Where a record of a line that is too long ends, only the thorough way says.
            if !is_too_long {
                if start > 0 {
                    if let Some(length) = self.read_quickly(form, rest, source_row) {
                        start += length;
                        continue;
                    }
                }
                if form != LineForm::Envelope && self.read_reordered(rest, source_row) {
                    return;
                }
            }
            let end = OpenedLine::record_end(line, start).unwrap_or(line.len());
            if is_too_long && end == line.len() {
                let error = RowError::LineTooLong(LineError::too_long(line));
                self.reject(None, source_row, error);
                return;
            }
            self.read_record(form, &line[start..end], end < line.len(), source_row);
            start = end;
        }
    }

    /// Reads the canonical payload, alone or in a plain envelope, that `lines` begin with, and
    /// gives the record's length.
    fn read_quickly(&mut self, form: LineForm, lines: &[u8], source_row: u64) -> Option<usize> {
        let (length, key, received) = self.find_quickly(form, lines).or_else(|| {
            self.snapshots.forget();
            None
        })?;
        let follows = &lines[length..];
        if !(after_line_end(follows).is_some() || follows.starts_with(b"{")) {
            self.snapshots.forget();
            return None;
        }
        self.canonical += 1;
        self.accept_as(key, received, source_row);
        Some(length)
    }

    fn find_quickly(&mut self, form: LineForm, lines: &[u8]) -> Option<(usize, i32, Received)> {
        if form != LineForm::Envelope {
            if let Some(length) = self.snapshots.canonical(lines) {
                return Some((length, NO_DEVICE, Received::Unsaid));
            }
            self.snapshots.forget();
        }
        if form == LineForm::Payload {
            return None;
        }
        let (names, snapshots) = (&self.plain_names, &mut self.snapshots);
        let plain = PlainEnvelope::read(lines, names, |bytes| snapshots.canonical(bytes))?;
        let key = self.devices.key_of_text(plain.device)?;
        Some((plain.length, key, plain.received))
    }

    /// Reads `record`, if it is a payload without anything around it that differs from the
    /// canonical form in what the second way accepts.
    fn read_reordered(&mut self, record: &[u8], source_row: u64) -> bool {
        let counts = ladder::read_reordered(record, self.reading, &mut self.snapshots);
        match counts {
            Some(counts) => {
                self.deviations.append(&counts);
                self.accept(Sent {
                    device: None,
                    received: Received::Unsaid,
                    source_row,
                });
            }
            None => self.snapshots.forget(),
        }
        counts.is_some()
    }

    /// Reads one record, which has no usual form: one of several, if `is_cut`.
    fn read_record(&mut self, form: LineForm, record: &[u8], is_cut: bool, source_row: u64) {
        if is_cut && form != LineForm::Envelope && self.read_reordered(record, source_row) {
            return;
        }
        match open(record, form, &self.names, Some(TopicKind::DataDevice)) {
            Ok(opened) => {
                let sent = Sent {
                    device: opened.device.as_ref(),
                    received: opened.received,
                    source_row,
                };
                self.read_sent(sent, &opened.payload);
            }
            Err((device, error)) => self.reject(device, source_row, RowError::Envelope(error)),
        }
    }
}

/// How many rows `bytes` more bytes will give, if they are like the `read` ones before, which
/// gave `rows`; and some more, because room that is a little too small is copied to twice as
/// much at last, and room that is never used costs nothing.
fn more_rows(rows: usize, read: usize, bytes: usize) -> usize {
    let more = rows as u128 * bytes as u128 / read.max(1) as u128;
    usize::try_from(more + more / 16).unwrap_or(0) + BLOCK
}
