//! An attacker with two publications of one fleet, who wants to know which pseudonyms are the
//! same vehicle. He knows the rules and neither key.

use std::collections::{BTreeMap, BTreeSet};

use iot4emissions_proto::publication::{
    Attribute, Fleet, Pseudonym, Publication, PublicationSettings, PublishedRow,
};

use crate::fleet::{DAY, START, device, first_days, key, of_type, read, usual};

fn by_make() -> PublicationSettings {
    PublicationSettings {
        by: [Attribute::Make, Attribute::FuelType].into(),
        ..PublicationSettings::default()
    }
}

/// Joins rows that have the same of what `column` gives, and counts those that have one
/// partner alone on either side: what an attacker would call found.
fn joined<T: Ord>(
    one: &Publication,
    other: &Publication,
    column: impl Fn(&PublishedRow) -> T,
) -> Vec<(Pseudonym, Pseudonym)> {
    let sides = |publication: &Publication| {
        let mut by_value: BTreeMap<T, Vec<Pseudonym>> = BTreeMap::new();
        for row in &publication.rows {
            by_value.entry(column(row)).or_default().push(row.pseudonym);
        }
        by_value
    };
    let other = sides(other);
    let alone = |mine: &T, rows: &[Pseudonym]| match (rows, other.get(mine).map(Vec::as_slice)) {
        ([one], Some([other])) => Some((*one, *other)),
        _ => None,
    };
    sides(one)
        .iter()
        .filter_map(|(value, rows)| alone(value, rows))
        .collect()
}

#[test]
fn p_10_2_p_10_5_under_two_keys_neither_pseudonym_nor_type_nor_month_joins_anyone() {
    let fleet = usual(200, 6, 12);
    let one = fleet.publish(&key(1), &by_make());
    let other = fleet.publish(&key(2), &by_make());
    assert_eq!(one.rows.len(), 200 * 12);
    let names = |publication: &Publication| -> BTreeSet<Pseudonym> {
        publication.rows.iter().map(|row| row.pseudonym).collect()
    };
    assert_eq!(names(&one).len(), 200);
    assert!(names(&one).is_disjoint(&names(&other)));
    assert_eq!(joined(&one, &other, |row| row.month), []);
    assert_eq!(joined(&one, &other, |row| row.types.clone()), []);
    assert_eq!(
        joined(&one, &other, |row| (row.types.clone(), row.month)),
        []
    );
}

/// Who has the totals alone joins nobody, whatever key there was.
#[test]
fn p_10_8_totals_are_the_same_under_every_key() {
    let fleet = usual(200, 6, 12);
    let one = fleet.publish(&key(1), &by_make());
    assert_eq!(one.groups, fleet.publish(&key(2), &by_make()).groups);
    assert_eq!(one.groups.len(), 6 * 12);
    assert!(one.groups.iter().all(|group| group.growth[1].is_some()));
    let csv = one.to_groups_csv();
    assert!(
        one.rows
            .iter()
            .all(|row| !csv.contains(&row.pseudonym.to_string()))
    );
    let rows: u64 = one
        .rows
        .iter()
        .filter_map(|row| row.growth[1])
        .map(u64::from)
        .sum();
    let totals: u64 = one.groups.iter().filter_map(|group| group.growth[1]).sum();
    assert_eq!(rows, totals);
}

/// What is left: the values. Of the same months under two keys they join nearly everyone, as
/// many as the report says, so a month is published once (P-10.7).
#[test]
fn p_10_7_the_same_months_under_two_keys_join_by_values_as_often_as_the_report_says() {
    let fleet = usual(200, 6, 12);
    let one = fleet.publish(&key(1), &by_make());
    let other = fleet.publish(&key(2), &by_make());
    let pairs = joined(&one, &other, |row| {
        (row.types.clone(), row.month, row.growth)
    });
    assert_eq!(pairs.len(), one.report.unique_rows);
    assert_eq!(one.report, other.report);
    let series = |publication: &Publication| {
        let mut series: BTreeMap<Pseudonym, Vec<_>> = BTreeMap::new();
        for row in &publication.rows {
            let of_owner = series.entry(row.pseudonym).or_default();
            of_owner.push((row.month, row.growth));
        }
        series.into_values().collect::<BTreeSet<_>>()
    };
    let alike = series(&one).intersection(&series(&other)).count();
    assert_eq!(alike, one.report.unique_series);
    // The figures in the rule and in the docs.
    assert_eq!(
        (one.report.unique_series, one.report.pseudonyms),
        (200, 200)
    );
    let share = 100 * one.report.unique_rows / one.report.published.rows;
    assert_eq!(share, SHARE_OF_UNIQUE_ROWS, "per cent");
}

/// Of this fleet, whose groups have 33 or 34 vehicles.
const SHARE_OF_UNIQUE_ROWS: usize = 99;

/// Two years, a key each, as P-10.7 wants it. An attacker who joins by types and values finds
/// someone for one row in fourteen, and the right one for every fifth of them: by chance it
/// would be every 33rd, as many as a group has vehicles, but habits stay from year to year.
#[test]
fn p_10_7_other_months_under_another_key_join_by_habit_alone_and_mostly_wrongly() {
    let fleet = usual(200, 6, 24);
    let year = |number: u8, first: &str, last: &str| {
        let settings = PublicationSettings {
            first: Some(first.parse().unwrap()),
            last: Some(last.parse().unwrap()),
            ..by_make()
        };
        fleet.publish(&key(number), &settings)
    };
    let one = year(1, "2025-01", "2025-12");
    let other = year(2, "2026-01", "2026-12");
    // Only who has both keys knows who is who.
    let owner = |number, vehicle| Pseudonym::new(&key(number), &device(vehicle), 0);
    let truth: BTreeMap<_, _> = (0..200).map(|one| (owner(1, one), owner(2, one))).collect();
    let found = joined(&one, &other, |row| (row.types.clone(), row.growth));
    let right = found
        .iter()
        .filter(|(mine, its)| truth[mine] == *its)
        .count();
    assert_eq!((one.rows.len(), found.len(), right), (2400, 171, 35));
    assert_eq!(joined(&one, &other, |row| row.types.clone()), []);
    assert_eq!(joined(&one, &other, |row| row.pseudonym), []);
}

/// A vehicle that is sold has two names, and nothing goes across the sale.
#[test]
fn p_10_2_p_10_3_two_owners_have_two_pseudonyms_and_no_difference_between_them() {
    let mut fleet = Fleet::new();
    for vehicle in 0..10 {
        fleet
            .add_vehicle(device(vehicle), of_type(0), true)
            .unwrap();
        for (month, day) in first_days(4).into_iter().enumerate() {
            let owner = u32::from(month > 2);
            let tenths = 10_000 * (month as u32 + 1);
            fleet.add_reading(
                device(vehicle),
                owner,
                read(START + day * DAY, tenths / 10, tenths),
            );
        }
    }
    let publication = fleet.publish(&key(1), &by_make());
    let names: BTreeSet<_> = publication.rows.iter().map(|row| row.pseudonym).collect();
    assert_eq!(names.len(), 20);
    assert!(
        publication
            .rows
            .iter()
            .all(|row| row.growth[1] == Some(1000))
    );
    let months: Vec<_> = publication
        .rows
        .iter()
        .map(|row| row.month.to_string())
        .collect();
    let of = |month: &str| months.iter().filter(|found| *found == month).count();
    // March ends with the sale, of which nobody knows anything.
    assert_eq!(
        [of("2025-01"), of("2025-02"), of("2025-03"), of("2025-04")],
        [10, 10, 0, 10]
    );
    assert_eq!(publication.report.published.vehicles, 10);
}
