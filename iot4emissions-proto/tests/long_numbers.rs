//! A number is shown, however long it is, and never hidden as a VIN: of all error types of
//! the core through which a foreign text goes.

use std::fmt::Display;

use iot4emissions_proto::envelope::{EnvelopeNames, LineForm, OpenedLine};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{
    ConfigurationStatus, DataTransfer, Host, Profile, RegistrationRequest, RegistrationStatus,
};
use iot4emissions_proto::obfcm::{Kilometres, KilowattHours, Litres, Tenths};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::services::registration::Country;
use iot4emissions_proto::topic::{Subscription, Topic, TopicFilter, TopicKind};
use iot4emissions_proto::vehicle::{AttributeName, TestMass, Vin};

const BOX_3: &str = include_str!("boxes/box_3.json");

/// As many digits as a VIN has, and as an error shows of a text.
const NUMBERS: [&str; 2] = [
    "12345678901234567",
    "1234567890123456789012345678901234567890",
];

/// Why it is refused.
fn refused<T, E: Display>(read: Result<T, E>) -> String {
    match read {
        Ok(_) => panic!("it is read"),
        Err(error) => error.to_string(),
    }
}

fn payloads(number: &str) -> Vec<String> {
    let transfer = |text: String| refused(DataTransfer::decode(text.as_bytes(), Profile::Tolerant));
    let snapshot = |members: String| transfer(format!(r#"{{"data":[{{{members}}}]}}"#));
    // With another value for the first member of this name.
    let status = |name: &str, value: String| {
        let (before, after) = BOX_3.split_once(&format!("\"{name}\":")).unwrap();
        let text = format!("{before}\"{name}\":{value},\"x\":{after}");
        refused(ConfigurationStatus::decode(
            text.as_bytes(),
            Profile::Tolerant,
        ))
    };
    vec![
        snapshot(format!(r#""acquired":{number},"tfc":1.0"#)),
        snapshot(format!(r#""acquired":"{number}","tfc":1.0"#)),
        snapshot(format!(r#""acquired":1,"tfc":{number}"#)),
        snapshot(format!(r#""acquired":1,"tfc":"{number}""#)),
        transfer(format!(r#"{{"data":"{number}"}}"#)),
        transfer(format!(r#"{{"data":[{number}]}}"#)),
        transfer(number.to_owned()),
        status("deviceState", number.to_owned()),
        status("configuration", format!("\"{number}\"")),
        status("endpoint", number.to_owned()),
        status("endpoint", format!("\"{number}:\"")),
        status("port", number.to_owned()),
        status("protocol", format!("\"{number}\"")),
        status("acquireFrequency", format!("\"{number}\"")),
        status("version", number.to_owned()),
        refused(RegistrationStatus::decode(
            format!(r#"{{"deviceState":{number}}}"#).as_bytes(),
            Profile::Strict,
        )),
        refused(RegistrationRequest::decode(
            format!(r#"{{"vin":"","vehicleInfo":{{"mt":{number}}}}}"#).as_bytes(),
            Profile::Strict,
        )),
    ]
}

fn texts(number: &str) -> Vec<String> {
    vec![
        refused(number.parse::<Tenths>()),
        refused(format!("{number}.55").parse::<Tenths>()),
        refused(number.parse::<Litres>()),
        refused(format!("{number}.0").parse::<Kilometres>()),
        refused(format!("-{number}").parse::<KilowattHours>()),
        refused(number.parse::<TestMass>()),
        refused(number.parse::<Country>()),
        refused(format!("{number}:").parse::<Host>()),
        refused(format!("{number} 0 0 1 * ?").parse::<Schedule>()),
        refused(format!("0 0 0 {number} * ?").parse::<Schedule>()),
        refused(format!("0 0 0 1/{number} * ?").parse::<Schedule>()),
        refused(number.parse::<Schedule>()),
    ]
}

#[test]
fn numbers_are_shown_however_long_they_are() {
    for number in NUMBERS {
        for text in [payloads(number), texts(number)].concat() {
            // A sign before it takes one of the characters that are shown.
            let shown = number.get(..39).unwrap_or(number);
            assert!(text.contains(shown), "{text}");
            assert!(!text.contains("VIN hidden"), "{text}");
        }
    }
}

/// These say what is wrong without the text, which is a name or a member of any kind.
#[test]
fn no_error_takes_a_number_for_a_vin() {
    for number in NUMBERS {
        let open = |line: String| {
            let (names, kind) = (EnvelopeNames::default(), Some(TopicKind::DataDevice));
            let form = LineForm::Envelope;
            refused(OpenedLine::open(line.as_bytes(), form, &names, kind))
        };
        for text in [
            refused(format!("{number}#").parse::<DeviceId>()),
            refused(format!("{number}#").parse::<TopicFilter>()),
            refused(format!("$share/{number}").parse::<Subscription>()),
            refused(number.parse::<Topic>()),
            refused(format!("iot4emissions/dataDevice/{number}#").parse::<Topic>()),
            refused(format!("{number}x").parse::<Vin>()),
            refused(format!("{number}\n").parse::<AttributeName>()),
            open(format!(r#"{{"device":{number},"payload":{{}}}}"#)),
            open(format!(r#"{{"topic":{number},"payload":{{}}}}"#)),
            open(format!(r#"{{"topic":"{number}","payload":{{}}}}"#)),
            open(format!(r#"{{"device":"a","payload":{number}}}"#)),
            open(number.to_owned()),
        ] {
            assert!(!text.contains("VIN hidden"), "{text}");
        }
    }
}
