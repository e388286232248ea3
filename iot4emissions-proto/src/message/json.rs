//! RFC 8259 JSON as a tree that keeps what a rule may ask for: the text of each
//! number, the place of each value, and duplicate names (P-5.3).
//!
//! The parser is serde_json's. Its `RawValue` gives the text of each value as a
//! slice of the payload, from which the place follows; the protocol nests four
//! deep, so each byte is looked at five times at the most.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Write};

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::decode::IssueCode;
use super::report::Report;
use super::{MAX_DEPTH, MAX_PAYLOAD};

/// A JSON value in its place.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// The value's text in the payload.
    pub(super) raw: &'a str,
    pub(super) value: Value<'a>,
}

#[derive(Debug)]
pub(super) enum Value<'a> {
    Object(Vec<Member<'a>>),
    Array(Vec<Node<'a>>),
    String(Cow<'a, str>),
    /// A number's text is its node's `raw`.
    Number,
    Boolean,
    /// What could not be read further; the problem has been reported.
    Unreadable,
}

#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) node: Node<'a>,
}

impl Value<'_> {
    /// The JSON type in words, for "found …".
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Object(_) => "an object",
            Self::Array(_) => "an array",
            Self::String(_) => "a string",
            Self::Number => "a number",
            Self::Boolean => "a truth value",
            Self::Unreadable => "an unreadable value",
        }
    }
}

/// The way from the payload's top to a value.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    segment: Segment<'p>,
}

#[derive(Clone, Copy)]
enum Segment<'p> {
    Top,
    Name(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(super) const TOP: Path<'static> = Path {
        parent: None,
        segment: Segment::Top,
    };

    pub(super) const fn name(&'p self, name: &'p str) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Name(name),
        }
    }

    pub(super) const fn index(&'p self, index: usize) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Index(index),
        }
    }

    /// The JSON Pointer (RFC 6901).
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::new();
        self.write(&mut pointer);
        pointer
    }

    fn write(&self, pointer: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(pointer);
        }
        match self.segment {
            Segment::Top => {}
            Segment::Name(name) => {
                pointer.push('/');
                for c in name.chars() {
                    match c {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        c => pointer.push(c),
                    }
                }
            }
            Segment::Index(index) => {
                let _ = write!(pointer, "/{index}");
            }
        }
    }
}

/// Reads `payload` as JSON; what is no JSON, or wrong in any message, goes to
/// `report`. `None` where there is no tree at all.
pub(super) fn parse<'a>(payload: &'a [u8], report: &mut Report<'a>) -> Option<Node<'a>> {
    if payload.len() > MAX_PAYLOAD {
        let found = format!("{} bytes", payload.len());
        report.whole(IssueCode::TooLarge, 0, "at most 131072 bytes", &found);
        return None;
    }
    let text = match std::str::from_utf8(payload) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let found = format!("byte 0x{:02x}", payload[at]);
            report.whole(IssueCode::NotUtf8, at, "UTF-8", &found);
            return None;
        }
    };
    if text.starts_with('\u{feff}') {
        report.whole(
            IssueCode::ByteOrderMark,
            0,
            "JSON without a byte order mark",
            "one",
        );
        return None;
    }
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => Some(build(raw, &Path::TOP, 0, report)),
        Err(error) => {
            syntax_issue(text, &error, report);
            None
        }
    }
}

fn syntax_issue(text: &str, error: &serde_json::Error, report: &mut Report<'_>) {
    let end = offset_of(text, error.line(), error.column());
    // serde_json places the error at the bracket after the comma, and words it
    // differently for objects and arrays.
    let bracketless = text[..end].strip_suffix(['}', ']']).map(str::trim_end);
    if let Some(before) = bracketless.and_then(|text| text.strip_suffix(',')) {
        report.whole(
            IssueCode::TrailingComma,
            before.len(),
            "a member or element after the comma (JRC127600 Box 4 as printed is not JSON)",
            "a trailing comma",
        );
        return;
    }
    let expected = "JSON by RFC 8259";
    report.whole(
        IssueCode::Syntax,
        end.saturating_sub(1),
        expected,
        &reason(error),
    );
}

/// What serde_json found wrong, without the place, which is the report's to say.
fn reason(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.split(" at line ").next().unwrap_or(&said).to_owned()
}

/// The byte offset of serde_json's line and column, which count bytes from 1;
/// the end of that byte.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut offset = (line_start + column).min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}

fn build<'a>(
    raw: &'a RawValue,
    path: &Path<'_>,
    depth: usize,
    report: &mut Report<'a>,
) -> Node<'a> {
    let raw = raw.get();
    let value = match raw.as_bytes().first() {
        Some(b'{' | b'[') if depth == MAX_DEPTH => {
            report.issue(
                IssueCode::TooDeep,
                path,
                raw,
                "at most 4 levels of nesting",
                "a fifth",
            );
            Value::Unreadable
        }
        Some(b'{') => object(raw, path, depth, report),
        Some(b'[') => match serde_json::from_str::<Elements<'a>>(raw) {
            Ok(Elements(elements)) => Value::Array(
                elements
                    .into_iter()
                    .enumerate()
                    .map(|(index, element)| build(element, &path.index(index), depth + 1, report))
                    .collect(),
            ),
            Err(error) => unreadable(&error, path, raw, report),
        },
        Some(b'"') => match serde_json::from_str::<Text<'a>>(raw) {
            Ok(Text(text)) => Value::String(text),
            Err(error) => unreadable(&error, path, raw, report),
        },
        Some(b'n') => {
            report.issue(IssueCode::Null, path, raw, "a value", "null");
            Value::Unreadable
        }
        Some(b't' | b'f') => Value::Boolean,
        _ => {
            if raw.contains(['e', 'E']) {
                report.issue(
                    IssueCode::Exponent,
                    path,
                    raw,
                    "a number without an exponent",
                    raw,
                );
                Value::Unreadable
            } else {
                Value::Number
            }
        }
    };
    Node { raw, value }
}

fn object<'a>(raw: &'a str, path: &Path<'_>, depth: usize, report: &mut Report<'a>) -> Value<'a> {
    let members = match serde_json::from_str::<Members<'a>>(raw) {
        Ok(Members(members)) => members,
        Err(error) => return unreadable(&error, path, raw, report),
    };
    if depth == 0 {
        report.note_vins(&members);
    }
    let mut seen = BTreeSet::new();
    for (name, value) in &members {
        if !seen.insert(name.as_ref()) {
            let at = path.name(name);
            report.issue(
                IssueCode::DuplicateMember,
                &at,
                value.get(),
                "each name once",
                "a second one",
            );
        }
    }
    Value::Object(
        members
            .into_iter()
            .map(|(name, value)| Member {
                node: build(value, &path.name(&name), depth + 1, report),
                name,
            })
            .collect(),
    )
}

/// A part of JSON whose outside has been checked can only be unreadable because
/// of an escape that is no character, such as half of a surrogate pair.
fn unreadable<'a>(
    error: &serde_json::Error,
    path: &Path<'_>,
    raw: &'a str,
    report: &mut Report<'a>,
) -> Value<'a> {
    report.issue(
        IssueCode::Syntax,
        path,
        raw,
        "JSON by RFC 8259",
        &reason(error),
    );
    Value::Unreadable
}

/// An object's members, duplicates too, in their order.
pub(crate) struct Members<'a>(pub(crate) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Text(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

struct Elements<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Elements<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = seq.next_element()? {
                    elements.push(element);
                }
                Ok(Elements(elements))
            }
        }
        deserializer.deserialize_seq(Visit)
    }
}

/// A string that is borrowed where it has no escapes.
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Visit)
    }
}
