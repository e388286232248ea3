//! Groups of vehicles that are alike in what an attacker knows (P-10.5).

use std::collections::{BTreeMap, BTreeSet};

use super::{MinVehicles, Month};
use crate::identity::DeviceId;

/// A vehicle's types and a month: what everybody in a group has in common.
pub(super) type Group<'a> = (&'a [Option<String>], Month);

/// Which groups come out.
pub(super) struct Groups<'a> {
    /// How many vehicles each has, of those that are large enough.
    pub(super) published: BTreeMap<Group<'a>, usize>,
    /// How many groups of each size are too small.
    pub(super) suppressed: BTreeMap<usize, usize>,
}

impl<'a> Groups<'a> {
    /// The groups of the rows. A vehicle counts once, however many owners it had in the month.
    pub(super) fn new(
        rows: impl Iterator<Item = (Group<'a>, &'a DeviceId)>,
        least: MinVehicles,
    ) -> Self {
        let mut vehicles: BTreeMap<Group<'a>, BTreeSet<&DeviceId>> = BTreeMap::new();
        for (group, device) in rows {
            vehicles.entry(group).or_default().insert(device);
        }
        let mut groups = Self {
            published: BTreeMap::new(),
            suppressed: BTreeMap::new(),
        };
        let least = usize::try_from(least.vehicles()).unwrap_or(usize::MAX);
        for (group, vehicles) in vehicles {
            let size = vehicles.len();
            if size < least {
                *groups.suppressed.entry(size).or_default() += 1;
            } else {
                groups.published.insert(group, size);
            }
        }
        groups
    }
}
