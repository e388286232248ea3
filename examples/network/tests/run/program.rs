//! The program itself.

use std::process::{Command, Output};

use network::fleet::Fleet;

use crate::worlds::Folder;

fn network(folder: &Folder, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_network"))
        .arg("--database")
        .arg(&folder.0)
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn it_prints_the_same_table_for_the_same_seed() {
    let arguments = [
        "--offline",
        "--vehicles",
        "8",
        "--months",
        "12",
        "--seed",
        "4",
    ];
    let first = network(&Folder::new("program-1"), &arguments);
    let second = network(&Folder::new("program-2"), &arguments);
    assert!(first.status.success());
    let table = text(&first.stdout);
    assert_eq!(table, text(&second.stdout));
    for part in [
        "devices by state",
        "messages by kind",
        "snapshots, the devices' side",
        "snapshots, the Data Service's side",
        "payload bytes by vehicle and year",
    ] {
        assert!(table.contains(part), "{table}");
    }
    let progress = text(&first.stderr);
    assert!(progress.contains("2025-12-31: "), "{progress}");
    assert!(progress.contains("every sum balances"), "{progress}");
    assert!(progress.contains("the databases lie in"), "{progress}");
}

#[test]
fn the_trace_shows_every_message_and_no_vin() {
    let folder = Folder::new("program-trace");
    let arguments = ["--offline", "--vehicles", "4", "--months", "4", "--trace"];
    let output = network(&folder, &arguments);
    assert!(output.status.success());
    let trace = text(&output.stdout);
    let fleet = Fleet::new(1, 4).unwrap();
    for vehicle in fleet.vehicles() {
        let device = vehicle.device_id();
        for family in ["registerDevice", "registerServer", "configServer"] {
            assert!(trace.contains(&format!("iot4emissions/{family}/{device}")));
        }
        assert!(!trace.contains(vehicle.vin().as_str()));
        assert!(!text(&output.stderr).contains(vehicle.vin().as_str()));
    }
    assert!(trace.contains("<VIN hidden>"));
    assert!(trace.contains("iot4emissions/dataDevice/"));
}

#[test]
fn the_data_services_files_hold_no_vin() {
    let folder = Folder::new("program-files");
    let output = network(&folder, &["--offline", "--vehicles", "6", "--months", "3"]);
    assert!(output.status.success());
    let holds = |file: &str, vin: &[u8]| {
        let bytes = std::fs::read(folder.0.join(file)).unwrap_or_default();
        bytes.windows(vin.len()).any(|window| window == vin)
    };
    for vehicle in Fleet::new(1, 6).unwrap().vehicles() {
        let vin = vehicle.vin().as_str().as_bytes();
        assert!(holds("registration.sqlite", vin) || holds("registration.sqlite-wal", vin));
        for file in ["data.sqlite", "data.sqlite-wal"] {
            assert!(!holds(file, vin), "{file}");
        }
    }
}

#[test]
fn an_earlier_runs_databases_end_it_with_status_1() {
    let folder = Folder::new("program-earlier");
    let arguments = ["--offline", "--vehicles", "1", "--months", "1"];
    assert!(network(&folder, &arguments).status.success());
    let again = network(&folder, &arguments);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("holds an earlier run"));
}

/// The table in this example's README is the one that `make results` wrote, and the program still
/// prints it.
#[test]
fn the_readme_shows_what_the_program_prints() {
    let written = include_str!("../../results/demo.txt");
    let readme = include_str!("../../README.md");
    assert!(
        readme.contains(&format!("```text\n{written}```")),
        "examples/network/README.md does not show examples/network/results/demo.txt"
    );
    let output = network(&Folder::new("program-readme"), &["--offline"]);
    assert_eq!(text(&output.stdout), written, "run make results");
}
