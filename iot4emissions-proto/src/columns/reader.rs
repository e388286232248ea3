//! Filling the columns.

use super::devices::Devices;
use super::envelope::Envelope;
use super::lines::{after_line_end, is_blank, split_line};
use super::plain_envelope::PlainEnvelope;
use super::{
    Bitmap, ColumnNumber, DeviationCounts, LineForm, MAX_LINE, RejectedRow, RowError,
    TransferColumns, TransferRows, ValueColumn,
};
use crate::identity::DeviceId;
use crate::message::{DataTransfer, Profile, Row, read_canonical, read_relaxed};
use crate::topic::TopicKind;

/// So many bytes say how many rows the others will give.
const SAMPLE: usize = 64 * 1024;

/// Reads Data Transfer payloads, one by one or as lines, into [`TransferColumns`].
///
/// Canonical payloads, which nearly all are, go straight into the columns; then come
/// those that differ in white space, member order and form of numbers; all others are
/// read thoroughly. Which way a payload takes changes nothing but the time.
#[derive(Debug, Clone)]
pub struct TransferReader<N> {
    profile: Profile,
    source_row: Vec<u64>,
    devices: Devices,
    snapshots: Snapshots<N>,
    rejected: Vec<RejectedRow>,
    deviations: DeviationCounts,
    messages: u64,
    canonical: u64,
}

impl<N: ColumnNumber> TransferReader<N> {
    /// A reader that has read nothing.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            source_row: Vec::new(),
            devices: Devices::default(),
            snapshots: Snapshots::default(),
            rejected: Vec::new(),
            deviations: DeviationCounts::default(),
            messages: 0,
            canonical: 0,
        }
    }

    /// The same, in the memory of columns that are no longer wanted: for callers that copy
    /// what they read, many times over.
    #[must_use]
    pub fn reusing(profile: Profile, columns: TransferColumns<N>) -> Self {
        let TransferColumns {
            mut source_row,
            mut acquired,
            mut values,
            ..
        } = columns;
        source_row.clear();
        acquired.clear();
        for column in &mut values {
            column.values.clear();
        }
        let mut reader = Self::new(profile);
        reader.source_row = source_row;
        reader.snapshots.acquired = acquired;
        reader.snapshots.values = values.map(|column| column.values);
        reader
    }

    /// Reads the payload of one message, which `device` sent, as the row `source_row`:
    /// all its snapshots, or one [`RejectedRow`] (P-5.3).
    pub fn push(&mut self, device: Option<&DeviceId>, source_row: u64, payload: &[u8]) {
        if self.snapshots.canonical(payload) == Some(payload.len()) {
            self.canonical += 1;
            self.accept(device, source_row);
        } else {
            self.snapshots.forget();
            self.push_other(device, source_row, payload);
        }
    }

    /// The same where the sender is known as a text only: one that is no device ID is a
    /// rejected row, whose payload is not looked at.
    pub fn push_text(&mut self, device: Option<&str>, source_row: u64, payload: &[u8]) {
        match device.map(str::parse).transpose() {
            Ok(device) => self.push(device.as_ref(), source_row, payload),
            Err(error) => self.reject(None, source_row, RowError::DeviceId(error)),
        }
    }

    /// The same for a payload that is known not to be canonical.
    fn push_other(&mut self, device: Option<&DeviceId>, source_row: u64, payload: &[u8]) {
        let store = |row: &Row| self.snapshots.store(row);
        if let Some(deviations) = read_relaxed(payload, self.profile, store) {
            for (code, count) in deviations.each() {
                self.deviations.add(code, count);
            }
            self.accept(device, source_row);
            return;
        }
        self.snapshots.forget();
        match DataTransfer::decode_thoroughly(payload, self.profile) {
            Ok(decoded) => {
                for snapshot in decoded.message.snapshots() {
                    self.snapshots.store(&Row::of(snapshot));
                }
                for deviation in decoded.deviations {
                    self.deviations.add(deviation.code, 1);
                }
                self.accept(device, source_row);
            }
            Err(error) => self.reject(device.cloned(), source_row, RowError::Payload(error)),
        }
    }

    /// Reads the lines of `lines`, the first of which is the row `first_row`, and gives
    /// their number. The [module](super#lines) says what a line is.
    pub fn read_lines(&mut self, form: LineForm, lines: &[u8], first_row: u64) -> u64 {
        let mut rest = lines;
        let mut source_row = first_row;
        let (rows, mut sampled) = (self.snapshots.rows(), false);
        while !rest.is_empty() {
            let read = lines.len() - rest.len();
            if !sampled && read >= SAMPLE {
                let found = self.snapshots.rows() - rows;
                self.snapshots.reserve(found, read, rest.len());
                self.source_row.reserve(self.snapshots.rows());
                sampled = true;
            }
            rest = match form {
                LineForm::Payload => self.read_payload_line(rest, source_row),
                LineForm::Envelope => self.read_envelope_line(rest, source_row),
            };
            source_row += 1;
        }
        source_row - first_row
    }

    /// Adds the rows of `other` behind its own, `first_row` being the row that `other`
    /// has as row 0.
    pub fn append(&mut self, other: Self, first_row: u64) {
        let mut other = other;
        let before = self.rejected.len();
        for source_row in &mut other.source_row {
            *source_row += first_row;
        }
        for rejected in &mut other.rejected {
            rejected.source_row += first_row;
        }
        self.rejected.append(&mut other.rejected);
        if self.devices.append(other.devices).is_ok() {
            self.source_row.append(&mut other.source_row);
            self.snapshots.append(other.snapshots);
            self.deviations.append(&other.deviations);
            self.messages += other.messages;
            self.canonical += other.canonical;
        } else {
            other.source_row.dedup();
            for source_row in other.source_row {
                self.reject(None, source_row, RowError::TooManyDevices);
            }
            self.rejected[before..].sort_by_key(|rejected| rejected.source_row);
        }
    }

    /// Shows the rows that were read since the last time and forgets them, so that their
    /// memory is used again: for callers that copy rows to where they belong, while they
    /// are in the processor's cache. [`finish`](Self::finish) then gives the dictionary of
    /// all rows, and otherwise only those that were not taken.
    ///
    /// ```
    /// use iot4emissions_proto::columns::{LineForm, TransferReader};
    /// use iot4emissions_proto::message::Profile;
    ///
    /// let mut reader = TransferReader::<i64>::new(Profile::Strict);
    /// let mut fuel = Vec::new();
    /// for line in [
    ///     r#"{"data":[{"acquired":1622538000,"tfc":32.5}]}"#,
    ///     r#"{"data":[{"acquired":1625130000,"tfc":64.1}]}"#,
    /// ] {
    ///     reader.read_lines(LineForm::Payload, line.as_bytes(), 0);
    ///     reader.take_rows(|rows| fuel.extend_from_slice(rows.values[0]));
    /// }
    /// assert_eq!(fuel, [325, 641]);
    /// let columns = reader.finish();
    /// assert_eq!((columns.messages, columns.len()), (2, 0));
    /// ```
    pub fn take_rows<T>(&mut self, take: impl FnOnce(&TransferRows<'_, N>) -> T) -> T {
        let snapshots = &mut self.snapshots;
        snapshots.flush();
        let taken = take(&TransferRows {
            source_row: &self.source_row,
            device: self.devices.keys(),
            acquired: &snapshots.acquired,
            present: &snapshots.present,
            values: snapshots.values.each_ref().map(Vec::as_slice),
        });
        self.source_row.clear();
        self.devices.forget_keys();
        snapshots.clear();
        taken
    }

    /// How many messages were accepted.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.messages
    }

    /// How many messages were read in their canonical form, the fast way.
    #[must_use]
    pub fn canonical_messages(&self) -> u64 {
        self.canonical
    }

    /// The columns.
    #[must_use]
    pub fn finish(mut self) -> TransferColumns<N> {
        self.snapshots.flush();
        let Snapshots {
            acquired,
            present,
            values,
            ..
        } = self.snapshots;
        let mut validity = Bitmap::of_masks(&present).into_iter();
        TransferColumns {
            source_row: self.source_row,
            device: self.devices.finish(),
            acquired,
            values: values.map(|values| ValueColumn {
                values,
                validity: validity.next().unwrap_or_default(),
            }),
            rejected: self.rejected,
            deviations: self.deviations,
            messages: self.messages,
        }
    }

    /// Reads the first line; a canonical payload says itself where its line ends.
    fn read_payload_line<'l>(&mut self, lines: &'l [u8], source_row: u64) -> &'l [u8] {
        let length = self.snapshots.canonical(lines);
        if let Some(rest) = length.and_then(|length| after_line_end(&lines[length..])) {
            self.canonical += 1;
            self.accept(None, source_row);
            return rest;
        }
        self.snapshots.forget();
        let (line, rest) = split_line(lines);
        if line.len() > MAX_LINE {
            self.reject(None, source_row, RowError::LineTooLong);
        } else if !is_blank(line) {
            self.push_other(None, source_row, line);
        }
        rest
    }

    fn read_envelope_line<'l>(&mut self, lines: &'l [u8], source_row: u64) -> &'l [u8] {
        let plain = PlainEnvelope::read(lines, |bytes| self.snapshots.canonical(bytes));
        let plain = plain.and_then(|it| Some((self.devices.key_of_text(it.device)?, it.rest)));
        if let Some((key, rest)) = plain {
            self.canonical += 1;
            self.accept_as(key, source_row);
            return rest;
        }
        self.snapshots.forget();
        let (line, rest) = split_line(lines);
        if line.len() > MAX_LINE {
            self.reject(None, source_row, RowError::LineTooLong);
        } else if !is_blank(line) {
            match Envelope::read(line, Some(TopicKind::DataDevice)) {
                Ok(envelope) => {
                    self.push(
                        Some(&envelope.device),
                        source_row,
                        envelope.payload.as_bytes(),
                    );
                }
                Err((device, error)) => {
                    self.reject(device, source_row, RowError::Envelope(error));
                }
            }
        }
        rest
    }

    /// Gives the snapshots that were stored last their device and row.
    fn accept(&mut self, device: Option<&DeviceId>, source_row: u64) {
        match self.devices.key(device) {
            Ok(key) => self.accept_as(key, source_row),
            Err(_) => {
                self.snapshots.forget();
                self.reject(device.cloned(), source_row, RowError::TooManyDevices);
            }
        }
    }

    /// The same for the device whose key is known.
    fn accept_as(&mut self, key: i32, source_row: u64) {
        let rows = self.snapshots.rows();
        self.snapshots.accept();
        self.messages += 1;
        self.devices.extend_to(rows, key);
        self.source_row.resize(rows, source_row);
    }

    fn reject(&mut self, device: Option<DeviceId>, source_row: u64, error: RowError) {
        self.rejected.push(RejectedRow {
            source_row,
            device,
            error,
        });
    }
}

/// The columns that a payload itself fills.
#[derive(Debug, Clone, Default)]
struct Snapshots<N> {
    acquired: Vec<i64>,
    /// Which values a row has, a bit each: joined and cut more easily than eight bitmaps.
    present: Vec<u8>,
    values: [Vec<N>; 8],
    /// What was read last, row by row: the columns are filled one after the other, many
    /// rows at once, which takes less time than eight columns row by row.
    pending: Vec<Row>,
    /// How many of the pending rows belong to accepted messages.
    accepted: usize,
}

/// So many rows that they stay in the processor's first cache.
const BLOCK: usize = 256;

impl<N: ColumnNumber> Snapshots<N> {
    fn store(&mut self, row: &Row) {
        self.pending.push(*row);
    }

    fn canonical(&mut self, bytes: &[u8]) -> Option<usize> {
        read_canonical(bytes, |row| self.pending.push(*row))
    }

    /// The number of rows, the message that was read last included.
    fn rows(&self) -> usize {
        self.acquired.len() + self.pending.len()
    }

    /// Takes the message that was read last as accepted.
    fn accept(&mut self) {
        if self.pending.len() >= BLOCK {
            self.flush();
        } else {
            self.accepted = self.pending.len();
        }
    }

    /// Takes the message that was read last as refused.
    fn forget(&mut self) {
        self.pending.truncate(self.accepted);
    }

    fn flush(&mut self) {
        let rows = &self.pending;
        self.acquired
            .extend(rows.iter().map(|row| row.acquired as i64));
        self.present.extend(rows.iter().map(|row| row.present));
        for (place, column) in self.values.iter_mut().enumerate() {
            column.extend(rows.iter().map(|row| N::from_tenths(row.tenths[place])));
        }
        self.pending.clear();
        self.accepted = 0;
    }

    /// Makes room for as many rows as `bytes` more bytes will give, if they are like the
    /// `read` ones before, which gave `rows`.
    fn reserve(&mut self, rows: usize, read: usize, bytes: usize) {
        let more = rows as u128 * bytes as u128 / read.max(1) as u128;
        let more = usize::try_from(more).unwrap_or(0) + BLOCK;
        self.acquired.reserve(more);
        self.present.reserve(more);
        for column in &mut self.values {
            column.reserve(more);
        }
    }

    fn clear(&mut self) {
        self.acquired.clear();
        self.present.clear();
        for column in &mut self.values {
            column.clear();
        }
    }

    fn append(&mut self, mut other: Self) {
        self.flush();
        other.flush();
        self.acquired.append(&mut other.acquired);
        self.present.append(&mut other.present);
        for (column, more) in self.values.iter_mut().zip(&mut other.values) {
            column.append(more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(most: usize, devices: &[&str]) -> TransferReader<i64> {
        let mut reader = TransferReader::new(Profile::Strict);
        reader.devices.most = most;
        for (source_row, device) in (0..).zip(devices) {
            let payload = br#"{"data":[{"acquired":1,"tfc":1.0},{"acquired":2,"tfc":1.0}]}"#;
            reader.push(Some(&device.parse().unwrap()), source_row, payload);
        }
        reader
    }

    #[test]
    fn a_device_more_than_the_keys_can_tell_is_refused() {
        let columns = read(2, &["a", "b", "c", "a"]).finish();
        assert_eq!(columns.source_row, [0, 0, 1, 1, 3, 3]);
        assert_eq!((columns.messages, columns.acquired.len()), (3, 6));
        assert_eq!(columns.device.text, "ab");
        assert_eq!(columns.rejected.len(), 1);
        let rejected = &columns.rejected[0];
        assert_eq!(
            (rejected.source_row, rejected.code()),
            (2, "too-many-devices")
        );
    }

    #[test]
    fn what_cannot_be_appended_is_refused_by_its_rows() {
        let mut reader = read(2, &["a", "b"]);
        reader.append(read(9, &["c", "a"]), 2);
        let columns = reader.finish();
        assert_eq!(columns.source_row, [0, 0, 1, 1]);
        assert_eq!((columns.messages, columns.acquired.len()), (2, 4));
        let rows: Vec<_> = columns.rejected.iter().map(|row| row.source_row).collect();
        assert_eq!(rows, [2, 3]);
    }
}
