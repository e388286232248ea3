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
use crate::privacy::hide_vins;

/// Longest text in bytes: every second or minute written out has 169 characters.
pub(crate) const MAX_BYTES: usize = 256;

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The smallest and largest value of a field, and the names for its values.
pub(crate) fn values(field: ScheduleField) -> (u16, u16, &'static [&'static str]) {
    match field {
        ScheduleField::Second | ScheduleField::Minute => (0, 59, &[]),
        ScheduleField::Hour => (0, 23, &[]),
        ScheduleField::DayOfMonth => (1, 31, &[]),
        ScheduleField::Month => (1, 12, &MONTHS),
        ScheduleField::DayOfWeek => (1, 7, &WEEKDAYS),
        ScheduleField::Year => (super::fields::FIRST_YEAR, super::fields::LAST_YEAR, &[]),
    }
}

pub(crate) fn is_day(field: ScheduleField) -> bool {
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
            found: format!("{:?}", hide_vins(text)),
        });
    }
    if !(6..=7).contains(&fields.len()) {
        return Err(ScheduleError::Text {
            expected: "6 or 7 fields (second minute hour day-of-month month day-of-week [year])",
            found: format!("{} in {:?}", fields.len(), hide_vins(text)),
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
        found: hide_vins(item).into_owned(),
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

/// How many digits a number of a field whose last value is `last` has at most: two, and in
/// the year four. A leading zero is read in every field or in none, so the day of week,
/// whose values have one digit, has it too.
pub(crate) fn digits(last: u16) -> usize {
    last.to_string().len().max(2)
}

/// Decimal digits: 05 is a minute, and a day of the week; 005 is neither.
fn number(text: &str, last: u16) -> Option<u16> {
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = text.len() <= digits(last);
    if digits_only && fits {
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

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::super::Schedule;

    fn error(text: &str) -> String {
        text.parse::<Schedule>().unwrap_err().to_string()
    }

    #[test]
    fn forms_that_are_read() {
        for text in [
            "0 0 0 1 1/3 ? *",
            "0 0 0 ? 1/3 * *",
            "0 0 0 1 1 ?",
            "59 59 23 31 12 ? 2099",
            "00 05 09 01 01 ? 1970",
            "0,1,2 1-5/2,7,*/20 5/2 1 jan,Feb,MAR-may ? *",
            "0 0 0 ? * SUN-SAT/2 2020/4",
            "*/59 */59 */23 */31 */12 ? 1970-2099/2099",
            "0 0 0 ? * */7",
            "0 0 0 ? * 02",
            "0 0 0 ? * 01-07/02,05",
            "0 0 0 1-1 1 ?",
            "0 0,0 0 1 1 ?",
        ] {
            let schedule: Schedule = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(schedule.as_str(), text);
        }
    }

    #[test]
    fn blanks_and_fields() {
        for text in [
            "",
            " ",
            " 0 0 0 1 * ?",
            "0 0 0 1 * ? ",
            "0 0  0 1 * ?",
            "0 0 0\t1 * ?",
            "0 0 0 1 * ?\n",
            "0 0 0 1 * ? *\r\n",
        ] {
            assert_eq!(
                error(text),
                format!(
                    "expected fields with exactly one blank between them and none around them, found {text:?}"
                )
            );
        }
        for (text, count) in [
            ("@daily", 1),
            ("******", 1),
            ("0 0 1 * *", 5),
            ("0 0 0 1 * ? * *", 8),
            ("0\u{a0}0 0 1 * ?", 5),
        ] {
            assert_eq!(
                error(text),
                format!(
                    "expected 6 or 7 fields (second minute hour day-of-month month day-of-week [year]), found {count} in {text:?}"
                )
            );
        }
    }

    #[test]
    fn length() {
        let minutes: Vec<String> = (0..60).map(|minute| minute.to_string()).collect();
        let with_seconds = |seconds: &str| format!("{seconds} {} * 1 * ?", minutes.join(","));
        let seconds = "0,1,2,3,4,5,6,7,8,9,".repeat(3) + "0,1,2,3,4,5,6,7,10";
        assert_eq!(with_seconds(&seconds).len(), 256);
        assert!(with_seconds(&seconds).parse::<Schedule>().is_ok());
        assert_eq!(
            error(&with_seconds(&format!("{seconds}9"))),
            "expected at most 256 bytes, found 257 bytes"
        );
        assert_eq!(
            error(&"0".repeat(1 << 20)),
            "expected at most 256 bytes, found 1048576 bytes"
        );
    }

    fn refused(field: &str, expected: &str, cases: &[(&str, &str)]) {
        for (text, found) in cases {
            assert_eq!(
                error(text),
                format!("expected {expected} in field {field}, found {found:?}"),
                "{text}"
            );
        }
    }

    #[test]
    fn values_per_field() {
        refused(
            "second",
            "0 to 59, a range, a step, a list of them or * alone",
            &[("60 0 0 1 * ?", "60"), ("? 0 0 1 * ?", "?")],
        );
        refused(
            "hour",
            "0 to 23, a range, a step, a list of them or * alone",
            &[("0 0 24 1 * ?", "24")],
        );
        refused(
            "day of month",
            "1 to 31, a range, a step, a list of them, * alone or ? alone",
            &[
                ("0 0 0 0 * ?", "0"),
                ("0 0 0 L * ?", "L"),
                ("0 0 0 15W * ?", "15W"),
                ("0 0 0 ?,1 * ?", "?"),
                ("0 0 0 ?/2 * ?", "?/2"),
            ],
        );
        refused(
            "month",
            "1 to 12 or JAN to DEC, a range, a step, a list of them or * alone",
            &[
                ("0 0 0 1 13 ?", "13"),
                ("0 0 0 1 JANUARY ?", "JANUARY"),
                ("0 0 0 1 ? ?", "?"),
            ],
        );
        refused(
            "day of week",
            "1 to 7 or SUN to SAT, a range, a step, a list of them, * alone or ? alone",
            &[
                ("0 0 0 ? * 0", "0"),
                ("0 0 0 ? * 8", "8"),
                ("0 0 0 ? * 08", "08"),
                ("0 0 0 ? * 001", "001"),
                ("0 0 0 ? * 6#3", "6#3"),
                ("0 0 0 ? * TUES", "TUES"),
            ],
        );
        refused(
            "year",
            "1970 to 2099, a range, a step, a list of them or * alone",
            &[
                ("0 0 0 1 * ? 1969", "1969"),
                ("0 0 0 1 * ? 2100", "2100"),
                ("0 0 0 1 * ? 2098-2100", "2098-2100"),
                ("0 0 0 1 * ? JAN", "JAN"),
                ("0 0 0 1 * ? ?", "?"),
            ],
        );
    }

    #[test]
    fn items() {
        refused(
            "minute",
            "0 to 59, a range, a step, a list of them or * alone",
            &[
                ("0 -1 0 1 * ?", "-1"),
                ("0 *,5 0 1 * ?", "*"),
                ("0 *-5 0 1 * ?", "*-5"),
                ("0 1,,2 0 1 * ?", ""),
                ("0 1, 0 1 * ?", ""),
                ("0 1- 0 1 * ?", "1-"),
                ("0 1-2-3 0 1 * ?", "1-2-3"),
                ("0 1-60 0 1 * ?", "1-60"),
                ("0 /5 0 1 * ?", "/5"),
                ("0 007 0 1 * ?", "007"),
                ("0 +7 0 1 * ?", "+7"),
                ("0 ٣ 0 1 * ?", "٣"),
                ("0 99999999999999999999 0 1 * ?", "99999999999999999999"),
            ],
        );
        refused(
            "minute",
            "a step from 1 to 59 after \"/\"",
            &[
                ("0 */0 0 1 * ?", "*/0"),
                ("0 */60 0 1 * ?", "*/60"),
                ("0 5/ 0 1 * ?", "5/"),
                ("0 1/2/3 0 1 * ?", "1/2/3"),
            ],
        );
        refused(
            "day of week",
            "a number, a range or * before \"/\"",
            &[("0 0 0 ? * MON/2", "MON/2")],
        );
        refused(
            "day of week",
            "a range of two numbers or of two names",
            &[("0 0 0 ? * MON-5", "MON-5")],
        );
        refused(
            "day of week",
            "a range whose end is not before its start",
            &[("0 0 0 ? * 5-1", "5-1"), ("0 0 0 ? * FRI-MON", "FRI-MON")],
        );
    }

    /// Why this file exists: all of these the cron crate reads.
    #[test]
    fn the_cron_crate_alone_reads_more() {
        for text in [
            "@daily",
            "******",
            "*******",
            " 0 0 0 1 * ? ",
            "0\n0\n0\n1\n*\n?",
            "0 0 0 1 - 5 * ?",
            "0 0 0 1 , 2 * ?",
            "0 0 0 ?/2 * ?",
            "0 0 0 ?,1 * ?",
            "0 *,5 0 1 * ?",
            "0 0007 0 1 * ?",
            "0 0 0 1 january ?",
            "0 0 0 ? * Thurs",
            "0 0 0 1 * MON",
            "0 0 0 30 2 ?",
            "0 0 0 1 1 ? 2100",
            "0 0 0 1 1 ? 2098-2100",
        ] {
            assert!(cron::Schedule::from_str(text).is_ok(), "{text:?}");
            assert!(text.parse::<Schedule>().is_err(), "{text:?}");
        }
    }
}
