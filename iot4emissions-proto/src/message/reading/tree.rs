//! RFC 8259 JSON as a tree that is opened where a rule asks for it, and that keeps what a
//! rule may ask for: the text of each number, the place of each value, and duplicate names
//! (P-5.3).
//!
//! The parser is serde_json's. Its `RawValue` gives the text of each value as a slice of
//! the payload, from which the place follows; the protocol nests four deep, so each byte is
//! looked at six times at the most.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::path::Path;
use super::report::Report;
use super::{foreign, syntax};
use crate::cost;
use crate::message::{IssueCode, MAX_DEPTH, MAX_PAYLOAD};

/// A JSON value in its place, not opened yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    /// The value's text in the payload.
    pub(crate) raw: &'a str,
    /// In how many objects and arrays it stands.
    depth: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

/// The type of a JSON value, which its first character says.
pub(crate) fn kind_of(raw: &str) -> Kind {
    match raw.as_bytes().first() {
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::Array,
        Some(b'"') => Kind::String,
        Some(b't' | b'f') => Kind::Boolean,
        Some(b'n') => Kind::Null,
        _ => Kind::Number,
    }
}

impl Kind {
    /// The JSON type in words, for "found …".
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::String => "a string",
            Self::Number => "a number",
            Self::Boolean => "a truth value",
            Self::Null => "null",
        }
    }
}

/// A member of an object.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) node: Node<'a>,
}

impl<'a> Node<'a> {
    /// The JSON type.
    pub(crate) fn kind(&self) -> Kind {
        kind_of(self.raw)
    }

    /// Whether a rule may look at the value: not where it is what stands nowhere in the
    /// protocol, which is reported (P-5.3).
    pub(crate) fn is_readable(&self, path: &Path<'_>, report: &mut Report<'a>) -> bool {
        let mut issue = |code, expected: &str, found: &dyn fmt::Display| {
            report.issue(code, path, self.raw, &expected, found);
            false
        };
        match self.kind() {
            Kind::Null => issue(IssueCode::Null, "a value", &"null"),
            Kind::Number if self.raw.contains(['e', 'E']) => {
                let expected = "a number without an exponent";
                issue(IssueCode::Exponent, expected, &super::describe(self))
            }
            Kind::Object | Kind::Array if self.depth == MAX_DEPTH => issue(
                IssueCode::TooDeep,
                "at most 4 levels of nesting",
                &"a fifth",
            ),
            _ => true,
        }
    }

    /// The string's text; `None` where an escape in it is no character, which is reported.
    pub(crate) fn text(&self, path: &Path<'_>, report: &mut Report<'a>) -> Option<Cow<'a, str>> {
        cost::steps(self.raw.len());
        match text_of(self.raw) {
            Ok(text) => Some(text),
            Err(error) => {
                let (expected, found) = syntax::words(self.raw, &error);
                report.issue(IssueCode::Syntax, path, self.raw, &expected, &found);
                None
            }
        }
    }

    /// The object's members in their order; names that stand there twice are reported.
    /// `None` where a name is no text.
    pub(crate) fn members(
        &self,
        path: &Path<'_>,
        report: &mut Report<'a>,
    ) -> Option<Vec<Member<'a>>> {
        cost::steps(self.raw.len());
        let mut members = Vec::new();
        let each = |name, raw: &'a RawValue| {
            let node = self.inner(raw.get());
            members.push(Member { name, node });
        };
        if let Err(error) = each_member(self.raw, each) {
            let (expected, found) = syntax::words(self.raw, &error);
            report.issue(IssueCode::Syntax, path, self.raw, &expected, &found);
            return None;
        }
        if self.depth == 0 {
            report.note_vins(&members);
        }
        for second in repeated(&members) {
            let Member { name, node } = &members[second];
            let (code, at) = (IssueCode::DuplicateMember, path.name(name));
            report.issue(code, &at, node.raw, &"each name once", &"a second one");
        }
        Some(members)
    }

    /// Hands each of the array's elements to `each`.
    pub(crate) fn elements(
        &self,
        path: &Path<'_>,
        report: &mut Report<'a>,
        mut each: impl FnMut(usize, Node<'a>, &mut Report<'a>),
    ) {
        cost::steps(self.raw.len());
        let mut index = 0;
        let element = |raw: &'a RawValue| {
            each(index, self.inner(raw.get()), &mut *report);
            index += 1;
        };
        if let Err(error) = each_element(self.raw, element) {
            let (expected, found) = syntax::words(self.raw, &error);
            report.issue(IssueCode::Syntax, path, self.raw, &expected, &found);
        }
    }

    /// Reports what is wrong in any message, here and in everything below: for what no rule
    /// looks at. Nothing is built of it.
    pub(crate) fn judge(&self, path: &Path<'_>, report: &mut Report<'a>) {
        if !self.is_readable(path, report) {
            return;
        }
        match self.kind() {
            Kind::Object => {
                for Member { name, node } in self.members(path, report).unwrap_or_default() {
                    node.judge(&path.name(&name), report);
                }
            }
            Kind::Array => self.elements(path, report, |index, node, report| {
                node.judge(&path.index(index), report);
            }),
            Kind::String => drop(self.text(path, report)),
            Kind::Number | Kind::Boolean | Kind::Null => {}
        }
    }

    const fn inner(&self, raw: &'a str) -> Self {
        Self {
            raw,
            depth: self.depth + 1,
        }
    }
}

/// The places of members whose name another one had before, in their order.
fn repeated(members: &[Member<'_>]) -> Vec<usize> {
    cost::steps(members.len() * (members.len().max(1).ilog2() as usize + 1));
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_unstable_by(|a, b| members[*a].name.cmp(&members[*b].name).then(a.cmp(b)));
    let mut repeated: Vec<usize> = order
        .windows(2)
        .filter(|pair| members[pair[0]].name == members[pair[1]].name)
        .map(|pair| pair[1])
        .collect();
    repeated.sort_unstable();
    repeated
}

/// Reads `payload` as JSON; what is no JSON goes to `report`. `None` where there is no tree.
pub(crate) fn parse<'a>(payload: &'a [u8], report: &mut Report<'a>) -> Option<Node<'a>> {
    if payload.len() > MAX_PAYLOAD {
        let found = format_args!("{} bytes", payload.len());
        report.whole(IssueCode::TooLarge, 0, "at most 131072 bytes", &found);
        return None;
    }
    cost::steps(2 * payload.len());
    let text = match std::str::from_utf8(payload) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            match foreign::file_name(payload) {
                Some(name) => report.whole(IssueCode::NotUtf8, 0, "UTF-8", &name),
                None => {
                    let found = format_args!("byte 0x{:02x}", payload[at]);
                    report.whole(IssueCode::NotUtf8, at, "UTF-8", &found);
                }
            }
            return None;
        }
    };
    if text.starts_with('\u{feff}') {
        let expected = "JSON without a byte order mark";
        report.whole(IssueCode::ByteOrderMark, 0, expected, &"one");
        return None;
    }
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => Some(Node {
            raw: raw.get(),
            depth: 0,
        }),
        Err(error) => {
            syntax::report(text, &error, report);
            None
        }
    }
}

/// The text of a JSON string.
pub(crate) fn text_of(raw: &str) -> serde_json::Result<Cow<'_, str>> {
    serde_json::from_str(raw).map(|Text(text)| text)
}

/// Hands each member of the object `raw` to `each`.
pub(crate) fn each_member<'a>(
    raw: &'a str,
    each: impl FnMut(Cow<'a, str>, &'a RawValue),
) -> serde_json::Result<()> {
    struct Members<F>(F);
    impl<'a, F: FnMut(Cow<'a, str>, &'a RawValue)> Visitor<'a> for Members<F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
            while let Some(Text(name)) = map.next_key()? {
                (self.0)(name, map.next_value()?);
            }
            Ok(())
        }
    }
    impl<'a, F: FnMut(Cow<'a, str>, &'a RawValue)> DeserializeSeed<'a> for Members<F> {
        type Value = ();

        fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_map(self)
        }
    }
    let mut deserializer = serde_json::Deserializer::from_str(raw);
    Members(each).deserialize(&mut deserializer)?;
    deserializer.end()
}

/// Hands each element of the array `raw` to `each`.
fn each_element<'a>(raw: &'a str, each: impl FnMut(&'a RawValue)) -> serde_json::Result<()> {
    struct Elements<F>(F);
    impl<'a, F: FnMut(&'a RawValue)> Visitor<'a> for Elements<F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'a>>(mut self, mut seq: A) -> Result<(), A::Error> {
            while let Some(element) = seq.next_element()? {
                (self.0)(element);
            }
            Ok(())
        }
    }
    impl<'a, F: FnMut(&'a RawValue)> DeserializeSeed<'a> for Elements<F> {
        type Value = ();

        fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_seq(self)
        }
    }
    Elements(each).deserialize(&mut serde_json::Deserializer::from_str(raw))
}

/// A string that is borrowed where it has no escapes.
struct Text<'a>(Cow<'a, str>);

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
