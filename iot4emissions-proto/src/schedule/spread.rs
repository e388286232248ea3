//! The spread over a fleet (P-6.12): an occurrence is the same second for every
//! vehicle, its spread time is not.

use super::Schedule;
use super::calendar::{DAY, Moment};
use crate::hash::fnv1a_64;
use crate::time::UnixSeconds;

/// A device's delay after an occurrence, in seconds (P-6.12):
///
/// `offset = FNV-1a-64(bytes of device_id) mod min(window_seconds, next − occurrence)`
///
/// `window_seconds` alone is the divisor where no occurrence follows. The offset
/// is 0 if the divisor is 0, and always less than it: a device's spread times
/// keep the order of the occurrences, one for each, and none reaches the next
/// occurrence.
#[must_use]
pub fn spread_offset(
    device_id: impl AsRef<str>,
    window_seconds: u64,
    occurrence: UnixSeconds,
    next: Option<UnixSeconds>,
) -> u64 {
    let hash = spread_hash(device_id.as_ref());
    offset(hash, window_seconds, occurrence, next)
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
        device_id: impl AsRef<str>,
        window_seconds: u64,
        after: UnixSeconds,
    ) -> Option<UnixSeconds> {
        self.spread_after_by(spread_hash(device_id.as_ref()), window_seconds, after)
    }

    /// The same of the device whose ID has this [`spread_hash`].
    pub(crate) fn spread_after_by(
        &self,
        hash: u64,
        window_seconds: u64,
        after: UnixSeconds,
    ) -> Option<UnixSeconds> {
        let fields = &self.0.fields;
        // Nearly always: between two occurrences lies a day at least, so the window is the
        // divisor, and at most one occurrence has its spread time still ahead.
        if window_seconds <= DAY && after.0 >= DAY && fields.fires_at_one_time() {
            let offset = offset(hash, window_seconds, after, None);
            let day_before = Moment::at(UnixSeconds(after.0 - DAY));
            let occurrence = fields.first_after(day_before)?;
            let spread = occurrence.to_unix().plus(offset);
            if spread > after {
                return Some(spread);
            }
            let next = fields.first_after(occurrence)?;
            return Some(next.to_unix().plus(offset));
        }
        let moment = Moment::at(after);
        let next = fields.first_after(moment);
        // Between the latest occurrence and the next one there is none.
        if let Some(latest) = fields.last_to(moment).map(Moment::to_unix) {
            let next = next.map(Moment::to_unix);
            let spread = latest.plus(offset(hash, window_seconds, latest, next));
            if spread > after {
                return Some(spread);
            }
        }
        let after_next = fields.first_after(next?).map(Moment::to_unix);
        let next = next?.to_unix();
        Some(next.plus(offset(hash, window_seconds, next, after_next)))
    }
}

/// What the spread of a device is made of; it takes as long as a search for an
/// occurrence.
pub(crate) fn spread_hash(device_id: &str) -> u64 {
    fnv1a_64(&[device_id.as_bytes()])
}

fn offset(hash: u64, window: u64, occurrence: UnixSeconds, next: Option<UnixSeconds>) -> u64 {
    let until_next = next.map_or(u64::MAX, |next| next.0.saturating_sub(occurrence.0));
    hash.checked_rem(window.min(until_next)).unwrap_or(0)
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

    #[test]
    fn the_formula_with_published_hashes() {
        // FNV-1a-64("a") = 0xaf63dc4c8601ec8c = 12638187200555641996.
        let offset = |window, next| spread_offset("a", window, JUNE, next);
        assert_eq!(offset(DAY, Some(JULY)), 12_638_187_200_555_641_996 % DAY);
        assert_eq!(offset(DAY, Some(JULY)), 73_996);
        assert_eq!(offset(DAY, None), 73_996);
        assert_eq!(offset(DAY, Some(JUNE.plus(3600))), 1996);
        assert_eq!(offset(1000, None), 996);
        assert_eq!(offset(0, None), 0);
        assert_eq!(offset(0, Some(JULY)), 0);
        // A next occurrence that is not later leaves no room.
        assert_eq!(offset(DAY, Some(JUNE)), 0);
        assert_eq!(offset(DAY, Some(UnixSeconds(0))), 0);
        assert_eq!(offset(u64::MAX, None), 12_638_187_200_555_641_996);
    }

    #[test]
    fn quarterly_spread() {
        let quarterly = schedule("0 0 0 1 1/3 ? *");
        let due = JULY.plus(73_996);
        let after = |after| quarterly.spread_after("a", DAY, after);
        assert_eq!(after(JUNE), Some(due));
        assert_eq!(after(JULY), Some(due));
        assert_eq!(after(UnixSeconds(due.0 - 1)), Some(due));
        assert_eq!(after(due), Some(UnixSeconds(1_633_046_400 + 73_996)));
        assert_eq!(quarterly.spread_after("a", 0, JUNE), Some(JULY));
        assert_eq!(
            quarterly.spread_after("a", 0, JULY),
            Some(UnixSeconds(1_633_046_400))
        );
    }

    #[test]
    fn times_at_both_ends() {
        let every_second = schedule("* * * * * *");
        assert_eq!(
            every_second.spread_after("a", DAY, UnixSeconds(0)),
            Some(UnixSeconds(1))
        );
        // The last occurrence has the whole window.
        let last = UnixSeconds(4_102_444_799);
        assert_eq!(
            every_second.spread_after("a", DAY, last),
            Some(last.plus(73_996))
        );
        assert_eq!(every_second.spread_after("a", DAY, last.plus(73_996)), None);
        // The first has it too.
        let first = schedule("0 0 0 1 1 ? 1970");
        assert_eq!(
            first.spread_after("a", DAY, UnixSeconds(0)),
            Some(UnixSeconds(73_996))
        );
        for window in [0, 1, DAY, u64::MAX] {
            assert_eq!(
                every_second.spread_after("a", window, UnixSeconds(u64::MAX)),
                None
            );
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
                for hash in [0, 1, 43_200, u64::MAX] {
                    for time in &times {
                        let around = [0, 1, 2, 3600, DAY - 1, DAY, DAY + 1, DAY + 2];
                        for after in around.map(|it| UnixSeconds((time.0 + it).saturating_sub(1))) {
                            let expected = spread_by_its_definition(&schedule, hash, window, after);
                            let found = schedule.spread_after_by(hash, window, after);
                            assert_eq!(found, expected, "{text} {window} {hash} {after}");
                        }
                    }
                }
            }
        }
    }

    /// P-6.12: the first of all spread times after `after`.
    fn spread_by_its_definition(
        schedule: &Schedule,
        hash: u64,
        window: u64,
        after: UnixSeconds,
    ) -> Option<UnixSeconds> {
        let from = UnixSeconds(after.0.saturating_sub(8 * DAY + 1));
        let mut occurrences = schedule.occurrences_after(from).peekable();
        while let Some(occurrence) = occurrences.next() {
            let next = occurrences.peek().copied();
            let spread = occurrence.plus(offset(hash, window, occurrence, next));
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

    /// 24 classes of one hour; with 23 degrees of freedom chi-square exceeds 70
    /// about once in a million uniform samples.
    #[test]
    fn a_fleet_arrives_evenly() {
        let uuid = |n: u64| {
            let hash = fnv1a_64(&[b"fleet", &n.to_be_bytes()]);
            format!(
                "{:08x}-0000-4000-8000-{hash:012x}",
                n * 2_654_435_761 % (1 << 32)
            )
        };
        let serial = |n: u64| format!("device-{n:06}");
        for id in [&uuid as &dyn Fn(u64) -> String, &serial] {
            let mut classes = [0_u32; 24];
            for n in 0..10_000 {
                let offset = spread_offset(id(n), DAY, JUNE, Some(JULY));
                classes[(offset / 3600) as usize] += 1;
            }
            let expected = 10_000.0 / 24.0;
            let chi_square: f64 = classes
                .iter()
                .map(|&count| (f64::from(count) - expected).powi(2) / expected)
                .sum();
            assert!(chi_square < 70.0, "{chi_square} {classes:?}");
        }
    }
}
