//! One line, of any kind of message.

use std::borrow::Cow;

use super::received::Received;
use super::{EnvelopeError, EnvelopeNames, LineForm, MAX_LINE, first_record, is_blank, open};
use crate::identity::DeviceId;
use crate::topic::TopicKind;

/// What one record of newline-delimited JSON holds, whatever the kind of message: the payload
/// is not read yet.
///
/// ```
/// use iot4emissions_proto::envelope::{EnvelopeNames, LineForm, OpenedLine};
/// use iot4emissions_proto::topic::TopicKind;
///
/// let line = br#"{"topic":"iot4emissions/registerServer/a","payload":{"deviceState":"registered"}}"#;
/// let names = EnvelopeNames::default();
/// let opened = OpenedLine::open(line, LineForm::Each, &names, None)?.ok_or("a blank line")?;
/// assert_eq!(opened.device.ok_or("none")?.as_str(), "a");
/// assert_eq!(opened.kind, Some(TopicKind::RegisterServer));
/// assert_eq!(&*opened.payload, br#"{"deviceState":"registered"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedLine<'l> {
    /// Whose message it is; not known of a payload without envelope.
    pub device: Option<DeviceId>,
    /// The kind of the envelope's topic, or else the kind that was asked for.
    pub kind: Option<TopicKind>,
    /// When it was received, in milliseconds since 1970-01-01T00:00:00Z, where the envelope
    /// says so in a form that is understood.
    pub received: Option<i64>,
    /// The payload's bytes.
    pub payload: Cow<'l, [u8]>,
    /// What follows in the line: further records, without a line end before them.
    pub rest: &'l [u8],
}

/// Why a line cannot be opened. No text in it repeats a VIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// The line has more than [`MAX_LINE`] bytes.
    #[error("expected a line of at most {MAX_LINE} bytes, found a longer one{}", records(*.has_records))]
    TooLong {
        /// Whether records without line ends between them make it so long.
        has_records: bool,
    },
    /// The line is no envelope of a payload.
    #[error(transparent)]
    Envelope(EnvelopeError),
}

const fn records(has_records: bool) -> &'static str {
    match has_records {
        true => ", of records without line ends between them: none beyond is read",
        false => "",
    }
}

impl LineError {
    /// That `line`, which is one byte too long or more, is.
    pub(crate) fn too_long(line: &[u8]) -> Self {
        Self::TooLong {
            has_records: first_record(&line[..MAX_LINE.min(line.len())]).is_some(),
        }
    }
}

impl<'l> OpenedLine<'l> {
    /// Opens a line, given without its end. A topic of another kind than `kind` is refused,
    /// and so is nothing else about the message in it. `None` for a blank line.
    ///
    /// # Errors
    /// Where the line is too long or no envelope.
    pub fn open(
        line: &'l [u8],
        form: LineForm,
        names: &EnvelopeNames,
        kind: Option<TopicKind>,
    ) -> Result<Option<Self>, LineError> {
        if line.len() > MAX_LINE {
            return Err(LineError::too_long(line));
        }
        if is_blank(line) {
            return Ok(None);
        }
        let (record, rest) = line.split_at(first_record(line).unwrap_or(line.len()));
        let opened = open(record, form, names, kind);
        let opened = opened.map_err(|(_, error)| LineError::Envelope(error))?;
        Ok(Some(Self {
            device: opened.device,
            kind: opened.kind.or(kind),
            received: match opened.received {
                Received::At(time) => Some(time),
                Received::Unsaid | Received::Unread => None,
            },
            payload: opened.payload,
            rest,
        }))
    }

    /// Where the record ends that stands in a line at the byte `start` or, after blanks,
    /// behind it: each record can be opened by itself then, whatever is wrong with the one
    /// before it. The last one, and what is no JSON, ends with the line; so does, in a line that
    /// is too long, the first one that none follows within [`MAX_LINE`]: it is not to be read.
    /// `None` where there is none any more; a line that is too long holds one.
    ///
    /// ```
    /// use iot4emissions_proto::envelope::OpenedLine;
    ///
    /// let line = br#"{"data":[]} {"data":1} "#;
    /// assert_eq!(OpenedLine::record_end(line, 0), Some(11));
    /// assert_eq!(OpenedLine::record_end(line, 11), Some(line.len()));
    /// assert_eq!(OpenedLine::record_end(line, line.len()), None);
    /// ```
    #[must_use]
    pub fn record_end(line: &[u8], start: usize) -> Option<usize> {
        let is_too_long = line.len() > MAX_LINE;
        let is_over = is_blank(line.get(start..)?) && !(start == 0 && is_too_long);
        let within = &line[..line.len().min(MAX_LINE)];
        let length = within.get(start..).and_then(first_record);
        (!is_over).then(|| length.map_or(line.len(), |length| start + length))
    }
}
