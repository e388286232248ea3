//! How payloads deviate from the canonical forms (P-5.4).

use std::borrow::Cow;
use std::fmt;

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
    /// `null-member`: `null` for a member that is not there, where the reader asks for it
    /// ([`DecodeOptions::null_is_absent`](super::DecodeOptions::null_is_absent)).
    NullMember,
}

impl DeviationCode {
    /// All codes.
    pub const ALL: [Self; 9] = [
        Self::NumberAsString,
        Self::StringAsNumber,
        Self::TableName,
        Self::Spelling,
        Self::Precision,
        Self::UnknownMember,
        Self::Unordered,
        Self::FreeTextState,
        Self::NullMember,
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
            Self::NullMember => "null-member",
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

/// How often each deviation was met (P-5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DeviationCounts([u64; DeviationCode::ALL.len()]);

impl DeviationCounts {
    /// How often `code` was met.
    #[must_use]
    pub const fn of(&self, code: DeviationCode) -> u64 {
        self.0[code as usize]
    }

    /// How many there are in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// How often each is among `deviations`.
    #[must_use]
    pub fn of_all(deviations: &[Deviation]) -> Self {
        let mut counts = Self::default();
        for deviation in deviations {
            counts.add(deviation.code, 1);
        }
        counts
    }

    pub(crate) fn add(&mut self, code: DeviationCode, count: u64) {
        self.0[code as usize] += count;
    }

    pub(crate) fn append(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}
