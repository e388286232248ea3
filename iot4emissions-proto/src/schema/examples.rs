//! The report's boxes, and one message for each in the report's other forms.

use serde_json::{Value, json};

const BOX_1: &str = include_str!("../../tests/boxes/box_1.json");
const BOX_2: &str = include_str!("../../tests/boxes/box_2.json");
const BOX_3: &str = include_str!("../../tests/boxes/box_3.json");
const BOX_4: &str = include_str!("../../tests/boxes/box_4_as_printed.json");

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Box 1: an actual type of vehicle with a fictional VIN.
pub(super) fn registration_request() -> Value {
    parsed(BOX_1)
}

/// Box 1 with numbers where Table 4 has strings.
pub(super) fn registration_request_deviating() -> Value {
    let mut example = registration_request();
    example["vehicleInfo"]["mt"] = json!(1872);
    example["vehicleInfo"]["ewltp"] = json!("157.4");
    example
}

/// Box 2.
pub(super) fn registration_status() -> Value {
    parsed(BOX_2)
}

/// Table 5: "or error message".
pub(super) fn registration_status_deviating() -> Value {
    json!({ "deviceState": "the VIN is registered already" })
}

/// Box 3.
pub(super) fn configuration_status() -> Value {
    parsed(BOX_3)
}

/// Box 3 with Table 6's names and strings, and §1.3.2's spelling.
pub(super) fn configuration_status_deviating() -> Value {
    let mut example = configuration_status();
    example["deviceState"] = json!("stand-by");
    let configuration = &mut example["configuration"];
    configuration["registrationMqtt"]["port"] = json!("8883");
    configuration["version"] = json!("1");
    if let Some(members) = configuration.as_object_mut() {
        for (name, table_name) in crate::message::configuration_status::SCHEDULE_NAMES {
            if let Some(schedule) = members.remove(name) {
                members.insert(table_name.to_owned(), schedule);
            }
        }
    }
    example
}

/// Box 4 without its trailing commas, which are no JSON (P-5.44).
pub(super) fn data_transfer() -> Value {
    parsed(&BOX_4.replace(",\n    }", "\n    }"))
}

/// Box 4 with Table 7's strings.
pub(super) fn data_transfer_deviating() -> Value {
    let mut example = data_transfer();
    let snapshot = &mut example["data"][0];
    snapshot["acquired"] = json!("1622538000");
    snapshot["tfc"] = json!("32.5");
    snapshot["tdt"] = json!("295.94");
    example
}
