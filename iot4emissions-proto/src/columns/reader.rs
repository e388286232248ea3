//! Filling the columns.

mod lines;

pub use lines::{REJECTED_AT_ONCE, REJECTED_IN_A_LINE};

use std::mem::{replace, take};

use super::devices::Devices;
use super::snapshots::Snapshots;
use super::{
    Bitmap, ColumnNumber, RejectedRow, RowBlock, RowError, RowSink, TransferColumns, ValueColumn,
};
use crate::envelope::{EnvelopeNames, PlainNames, Received};
use crate::identity::DeviceId;
use crate::message::data_transfer::ladder::{self, Deviations, Way};
use crate::message::{DecodeError, DecodeOptions, Decoded, DeviationCounts};

/// Reads Data Transfer payloads, one by one or as lines, into [`TransferColumns`].
///
/// Canonical payloads, which nearly all are, go straight into the columns; then come
/// those that differ in white space, member order and form of numbers; all others are
/// read thoroughly. Which way a payload takes changes nothing but the time.
#[derive(Debug, Clone)]
pub struct TransferReader<N> {
    reading: DecodeOptions,
    names: EnvelopeNames,
    plain_names: PlainNames,
    source_row: Vec<u64>,
    devices: Devices,
    /// When each row was received; empty as long as no row says so.
    received: Vec<i64>,
    snapshots: Snapshots<N>,
    rejected: Vec<RejectedRow>,
    deviations: DeviationCounts,
    unread_times: u64,
    messages: u64,
    canonical: u64,
}

impl<N: ColumnNumber> TransferReader<N> {
    /// A reader that has read nothing.
    #[must_use]
    pub fn new(reading: impl Into<DecodeOptions>) -> Self {
        let names = EnvelopeNames::default();
        Self {
            reading: reading.into(),
            plain_names: PlainNames::from(&names),
            names,
            source_row: Vec::new(),
            devices: Devices::default(),
            received: Vec::new(),
            snapshots: Snapshots::default(),
            rejected: Vec::new(),
            deviations: DeviationCounts::default(),
            unread_times: 0,
            messages: 0,
            canonical: 0,
        }
    }

    /// The same with other names of envelopes' members.
    #[must_use]
    pub fn with_names(self, names: EnvelopeNames) -> Self {
        let plain_names = PlainNames::from(&names);
        Self {
            names,
            plain_names,
            ..self
        }
    }

    /// Reads the payload of one message, which `device` sent, as the row `source_row`:
    /// all its snapshots, or one [`RejectedRow`] (P-5.3).
    pub fn push(&mut self, device: Option<&DeviceId>, source_row: u64, payload: &[u8]) {
        let sent = Sent {
            device,
            received: Received::Unsaid,
            source_row,
        };
        N::push_sent(self, sent, payload);
    }

    /// The same where the sender is known as a text only: one that is no device ID is a
    /// rejected row, whose payload is not looked at.
    pub fn push_text(&mut self, device: Option<&str>, source_row: u64, payload: &[u8]) {
        match device.map(str::parse).transpose() {
            Ok(device) => self.push(device.as_ref(), source_row, payload),
            Err(error) => self.reject(None, source_row, RowError::DeviceId(error)),
        }
    }

    pub(super) fn read_sent(&mut self, sent: Sent<'_>, payload: &[u8]) {
        let (reading, wanted) = (self.reading, Deviations::Counted);
        let read = ladder::read(payload, reading, wanted, &mut self.snapshots);
        self.judge(sent, read);
    }

    /// Takes or refuses what the ladder has read.
    fn judge(&mut self, sent: Sent<'_>, read: Result<Decoded<Way>, DecodeError>) {
        match read {
            Ok(decoded) => {
                self.canonical += u64::from(decoded.message == Way::Canonical);
                self.deviations.append(&decoded.counts);
                self.accept(sent);
            }
            Err(error) => {
                self.snapshots.forget();
                let device = sent.device.cloned();
                self.reject(device, sent.source_row, RowError::Payload(error));
            }
        }
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
            if !(self.received.is_empty() && other.received.is_empty()) {
                self.received.resize(self.source_row.len(), NOT_RECEIVED);
                other.received.resize(other.source_row.len(), NOT_RECEIVED);
                self.received.append(&mut other.received);
            }
            self.source_row.append(&mut other.source_row);
            self.snapshots.append(other.snapshots);
            self.deviations.append(&other.deviations);
            self.unread_times += other.unread_times;
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

    /// Gives `sink` the rows that were read since the last time, and forgets them, so that
    /// their memory is used again: for callers that copy rows to where they belong, while
    /// they are in the processor's cache. [`finish`](Self::finish) then gives the dictionary
    /// of all rows, and otherwise only those that were not taken.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use iot4emissions_proto::columns::{RowBlock, RowSink, TransferReader};
    /// use iot4emissions_proto::envelope::LineForm;
    /// use iot4emissions_proto::message::Profile;
    ///
    /// struct Fuel(Vec<i64>);
    ///
    /// impl RowSink<i64> for Fuel {
    ///     type Error = Infallible;
    ///
    ///     fn take(&mut self, rows: &RowBlock<'_, i64>) -> Result<(), Infallible> {
    ///         self.0.extend_from_slice(rows.values[0]);
    ///         Ok(())
    ///     }
    /// }
    ///
    /// let mut reader = TransferReader::<i64>::new(Profile::Strict);
    /// let mut fuel = Fuel(Vec::new());
    /// for line in [
    ///     r#"{"data":[{"acquired":1622538000,"tfc":32.5}]}"#,
    ///     r#"{"data":[{"acquired":1625130000,"tfc":64.1}]}"#,
    /// ] {
    ///     reader.read_lines(LineForm::Payload, line.as_bytes(), 0);
    ///     reader.drain_into(&mut fuel)?;
    /// }
    /// assert_eq!(fuel.0, [325, 641]);
    /// let columns = reader.finish();
    /// assert_eq!((columns.messages, columns.len()), (2, 0));
    /// # Ok::<(), Infallible>(())
    /// ```
    ///
    /// # Errors
    /// What the sink says; the rows are forgotten all the same.
    pub fn drain_into<S: RowSink<N>>(&mut self, sink: &mut S) -> Result<(), S::Error> {
        let snapshots = &mut self.snapshots;
        snapshots.flush();
        if snapshots.acquired.is_empty() {
            return Ok(());
        }
        let taken = sink.take(&RowBlock {
            source_row: &self.source_row,
            device: self.devices.keys(),
            received: &self.received,
            acquired: &snapshots.acquired,
            present: &snapshots.present,
            values: snapshots.values.each_ref().map(Vec::as_slice),
        });
        self.source_row.clear();
        self.received.clear();
        self.devices.forget_keys();
        snapshots.clear();
        taken
    }

    /// Gives the columns, as [`finish`](Self::finish) does, and begins anew with nothing
    /// read: in the memory of the rows where all of them were
    /// [taken](Self::drain_into) before.
    pub fn restart(&mut self) -> TransferColumns<N> {
        let mut next = Self::new(self.reading).with_names(self.names.clone());
        self.snapshots.flush();
        if self.source_row.is_empty() {
            next.source_row = take(&mut self.source_row);
            next.received = take(&mut self.received);
            next.snapshots = take(&mut self.snapshots);
        }
        replace(self, next).finish()
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
        self.received.resize(self.source_row.len(), NOT_RECEIVED);
        TransferColumns {
            source_row: self.source_row,
            device: self.devices.finish(),
            received: received_column(self.received),
            acquired,
            values: values.map(|values| ValueColumn {
                values,
                validity: validity.next().unwrap_or_default(),
            }),
            rejected: self.rejected,
            deviations: self.deviations,
            unread_times: self.unread_times,
            messages: self.messages,
        }
    }

    /// Gives the snapshots that were stored last their device and row.
    fn accept(&mut self, sent: Sent<'_>) {
        match self.devices.key(sent.device) {
            Ok(key) => self.accept_as(key, sent.received, sent.source_row),
            Err(_) => {
                self.snapshots.forget();
                let device = sent.device.cloned();
                self.reject(device, sent.source_row, RowError::TooManyDevices);
            }
        }
    }

    /// The same for the device whose key is known.
    fn accept_as(&mut self, key: i32, received: Received, source_row: u64) {
        let before = self.source_row.len();
        let rows = self.snapshots.rows();
        self.snapshots.accept();
        self.messages += 1;
        self.devices.extend_to(rows, key);
        self.source_row.resize(rows, source_row);
        self.unread_times += u64::from(received == Received::Unread);
        if let Received::At(time) = received {
            self.received.resize(before, NOT_RECEIVED);
            self.received.resize(rows, time);
        } else if !self.received.is_empty() {
            self.received.resize(rows, NOT_RECEIVED);
        }
    }

    fn reject(&mut self, device: Option<DeviceId>, source_row: u64, error: RowError) {
        self.rejected.push(RejectedRow {
            source_row,
            device,
            error,
        });
    }
}

/// Who sent a message, and when it was received as which row.
#[derive(Debug)]
pub struct Sent<'d> {
    device: Option<&'d DeviceId>,
    received: Received,
    source_row: u64,
}

/// In place of a time, where a message's envelope has none.
pub const NOT_RECEIVED: i64 = i64::MIN;

/// The times with 0 in place of those that are absent.
fn received_column(mut received: Vec<i64>) -> ValueColumn<i64> {
    let validity = Bitmap::of(&received, |time| *time != NOT_RECEIVED);
    if validity.absent() > 0 {
        for time in &mut received {
            if *time == NOT_RECEIVED {
                *time = 0;
            }
        }
    }
    ValueColumn {
        values: received,
        validity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Profile;

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
