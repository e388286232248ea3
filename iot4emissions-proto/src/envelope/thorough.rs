//! The thorough way of reading a record: what it is, who sent it, and its payload, or what is
//! wrong with it.

use std::borrow::Cow;

use base64ct::{Base64, Base64Unpadded, Base64Url, Base64UrlUnpadded, Encoding};
use memchr::memchr_iter;
use serde_json::value::RawValue;

use super::received::Received;
use super::{EnvelopeError, EnvelopeErrorCode, EnvelopeNames, LineForm};
use crate::cost;
use crate::identity::{DeviceId, DeviceIdError};
use crate::message::reading::tree::{Kind, each_member, kind_of, text_of};
use crate::message::reading::{foreign, syntax};
use crate::topic::{FAMILY, Topic, TopicError, TopicKind};

/// A record, and the payload in it.
#[derive(Debug)]
pub(crate) struct Opened<'l> {
    pub(crate) device: Option<DeviceId>,
    /// Of its topic, if it has one.
    pub(crate) kind: Option<TopicKind>,
    pub(crate) received: Received,
    pub(crate) payload: Cow<'l, [u8]>,
}

impl<'l> Opened<'l> {
    fn bare(record: &'l [u8]) -> Self {
        Self {
            device: None,
            kind: None,
            received: Received::Unsaid,
            payload: record.into(),
        }
    }
}

/// What is wrong with a record, and who sent it, where that much can be read.
pub(crate) type Refused = (Option<DeviceId>, EnvelopeError);

/// The end of the first record of a line that holds several, one behind the other without a
/// line end; `None` for any other line.
pub(crate) fn first_record(line: &[u8]) -> Option<usize> {
    // Most lines hold nothing that looks like the end of one and the start of another.
    let is_seam = |end: &usize| line[end + 1..].trim_ascii_start().starts_with(b"{");
    let seam = memchr_iter(b'}', line).find(is_seam);
    cost::steps(seam.unwrap_or(line.len()));
    seam?;
    let mut values =
        serde_json::Deserializer::from_slice(line).into_iter::<serde::de::IgnoredAny>();
    let first = values.next();
    let end = values.byte_offset();
    cost::steps(end);
    let more = line[end..].trim_ascii_start().starts_with(b"{");
    (matches!(first, Some(Ok(_))) && line.trim_ascii_start().starts_with(b"{") && more)
        .then_some(end)
}

/// Opens a record, with a topic of `wanted` or, without it, of any kind.
pub(crate) fn open<'l>(
    record: &'l [u8],
    form: LineForm,
    names: &EnvelopeNames,
    wanted: Option<TopicKind>,
) -> Result<Opened<'l>, Refused> {
    let alone = |error| (None, error);
    match form {
        LineForm::Payload => return Ok(Opened::bare(record)),
        LineForm::Each if record.starts_with(FAMILY.as_bytes()) => {
            return open_topic_line(record, wanted).map_err(alone);
        }
        LineForm::Each | LineForm::Envelope => {}
    }
    let parts = match Parts::of(record, names) {
        Ok(parts) => parts,
        // What is no object is no payload either, which its own reader says better.
        Err(_) if form == LineForm::Each => return Ok(Opened::bare(record)),
        Err(error) => return Err(alone(error)),
    };
    let has_sender = parts.device.is_some() || parts.topic.is_some();
    let is_flat = parts.data.is_some() && (parts.payload.is_none() || form == LineForm::Each);
    let is_envelope = has_sender || (parts.payload.is_some() && !is_flat);
    if form == LineForm::Each && !is_envelope {
        return Ok(Opened::bare(record));
    }
    if let Some(name) = parts.repeated {
        let code = EnvelopeErrorCode::DuplicateMember;
        let error = EnvelopeError::new(code, name, "each name once", "a second one");
        return Err(alone(error));
    }
    let (device, kind) = sender(&parts, names, wanted).map_err(alone)?;
    let payload = match parts.data {
        Some(data) if is_flat => Ok(Cow::Owned(format!("{{\"data\":{}}}", data.get()).into())),
        _ => payload(&parts, names),
    };
    match payload {
        Ok(payload) => Ok(Opened {
            device,
            kind,
            received: parts.received(names),
            payload,
        }),
        Err(error) => Err((device, error)),
    }
}

/// A topic, a blank and the payload, as `mosquitto_sub -v` writes it.
fn open_topic_line(record: &[u8], wanted: Option<TopicKind>) -> Result<Opened<'_>, EnvelopeError> {
    let end = record.iter().position(|byte| *byte == b' ');
    let (topic, payload) = record.split_at(end.unwrap_or(record.len()));
    let topic = read_topic(&String::from_utf8_lossy(topic), "", wanted)?;
    Ok(Opened {
        kind: Some(topic.kind()),
        device: Some(topic.into_device()),
        received: Received::Unsaid,
        payload: payload.strip_prefix(b" ").unwrap_or(payload).into(),
    })
}

/// The members that an envelope is about.
#[derive(Default)]
struct Parts<'l, 'n> {
    device: Option<&'l RawValue>,
    topic: Option<&'l RawValue>,
    payload: Option<&'l RawValue>,
    received: Option<&'l RawValue>,
    /// The payload's own member.
    data: Option<&'l RawValue>,
    has_schema: bool,
    /// The first of the names above that stands there a second time.
    repeated: Option<&'n str>,
}

impl<'l, 'n> Parts<'l, 'n> {
    fn of(record: &'l [u8], names: &'n EnvelopeNames) -> Result<Self, EnvelopeError> {
        cost::steps(3 * record.len());
        let wrong =
            |code, expected: &str, found: String| EnvelopeError::new(code, "", expected, found);
        let text = std::str::from_utf8(record).map_err(|error| {
            let byte = format!("byte 0x{:02x}", record[error.valid_up_to()]);
            let found = foreign::file_name(record).map_or(byte, str::to_owned);
            wrong(EnvelopeErrorCode::NotUtf8, "UTF-8", found)
        })?;
        if text.starts_with('\u{feff}') {
            let (code, expected) = (
                EnvelopeErrorCode::ByteOrderMark,
                "JSON without a byte order mark",
            );
            return Err(wrong(code, expected, "one".to_owned()));
        }
        let no_json = |error: serde_json::Error| {
            let (expected, found) = syntax::words(text, &error);
            wrong(EnvelopeErrorCode::Syntax, expected, found)
        };
        // serde_json's error about another type would repeat the value.
        if kind_of(text.trim_ascii_start()) != Kind::Object {
            let raw: &RawValue = serde_json::from_str(text).map_err(no_json)?;
            return Err(wrong_type("", "an object", raw));
        }
        let mut parts = Self::default();
        let each = |name: Cow<'_, str>, value| parts.note(&name, value, names);
        each_member(text, each).map_err(no_json)?;
        Ok(parts)
    }

    fn note(&mut self, name: &str, value: &'l RawValue, names: &'n EnvelopeNames) {
        let (part, known) = if *name == names.device {
            (&mut self.device, &*names.device)
        } else if *name == names.topic {
            (&mut self.topic, &*names.topic)
        } else if *name == names.payload {
            (&mut self.payload, &*names.payload)
        } else if *name == names.received {
            (&mut self.received, &*names.received)
        } else if name == "data" {
            (&mut self.data, "data")
        } else {
            self.has_schema |= name == "schema";
            return;
        };
        if part.replace(value).is_some() {
            self.repeated = self.repeated.or(Some(known));
        }
    }

    fn received(&self, names: &EnvelopeNames) -> Received {
        let Some(raw) = self.received.map(RawValue::get) else {
            return Received::Unsaid;
        };
        match kind_of(raw) {
            Kind::String => match text_of(raw) {
                Ok(text) => Received::read(&text, true, names.received_unit),
                Err(_) => Received::Unread,
            },
            Kind::Number => Received::read(raw, false, names.received_unit),
            Kind::Null => Received::Unsaid,
            _ => Received::Unread,
        }
    }
}

fn sender(
    parts: &Parts<'_, '_>,
    names: &EnvelopeNames,
    wanted: Option<TopicKind>,
) -> Result<(Option<DeviceId>, Option<TopicKind>), EnvelopeError> {
    let device = parts.device.map(|raw| {
        let text = string(raw, &names.device, "a device ID")?;
        text.parse().map_err(|error: DeviceIdError| {
            let expected = "a device ID of 1 to 64 ASCII letters, digits, \"-\" or \"_\"";
            let code = EnvelopeErrorCode::DeviceId;
            EnvelopeError::new(code, &names.device, expected, error.found())
        })
    });
    let topic = parts.topic.map(|raw| {
        let text = string(raw, &names.topic, &expected_topic(wanted))?;
        read_topic(&text, &names.topic, wanted)
    });
    let topic = topic.transpose()?;
    let kind = topic.as_ref().map(Topic::kind);
    match (device.transpose()?, topic.map(Topic::into_device)) {
        (Some(device), Some(other)) if device != other => {
            let (code, found) = (EnvelopeErrorCode::DeviceConflict, "another device's");
            let expected = format!("the topic of {:?}", names.device);
            Err(EnvelopeError::new(code, &names.topic, expected, found))
        }
        (Some(device), _) | (None, Some(device)) => Ok((Some(device), kind)),
        // Kafka Connect's converters keep the sender to themselves.
        (None, None) if parts.has_schema => Ok((None, None)),
        (None, None) => {
            let code = EnvelopeErrorCode::MissingMember;
            let expected = format!("the member {:?} or {:?}", names.device, names.topic);
            Err(EnvelopeError::new(code, "", expected, "none"))
        }
    }
}

fn expected_topic(wanted: Option<TopicKind>) -> String {
    let kind = wanted.map_or("<kind>", TopicKind::as_str);
    format!("a topic {FAMILY}{kind}/<device-ID>")
}

fn read_topic(text: &str, member: &str, wanted: Option<TopicKind>) -> Result<Topic, EnvelopeError> {
    let wrong = |found: String| {
        let code = EnvelopeErrorCode::Topic;
        EnvelopeError::new(code, member, expected_topic(wanted), found)
    };
    let topic: Topic = text.parse().map_err(|error| {
        wrong(match error {
            TopicError::Family { found } => found.into_owned(),
            TopicError::DeviceId { reason, .. } => reason.found().into_owned(),
        })
    })?;
    match topic.kind() {
        other if wanted.is_some_and(|wanted| wanted != other) => {
            Err(wrong(format!("one that begins with {:?}", other.prefix())))
        }
        _ => Ok(topic),
    }
}

fn payload<'l>(
    parts: &Parts<'l, '_>,
    names: &EnvelopeNames,
) -> Result<Cow<'l, [u8]>, EnvelopeError> {
    let expected = "a payload as an object or as a string";
    let Some(raw) = parts.payload else {
        let code = EnvelopeErrorCode::MissingMember;
        let expected = format!("the member {:?}", names.payload);
        return Err(EnvelopeError::new(code, "", expected, "none"));
    };
    if kind_of(raw.get()) == Kind::Object {
        return Ok(Cow::Borrowed(raw.get().as_bytes()));
    }
    let text = string(raw, &names.payload, expected)?;
    if let Some(object) = object_in_base64(&text) {
        return Ok(Cow::Owned(object));
    }
    Ok(match text {
        Cow::Borrowed(text) => text.as_bytes().into(),
        Cow::Owned(text) => text.into_bytes().into(),
    })
}

/// The text of which `text` is the Base64 (RFC 4648 §4 and §5, padded or not), if that begins
/// like a JSON object.
fn object_in_base64(text: &str) -> Option<Vec<u8>> {
    cost::steps(text.len());
    let text = text.trim_ascii();
    if !foreign::looks_like_base64(text) {
        return None;
    }
    let decode = match (text.contains(['-', '_']), text.ends_with('=')) {
        (false, true) => Base64::decode_vec,
        (false, false) => Base64Unpadded::decode_vec,
        (true, true) => Base64Url::decode_vec,
        (true, false) => Base64UrlUnpadded::decode_vec,
    };
    let object = decode(text).ok()?;
    object
        .trim_ascii_start()
        .starts_with(b"{")
        .then_some(object)
}

fn string<'l>(
    raw: &'l RawValue,
    member: &str,
    expected: &str,
) -> Result<Cow<'l, str>, EnvelopeError> {
    if kind_of(raw.get()) != Kind::String {
        return Err(wrong_type(member, expected, raw));
    }
    text_of(raw.get()).map_err(|error| {
        let (expected, found) = syntax::words(raw.get(), &error);
        EnvelopeError::new(EnvelopeErrorCode::Syntax, member, expected, found)
    })
}

fn wrong_type(member: &str, expected: &str, raw: &RawValue) -> EnvelopeError {
    let found = kind_of(raw.get()).name();
    EnvelopeError::new(EnvelopeErrorCode::Type, member, expected, found)
}
