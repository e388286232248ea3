//! The occurrences of a schedule, found by arithmetic on its fields' sets: the next
//! member of a set is a bit further on, and a date in 1970–2099 is a few divisions.
//! The cron crate finds them too, in several times as long (`make bench`).

use super::LAST_SECOND;
use super::fields::Fields;
use crate::time::UnixSeconds;

/// A day in seconds.
pub(super) const DAY: u64 = 86_400;

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

    const fn first_of(year: u16, month: u16) -> Self {
        let day = 1;
        Self { year, month, day }
    }

    /// The day of the same month that has bit `bit` in [`Fields::days`].
    const fn on(self, bit: u32) -> Self {
        let day = bit as u16 + 1;
        Self { day, ..self }
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

/// A second in 1970-2099, as the fields see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    date: Date,
    /// The second of the day.
    second: u64,
}

impl Moment {
    /// `time`, or the last second of schedules where that is earlier.
    pub(super) fn at(time: UnixSeconds) -> Self {
        let time = time.min(LAST_SECOND).0;
        Self {
            date: Date::after_epoch(time / DAY),
            second: time % DAY,
        }
    }

    pub(super) fn to_unix(self) -> UnixSeconds {
        let Date { year, month, day } = self.date;
        let days = days_before(year, month) + u32::from(day) - 1;
        UnixSeconds(u64::from(days) * DAY + self.second)
    }
}

impl Fields {
    /// The first occurrence after `moment`, up to the end of 2099.
    pub(super) fn first_after(&self, moment: Moment) -> Option<Moment> {
        let Moment { date, second } = moment;
        let days = self.days(date.year, date.month);
        let today = 1 << (date.day - 1);
        let first_time = self.first_time()?;
        if days & today != 0 && second < self.last_time()? {
            let second = match second < first_time {
                true => first_time,
                false => self.first_time_from(second + 1)?,
            };
            return Some(Moment { date, second });
        }
        let later = days & !(today | (today - 1));
        let date = match later {
            0 => self.first_day_after_month(date.year, date.month)?,
            _ => date.on(later.trailing_zeros()),
        };
        let second = first_time;
        Some(Moment { date, second })
    }

    /// The last occurrence at or before `moment`, from 1970 on.
    pub(super) fn last_to(&self, moment: Moment) -> Option<Moment> {
        let Moment { date, second } = moment;
        let days = self.days(date.year, date.month);
        let today = 1 << (date.day - 1);
        if days & today != 0 {
            if let Some(second) = self.last_time_to(second) {
                return Some(Moment { date, second });
            }
        }
        let earlier = days & (today - 1);
        let date = match earlier {
            0 => self.last_day_before_month(date.year, date.month)?,
            _ => date.on(earlier.ilog2()),
        };
        let second = self.last_time()?;
        Some(Moment { date, second })
    }

    /// The schedule's first day in a later month.
    fn first_day_after_month(&self, mut year: u16, month: u16) -> Option<Date> {
        let mut month = month + 1;
        loop {
            let next_year = self.years.first_from(year)?;
            if next_year > year {
                (year, month) = (next_year, 1);
            }
            while let Some(next) = self.months.first_from(month) {
                let days = self.days_in(year, next);
                if days != 0 {
                    return Some(Date::first_of(year, next).on(days.trailing_zeros()));
                }
                month = next + 1;
            }
            (year, month) = (year + 1, 1);
        }
    }

    /// The schedule's last day in an earlier month.
    fn last_day_before_month(&self, mut year: u16, month: u16) -> Option<Date> {
        let mut month = month - 1;
        loop {
            let next_year = self.years.last_to(year)?;
            if next_year < year {
                (year, month) = (next_year, 12);
            }
            while let Some(next) = self.months.last_to(month) {
                let days = self.days(year, next);
                if days != 0 {
                    return Some(Date::first_of(year, next).on(days.ilog2()));
                }
                month = next - 1;
            }
            (year, month) = (year - 1, 12);
        }
    }

    /// The first time of day.
    pub(super) fn first_time(&self) -> Option<u64> {
        self.first_time_in(self.hours.first_from(0)?)
    }

    fn first_time_in(&self, hour: u16) -> Option<u64> {
        let (minute, second) = (self.minutes.first_from(0)?, self.seconds.first_from(0)?);
        Some(second_of_day([hour, minute, second]))
    }

    /// The last time of day.
    pub(super) fn last_time(&self) -> Option<u64> {
        self.last_time_in(self.hours.last_to(23)?)
    }

    fn last_time_in(&self, hour: u16) -> Option<u64> {
        let (minute, second) = (self.minutes.last_to(59)?, self.seconds.last_to(59)?);
        Some(second_of_day([hour, minute, second]))
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
        self.first_time_in(self.hours.first_from(hour + 1)?)
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
        self.last_time_in(self.hours.last_to(hour.checked_sub(1)?)?)
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
