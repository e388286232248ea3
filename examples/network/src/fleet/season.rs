//! The year of a vehicle: what an average one does in which month, and sums
//! over any span of time without walking through it.

use iot4emissions_proto::time::UnixSeconds;

/// The mean Gregorian year in seconds. Counted from 1970 its twelfths begin
/// within two days of the calendar's months, which is all a season needs.
const YEAR: u64 = 31_556_952;

/// A twelfth of [`YEAR`], which divides exactly.
const MONTH: u64 = YEAR / 12;

/// The year in which `at` lies; within a day of the calendar's.
pub(super) const fn year(at: UnixSeconds) -> u64 {
    1970 + at.0 / YEAR
}

/// What happens in each month, as multiples of the year's average.
pub(super) type Profile = [f64; 12];

/// Distance: more in the summer holidays, less in winter.
pub(super) const DISTANCE: Profile = [
    0.90, 0.90, 0.98, 1.00, 1.04, 1.06, 1.12, 1.10, 1.02, 1.01, 0.95, 0.92,
];

/// Fuel per kilometre: cold starts, heating and winter tyres; a little air
/// conditioning in July and August.
pub(super) const FUEL: Profile = [
    1.08, 1.07, 1.03, 0.99, 0.96, 0.95, 0.97, 0.97, 0.96, 0.98, 1.02, 1.06,
];

/// The electric share of the distance: a cold battery carries less far.
pub(super) const ELECTRIC_SHARE: Profile = [
    0.88, 0.89, 0.95, 1.02, 1.06, 1.08, 1.08, 1.08, 1.06, 1.02, 0.95, 0.90,
];

/// Grid energy per electric kilometre: the cabin is heated from the battery.
pub(super) const GRID_ENERGY: Profile = [
    1.22, 1.20, 1.10, 1.00, 0.93, 0.90, 0.92, 0.92, 0.92, 0.97, 1.08, 1.18,
];

/// How much a counter grows in each month of a year, in millionths of its unit.
///
/// Within a month it grows evenly. Whole numbers, because a sum of them is the
/// same in any order: a counter asked for twice shows the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Yearly([u64; 12]);

impl Yearly {
    /// Grows by `amounts` of the unit.
    pub(super) fn new(amounts: Profile) -> Self {
        Self(amounts.map(|amount| (amount * 1e6).round() as u64))
    }

    /// Growth in a year, in the unit.
    pub(super) fn in_a_year(&self) -> f64 {
        self.0.iter().sum::<u64>() as f64 / 1e6
    }

    /// Growth from `start` until `end` in millionths; 0 where `end` is not later.
    pub(super) fn between(&self, start: UnixSeconds, end: UnixSeconds) -> u128 {
        self.until(end).saturating_sub(self.until(start))
    }

    /// Growth since 1970.
    fn until(&self, at: UnixSeconds) -> u128 {
        let (years, in_year) = (at.0 / YEAR, at.0 % YEAR);
        let (month, in_month) = ((in_year / MONTH) as usize, in_year % MONTH);
        let year: u64 = self.0.iter().sum();
        let months: u64 = self.0[..month].iter().sum();
        let part = u128::from(self.0[month]) * u128::from(in_month) / u128::from(MONTH);
        u128::from(year) * u128::from(years) + u128::from(months) + part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_multiples_of_an_average() {
        for profile in [DISTANCE, FUEL, ELECTRIC_SHARE, GRID_ENERGY] {
            let mean = profile.iter().sum::<f64>() / 12.0;
            assert!((mean - 1.0).abs() < 0.03, "{profile:?}");
        }
    }

    #[test]
    fn a_sum_over_a_span_is_that_of_its_months() {
        let yearly = Yearly::new([
            1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0,
        ]);
        assert_eq!(yearly.in_a_year(), 78.0);
        let at = |months: u64, seconds: u64| UnixSeconds(months * MONTH + seconds);
        assert_eq!(yearly.between(at(0, 0), at(12, 0)), 78_000_000);
        assert_eq!(yearly.between(at(1, 0), at(3, 0)), 5_000_000);
        assert_eq!(yearly.between(at(11, MONTH / 2), at(12, 0)), 6_000_000);
        assert_eq!(yearly.between(at(630, 0), at(631, 0)), 7_000_000);
        assert_eq!(yearly.between(at(631, 0), at(630, 0)), 0);
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        // 2025-07-15T00:00:00Z.
        let july = UnixSeconds(1_752_537_600);
        assert_eq!(year(july), 2025);
        assert_eq!(july.0 % YEAR / MONTH, 6);
    }

    #[test]
    fn the_end_of_time_does_not_overflow() {
        let yearly = Yearly::new([100_000.0; 12]);
        assert!(yearly.between(UnixSeconds(0), UnixSeconds(u64::MAX)) > u128::from(u64::MAX));
    }
}
