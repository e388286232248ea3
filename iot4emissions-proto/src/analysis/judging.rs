//! All snapshots of a vehicle, judged together.

use super::chain::longest;
use super::reason::Reason;
use super::{FIRST_TIME, LAST_TIME};
use crate::obfcm::{Finding, Parameter, Snapshot, findings};
use crate::services::data::{StorageDecision, store};
use crate::time::UnixSeconds;

/// A snapshot, and when it was received, if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    snapshot: Snapshot,
    received: Option<UnixSeconds>,
}

impl Reading {
    /// A snapshot that was received at `received`; without that time none is from the
    /// future but those after [`LAST_TIME`].
    #[must_use]
    pub const fn new(snapshot: Snapshot, received: Option<UnixSeconds>) -> Self {
        Self { snapshot, received }
    }

    /// The snapshot.
    #[must_use]
    pub const fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// When it was received, if that is known.
    #[must_use]
    pub const fn received_at(&self) -> Option<UnixSeconds> {
        self.received
    }

    fn received(&self) -> UnixSeconds {
        self.received.unwrap_or(self.snapshot.acquired())
    }
}

/// What became of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// Why it is not to be used; empty where it stands.
    pub reasons: Vec<Reason>,
    /// How often all counters have restarted together before it (P-7.9, `reset`): only
    /// readings of one segment may be compared.
    pub segment: u32,
}

/// Judges one vehicle's readings, which ascend by their time; of those of one time, the
/// first seen comes first.
///
/// - What came twice counts once (P-7.7).
/// - A time before [`FIRST_TIME`] or after [`LAST_TIME`], or more than a day after
///   reception, is none.
/// - All counters at 0 between two readings over which they went on is
///   [`Reason::MomentaryZero`], and no restart.
/// - Of the rest, the largest number stands of which each is plausible after the one before
///   (P-7.9); of several such choices, the one that ends first, then the one with the earlier
///   readings. Another reading bears what
///   is implausible between it and its neighbours that stand.
///
/// The cost is in proportion to the number of readings.
#[must_use]
pub fn judge(readings: &[Reading]) -> Vec<Judged> {
    let mut reasons: Vec<Vec<Reason>> = vec![Vec::new(); readings.len()];
    let mut seen: Option<&Snapshot> = None;
    for (reading, reasons) in readings.iter().zip(&mut reasons) {
        let snapshot = &reading.snapshot;
        let same = seen.filter(|seen| seen.acquired() == snapshot.acquired());
        match store(same, snapshot) {
            StorageDecision::Duplicate => reasons.push(Reason::Duplicate),
            StorageDecision::Conflict => reasons.push(Reason::Conflict),
            StorageDecision::New => {
                seen = Some(snapshot);
                *reasons = by_itself(reading);
            }
        }
    }
    momentary_zeros(readings, &mut reasons);
    let between = |earlier: usize, later: usize| {
        let (before, after) = (&readings[earlier].snapshot, &readings[later]);
        findings(Some(before), &after.snapshot, after.received())
    };
    let standing = longest(
        readings.len(),
        |place| reasons[place].is_empty(),
        |earlier, later| matches!(between(earlier, later)[..], [] | [Finding::Reset]),
    );

    let mut judged = Vec::with_capacity(readings.len());
    let (mut segment, mut before) = (0, None);
    let mut following = standing.into_iter().peekable();
    for (place, mut reasons) in reasons.into_iter().enumerate() {
        if following.next_if_eq(&place).is_some() {
            let restarted = |before| between(before, place) == [Finding::Reset];
            segment += u32::from(before.is_some_and(restarted));
            before = Some(place);
        } else if reasons.is_empty() {
            let after = following.peek().copied();
            let found = [
                before.map(|b| between(b, place)),
                after.map(|a| between(place, a)),
            ];
            // The first of the two that speaks against it, as the one before does usually.
            let against = found.into_iter().flatten().find(|found| !found.is_empty());
            reasons.extend(against.into_iter().flatten().map(Reason::Finding));
            if reasons.is_empty() {
                reasons.push(Reason::Contradicted);
            }
        }
        judged.push(Judged { reasons, segment });
    }
    judged
}

/// What can be said of a reading without any other.
fn by_itself(reading: &Reading) -> Vec<Reason> {
    let acquired = reading.snapshot.acquired();
    let time = match acquired {
        early if early < FIRST_TIME => Some(Reason::TooEarly),
        late if late > LAST_TIME => Some(Reason::TooLate),
        _ => None,
    };
    let found = findings(None, &reading.snapshot, reading.received());
    let found = found.into_iter().map(Reason::Finding);
    time.into_iter().chain(found).collect()
}

fn counters(snapshot: &Snapshot) -> impl Iterator<Item = (Parameter, u32)> {
    let value = |parameter| snapshot.values().value(parameter).map(|value| value.get());
    let all = Parameter::ALL.into_iter();
    all.filter_map(move |parameter| Some((parameter, value(parameter)?)))
}

/// Names every run of readings with all counters at 0 that lies between two over which no
/// counter went back: a restart would have begun to count again from there.
fn momentary_zeros(readings: &[Reading], reasons: &mut [Vec<Reason>]) {
    let is_zero = |place: usize| counters(&readings[place].snapshot).all(|(_, value)| value == 0);
    let mut before: Option<usize> = None;
    let mut run = Vec::new();
    for place in 0..readings.len() {
        if !reasons[place].is_empty() {
            continue;
        }
        if is_zero(place) {
            run.push(place);
            continue;
        }
        if let Some(before) = before {
            let later = &readings[place].snapshot;
            let mut both = counters(&readings[before].snapshot)
                .filter_map(|(counter, old)| Some((old, later.values().value(counter)?.get())));
            let mut any = false;
            let went_on = both.all(|(old, new)| {
                any |= old > 0;
                new >= old
            });
            if went_on && any {
                for zero in run.drain(..) {
                    reasons[zero].push(Reason::MomentaryZero);
                }
            }
        }
        run.clear();
        before = Some(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obfcm::{Tenths, Values};

    const DAY: u64 = 86_400;
    const START: u64 = 1_735_689_600;

    fn read(day: u64, fuel: u32, distance: u32) -> Reading {
        let mut values = Values::default();
        values.set(Parameter::TotalFuelConsumed, Tenths::new(fuel));
        values.set(Parameter::TotalDistanceTravelled, Tenths::new(distance));
        let acquired = UnixSeconds(START + day * DAY);
        Reading::new(Snapshot::new(acquired, values).unwrap(), None)
    }

    fn judged(readings: &[Reading]) -> String {
        let texts = judge(readings).into_iter().map(|one| {
            let reasons: Vec<_> = one.reasons.iter().map(ToString::to_string).collect();
            match reasons.is_empty() {
                true => one.segment.to_string(),
                false => reasons.join("+"),
            }
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn p_7_7_what_came_again_counts_once_even_where_it_was_implausible() {
        let readings = [
            read(1, 100, 1000),
            read(1, 100, 1000),
            read(1, 101, 1000),
            read(2, 9000, 1001),
            read(2, 9000, 1001),
            read(3, 110, 1100),
        ];
        assert_eq!(
            judged(&readings),
            "0 duplicate conflict too-thirsty duplicate 0"
        );
    }

    #[test]
    fn p_7_9_a_decrease_of_one_counter_is_no_new_segment() {
        let readings = [
            read(1, 100, 1000),
            read(2, 90, 1100),
            read(3, 110, 1200),
            read(4, 1, 10),
        ];
        assert_eq!(judged(&readings), "0 decrease:tfc 0 1");
    }

    #[test]
    fn a_momentary_zero_costs_nothing_else() {
        let month = 30;
        let case = [
            read(0, 60_000, 1_000_000),
            read(month, 60_600, 1_010_000),
            read(2 * month, 0, 0),
            read(3 * month, 61_800, 1_030_000),
            read(4 * month, 62_400, 1_040_000),
        ];
        assert_eq!(judged(&case), "0 0 momentary-zero 0 0");
        let twice = [
            read(0, 60, 1000),
            read(1, 0, 0),
            read(2, 0, 0),
            read(3, 60, 1000),
        ];
        assert_eq!(judged(&twice), "0 momentary-zero momentary-zero 0");
        // A control unit that was replaced, a vehicle from its first kilometre on, and one
        // that nothing came of after.
        let replaced = [read(0, 600, 10_000), read(1, 0, 0), read(2, 60, 1000)];
        assert_eq!(judged(&replaced), "0 1 1");
        assert_eq!(judged(&[read(0, 0, 0), read(1, 60, 1000)]), "0 0");
        assert_eq!(judged(&[read(0, 60, 1000), read(1, 0, 0)]), "0 1");
    }

    #[test]
    fn a_first_reading_is_judged_by_those_after_it() {
        let rest = [
            read(30, 660, 11_000),
            read(60, 720, 12_000),
            read(90, 780, 13_000),
        ];
        let wrong = |fuel, distance| [&[read(0, fuel, distance)][..], &rest].concat();
        assert_eq!(judged(&wrong(600, 90_000_000)), "decrease:tdt 0 0 0");
        assert_eq!(judged(&wrong(4_000_000, 10_000)), "decrease:tfc 0 0 0");
        assert_eq!(judged(&wrong(0, 10_000)), "0 0 0 0");
        // One far too low makes the next one too fast.
        let low = [
            read(0, 60_000, 0),
            read(1, 60_060, 1_000_000),
            read(2, 60_120, 1_001_000),
        ];
        assert_eq!(judged(&low), "too-fast 0 0");
    }

    #[test]
    fn a_plausible_jump_spoils_nothing_after_it() {
        let readings = [
            read(0, 600, 10_000),
            read(30, 660, 11_000),
            read(60, 2000, 90_000),
            read(90, 780, 13_000),
            read(120, 840, 14_000),
        ];
        // The jump is possible, but then the two after it have gone back together.
        let found = judge(&readings);
        assert!(found[3].reasons.is_empty() && found[4].reasons.is_empty());
        let one_counter = [
            read(0, 600, 10_000),
            read(30, 660, 11_000),
            read(60, 700, 90_000),
            read(90, 780, 13_000),
            read(120, 840, 14_000),
        ];
        assert_eq!(judged(&one_counter), "0 0 decrease:tdt 0 0");
    }

    #[test]
    fn times_that_cannot_be() {
        let at = |acquired: u64, received: Option<u64>| {
            let snapshot = read(0, 600, 10_000).snapshot;
            let snapshot = Snapshot::new(UnixSeconds(acquired), *snapshot.values()).unwrap();
            Reading::new(snapshot, received.map(UnixSeconds))
        };
        let alone = |acquired, received| judged(&[at(acquired, received)]);
        assert_eq!(alone(FIRST_TIME.0 - 1, None), "too-early");
        assert_eq!(alone(FIRST_TIME.0, None), "0");
        assert_eq!(alone(LAST_TIME.0, None), "0");
        assert_eq!(alone(LAST_TIME.0 + 1, None), "too-late");
        assert_eq!(alone(START, Some(START - DAY)), "0");
        assert_eq!(alone(START, Some(START - DAY - 1)), "from-the-future");
        // None of them is what another one is compared with.
        let readings = [
            at(86_400, None),
            read(1, 1, 10),
            read(2, 2, 20),
            at(LAST_TIME.0 + 1, None),
        ];
        assert_eq!(judged(&readings), "too-early 0 0 too-late");
    }
}
