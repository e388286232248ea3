//! The grammar of P-5.33. The cron crate reads more than Quartz does — blanks
//! inside items, fields without blanks between them, `@daily`, names in full,
//! `?/2`, the year 2100 — so a text passes here before the crate sees it.
//!
//! ```text
//! expression = field 5*6( SP field )
//! field      = "?" | "*" | item *( "," item )
//! item       = "*" "/" step | value [ "/" step ] | value "-" value [ "/" step ]
//! value      = number | name
//! ```

use super::error::{ScheduleError, ScheduleField};

/// Longest text in bytes: every second or minute written out has 169 characters.
pub(super) const MAX_BYTES: usize = 256;

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The smallest and largest value of a field, and the names for its values.
fn values(field: ScheduleField) -> (u16, u16, &'static [&'static str]) {
    match field {
        ScheduleField::Second | ScheduleField::Minute => (0, 59, &[]),
        ScheduleField::Hour => (0, 23, &[]),
        ScheduleField::DayOfMonth => (1, 31, &[]),
        ScheduleField::Month => (1, 12, &MONTHS),
        ScheduleField::DayOfWeek => (1, 7, &WEEKDAYS),
        ScheduleField::Year => (super::fields::FIRST_YEAR, super::fields::LAST_YEAR, &[]),
    }
}

fn is_day(field: ScheduleField) -> bool {
    matches!(field, ScheduleField::DayOfMonth | ScheduleField::DayOfWeek)
}

/// Refuses every text outside the grammar; what it returns are the texts of the
/// fields day of month and day of week.
pub(super) fn check(text: &str) -> Result<(&str, &str), ScheduleError> {
    if text.len() > MAX_BYTES {
        return Err(ScheduleError::Text {
            expected: "at most 256 bytes",
            found: format!("{} bytes", text.len()),
        });
    }
    let fields: Vec<&str> = text.split(' ').collect();
    if fields.iter().any(|field| field.is_empty()) || text.contains(['\t', '\n', '\r']) {
        return Err(ScheduleError::Text {
            expected: "fields with exactly one blank between them and none around them",
            found: format!("{text:?}"),
        });
    }
    if !(6..=7).contains(&fields.len()) {
        return Err(ScheduleError::Text {
            expected: "6 or 7 fields (second minute hour day-of-month month day-of-week [year])",
            found: format!("{} in {text:?}", fields.len()),
        });
    }
    for (field, text) in ScheduleField::ALL.into_iter().zip(&fields) {
        check_field(field, text)?;
    }
    Ok((fields[3], fields[5]))
}

fn check_field(field: ScheduleField, text: &str) -> Result<(), ScheduleError> {
    if text == "*" || (text == "?" && is_day(field)) {
        return Ok(());
    }
    for item in text.split(',') {
        check_item(field, item)?;
    }
    Ok(())
}

fn check_item(field: ScheduleField, item: &str) -> Result<(), ScheduleError> {
    let error = |expected: String| ScheduleError::Field {
        field,
        expected,
        found: item.to_owned(),
    };
    let (base, step) = match item.split_once('/') {
        Some((base, step)) => (base, Some(step)),
        None => (item, None),
    };
    if let Some(step) = step {
        let (_, last, _) = values(field);
        let in_range = number(step, last).is_some_and(|step| (1..=last).contains(&step));
        if !in_range {
            return Err(error(format!("a step from 1 to {last} after \"/\"")));
        }
        if base == "*" {
            return Ok(());
        }
    }
    let Some((from, to)) = base.split_once('-') else {
        let (_, named) = value(field, base).ok_or_else(|| error(expected_item(field)))?;
        // Quartz reads MON/2, the cron crate refuses it: a step counts from numbers.
        return match (named, step) {
            (true, Some(_)) => Err(error("a number, a range or * before \"/\"".to_owned())),
            _ => Ok(()),
        };
    };
    let ends = value(field, from).zip(value(field, to));
    let ((from, from_named), (to, to_named)) = ends.ok_or_else(|| error(expected_item(field)))?;
    if from_named != to_named {
        return Err(error("a range of two numbers or of two names".to_owned()));
    }
    // Quartz wraps FRI-MON around; other readers refuse it, or take it as empty.
    if from > to {
        return Err(error(
            "a range whose end is not before its start".to_owned(),
        ));
    }
    Ok(())
}

/// A value of the field, and whether it was written as a name.
fn value(field: ScheduleField, text: &str) -> Option<(u16, bool)> {
    let (first, last, names) = values(field);
    if let Some(index) = names.iter().position(|n| n.eq_ignore_ascii_case(text)) {
        return Some((index as u16 + 1, true));
    }
    let number = number(text, last)?;
    (first..=last).contains(&number).then_some((number, false))
}

/// Decimal digits, at most as many as `last` has: 05 is a minute, 005 is not.
fn number(text: &str, last: u16) -> Option<u16> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = text.len() <= last.to_string().len();
    if digits && fits {
        text.parse().ok()
    } else {
        None
    }
}

fn expected_item(field: ScheduleField) -> String {
    let (first, last, names) = values(field);
    let names = match (names.first(), names.last()) {
        (Some(first), Some(last)) => format!(" or {first} to {last}"),
        _ => String::new(),
    };
    let any = if is_day(field) {
        ", * alone or ? alone"
    } else {
        " or * alone"
    };
    format!("{first} to {last}{names}, a range, a step, a list of them{any}")
}
