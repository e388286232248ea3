//! What a vehicle's counters grew by in a month, in coarse steps (P-10.3, P-10.4).

use std::collections::BTreeMap;

use super::{Month, MonthExclusion};
use crate::analysis::{LONGEST_MONTH, Reading, Reason, judge};
use crate::obfcm::{Parameter, Snapshot, Unit};

/// The columns of a publication, in the order of Table 7. They have names of their own, as
/// they are no lifetime counters: growth within a month, in the unit that the name ends with.
pub const COLUMNS: [&str; 8] = [
    "fuel_l",
    "distance_km",
    "fuel_charge_depleting_l",
    "fuel_charge_increasing_l",
    "distance_charge_depleting_engine_off_km",
    "distance_charge_depleting_engine_running_km",
    "distance_charge_increasing_km",
    "grid_energy_kwh",
];

/// The step of a published value, in its unit: 10 km, 1 l, 1 kWh (P-10.4). A per cent or two of
/// a month's usual distance, fuel and energy, so that averages keep their meaning.
#[must_use]
pub const fn step(unit: Unit) -> u32 {
    match unit {
        Unit::Kilometre => 10,
        Unit::Litre | Unit::KilowattHour => 1,
    }
}

/// `tenths` of a parameter's unit as they are published: to the nearest step, the higher one of
/// two, in whole units (P-10.4).
#[must_use]
pub const fn published_steps(parameter: Parameter, tenths: u32) -> u32 {
    let step = step(parameter.unit());
    let tenths_of_step = step * 10;
    let whole = tenths / tenths_of_step;
    let more = tenths % tenths_of_step * 2 >= tenths_of_step;
    (whole + more as u32) * step
}

/// Below so many tenths of a kilometre a vehicle is new: what it went since is nearly what its
/// odometer shows (P-10.3). Zeros that a control unit showed once are below it, too.
const NEW: u32 = 10_000;

/// Growth in each column, in its unit; none where the vehicle has no such counter.
pub(super) type Growth = [Option<u32>; 8];

/// What became of one owner's time.
pub(super) struct Months {
    /// Months in which a snapshot stands: what grew from its first one to the first of the
    /// next month, or why nobody knows.
    pub(super) months: BTreeMap<Month, Result<Growth, MonthExclusion>>,
    /// Snapshots that do not stand, by the first reason.
    pub(super) excluded: Vec<Reason>,
}

/// The months of one owner's time, whatever the order of the readings. Of two at one time, the
/// one that was received first counts (P-7.7), then the lower one.
pub(super) fn months(readings: &[Reading]) -> Months {
    let mut readings = readings.to_vec();
    readings.sort_by_cached_key(|reading| {
        let snapshot = reading.snapshot();
        let counters = Parameter::ALL.map(|one| snapshot.values().value(one));
        (snapshot.acquired(), reading.received_at(), counters)
    });
    let judged = judge(&readings);
    let mut excluded = Vec::new();
    let mut firsts: BTreeMap<Month, (Snapshot, u32)> = BTreeMap::new();
    for (reading, judged) in readings.iter().zip(judged) {
        match (
            judged.reasons.first(),
            Month::of(reading.snapshot().acquired()),
        ) {
            (Some(reason), _) => excluded.push(*reason),
            // A time that stands is before 2100.
            (None, None) => excluded.push(Reason::TooLate),
            (None, Some(month)) => {
                firsts
                    .entry(month)
                    .or_insert((*reading.snapshot(), judged.segment));
            }
        }
    }
    let mut months = BTreeMap::new();
    let mut following = firsts.iter().peekable();
    while let Some((month, first)) = following.next() {
        let growth = match following.peek() {
            None => Err(MonthExclusion::Unfinished),
            Some((next, _)) if month.next() != Some(**next) => Err(MonthExclusion::MonthsMissing),
            Some((_, next)) => growth(first, next),
        };
        months.insert(*month, growth);
    }
    Months { months, excluded }
}

fn growth(
    (before, restarts): &(Snapshot, u32),
    (after, later_restarts): &(Snapshot, u32),
) -> Result<Growth, MonthExclusion> {
    if after.acquired().0 - before.acquired().0 > LONGEST_MONTH {
        return Err(MonthExclusion::MonthsMissing);
    }
    if restarts != later_restarts {
        return Err(MonthExclusion::Reset);
    }
    let odometer = before.values().value(Parameter::TotalDistanceTravelled);
    if odometer.is_some_and(|odometer| odometer.get() < NEW) {
        return Err(MonthExclusion::NewVehicle);
    }
    let mut growth = [None; 8];
    for parameter in Parameter::ALL {
        let value = |snapshot: &Snapshot| snapshot.values().value(parameter);
        if let (Some(before), Some(after)) = (value(before), value(after)) {
            let grown = after.get().checked_sub(before.get());
            let grown = grown.ok_or(MonthExclusion::Decrease)?;
            growth[parameter.index()] = Some(published_steps(parameter, grown));
        }
    }
    match growth.iter().any(Option::is_some) {
        true => Ok(growth),
        false => Err(MonthExclusion::NoCounter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obfcm::{Tenths, Values};
    use crate::time::UnixSeconds;

    const DAY: u64 = 86_400;
    /// 2025-01-01T00:00:00Z.
    const START: u64 = 1_735_689_600;

    fn read(day: u64, fuel: Option<u32>, distance: Option<u32>) -> Reading {
        let mut values = Values::default();
        values.set(Parameter::TotalFuelConsumed, fuel.and_then(Tenths::new));
        values.set(
            Parameter::TotalDistanceTravelled,
            distance.and_then(Tenths::new),
        );
        let acquired = UnixSeconds(START + day * DAY);
        Reading::new(Snapshot::new(acquired, values).unwrap(), None)
    }

    fn found(readings: &[Reading]) -> String {
        let text = |(month, growth): (&Month, &Result<Growth, MonthExclusion>)| match growth {
            Ok([fuel, distance, ..]) => {
                let text = |value: &Option<u32>| value.map_or("-".to_owned(), |v| v.to_string());
                format!("{month}:{},{}", text(fuel), text(distance))
            }
            Err(why) => format!("{month}:{}", why.as_str()),
        };
        months(readings)
            .months
            .iter()
            .map(text)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn p_10_4_values_are_rounded_to_steps() {
        let km = |tenths| published_steps(Parameter::TotalDistanceTravelled, tenths);
        assert_eq!(
            [0, 49, 50, 149, 150, 12_340].map(km),
            [0, 0, 10, 10, 20, 1230]
        );
        let litres = |tenths| published_steps(Parameter::TotalFuelConsumed, tenths);
        assert_eq!([0, 4, 5, 14, 15].map(litres), [0, 0, 1, 1, 2]);
        let energy = |tenths| published_steps(Parameter::TotalGridEnergyIntoBattery, tenths);
        assert_eq!([0, 4, 5, 14, 15].map(energy), [0, 0, 1, 1, 2]);
        assert_eq!(km(u32::MAX - 1), 429_496_730);
        for (column, parameter) in COLUMNS.iter().zip(Parameter::ALL) {
            let unit = parameter.unit().symbol().to_lowercase();
            assert!(column.ends_with(&format!("_{unit}")), "{column}");
        }
    }

    #[test]
    fn p_10_3_a_month_goes_from_its_first_snapshot_to_the_first_of_the_next() {
        let readings = [
            read(0, Some(1000), Some(10_000)),
            read(14, Some(1100), Some(12_000)),
            read(31, Some(1200), Some(20_000)),
            read(59, Some(1300), Some(30_000)),
        ];
        assert_eq!(
            found(&readings),
            "2025-01:20,1000 2025-02:10,1000 2025-03:unfinished"
        );
        let mut backwards = readings;
        backwards.reverse();
        assert_eq!(found(&backwards), found(&readings));
        assert_eq!(found(&[]), "");
    }

    #[test]
    fn p_10_3_what_nobody_knows_is_excluded_by_name() {
        let missing = [read(0, Some(10), Some(100)), read(60, Some(20), Some(200))];
        assert_eq!(found(&missing), "2025-01:months-missing 2025-03:unfinished");
        // 46 days lie between them.
        let long = [read(2, Some(10), Some(100)), read(48, Some(20), Some(200))];
        assert_eq!(found(&long), "2025-01:months-missing 2025-02:unfinished");
        let reset = [
            read(0, Some(1000), Some(10_000)),
            read(31, Some(10), Some(100)),
        ];
        assert_eq!(found(&reset), "2025-01:reset 2025-02:unfinished");
        let new = [
            read(0, Some(10), Some(9_999)),
            read(31, Some(20), Some(12_000)),
        ];
        assert_eq!(found(&new), "2025-01:new-vehicle 2025-02:unfinished");
        // Nothing but zeros, and nothing before them that would show that they are wrong.
        let zeros = [
            read(0, Some(0), Some(0)),
            read(31, Some(9_000), Some(150_000)),
        ];
        assert_eq!(found(&zeros), "2025-01:new-vehicle 2025-02:unfinished");
        // The snapshot between them that lacks a counter lets it decrease unseen (P-7.9).
        let decrease = [
            read(0, Some(1000), Some(10_000)),
            read(10, None, Some(10_100)),
            read(31, Some(900), Some(10_200)),
        ];
        assert_eq!(found(&decrease), "2025-01:decrease 2025-02:unfinished");
        let other = [read(0, Some(1000), None), read(31, None, Some(10_200))];
        assert_eq!(found(&other), "2025-01:no-counter 2025-02:unfinished");
        let decreasing = [
            read(0, Some(1000), Some(10_000)),
            read(31, Some(900), Some(10_100)),
            read(59, Some(1100), Some(10_200)),
            read(90, Some(1200), Some(10_300)),
        ];
        let months = months(&decreasing);
        let excluded: Vec<_> = months.excluded.iter().map(ToString::to_string).collect();
        assert_eq!(excluded, ["decrease:tfc"]);
        assert_eq!(
            found(&decreasing),
            "2025-01:months-missing 2025-03:10,10 2025-04:unfinished"
        );
    }
}
