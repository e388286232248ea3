//! The file of vehicle types, and what its reader refuses.

use std::collections::BTreeSet;

use iot4emissions_proto::message::{Profile, RegistrationRequest};
use serde_json::{Value, json};

use crate::fleet::vehicle_type::BOX_1;
use crate::fleet::{Category, Powertrain, VehicleType};

const FILE: &str = include_str!("../../../data/vehicle-types.json");

fn file() -> Value {
    serde_json::from_str(FILE).unwrap()
}

/// The error of the file with the type at `place` (from 1) changed.
fn refused(place: usize, change: impl FnOnce(&mut Value)) -> String {
    let mut file = file();
    change(&mut file["types"][place - 1]);
    VehicleType::read(&file.to_string())
        .unwrap_err()
        .to_string()
}

#[test]
fn box_1_is_among_them_literally() {
    let box_1: Value = serde_json::from_str(BOX_1).unwrap();
    assert_eq!(
        box_1["vehicleInfo"],
        json!({
            "vfn": "IP-03_MX_0169-1C4-1",
            "mh": "FIAT GROUP",
            "tan": "E4*2007/46*1410*01",
            "t": "MX",
            "va": "JHVFV",
            "ve": "K5LE1C",
            "mk": "JEEP",
            "mt": "1872",
            "ewltp": "157",
        })
    );
    assert_eq!(file()["types"][0]["vehicleInfo"], box_1["vehicleInfo"]);
    let first = VehicleType::built_in().unwrap().remove(0);
    assert_eq!(
        serde_json::to_value(first.info()).unwrap(),
        box_1["vehicleInfo"]
    );
}

#[test]
fn the_reader_puts_box_1_first_wherever_it_stands() {
    let mut file = file();
    file["types"].as_array_mut().unwrap().rotate_left(1);
    let types = VehicleType::read(&file.to_string()).unwrap();
    assert_eq!(types, VehicleType::built_in().unwrap());
}

#[test]
fn every_type_registers_strictly() {
    let types = VehicleType::built_in().unwrap();
    assert!(types.len() >= 44, "{}", types.len());
    assert_eq!(types.len(), file()["types"].as_array().unwrap().len());
    for vehicle_type in &types {
        let request = RegistrationRequest {
            data_device: None,
            vin: "JFXHF05K1L4104934".parse().unwrap(),
            vehicle_info: vehicle_type.info().clone(),
        };
        let decoded = RegistrationRequest::decode(&request.to_canonical(), Profile::Strict);
        assert_eq!(decoded.unwrap().message, request);
        assert!(
            (900..3500).contains(&vehicle_type.info().test_mass.unwrap().kilograms()),
            "{vehicle_type:?}"
        );
        let wltp = vehicle_type.wltp_litres_per_100_kilometres();
        assert!(vehicle_type.litres_per_100_kilometres() > wltp);
    }
}

#[test]
fn powertrains_makes_segments_and_categories_are_all_there() {
    let types = VehicleType::built_in().unwrap();
    for powertrain in Powertrain::ALL {
        let number = types
            .iter()
            .filter(|t| t.powertrain() == powertrain)
            .count();
        assert!(number >= 4, "{powertrain}: {number}");
    }
    let vans = |t: &&VehicleType| t.category() == Category::LightCommercialVehicle;
    assert!(types.iter().filter(vans).count() >= 5);
    let makes: BTreeSet<_> = types.iter().map(|t| t.info().make.clone()).collect();
    assert!(makes.len() >= 8, "{makes:?}");
    let segments: BTreeSet<_> = types.iter().map(VehicleType::segment).collect();
    assert!(segments.len() >= 8, "{segments:?}");
}

#[test]
fn the_file_says_that_it_is_made_up() {
    let note = file()["note"].to_string();
    assert!(note.contains("All but the first are made up"), "{note}");
    assert!(note.contains("describe no real approval"), "{note}");
}

#[test]
fn errors_name_the_type_and_what_is_wrong() {
    let car = "vehicle type 2 (ZEMAN ZA GDHBC E0KF0G): ";
    for (member, value, problem) in [
        (
            "vfn",
            json!("03_ZA"),
            r#"expected an interpolation family IP-n…-WMI-x in "vfn", found "03_ZA""#,
        ),
        (
            "vfn",
            json!("RL-01-TZ0-1"),
            r#"expected an interpolation family IP-n…-WMI-x in "vfn", found "RL-01-TZ0-1""#,
        ),
        (
            "tan",
            json!("1410"),
            r#"expected a type-approval number e<n>*<act>*<base>*<ext> in "tan", found "1410""#,
        ),
        (
            "ewltp",
            json!("0"),
            r#"expected a value, as the simulation needs it in "ewltp", found none, or 0"#,
        ),
        (
            "it",
            json!("e1 29"),
            r#"expected a value, as the simulation needs it in "erwltp", found none, or 0"#,
        ),
        (
            "z",
            json!("150"),
            r#"expected nothing for petrol in "z", found 150"#,
        ),
        (
            "ewlpt",
            json!("112"),
            r#"expected names of JRC127600 Table 4 in "vehicleInfo", found "ewlpt""#,
        ),
        (
            "ewltp",
            json!("140"),
            r#"expected 7.3, which follows from ewltp and powertrain in "litresPer100Kilometres", found 5.8"#,
        ),
    ] {
        let error = refused(2, |t| t["vehicleInfo"][member] = value);
        assert_eq!(error, format!("{car}{problem}"));
    }
    for member in ["mh", "t", "va", "ve", "mk", "mt"] {
        let error = refused(2, |t| {
            t["vehicleInfo"].as_object_mut().unwrap().remove(member);
        });
        let problem = format!("a value, as the simulation needs it in {member:?}");
        assert!(error.contains(&problem), "{error}");
    }
    let not_canonical = refused(2, |t| t["vehicleInfo"]["mt"] = json!(1048));
    assert!(
        not_canonical.starts_with(car) && not_canonical.contains("/vehicleInfo/mt"),
        "{not_canonical}"
    );
}

#[test]
fn errors_of_members_beside_the_attributes() {
    let car = "vehicle type 2 (ZEMAN ZA GDHBC E0KF0G): ";
    for (member, value, problem) in [
        (
            "kilometresPerYear",
            json!(900),
            r#"expected 1000 to 100000 in "kilometresPerYear", found 900"#,
        ),
        (
            "segment",
            json!(""),
            r#"expected a text in "segment", found an empty one"#,
        ),
        (
            "electricSharePercent",
            json!(40),
            r#"expected nothing for petrol, 60 at most in "electricSharePercent", found 40"#,
        ),
        (
            "powertrain",
            json!("plug-in petrol"),
            r#"expected a number above 0 for plug-in petrol in "z", found none"#,
        ),
    ] {
        let error = refused(2, |t| t[member] = value);
        assert_eq!(error, format!("{car}{problem}"));
    }
    let error = refused(2, |t| t["colour"] = json!("red"));
    assert!(
        error.starts_with(car) && error.contains("colour"),
        "{error}"
    );
    let plug_in = file()["types"]
        .as_array()
        .unwrap()
        .iter()
        .position(|t| t["powertrain"] == "plug-in diesel")
        .unwrap();
    let error = refused(plug_in + 1, |t| t["electricSharePercent"] = json!(61));
    assert!(
        error.ends_with(r#"for plug-in diesel, 60 at most in "electricSharePercent", found 61"#),
        "{error}"
    );
    let second = file()["types"][1].clone();
    let error = refused(3, |t| *t = second);
    assert_eq!(
        error,
        "vehicle type 3 (ZEMAN ZA GDHBC E0KF0G): expected another approval, type, variant or \
         version than that of vehicle type 2"
    );
}

#[test]
fn errors_of_the_file() {
    let error = |json: &str| VehicleType::read(json).unwrap_err().to_string();
    assert!(error("[]").starts_with(r#"expected an object of "note" and "types": "#));
    assert_eq!(
        error(r#"{"note":[],"types":[]}"#),
        "expected the vehicle type of JRC127600 Box 1 among the types, found 0 others"
    );
    assert!(
        error(r#"{"note":[],"types":[{}]}"#).starts_with("vehicle type 1 (without a name): "),
        "{}",
        error(r#"{"note":[],"types":[{}]}"#)
    );
}
