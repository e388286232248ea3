//! Properties of schedules against a reference that walks days and compares
//! every field, and shares neither parser nor calendar with the library.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::calendar::Moment;
use super::{LAST_SECOND, Lint, Schedule, ScheduleError, spread_offset};
use crate::identity::DeviceSecret;
use crate::time::UnixSeconds;

const DAY: u64 = 86_400;

/// One field: its text and its values.
#[derive(Debug, Clone)]
struct Field {
    text: String,
    values: BTreeSet<u64>,
}

/// An expression and what it means.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) text: String,
    seconds: BTreeSet<u64>,
    minutes: BTreeSet<u64>,
    hours: BTreeSet<u64>,
    days_of_month: BTreeSet<u64>,
    months: BTreeSet<u64>,
    days_of_week: BTreeSet<u64>,
    years: BTreeSet<u64>,
}

impl Reference {
    /// Whether the schedule fires on a day, counted from 1970-01-01.
    fn fires_on(&self, day: u64) -> bool {
        let (year, month, day_of_month) = civil(day);
        self.years.contains(&year)
            && self.months.contains(&month)
            && self.days_of_month.contains(&day_of_month)
            // 1970-01-01 was a Thursday, day 5.
            && self.days_of_week.contains(&((day + 4) % 7 + 1))
    }

    pub(super) fn times_of_day(&self) -> impl Iterator<Item = u64> + '_ {
        self.hours.iter().flat_map(move |hour| {
            self.minutes.iter().flat_map(move |minute| {
                let start = hour * 3600 + minute * 60;
                self.seconds.iter().map(move |second| start + second)
            })
        })
    }

    pub(super) fn days(&self) -> impl Iterator<Item = u64> + '_ {
        (0..=LAST_SECOND.0 / DAY).filter(|day| self.fires_on(*day))
    }

    fn first_at_or_after(&self, from: u64) -> Option<u64> {
        (from / DAY..=LAST_SECOND.0 / DAY)
            .filter(|day| self.fires_on(*day))
            .flat_map(|day| self.times_of_day().map(move |time| day * DAY + time))
            .find(|occurrence| *occurrence >= from)
    }
}

/// Year, month and day of a day counted from 1970-01-01.
fn civil(day: u64) -> (u64, u64, u64) {
    static DAYS: LazyLock<Vec<(u64, u64, u64)>> = LazyLock::new(|| {
        let days = (1970..=2099_u64).flat_map(|year| {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let february = if leap { 29 } else { 28 };
            let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            (1..)
                .zip(lengths)
                .flat_map(move |(month, length)| (1..=length).map(move |day| (year, month, day)))
        });
        days.collect()
    });
    DAYS[day as usize]
}

/// An item of a list: value, range or step, in numbers or names.
fn item(first: u64, last: u64, names: &'static [&'static str]) -> BoxedStrategy<Field> {
    let value = move |value: u64| match names.get((value - first) as usize) {
        Some(name) => (*name).to_owned(),
        None => value.to_string(),
    };
    let max_step = last.min(40);
    let stepped = |from: u64, to: u64, step: u64| (from..=to).step_by(step as usize).collect();
    prop_oneof![
        4 => (first..=last).prop_map(move |n| Field { text: value(n), values: [n].into() }),
        1 => (first..=last).prop_map(|n| Field { text: n.to_string(), values: [n].into() }),
        2 => (first..=last, first..=last, any::<bool>()).prop_map(move |(a, b, named)| {
            let (a, b) = (a.min(b), a.max(b));
            let word = |n: u64| if named { value(n) } else { n.to_string() };
            Field { text: format!("{}-{}", word(a), word(b)), values: (a..=b).collect() }
        }),
        1 => (1..=max_step).prop_map(move |step| Field {
            text: format!("*/{step}"),
            values: stepped(first, last, step),
        }),
        1 => (first..=last, 1..=max_step).prop_map(move |(a, step)| Field {
            text: format!("{a}/{step}"),
            values: stepped(a, last, step),
        }),
        1 => (first..=last, first..=last, 1..=max_step).prop_map(move |(a, b, step)| {
            let (a, b) = (a.min(b), a.max(b));
            Field { text: format!("{}-{}/{step}", value(a), value(b)), values: stepped(a, b, step) }
        }),
    ]
    .boxed()
}

fn list(first: u64, last: u64, names: &'static [&'static str]) -> BoxedStrategy<Field> {
    proptest::collection::vec(item(first, last, names), 1..4)
        .prop_map(|items| Field {
            text: items
                .iter()
                .map(|item| item.text.as_str())
                .collect::<Vec<_>>()
                .join(","),
            values: items.into_iter().flat_map(|item| item.values).collect(),
        })
        .boxed()
}

fn all(text: &'static str, first: u64, last: u64) -> BoxedStrategy<Field> {
    Just(Field {
        text: text.to_owned(),
        values: (first..=last).collect(),
    })
    .boxed()
}

fn field(first: u64, last: u64, names: &'static [&'static str]) -> BoxedStrategy<Field> {
    prop_oneof![1 => all("*", first, last), 3 => list(first, last, names)].boxed()
}

/// Expressions of the grammar of P-5.33, some without an occurrence.
pub(super) fn reference() -> impl Strategy<Value = Reference> {
    const MONTHS: [&str; 12] = [
        "JAN", "FEB", "mar", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "Oct", "NOV", "DEC",
    ];
    const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "wed", "THU", "FRI", "SAT"];
    let unrestricted = |last| prop_oneof![all("*", 1, last), all("?", 1, last)];
    let days = prop_oneof![
        3 => (list(1, 31, &[]), unrestricted(7)),
        2 => (unrestricted(31), list(1, 7, &WEEKDAYS)),
        1 => (unrestricted(31), unrestricted(7)),
    ];
    let years = prop_oneof![
        2 => all("", 1970, 2099),
        1 => all(" *", 1970, 2099),
        1 => list(1970, 2099, &[]).prop_map(|years| Field {
            text: format!(" {}", years.text),
            values: years.values,
        }),
    ];
    let times = (
        field(0, 59, &[]),
        prop_oneof![all("0", 0, 0), field(0, 59, &[])],
        field(0, 23, &[]),
    );
    (times, days, field(1, 12, &MONTHS), years).prop_map(|(times, days, months, years)| {
        let (seconds, minutes, hours) = times;
        let (days_of_month, days_of_week) = days;
        Reference {
            text: format!(
                "{} {} {} {} {} {}{}",
                seconds.text,
                minutes.text,
                hours.text,
                days_of_month.text,
                months.text,
                days_of_week.text,
                years.text
            ),
            seconds: seconds.values,
            minutes: minutes.values,
            hours: hours.values,
            days_of_month: days_of_month.values,
            months: months.values,
            days_of_week: days_of_week.values,
            years: years.values,
        }
    })
}

/// Those that have an occurrence.
pub(super) fn occurring() -> impl Strategy<Value = (Reference, Schedule)> {
    reference().prop_filter_map("no occurrence", |reference| {
        let schedule = reference.text.parse().ok()?;
        Some((reference, schedule))
    })
}

/// Texts that are hardly ever expressions.
pub(super) fn arbitrary() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-0-9*?,/ LW#@A-Za-z\t]{0,40}",
        "([-0-9*?,/]{1,4} ){5,6}[-0-9*?,/]{1,4}",
    ]
}

/// Expressions with a few characters exchanged, put in or taken out.
pub(super) fn mutated() -> impl Strategy<Value = String> {
    const CHARS: &str = "0123456789*?,/- LW#@JANé\t\u{0}";
    let edit = (
        any::<Index>(),
        select(CHARS.chars().collect::<Vec<_>>()),
        0..3_u8,
    );
    let edits = proptest::collection::vec(edit, 1..4);
    (reference(), edits).prop_map(|(reference, edits)| {
        let mut text: Vec<char> = reference.text.chars().collect();
        for (index, char, edit) in edits {
            let at = index.index(text.len());
            match edit {
                0 => text[at] = char,
                1 => text.insert(at, char),
                _ if text.len() > 1 => drop(text.remove(at)),
                _ => {}
            }
        }
        text.into_iter().collect()
    })
}

fn secret(key: u128) -> DeviceSecret {
    DeviceSecret::new(key.to_be_bytes()).unwrap()
}

/// Everything that a schedule can be asked, for its not panicking.
fn ask_everything(schedule: &Schedule, time: u64) {
    let time = UnixSeconds(time);
    let _ = schedule.next_after(time);
    let _ = schedule.spread_after(&secret(7), time.0 % 100_000, time);
    let _ = schedule.count_in_year(2024);
    let _ = (schedule.explain(), schedule.lint(), schedule.yearly_count());
    let _ = schedule.shortest_interval();
}

/// Reads `text`; what narrowing lets through, the cron crate must read.
fn read(text: &str) -> Option<Schedule> {
    let result = text.parse::<Schedule>();
    if let Err(ScheduleError::Text { expected, .. }) = &result {
        assert_ne!(*expected, "a cron expression in Quartz form", "{text:?}");
    }
    result.ok()
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in arbitrary(), time in any::<u64>()) {
        if let Some(schedule) = read(&text) {
            prop_assert_eq!(schedule.as_str(), text);
            ask_everything(&schedule, time);
        }
    }

    #[test]
    fn mutated_expressions_never_panic(text in mutated(), time in any::<u64>()) {
        if let Some(schedule) = read(&text) {
            ask_everything(&schedule, time);
        }
    }

    #[test]
    fn reads_every_expression_of_the_grammar_that_occurs(reference in reference()) {
        match reference.text.parse::<Schedule>() {
            Ok(schedule) => {
                prop_assert!(reference.days().next().is_some());
                prop_assert_eq!(schedule.to_string(), reference.text);
            }
            Err(ScheduleError::NeverOccurs { .. }) => prop_assert!(reference.days().next().is_none()),
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    #[test]
    fn occurrences_are_those_of_the_reference(
        (reference, schedule) in occurring(),
        after in 0..=LAST_SECOND.0,
    ) {
        let mut expected = Vec::new();
        let mut from = after + 1;
        while let Some(next) = reference.first_at_or_after(from).filter(|_| expected.len() < 4) {
            expected.push(UnixSeconds(next));
            from = next + 1;
        }
        let found: Vec<_> = schedule.occurrences_after(UnixSeconds(after)).take(4).collect();
        prop_assert_eq!(&found, &expected);
        prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
    }

    /// The cron crate, which reads the expressions, finds the same occurrences. It
    /// goes on into the year 2100.
    #[test]
    fn occurrences_are_those_of_the_cron_crate(
        (reference, schedule) in occurring(),
        after in 0..=LAST_SECOND.0,
    ) {
        let cron: cron::Schedule = reference.text.parse().unwrap();
        let before = chrono::DateTime::<chrono::Utc>::from_timestamp(after as i64, 0).unwrap();
        let expected: Vec<_> = cron
            .after(&before)
            .take(6)
            .map(|time| UnixSeconds(time.timestamp() as u64))
            .filter(|time| *time <= LAST_SECOND)
            .collect();
        let found: Vec<_> = schedule.occurrences_after(UnixSeconds(after)).take(6).collect();
        prop_assert_eq!(found, expected);
    }

    /// Looking back finds what looking forward found last.
    #[test]
    fn the_last_occurrence_is_that_of_the_reference(
        (reference, schedule) in occurring(),
        until in 0..=LAST_SECOND.0 + 2 * DAY,
    ) {
        let day = until.min(LAST_SECOND.0) / DAY;
        let expected = (0..=day)
            .rev()
            .filter(|day| reference.fires_on(*day))
            .flat_map(|day| {
                let mut times: Vec<u64> = reference.times_of_day().collect();
                times.reverse();
                times.into_iter().map(move |time| day * DAY + time)
            })
            .find(|occurrence| *occurrence <= until)
            .map(UnixSeconds);
        let found = schedule.0.fields.last_to(Moment::at(UnixSeconds(until)));
        prop_assert_eq!(found.map(Moment::to_unix), expected);
    }

    #[test]
    fn counts_and_lint_are_those_of_the_reference(
        (reference, schedule) in occurring(),
        year in 1970..=2099_u16,
    ) {
        let days: Vec<u64> = reference.days().collect();
        let of_year = days.iter().filter(|day| civil(**day).0 == u64::from(year)).count();
        let times = reference.hours.len() * reference.minutes.len() * reference.seconds.len();
        prop_assert_eq!(schedule.count_in_year(year) as usize, of_year * times);
        let consecutive = days.windows(2).any(|pair| pair[0] + 1 == pair[1]);
        let lints = schedule.lint();
        let near = lints.iter().filter(|lint| {
            matches!(lint, Lint::DailyOrMoreOften { .. } | Lint::CloseTogether { .. })
        });
        prop_assert_eq!(near.count(), usize::from(times > 1 || consecutive));
        // Exactly one day field is `?`, or Quartz refuses it (P-5.33).
        let marked = reference.text.split(' ').filter(|field| *field == "?").count();
        let refused = lints.iter().any(|lint| matches!(lint, Lint::QuestionMark { .. }));
        prop_assert_eq!(refused, marked != 1);
    }

    #[test]
    fn counts_are_those_of_iteration(
        day in list(1, 31, &[]),
        month in list(1, 12, &[]),
        year in 1971..2099_u16,
    ) {
        let text = format!("0 30 6,18 {} {} ?", day.text, month.text);
        if let Some(schedule) = read(&text) {
            let new_year = |year: u16| (0..).find(|day| civil(*day).0 == u64::from(year)).unwrap() * DAY;
            let (start, end) = (new_year(year), new_year(year + 1));
            let iterated = schedule
                .occurrences_after(UnixSeconds(start - 1))
                .take_while(|occurrence| occurrence.0 < end)
                .count();
            prop_assert_eq!(schedule.count_in_year(year) as usize, iterated);
            prop_assert!(schedule.yearly_count().contains(&(iterated as u32)));
        }
    }

    /// Expressions with the same values are equal, others are not.
    #[test]
    fn equality_is_that_of_values((a, schedule_a) in occurring(), (b, schedule_b) in occurring()) {
        let written_out = |r: &Reference| {
            let list = |set: &BTreeSet<u64>| {
                set.iter().map(u64::to_string).collect::<Vec<_>>().join(",")
            };
            format!(
                "{} {} {} {} {} {} {}",
                list(&r.seconds), list(&r.minutes), list(&r.hours), list(&r.days_of_month),
                list(&r.months), list(&r.days_of_week), list(&r.years),
            )
        };
        prop_assert_eq!(written_out(&a) == written_out(&b), schedule_a == schedule_b);
        if let Some(same) = read(&written_out(&a).replace(&written_out_years(), "*")) {
            prop_assert_eq!(&same, &schedule_a);
            prop_assert_eq!(same.explain(), schedule_a.explain());
        }
    }

    #[test]
    fn spread_times_are_those_of_the_reference(
        (_, schedule) in occurring(),
        window in prop_oneof![Just(0), 0..3000_u64],
        near in 0..=LAST_SECOND.0,
        distance in 0..4000_u64,
        key in 1..u128::MAX,
    ) {
        // Just after an occurrence its spread time is still ahead.
        let near = schedule.next_after(UnixSeconds(near)).map_or(near, |next| next.0);
        let after = UnixSeconds(near + distance);
        let expected = schedule
            .occurrences_after(UnixSeconds(after.0.saturating_sub(window + 1)))
            .map(|occurrence| {
                let next = schedule.next_after(occurrence);
                occurrence.plus(spread_offset(&secret(key), window, occurrence, next))
            })
            .find(|spread| *spread > after);
        prop_assert_eq!(schedule.spread_after(&secret(key), window, after), expected);
    }

    /// Every occurrence has one spread time, before the next occurrence.
    #[test]
    fn spread_times_step_with_the_occurrences(
        (_, schedule) in occurring(),
        window in 0..10_000_000_u64,
        after in 0..=LAST_SECOND.0,
        key in 1..u128::MAX,
    ) {
        let mut last = schedule.spread_after(&secret(key), window, UnixSeconds(after));
        let from = last.unwrap_or(LAST_SECOND);
        for occurrence in schedule.occurrences_after(from).take(3) {
            let spread = last.and_then(|last| schedule.spread_after(&secret(key), window, last)).unwrap();
            prop_assert!(occurrence <= spread);
            prop_assert!(schedule.next_after(occurrence).is_none_or(|next| spread < next));
            last = Some(spread);
        }
    }
}

/// The year field `*` written out would be longer than an expression may be.
fn written_out_years() -> String {
    let years: Vec<String> = (1970..=2099).map(|year| year.to_string()).collect();
    years.join(",")
}
