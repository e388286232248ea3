//! Reading the members of an object and the values in them.

use std::borrow::Cow;
use std::fmt;

use super::path::Path;
use super::report::{Report, describe};
use super::tree::{Kind, Member, Node};
use crate::cost;
use crate::decimal::Decimal;
use crate::message::{DeviationCode, IssueCode};

/// An object whose members are taken one by one; what is left is unknown.
pub(crate) struct Object<'a> {
    members: Vec<Member<'a>>,
    taken: Vec<bool>,
    raw: &'a str,
}

impl<'a> Object<'a> {
    /// The object that `node` is, or a problem.
    pub(crate) fn of(node: &Node<'a>, path: &Path<'_>, report: &mut Report<'a>) -> Option<Self> {
        if node.kind() != Kind::Object {
            return wrong_type(node, path, &"an object", report);
        }
        if !node.is_readable(path, report) {
            return None;
        }
        let members = node.members(path, report)?;
        Some(Self {
            taken: vec![false; members.len()],
            members,
            raw: node.raw,
        })
    }

    /// The member `name`; of duplicates, which are a problem already, the first.
    pub(crate) fn take(
        &mut self,
        name: &str,
        path: &Path<'_>,
        report: &mut Report<'a>,
    ) -> Option<Node<'a>> {
        cost::steps(self.members.len());
        let mut found = None;
        for (member, taken) in self.members.iter().zip(&mut self.taken) {
            if member.name == name {
                *taken = true;
                match found {
                    None => found = Some(member.node),
                    // No rule looks at it any more.
                    Some(_) => member.node.judge(&path.name(name), report),
                }
            }
        }
        found.filter(|node| !is_absent(node, &path.name(name), report))
    }

    /// The member `name`, or a problem.
    pub(crate) fn require(
        &mut self,
        name: &str,
        path: &Path<'_>,
        report: &mut Report<'a>,
    ) -> Option<Node<'a>> {
        let node = self.take(name, path, report);
        if node.is_none() {
            self.missing(name, path, report);
        }
        node
    }

    /// The member `name`, which Table 6 calls `table_name` (P-5.4), or a problem.
    /// Gives the name that the payload uses.
    pub(crate) fn require_either(
        &mut self,
        name: &'static str,
        table_name: &'static str,
        path: &Path<'_>,
        report: &mut Report<'a>,
    ) -> Option<(&'static str, Node<'a>)> {
        let found = self.take(name, path, report);
        match (found, self.take(table_name, path, report)) {
            (Some(node), None) => Some((name, node)),
            (Some(node), Some(other)) => {
                report.issue(
                    IssueCode::DuplicateMember,
                    &path.name(table_name),
                    other.raw,
                    &format_args!("{name:?} once"),
                    &"its name in Table 6 as well",
                );
                Some((name, node))
            }
            (None, Some(node)) => {
                report.deviation(
                    DeviationCode::TableName,
                    &path.name(table_name),
                    &node,
                    "JRC127600 Table 6",
                    &format_args!("the member name {name:?}"),
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
        let expected = format_args!("the member {name:?}");
        report.issue(IssueCode::MissingMember, path, self.raw, &expected, &"none");
    }

    /// The members not taken so far.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members
            .iter()
            .zip(&self.taken)
            .filter(|(_, taken)| !**taken)
            .map(|(member, _)| member)
    }

    /// Reports the members not taken (P-5.4, `unknown-member`).
    pub(crate) fn finish(self, path: &Path<'_>, clause: &'static str, report: &mut Report<'a>) {
        for Member { name, node } in self.rest() {
            let (code, at) = (DeviationCode::UnknownMember, path.name(name));
            report.deviation(code, &at, node, clause, &"no such member");
            if node.kind() != Kind::Null || !report.null_is_absent() {
                node.judge(&at, report);
            }
        }
    }
}

/// Whether the member stands for none, which is reported.
pub(crate) fn is_absent<'a>(node: &Node<'a>, path: &Path<'_>, report: &mut Report<'a>) -> bool {
    let is_absent = node.kind() == Kind::Null && report.null_is_absent();
    if is_absent {
        let (code, expected) = (DeviationCode::NullMember, "no such member");
        report.deviation(code, path, node, "RFC 8259 §3", &expected);
    }
    is_absent
}

/// Reports that `node` has another type than expected, or is what stands nowhere.
pub(crate) fn wrong_type<'a, T>(
    node: &Node<'a>,
    path: &Path<'_>,
    expected: &dyn fmt::Display,
    report: &mut Report<'a>,
) -> Option<T> {
    if node.is_readable(path, report) {
        let code = IssueCode::Type;
        report.issue(code, path, node.raw, expected, &describe(node));
        if matches!(node.kind(), Kind::Object | Kind::Array) {
            node.judge(path, report);
        }
    }
    None
}

/// The string that `node` is, or a problem.
pub(crate) fn string<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> Option<Cow<'a, str>> {
    match node.kind() {
        Kind::String => node.text(path, report),
        _ => wrong_type(node, path, &"a string", report),
    }
}

/// What a number in a message is to be.
#[derive(Clone, Copy)]
pub(crate) struct NumberRule {
    /// Whether a number or its text as a string is canonical.
    pub(crate) canonical: NumberForm,
    /// How many decimals the table gives it.
    pub(crate) decimals: usize,
    /// Whether a fraction is wrong even where it would be rounded (P-5.4).
    pub(crate) is_whole: bool,
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
pub(crate) fn number<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    rule: &NumberRule,
    report: &mut Report<'a>,
) -> Option<u64> {
    let (form, text) = match node.kind() {
        Kind::Number if node.is_readable(path, report) => (NumberForm::Number, node.raw.into()),
        Kind::Number => return None,
        Kind::String => (NumberForm::String, node.text(path, report)?),
        _ => return wrong_type(node, path, &rule.expected, report),
    };
    cost::steps(text.len());
    let mut problem = |code| {
        report.issue(code, path, node.raw, &rule.expected, &describe(node));
        None
    };
    let Some(decimal) = Decimal::parse(&text) else {
        return problem(IssueCode::NumberForm);
    };
    if rule.is_whole && !decimal.is_whole() {
        return problem(IssueCode::NumberForm);
    }
    let value = decimal
        .scaled(rule.decimals)
        .filter(|value| (rule.least..=rule.most).contains(value))
        .or_else(|| problem(IssueCode::OutOfRange));
    if form != rule.canonical {
        let code = match form {
            NumberForm::Number => DeviationCode::StringAsNumber,
            NumberForm::String => DeviationCode::NumberAsString,
        };
        report.deviation(code, path, node, rule.clause, &rule.expected);
    }
    if decimal.decimals() != rule.decimals {
        let code = DeviationCode::Precision;
        report.deviation(code, path, node, rule.clause, &rule.expected);
    }
    value
}
