//! What an expression means: seven sets of numbers, and the calendar that they
//! pick their days from. Equality, counts, explanation and lint are functions of
//! these sets alone, so two texts with one meaning are treated alike (P-6.8).

use std::ops::RangeInclusive;

use cron::TimeUnitSpec;

use super::calendar::days_before;

/// First year of schedules (P-5.33).
pub(super) const FIRST_YEAR: u16 = 1970;
/// Last year of schedules (P-5.33).
pub(super) const LAST_YEAR: u16 = 2099;

/// A set of numbers from 0 to 2111: words of 64 bits, counted from `first`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Ordinals<const WORDS: usize = 1> {
    first: u16,
    last: u16,
    words: [u64; WORDS],
}

impl<const WORDS: usize> Ordinals<WORDS> {
    /// The members of `members` that lie in `range`, which holds at most as many numbers
    /// as the words have bits.
    fn new(range: RangeInclusive<u16>, members: impl Iterator<Item = u32>) -> Self {
        let mut set = Self::none(range);
        for member in members {
            if let Ok(member) = u16::try_from(member) {
                if (set.first..=set.last).contains(&member) {
                    set.insert(member);
                }
            }
        }
        set
    }

    /// The empty set of numbers in `range`.
    pub(super) fn none(range: RangeInclusive<u16>) -> Self {
        let (first, last) = range.into_inner();
        let words = [0; WORDS];
        Self { first, last, words }
    }

    /// Every number of `range`.
    pub(super) fn all(range: RangeInclusive<u16>) -> Self {
        let mut set = Self::none(range);
        let mut left = u32::from(set.last - set.first) + 1;
        for word in &mut set.words {
            let bits = left.min(64);
            *word = u64::MAX.checked_shr(64 - bits).unwrap_or(0);
            left -= bits;
        }
        set
    }

    /// Adds `number`, which lies in the range.
    pub(super) fn insert(&mut self, number: u16) {
        let bit = number - self.first;
        self.words[usize::from(bit / 64)] |= 1 << (bit % 64);
    }

    pub(super) fn contains(&self, number: u16) -> bool {
        let bit = number.wrapping_sub(self.first);
        let word = self.words.get(usize::from(bit / 64));
        word.is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    pub(super) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    pub(super) fn is_all(&self) -> bool {
        self.count() == u32::from(self.last - self.first) + 1
    }

    /// The first member from `number` on.
    pub(super) fn first_from(&self, number: u16) -> Option<u16> {
        let bit = number.saturating_sub(self.first);
        let index = usize::from(bit / 64);
        // Mostly it is not far.
        let near = self.words.get(index)? & u64::MAX << (bit % 64);
        let (index, word) = match near {
            0 => (index + 1..WORDS).find_map(|index| match self.words[index] {
                0 => None,
                word => Some((index, word)),
            })?,
            near => (index, near),
        };
        Some(self.first + index as u16 * 64 + word.trailing_zeros() as u16)
    }

    /// The last member up to `number`, which is none above the set's range.
    pub(super) fn last_to(&self, number: u16) -> Option<u16> {
        let bit = number.checked_sub(self.first)?;
        let mut left = u64::MAX >> (63 - bit % 64);
        for index in (0..=bit / 64).rev() {
            let word = self.words[usize::from(index)] & left;
            if word != 0 {
                return Some(self.first + index * 64 + word.ilog2() as u16);
            }
            left = u64::MAX;
        }
        None
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        (self.first..=self.last).filter(|&number| self.contains(number))
    }

    /// The only member, or `None`.
    pub(super) fn single(&self) -> Option<u16> {
        let mut members = self.iter();
        members.next().filter(|_| members.next().is_none())
    }
}

impl Ordinals {
    /// The members as bits, the smallest number of the range first.
    pub(super) const fn bits(&self) -> u64 {
        self.words[0]
    }
}

/// The seven fields of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Fields {
    pub(super) seconds: Ordinals,
    pub(super) minutes: Ordinals,
    pub(super) hours: Ordinals,
    pub(super) days_of_month: Ordinals,
    pub(super) months: Ordinals,
    /// 1 = Sunday (P-5.33).
    pub(super) days_of_week: Ordinals,
    pub(super) years: Ordinals<3>,
}

impl Fields {
    /// The sets as the cron crate read them, years cut to 1970–2099: the crate
    /// counts 2100 among the years of `*`.
    pub(super) fn read(schedule: &cron::Schedule) -> Self {
        Self {
            seconds: Ordinals::new(0..=59, schedule.seconds().iter()),
            minutes: Ordinals::new(0..=59, schedule.minutes().iter()),
            hours: Ordinals::new(0..=23, schedule.hours().iter()),
            days_of_month: Ordinals::new(1..=31, schedule.days_of_month().iter()),
            months: Ordinals::new(1..=12, schedule.months().iter()),
            days_of_week: Ordinals::new(1..=7, schedule.days_of_week().iter()),
            years: Ordinals::new(FIRST_YEAR..=LAST_YEAR, schedule.years().iter()),
        }
    }

    /// Occurrences on each day that the schedule fires on, 1 to 86,400.
    pub(super) fn count_in_day(&self) -> u32 {
        self.seconds.count() * self.minutes.count() * self.hours.count()
    }

    /// Whether every day that the schedule fires on has one occurrence.
    pub(super) const fn fires_at_one_time(&self) -> bool {
        self.seconds.bits().is_power_of_two()
            && self.minutes.bits().is_power_of_two()
            && self.hours.bits().is_power_of_two()
    }

    /// Occurrences in `year`, 0 to 31,622,400; 0 outside 1970–2099.
    pub(super) fn count_in_year(&self, year: u16) -> u32 {
        let days: u32 = (1..=12)
            .map(|month| self.days(year, month).count_ones())
            .sum();
        days * self.count_in_day()
    }

    /// The days of a month that the schedule fires on: bit 0 is day 1.
    pub(super) fn days(&self, year: u16, month: u16) -> u32 {
        match self.years.contains(year) && self.months.contains(month) {
            true => self.days_in(year, month),
            false => 0,
        }
    }

    /// The same of a month that the schedule fires in, or would if it had such days.
    pub(super) fn days_in(&self, year: u16, month: u16) -> u32 {
        let of_month = self.days_of_month.bits() & ((1 << days_in_month(year, month)) - 1);
        // Bit 0 = Sunday. Nearly always every day of the week is meant.
        let of_week = self.days_of_week.bits();
        if of_week == 0b111_1111 {
            return of_month as u32;
        }
        // The days of the week over and over, for more than a month.
        const SUNDAYS: u64 = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28 | 1 << 35;
        let weekdays = (of_week * SUNDAYS) >> weekday_of_first(year, month);
        (of_month & weekdays) as u32
    }

    /// Whether the schedule fires at all in 1970–2099.
    pub(super) fn occurs(&self) -> bool {
        self.years.iter().any(|year| self.count_in_year(year) > 0)
    }
}

pub(super) fn is_leap_year(year: u16) -> bool {
    days_in_month(year, 2) == 29
}

/// Days in a month, 28 to 31.
pub(super) fn days_in_month(year: u16, month: u16) -> u16 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The weekday of a month's first day, 0 = Sunday. 1970-01-01 was a Thursday.
fn weekday_of_first(year: u16, month: u16) -> u32 {
    (days_before(year, month) + 4) % 7
}
