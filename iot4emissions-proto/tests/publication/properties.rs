//! What holds of every publication.

use std::collections::{BTreeMap, BTreeSet};

use iot4emissions_proto::analysis::Reading;
use iot4emissions_proto::privacy::hide_vins;
use iot4emissions_proto::publication::{
    Attribute, Fleet, MinVehicles, Pseudonym, Publication, PublicationSettings, VehicleExclusion,
};
use proptest::prelude::*;

use crate::fleet::{DAY, START, device, key, of_type, read};

/// A vehicle: its type, whether it is cleared or not known at all, and readings: owner, day,
/// second of the day, fuel, distance.
#[derive(Debug, Clone)]
struct Drawn {
    kind: usize,
    known: bool,
    cleared: bool,
    readings: Vec<(u32, u64, u64, u32, u32)>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    // Mostly monthly and growing; some of it is not.
    let months = prop::collection::vec((0u64..6, 0u64..DAY, 0u32..40, 0u32..900, 0u8..20), 0..6);
    (0usize..4, 0u8..20, 0u8..10, months, any::<bool>()).prop_map(
        |(kind, known, cleared, months, sold)| {
            let (mut fuel, mut distance, mut day) = (500u32, 10_000u32, 0);
            let readings = months.into_iter().enumerate().map(|(place, month)| {
                let (late, second, more_fuel, more_distance, mishap) = month;
                fuel += more_fuel;
                distance += more_distance;
                let owner = u32::from(sold && place > 2);
                let reading = match mishap {
                    0 => (owner, day + late, second, 0, 0),
                    1 => (owner, day + late, second, fuel / 2, distance),
                    2 => (owner, day + 60, second, fuel, distance),
                    _ => (owner, day + late, second, fuel, distance),
                };
                day += 30;
                reading
            });
            Drawn {
                kind,
                known: known > 0,
                cleared: cleared > 0,
                readings: readings.collect(),
            }
        },
    )
}

fn fleet(vehicles: &[Drawn], order: impl Fn(&mut Vec<(usize, u32, Reading)>)) -> Fleet {
    let mut fleet = Fleet::new();
    let mut readings = Vec::new();
    for (place, vehicle) in vehicles.iter().enumerate() {
        if vehicle.known {
            fleet
                .add_vehicle(device(place), of_type(vehicle.kind), vehicle.cleared)
                .unwrap();
        }
        for (owner, day, second, fuel, distance) in &vehicle.readings {
            let second = START + day * DAY + second;
            readings.push((place, *owner, read(second, *fuel, *distance)));
        }
    }
    order(&mut readings);
    for (place, owner, reading) in readings {
        fleet.add_reading(device(place), owner, reading);
    }
    fleet
}

fn settings(least: u32) -> PublicationSettings {
    PublicationSettings {
        by: [Attribute::Make, Attribute::FuelType].into(),
        min_vehicles: MinVehicles::new(least).unwrap(),
        ..PublicationSettings::default()
    }
}

/// The device of each pseudonym, which only somebody with the key knows.
fn names(vehicles: usize) -> BTreeMap<Pseudonym, (usize, u32)> {
    let owners = (0..vehicles).flat_map(|vehicle| [(vehicle, 0), (vehicle, 1)]);
    owners
        .map(|(vehicle, owner)| {
            (
                Pseudonym::new(&key(1), &device(vehicle), owner),
                (vehicle, owner),
            )
        })
        .collect()
}

/// No VIN, no device ID, no second.
fn is_clean(publication: &Publication, vehicles: &[Drawn]) -> Result<(), TestCaseError> {
    let files = [
        publication.to_csv(),
        publication.to_groups_csv(),
        publication.report.to_json(),
    ];
    for text in files {
        prop_assert_eq!(&hide_vins(&text), &text);
        for (place, vehicle) in vehicles.iter().enumerate() {
            prop_assert!(!text.contains(device(place).as_str()), "{}", text);
            for (_, day, second, ..) in &vehicle.readings {
                let time = (START + day * DAY + second).to_string();
                prop_assert!(!text.contains(&time), "{}", text);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn p_10_5_no_group_below_the_bound_ever_comes_out(
        vehicles in prop::collection::vec(drawn(), 0..40),
        least in 3u32..12,
    ) {
        let publication = fleet(&vehicles, |_| ()).publish(&key(1), &settings(least));
        let names = names(vehicles.len());
        // An order that says nothing: nobody's place among the devices.
        prop_assert!(publication.rows.is_sorted_by_key(|row| (row.pseudonym, row.month)));
        let mut groups: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        for row in &publication.rows {
            let (vehicle, _) = names[&row.pseudonym];
            prop_assert!(vehicles[vehicle].known && vehicles[vehicle].cleared);
            groups.entry((row.types.clone(), row.month)).or_default().insert(vehicle);
            // Growth, never a total: the counters began at 10,000 tenths of a kilometre.
            prop_assert!(row.growth[1].is_none_or(|km| km % 10 == 0 && km < 600), "{:?}", row);
        }
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        for vehicles in groups.values() {
            prop_assert!(vehicles.len() >= least as usize, "{:?}", vehicles);
            *sizes.entry(vehicles.len()).or_default() += 1;
        }
        prop_assert_eq!(&sizes, &publication.report.group_sizes);
        // Totals are those of the groups, and of no others.
        prop_assert_eq!(publication.groups.len(), groups.len());
        for total in &publication.groups {
            let vehicles = groups.get(&(total.types.clone(), total.month)).map(BTreeSet::len);
            prop_assert_eq!(vehicles, Some(total.vehicles));
            for (place, sum) in total.growth.iter().enumerate() {
                let mut parts: BTreeMap<usize, u64> = BTreeMap::new();
                for row in &publication.rows {
                    if row.month == total.month && row.types == total.types {
                        let (vehicle, _) = names[&row.pseudonym];
                        *parts.entry(vehicle).or_default() += u64::from(row.growth[place].unwrap_or(0));
                    }
                }
                let all: u64 = parts.values().sum();
                if let Some(sum) = sum {
                    prop_assert_eq!(*sum, all);
                    prop_assert!(parts.values().all(|part| 2 * part <= all), "{:?}", parts);
                }
            }
        }
        let small = publication.report.suppressed_group_sizes.keys();
        prop_assert!(small.into_iter().all(|size| *size < least as usize));
        is_clean(&publication, &vehicles)?;
    }

    #[test]
    fn p_10_7_everything_is_counted_once(
        vehicles in prop::collection::vec(drawn(), 0..40),
        least in 3u32..12,
    ) {
        let fleet = fleet(&vehicles, |_| ());
        let publication = fleet.publish(&key(1), &settings(least));
        let report = &publication.report;
        let given = vehicles.iter().filter(|one| one.known || !one.readings.is_empty()).count();
        let excluded: usize = report.excluded_vehicles.values().sum();
        prop_assert_eq!(report.published.vehicles + report.suppressed.vehicles + excluded, given);
        prop_assert_eq!(report.published.rows, publication.rows.len());
        // With the smallest bound and the largest, the same rows are split in two ways.
        let all = fleet.publish(&key(1), &settings(3)).report;
        prop_assert_eq!(
            all.published.rows + all.suppressed.rows,
            report.published.rows + report.suppressed.rows
        );
        let sizes = |sizes: &BTreeMap<usize, usize>| -> usize {
            sizes.iter().map(|(size, groups)| size * groups).sum()
        };
        // Two owners of a vehicle in one month are one vehicle and two rows.
        prop_assert!(sizes(&report.group_sizes) <= report.published.rows);
        prop_assert!(sizes(&report.suppressed_group_sizes) <= report.suppressed.rows);
        let not_cleared = vehicles.iter().filter(|one| one.known && !one.cleared).count();
        let found = report.excluded_vehicles.get(&VehicleExclusion::NotCleared);
        prop_assert_eq!(found.copied().unwrap_or_default(), not_cleared);
        prop_assert!(report.unique_rows <= report.published.rows);
        prop_assert!(report.unique_series <= report.pseudonyms);
    }

    #[test]
    fn p_10_1_the_order_of_the_rows_changes_nothing(
        vehicles in prop::collection::vec(drawn(), 0..20),
        by in any::<u64>(),
    ) {
        // Some came twice, the second time with another distance.
        let conflicting = |readings: &mut Vec<(usize, u32, Reading)>| {
            let again = readings.iter().step_by(3).map(|(place, owner, reading)| {
                let second = reading.snapshot().acquired().0;
                (*place, *owner, read(second, 700, 90_000))
            });
            readings.extend(again.collect::<Vec<_>>());
        };
        let shuffled = |readings: &mut Vec<(usize, u32, Reading)>| {
            conflicting(readings);
            let mut draws = crate::fleet::Draws(by);
            for place in (1..readings.len()).rev() {
                readings.swap(place, draws.below(place as u64 + 1) as usize);
            }
        };
        let one = fleet(&vehicles, conflicting).publish(&key(1), &settings(3));
        let other = fleet(&vehicles, shuffled).publish(&key(1), &settings(3));
        prop_assert_eq!(one.to_csv(), other.to_csv());
        prop_assert_eq!(one.to_groups_csv(), other.to_groups_csv());
        prop_assert_eq!(one.report.to_json(), other.report.to_json());
    }

    #[test]
    fn p_10_2_no_two_owners_and_no_two_keys_share_a_pseudonym(
        ids in prop::collection::btree_set("[A-Za-z0-9_-]{1,12}", 1..20),
        segments in prop::collection::btree_set(any::<u32>(), 1..5),
        keys in prop::collection::btree_set(any::<u8>(), 1..4),
    ) {
        let mut seen = BTreeSet::new();
        let mut given = 0;
        for id in &ids {
            let device = id.parse().unwrap();
            for segment in &segments {
                for one in &keys {
                    seen.insert(Pseudonym::new(&key(*one), &device, *segment));
                    given += 1;
                }
            }
        }
        prop_assert_eq!(seen.len(), given);
    }
}
