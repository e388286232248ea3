//! The virtual calendar: days that pass as fast as the network works.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use iot4emissions_proto::time::{UnixMillis, UnixSeconds};
use time::{Date, Month};

const A_DAY: u64 = 24 * 60 * 60;

/// The first day of every run: 1 January 2025, after the last vehicle of the fleet was
/// produced.
const FIRST_YEAR: i32 = 2025;

/// A run's days, and the time that its services go by.
#[derive(Debug, Clone)]
pub struct Calendar {
    first: Date,
    days: u32,
    now: Arc<AtomicU64>,
}

impl Calendar {
    /// A calendar of so many months.
    #[must_use]
    pub fn new(months: u32) -> Self {
        let first = Date::from_calendar_date(FIRST_YEAR, Month::January, 1).unwrap_or(Date::MIN);
        let (years, months) = (months / 12, months % 12);
        let year = FIRST_YEAR.saturating_add(i32::try_from(years).unwrap_or(i32::MAX));
        let month = Month::January.nth_next(u8::try_from(months).unwrap_or(0));
        let end = Date::from_calendar_date(year, month, 1).unwrap_or(Date::MAX);
        let days = u32::try_from((end - first).whole_days()).unwrap_or(0);
        let calendar = Self {
            first,
            days,
            now: Arc::default(),
        };
        calendar.set(0);
        calendar
    }

    /// The number of days.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.days
    }

    /// When the day with this number, from 0, begins.
    #[must_use]
    pub fn start_of(&self, day: u32) -> UnixSeconds {
        let midnight = self.first.midnight().assume_utc().unix_timestamp();
        UnixSeconds(u64::try_from(midnight).unwrap_or(0) + u64::from(day) * A_DAY)
    }

    /// The last millisecond of the day.
    #[must_use]
    pub fn end_of(&self, day: u32) -> UnixMillis {
        UnixMillis(self.start_of(day + 1).to_millis().0 - 1)
    }

    /// The day as people write it, such as `2025-03-01`.
    #[must_use]
    pub fn name_of(&self, day: u32) -> String {
        let date = self.first + time::Duration::days(day.into());
        format!(
            "{}-{:02}-{:02}",
            date.year(),
            u8::from(date.month()),
            date.day()
        )
    }

    /// Lets the services' clock show the end of the day: what devices acquire on it has
    /// then been acquired before it is received.
    pub fn set(&self, day: u32) {
        let end = self.end_of(day).to_seconds().0;
        self.now.store(end, Ordering::Release);
    }

    /// The services' clock.
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Fn() -> UnixSeconds + Send + Sync> {
        let now = Arc::clone(&self.now);
        Arc::new(move || UnixSeconds(now.load(Ordering::Acquire)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_calendar() {
        assert_eq!(Calendar::new(0).days(), 0);
        assert_eq!(Calendar::new(1).days(), 31);
        assert_eq!(Calendar::new(2).days(), 59);
        assert_eq!(Calendar::new(12).days(), 365);
        assert_eq!(Calendar::new(48).days(), 4 * 365 + 1);
    }

    #[test]
    fn days_have_names_and_ends() {
        let calendar = Calendar::new(12);
        assert_eq!(calendar.name_of(59), "2025-03-01");
        assert_eq!(calendar.start_of(0), UnixSeconds(1_735_689_600));
        assert_eq!(calendar.end_of(0), UnixMillis(1_735_775_999_999));
        calendar.set(1);
        assert_eq!((calendar.clock())(), UnixSeconds(1_735_862_399));
    }
}
