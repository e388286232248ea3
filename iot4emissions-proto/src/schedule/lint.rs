//! Valid schedules that are probably not meant.

use std::fmt;

use super::calendar::DAY;
use super::error::ScheduleField;
use super::explain::explain;
use super::fields::Fields;

/// What is probably not meant in a valid schedule. Its `Display` is a sentence
/// for the person who wrote the schedule (P-5.34).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lint {
    /// In every month in which it fires at all, it fires on every day. JRC127600 means
    /// months and quarters, and Box 3 shows expressions that fire daily (P-5.34).
    DailyOrMoreOften {
        /// The schedule in words, as [`Schedule::explain`](super::Schedule::explain)
        /// gives it.
        explanation: String,
    },
    /// Not daily, but somewhere two occurrences lie no more than a day apart (P-5.34).
    CloseTogether {
        /// The schedule in words.
        explanation: String,
    },
    /// Quartz itself refuses the expression: it wants `?` in one of the day fields and in
    /// one only (P-5.33).
    QuestionMark {
        /// The text of the field day of month.
        day_of_month: String,
        /// The text of the field day of week.
        day_of_week: String,
    },
    /// Quartz itself, at least up to version 2.5, reads a range of names as if no step came
    /// after it, so that it fires more often there (P-5.33).
    StepAfterNames {
        /// The field.
        field: ScheduleField,
        /// The item of the field's list, such as `JAN-NOV/2`.
        item: String,
    },
}

impl Lint {
    /// The lint's stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DailyOrMoreOften { .. } => "daily-or-more-often",
            Self::CloseTogether { .. } => "close-together",
            Self::QuestionMark { .. } => "question-mark",
            Self::StepAfterNames { .. } => "step-after-names",
        }
    }
}

/// What to write for what JRC127600 means.
const MEANT: &str = "monthly is \"0 0 0 1 * ? *\", quarterly is \"0 0 0 1 1/3 ? *\"";

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DailyOrMoreOften { explanation } => {
                write!(f, "fires daily or more often: {explanation}; {MEANT}")
            }
            Self::CloseTogether { explanation } => write!(
                f,
                "fires twice within a day, or on days that follow each other: {explanation}; {MEANT}"
            ),
            Self::QuestionMark {
                day_of_month,
                day_of_week,
            } => write!(
                f,
                "Quartz itself refuses it: expected ? in one of the fields day of month and day \
                 of week, found {day_of_month:?} and {day_of_week:?}"
            ),
            Self::StepAfterNames { field, item } => write!(
                f,
                "Quartz itself ignores the step after a range of names: {item:?} in field {field}; \
                 numbers have it everywhere"
            ),
        }
    }
}

/// The lints of a schedule that was read from `text`.
pub(super) fn lint(fields: &Fields, text: &str) -> Vec<Lint> {
    let mut lints = Vec::new();
    let shortest = fields.shortest_interval();
    if fields.days_of_month.is_all() && fields.days_of_week.is_all() {
        lints.push(Lint::DailyOrMoreOften {
            explanation: explain(fields),
        });
    } else if shortest.is_some_and(|shortest| shortest <= DAY) {
        lints.push(Lint::CloseTogether {
            explanation: explain(fields),
        });
    }
    let texts = || ScheduleField::ALL.into_iter().zip(text.split(' '));
    let day = |wanted| {
        let mut texts = texts().filter(|(field, _)| *field == wanted);
        texts.next().map_or("", |(_, text)| text)
    };
    let (of_month, of_week) = (
        day(ScheduleField::DayOfMonth),
        day(ScheduleField::DayOfWeek),
    );
    if (of_month == "?") == (of_week == "?") {
        lints.push(Lint::QuestionMark {
            day_of_month: of_month.to_owned(),
            day_of_week: of_week.to_owned(),
        });
    }
    for (field, text) in texts() {
        let stepped = text.split(',').filter(|item| {
            let range = item.split_once('/').map(|(range, _)| range);
            range.is_some_and(|range| range.starts_with(|c: char| c.is_ascii_alphabetic()))
        });
        lints.extend(stepped.map(|item| Lint::StepAfterNames {
            field,
            item: item.to_owned(),
        }));
    }
    lints
}

#[cfg(test)]
mod tests {
    use super::super::Schedule;

    fn codes(text: &str) -> Vec<&'static str> {
        let schedule: Schedule = text.parse().unwrap();
        schedule.lint().iter().map(super::Lint::code).collect()
    }

    #[test]
    fn p_5_34_daily_or_more_often() {
        for text in [
            "0 0 0 ? * * *",
            "0 0 0 ? 1/3 * *",
            "0 0 12 * 2 ?",
            "0 0 0 1-31 * ?",
            "0 0 0 ? * SUN-SAT 2030",
            "* * * * * ?",
        ] {
            assert_eq!(codes(text), ["daily-or-more-often"], "{text}");
        }
    }

    #[test]
    fn p_5_34_close_together_is_not_called_daily() {
        for text in [
            "0 0 0 ? * SAT,SUN",
            "0 0 0 ? * MON-FRI",
            "0 0 0 1,2 * ?",
            // 31 December, 1 January.
            "0 0 0 1,31 1,12 ?",
            // 28 February, 1 March, but not in a leap year.
            "0 0 0 1,28 2,3 ?",
            "0 0 0,12 1 * ?",
            "0,30 0 0 1 1 ? 2021",
        ] {
            assert_eq!(codes(text), ["close-together"], "{text}");
        }
        let twice_a_month: Schedule = "0 0 0 1,2 * ?".parse().unwrap();
        assert_eq!(
            twice_a_month.lint()[0].to_string(),
            "fires twice within a day, or on days that follow each other: on days 1 and 2 of every \
             month at 00:00:00 UTC; 24 times a year; \
             monthly is \"0 0 0 1 * ? *\", quarterly is \"0 0 0 1 1/3 ? *\""
        );
    }

    #[test]
    fn p_5_33_what_quartz_refuses() {
        for text in ["0 0 0 1 * *", "0 0 0 ? * ?", "0 0 0 * * MON"] {
            let schedule: Schedule = text.parse().unwrap();
            let lints = schedule.lint();
            assert_eq!(lints.last().unwrap().code(), "question-mark", "{text}");
        }
        let neither: Schedule = "0 0 0 1 * *".parse().unwrap();
        assert_eq!(
            neither.lint()[0].to_string(),
            "Quartz itself refuses it: expected ? in one of the fields day of month and day of \
             week, found \"1\" and \"*\""
        );
        assert_eq!(
            codes("* * * * * *"),
            ["daily-or-more-often", "question-mark"]
        );
    }

    #[test]
    fn p_5_33_a_step_that_quartz_ignores() {
        let two_months: Schedule = "0 0 0 1 JAN-NOV/2,12 ?".parse().unwrap();
        assert_eq!(
            two_months.lint()[0].to_string(),
            "Quartz itself ignores the step after a range of names: \"JAN-NOV/2\" in field month; \
             numbers have it everywhere"
        );
        assert_eq!(codes("0 0 0 ? * mon-wed/2"), ["step-after-names"]);
        assert_eq!(codes("0 0 0 1 1-11/2 ?"), [""; 0]);
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
