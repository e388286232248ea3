//! One line, of any kind of message.

use std::borrow::Cow;

use super::envelope::Envelope;
use super::lines::is_blank;
use super::{LineForm, MAX_LINE, RowError};
use crate::identity::DeviceId;
use crate::topic::TopicKind;

/// What one line of newline-delimited JSON holds, whatever the kind of message: the payload
/// is not read yet.
///
/// ```
/// use iot4emissions_proto::columns::{LineForm, OpenedLine};
/// use iot4emissions_proto::topic::TopicKind;
///
/// let line = br#"{"topic":"iot4emissions/registerServer/a","payload":{"deviceState":"registered"}}"#;
/// let opened = OpenedLine::open(line, LineForm::Envelope, None)?.ok_or("a blank line")?;
/// assert_eq!(opened.device.ok_or("none")?.as_str(), "a");
/// assert_eq!(opened.kind, Some(TopicKind::RegisterServer));
/// assert_eq!(&*opened.payload, br#"{"deviceState":"registered"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedLine<'l> {
    /// Whose message it is; not known of a line without envelope.
    pub device: Option<DeviceId>,
    /// The kind of the envelope's topic, or else the kind that was asked for.
    pub kind: Option<TopicKind>,
    /// The payload's bytes.
    pub payload: Cow<'l, [u8]>,
}

impl<'l> OpenedLine<'l> {
    /// Opens a line, given without its end. A topic of another kind than `kind` is refused,
    /// and so is nothing else about the message in it. `None` for a blank line.
    ///
    /// # Errors
    /// [`RowError::LineTooLong`] and [`RowError::Envelope`].
    pub fn open(
        line: &'l [u8],
        form: LineForm,
        kind: Option<TopicKind>,
    ) -> Result<Option<Self>, RowError> {
        if line.len() > MAX_LINE {
            return Err(RowError::LineTooLong);
        }
        if is_blank(line) {
            return Ok(None);
        }
        Ok(Some(match form {
            LineForm::Payload => Self {
                device: None,
                kind,
                payload: line.into(),
            },
            LineForm::Envelope => {
                let read = Envelope::read(line, kind);
                let envelope = read.map_err(|(_, error)| RowError::Envelope(error))?;
                Self {
                    device: Some(envelope.device),
                    kind: envelope.kind.or(kind),
                    payload: match envelope.payload {
                        Cow::Borrowed(text) => text.as_bytes().into(),
                        Cow::Owned(text) => text.into_bytes().into(),
                    },
                }
            }
        }))
    }
}
