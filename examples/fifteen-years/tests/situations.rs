//! The table of situations: as committed, as the device's documentation shows it, and
//! within its bounds.

use std::path::Path;

use fifteen_years::Situations;

/// What an idle device's flash may take in fifteen years.
const IDLE_KILOBYTES: u64 = 150;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn the_table_is_the_one_that_is_committed_and_shown() {
    let measured = Situations::measured();
    let table = measured.to_string();
    assert_eq!(
        read("results/situations.txt"),
        table,
        "make situations writes it"
    );
    let shown = read("../../iot4emissions-proto/docs/device-life.md");
    assert!(
        shown.contains(&table),
        "iot4emissions-proto/docs/device-life.md shows another table than\n{table}"
    );
    // A device that waits for its clearance has a life of a check a month.
    let idle = measured
        .rows
        .iter()
        .find(|row| row.name.starts_with("Initialized"));
    let bytes = idle.unwrap().flash_in_fifteen_years;
    assert!(bytes <= IDLE_KILOBYTES * 1000, "{bytes}");
    for row in &measured.rows {
        assert!(row.year.connections <= 24 * 366, "{row:?}");
    }
}
