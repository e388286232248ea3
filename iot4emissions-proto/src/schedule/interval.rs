//! How close together a schedule's occurrences come, for floors under schedules. Read
//! off the fields: a schedule may have four thousand million occurrences.

use super::Schedule;
use super::calendar::{DAY, days_before};
use super::fields::{Fields, days_in_month, is_leap_year};

impl Schedule {
    /// The shortest time between two successive occurrences in 1970–2099 (P-5.33), in
    /// seconds; `None` where there is only one.
    ///
    /// ```
    /// use iot4emissions_proto::schedule::Schedule;
    ///
    /// let monthly: Schedule = "0 0 0 1 * ? *".parse()?;
    /// assert_eq!(monthly.shortest_interval(), Some(28 * 86_400));
    /// # Ok::<(), iot4emissions_proto::schedule::ScheduleError>(())
    /// ```
    #[must_use]
    pub fn shortest_interval(&self) -> Option<u64> {
        self.0.fields.shortest_interval()
    }

    /// Whether two occurrences somewhere lie less than `seconds` apart.
    #[must_use]
    pub fn occurs_more_often_than(&self, seconds: u64) -> bool {
        let shortest = self.shortest_interval();
        shortest.is_some_and(|shortest| shortest < seconds)
    }
}

impl Fields {
    pub(super) fn shortest_interval(&self) -> Option<u64> {
        let (first, last) = (self.first_time()?, self.last_time()?);
        let Some(within_day) = self.shortest_within_day() else {
            return self.shortest_days().map(|days| u64::from(days) * DAY);
        };
        // Every day has the same times, so a gap over two midnights or more is longer than
        // any within a day.
        let over_midnight = DAY - (last - first);
        if over_midnight < within_day && self.shortest_days() == Some(1) {
            Some(over_midnight)
        } else {
            Some(within_day)
        }
    }

    /// The shortest time between two times of one day; `None` for one time of day.
    fn shortest_within_day(&self) -> Option<u64> {
        let gap = |bits| shortest_gap(bits).map(u64::from);
        let (seconds, minutes) = (self.seconds.bits(), self.minutes.bits());
        // From the last second of a minute to the first of the next one that fires; in the
        // same way from hour to hour.
        let to_first_second = span(seconds);
        let to_first_minute = span(minutes) * 60 + to_first_second;
        [
            gap(seconds),
            gap(minutes).map(|minutes| minutes * 60 - to_first_second),
            gap(self.hours.bits()).map(|hours| hours * 3600 - to_first_minute),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// The fewest days from one day that the schedule fires on to the next; `None` where
    /// it fires on one day only.
    fn shortest_days(&self) -> Option<u32> {
        if self.days_of_month.is_all() {
            // Two weeks of any month show every gap between days of the week.
            let week = self.days_of_week.bits();
            return shortest_gap(week | week << 7);
        }
        // At most one of the day fields is restricted (P-5.33), so this one, and all leap
        // years are alike, and all others.
        let mut alike = [None; 2];
        // No gap is longer than four years where every year counts, and four years after
        // its start it comes again: eight years show all.
        let years = if self.years.is_all() { 8 } else { usize::MAX };
        let mut shortest = None;
        let mut last_day = None;
        for year in self.years.iter().take(years) {
            let kind = &mut alike[usize::from(is_leap_year(year))];
            let days = *kind.get_or_insert_with(|| self.days_of_year(year));
            shortest = shorter(shortest, days.shortest);
            if let Some((first, last)) = days.ends {
                let start = days_before(year, 1);
                let to_first = last_day.map(|last_day| start + first - last_day);
                shortest = shorter(shortest, to_first);
                last_day = Some(start + last);
            }
            if shortest == Some(1) {
                break;
            }
        }
        shortest
    }

    fn days_of_year(&self, year: u16) -> DaysOfYear {
        let mut shortest = None;
        let mut ends: Option<(u32, u32)> = None;
        let mut start = 0;
        for month in 1..=12 {
            let days = self.days(year, month);
            if days != 0 {
                let (first, last) = (start + days.trailing_zeros(), start + days.ilog2());
                let to_first = ends.map(|(_, earlier)| first - earlier);
                shortest = shorter(shortest, shorter(to_first, shortest_gap(days.into())));
                ends = Some((ends.map_or(first, |(first, _)| first), last));
            }
            start += u32::from(days_in_month(year, month));
        }
        DaysOfYear { shortest, ends }
    }
}

/// The days of a year that a schedule fires on.
#[derive(Clone, Copy)]
struct DaysOfYear {
    shortest: Option<u32>,
    /// The first and the last, counted from 1 January.
    ends: Option<(u32, u32)>,
}

fn shorter(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The shortest distance between two members of a set.
fn shortest_gap(mut bits: u64) -> Option<u32> {
    let mut shortest = None;
    while bits.count_ones() > 1 && shortest != Some(1) {
        let lowest = bits.trailing_zeros();
        bits &= bits - 1;
        shortest = shorter(shortest, Some(bits.trailing_zeros() - lowest));
    }
    shortest
}

/// The distance from the first to the last member of a set.
fn span(bits: u64) -> u64 {
    let (first, last) = (bits.trailing_zeros(), bits.checked_ilog2());
    last.map_or(0, |last| u64::from(last - first))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::properties::occurring;
    use super::*;
    use crate::time::UnixSeconds;

    fn schedule(text: &str) -> Schedule {
        text.parse().unwrap()
    }

    #[test]
    fn shortest_intervals() {
        for (text, shortest) in [
            ("* * * * * ?", Some(1)),
            ("0 0 * * * ?", Some(3600)),
            ("0 59,0 * * * ?", Some(60)),
            ("0 0,59 0 * * ?", Some(59 * 60)),
            ("0 0,59 0-1 * * ?", Some(60)),
            ("59,0 0 * * * ?", Some(59)),
            ("59,0 0,1 * * * ?", Some(1)),
            ("0,20 59,0 * * * ?", Some(20)),
            ("0,50 59,0 * * * ?", Some(10)),
            ("0 0 0,23 * * ?", Some(3600)),
            ("0 0 0,12 * * ?", Some(43_200)),
            ("0 0 0,13 * * ?", Some(11 * 3600)),
            ("30 0,59 0,23 * * ?", Some(60)),
            // No two days in succession, so never over midnight.
            ("0 0 0,23 1 * ?", Some(23 * 3600)),
            ("0 0 0,23 ? * MON,WED", Some(23 * 3600)),
            ("0 0 0,23 ? * SAT,SUN", Some(3600)),
            // 31 December and 1 January, in years that follow each other, or do not.
            ("0 0 0,23 1,31 1,12 ?", Some(3600)),
            ("0 0 0,23 1,31 1,12 ? 2021/2", Some(23 * 3600)),
            ("0 0 0 * * ?", Some(DAY)),
            ("59 59 23 ? * *", Some(DAY)),
            ("0 0 0 ? * MON-FRI", Some(DAY)),
            ("0 0 0 ? * SUN,SAT", Some(DAY)),
            ("0 0 0 ? * SUN,TUE", Some(2 * DAY)),
            ("0 0 0 ? * SUN,FRI", Some(2 * DAY)),
            ("0 0 0 ? * MON", Some(7 * DAY)),
            ("0 0 0 ? 2 MON 2021", Some(7 * DAY)),
            ("0 0 0 1 * ? *", Some(2_419_200)),
            ("0 0 0 1 * ? 2024", Some(29 * DAY)),
            ("0 0 0 1 1/3 ? *", Some(7_776_000)),
            ("0 0 0 1 1/3 ? 2024", Some(91 * DAY)),
            ("0 0 0 31 * ?", Some(31 * DAY)),
            ("0 0 0 1,15 * ?", Some(14 * DAY)),
            // 28 February and 1 March: two days apart in leap years.
            ("0 0 0 28,1 2,3 ?", Some(DAY)),
            ("0 0 0 28,1 2,3 ? 2024/4", Some(2 * DAY)),
            ("0 0 0 29 2,3 ?", Some(29 * DAY)),
            ("0 0 0 29 2 ?", Some(1461 * DAY)),
            ("0 0 0 29 2 ? 2020,2028,2040", Some(2 * 1461 * DAY)),
            ("0 0 0 1 1 ?", Some(365 * DAY)),
            ("0 0 0 1 1 ? 2024,2025", Some(366 * DAY)),
            ("0 0 0 1 1 ? 1970,2099", Some(47_117 * DAY)),
            ("0 0 0 1 1 ? 2021", None),
            ("0 0 0 29 2 ? 2021-2027", None),
            ("0 0 0 1,31 1,2 ? 2021", Some(DAY)),
        ] {
            assert_eq!(schedule(text).shortest_interval(), shortest, "{text}");
        }
    }

    #[test]
    fn more_often_than() {
        let hourly = schedule("0 0 * * * ?");
        assert!(!hourly.occurs_more_often_than(0));
        assert!(!hourly.occurs_more_often_than(3600));
        assert!(hourly.occurs_more_often_than(3601));
        let once = schedule("0 0 0 1 1 ? 2021");
        assert!(!once.occurs_more_often_than(u64::MAX));
    }

    proptest! {
        /// All occurrences of schedules with one time of day, at most 47,482. Not at
        /// midnight, where a walk from second 0 would leave out the first of 1970.
        #[test]
        fn days_apart_are_those_of_a_walk((reference, _) in occurring()) {
            let days: Vec<&str> = reference.text.split(' ').skip(3).collect();
            let once_a_day = schedule(&format!("1 0 0 {}", days.join(" ")));
            let all: Vec<_> = once_a_day.occurrences_after(UnixSeconds(0)).collect();
            let walked = all.windows(2).map(|pair| pair[1].0 - pair[0].0).min();
            prop_assert_eq!(once_a_day.shortest_interval(), walked);
        }

        /// Every day has the same times, so those of the two days that are closest to each
        /// other will do.
        #[test]
        fn intervals_are_those_of_a_walk((reference, schedule) in occurring()) {
            let days: Vec<u64> = reference.days().collect();
            let pair = days.windows(2).min_by_key(|pair| pair[1] - pair[0]);
            let times: Vec<u64> = reference.times_of_day().collect();
            let occurrences: Vec<u64> = pair
                .unwrap_or(&days[..1])
                .iter()
                .flat_map(|day| times.iter().map(move |time| day * DAY + time))
                .collect();
            let walked = occurrences.windows(2).map(|pair| pair[1] - pair[0]).min();
            prop_assert_eq!(schedule.shortest_interval(), walked);
        }
    }
}
