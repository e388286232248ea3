//! `network --export`: what analysts get out of a run.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use iot4emissions_proto::columns::TransferReader;
use iot4emissions_proto::envelope::LineForm;
use iot4emissions_proto::message::Profile;
use iot4emissions_proto::obfcm::Parameter;
use iot4emissions_proto::time::UnixSeconds;
use network::export::{TRANSFERS, VEHICLES};
use network::fleet::Fleet;
use serde_json::Value;

use crate::worlds::Folder;

fn exported(folder: &Folder, words: &str) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_network"))
        .arg("--database")
        .arg(&folder.0)
        .arg("--export")
        .arg(folder.0.join("export"))
        .args(words.split(' '))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

fn read(folder: &Folder, file: &str) -> String {
    std::fs::read_to_string(folder.0.join("export").join(file)).unwrap()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The number after the name in the run's table.
fn in_table(output: &Output, name: &str) -> usize {
    let table = String::from_utf8(output.stdout.clone()).unwrap();
    let line = table.lines().find(|line| line.trim().starts_with(name));
    let number = line.and_then(|line| line.split_whitespace().last());
    number.unwrap().parse().unwrap()
}

#[test]
fn every_stored_snapshot_is_in_a_message_that_the_columns_read() {
    let folder = Folder::new("export-messages");
    let output = exported(&folder, "--offline --vehicles 8 --months 12 --seed 4");
    let text = read(&folder, TRANSFERS);
    let mut reader = TransferReader::<i64>::new(Profile::Strict);
    reader.read_lines(LineForm::Envelope, text.as_bytes(), 0);
    let columns = reader.finish();
    assert_eq!(columns.rejected, []);
    // Of the cleared vehicles and of no others.
    let vehicles = lines(&read(&folder, VEHICLES));
    assert_eq!(vehicles.len(), in_table(&output, "operational"));
    assert!(columns.acquired.len() <= in_table(&output, "stored"));
    assert!(text.lines().count() <= in_table(&output, "data transfers"));

    // Each of them is what its vehicle's counters showed at that time.
    let fleet = Fleet::new(4, 8).unwrap();
    let mut row = 0;
    for line in lines(&text) {
        let received = line["received"].as_u64().unwrap();
        let sender = line["device"].as_str().unwrap();
        assert!(vehicles.iter().any(|vehicle| vehicle["device"] == sender));
        let mut vehicles = fleet.vehicles().iter();
        let vehicle = vehicles.find(|vehicle| vehicle.device_id().as_str() == sender);
        for snapshot in line["payload"]["data"].as_array().unwrap() {
            let acquired = snapshot["acquired"].as_u64().unwrap();
            assert!(acquired <= received);
            let counters = vehicle.unwrap().counters(UnixSeconds(acquired));
            for parameter in Parameter::ALL {
                let tenths = counters.value(parameter).map(|tenths| tenths.get().into());
                assert_eq!(columns.value(parameter).get(row), tenths, "{parameter:?}");
            }
            row += 1;
        }
    }
    let said = String::from_utf8(output.stderr).unwrap();
    let messages = text.lines().count();
    let count = vehicles.len();
    let said_so = format!("{messages} messages and {count} vehicles are exported to ");
    assert!(said.contains(&said_so), "{said}");
}

#[test]
fn every_vehicle_has_its_attributes_and_its_fuel() {
    let folder = Folder::new("export-vehicles");
    exported(&folder, "--offline --vehicles 40 --months 2");
    let vehicles = lines(&read(&folder, VEHICLES));
    // Those that are cleared.
    assert!((20..40).contains(&vehicles.len()), "{}", vehicles.len());
    let mut fuels = BTreeSet::new();
    for vehicle in Fleet::new(1, 40).unwrap().vehicles() {
        let of_device = |line: &&Value| line["device"] == vehicle.device_id().as_str();
        let Some(line) = vehicles.iter().find(of_device) else {
            continue;
        };
        let (kind, info) = (vehicle.vehicle_type(), vehicle.vehicle_type().info());
        let family = info.family.as_ref().map(|family| family.as_str());
        assert_eq!(line["vfn"].as_str(), family);
        let emissions = info.carbon_dioxide_emissions;
        let emissions = emissions.map(|value| u64::from(value.grams_per_kilometre()));
        assert_eq!(line["ewltp"].as_u64(), emissions);
        let energy = info.electric_energy_consumption;
        let energy = energy.map(|value| u64::from(value.watt_hours_per_kilometre()));
        assert_eq!(line["z"].as_u64(), energy);
        assert_eq!(line["z"].is_null(), !kind.powertrain().is_plug_in());
        let reduction = info.carbon_dioxide_reduction;
        let reduction = reduction.map(|value| f64::from(value.hundredths()) / 100.0);
        assert_eq!(line["erwltp"].as_f64(), reduction);
        assert_eq!(line["ft"], kind.powertrain().fuel_type());
        assert_eq!(line["fm"], kind.powertrain().fuel_mode());
        fuels.insert((line["ft"].to_string(), line["fm"].to_string()));
        assert!(line.get("state").is_none(), "{line}");
        assert_eq!(line.as_object().unwrap().len(), 15, "{line}");
    }
    // Every powertrain of the simulation looks different to an analyst.
    assert_eq!(fuels.len(), 5);
}

#[test]
fn p_1_3_neither_file_holds_a_vin() {
    let folder = Folder::new("export-vin");
    exported(&folder, "--offline --vehicles 20 --months 12");
    for file in [TRANSFERS, VEHICLES] {
        let text = read(&folder, file);
        assert!(!text.is_empty());
        assert!(!text.to_lowercase().contains("vin\""), "{file}");
        for vehicle in Fleet::new(1, 20).unwrap().vehicles() {
            assert!(!text.contains(vehicle.vin().as_str()), "{file}");
        }
    }
}

#[test]
fn over_sockets_and_by_direct_calls_the_files_are_the_same() {
    let (direct, sockets) = (Folder::new("export-direct"), Folder::new("export-sockets"));
    let size = "--vehicles 4 --months 7 --seed 3";
    exported(&direct, &format!("--offline {size}"));
    exported(&sockets, size);
    for file in [TRANSFERS, VEHICLES] {
        let text = read(&direct, file);
        assert!(text.lines().count() >= 4, "{text}");
        assert_eq!(text, read(&sockets, file));
    }
}

#[test]
fn a_folder_that_cannot_be_made_ends_it_with_status_1() {
    let folder = Folder::new("export-refused");
    let file = folder.0.join("file");
    std::fs::write(&file, "").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_network"))
        .arg("--database")
        .arg(&folder.0)
        .arg("--export")
        .arg(file.join(Path::new("export")))
        .args(["--offline", "--vehicles", "1", "--months", "1"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("error: the export: "), "{said}");
}
