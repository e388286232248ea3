//! When devices acquire, transfer and check their configuration: cron
//! expressions in Quartz form, narrowed (P-5.33, P-5.34), and the spread that
//! keeps a fleet from arriving in the same second (P-6.12).
//!
//! ```
//! use iot4emissions_proto::schedule::Schedule;
//! use iot4emissions_proto::time::UnixSeconds;
//!
//! let quarterly: Schedule = "0 0 0 1 1/3 ? *".parse()?;
//! assert_eq!(
//!     quarterly.explain(),
//!     "on day 1 of January, April, July and October at 00:00:00 UTC; 4 times a year"
//! );
//! let june_2021 = UnixSeconds(1_622_505_600);
//! let july_2021 = UnixSeconds(1_625_097_600);
//! assert_eq!(quarterly.next_after(june_2021), Some(july_2021));
//!
//! // What Box 3 of the report calls monthly fires every day.
//! let box_3: Schedule = "0 0 0 ? * * *".parse()?;
//! assert_eq!(box_3.lint()[0].code(), "daily-or-more-often");
//! # Ok::<(), iot4emissions_proto::schedule::ScheduleError>(())
//! ```

mod calendar;
mod error;
mod explain;
mod fields;
mod interval;
mod lint;
pub(crate) mod narrowing;
#[cfg(test)]
mod properties;
mod reread;
mod spread;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use self::calendar::Moment;
pub use self::error::{ScheduleError, ScheduleField};
pub use self::lint::Lint;
pub(crate) use self::spread::LastSpread;
pub use self::spread::spread_offset;
use crate::time::UnixSeconds;

/// 2099-12-31T23:59:59Z, the last second of schedules (P-5.33).
const LAST_SECOND: UnixSeconds = UnixSeconds(4_102_444_799);

/// A schedule: a cron expression in Quartz form, in UTC (P-5.33, JRC127600
/// Table 6).
///
/// Six or seven fields with exactly one blank between them: second, minute,
/// hour, day of month, month, day of week and, where not every year is meant,
/// year. Each is `*`, or a list of numbers, ranges `1-5` and steps `*/5`, `3/5`,
/// `1-5/2`; numbers may have a leading zero; months and days of the week also have their three-letter names in
/// any letter case; 1 = Sunday; `?` is `*` in the two day fields. Of these at
/// most one may be restricted. At most 256 bytes.
///
/// Two schedules are equal if their fields hold the same values, whatever the
/// text: `0 0 0 1 1/3 ? *` equals `0 0 0 1 1,4,7,10 ?` (P-6.8). The text is kept
/// as it came. Cloning copies a reference.
#[derive(Clone)]
pub struct Schedule(Arc<Parsed>);

struct Parsed {
    text: Box<str>,
    fields: fields::Fields,
}

impl Schedule {
    /// The expression as it came (P-5.33).
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The first occurrence strictly after `after`, UNIX time in seconds; `None`
    /// where there is none up to the end of 2099 (P-5.33, P-6.11).
    #[must_use]
    pub fn next_after(&self, after: UnixSeconds) -> Option<UnixSeconds> {
        let next = self.0.fields.first_after(Moment::at(after));
        next.map(Moment::to_unix)
    }

    /// All occurrences strictly after `after`, ascending, up to the end of 2099;
    /// UNIX time in seconds (P-5.33).
    pub fn occurrences_after(
        &self,
        after: UnixSeconds,
    ) -> impl Iterator<Item = UnixSeconds> + use<'_> {
        std::iter::successors(self.next_after(after), |last| self.next_after(*last))
    }

    /// How often the schedule fires in `year`, 0 to 31,622,400; 0 for years
    /// outside 1970–2099 (P-5.34). Counts fields, not seconds.
    #[must_use]
    pub fn count_in_year(&self, year: u16) -> u32 {
        self.0.fields.count_in_year(year)
    }

    /// The fewest and the most occurrences in one of the schedule's years
    /// (P-5.34): 365 to 366 for a daily one. Years that the expression's last
    /// field leaves out do not count as years with 0.
    #[must_use]
    pub fn yearly_count(&self) -> RangeInclusive<u32> {
        let fields = &self.0.fields;
        let counts = || fields.years.iter().map(|year| fields.count_in_year(year));
        counts().min().unwrap_or(0)..=counts().max().unwrap_or(0)
    }

    /// The schedule in English, with its yearly count (P-5.34): `every day at
    /// 00:00:00 UTC; 365 times a year, 366 in a leap year`. Equal schedules are
    /// explained alike.
    #[must_use]
    pub fn explain(&self) -> String {
        explain::explain(&self.0.fields)
    }

    /// What is probably not meant, although it is valid (P-5.34), and what Quartz
    /// itself reads differently (P-5.33); empty if nothing is found. The latter is about
    /// the text, so equal schedules can differ in it.
    #[must_use]
    pub fn lint(&self) -> Vec<Lint> {
        lint::lint(&self.0.fields, self.as_str())
    }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    /// Reads an expression (P-5.33); nothing is trimmed or repaired.
    ///
    /// # Errors
    /// [`ScheduleError`] names the field, what was expected in it and what was
    /// found.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (day_of_month, day_of_week) = narrowing::check(text)?;
        let cron = cron::Schedule::from_str(text).map_err(|_| ScheduleError::Text {
            expected: "a cron expression in Quartz form",
            found: format!("{:?}", crate::privacy::hide_vins(text)),
        })?;
        let fields = fields::Fields::read(&cron);
        // By meaning, as in equality: 1-31 restricts nothing.
        if !fields.days_of_month.is_all() && !fields.days_of_week.is_all() {
            return Err(ScheduleError::BothDays {
                day_of_month: day_of_month.to_owned(),
                day_of_week: day_of_week.to_owned(),
            });
        }
        if !fields.occurs() {
            return Err(ScheduleError::NeverOccurs {
                expression: text.to_owned(),
            });
        }
        let text = text.into();
        Ok(Self(Arc::new(Parsed { text, fields })))
    }
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        self.0.fields == other.0.fields
    }
}

impl Eq for Schedule {}

impl Hash for Schedule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fields.hash(state);
    }
}

impl AsRef<str> for Schedule {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Schedule").field(&self.as_str()).finish()
    }
}

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::DefaultHasher;

    use chrono::NaiveDate;

    use super::*;

    fn schedule(text: &str) -> Schedule {
        text.parse().unwrap()
    }

    fn error(text: &str) -> String {
        text.parse::<Schedule>().unwrap_err().to_string()
    }

    /// UNIX time of midnight.
    fn midnight(year: i32, month: u32, day: u32) -> UnixSeconds {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        UnixSeconds(date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp() as u64)
    }

    fn hash(schedule: &Schedule) -> u64 {
        let mut hasher = DefaultHasher::new();
        schedule.hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn quarterly_after_june_2021() {
        let next: Vec<UnixSeconds> = schedule("0 0 0 1 1/3 ? *")
            .occurrences_after(UnixSeconds(1_622_505_600))
            .take(3)
            .collect();
        let expected = [
            midnight(2021, 7, 1),
            midnight(2021, 10, 1),
            midnight(2022, 1, 1),
        ];
        assert_eq!(next, expected);
    }

    #[test]
    fn day_of_week_1_is_sunday() {
        // 3 January 2021 was a Sunday.
        for (name, number, day) in [
            ("SUN", 1, 3),
            ("MON", 2, 4),
            ("tue", 3, 5),
            ("Wed", 4, 6),
            ("THU", 5, 7),
            ("FRI", 6, 8),
            ("SAT", 7, 9),
        ] {
            let by_number = schedule(&format!("0 0 0 ? * {number} *"));
            assert_eq!(
                by_number.next_after(midnight(2021, 1, 2)),
                Some(midnight(2021, 1, day))
            );
            assert_eq!(by_number, schedule(&format!("0 0 0 ? * {name}")));
        }
    }

    #[test]
    fn next_is_strictly_after_and_ends_with_2099() {
        let daily = schedule("0 0 0 ? * * *");
        assert_eq!(daily.next_after(UnixSeconds(0)), Some(midnight(1970, 1, 2)));
        assert_eq!(
            daily.next_after(UnixSeconds(86_399)),
            Some(midnight(1970, 1, 2))
        );
        assert_eq!(daily.next_after(midnight(2099, 12, 31)), None);
        let every_second = schedule("* * * * * *");
        assert_eq!(
            every_second.next_after(UnixSeconds(LAST_SECOND.0 - 1)),
            Some(LAST_SECOND)
        );
        for after in [
            LAST_SECOND.0,
            i64::MAX as u64,
            i64::MAX as u64 + 1,
            u64::MAX,
        ] {
            assert_eq!(every_second.next_after(UnixSeconds(after)), None);
        }
        assert_eq!(midnight(2100, 1, 1).0 - 1, LAST_SECOND.0);
    }

    #[test]
    fn equality_compares_meaning_and_keeps_the_text() {
        for (a, b) in [
            ("0 0 0 1 1/3 ? *", "0 0 0 1 1,4,7,10 ?"),
            ("0 0 0 1 JAN-MAR ?", "0 0 0 1 1-3 * 1970-2099"),
            ("00 */1 0-23 1-31 * mon-fri", "0 * * ? * 2-6 *"),
        ] {
            assert_eq!(schedule(a), schedule(b));
            assert_eq!(hash(&schedule(a)), hash(&schedule(b)));
            assert_eq!(schedule(a).explain(), schedule(b).explain());
            assert_eq!(schedule(a).to_string(), a);
        }
        assert_ne!(schedule("0 0 0 1 1/3 ?"), schedule("0 0 0 1 1/4 ?"));
        assert_ne!(schedule("0 0 0 1 1 ?"), schedule("0 0 0 1 1 ? 2021"));
    }

    #[test]
    fn counts_per_year() {
        for (text, year, count) in [
            ("0 0 0 ? * * *", 2021, 365),
            ("0 0 0 ? * * *", 2024, 366),
            ("0 0 0 ? 1/3 * *", 2021, 123),
            ("0 0 0 ? 1/3 * *", 2024, 123),
            ("0 0 0 1 * ? *", 2021, 12),
            ("0 0 0 31 * ?", 2021, 7),
            ("0 0 0 29 2 ?", 2023, 0),
            ("0 0 0 29 2 ?", 2024, 1),
            ("* * * * * *", 2024, 31_622_400),
            ("* * * * * *", 1969, 0),
            ("* * * * * *", 2100, 0),
            ("0 0 0 ? * MON", 2024, 53),
            ("0 0 0 ? * MON", 2023, 52),
            ("0 0 0 1 * ? 2022", 2021, 0),
        ] {
            assert_eq!(schedule(text).count_in_year(year), count, "{text} {year}");
        }
        assert_eq!(schedule("0 0 0 ? * * *").yearly_count(), 365..=366);
        assert_eq!(schedule("0 0 0 ? * MON").yearly_count(), 52..=53);
        assert_eq!(schedule("0 0 0 1 * ? 2022").yearly_count(), 12..=12);
    }

    #[test]
    fn days_that_the_calendar_has_not_got() {
        for text in [
            "0 0 0 30 2 ?",
            "0 0 0 30,31 FEB ? *",
            "0 0 0 31 4,6,9,11 ?",
            "0 0 0 29 2 ? 2021-2023",
        ] {
            assert_eq!(
                error(text),
                format!(
                    "expected an occurrence in the years 1970 to 2099, found none for {text:?}"
                )
            );
        }
    }

    #[test]
    fn at_most_one_day_field_is_restricted() {
        assert_eq!(
            error("0 0 0 1 * MON *"),
            "expected ? or * in field day of month or field day of week, found \"1\" and \"MON\""
        );
        for text in [
            "0 0 0 1 * 1-7",
            "0 0 0 1-31 * MON",
            "0 0 0 ? * ?",
            "0 0 0 * * *",
        ] {
            schedule(text);
        }
    }

    #[test]
    fn serde_reads_and_writes_the_text() {
        let json = "\"0 0 0 1 1/3 ? *\"";
        let read: Schedule = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        assert_eq!(format!("{read:?}"), "Schedule(\"0 0 0 1 1/3 ? *\")");
        let error = serde_json::from_str::<Schedule>("\"@daily\"").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected 6 or 7 fields (second minute hour day-of-month month day-of-week [year]), found 1 in \"@daily\""
        );
    }

    /// Somebody may give one text for another (P-1.5).
    #[test]
    fn no_error_repeats_a_vin() {
        let vin = "JFXHF05K1L4104934";
        for text in [
            vin.to_owned(),
            format!("{vin}  "),
            format!("0 {vin} 0 1 * ?"),
            format!("0 0 0 1 {vin}/{vin} ?"),
            format!("0 0 0 {vin}-{vin} * ?"),
        ] {
            let error = text.parse::<Schedule>().unwrap_err();
            assert!(error.to_string().contains("<VIN hidden>"), "{error}");
            assert!(!format!("{error} {error:?}").contains(vin), "{error:?}");
        }
    }
}
