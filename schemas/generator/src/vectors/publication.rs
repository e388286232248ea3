//! `publication.json`: what may leave the Data Service for people (P-10).

use std::collections::BTreeMap;

use iot4emissions_proto::analysis::Reading;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
use iot4emissions_proto::publication::{
    Attribute, Fleet, MinVehicles, Month, Pseudonym, PseudonymKey, PublicationSettings,
};
use iot4emissions_proto::services::introduction::MinimalAttributes;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;
use serde_json::{Value, json};

use super::{Case, Vectors, Wrong};

pub(super) fn file() -> Vectors {
    let keys = KEYS.iter().map(key);
    let pseudonyms = PSEUDONYMS.iter().map(pseudonym);
    let months = MONTHS.iter().map(month);
    let published = published().into_iter().map(|one| one.case());
    Vectors {
        name: "publication",
        description: "Which texts are keys (`key`); a device's pseudonym, the first 16 bytes of \
            HMAC-SHA-256 of \"iot4emissions pseudonym 1\", the device ID, a zero byte and the \
            segment in four bytes, big-endian (`pseudonym`); the month of a UNIX second (`month`); \
            and what is published of a fleet, values in tenths (`publish`).",
        cases: keys
            .chain(pseudonyms)
            .chain(months)
            .chain(published)
            .collect(),
    }
}

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const OTHER: &str = "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0";
const UUID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
const LONG: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

/// Text, code of the refusal.
#[rustfmt::skip] // One row a line.
const KEYS: &[(&str, Option<&str>)] = &[
    (KEY, None),
    (OTHER, None),
    ("", Some("digits")),
    ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1", Some("digits")),
    ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0", Some("digits")),
    ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g", Some("character")),
    ("0000000000000000000000000000000000000000000000000000000000000000", Some("not-random")),
    ("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", Some("not-random")),
    ("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", Some("not-random")),
];

fn key((text, by_hand): &(&str, Option<&str>)) -> Result<Case, Wrong> {
    let found = PseudonymKey::from_hex(text)
        .err()
        .map(|error| error.code().to_owned());
    Case::new(format!("the key {text:?}"), &["P-10.2"])
        .with("function", &"key")?
        .with("text", text)?
        .agreed("refused", &by_hand.map(str::to_owned), &found)
}

/// Key, device, segment, pseudonym: computed with Python's hmac module.
#[rustfmt::skip] // One row a line.
const PSEUDONYMS: &[(&str, &str, u32, &str)] = &[
    (KEY, UUID, 0, "cd657bfe4d808c34c3177b670a5ae073"),
    (KEY, UUID, 1, "e13122413b5c4dbf8184faa91acda256"),
    (KEY, UUID, 256, "e2a188160d65916de70c12405c16d242"),
    (KEY, UUID, u32::MAX, "65b21ea40d420c26a4160bd54aa43342"),
    (KEY, "a", 0, "8b22899aea644f7ed223acd4c4468ca2"),
    (KEY, "a", 1, "0bfb615852960a9d4bbb68962ab444a0"),
    (KEY, LONG, 0, "af9d7f1aff706f96d5ad5b4dc49667c7"),
    (KEY, LONG, 1, "35fe9324e7edf0e06151faeeaca3920a"),
    (OTHER, UUID, 0, "89f63b7ef2b4c430ffc95b7c115a0d92"),
    (OTHER, UUID, 1, "8e357f7a55547eebd7eb1a9033c7fdbf"),
    (OTHER, "a", 0, "a5d86402df6043ac813d37ccf53250d1"),
    (OTHER, "a", 1, "5a81654bdd44147504fdfdb6ffa56d4c"),
    (OTHER, LONG, 0, "51be531a2bb6f6efd3996af5d5d090db"),
    (OTHER, LONG, 1, "b8a6e6f12f0c0e7f6239044f87c68ba7"),
];

fn pseudonym((key, device, segment, by_hand): &(&str, &str, u32, &str)) -> Result<Case, Wrong> {
    let name = format!("{device}, segment {segment}, key {}…", &key[..4]);
    let case = Case::new(name, &["P-10.2"]);
    let of_key = PseudonymKey::from_hex(key).map_err(|error| case.wrong(error))?;
    let id: DeviceId = device.parse().map_err(|error| case.wrong(error))?;
    case.with("function", &"pseudonym")?
        .with("key", key)?
        .with("device", device)?
        .with("segment", segment)?
        .agreed(
            "pseudonym",
            &(*by_hand).to_owned(),
            &Pseudonym::new(&of_key, &id, *segment).to_string(),
        )
}

/// UNIX second, month.
#[rustfmt::skip] // One row a line.
const MONTHS: &[(u64, &str)] = &[
    (1, "1970-01"),
    (951_782_400, "2000-02"),
    (951_868_800, "2000-03"),
    (1_735_689_599, "2024-12"),
    (1_735_689_600, "2025-01"),
    (1_738_367_999, "2025-01"),
    (1_738_368_000, "2025-02"),
    (4_102_444_799, "2099-12"),
];

fn month((second, by_hand): &(u64, &str)) -> Result<Case, Wrong> {
    let found = Month::of(UnixSeconds(*second)).map(|month| month.to_string());
    Case::new(format!("the month of {second}"), &["P-10.3"])
        .with("function", &"month")?
        .with("second", second)?
        .agreed("month", &Some((*by_hand).to_owned()), &found)
}

/// The first seconds of January to May 2025, UTC.
const FIRSTS: [u64; 5] = [
    1_735_689_600,
    1_738_368_000,
    1_740_787_200,
    1_743_465_600,
    1_746_057_600,
];

/// Segment, second, fuel and distance in tenths.
type Read = (u32, u64, u32, u32);

/// A row: device, segment, month, fuel, distance.
type Row = (&'static str, u32, &'static str, u32, u32);

/// Totals of a group: month, vehicles, fuel, distance; none where withheld.
type Totals = (&'static str, usize, Option<u64>, Option<u64>);

/// A fleet, and what is published of it.
struct Published {
    name: &'static str,
    rules: &'static [&'static str],
    by: &'static [&'static str],
    vehicles: Vec<(&'static str, Value, bool, Vec<Read>)>,
    rows: Vec<Row>,
    /// Where the case is about them.
    totals: Option<Vec<Totals>>,
    suppressed: usize,
    excluded_vehicles: &'static [(&'static str, usize)],
    excluded_months: &'static [(&'static str, usize)],
}

/// A petrol JEEP that goes its way, 60 l and 1,000 km in January.
fn jeep(device: &'static str, reads: Vec<Read>) -> (&'static str, Value, bool, Vec<Read>) {
    (device, json!({"mk": "JEEP", "ft": "petrol"}), true, reads)
}

fn january(fuel: u32, distance: u32) -> Vec<Read> {
    vec![
        (0, FIRSTS[0], 10_000, 200_000),
        (0, FIRSTS[1], 10_000 + fuel, 200_000 + distance),
    ]
}

fn published() -> Vec<Published> {
    let three = || {
        ["a", "b", "c"]
            .map(|device| jeep(device, january(600, 10_000)))
            .to_vec()
    };
    let rows = |devices: &[&'static str]| -> Vec<Row> {
        devices
            .iter()
            .map(|device| (*device, 0, "2025-01", 60, 1000))
            .collect()
    };
    let with = |reads: Vec<Read>| [three(), vec![jeep("d", reads)]].concat();
    let unfinished = |count: usize| -> &'static [(&'static str, usize)] {
        match count {
            3 => &[("unfinished", 3)],
            _ => &[("unfinished", 4)],
        }
    };
    let case = |name, rules, vehicles, rows| Published {
        name,
        rules,
        by: &["mk", "ft"],
        vehicles,
        rows,
        totals: None,
        suppressed: 0,
        excluded_vehicles: &[],
        excluded_months: &[],
    };
    let a_month = |reads, excluded_months| Published {
        excluded_months,
        excluded_vehicles: &[("no-month", 1)],
        ..case(
            "",
            &["P-10.3", "P-10.7"],
            with(reads),
            rows(&["a", "b", "c"]),
        )
    };
    vec![
        Published {
            excluded_months: unfinished(3),
            ..case(
                "three are a group",
                &["P-10.1", "P-10.3", "P-10.5", "P-10.6"],
                three(),
                rows(&["a", "b", "c"]),
            )
        },
        Published {
            suppressed: 2,
            excluded_months: &[("unfinished", 2)],
            ..case(
                "two are none",
                &["P-10.5", "P-10.7"],
                three()[..2].to_vec(),
                vec![],
            )
        },
        Published {
            suppressed: 1,
            excluded_months: unfinished(4),
            ..case(
                "a fourth one is of another type",
                &["P-10.5", "P-10.6", "P-10.7"],
                [
                    three(),
                    vec![(
                        "d",
                        json!({"mk": "JEEP", "ft": "diesel"}),
                        true,
                        january(600, 10_000),
                    )],
                ]
                .concat(),
                rows(&["a", "b", "c"]),
            )
        },
        Published {
            by: &["mk"],
            excluded_months: unfinished(4),
            ..case(
                "without the fuel it is of the same",
                &["P-10.5", "P-10.6"],
                [
                    three(),
                    vec![(
                        "d",
                        json!({"mk": "JEEP", "ft": "diesel", "t": "BU"}),
                        true,
                        january(600, 10_000),
                    )],
                ]
                .concat(),
                rows(&["a", "b", "c", "d"]),
            )
        },
        Published {
            excluded_vehicles: &[("not-cleared", 1)],
            excluded_months: unfinished(3),
            ..case(
                "one is not cleared",
                &["P-10.1", "P-10.7"],
                [
                    three(),
                    vec![(
                        "d",
                        json!({"mk": "JEEP", "ft": "petrol"}),
                        false,
                        january(600, 10_000),
                    )],
                ]
                .concat(),
                rows(&["a", "b", "c"]),
            )
        },
        Published {
            excluded_months: unfinished(4),
            ..case(
                "to the nearest step, the higher one of two",
                &["P-10.4"],
                with(january(605, 10_050)),
                [rows(&["a", "b", "c"]), vec![("d", 0, "2025-01", 61, 1010)]].concat(),
            )
        },
        Published {
            excluded_months: unfinished(4),
            ..case(
                "just below it, the lower one",
                &["P-10.4"],
                with(january(604, 10_049)),
                rows(&["a", "b", "c", "d"]),
            )
        },
        Published {
            totals: Some(vec![("2025-01", 4, Some(240), Some(4000))]),
            excluded_months: unfinished(4),
            ..case(
                "what four used together",
                &["P-10.8"],
                with(january(600, 10_000)),
                rows(&["a", "b", "c", "d"]),
            )
        },
        Published {
            totals: Some(vec![("2025-01", 4, Some(360), None)]),
            excluded_months: unfinished(4),
            ..case(
                "half of the fuel is one vehicle's, and more than half of the distance",
                &["P-10.8"],
                with(january(1_800, 30_100)),
                [rows(&["a", "b", "c"]), vec![("d", 0, "2025-01", 180, 3010)]].concat(),
            )
        },
        Published {
            name: "all counters restarted",
            ..a_month(
                vec![(0, FIRSTS[0], 10_000, 200_000), (0, FIRSTS[1], 10, 100)],
                &[("unfinished", 4), ("reset", 1)],
            )
        },
        Published {
            name: "a month without a snapshot",
            ..a_month(
                vec![
                    (0, FIRSTS[0], 10_000, 200_000),
                    (0, FIRSTS[2], 11_000, 210_000),
                ],
                &[("unfinished", 4), ("months-missing", 1)],
            )
        },
        Published {
            name: "less than 1,000 km at the beginning",
            ..a_month(
                vec![(0, FIRSTS[0], 500, 9_999), (0, FIRSTS[1], 1_100, 19_999)],
                &[("unfinished", 4), ("new-vehicle", 1)],
            )
        },
        Published {
            name: "zeros at first, then the total",
            ..a_month(
                vec![(0, FIRSTS[0], 0, 0), (0, FIRSTS[1], 6_000, 100_000)],
                &[("unfinished", 4), ("new-vehicle", 1)],
            )
        },
        Published {
            name: "sold on the first of February",
            rules: &["P-10.2", "P-10.3"],
            ..a_month(
                vec![
                    (0, FIRSTS[0], 10_000, 200_000),
                    (1, FIRSTS[1], 11_000, 210_000),
                ],
                &[("unfinished", 5)],
            )
        },
    ]
}

impl Published {
    fn case(self) -> Result<Case, Wrong> {
        let mut case = Case::new(self.name, self.rules);
        let mut fleet = Fleet::new();
        let mut names = BTreeMap::new();
        let mut given = Vec::new();
        let key = PseudonymKey::from_hex(KEY).map_err(|error| case.wrong(error))?;
        for (device, attributes, cleared, reads) in &self.vehicles {
            let id: DeviceId = device.parse().map_err(|error| case.wrong(error))?;
            let papers: VehicleInfo =
                serde_json::from_value(attributes.clone()).map_err(|error| case.wrong(error))?;
            fleet
                .add_vehicle(id.clone(), MinimalAttributes::of(&papers), *cleared)
                .map_err(|error| case.wrong(error))?;
            let mut snapshots = Vec::new();
            for (segment, second, fuel, distance) in reads {
                let mut values = Values::default();
                values.set(Parameter::TotalFuelConsumed, Tenths::new(*fuel));
                values.set(Parameter::TotalDistanceTravelled, Tenths::new(*distance));
                let snapshot = Snapshot::new(UnixSeconds(*second), values)
                    .map_err(|error| case.wrong(error))?;
                fleet.add_reading(id.clone(), *segment, Reading::new(snapshot, None));
                names.insert(Pseudonym::new(&key, &id, *segment), (*device, *segment));
                snapshots.push(json!(
                    {"segment": segment, "acquired": second, "tfc": fuel, "tdt": distance}
                ));
            }
            given.push(json!(
                {"device": device, "attributes": attributes, "cleared": cleared, "snapshots": snapshots}
            ));
        }
        let by: Result<_, _> = self
            .by
            .iter()
            .map(|name| name.parse::<Attribute>())
            .collect();
        let settings = PublicationSettings {
            by: by.map_err(|error| case.wrong(error))?,
            min_vehicles: MinVehicles::new(3).map_err(|error| case.wrong(error))?,
            first: None,
            last: None,
        };
        let published = fleet.publish(&key, &settings);
        let mut rows = Vec::new();
        for row in &published.rows {
            let (device, segment) = names[&row.pseudonym];
            let [fuel, distance, ..] = row.growth.map(Option::unwrap_or_default);
            rows.push((
                device.to_owned(),
                segment,
                row.month.to_string(),
                fuel,
                distance,
            ));
        }
        rows.sort();
        let by_hand = self
            .rows
            .iter()
            .map(|(device, segment, month, fuel, distance)| {
                (
                    (*device).to_owned(),
                    *segment,
                    (*month).to_owned(),
                    *fuel,
                    *distance,
                )
            });
        if let Some(by_hand) = &self.totals {
            let found = published.groups.iter().map(|group| {
                let [fuel, distance, ..] = group.growth;
                (group.month.to_string(), group.vehicles, fuel, distance)
            });
            let by_hand = by_hand.iter().map(|(month, vehicles, fuel, distance)| {
                ((*month).to_owned(), *vehicles, *fuel, *distance)
            });
            let (by_hand, found): (Vec<_>, Vec<_>) = (by_hand.collect(), found.collect());
            case = case.agreed("totals", &by_hand, &found)?;
        }
        let counts = |counts: &[(&str, usize)]| -> BTreeMap<String, usize> {
            counts
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count))
                .collect()
        };
        let report = &published.report;
        let vehicles = report
            .excluded_vehicles
            .iter()
            .map(|(why, count)| (why.as_str(), *count));
        let months = report
            .excluded_months
            .iter()
            .map(|(why, count)| (why.as_str(), *count));
        case = case
            .with("function", &"publish")?
            .with("key", &KEY)?
            .with("by", &self.by)?
            .with("minVehicles", &3)?
            .with("vehicles", &given)?
            .agreed("rows", &by_hand.collect::<Vec<_>>(), &rows)?
            .agreed("suppressedRows", &self.suppressed, &report.suppressed.rows)?
            .agreed(
                "excludedVehicles",
                &counts(self.excluded_vehicles),
                &counts(&vehicles.collect::<Vec<_>>()),
            )?
            .agreed(
                "excludedMonths",
                &counts(self.excluded_months),
                &counts(&months.collect::<Vec<_>>()),
            )?;
        case.with("csv", &published.to_csv())?
            .with("groupsCsv", &published.to_groups_csv())
    }
}
