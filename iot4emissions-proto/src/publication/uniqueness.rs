//! How many vehicles of a fleet are the only ones of their kind: what an attacker who knows a
//! vehicle's papers finds in raw data.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::obfcm::Tenths;

/// How many vehicles are unique by what somebody else may know of them, too: by their types,
/// as the public register has them, and by their types with the first odometer reading, as a
/// roadworthiness test or a sale's advertisement has it.
///
/// ```
/// use iot4emissions_proto::publication::Uniqueness;
///
/// let of = |types, kilometres: u32| (types, iot4emissions_proto::obfcm::Tenths::new(kilometres * 10));
/// let found = Uniqueness::of([of("A", 100), of("A", 100), of("A", 200), of("B", 100)]);
/// assert_eq!((found.vehicles, found.combinations), (4, 2));
/// assert_eq!((found.unique_by_types, found.unique_by_types_and_odometer), (1, 2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Uniqueness {
    /// How many vehicles there are.
    pub vehicles: usize,
    /// How many combinations of types there are.
    pub combinations: usize,
    /// How many vehicles are the only ones of their combination.
    pub unique_by_types: usize,
    /// How many vehicles are the only ones of their combination with their first odometer
    /// reading.
    pub unique_by_types_and_odometer: usize,
}

impl Uniqueness {
    /// The uniqueness of vehicles, each by its types and its first odometer reading, if it has
    /// one; without one it is unique where no other of its types has none.
    pub fn of<T: Ord>(vehicles: impl IntoIterator<Item = (T, Option<Tenths>)>) -> Self {
        let mut combinations: BTreeMap<T, BTreeMap<Option<Tenths>, usize>> = BTreeMap::new();
        for (types, odometer) in vehicles {
            let readings = combinations.entry(types).or_default();
            *readings.entry(odometer).or_default() += 1;
        }
        let mut found = Self {
            combinations: combinations.len(),
            ..Self::default()
        };
        for readings in combinations.values() {
            let vehicles: usize = readings.values().sum();
            found.vehicles += vehicles;
            found.unique_by_types += usize::from(vehicles == 1);
            let alone = readings.values().filter(|vehicles| **vehicles == 1);
            found.unique_by_types_and_odometer += alone.count();
        }
        found
    }
}
