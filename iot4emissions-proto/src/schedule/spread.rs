//! The spread over a fleet (P-6.12): an occurrence is the same second for every
//! vehicle, its spread time is not.

use std::hash::{Hash, Hasher};

use super::Schedule;
use super::calendar::{DAY, Moment};
use crate::identity::{DeviceSecret, Purpose};
use crate::time::UnixSeconds;

/// A device's delay after an occurrence, in seconds (P-6.12). With the occurrence, UNIX time
/// in seconds, and the divisor as 8 bytes each, big-endian:
///
/// ```text
/// divisor = min(window_seconds, next − occurrence)
/// offset  = SipHash-2-4(secret, "spread " ‖ occurrence ‖ divisor) mod divisor
/// ```
///
/// `window_seconds` alone is the divisor where no occurrence follows. The offset
/// is 0 if the divisor is 0, and always less than it: a device's spread times
/// keep the order of the occurrences, one for each, and none reaches the next
/// occurrence. Without the secret nobody can tell the offset of one occurrence from that of
/// another, be it of the same device or not.
#[must_use]
pub fn spread_offset(
    secret: &DeviceSecret,
    window_seconds: u64,
    occurrence: UnixSeconds,
    next: Option<UnixSeconds>,
) -> u64 {
    let until_next = next.map_or(u64::MAX, |next| next.0.saturating_sub(occurrence.0));
    match window_seconds.min(until_next) {
        0 => 0,
        divisor => secret.keyed(Purpose::Spread, [occurrence.0, divisor]) % divisor,
    }
}

impl Schedule {
    /// The device's first spread time strictly after `after` (P-6.12), UNIX time
    /// in seconds: an occurrence plus its [`spread_offset`]. `None` after the
    /// spread time of the last occurrence of 2099.
    ///
    /// That occurrence may lie before `after`, with its spread time still ahead.
    /// It must count: a device that runs at 00:30 what it missed while it was
    /// off, and has its spread time at 23:00, is due at 23:00 the same day, not a
    /// day later. So this function is to a device's transfers and configuration
    /// checks what [`Schedule::next_after`] is to its acquisitions (P-6.11).
    #[must_use]
    pub fn spread_after(
        &self,
        secret: &DeviceSecret,
        window_seconds: u64,
        after: UnixSeconds,
    ) -> Option<UnixSeconds> {
        let next = self.search_spread(secret, window_seconds, after)?;
        Some(next.time)
    }

    /// The same for a device that has asked before, with this secret and this window: `last`
    /// is what it found then, and what it finds now.
    pub(crate) fn spread_after_last(
        &self,
        secret: &DeviceSecret,
        window_seconds: u64,
        after: UnixSeconds,
        last: &mut LastSpread,
    ) -> Option<UnixSeconds> {
        if let Some(Found { since, next }) = last.0 {
            if (since..next.time).contains(&after) {
                return Some(next.time);
            }
            // Mostly it has just come.
            if after >= next.time {
                let since = next.time;
                let following = self.0.fields.first_after(next.occurrence)?;
                let next = self.spread(secret, window_seconds, following);
                if after < next.time {
                    last.0 = Some(Found { since, next });
                    return Some(next.time);
                }
            }
        }
        let next = self.search_spread(secret, window_seconds, after)?;
        let since = after;
        last.0 = Some(Found { since, next });
        Some(next.time)
    }

    fn search_spread(
        &self,
        secret: &DeviceSecret,
        window_seconds: u64,
        after: UnixSeconds,
    ) -> Option<Spread> {
        let fields = &self.0.fields;
        let spread = |occurrence| self.spread(secret, window_seconds, occurrence);
        // At most one occurrence has its spread time still ahead.
        let latest = if self.window_decides_alone(window_seconds) && after.0 >= DAY {
            fields.first_after(Moment::at(UnixSeconds(after.0 - DAY)))
        } else {
            fields.last_to(Moment::at(after))
        };
        if let Some(latest) = latest {
            let spread = spread(latest);
            if spread.time > after {
                return Some(spread);
            }
        }
        // Between the latest occurrence and the next one there is none.
        let next = fields.first_after(latest.unwrap_or(Moment::at(after)))?;
        Some(spread(next))
    }

    fn spread(&self, secret: &DeviceSecret, window_seconds: u64, occurrence: Moment) -> Spread {
        let next = match self.window_decides_alone(window_seconds) {
            true => None,
            false => self.0.fields.first_after(occurrence).map(Moment::to_unix),
        };
        let time = occurrence.to_unix();
        let offset = spread_offset(secret, window_seconds, time, next);
        Spread {
            occurrence,
            time: time.plus(offset),
        }
    }

    /// Whether the window is the divisor, whatever occurrence follows: nearly always, as
    /// between two of them lies a day at least.
    fn window_decides_alone(&self, window_seconds: u64) -> bool {
        window_seconds <= DAY && self.0.fields.fires_at_one_time()
    }
}

/// An occurrence and its spread time.
#[derive(Debug, Clone, Copy)]
struct Spread {
    occurrence: Moment,
    time: UnixSeconds,
}

/// The spread time that a device found last for a schedule: what is asked for twice need not be
/// found twice, as by a transfer and a check of one schedule, and the next one is found from it.
///
/// It follows from the schedule, the secret and the window, so neither equality nor hash looks
/// at it. Where one of these changes, it begins anew.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LastSpread(Option<Found>);

#[derive(Debug, Clone, Copy)]
struct Found {
    /// From when on it is the next one.
    since: UnixSeconds,
    next: Spread,
}

impl PartialEq for LastSpread {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for LastSpread {}

impl Hash for LastSpread {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2021-06-01T00:00:00Z.
    const JUNE: UnixSeconds = UnixSeconds(1_622_505_600);
    /// 2021-07-01T00:00:00Z.
    const JULY: UnixSeconds = UnixSeconds(1_625_097_600);

    fn schedule(text: &str) -> Schedule {
        text.parse().unwrap()
    }

    /// The key of SipHash's published vectors: 0, 1, 2 … 15.
    fn counted() -> DeviceSecret {
        "000102030405060708090a0b0c0d0e0f".parse().unwrap()
    }

    /// Computed apart from this library, in Python.
    #[test]
    fn p_6_12_hard_values() {
        let offset = |window, next| spread_offset(&counted(), window, JUNE, next);
        assert_eq!(offset(DAY, Some(JULY)), 66_944);
        assert_eq!(offset(DAY, None), 66_944);
        assert_eq!(offset(DAY, Some(JUNE.plus(3600))), 1155);
        assert_eq!(offset(1000, None), 124);
        assert_eq!(offset(0, None), 0);
        assert_eq!(offset(0, Some(JULY)), 0);
        // A next occurrence that is not later leaves no room.
        assert_eq!(offset(DAY, Some(JUNE)), 0);
        assert_eq!(offset(DAY, Some(UnixSeconds(0))), 0);
        assert_eq!(offset(u64::MAX, None), 4_993_869_206_545_856_868);
    }

    #[test]
    fn quarterly_spread() {
        let quarterly = schedule("0 0 0 1 1/3 ? *");
        let due = JULY.plus(53_715);
        let after = |after| quarterly.spread_after(&counted(), DAY, after);
        assert_eq!(after(JUNE), Some(due));
        assert_eq!(after(JULY), Some(due));
        assert_eq!(after(UnixSeconds(due.0 - 1)), Some(due));
        // Another second in October.
        assert_eq!(after(due), Some(UnixSeconds(1_633_046_400 + 698)));
        assert_eq!(quarterly.spread_after(&counted(), 0, JUNE), Some(JULY));
        assert_eq!(
            quarterly.spread_after(&counted(), 0, JULY),
            Some(UnixSeconds(1_633_046_400))
        );
    }

    #[test]
    fn times_at_both_ends() {
        let every_second = schedule("* * * * * *");
        let after = |after| every_second.spread_after(&counted(), DAY, after);
        assert_eq!(after(UnixSeconds(0)), Some(UnixSeconds(1)));
        // The last occurrence has the whole window.
        let last = UnixSeconds(4_102_444_799);
        assert_eq!(after(last), Some(last.plus(85_452)));
        assert_eq!(after(last.plus(85_452)), None);
        // The first has it too.
        let first = schedule("0 0 0 1 1 ? 1970");
        assert_eq!(
            first.spread_after(&counted(), DAY, UnixSeconds(0)),
            Some(UnixSeconds(59_243))
        );
        for window in [0, 1, DAY, u64::MAX] {
            let never = every_second.spread_after(&counted(), window, UnixSeconds(u64::MAX));
            assert_eq!(never, None);
        }
    }

    /// The shorter way of what fires at one time of day, and the longer one.
    #[test]
    fn the_window_decides_alone_where_a_day_lies_between() {
        for text in [
            "0 0 0 1 1/3 ? *",
            "59 59 23 * * ?",
            "30 30 12 ? * MON,TUE",
            "0 0 6 28-31 2,3 ?",
            "0 0 0 29 2 ? 1972-2096",
            "0 0 0 1 1 ? 1971",
            "0 0,1 0 1 * ?",
        ] {
            let schedule = schedule(text);
            let last = UnixSeconds(4_102_444_799);
            let mut times: Vec<UnixSeconds> = schedule
                .occurrences_after(UnixSeconds(0))
                .take(800)
                .collect();
            let last_one = times.last().copied().unwrap_or_default();
            times.extend([UnixSeconds(DAY), last_one.plus(400 * DAY), last]);
            for window in [0, 1, 3600, DAY - 1, DAY, DAY + 1, 7 * DAY] {
                for secret in
                    [[1; 16], [2; 16], [255; 16]].map(|key| DeviceSecret::new(key).unwrap())
                {
                    let mut last = LastSpread::default();
                    for time in &times {
                        let around = [0, 1, 2, 3600, DAY - 1, DAY, DAY + 1, DAY + 2];
                        for after in around.map(|it| UnixSeconds((time.0 + it).saturating_sub(1))) {
                            let expected =
                                spread_by_its_definition(&schedule, &secret, window, after);
                            let found = schedule.spread_after(&secret, window, after);
                            assert_eq!(found, expected, "{text} {window} {after}");
                            let from_last =
                                schedule.spread_after_last(&secret, window, after, &mut last);
                            assert_eq!(from_last, expected, "{text} {window} {after}");
                        }
                    }
                }
            }
        }
    }

    /// P-6.12: the first of all spread times after `after`.
    fn spread_by_its_definition(
        schedule: &Schedule,
        secret: &DeviceSecret,
        window: u64,
        after: UnixSeconds,
    ) -> Option<UnixSeconds> {
        let from = UnixSeconds(after.0.saturating_sub(8 * DAY + 1));
        // The first second of all may be an occurrence, too, and comes after none.
        let first = schedule.0.fields.last_to(Moment::at(UnixSeconds(0)));
        let first = first.map(Moment::to_unix).filter(|_| from.0 == 0);
        let occurrences = schedule.occurrences_after(from);
        let mut occurrences = first.into_iter().chain(occurrences).peekable();
        while let Some(occurrence) = occurrences.next() {
            let next = occurrences.peek().copied();
            let spread = occurrence.plus(spread_offset(secret, window, occurrence, next));
            if spread > after {
                return Some(spread);
            }
        }
        None
    }

    /// In November 2022 the latest occurrence is that of December 2020; the cron
    /// crate says November 2020, the month that it started in.
    #[test]
    fn the_cron_crate_steps_back_wrongly() {
        let monthly: cron::Schedule = "0 0 0 1 * ? 2020".parse().unwrap();
        let time = |seconds| chrono::DateTime::<chrono::Utc>::from_timestamp(seconds, 0).unwrap();
        let november_2022 = time(1_668_000_000);
        let (november_2020, december_2020) = (1_604_188_800, 1_606_780_800);
        assert_eq!(
            monthly.after(&november_2022).next_back(),
            Some(time(november_2020))
        );
        let ours = schedule("0 0 0 1 * ? 2020");
        let latest = ours
            .0
            .fields
            .last_to(Moment::at(UnixSeconds(1_668_000_000)));
        assert_eq!(
            latest.map(Moment::to_unix),
            Some(UnixSeconds(december_2020 as u64))
        );
    }

    fn secrets(count: u64) -> impl Iterator<Item = DeviceSecret> {
        // Counted and not drawn, which is harder.
        (1..=u128::from(count)).map(|number| DeviceSecret::new(number.to_be_bytes()).unwrap())
    }

    /// The busiest second of 100,000 devices that transfer in the same quarter: of 86,400
    /// seconds with 1.16 connections each on average, one has 15 or more once in five million
    /// quarters. And 24 classes of one hour; with 23 degrees of freedom
    /// chi-square exceeds 70 about once in a million uniform samples.
    #[test]
    fn p_6_12_a_fleet_arrives_evenly() {
        const DEVICES: u64 = 100_000;
        let mut seconds = vec![0_u32; DAY as usize];
        for secret in secrets(DEVICES) {
            seconds[spread_offset(&secret, DAY, JUNE, Some(JULY)) as usize] += 1;
        }
        let busiest = seconds.iter().max().copied();
        assert!(busiest < Some(15), "{busiest:?}");
        let hours = seconds.chunks(3600).map(|hour| hour.iter().sum::<u32>());
        let expected = DEVICES as f64 / 24.0;
        let chi_square: f64 = hours
            .map(|count| (f64::from(count) - expected).powi(2) / expected)
            .sum();
        assert!(chi_square < 70.0, "{chi_square}");
    }

    /// Two schedules of one device that fire at the same time meet where they have the same
    /// room, so that one connection serves both, and say nothing of each other elsewhere.
    #[test]
    fn p_6_12_equal_room_gives_equal_offsets_and_other_room_says_nothing() {
        let hour = |next| Some(JUNE.plus(next));
        let mut same = 0;
        for secret in secrets(10_000) {
            let daily = spread_offset(&secret, DAY, JUNE, hour(DAY));
            assert_eq!(daily, spread_offset(&secret, DAY, JUNE, Some(JULY)));
            let hourly = spread_offset(&secret, DAY, JUNE, hour(3600));
            same += u32::from(daily % 3600 == hourly);
        }
        // By chance 2.8 of them.
        assert!(same < 20, "{same}");
    }
}
