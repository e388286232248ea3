//! What reading a message gives: the value with its deviations, or every problem.

use std::borrow::Cow;
use std::fmt;

/// How a payload is read (P-5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Only the forms that the library itself writes; white space, member order
    /// and escapes are free.
    Strict,
    /// Also the forms of the report's own tables and boxes, each reported as a
    /// [`Deviation`]: the default for receivers.
    #[default]
    Tolerant,
}

/// A message and how its payload deviated from the canonical forms.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decoded<M> {
    /// The message.
    pub message: M,
    /// The deviations in the order in which they were met; none in
    /// [`Profile::Strict`] (P-5.2).
    pub deviations: Vec<Deviation>,
}

impl<M> Decoded<M> {
    /// The same deviations with another message.
    pub fn map<N>(self, f: impl FnOnce(M) -> N) -> Decoded<N> {
        Decoded {
            message: f(self.message),
            deviations: self.deviations,
        }
    }
}

/// A form that the report shows somewhere, but not where its rule is (P-5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviationCode {
    /// `number-as-string`: a string where a number is canonical (Tables 6 and 7).
    NumberAsString,
    /// `string-as-number`: a number where its text as a string is canonical.
    StringAsNumber,
    /// `table-name`: a Table 6 name for a Box 3 name.
    TableName,
    /// `spelling`: `initialised`, `stand-by`, `standBy`, letter case.
    Spelling,
    /// `precision`: decimals other than the table's; rounded half away from zero.
    Precision,
    /// `unknown-member`: ignored, and kept nowhere.
    UnknownMember,
    /// `unordered`: snapshots not ascending by `acquired`; sorted.
    Unordered,
    /// `free-text-state`: an error message in place of `error` (Table 5).
    FreeTextState,
}

impl DeviationCode {
    /// All codes.
    pub const ALL: [Self; 8] = [
        Self::NumberAsString,
        Self::StringAsNumber,
        Self::TableName,
        Self::Spelling,
        Self::Precision,
        Self::UnknownMember,
        Self::Unordered,
        Self::FreeTextState,
    ];

    /// The code as written in rules, vectors and logs, such as `table-name`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NumberAsString => "number-as-string",
            Self::StringAsNumber => "string-as-number",
            Self::TableName => "table-name",
            Self::Spelling => "spelling",
            Self::Precision => "precision",
            Self::UnknownMember => "unknown-member",
            Self::Unordered => "unordered",
            Self::FreeTextState => "free-text-state",
        }
    }
}

impl fmt::Display for DeviationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One deviation (P-5.4).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Deviation {
    /// What deviates.
    pub code: DeviationCode,
    /// Where, as a JSON Pointer (RFC 6901) into the payload as it came.
    pub pointer: String,
    /// The clause of the report that shows the form.
    pub clause: Cow<'static, str>,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:?} ({})", self.code, self.pointer, self.clause)
    }
}

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
    /// A form that [`Profile::Tolerant`] would have reported as a deviation.
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
    /// The position of the byte at `offset` in `text`.
    pub(super) fn of(text: &[u8], offset: usize) -> Self {
        let before = &text[..offset.min(text.len())];
        let line_start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let is_character_start = |byte: &&u8| (**byte & 0xc0) != 0x80;
        Self {
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: before[line_start..]
                .iter()
                .filter(is_character_start)
                .count()
                + 1,
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

/// Why a payload is no message: every problem that was found (P-5.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DecodeError {
    message: &'static str,
    issues: Vec<Issue>,
}

impl DecodeError {
    pub(super) fn new(message: &'static str, issues: Vec<Issue>) -> Self {
        Self { message, issues }
    }

    /// The problems in the order in which they were met; at least one.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a {} message", self.message)?;
        for (number, issue) in self.issues.iter().enumerate() {
            let separator = if number == 0 { ": " } else { "; " };
            write!(f, "{separator}{issue}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}
