//! Lines of newline-delimited JSON: payloads, and what brokers, sinks and services write
//! around them. None of it is part of the protocol: P-5.3 is about the payload.
//!
//! | a line | who writes it | device |
//! |---|---|---|
//! | `{"data":[…]}` | a log of payloads | none |
//! | `{"device":"…","payload":{…}}`, `{"topic":"…","payload":"{…}"}` | services, brokers, sinks | its member, or its topic |
//! | `{"topic":"…","data":[…]}` | sinks that add members to the payload's own | 〃 |
//! | `{"schema":{…},"payload":…}` | Kafka Connect's converters | none |
//! | `iot4emissions/dataDevice/… {…}` | `mosquitto_sub -v` | its topic |
//!
//! Each line is read by what it is ([`LineForm::Each`]), so that a file may hold several
//! kinds. A payload stands in its envelope as an object, as its text, or as that text in
//! Base64. The members' names are those of [`EnvelopeNames`], which knows what widely used
//! sinks write.
//!
//! A line ends with LF or CR LF, the last one also with the text. A line of nothing but
//! white space holds nothing. Records that follow each other without a line end between
//! them are read one after the other, as parts of one line. Of a line that is longer than
//! [`MAX_LINE`], only those are read that another one follows within so many bytes.

mod error;
mod lines;
mod names;
mod opened;
mod plain;
mod received;
mod thorough;

pub use error::{EnvelopeError, EnvelopeErrorCode};
pub use lines::LineForm;
pub use names::{EnvelopeNames, TimeUnit};
pub use opened::{LineError, OpenedLine};

pub(crate) use lines::{after_line_end, is_blank, split_line};
pub(crate) use plain::{PlainEnvelope, PlainNames};
pub(crate) use received::Received;
pub(crate) use thorough::{first_record, open};

use crate::message::MAX_PAYLOAD;
use crate::message::reading::foreign;

/// The name of the kind of file that `bytes` begin like, such as `a Parquet file`, where it is
/// one that people hand over in place of newline-delimited JSON; eight bytes are enough. `None`
/// for everything else.
///
/// ```
/// use iot4emissions_proto::envelope::file_kind;
///
/// assert_eq!(file_kind(b"PAR1\x15\x04\x15\x10"), Some("a Parquet file"));
/// assert_eq!(file_kind(b"{\"data\":"), None);
/// ```
#[must_use]
pub fn file_kind(bytes: &[u8]) -> Option<&'static str> {
    foreign::file_name(bytes)
}

/// The longest line in bytes, its end not counted: 1 MiB.
///
/// A payload of 128 KiB (P-5.3) as a JSON string, each byte of which is written as
/// `\u0022`, and 256 KiB for the rest of its envelope.
pub const MAX_LINE: usize = 8 * MAX_PAYLOAD;
