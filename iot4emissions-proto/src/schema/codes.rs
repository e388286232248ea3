//! What the codes of errors and deviations mean, for people.

use crate::message::{DeviationCode, IssueCode};

/// Every code of a problem with what it means, in the order in which a payload is read
/// (P-5.3 and the limits of P-5.10 to P-5.43).
pub const ISSUE_CODES: [(IssueCode, &str); 21] = {
    use IssueCode as Code;
    [
        (Code::TooLarge, "The payload has more than 128 KiB."),
        (Code::NotUtf8, "The payload is not UTF-8."),
        (
            Code::ByteOrderMark,
            "The payload starts with a byte order mark.",
        ),
        (Code::Syntax, "The payload is not JSON by RFC 8259."),
        (
            Code::TrailingComma,
            "A comma stands before a closing bracket, as in Box 4 of the report (P-5.44).",
        ),
        (
            Code::DuplicateMember,
            "One name stands twice in an object, or a Table 6 and a Box 3 name of one member do.",
        ),
        (
            Code::Null,
            "`null` stands nowhere in the protocol: what is absent is left out.",
        ),
        (Code::Exponent, "A number has an exponent."),
        (
            Code::TooDeep,
            "Objects and arrays are nested deeper than four levels.",
        ),
        (Code::Type, "The value has another JSON type than expected."),
        (Code::MissingMember, "A required member is not there."),
        (
            Code::NumberForm,
            "The string is no number in the form of P-5.5.",
        ),
        (Code::OutOfRange, "The number is outside its limits."),
        (
            Code::Length,
            "A string or list has too few or too many parts.",
        ),
        (Code::Characters, "A character stands where it may not."),
        (Code::Name, "The name of a further attribute breaks P-5.17."),
        (Code::UnknownValue, "The value is none of those listed."),
        (
            Code::Host,
            "The text is neither a host name nor an IP address (P-5.31).",
        ),
        (Code::Schedule, "The text is no cron expression of P-5.33."),
        (
            Code::DuplicateAcquired,
            "Two snapshots have one time (P-5.40).",
        ),
        (Code::NoValue, "A snapshot has no value (P-5.43)."),
    ]
};

/// What a deviation means, and what becomes of it (P-5.4).
#[must_use]
pub const fn deviation_meaning(code: DeviationCode) -> &'static str {
    match code {
        DeviationCode::NumberAsString => {
            "A string stands where a number is canonical (Tables 6 and 7); read as that number."
        }
        DeviationCode::StringAsNumber => {
            "A number stands where its text as a string is canonical; read as that text."
        }
        DeviationCode::TableName => "A member has its Table 6 name instead of its Box 3 name.",
        DeviationCode::Spelling => {
            "A state is spelled `initialised`, `stand-by` or in other letter case; read as the state."
        }
        DeviationCode::Precision => {
            "A number has other decimals than the table's; rounded half away from zero."
        }
        DeviationCode::UnknownMember => {
            "A member is none of the message's; ignored, and kept nowhere."
        }
        DeviationCode::Unordered => "Snapshots do not ascend by `acquired`; sorted.",
        DeviationCode::NullMember => {
            "`null` stands for a member that is not there, where the reader asks for that (P-5.3)."
        }
        DeviationCode::FreeTextState => {
            "An error message stands in place of `error` (Table 5); read as `error` with that text."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails to compile when a code is added, and then fails until it is listed.
    const fn place(code: IssueCode) -> Option<usize> {
        Some(match code {
            IssueCode::TooLarge => 0,
            IssueCode::NotUtf8 => 1,
            IssueCode::ByteOrderMark => 2,
            IssueCode::Syntax => 3,
            IssueCode::TrailingComma => 4,
            IssueCode::DuplicateMember => 5,
            IssueCode::Null => 6,
            IssueCode::Exponent => 7,
            IssueCode::TooDeep => 8,
            IssueCode::Type => 9,
            IssueCode::MissingMember => 10,
            IssueCode::NumberForm => 11,
            IssueCode::OutOfRange => 12,
            IssueCode::Length => 13,
            IssueCode::Characters => 14,
            IssueCode::Name => 15,
            IssueCode::UnknownValue => 16,
            IssueCode::Host => 17,
            IssueCode::Schedule => 18,
            IssueCode::DuplicateAcquired => 19,
            IssueCode::NoValue => 20,
            IssueCode::Deviation(_) => return None,
        })
    }

    #[test]
    fn p_5_3_every_code_is_listed_once() {
        for (at, (code, _)) in ISSUE_CODES.iter().enumerate() {
            assert_eq!(place(*code), Some(at), "{code}");
        }
    }
}
