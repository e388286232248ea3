//! The numbers of calls (P-5.51).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of a call, which grows with every call about a device (P-5.51): at most
/// 2^53 - 1, up to which every reader of JSON has whole numbers exactly (RFC 8259 §6).
/// 0 stands before the first.
///
/// ```
/// use iot4emissions_proto::services::call::Sequence;
///
/// let first = Sequence::NONE.next().unwrap();
/// assert_eq!(first.get(), 1);
/// assert!(Sequence::try_from(1u64 << 53).is_err());
/// assert_eq!(Sequence::LARGEST.next(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Sequence(u64);

/// A number that no call has (P-5.51).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a call's number, at most 9007199254740991, found {found}")]
pub struct SequenceError {
    found: u64,
}

impl SequenceError {
    /// The stable code, `sequence`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "sequence"
    }
}

impl Sequence {
    /// Before the first call.
    pub const NONE: Self = Self(0);
    /// The last number there is.
    pub const LARGEST: Self = Self((1 << 53) - 1);
    /// How far a call may be above the last one, 2^32: a number that is wrong cannot use
    /// up those that are left.
    pub const LARGEST_STEP: u64 = 1 << 32;

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The number after this one, `None` after the last.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self.0 < Self::LARGEST.0 {
            true => Some(Self(self.0 + 1)),
            false => None,
        }
    }

    /// Whether a call with this number is further above `last` than a call may be.
    #[must_use]
    pub const fn is_too_far_above(self, last: Self) -> bool {
        self.0.saturating_sub(last.0) > Self::LARGEST_STEP
    }
}

impl TryFrom<u64> for Sequence {
    type Error = SequenceError;

    fn try_from(found: u64) -> Result<Self, SequenceError> {
        match found <= Self::LARGEST.0 {
            true => Ok(Self(found)),
            false => Err(SequenceError { found }),
        }
    }
}

impl From<Sequence> for u64 {
    fn from(sequence: Sequence) -> Self {
        sequence.0
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_51_numbers_end_where_json_is_no_longer_exact() {
        let last = 9_007_199_254_740_991;
        assert_eq!(Sequence::try_from(last), Ok(Sequence::LARGEST));
        assert_eq!(Sequence::LARGEST.next(), None);
        for found in [last + 1, u64::MAX] {
            let error = Sequence::try_from(found).unwrap_err();
            assert_eq!(error.code(), "sequence");
            assert_eq!(
                error.to_string(),
                format!("expected a call's number, at most 9007199254740991, found {found}")
            );
        }
        assert!(serde_json::from_str::<Sequence>("18446744073709551615").is_err());
        assert!(serde_json::from_str::<Sequence>("-1").is_err());
        assert!(serde_json::from_str::<Sequence>("1.5").is_err());
    }

    #[test]
    fn p_5_51_a_step_has_a_bound() {
        let last = Sequence(7);
        assert!(!Sequence(7 + (1 << 32)).is_too_far_above(last));
        assert!(Sequence(8 + (1 << 32)).is_too_far_above(last));
        assert!(!Sequence(0).is_too_far_above(last));
    }
}
