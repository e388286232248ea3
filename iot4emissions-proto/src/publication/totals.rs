//! What a group's vehicles used together in a month: the part of a publication in which nobody
//! has a row (P-10.8).

use std::collections::BTreeMap;

use super::groups::Group;
use super::growth::Growth;
use super::{MinVehicles, Month};
use crate::identity::DeviceId;

/// A group's month: how many vehicles, and what their counters grew by together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTotals {
    /// Which month, UTC.
    pub month: Month,
    /// What the vehicles have of each attribute in
    /// [`PublicationReport::by`](super::PublicationReport::by).
    pub types: Vec<Option<String>>,
    /// How many vehicles they are.
    pub vehicles: usize,
    /// The sum of what each of [`COLUMNS`](super::COLUMNS) grew by, in its unit; none where it
    /// is withheld: fewer vehicles than a group must have have the counter, or more than half of
    /// the sum is one vehicle's.
    pub growth: [Option<u64>; 8],
}

/// The totals of the groups whose rows these are, by types and month.
pub(super) fn totals<'a>(
    rows: impl Iterator<Item = (Group<'a>, &'a DeviceId, Growth)>,
    least: MinVehicles,
) -> Vec<GroupTotals> {
    let mut groups: BTreeMap<Group<'a>, BTreeMap<&DeviceId, [Option<u64>; 8]>> = BTreeMap::new();
    for (group, device, growth) in rows {
        let of_vehicle = groups.entry(group).or_default().entry(device).or_default();
        for (sum, more) in of_vehicle.iter_mut().zip(growth) {
            // Two owners of one vehicle are one vehicle.
            *sum = more.map_or(*sum, |more| Some(sum.unwrap_or(0) + u64::from(more)));
        }
    }
    let totals = groups
        .into_iter()
        .map(|((types, month), vehicles)| GroupTotals {
            month,
            types: types.to_vec(),
            vehicles: vehicles.len(),
            growth: std::array::from_fn(|place| {
                let parts: Vec<u64> = vehicles
                    .values()
                    .filter_map(|growth| growth[place])
                    .collect();
                shown(&parts, least)
            }),
        });
    totals.collect()
}

/// The sum of the parts, where it is nobody's.
fn shown(parts: &[u64], least: MinVehicles) -> Option<u64> {
    let sum: u64 = parts.iter().sum();
    let largest = parts.iter().max().copied().unwrap_or_default();
    let enough = parts.len() >= usize::try_from(least.vehicles()).unwrap_or(usize::MAX);
    (enough && largest <= sum - largest).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_10_8_a_sum_that_is_mostly_one_vehicles_is_withheld() {
        let three = MinVehicles::new(3).unwrap();
        assert_eq!(shown(&[1, 2, 3], three), Some(6));
        assert_eq!(shown(&[1, 2, 4], three), None);
        assert_eq!(shown(&[0, 0, 7], three), None);
        assert_eq!(shown(&[0, 0, 0], three), Some(0));
        assert_eq!(shown(&[5, 5], three), None);
        assert_eq!(shown(&[], three), None);
    }
}
