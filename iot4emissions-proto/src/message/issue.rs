//! What is wrong with a payload: every problem, of which the first are listed.

use std::fmt;

use super::DeviationCode;

/// What is wrong with a payload (P-5.3 and the limits of P-5.10 to P-5.43).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IssueCode {
    /// `too-large`: more than 128 KiB.
    TooLarge,
    /// `not-utf-8`: the payload is not UTF-8.
    NotUtf8,
    /// `byte-order-mark`: the payload starts with one.
    ByteOrderMark,
    /// `syntax`: not RFC 8259 JSON.
    Syntax,
    /// `trailing-comma`: not RFC 8259 JSON, as Box 4 of the report (P-5.44).
    TrailingComma,
    /// `duplicate-member`: one name twice in an object, or a Table 6 and a Box 3
    /// name of one member.
    DuplicateMember,
    /// `null`: `null` stands nowhere in the protocol.
    Null,
    /// `exponent`: a bare number with an exponent.
    Exponent,
    /// `too-deep`: objects and arrays nested deeper than four.
    TooDeep,
    /// `type`: another JSON type than expected.
    Type,
    /// `missing-member`: a required member is not there.
    MissingMember,
    /// `number-form`: the string is no number in the form of P-5.5.
    NumberForm,
    /// `out-of-range`: a number outside its limits.
    OutOfRange,
    /// `length`: a string or list with too few or too many parts.
    Length,
    /// `characters`: a character where it may not stand.
    Characters,
    /// `name`: a further attribute's name breaks P-5.17.
    Name,
    /// `unknown-value`: none of the listed values.
    UnknownValue,
    /// `host`: neither a host name nor an IP address (P-5.31).
    Host,
    /// `schedule`: no cron expression of P-5.33.
    Schedule,
    /// `duplicate-acquired`: two snapshots of one time (P-5.40).
    DuplicateAcquired,
    /// `no-value`: a snapshot without a value (P-5.43).
    NoValue,
    /// A form that [`Profile::Tolerant`](super::Profile::Tolerant) would have reported as a deviation.
    Deviation(DeviationCode),
}

impl IssueCode {
    /// The code as written in rules, vectors and logs, such as `missing-member`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::NotUtf8 => "not-utf-8",
            Self::ByteOrderMark => "byte-order-mark",
            Self::Syntax => "syntax",
            Self::TrailingComma => "trailing-comma",
            Self::DuplicateMember => "duplicate-member",
            Self::Null => "null",
            Self::Exponent => "exponent",
            Self::TooDeep => "too-deep",
            Self::Type => "type",
            Self::MissingMember => "missing-member",
            Self::NumberForm => "number-form",
            Self::OutOfRange => "out-of-range",
            Self::Length => "length",
            Self::Characters => "characters",
            Self::Name => "name",
            Self::UnknownValue => "unknown-value",
            Self::Host => "host",
            Self::Schedule => "schedule",
            Self::DuplicateAcquired => "duplicate-acquired",
            Self::NoValue => "no-value",
            Self::Deviation(code) => code.as_str(),
        }
    }
}

impl fmt::Display for IssueCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place in a payload, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl Position {
    /// The first character.
    pub(super) const START: Self = Self { line: 1, column: 1 };

    /// The position behind `text`, which begins here.
    pub(super) fn after(self, text: &[u8]) -> Self {
        let lines = text.iter().filter(|byte| **byte == b'\n').count();
        let last = match text.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => &text[end + 1..],
            None => text,
        };
        let is_character_start = |byte: &&u8| (**byte & 0xc0) != 0x80;
        let characters = last.iter().filter(is_character_start).count();
        Self {
            line: self.line + lines,
            column: match lines {
                0 => self.column + characters,
                _ => 1 + characters,
            },
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// One problem of a payload (P-5.3). No text in it repeats a VIN.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Issue {
    /// What is wrong.
    pub code: IssueCode,
    /// Where, as a JSON Pointer (RFC 6901); empty for the whole payload.
    pub pointer: String,
    /// Where in the text.
    pub position: Position,
    /// What was expected there.
    pub expected: String,
    /// What was found there.
    pub found: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pointer,
            position,
            expected,
            found,
            ..
        } = self;
        write!(f, "{position}")?;
        if !pointer.is_empty() {
            write!(f, " ({pointer})")?;
        }
        write!(f, ": expected {expected}, found {found}")
    }
}

/// Why a payload is no message: every problem (P-5.3), of which the first 64 are listed and
/// the others counted. Its text has at most 8 kB.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DecodeError {
    message: &'static str,
    issues: Vec<Issue>,
    further: u64,
}

/// How long an error's text is at the most, in bytes, but for the count at its end.
const LONGEST_TEXT: usize = 8_000;

impl DecodeError {
    pub(super) fn new(message: &'static str, issues: Vec<Issue>, further: u64) -> Self {
        Self {
            message,
            issues,
            further,
        }
    }

    /// The problems in the order in which they were met: at least one and at most 64.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// How many problems there are, listed or not.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.issues.len() as u64 + self.further
    }
}

impl DecodeError {
    /// Writes the problems, each as `text` has it with its place in the list.
    fn write(
        &self,
        f: &mut impl fmt::Write,
        mut text: impl FnMut(usize, &Issue) -> String,
    ) -> fmt::Result {
        write!(f, "not a {} message", self.message)?;
        let (mut shown, mut length) = (0, 0);
        for (place, issue) in self.issues.iter().enumerate() {
            let text = text(place, issue);
            length += text.len() + 2;
            if length > LONGEST_TEXT {
                break;
            }
            let separator = if shown == 0 { ": " } else { "; " };
            write!(f, "{separator}{text}")?;
            shown += 1;
        }
        match self.count() - shown {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }

    /// The same for a table whose rows say themselves which line they are about, and where
    /// the first problem is.
    ///
    /// # Errors
    /// Those of `f`.
    pub fn write_in_row(&self, f: &mut impl fmt::Write) -> fmt::Result {
        self.write(f, |place, issue| {
            let Position { line, column } = issue.position;
            let mut text = match line {
                1 => format!("column {column}"),
                _ => format!("line {line}, column {column}"),
            };
            if place == 0 {
                text.push_str(" of the payload");
            } else if !issue.pointer.is_empty() {
                text.push_str(&format!(" ({})", issue.pointer));
            }
            let Issue {
                expected, found, ..
            } = issue;
            text + &format!(": expected {expected}, found {found}")
        })
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, |_, issue| issue.to_string())
    }
}

impl std::error::Error for DecodeError {}
