//! Ways to smuggle a VIN, tried at every door (P-1.5, P-1.6, P-2.1, P-2.2): what is refused,
//! what is hidden, and what no filter stops.
//!
//! `cargo test --test smuggling -- --nocapture` prints the table.

mod doors;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use doors::{DOORS, Outcome};
use iot4emissions_proto::vehicle::VehicleInfo;
use ways::{UNSTOPPABLE, VIN};

/// So many ways, each at every door: more than a person would try by hand.
const AT_LEAST: usize = 400;

#[test]
fn what_is_not_refused_or_hidden_is_on_the_list() {
    let ways = ways::all();
    let names: BTreeSet<_> = ways.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), ways.len(), "two ways have one name");
    let mut through: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut table = Vec::new();
    for (door, open) in DOORS {
        let mut counts = BTreeMap::new();
        for (name, text) in &ways {
            let outcome = open(text);
            *counts.entry(outcome).or_insert(0) += 1;
            let spared = doors::LOGS.contains(&door) && ways::is_separated(name);
            if outcome == Outcome::Through && !spared {
                through.entry(name).or_default().push(door);
            }
        }
        table.push((door, counts));
    }
    assert!(ways.len() >= AT_LEAST, "{}", ways.len());
    #[allow(clippy::print_stdout)]
    {
        println!("{} ways at {} doors", ways.len(), DOORS.len());
        println!("| door | refused | hidden | not passed on | through |");
        println!("|---|--:|--:|--:|--:|");
        for (door, counts) in &table {
            let count = |outcome| counts.get(&outcome).copied().unwrap_or_default();
            println!(
                "| {door} | {} | {} | {} | {} |",
                count(Outcome::Refused),
                count(Outcome::Hidden),
                count(Outcome::NotPassedOn),
                count(Outcome::Through)
            );
        }
    }
    let found: Vec<&str> = through.keys().copied().collect();
    let surprises: Vec<_> = through
        .iter()
        .filter(|(name, _)| !UNSTOPPABLE.contains(name))
        .collect();
    assert!(surprises.is_empty(), "not on the list: {surprises:#?}");
    assert_eq!(found, UNSTOPPABLE, "on the list, and stopped");
}

/// What the list of what may go lets through has no text that anybody chooses with a digit in
/// it, whichever way it was written.
#[test]
fn p_1_6_nothing_gets_through_the_minimal_introduction() {
    let door = DOORS.iter().find(|(name, _)| *name == doors::MINIMAL);
    let (_, open) = door.expect("the door");
    for (name, text) in ways::all() {
        assert_ne!(open(&text), Outcome::Through, "{name}");
    }
}

/// The page for data protection officers names what no filter stops, and nothing else.
#[test]
fn the_page_lists_what_no_filter_stops() {
    let page = include_str!("../../docs/privacy.md");
    let list = page.split("<!-- unstoppable -->").nth(1).expect("the list");
    let named: Vec<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("- "))
        .collect();
    assert_eq!(named, UNSTOPPABLE);
}

#[test]
fn the_made_up_vin_is_one() {
    assert!(VIN.parse::<iot4emissions_proto::vehicle::Vin>().is_ok());
}

/// What no shape shows is compared: in a request with that VIN none of these gets through.
#[test]
fn p_1_5_the_requests_own_vin_is_found_in_parts_that_have_grown_together() {
    let vin = VIN.parse().unwrap();
    let ways = ways::all();
    let parts = ways
        .iter()
        .filter(|(name, _)| name.ends_with(", in two parts"));
    let mut tried = 0;
    for (name, text) in parts {
        let attributes = serde_json::json!({ "remark": text });
        // What is too long is refused anyway.
        let Ok(attributes) = serde_json::from_value::<VehicleInfo>(attributes) else {
            continue;
        };
        let found = attributes.attribute_containing(&vin);
        assert_eq!(found, Some("remark"), "{name}");
        tried += 1;
    }
    assert!(tried > 15, "{tried}");
}

/// The ways as data, for the doors of other languages and of the services: names and texts, and
/// which of them may get through. `UPDATE_DOCS=1` writes it.
#[test]
fn the_ways_are_written_out() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smuggling/ways.json");
    let ways = ways::all();
    let rows = ways.iter().map(|(name, text)| {
        serde_json::json!({
            "name": name,
            "text": text,
            "separated": ways::is_separated(name),
            "unstoppable": UNSTOPPABLE.contains(&name.as_str()),
        })
    });
    let rows: Vec<String> = rows.map(|row| row.to_string()).collect();
    let text = format!("[\n{}\n]\n", rows.join(",\n"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(file, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), text);
}
