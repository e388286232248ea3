//! What can be wrong with a schedule's text.

use std::fmt;

/// A field of a schedule's expression, in the order of the text (P-5.33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScheduleField {
    /// 0–59.
    Second,
    /// 0–59.
    Minute,
    /// 0–23.
    Hour,
    /// 1–31.
    DayOfMonth,
    /// 1–12 or JAN–DEC.
    Month,
    /// 1–7 or SUN–SAT; 1 is Sunday.
    DayOfWeek,
    /// 1970–2099; the field may be left out.
    Year,
}

impl ScheduleField {
    /// The fields in the order of the text.
    pub const ALL: [Self; 7] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::DayOfMonth,
        Self::Month,
        Self::DayOfWeek,
        Self::Year,
    ];

    /// The field's name in error texts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "day of month",
            Self::Month => "month",
            Self::DayOfWeek => "day of week",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for ScheduleField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is not a [`Schedule`](super::Schedule) (P-5.33, JRC127600 Table 6).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduleError {
    /// The text as a whole: its length, or how it falls into fields.
    #[error("expected {expected}, found {found}")]
    Text {
        /// What would have been right.
        expected: &'static str,
        /// The text, quoted, or its measure.
        found: String,
    },
    /// One field, or one item of its list.
    #[error("expected {expected} in field {field}, found {found:?}")]
    Field {
        /// The field.
        field: ScheduleField,
        /// What would have been right.
        expected: String,
        /// The field's text, or that of the item in its list.
        found: String,
    },
    /// Day of month and day of week are both restricted: readers of cron
    /// expressions do not agree whether a day must match one or both.
    #[error(
        "expected ? or * in field day of month or field day of week, found {day_of_month:?} and {day_of_week:?}"
    )]
    BothDays {
        /// The text of the field day of month.
        day_of_month: String,
        /// The text of the field day of week.
        day_of_week: String,
    },
    /// No date of the calendar matches, such as 30 February.
    #[error("expected an occurrence in the years 1970 to 2099, found none for {expression:?}")]
    NeverOccurs {
        /// The whole text.
        expression: String,
    },
}

impl ScheduleError {
    /// The stable code, such as `text`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Field { .. } => "field",
            Self::BothDays { .. } => "both-days",
            Self::NeverOccurs { .. } => "never-occurs",
        }
    }
}
