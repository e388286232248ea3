//! A schedule in English (P-5.34): `<days> at <times> UTC[ in <years>]; <count>`.
//! Written from the fields' values, not from the text, so that it says what
//! happens and not what was typed.

use std::ops::RangeInclusive;

use super::fields::{Fields, Ordinals, days_in_month, is_leap_year};

/// Up to this many times of day are written out, as 06:00:00.
const MOST_TIMES: u32 = 6;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

pub(super) fn explain(fields: &Fields) -> String {
    format!(
        "{} at {} UTC{}; {}",
        days(fields),
        times(fields),
        years(&fields.years),
        count(fields)
    )
}

fn days(fields: &Fields) -> String {
    let months = if fields.months.is_all() {
        None
    } else {
        Some(list(&fields.months, |month| name(&MONTHS, month)))
    };
    if fields.days_of_month.is_all() {
        let day = if fields.days_of_week.is_all() {
            "day".to_owned()
        } else {
            list(&fields.days_of_week, |day| name(&WEEKDAYS, day))
        };
        return match months {
            None => format!("every {day}"),
            Some(months) => format!("every {day} of {months}"),
        };
    }
    let days = numbered("day", &fields.days_of_month);
    let months = months.unwrap_or_else(|| "every month".to_owned());
    let skipped = if some_month_lacks_a_day(fields) {
        " (where the month has it)"
    } else {
        ""
    };
    format!("on {days} of {months}{skipped}")
}

/// Of the 29th of February a reader knows; of 31 April not.
fn some_month_lacks_a_day(fields: &Fields) -> bool {
    let last_day = fields.days_of_month.iter().last().unwrap_or(0);
    fields
        .months
        .iter()
        .any(|month| days_in_month(2024, month) < last_day)
}

fn times(fields: &Fields) -> String {
    let Fields {
        seconds,
        minutes,
        hours,
        ..
    } = fields;
    if fields.count_in_day() <= MOST_TIMES {
        let times: Vec<String> = hours
            .iter()
            .flat_map(|hour| minutes.iter().map(move |minute| (hour, minute)))
            .flat_map(|(hour, minute)| seconds.iter().map(move |second| (hour, minute, second)))
            .map(|(hour, minute, second)| format!("{hour:02}:{minute:02}:{second:02}"))
            .collect();
        return join(&times);
    }
    // The start of a minute is its second 0, that of an hour its minute 0.
    let mut parts = Vec::new();
    let starts = seconds.single() == Some(0);
    if !starts {
        parts.push(repeated("second", seconds));
    }
    if !starts || minutes.single() != Some(0) {
        parts.push(repeated("minute", minutes));
    }
    parts.push(repeated("hour", hours));
    // "every minute of every hour" is every minute.
    parts.dedup_by(|coarser, finer| is_every(finer) && is_every(coarser));
    let start = if starts { "the start of " } else { "" };
    format!("{start}{}", parts.join(" of "))
}

fn is_every(part: &str) -> bool {
    matches!(part, "every second" | "every minute" | "every hour")
}

/// `every minute`, `every 5th minute from 0 to 55`, `minutes 0 to 5 and 30`.
fn repeated<const WORDS: usize>(unit: &str, set: &Ordinals<WORDS>) -> String {
    if set.is_all() {
        return format!("every {unit}");
    }
    match progression(set) {
        Some((first, step, last)) => format!("every {} {unit} from {first} to {last}", nth(step)),
        None => numbered(unit, set),
    }
}

/// `day 1`, `days 1 to 5 and 10`.
fn numbered<const WORDS: usize>(unit: &str, set: &Ordinals<WORDS>) -> String {
    let plural = if set.count() == 1 { "" } else { "s" };
    format!("{unit}{plural} {}", list(set, |number| number.to_string()))
}

fn years(set: &Ordinals<3>) -> String {
    if set.is_all() {
        return String::new();
    }
    match progression(set) {
        Some((first, step, last)) => format!(" in every {} year from {first} to {last}", nth(step)),
        None => format!(" in {}", list(set, |year| year.to_string())),
    }
}

/// The set as first, step and last, if it has at least three members at equal
/// distances greater than 1.
fn progression<const WORDS: usize>(set: &Ordinals<WORDS>) -> Option<(u16, u16, u16)> {
    let members: Vec<u16> = set.iter().collect();
    let &[first, second, .., last] = members.as_slice() else {
        return None;
    };
    let step = second - first;
    let even = members.windows(2).all(|pair| pair[1] - pair[0] == step);
    (step > 1 && even).then_some((first, step, last))
}

/// The members in words: three or more in a row become `a to b`.
fn list<const WORDS: usize>(set: &Ordinals<WORDS>, word: impl Fn(u16) -> String) -> String {
    let mut runs: Vec<RangeInclusive<u16>> = Vec::new();
    for member in set.iter() {
        match runs.last_mut() {
            Some(run) if *run.end() + 1 == member => *run = *run.start()..=member,
            _ => runs.push(member..=member),
        }
    }
    let words: Vec<String> = runs
        .into_iter()
        .flat_map(|run| {
            let (start, end) = run.into_inner();
            match end - start {
                0 => vec![word(start)],
                1 => vec![word(start), word(end)],
                _ => vec![format!("{} to {}", word(start), word(end))],
            }
        })
        .collect();
    join(&words)
}

/// `a`, `a and b`, `a, b and c`.
fn join(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn name(names: &[&str], number: u16) -> String {
    let index = usize::from(number).wrapping_sub(1);
    names.get(index).copied().unwrap_or_default().to_owned()
}

/// `2nd`, `3rd`, `11th`.
fn nth(number: u16) -> String {
    let suffix = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// `12 times a year`, `365 times a year, 366 in a leap year`, `52 or 53 times a
/// year`; for a single year `12 times`.
fn count(fields: &Fields) -> String {
    if let Some(year) = fields.years.single() {
        return number_of_times(fields.count_in_year(year));
    }
    let common = counts(fields, |year| !is_leap_year(year));
    let leap = counts(fields, is_leap_year);
    match (common.as_slice(), leap.as_slice()) {
        ([common], [leap]) if common != leap => match (common, leap) {
            (0, leap) => format!(
                "{} in a leap year, never in another",
                number_of_times(*leap)
            ),
            (1, leap) => format!("once a year, {leap} times in a leap year"),
            _ => format!("{common} times a year, {leap} in a leap year"),
        },
        _ => {
            let all = counts(fields, |_| true);
            match (all.first(), all.last()) {
                (Some(fewest), Some(most)) if fewest != most => {
                    let to = if most - fewest == 1 { "or" } else { "to" };
                    format!("{fewest} {to} {most} times a year")
                }
                (first, _) => format!("{} a year", number_of_times(first.copied().unwrap_or(0))),
            }
        }
    }
}

/// The different yearly counts in the schedule's years that `which` selects, ascending.
fn counts(fields: &Fields, which: impl Fn(u16) -> bool) -> Vec<u32> {
    let years = fields.years.iter().filter(|&year| which(year));
    let mut counts: Vec<u32> = years.map(|year| fields.count_in_year(year)).collect();
    counts.sort_unstable();
    counts.dedup();
    counts
}

fn number_of_times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        _ => format!("{count} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Schedule;

    #[test]
    fn in_words() {
        for (text, explanation) in [
            // Box 3 of JRC127600.
            (
                "0 0 0 ? * * *",
                "every day at 00:00:00 UTC; 365 times a year, 366 in a leap year",
            ),
            (
                "0 0 0 ? 1/3 * *",
                "every day of January, April, July and October at 00:00:00 UTC; 123 times a year",
            ),
            (
                "0 0 0 1 * ? *",
                "on day 1 of every month at 00:00:00 UTC; 12 times a year",
            ),
            (
                "0 0 0 1 1/3 ? *",
                "on day 1 of January, April, July and October at 00:00:00 UTC; 4 times a year",
            ),
            (
                "0 30 6,18 1 1 ?",
                "on day 1 of January at 06:30:00 and 18:30:00 UTC; 2 times a year",
            ),
            (
                "15 0 0 1-5,10,20,21 JUN-AUG,DEC ?",
                "on days 1 to 5, 10, 20 and 21 of June to August and December at 00:00:15 UTC; 32 times a year",
            ),
            (
                "0 0 0 31 * ?",
                "on day 31 of every month (where the month has it) at 00:00:00 UTC; 7 times a year",
            ),
            (
                "0 0 0 29 2 ?",
                "on day 29 of February at 00:00:00 UTC; once in a leap year, never in another",
            ),
            (
                "0 0 0 28,29 2 ?",
                "on days 28 and 29 of February at 00:00:00 UTC; once a year, 2 times in a leap year",
            ),
            (
                "0 0 0 30 1,2 ?",
                "on day 30 of January and February (where the month has it) at 00:00:00 UTC; once a year",
            ),
            (
                "0 0 0 ? * MON",
                "every Monday at 00:00:00 UTC; 52 or 53 times a year",
            ),
            (
                "0 0 3 ? 3 MON-FRI",
                "every Monday to Friday of March at 03:00:00 UTC; 21 to 23 times a year",
            ),
            (
                "0 0 0 ? * 1,7 2021",
                "every Sunday and Saturday at 00:00:00 UTC in 2021; 104 times",
            ),
            (
                "0 0 0 1 1 ? 2021-2023,2030",
                "on day 1 of January at 00:00:00 UTC in 2021 to 2023 and 2030; once a year",
            ),
            (
                "0 0 0 1 1 ? 2020/2",
                "on day 1 of January at 00:00:00 UTC in every 2nd year from 2020 to 2098; once a year",
            ),
            (
                "0 0 0 1 1 ? 2021",
                "on day 1 of January at 00:00:00 UTC in 2021; once",
            ),
            (
                "* * * * * *",
                "every day at every second UTC; 31536000 times a year, 31622400 in a leap year",
            ),
            (
                "0 * * * * *",
                "every day at the start of every minute UTC; 525600 times a year, 527040 in a leap year",
            ),
            (
                "0 0 * * * *",
                "every day at the start of every hour UTC; 8760 times a year, 8784 in a leap year",
            ),
            (
                "0 0/15 8-17 1 * ?",
                "on day 1 of every month at the start of every 15th minute from 0 to 45 of hours 8 to 17 UTC; 480 times a year",
            ),
            (
                "0 0 0/4 1 * ?",
                "on day 1 of every month at 00:00:00, 04:00:00, 08:00:00, 12:00:00, 16:00:00 and 20:00:00 UTC; 72 times a year",
            ),
            (
                "0 1,3,9,21 0/12 1 1 ?",
                "on day 1 of January at the start of minutes 1, 3, 9 and 21 of hours 0 and 12 UTC; 8 times a year",
            ),
            (
                "0 0 0/3 1 * ?",
                "on day 1 of every month at the start of every 3rd hour from 0 to 21 UTC; 96 times a year",
            ),
            (
                "30 * * 1 1 ?",
                "on day 1 of January at second 30 of every minute UTC; 1440 times a year",
            ),
            (
                "* 5 * 1 1 ?",
                "on day 1 of January at every second of minute 5 of every hour UTC; 1440 times a year",
            ),
            (
                "0,30 * 12 1 1 ?",
                "on day 1 of January at seconds 0 and 30 of every minute of hour 12 UTC; 120 times a year",
            ),
            (
                "0 1/2 12 1 1 ?",
                "on day 1 of January at the start of every 2nd minute from 1 to 59 of hour 12 UTC; 30 times a year",
            ),
            (
                "* * 12 1 1 ?",
                "on day 1 of January at every second of hour 12 UTC; 3600 times a year",
            ),
            (
                "0/11 0/21 0/22 1 1 ?",
                "on day 1 of January at every 11th second from 0 to 55 of every 21st minute from 0 to 42 of hours 0 and 22 UTC; 36 times a year",
            ),
        ] {
            let schedule: Schedule = text.parse().unwrap();
            assert_eq!(schedule.explain(), explanation, "{text}");
        }
    }
}
