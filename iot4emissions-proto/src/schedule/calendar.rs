//! The occurrences of a schedule, found by arithmetic on its fields' sets: the next
//! member of a set is a bit further on, and a date in 1970–2099 is a few divisions.
//! The cron crate finds them too, in three to thirteen times as long (`make bench`).

use super::LAST_SECOND;
use super::fields::Fields;
use crate::time::UnixSeconds;

const DAY: u64 = 86_400;

/// A day in 1970–2100. Every fourth year is a leap year up to 2099, 2000 included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Date {
    year: u16,
    month: u16,
    day: u16,
}

impl Date {
    /// The date `days` after 1970-01-01.
    fn after_epoch(days: u64) -> Self {
        // Counted from 1968, with which four years begin that start with a leap year.
        let days = days as u32 + 366 + 365;
        let (fours, day) = (days / 1461, days % 1461);
        let (year, day) = match day.checked_sub(366) {
            None => (1968 + fours * 4, day),
            Some(day) => (1968 + fours * 4 + 1 + day / 365, day % 365),
        };
        let year = year as u16;
        // A month has at most 31 days, so this one or the next.
        let month = day as u16 / 32 + 1;
        let ends = month < 12 && day >= days_before_in_year(year, month + 1);
        let month = month + u16::from(ends);
        let day = (day - days_before_in_year(year, month)) as u16;
        Self {
            year,
            month,
            day: day + 1,
        }
    }
}

/// Days from 1970-01-01 to the first day of a month.
pub(super) fn days_before(year: u16, month: u16) -> u32 {
    let years = u32::from(year);
    (years - 1970) * 365 + (years - 1969) / 4 + days_before_in_year(year, month)
}

fn days_before_in_year(year: u16, month: u16) -> u32 {
    const BEFORE: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leap_day = month > 2 && year % 4 == 0;
    u32::from(BEFORE[usize::from(month) - 1] + u16::from(leap_day))
}

impl Fields {
    /// The first occurrence at or after `from`, up to the end of 2099.
    pub(super) fn first_at_or_after(&self, from: UnixSeconds) -> Option<UnixSeconds> {
        if from > LAST_SECOND {
            return None;
        }
        let (today, now) = (from.0 / DAY, from.0 % DAY);
        let mut day = self.first_day_from(today)?;
        let mut time = self.first_time_from(if day == today { now } else { 0 });
        if time.is_none() {
            day = self.first_day_from(day + 1)?;
            time = self.first_time_from(0);
        }
        Some(UnixSeconds(day * DAY + time?))
    }

    /// The last occurrence at or before `until`, from 1970 up to the end of 2099.
    pub(super) fn last_at_or_before(&self, until: UnixSeconds) -> Option<UnixSeconds> {
        let until = until.min(LAST_SECOND);
        let (today, now) = (until.0 / DAY, until.0 % DAY);
        let mut day = self.last_day_to(today)?;
        let mut time = self.last_time_to(if day == today { now } else { DAY - 1 });
        if time.is_none() {
            day = self.last_day_to(day.checked_sub(1)?)?;
            time = self.last_time_to(DAY - 1);
        }
        Some(UnixSeconds(day * DAY + time?))
    }

    /// The first day of the schedule from a day on, counted from 1970-01-01.
    fn first_day_from(&self, day: u64) -> Option<u64> {
        let date = Date::after_epoch(day);
        let mut year = date.year;
        let mut month = date.month;
        // What is left of the first month.
        let mut left = u32::MAX << (date.day - 1);
        loop {
            let next_year = self.years.first_from(year)?;
            if next_year > year {
                (year, month, left) = (next_year, 1, u32::MAX);
            }
            while let Some(next_month) = self.months.first_from(month) {
                if next_month > month {
                    (month, left) = (next_month, u32::MAX);
                }
                let days = self.days(year, month) & left;
                if days != 0 {
                    return Some((days_before(year, month) + days.trailing_zeros()).into());
                }
                (month, left) = (month + 1, u32::MAX);
            }
            (year, month, left) = (year + 1, 1, u32::MAX);
        }
    }

    /// The last day of the schedule up to a day, counted from 1970-01-01.
    fn last_day_to(&self, day: u64) -> Option<u64> {
        let date = Date::after_epoch(day);
        let mut year = date.year;
        let mut month = date.month;
        let mut left = u32::MAX >> (32 - date.day);
        loop {
            let next_year = self.years.last_to(year)?;
            if next_year < year {
                (year, month, left) = (next_year, 12, u32::MAX);
            }
            while let Some(next_month) = self.months.last_to(month) {
                if next_month < month {
                    (month, left) = (next_month, u32::MAX);
                }
                let days = self.days(year, month) & left;
                if days != 0 {
                    return Some((days_before(year, month) + days.ilog2()).into());
                }
                (month, left) = (month - 1, u32::MAX);
            }
            (year, month, left) = (year - 1, 12, u32::MAX);
        }
    }

    /// The first time of day from a second of the day on.
    fn first_time_from(&self, second: u64) -> Option<u64> {
        let [mut hour, mut minute, mut second] = time_of_day(second);
        let next_hour = self.hours.first_from(hour)?;
        if next_hour > hour {
            (hour, minute, second) = (next_hour, 0, 0);
        }
        if let Some(next_minute) = self.minutes.first_from(minute) {
            if next_minute > minute {
                (minute, second) = (next_minute, 0);
            }
            if let Some(second) = self.seconds.first_from(second) {
                return Some(second_of_day([hour, minute, second]));
            }
            if let Some(minute) = self.minutes.first_from(minute + 1) {
                let second = self.seconds.first_from(0)?;
                return Some(second_of_day([hour, minute, second]));
            }
        }
        let hour = self.hours.first_from(hour + 1)?;
        let (minute, second) = (self.minutes.first_from(0)?, self.seconds.first_from(0)?);
        Some(second_of_day([hour, minute, second]))
    }

    /// The last time of day up to a second of the day.
    fn last_time_to(&self, second: u64) -> Option<u64> {
        let [mut hour, mut minute, mut second] = time_of_day(second);
        let next_hour = self.hours.last_to(hour)?;
        if next_hour < hour {
            (hour, minute, second) = (next_hour, 59, 59);
        }
        if let Some(next_minute) = self.minutes.last_to(minute) {
            if next_minute < minute {
                (minute, second) = (next_minute, 59);
            }
            if let Some(second) = self.seconds.last_to(second) {
                return Some(second_of_day([hour, minute, second]));
            }
            let earlier = minute.checked_sub(1);
            if let Some(minute) = earlier.and_then(|minute| self.minutes.last_to(minute)) {
                let second = self.seconds.last_to(59)?;
                return Some(second_of_day([hour, minute, second]));
            }
        }
        let hour = self.hours.last_to(hour.checked_sub(1)?)?;
        let (minute, second) = (self.minutes.last_to(59)?, self.seconds.last_to(59)?);
        Some(second_of_day([hour, minute, second]))
    }
}

fn time_of_day(second: u64) -> [u16; 3] {
    let second = second as u32;
    [second / 3600, second / 60 % 60, second % 60].map(|part| part as u16)
}

fn second_of_day(time: [u16; 3]) -> u64 {
    let [hour, minute, second] = time.map(u64::from);
    hour * 3600 + minute * 60 + second
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;

    #[test]
    fn every_day_to_2099_has_its_date() {
        let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let mut days = 0;
        for (number, date) in (0..).zip(first.iter_days()) {
            if number > LAST_SECOND.0 / DAY {
                break;
            }
            let expected = Date {
                year: date.year() as u16,
                month: date.month() as u16,
                day: date.day() as u16,
            };
            assert_eq!(Date::after_epoch(number), expected);
            let to_first = days_before(expected.year, expected.month);
            assert_eq!(u64::from(to_first + date.day() - 1), number);
            days += 1;
        }
        assert_eq!(days, 47_482);
        // The day after the last, from which nothing is found.
        let beyond = Date::after_epoch(47_482);
        assert_eq!((beyond.year, beyond.month, beyond.day), (2100, 1, 1));
    }
}
