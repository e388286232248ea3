//! Ways to smuggle a VIN, tried at every door (P-1.5, P-1.6, P-2.1, P-2.2): what is refused,
//! what is hidden, and what no filter stops.
//!
//! `cargo test --test smuggling -- --nocapture` prints the table.

mod doors;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use doors::{DOORS, Outcome};
use ways::{UNSTOPPABLE, VIN};

/// Every way at every door: at least as many as a person would not try by hand.
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
    let tried = DOORS.len() * ways.len();
    assert!(tried >= AT_LEAST, "{tried}");
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
