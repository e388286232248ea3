//! Why a row is not used, and what is known of a vehicle in a month: codes as data.

use std::fmt;

use crate::obfcm::{Finding, Parameter};

/// Why a row of a fleet's transfers is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// `no-device`: nobody knows of which vehicle it is.
    NoDevice,
    /// `acquired`: it has no time, or one that no snapshot can have (P-5.41).
    Acquired,
    /// `no-value`: it has no counter (P-5.43).
    NoValue,
    /// `range`: a counter is out of its limits (P-5.42).
    Range,
    /// `precision`: a counter has more than one decimal (P-5.42).
    Precision,
    /// `too-early`: before [`FIRST_TIME`](super::FIRST_TIME).
    TooEarly,
    /// `too-late`: after [`LAST_TIME`](super::LAST_TIME).
    TooLate,
    /// `duplicate`: the same time with the same values again (P-7.7).
    Duplicate,
    /// `conflict`: the same time with other values; the first seen counts (P-7.7).
    Conflict,
    /// `momentary-zero`: all counters were 0 once, and went on afterwards.
    MomentaryZero,
    /// What is implausible about it (P-7.9), such as `decrease:tfc`.
    Finding(Finding),
    /// `contradicted`: it agrees with fewer other rows of its vehicle than those that
    /// contradict it do.
    Contradicted,
    /// `missing-counter`: without `tfc` or `tdt`, which consumption needs.
    MissingCounter,
    /// `no-charge-counters`: without the counters of a vehicle that is charged.
    NoChargeCounters,
    /// `months-missing`: more than [`LONGEST_MONTH`](super::LONGEST_MONTH) after the one
    /// before.
    MonthsMissing,
}

impl Reason {
    /// All reasons, those of P-7.9 for every counter that they can be about.
    pub const ALL: [Self; 28] = [
        Self::NoDevice,
        Self::Acquired,
        Self::NoValue,
        Self::Range,
        Self::Precision,
        Self::TooEarly,
        Self::TooLate,
        Self::Duplicate,
        Self::Conflict,
        Self::MomentaryZero,
        Self::Contradicted,
        Self::MissingCounter,
        Self::NoChargeCounters,
        Self::MonthsMissing,
        Self::Finding(Finding::TooFast),
        Self::Finding(Finding::TooThirsty),
        Self::Finding(Finding::Reset),
        Self::Finding(Finding::FromTheFuture),
        Self::Finding(Finding::Decrease(Parameter::ALL[0])),
        Self::Finding(Finding::Decrease(Parameter::ALL[1])),
        Self::Finding(Finding::Decrease(Parameter::ALL[2])),
        Self::Finding(Finding::Decrease(Parameter::ALL[3])),
        Self::Finding(Finding::Decrease(Parameter::ALL[4])),
        Self::Finding(Finding::Decrease(Parameter::ALL[5])),
        Self::Finding(Finding::Decrease(Parameter::ALL[6])),
        Self::Finding(Finding::Decrease(Parameter::ALL[7])),
        Self::Finding(Finding::PartsExceedTotal(Parameter::TotalFuelConsumed)),
        Self::Finding(Finding::PartsExceedTotal(Parameter::TotalDistanceTravelled)),
    ];

    /// For which an analysis leaves out rows that [`judge`](super::judge) lets stand.
    pub const OF_ANALYSES: [Self; 3] = [
        Self::MissingCounter,
        Self::NoChargeCounters,
        Self::MonthsMissing,
    ];

    /// The stable code, such as `duplicate`; that of a finding without its counter, which
    /// [`Display`](fmt::Display) writes behind it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoDevice => "no-device",
            Self::Acquired => "acquired",
            Self::NoValue => "no-value",
            Self::Range => "range",
            Self::Precision => "precision",
            Self::TooEarly => "too-early",
            Self::TooLate => "too-late",
            Self::Duplicate => "duplicate",
            Self::Conflict => "conflict",
            Self::MomentaryZero => "momentary-zero",
            Self::Finding(finding) => finding.code(),
            Self::Contradicted => "contradicted",
            Self::MissingCounter => "missing-counter",
            Self::NoChargeCounters => "no-charge-counters",
            Self::MonthsMissing => "months-missing",
        }
    }

    /// Whether it is about the row's plausibility alone, so that somebody may want to keep
    /// the row (P-7.9 never drops one).
    #[must_use]
    pub const fn is_finding(self) -> bool {
        matches!(self, Self::Finding(_) | Self::Contradicted)
    }

    /// Whether it says that the row's time is none, so that it makes no month.
    #[must_use]
    pub const fn is_about_time(self) -> bool {
        matches!(
            self,
            Self::Acquired | Self::TooEarly | Self::TooLate | Self::Finding(Finding::FromTheFuture)
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finding(finding) => finding.fmt(f),
            other => f.write_str(other.as_str()),
        }
    }
}

/// What is known of a vehicle in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MonthState {
    /// `reported`: at least one snapshot that stands.
    Reported,
    /// `excluded`: rows, but none that stands.
    Excluded,
    /// `missing`: nothing, between the vehicle's first and last month.
    Missing,
    /// `not-yet`: nothing, before its first month.
    NotYet,
    /// `no-more`: nothing, after its last month.
    NoMore,
}

impl MonthState {
    /// All states.
    pub const ALL: [Self; 5] = [
        Self::Reported,
        Self::Excluded,
        Self::Missing,
        Self::NotYet,
        Self::NoMore,
    ];

    /// The stable code, such as `not-yet`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Excluded => "excluded",
            Self::Missing => "missing",
            Self::NotYet => "not-yet",
            Self::NoMore => "no-more",
        }
    }
}

impl fmt::Display for MonthState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Note;

    #[test]
    fn codes_are_told_apart() {
        let reasons = Reason::ALL;
        let mut texts: Vec<_> = reasons.iter().map(ToString::to_string).collect();
        texts.extend(MonthState::ALL.iter().map(ToString::to_string));
        texts.extend(Note::ALL.iter().map(ToString::to_string));
        let all = texts.len();
        texts.sort();
        texts.dedup();
        assert_eq!((all, texts.len()), (39, 39));
        assert!(
            reasons
                .iter()
                .all(|one| one.to_string().starts_with(one.as_str()))
        );
    }
}
