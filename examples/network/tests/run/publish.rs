//! `network --publish`: what people get out of a run.

use std::path::Path;
use std::process::{Command, Output};

use network::fleet::Fleet;
use network::publish::{GROUPS, PUBLICATION, REPORT};
use serde_json::Value;

use crate::worlds::Folder;

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

fn network(folder: &Folder, key: &Path, words: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_network"))
        .arg("--database")
        .arg(folder.0.join("database"))
        .arg("--publish")
        .arg(folder.0.join("published"))
        .arg("--publication-key")
        .arg(key)
        .args(words.split(' '))
        .output()
        .unwrap()
}

fn read(folder: &Folder, file: &str) -> String {
    std::fs::read_to_string(folder.0.join("published").join(file)).unwrap()
}

#[test]
fn p_10_1_what_is_published_names_nobody() {
    let folder = Folder::new("publish");
    let key = folder.0.join("key.txt");
    std::fs::create_dir_all(&folder.0).unwrap();
    std::fs::write(&key, KEY).unwrap();
    let words = "--offline --vehicles 60 --months 12 --by ft --min-vehicles 3";
    let output = network(&folder, &key, words);
    assert!(output.status.success(), "{output:?}");
    let (csv, report) = (read(&folder, PUBLICATION), read(&folder, REPORT));
    assert!(
        csv.starts_with("pseudonym,month,ft,fuel_l,distance_km,"),
        "{csv}"
    );
    assert!(csv.lines().count() > 100, "{csv}");
    let groups = read(&folder, GROUPS);
    assert!(
        groups.starts_with("month,ft,vehicles,fuel_l,distance_km,"),
        "{groups}"
    );
    for text in [&csv, &groups, &report] {
        for vehicle in Fleet::new(1, 60).unwrap().vehicles() {
            assert!(!text.contains(vehicle.vin().as_str()));
            assert!(!text.contains(vehicle.device_id().as_str()));
        }
        assert!(!text.contains("operational") && !text.contains(KEY.trim()));
    }
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["minVehicles"], 3);
    assert_eq!(report["published"]["rows"], csv.lines().count() - 1);
    // Some of the vehicles are withdrawn, or paused.
    assert!(
        report["excludedVehicles"]["not-cleared"].as_u64() > Some(0),
        "{report}"
    );
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(" are suppressed, in groups of fewer than 3"),
        "{said}"
    );
}

#[test]
fn p_10_2_a_missing_key_is_refused_before_the_run_and_none_is_made() {
    let folder = Folder::new("publish-key");
    std::fs::create_dir_all(&folder.0).unwrap();
    let key = folder.0.join("key.txt");
    let said = |output: &Output| String::from_utf8(output.stderr.clone()).unwrap();
    let output = network(&folder, &key, "--offline --vehicles 1 --months 1");
    assert_eq!(output.status.code(), Some(1));
    let missing = said(&output);
    assert!(
        missing.contains("error: the publication key: "),
        "{missing}"
    );
    assert!(missing.contains("openssl rand -hex 32 > FILE"), "{missing}");
    assert!(!key.exists() && !folder.0.join("database").exists());
    std::fs::write(&key, "0".repeat(64)).unwrap();
    let output = network(&folder, &key, "--offline --vehicles 1 --months 1");
    assert!(
        said(&output).contains("random bytes, found 1 different ones"),
        "{output:?}"
    );
    let output = network(&folder, &key, "--offline --min-vehicles 2");
    assert!(said(&output).contains("expected at least 3 vehicles a group, found 2"));
    let output = network(&folder, &key, "--offline --by tan");
    assert!(said(&output).contains("expected an attribute that may be published"));
}
