//! Valid schedules that are probably not meant.

use std::fmt;

use super::calendar::DAY;
use super::explain::explain;
use super::fields::Fields;

/// What is probably not meant in a valid schedule. Its `Display` is a sentence
/// for the person who wrote the schedule (P-5.34).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lint {
    /// Somewhere two occurrences lie no more than a day apart. JRC127600 means
    /// months and quarters, and Box 3 shows expressions that fire daily (P-5.34).
    DailyOrMoreOften {
        /// The schedule in words, as [`Schedule::explain`](super::Schedule::explain)
        /// gives it.
        explanation: String,
    },
}

impl Lint {
    /// The lint's stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DailyOrMoreOften { .. } => "daily-or-more-often",
        }
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DailyOrMoreOften { explanation } => write!(
                f,
                "fires daily or more often: {explanation}; \
                 monthly is \"0 0 0 1 * ? *\", quarterly is \"0 0 0 1 1/3 ? *\""
            ),
        }
    }
}

pub(super) fn lint(fields: &Fields) -> Vec<Lint> {
    let shortest = fields.shortest_interval();
    if shortest.is_some_and(|shortest| shortest <= DAY) {
        vec![Lint::DailyOrMoreOften {
            explanation: explain(fields),
        }]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Schedule;

    fn codes(text: &str) -> Vec<&'static str> {
        let schedule: Schedule = text.parse().unwrap();
        schedule.lint().iter().map(super::Lint::code).collect()
    }

    #[test]
    fn daily_or_more_often() {
        for text in [
            "0 0 0 ? * * *",
            "0 0 0 ? 1/3 * *",
            "0 0 0 ? * SAT,SUN",
            "0 0 0 ? * MON-FRI",
            "0 0 0 1,2 * ?",
            // 31 December, 1 January.
            "0 0 0 1,31 1,12 ?",
            // 28 February, 1 March, but not in a leap year.
            "0 0 0 1,28 2,3 ?",
            "0 0 0,12 1 * ?",
            "0,30 0 0 1 1 ? 2021",
            "* * * * * *",
        ] {
            assert_eq!(codes(text), ["daily-or-more-often"], "{text}");
        }
    }

    #[test]
    fn rarer_than_daily() {
        for text in [
            "0 0 0 1 * ? *",
            "0 0 0 1 1/3 ? *",
            "0 0 0 ? * MON",
            "0 0 0 ? * MON,WED,FRI",
            "0 0 0 1,15 * ?",
            "0 0 0 1,30 1,12 ?",
            "0 0 0 1,31 1,12 ? 2021",
            "0 0 0 1,31 1,12 ? 2021/2",
            "0 0 0 1,28 2,3 ? 2024",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_text_suggests_what_is_meant() {
        let box_3: Schedule = "0 0 0 ? * * *".parse().unwrap();
        assert_eq!(
            box_3.lint()[0].to_string(),
            "fires daily or more often: every day at 00:00:00 UTC; \
             365 times a year, 366 in a leap year; \
             monthly is \"0 0 0 1 * ? *\", quarterly is \"0 0 0 1 1/3 ? *\""
        );
    }
}
