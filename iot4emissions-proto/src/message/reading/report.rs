//! Collecting what is wrong or deviates while a message is read.

use std::fmt;

use super::LISTED;
use super::noted_vins::NotedVins;
use super::path::Path;
use super::tree::{Kind, Member, Node, parse, text_of};
use crate::cost;
use crate::message::{
    DecodeError, DecodeOptions, Decoded, Deviation, DeviationCode, DeviationCounts, Issue,
    IssueCode, Position, Profile,
};
use crate::privacy::shown;

/// Problems and deviations of one payload.
pub(crate) struct Report<'a> {
    reading: DecodeOptions,
    payload: &'a [u8],
    vins: NotedVins,
    issues: Vec<Issue>,
    /// Where each of the issues is.
    offsets: Vec<usize>,
    /// How many more issues there are.
    further: u64,
    deviations: Vec<Deviation>,
    counts: DeviationCounts,
}

impl<'a> Report<'a> {
    pub(crate) fn new(payload: &'a [u8], reading: DecodeOptions) -> Self {
        Self {
            reading,
            payload,
            vins: NotedVins::default(),
            issues: Vec::new(),
            offsets: Vec::new(),
            further: 0,
            deviations: Vec::new(),
            counts: DeviationCounts::default(),
        }
    }

    /// Remembers what is to be hidden.
    pub(super) fn note_vins(&mut self, members: &[Member<'a>]) {
        let vins = members
            .iter()
            .filter(|member| member.name.eq_ignore_ascii_case("vin"));
        for vin in vins.filter(|member| member.node.kind() == Kind::String) {
            cost::steps(vin.node.raw.len());
            if let Ok(text) = text_of(vin.node.raw) {
                self.vins.note(&text);
            }
        }
    }

    /// Whether `null` counts as a member that is not there.
    pub(super) const fn null_is_absent(&self) -> bool {
        self.reading.null_is_absent
    }

    /// A problem of the value whose text is `raw`, a slice of the payload.
    pub(crate) fn issue(
        &mut self,
        code: IssueCode,
        path: &Path<'_>,
        raw: &str,
        expected: &dyn fmt::Display,
        found: &dyn fmt::Display,
    ) {
        cost::steps(1);
        if self.issues.len() == LISTED {
            self.further += 1;
            return;
        }
        if self.issues.is_empty() {
            // Mostly it stays the only one, and the error keeps the memory.
            self.issues.reserve_exact(1);
            self.offsets.reserve_exact(1);
        }
        let start = self.payload.as_ptr() as usize;
        self.offsets
            .push((raw.as_ptr() as usize).saturating_sub(start));
        self.issues.push(Issue {
            code,
            pointer: self.vins.hide_in_pointer(&path.pointer()),
            position: Position::START,
            expected: expected.to_string(),
            found: self.vins.hide(&found.to_string()),
        });
    }

    /// A problem of the payload as a whole, which shows at the byte `offset`.
    pub(super) fn whole(
        &mut self,
        code: IssueCode,
        offset: usize,
        expected: &str,
        found: &dyn fmt::Display,
    ) {
        self.issue(code, &Path::TOP, "", &expected, found);
        if let Some(last) = self.offsets.last_mut() {
            *last = offset;
        }
    }

    /// A deviation, which is a problem in [`Profile::Strict`].
    pub(crate) fn deviation(
        &mut self,
        code: DeviationCode,
        path: &Path<'_>,
        node: &Node<'a>,
        clause: &'static str,
        expected: &dyn fmt::Display,
    ) {
        match self.reading.profile {
            Profile::Strict => {
                let code = IssueCode::Deviation(code);
                self.issue(code, path, node.raw, expected, &describe(node));
            }
            Profile::Tolerant => {
                cost::steps(1);
                self.counts.add(code, 1);
                if self.deviations.len() < LISTED {
                    self.deviations.push(Deviation {
                        code,
                        pointer: self.vins.hide_in_pointer(&path.pointer()),
                        clause: clause.into(),
                    });
                }
            }
        }
    }

    /// Whether a problem has been found.
    pub(crate) fn has_issues(&self) -> bool {
        !self.issues.is_empty()
    }

    /// The result of reading: `message`, unless there is a problem.
    fn finish<M>(
        mut self,
        name: &'static str,
        message: Option<M>,
    ) -> Result<Decoded<M>, DecodeError> {
        match message {
            Some(message) if self.issues.is_empty() => Ok(Decoded {
                message,
                deviations: self.deviations,
                counts: self.counts,
            }),
            _ => {
                self.find_positions();
                Err(DecodeError::new(name, self.issues, self.further))
            }
        }
    }

    /// The places of all issues, in one pass over the payload.
    fn find_positions(&mut self) {
        let mut order: Vec<usize> = (0..self.offsets.len()).collect();
        order.sort_unstable_by_key(|place| self.offsets[*place]);
        let (mut position, mut at) = (Position::START, 0);
        for place in order {
            let offset = self.offsets[place].min(self.payload.len());
            cost::steps(offset - at);
            position = position.after(&self.payload[at..offset]);
            at = offset;
            self.issues[place].position = position;
        }
    }
}

/// Reads a payload as JSON and then as the message that `read` makes of it; `name` says
/// in the error which message it is not.
pub(crate) fn decode<'a, M>(
    name: &'static str,
    payload: &'a [u8],
    reading: DecodeOptions,
    read: impl FnOnce(&Node<'a>, &mut Report<'a>) -> Option<M>,
) -> Result<Decoded<M>, DecodeError> {
    let mut report = Report::new(payload, reading);
    let message = parse(payload, &mut report).and_then(|node| read(&node, &mut report));
    report.finish(name, message)
}

/// A value as a text shows it: numbers and strings themselves, cut; the rest by its type.
pub(crate) fn describe<'n>(node: &'n Node<'_>) -> Described<'n> {
    Described(node.raw, node.kind())
}

/// What [`describe`] gives.
pub(crate) struct Described<'n>(&'n str, Kind);

/// How much of a number is shown, in characters.
const DIGITS: usize = 40;

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        cost::steps(self.0.len());
        match self.1 {
            Kind::String => match text_of(self.0) {
                Ok(text) => write!(f, "{:?}", shown(&text)),
                Err(_) => f.write_str("a string"),
            },
            // A number is no VIN, however long it is.
            Kind::Number => match self.0.get(..DIGITS) {
                Some(start) if self.0.len() > DIGITS => write!(f, "{start}…"),
                _ => f.write_str(self.0),
            },
            Kind::Boolean => f.write_str(self.0),
            other => f.write_str(other.name()),
        }
    }
}
