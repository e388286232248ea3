//! `schedules.json`: cron expressions, when they fire, and what they say (P-5.33, P-5.34).

use iot4emissions_proto::schedule::{Schedule, ScheduleError};
use iot4emissions_proto::time::UnixSeconds;

use super::calendar::utc;
use super::text::Text;
use super::{Case, Vectors, Wrong, code};

pub(super) fn file() -> Vectors {
    let refusals = refusals().into_iter().map(refusal);
    let occurrences = OCCURRENCES.iter().map(occurrence);
    let equal = EQUAL.iter().map(equality);
    let explained = EXPLAINED.iter().map(explanation);
    Vectors {
        name: "schedules",
        description: "Texts that are no schedules (`refused`), the occurrences strictly after a \
            time, UNIX seconds (`occurrences`), whether two expressions mean the same (`equal`), \
            and what one means in words, in a year, and to a lint (`explain`).",
        cases: refusals
            .chain(occurrences)
            .chain(equal)
            .chain(explained)
            .collect(),
    }
}

/// Text; code and field of the refusal.
#[rustfmt::skip] // One row a line.
fn refusals() -> Vec<(Text, &'static str, Option<&'static str>)> {
    let mut rows = vec![(Text::repeated("0", 257), "text", None)];
    for text in [
        "",
        " ",
        "@daily",
        "@yearly",
        "0 0 1 * *",
        "0 0 0 1 * ? * *",
        " 0 0 0 1 * ?",
        "0 0 0 1 * ? ",
        "0  0 0 1 * ?",
        "0\t0 0 1 * ?",
        "0 0 0 1 * ?\n",
        "******",
    ] {
        rows.push((Text::of(text), "text", None));
    }
    for (text, field) in [
        ("60 0 0 1 * ?", "second"),
        ("? 0 0 1 * ?", "second"),
        ("-1 0 0 1 * ?", "second"),
        ("0 60 0 1 * ?", "minute"),
        ("0 5-1 0 1 * ?", "minute"),
        ("0 005 0 1 * ?", "minute"),
        ("0 1, 0 1 * ?", "minute"),
        ("0 0 24 1 * ?", "hour"),
        ("0 0 */24 1 * ?", "hour"),
        ("0 0 */0 1 * ?", "hour"),
        ("0 0 */ 1 * ?", "hour"),
        ("0 0 1//2 1 * ?", "hour"),
        ("0 0 0 0 * ?", "day of month"),
        ("0 0 0 32 * ?", "day of month"),
        ("0 0 0 L * ?", "day of month"),
        ("0 0 0 15W * ?", "day of month"),
        ("0 0 0 ?/2 * ?", "day of month"),
        ("0 0 0 1 13 ?", "month"),
        ("0 0 0 1 0 ?", "month"),
        ("0 0 0 1 ? ?", "month"),
        ("0 0 0 1 JANUARY ?", "month"),
        ("0 0 0 1 JAN/2 ?", "month"),
        ("0 0 0 1 JAN-3 ?", "month"),
        ("0 0 0 1 NOV-FEB ?", "month"),
        ("0 0 0 ? * 0", "day of week"),
        ("0 0 0 ? * 8", "day of week"),
        ("0 0 0 ? * 08", "day of week"),
        ("0 0 0 ? * 002", "day of week"),
        ("0 0 0 ? * 2#1", "day of week"),
        ("0 0 0 ? * 6L", "day of week"),
        ("0 0 0 ? * FRI-MON", "day of week"),
        ("0 0 0 ? * MO", "day of week"),
        ("0 0 0 1 * ? 1969", "year"),
        ("0 0 0 1 * ? 2100", "year"),
        ("0 0 0 1 * ? ?", "year"),
        ("0 0 0 1 * ? 21", "year"),
    ] {
        rows.push((Text::of(text), "field", Some(field)));
    }
    for text in [
        "0 0 0 1 * 2",
        "0 0 0 1-15 * MON",
        "0 0 0 */2 * SUN",
        "0 0 0 13 * FRI 2026",
    ] {
        rows.push((Text::of(text), "both-days", None));
    }
    for text in [
        "0 0 0 30 2 ?",
        "0 0 0 31 4,6,9,11 ?",
        "0 0 0 29 2 ? 2021",
        "0 0 0 30,31 FEB ? *",
    ] {
        rows.push((Text::of(text), "never-occurs", None));
    }
    rows
}

fn refusal((text, refused, field): (Text, &str, Option<&'static str>)) -> Result<Case, Wrong> {
    let name = match &text {
        Text::Plain(text) => format!("no schedule: {text:?}"),
        Text::Repeated { .. } => "no schedule: 257 bytes".to_owned(),
    };
    let case = Case::new(name, &["P-5.33"])
        .with("function", &"refused")?
        .with("text", &text)?;
    let (found, found_field) = match text.text().parse::<Schedule>() {
        Ok(_) => ("accepted".to_owned(), None),
        Err(error) => {
            let field = match &error {
                ScheduleError::Field { field, .. } => Some(field.as_str()),
                _ => None,
            };
            (code(&error), field)
        }
    };
    let case = case.agreed("refused", &refused.to_owned(), &found)?;
    match field {
        Some(_) => case.agreed("field", &field, &found_field),
        None => Ok(case),
    }
}

type Rules = &'static [&'static str];

/// Expression, time, and the next occurrences; where there are fewer than three, there
/// are no more.
#[rustfmt::skip] // One row a line.
const OCCURRENCES: &[(Rules, &str, &str, &[&str])] = &[
    (&["P-5.33", "P-5.34"], "0 0 0 1 * ? *", "2021-06-01 09:00:00", &["2021-07-01 00:00:00", "2021-08-01 00:00:00", "2021-09-01 00:00:00"]),
    (&["P-5.33", "P-5.34"], "0 0 0 1 1/3 ? *", "2021-06-01 09:00:00", &["2021-07-01 00:00:00", "2021-10-01 00:00:00", "2022-01-01 00:00:00"]),
    (&["P-5.34"], "0 0 0 ? * * *", "2021-06-01 09:00:00", &["2021-06-02 00:00:00", "2021-06-03 00:00:00", "2021-06-04 00:00:00"]),
    (&["P-5.34"], "0 0 0 ? 1/3 * *", "2021-06-01 09:00:00", &["2021-07-01 00:00:00", "2021-07-02 00:00:00", "2021-07-03 00:00:00"]),
    (&["P-5.34"], "0 0 0 ? 1/3 * *", "2021-07-30 12:00:00", &["2021-07-31 00:00:00", "2021-10-01 00:00:00", "2021-10-02 00:00:00"]),
    (&["P-5.33"], "0 0 0 1 * ? *", "2021-07-01 00:00:00", &["2021-08-01 00:00:00", "2021-09-01 00:00:00", "2021-10-01 00:00:00"]),
    (&["P-5.33"], "0 0 0 1 * ? *", "2021-06-30 23:59:59", &["2021-07-01 00:00:00", "2021-08-01 00:00:00", "2021-09-01 00:00:00"]),
    (&["P-5.33"], "0 0 12 31 * ?", "2021-01-31 12:00:00", &["2021-03-31 12:00:00", "2021-05-31 12:00:00", "2021-07-31 12:00:00"]),
    (&["P-5.33"], "0 0 0 29 2 ?", "2096-02-29 00:00:00", &[]),
    (&["P-5.33"], "0 0 0 29 2 ?", "1996-03-01 00:00:00", &["2000-02-29 00:00:00", "2004-02-29 00:00:00", "2008-02-29 00:00:00"]),
    (&["P-5.33"], "0 0 6 ? * 1", "2021-06-01 00:00:00", &["2021-06-06 06:00:00", "2021-06-13 06:00:00", "2021-06-20 06:00:00"]),
    (&["P-5.33"], "0 0 6 ? * SUN", "2021-06-06 06:00:00", &["2021-06-13 06:00:00", "2021-06-20 06:00:00", "2021-06-27 06:00:00"]),
    (&["P-5.33"], "0 0 6 ? * 7", "2021-06-01 00:00:00", &["2021-06-05 06:00:00", "2021-06-12 06:00:00", "2021-06-19 06:00:00"]),
    (&["P-5.33"], "0 0 6 ? * mon-fri", "2021-06-04 06:00:00", &["2021-06-07 06:00:00", "2021-06-08 06:00:00", "2021-06-09 06:00:00"]),
    (&["P-5.33"], "0 30 22 ? * MON,THU", "2021-06-01 00:00:00", &["2021-06-03 22:30:00", "2021-06-07 22:30:00", "2021-06-10 22:30:00"]),
    (&["P-5.33"], "*/20 59 23 31 12 ?", "2021-12-31 23:59:20", &["2021-12-31 23:59:40", "2022-12-31 23:59:00", "2022-12-31 23:59:20"]),
    (&["P-5.33"], "5/25 0 0 1 1 ?", "2021-01-01 00:00:00", &["2021-01-01 00:00:05", "2021-01-01 00:00:30", "2021-01-01 00:00:55"]),
    (&["P-5.33"], "0 10-20/5 4 * * ?", "2021-06-01 04:10:00", &["2021-06-01 04:15:00", "2021-06-01 04:20:00", "2021-06-02 04:10:00"]),
    (&["P-5.33"], "0 0 0 1 1 ? 2030", "2021-06-01 00:00:00", &["2030-01-01 00:00:00"]),
    (&["P-5.33"], "0 0 0 1 1 ? 2020/40", "2021-06-01 00:00:00", &["2060-01-01 00:00:00"]),
    (&["P-5.33"], "0 0 0 1 1 ? 2000-2020", "2021-06-01 00:00:00", &[]),
    (&["P-5.33"], "59 59 23 31 12 ?", "2098-12-31 23:59:58", &["2098-12-31 23:59:59", "2099-12-31 23:59:59"]),
    (&["P-5.33"], "59 59 23 31 12 ?", "2099-12-31 23:59:59", &[]),
    (&["P-5.33"], "* * * * * ?", "1970-01-01 00:00:00", &["1970-01-01 00:00:01", "1970-01-01 00:00:02", "1970-01-01 00:00:03"]),
    (&["P-5.33"], "0 0 0 1 MAR,jun,SEP-nov ?", "2021-06-01 00:00:00", &["2021-09-01 00:00:00", "2021-10-01 00:00:00", "2021-11-01 00:00:00"]),
    (&["P-5.33"], "0 0 0 */10 * ?", "2021-06-01 00:00:00", &["2021-06-11 00:00:00", "2021-06-21 00:00:00", "2021-07-01 00:00:00"]),
];

fn occurrence((rules, text, after, by_hand): &(Rules, &str, &str, &[&str])) -> Result<Case, Wrong> {
    let case = Case::new(format!("{text:?} after {after}"), rules);
    let schedule: Schedule = text.parse().map_err(|error| case.wrong(error))?;
    let after = utc(after);
    let by_hand: Vec<u64> = by_hand.iter().map(|time| utc(time)).collect();
    let found = schedule.occurrences_after(UnixSeconds(after)).take(3);
    let found: Vec<u64> = found.map(|time| time.0).collect();
    case.with("function", &"occurrences")?
        .with("text", text)?
        .with("after", &after)?
        .agreed("next", &by_hand, &found)
}

/// Two expressions, and whether they mean the same (P-6.8).
#[rustfmt::skip] // One row a line.
const EQUAL: &[(&str, &str, bool)] = &[
    ("0 0 0 1 1/3 ? *", "0 0 0 1 1,4,7,10 ?", true),
    ("0 0 0 1 1/3 ?", "0 0 0 1 JAN,apr,JUL,OCT ? 1970-2099", true),
    ("0 0 0 ? * *", "0 0 0 * * ?", true),
    ("0 0 0 1-31 * ?", "0 0 0 * * *", true),
    ("0 0 0 ? * SUN", "0 0 0 ? * 1", true),
    ("00 00 06 01 * ?", "0 0 6 1 * ?", true),
    ("0 0,0 0 1 * ?", "0 0 0 1 * ?", true),
    ("0 0 0 ? * 02", "0 0 0 ? * MON", true),
    ("0 0 0 1 02 ?", "0 0 0 1 FEB ?", true),
    ("0 */15 0 1 * ?", "0 0,15,30,45 0 1 * ?", true),
    ("0 0 0 1 * ?", "0 0 0 2 * ?", false),
    ("0 0 0 ? * SUN", "0 0 0 ? * 7", false),
    ("0 0 0 1 * ?", "0 0 0 1 * ? 2030", false),
    ("0 0 0 28-31 2 ?", "0 0 0 28,29 2 ?", false),
    ("0 0 0 1 * ?", "0 0 0 1 1-11 ?", false),
];

fn equality((left, right, by_hand): &(&str, &str, bool)) -> Result<Case, Wrong> {
    let case = Case::new(format!("{left:?} and {right:?}"), &["P-6.8", "P-5.33"]);
    let parse = |text: &str| text.parse::<Schedule>().map_err(|error| case.wrong(error));
    let found = parse(left)? == parse(right)?;
    case.with("function", &"equal")?
        .with("text", left)?
        .with("other", right)?
        .agreed("equal", by_hand, &found)
}

/// Expression, words, fewest and most occurrences a year, lints.
#[rustfmt::skip] // One row a line.
const EXPLAINED: &[(&str, &str, [u32; 2], &[&str])] = &[
    ("0 0 0 ? * * *", "every day at 00:00:00 UTC; 365 times a year, 366 in a leap year", [365, 366], &["daily-or-more-often"]),
    ("0 0 0 1 * ? *", "on day 1 of every month at 00:00:00 UTC; 12 times a year", [12, 12], &[]),
    ("0 0 0 1 1/3 ? *", "on day 1 of January, April, July and October at 00:00:00 UTC; 4 times a year", [4, 4], &[]),
    ("0 0 0 ? 1/3 * *", "every day of January, April, July and October at 00:00:00 UTC; 123 times a year", [123, 123], &["daily-or-more-often"]),
    ("0 0 6 ? * SUN", "every Sunday at 06:00:00 UTC; 52 or 53 times a year", [52, 53], &[]),
    ("0 0 6,18 1 * ?", "on day 1 of every month at 06:00:00 and 18:00:00 UTC; 24 times a year", [24, 24], &["close-together"]),
    ("0 0 0 1 1 ? 2030", "on day 1 of January at 00:00:00 UTC in 2030; once", [1, 1], &[]),
    ("0 0 0 ? * MON,TUE", "every Monday and Tuesday at 00:00:00 UTC; 104 to 106 times a year", [104, 106], &["close-together"]),
    ("0 0 0 ? * MON,WED", "every Monday and Wednesday at 00:00:00 UTC; 104 or 105 times a year", [104, 105], &[]),
    ("0 0 0 29 2 ?", "on day 29 of February at 00:00:00 UTC; once in a leap year, never in another", [0, 1], &[]),
    ("0 0 12 31 12 ?", "on day 31 of December at 12:00:00 UTC; once a year", [1, 1], &[]),
    ("0 0 12 1,31 1,12 ?", "on days 1 and 31 of January and December at 12:00:00 UTC; 4 times a year", [4, 4], &["close-together"]),
    ("0 0 0 1,2 * ?", "on days 1 and 2 of every month at 00:00:00 UTC; 24 times a year", [24, 24], &["close-together"]),
    ("0 0 0 1 * *", "on day 1 of every month at 00:00:00 UTC; 12 times a year", [12, 12], &["question-mark"]),
    ("0 0 0 ? * ?", "every day at 00:00:00 UTC; 365 times a year, 366 in a leap year", [365, 366], &["daily-or-more-often", "question-mark"]),
    ("0 0 0 1 JAN-NOV/2 ?", "on day 1 of January, March, May, July, September and November at 00:00:00 UTC; 6 times a year", [6, 6], &["step-after-names"]),
];

fn explanation(
    (text, words, [fewest, most], lints): &(&str, &str, [u32; 2], &[&str]),
) -> Result<Case, Wrong> {
    let case = Case::new(format!("what {text:?} means"), &["P-5.34"]);
    let schedule: Schedule = text.parse().map_err(|error| case.wrong(error))?;
    let count = schedule.yearly_count();
    let found: Vec<&str> = schedule.lint().iter().map(|lint| lint.code()).collect();
    case.with("function", &"explain")?
        .with("text", text)?
        .agreed("words", &(*words).to_owned(), &schedule.explain())?
        .agreed("fewestInAYear", fewest, count.start())?
        .agreed("mostInAYear", most, count.end())?
        .agreed("lints", &lints.to_vec(), &found)
}
