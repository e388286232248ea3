//! Reading the members of an object and the values in them.

use super::decode::{DeviationCode, IssueCode};
use super::json::{Member, Node, Path, Value};
use super::report::{Report, describe};
use crate::decimal::Decimal;

/// An object whose members are taken one by one; what is left is unknown.
pub(super) struct Object<'n, 'a> {
    members: &'n [Member<'a>],
    taken: Vec<bool>,
    raw: &'a str,
}

impl<'n, 'a> Object<'n, 'a> {
    /// The object that `node` is, or a problem.
    pub(super) fn of(node: &'n Node<'a>, path: &Path<'_>, report: &mut Report<'a>) -> Option<Self> {
        match &node.value {
            Value::Object(members) => Some(Self {
                members,
                taken: vec![false; members.len()],
                raw: node.raw,
            }),
            _ => wrong_type(node, path, "an object", report),
        }
    }

    /// The member `name`; of duplicates, which are a problem already, the first.
    pub(super) fn take(&mut self, name: &str) -> Option<&'n Node<'a>> {
        let mut found = None;
        for (member, taken) in self.members.iter().zip(&mut self.taken) {
            if member.name == name {
                *taken = true;
                found = found.or(Some(&member.node));
            }
        }
        found
    }

    /// The member `name`, or a problem.
    pub(super) fn require(
        &mut self,
        name: &str,
        path: &Path<'_>,
        report: &mut Report<'a>,
    ) -> Option<&'n Node<'a>> {
        let node = self.take(name);
        if node.is_none() {
            self.missing(name, path, report);
        }
        node
    }

    /// The member `name`, which Table 6 calls `table_name` (P-5.4), or a problem.
    /// Gives the name that the payload uses.
    pub(super) fn require_either(
        &mut self,
        name: &'static str,
        table_name: &'static str,
        path: &Path<'_>,
        report: &mut Report<'a>,
    ) -> Option<(&'static str, &'n Node<'a>)> {
        match (self.take(name), self.take(table_name)) {
            (Some(node), None) => Some((name, node)),
            (Some(node), Some(other)) => {
                report.issue(
                    IssueCode::DuplicateMember,
                    &path.name(table_name),
                    other.raw,
                    &format!("{name:?} once"),
                    "its name in Table 6 as well",
                );
                Some((name, node))
            }
            (None, Some(node)) => {
                report.deviation(
                    DeviationCode::TableName,
                    &path.name(table_name),
                    node,
                    "JRC127600 Table 6",
                    &format!("the member name {name:?}"),
                );
                Some((table_name, node))
            }
            (None, None) => {
                self.missing(name, path, report);
                None
            }
        }
    }

    fn missing(&self, name: &str, path: &Path<'_>, report: &mut Report<'a>) {
        let expected = format!("the member {name:?}");
        report.issue(IssueCode::MissingMember, path, self.raw, &expected, "none");
    }

    /// The members not taken so far.
    pub(super) fn rest(&self) -> impl Iterator<Item = &'n Member<'a>> {
        self.members
            .iter()
            .zip(&self.taken)
            .filter(|(_, taken)| !**taken)
            .map(|(member, _)| member)
    }

    /// Reports the members not taken (P-5.4, `unknown-member`).
    pub(super) fn finish(self, path: &Path<'_>, clause: &'static str, report: &mut Report<'a>) {
        for member in self.rest() {
            report.deviation(
                DeviationCode::UnknownMember,
                &path.name(&member.name),
                &member.node,
                clause,
                "no such member",
            );
        }
    }
}

/// Reports that `node` has another type than expected, unless it has been
/// reported as unreadable.
pub(super) fn wrong_type<'a, T>(
    node: &Node<'a>,
    path: &Path<'_>,
    expected: &str,
    report: &mut Report<'a>,
) -> Option<T> {
    if !matches!(node.value, Value::Unreadable) {
        report.issue(IssueCode::Type, path, node.raw, expected, &describe(node));
    }
    None
}

/// The string that `node` is, or a problem.
pub(super) fn string<'n>(
    node: &'n Node<'_>,
    path: &Path<'_>,
    report: &mut Report<'_>,
) -> Option<&'n str> {
    match &node.value {
        Value::String(text) => Some(text),
        Value::Unreadable => None,
        _ => {
            report.issue(IssueCode::Type, path, node.raw, "a string", &describe(node));
            None
        }
    }
}

/// What a number in a message is to be.
#[derive(Clone, Copy)]
pub(crate) struct NumberRule {
    /// Whether a number or its text as a string is canonical.
    pub(crate) canonical: NumberForm,
    /// How many decimals the table gives it.
    pub(crate) decimals: usize,
    /// The limits, in units of the last decimal.
    pub(crate) least: u64,
    pub(crate) most: u64,
    /// What is expected, in words.
    pub(crate) expected: &'static str,
    /// The clause that shows the other forms.
    pub(crate) clause: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberForm {
    Number,
    String,
}

/// The number that `node` is, in units of its last decimal, or a problem
/// (P-5.3 to P-5.5).
pub(super) fn number<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    rule: &NumberRule,
    report: &mut Report<'a>,
) -> Option<u64> {
    let (form, text) = match &node.value {
        Value::Number => (NumberForm::Number, node.raw),
        Value::String(text) => (NumberForm::String, text.as_ref()),
        _ => return wrong_type(node, path, rule.expected, report),
    };
    let Some(decimal) = Decimal::parse(text) else {
        report.issue(
            IssueCode::NumberForm,
            path,
            node.raw,
            rule.expected,
            &describe(node),
        );
        return None;
    };
    if form != rule.canonical {
        let code = match form {
            NumberForm::Number => DeviationCode::StringAsNumber,
            NumberForm::String => DeviationCode::NumberAsString,
        };
        report.deviation(code, path, node, rule.clause, rule.expected);
    }
    if decimal.decimals() != rule.decimals {
        report.deviation(
            DeviationCode::Precision,
            path,
            node,
            rule.clause,
            rule.expected,
        );
    }
    let value = decimal
        .scaled(rule.decimals)
        .filter(|value| (rule.least..=rule.most).contains(value));
    if value.is_none() {
        report.issue(
            IssueCode::OutOfRange,
            path,
            node.raw,
            rule.expected,
            &describe(node),
        );
    }
    value
}
