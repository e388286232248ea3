//! The object around a payload (see [`LineForm::Envelope`](super::LineForm)). It is no
//! part of the protocol: P-5.3 is about the payload in it.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::identity::{DeviceId, DeviceIdError};
use crate::message::{Members, Text};
use crate::privacy::hide_vins;
use crate::topic::{Topic, TopicError, TopicKind};

/// What an envelope says.
#[derive(Debug)]
pub(super) struct Envelope<'l> {
    pub(super) device: DeviceId,
    /// Of its topic, if it has one.
    pub(super) kind: Option<TopicKind>,
    pub(super) payload: Cow<'l, str>,
}

/// What is wrong with an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EnvelopeErrorCode {
    /// `not-utf-8`: the line is not UTF-8.
    NotUtf8,
    /// `byte-order-mark`: the line starts with one.
    ByteOrderMark,
    /// `syntax`: not RFC 8259 JSON.
    Syntax,
    /// `type`: another JSON type than expected.
    Type,
    /// `missing-member`: a required member is not there.
    MissingMember,
    /// `duplicate-member`: `device`, `topic` or `payload` twice.
    DuplicateMember,
    /// `device-id`: `device` is no device ID (P-2.1).
    DeviceId,
    /// `topic`: `topic` is no topic, or not of the messages that are read (P-3.1 to P-3.4).
    Topic,
    /// `device-conflict`: `device` and `topic` name different devices.
    DeviceConflict,
}

impl EnvelopeErrorCode {
    /// The code as written in tables and logs, such as `missing-member`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotUtf8 => "not-utf-8",
            Self::ByteOrderMark => "byte-order-mark",
            Self::Syntax => "syntax",
            Self::Type => "type",
            Self::MissingMember => "missing-member",
            Self::DuplicateMember => "duplicate-member",
            Self::DeviceId => "device-id",
            Self::Topic => "topic",
            Self::DeviceConflict => "device-conflict",
        }
    }
}

/// Why a line is no envelope. No text in it repeats a VIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an envelope of a payload: expected {expected}, found {found}")]
pub struct EnvelopeError {
    /// What is wrong.
    pub code: EnvelopeErrorCode,
    /// Where, as a JSON Pointer (RFC 6901); empty for the whole line.
    pub pointer: &'static str,
    /// What was expected there.
    pub expected: String,
    /// What was found there.
    pub found: String,
}

impl EnvelopeError {
    fn new(
        code: EnvelopeErrorCode,
        pointer: &'static str,
        expected: &str,
        found: impl Into<String>,
    ) -> Self {
        Self {
            code,
            pointer,
            expected: expected.to_owned(),
            found: found.into(),
        }
    }
}

const DEVICE: &str = "/device";
const TOPIC: &str = "/topic";
const PAYLOAD: &str = "/payload";

impl<'l> Envelope<'l> {
    /// The envelope that `line` is, with a topic of `wanted` or, without it, of any kind;
    /// or what is wrong with it and who sent it, where that much can be read.
    pub(super) fn read(
        line: &'l [u8],
        wanted: Option<TopicKind>,
    ) -> Result<Self, (Option<DeviceId>, EnvelopeError)> {
        let members = members(line).map_err(|error| (None, error))?;
        let (device, kind) = sender(&members, wanted).map_err(|error| (None, error))?;
        match payload(&members) {
            Ok(payload) => Ok(Self {
                device,
                kind,
                payload,
            }),
            Err(error) => Err((Some(device), error)),
        }
    }
}

/// The three members of an envelope, each once.
#[derive(Default)]
struct Parts<'l> {
    device: Option<&'l RawValue>,
    topic: Option<&'l RawValue>,
    payload: Option<&'l RawValue>,
}

fn members(line: &[u8]) -> Result<Parts<'_>, EnvelopeError> {
    let expected = "JSON by RFC 8259";
    let text = std::str::from_utf8(line).map_err(|error| {
        let found = format!("byte 0x{:02x}", line[error.valid_up_to()]);
        EnvelopeError::new(EnvelopeErrorCode::NotUtf8, "", "UTF-8", found)
    })?;
    if text.starts_with('\u{feff}') {
        let code = EnvelopeErrorCode::ByteOrderMark;
        return Err(EnvelopeError::new(
            code,
            "",
            "JSON without a byte order mark",
            "one",
        ));
    }
    let syntax = |error: serde_json::Error| {
        let found = hide_vins(&error.to_string()).into_owned();
        EnvelopeError::new(EnvelopeErrorCode::Syntax, "", expected, found)
    };
    // serde_json's error about another type would repeat the value.
    if !text.trim_ascii_start().starts_with('{') {
        let raw: &RawValue = serde_json::from_str(text).map_err(syntax)?;
        return Err(wrong_type("", "an object", raw));
    }
    let Members(members) = serde_json::from_str(text).map_err(syntax)?;
    let mut parts = Parts::default();
    for (name, value) in members {
        let (part, pointer) = match &*name {
            "device" => (&mut parts.device, DEVICE),
            "topic" => (&mut parts.topic, TOPIC),
            "payload" => (&mut parts.payload, PAYLOAD),
            _ => continue,
        };
        if part.replace(value).is_some() {
            let code = EnvelopeErrorCode::DuplicateMember;
            return Err(EnvelopeError::new(
                code,
                pointer,
                "each name once",
                "a second one",
            ));
        }
    }
    Ok(parts)
}

fn sender(
    parts: &Parts<'_>,
    wanted: Option<TopicKind>,
) -> Result<(DeviceId, Option<TopicKind>), EnvelopeError> {
    let device = parts.device.map(|raw| {
        let text = string(raw, DEVICE, "a device ID")?;
        text.parse().map_err(|error: DeviceIdError| {
            let expected = "a device ID of 1 to 64 ASCII letters, digits, \"-\" or \"_\"";
            EnvelopeError::new(EnvelopeErrorCode::DeviceId, DEVICE, expected, error.found())
        })
    });
    let topic = parts.topic.map(|raw| {
        let kind = wanted.map_or("<kind>", TopicKind::as_str);
        let expected = format!("a topic iot4emissions/{kind}/<device-ID>");
        let text = string(raw, TOPIC, &expected)?;
        let wrong = |found| EnvelopeError::new(EnvelopeErrorCode::Topic, TOPIC, &expected, found);
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
    });
    let topic = topic.transpose()?;
    let kind = topic.as_ref().map(Topic::kind);
    match (device.transpose()?, topic.map(Topic::into_device)) {
        (Some(device), Some(other)) if device != other => {
            let code = EnvelopeErrorCode::DeviceConflict;
            let found = "another device's";
            Err(EnvelopeError::new(
                code,
                TOPIC,
                "the topic of \"device\"",
                found,
            ))
        }
        (Some(device), _) | (None, Some(device)) => Ok((device, kind)),
        (None, None) => {
            let code = EnvelopeErrorCode::MissingMember;
            let expected = "the member \"device\" or \"topic\"";
            Err(EnvelopeError::new(code, "", expected, "none"))
        }
    }
}

fn payload<'l>(parts: &Parts<'l>) -> Result<Cow<'l, str>, EnvelopeError> {
    let expected = "a payload as an object or as a string";
    let Some(raw) = parts.payload else {
        let code = EnvelopeErrorCode::MissingMember;
        return Err(EnvelopeError::new(
            code,
            "",
            "the member \"payload\"",
            "none",
        ));
    };
    if raw.get().starts_with('{') {
        Ok(Cow::Borrowed(raw.get()))
    } else {
        string(raw, PAYLOAD, expected)
    }
}

fn string<'l>(
    raw: &'l RawValue,
    pointer: &'static str,
    expected: &str,
) -> Result<Cow<'l, str>, EnvelopeError> {
    if !raw.get().starts_with('"') {
        return Err(wrong_type(pointer, expected, raw));
    }
    let Text(text) = serde_json::from_str(raw.get()).map_err(|_| {
        let found = "an escape that is no character";
        EnvelopeError::new(
            EnvelopeErrorCode::Syntax,
            pointer,
            "JSON by RFC 8259",
            found,
        )
    })?;
    Ok(text)
}

fn wrong_type(pointer: &'static str, expected: &str, raw: &RawValue) -> EnvelopeError {
    let found = match raw.get().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a truth value",
        Some(b'n') => "null",
        _ => "a number",
    };
    EnvelopeError::new(EnvelopeErrorCode::Type, pointer, expected, found)
}

/// Whether a line rather is an envelope than a payload. A byte order mark, for which the
/// line will be refused, says nothing about the lines after it.
pub(super) fn looks_like(line: &[u8]) -> bool {
    let names = ["device", "topic", "payload"];
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let text = std::str::from_utf8(line).unwrap_or_default();
    match serde_json::from_str::<Members<'_>>(text) {
        Ok(Members(members)) => {
            let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
            names.into_iter().any(has) && !has("data")
        }
        Err(_) => {
            // serde_json has no word on a line that is cut off; its first name has.
            let start = line.trim_ascii_start().strip_prefix(b"{");
            let name = start.and_then(|rest| rest.trim_ascii_start().strip_prefix(b"\""));
            name.is_some_and(|name| {
                names.into_iter().any(|wanted| {
                    let after = name.strip_prefix(wanted.as_bytes());
                    after.is_some_and(|rest| rest.starts_with(b"\""))
                })
            })
        }
    }
}
