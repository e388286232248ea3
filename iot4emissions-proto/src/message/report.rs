//! Collecting what is wrong or deviates while a message is read.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::decode::{
    DecodeError, Decoded, Deviation, DeviationCode, Issue, IssueCode, Position, Profile,
};
use super::json::{Node, Path, Text, Value, parse};
use super::noted_vins::NotedVins;
use crate::privacy::shown;

/// Problems and deviations of one payload.
pub(super) struct Report<'a> {
    profile: Profile,
    payload: &'a [u8],
    vins: NotedVins,
    issues: Vec<Issue>,
    deviations: Vec<Deviation>,
}

impl<'a> Report<'a> {
    fn new(payload: &'a [u8], profile: Profile) -> Self {
        Self {
            profile,
            payload,
            vins: NotedVins::default(),
            issues: Vec::new(),
            deviations: Vec::new(),
        }
    }

    /// Remembers what is to be hidden.
    pub(super) fn note_vins(&mut self, members: &[(Cow<'a, str>, &'a RawValue)]) {
        let texts = members
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("vin"))
            .filter_map(|(_, raw)| serde_json::from_str::<Text<'a>>(raw.get()).ok());
        for Text(text) in texts {
            self.vins.note(&text);
        }
    }

    /// A problem of the value whose text is `raw`, a slice of the payload.
    pub(super) fn issue(
        &mut self,
        code: IssueCode,
        path: &Path<'_>,
        raw: &str,
        expected: &str,
        found: &str,
    ) {
        let offset = (raw.as_ptr() as usize).saturating_sub(self.payload.as_ptr() as usize);
        let issue = Issue {
            code,
            pointer: self.vins.hide_in_pointer(&path.pointer()),
            position: Position::of(self.payload, offset),
            expected: expected.to_owned(),
            found: self.vins.hide(found),
        };
        self.issues.push(issue);
    }

    /// A problem of the payload as a whole, which shows at the byte `offset`.
    pub(super) fn whole(&mut self, code: IssueCode, offset: usize, expected: &str, found: &str) {
        let position = Position::of(self.payload, offset);
        self.issues.push(Issue {
            code,
            pointer: String::new(),
            position,
            expected: expected.to_owned(),
            found: self.vins.hide(found),
        });
    }

    /// A deviation, which is a problem in [`Profile::Strict`].
    pub(super) fn deviation(
        &mut self,
        code: DeviationCode,
        path: &Path<'_>,
        node: &Node<'a>,
        clause: &'static str,
        expected: &str,
    ) {
        match self.profile {
            Profile::Strict => {
                let found = describe(node);
                self.issue(IssueCode::Deviation(code), path, node.raw, expected, &found);
            }
            Profile::Tolerant => self.deviations.push(Deviation {
                code,
                pointer: self.vins.hide_in_pointer(&path.pointer()),
                clause: clause.into(),
            }),
        }
    }

    /// Whether a problem has been found.
    pub(super) fn has_issues(&self) -> bool {
        !self.issues.is_empty()
    }

    /// The result of reading: `message`, unless there is a problem.
    fn finish<M>(self, name: &'static str, message: Option<M>) -> Result<Decoded<M>, DecodeError> {
        match message {
            Some(message) if self.issues.is_empty() => Ok(Decoded {
                message,
                deviations: self.deviations,
            }),
            _ => Err(DecodeError::new(name, self.issues)),
        }
    }
}

/// Reads a payload as JSON and then as the message that `read` makes of it; `name` says
/// in the error which message it is not.
pub(super) fn decode<'a, M>(
    name: &'static str,
    payload: &'a [u8],
    profile: Profile,
    read: impl FnOnce(&Node<'a>, &mut Report<'a>) -> Option<M>,
) -> Result<Decoded<M>, DecodeError> {
    let mut report = Report::new(payload, profile);
    let message = parse(payload, &mut report).and_then(|node| read(&node, &mut report));
    report.finish(name, message)
}

/// A value as a text shows it: numbers and strings themselves, cut; the rest by
/// its type.
pub(super) fn describe(node: &Node<'_>) -> String {
    match &node.value {
        Value::String(text) => format!("{:?}", shown(text)),
        Value::Number => shown(node.raw),
        Value::Boolean => node.raw.to_owned(),
        other => other.type_name().to_owned(),
    }
}
