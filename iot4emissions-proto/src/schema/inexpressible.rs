//! What the rules demand and JSON Schema cannot say.

use crate::message::Profile;
use crate::topic::TopicKind;
use TopicKind::{ConfigServer, DataDevice, RegisterDevice};

/// A demand of the rules that no schema here can check: a validator passes what the
/// decoder refuses, or the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inexpressible {
    /// A short name, such as `duplicate-member`.
    pub name: &'static str,
    /// The rules that demand it.
    pub rules: &'static str,
    /// What is meant, and why a schema cannot say it.
    pub text: &'static str,
    strict: &'static [TopicKind],
    tolerant: &'static [TopicKind],
}

impl Inexpressible {
    /// Whether schema and decoder can differ by it in messages on topics of `kind`: the
    /// canonical schema and Strict, the accepted schema and Tolerant.
    #[must_use]
    pub fn concerns(&self, kind: TopicKind, profile: Profile) -> bool {
        let kinds = match profile {
            Profile::Strict => self.strict,
            Profile::Tolerant => self.tolerant,
        };
        kinds.contains(&kind)
    }
}

const ALL: [TopicKind; 4] = TopicKind::ALL;

/// Every such demand. Schema and decoder differ in nothing else.
pub const INEXPRESSIBLE: [Inexpressible; 11] = [
    Inexpressible {
        name: "not-json",
        rules: "P-5.3",
        text: "A payload that is not UTF-8, has a byte order mark, half of a surrogate pair or \
               any other syntax than RFC 8259's: a validator sees values, not payloads.",
        strict: &ALL,
        tolerant: &ALL,
    },
    Inexpressible {
        name: "payload-size",
        rules: "P-5.3",
        text: "More than 128 KiB: a value has no size.",
        strict: &ALL,
        tolerant: &ALL,
    },
    Inexpressible {
        name: "duplicate-member",
        rules: "P-5.3",
        text: "The same member name twice: parsers drop one of the two before a validator sees \
               the object.",
        strict: &ALL,
        tolerant: &ALL,
    },
    Inexpressible {
        name: "exponent",
        rules: "P-5.3",
        text: "A number with an exponent, such as 1e3: to a validator it is 1000.",
        strict: &[ConfigServer, DataDevice],
        tolerant: &ALL,
    },
    Inexpressible {
        name: "decimals",
        rules: "P-5.2, P-5.42",
        text: "A number with other decimals than canonical, such as 1.0 for a port and 32 or \
               32.50 for a tenth: numbers have no text, and multipleOf 0.1 would make \
               validators disagree.",
        strict: &[ConfigServer, DataDevice],
        tolerant: &[],
    },
    Inexpressible {
        name: "beyond-double",
        rules: "P-5.5",
        text: "A number with more digits than a binary number of 64 bits holds: the decoder \
               reads it exactly, a validator usually the nearest binary number.",
        strict: &[],
        tolerant: &ALL,
    },
    Inexpressible {
        name: "negative-zero",
        rules: "P-5.1, P-5.5",
        text: "The string -0 is read as 0, but not written: canonical schemas refuse it, Strict \
               does not. The number -0.0 is equal to 0.0, so that they cannot refuse it.",
        strict: &[RegisterDevice],
        tolerant: &[],
    },
    Inexpressible {
        name: "unordered",
        rules: "P-5.4, P-5.40",
        text: "Snapshots that do not ascend by acquired: no keyword compares elements of an \
               array.",
        strict: &[DataDevice],
        tolerant: &[],
    },
    Inexpressible {
        name: "duplicate-acquired",
        rules: "P-5.40",
        text: "Two snapshots of one time: uniqueItems compares whole elements.",
        strict: &[DataDevice],
        tolerant: &[DataDevice],
    },
    Inexpressible {
        name: "schedule-meaning",
        rules: "P-5.33",
        text: "A cron expression of the right form with a range that ends before its start, \
               both day fields restricted, or without an occurrence in 1970 to 2099.",
        strict: &[ConfigServer],
        tolerant: &[ConfigServer],
    },
    Inexpressible {
        name: "further-attributes",
        rules: "P-5.17",
        text: "More than 32 further attributes beside less than all 12 known ones: \
               maxProperties counts all members, so it stands at 44.",
        strict: &[RegisterDevice],
        tolerant: &[RegisterDevice],
    },
];
