//! Payloads made of the library's own texts: what it looks for in a text, it has written
//! there itself. Whatever a payload says, reading it ends, and shows no VIN (P-1.5, P-5.3).

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use iot4emissions_proto::message::{Message, Profile};
use iot4emissions_proto::privacy::HIDDEN_VIN;
use iot4emissions_proto::topic::TopicKind;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::{Read, read};

/// How long reading may take on a machine that has other things to do. It takes less than
/// a millisecond.
const TIME_OUT: Duration = Duration::from_secs(30);

/// `None` where reading does not end. Its thread then stays behind until the tests end.
fn read_in_time(kind: TopicKind, text: &str, profile: Profile) -> Option<Read> {
    let (sender, receiver) = mpsc::channel();
    let text = text.to_owned();
    thread::spawn(move || {
        // Nobody waits any more after the time-out.
        let _ = sender.send(read(kind, &text, profile));
    });
    receiver.recv_timeout(TIME_OUT).ok()
}

#[track_caller]
fn error(text: &str) -> String {
    let read = read_in_time(TopicKind::RegisterDevice, text, Profile::Strict);
    let read = read.expect("reading ends");
    read.expect_err("the payload is wrong").to_string()
}

/// The smallest payload that was read for ever.
#[test]
fn p_5_3_a_vin_that_is_the_replacing_text() {
    assert_eq!(
        error(r#"{"vin":"vin hidden","vehicleInfo":{"mt":"vin hidden"}}"#),
        "not a Registration Request message: line 1, column 8 (/vin): expected 17 characters, \
         found 10; line 1, column 41 (/vehicleInfo/mt): expected a whole number of \
         kilograms from 0 to 99999, found \"<VIN hidden>\""
    );
}

#[test]
fn p_5_3_a_vin_that_stands_in_what_replaces_another() {
    assert_eq!(
        error(
            r#"{"vin":"JFXHF05K1L410493","VIN":"<vin hidden>","Vin":"n hidden","vehicleInfo":{"of JFXHF05K1L410493":"a"}}"#
        ),
        "not a Registration Request message: line 1, column 8 (/vin): expected 17 characters, \
         found 16; line 1, column 102 (/vehicleInfo/of <VIN hidden>): expected an attribute \
         name of 1 to 16 letters and digits that starts with a letter, found \
         \"of <VIN hidden>\"; line 1, column 33 (/VIN): expected no such member, found \
         \"<VIN hidden>\"; line 1, column 54 (/Vin): expected no such member, found \
         \"<VIN hidden>\""
    );
}

#[test]
fn p_5_3_more_vins_than_are_looked_for() {
    let vins: String = (0..9).map(|n| format!(r#""vin":"vehicle {n}","#)).collect();
    let text = format!(r#"{{{vins}"vehicleInfo":{{"mt":"vehicle 8","vehicle7":7}}}}"#);
    let error = error(&text);
    assert!(!error.contains("vehicle "), "{error}");
    assert!(
        error.ends_with(
            "(/<VIN hidden>/mt): expected a whole number of kilograms from 0 to 99999, found \
             <VIN hidden>; line 1, column 207 (/<VIN hidden>/<VIN hidden>): expected a string, \
             found 7"
        ),
        "{error}"
    );
}

const NAMES: [&str; 24] = [
    "vin",
    "VIN",
    "vehicleInfo",
    "mt",
    "ve",
    "z",
    "erwltp",
    "deviceState",
    "configuration",
    "registrationMqtt",
    "obfcmDataMqtt",
    "endpoint",
    "port",
    "protocol",
    "acquireFrequency",
    "acquireFreq",
    "transferFrequency",
    "configCheckFreq",
    "version",
    "data",
    "acquired",
    "tfc",
    "tdt",
    "vfn",
];

const TEXTS: [&str; 28] = [
    HIDDEN_VIN,
    HIDDEN_VIN,
    HIDDEN_VIN,
    "expected ",
    ", found ",
    "none",
    "an object",
    "a second one",
    "each name once",
    "not a Registration Request message: ",
    "line 1, column 8 (/vin)",
    "17 characters",
    "a test mass in kg in whole units",
    "a cron expression in Quartz form",
    "duplicate-member",
    "missing-member",
    "unknown-value",
    "number-as-string",
    "free-text-state",
    "table-name",
    "registered",
    "operational",
    "mqtts",
    "0 0 0 ? * * *",
    "/vehicleInfo/mt",
    "~1",
    "\"…\\",
    "ä\u{301}",
];

/// One of the library's texts, or a part of it, in any letter case.
fn part() -> impl Strategy<Value = String> {
    let whole = prop_oneof![2 => select(&TEXTS[..]), 1 => select(&NAMES[..])];
    let cuts = any::<(bool, bool, Index, Index)>();
    (whole, cuts, 0..3).prop_map(|(text, (from_start, to_end, start, end), case)| {
        let characters: Vec<_> = text.chars().collect();
        let start = if from_start {
            0
        } else {
            start.index(characters.len())
        };
        let length = characters.len() - start;
        let length = if to_end {
            length
        } else {
            end.index(length + 1)
        };
        let part: String = characters[start..start + length].iter().collect();
        match case {
            0 => part,
            1 => part.to_ascii_lowercase(),
            _ => part.to_ascii_uppercase(),
        }
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => part(),
        1 => vec(part(), 2..5).prop_map(|parts| parts.concat()),
        1 => select(&NAMES[..]).prop_map(str::to_owned),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![2 => select(&NAMES[..]).prop_map(str::to_owned), 1 => text()]
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn object(members: &[(String, String)]) -> String {
    let member = |(name, value): &(String, String)| format!("{}:{value}", quoted(name));
    let members: Vec<_> = members.iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}

/// JSON with `text` at every place.
fn value(text: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let others = select(vec!["null", "true", "7", "1e3", "[]", "{}", "12345678.5"]);
    let leaf = prop_oneof![
        4 => text.clone().prop_map(|text| quoted(&text)),
        1 => others.prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 12, 4, move |inner| {
        let name = prop_oneof![3 => name(), 1 => text.clone()];
        prop_oneof![
            4 => vec((name, inner.clone()), 0..5).prop_map(|members| object(&members)),
            1 => vec(inner, 0..4).prop_map(|elements| format!("[{}]", elements.join(","))),
        ]
    })
}

#[derive(Debug, Clone)]
struct Payload {
    vins: Vec<String>,
    text: String,
}

/// A payload that calls some of its texts `vin`, and repeats them at other places.
fn payload() -> impl Strategy<Value = Payload> {
    let count = prop_oneof![6 => 1..=1usize, 2 => 0..=3usize, 1 => 7..=10usize];
    let vins = count.prop_flat_map(|count| vec(text(), count));
    vins.prop_flat_map(|vins| {
        let again = if vins.is_empty() {
            text().boxed()
        } else {
            prop_oneof![select(vins.clone()), text()].boxed()
        };
        let name = prop_oneof![4 => name(), 1 => again.clone()];
        let members = vec((name, value(again)), 0..6);
        (
            Just(vins),
            members,
            select(vec!["vin", "VIN", "vIn"]),
            any::<Index>(),
        )
    })
    .prop_map(|(vins, mut members, name, place)| {
        let place = place.index(members.len() + 1);
        let noted = vins.iter().map(|vin| (name.to_owned(), quoted(vin)));
        members.splice(place..place, noted);
        Payload {
            vins,
            text: object(&members),
        }
    })
}

/// The texts in which something foreign may stand.
fn shown(read: &Read) -> Vec<&str> {
    match read {
        Ok(decoded) => decoded
            .deviations
            .iter()
            .map(|d| d.pointer.as_str())
            .collect(),
        Err(error) => error
            .issues()
            .iter()
            .flat_map(|issue| [issue.pointer.as_str(), &issue.found])
            .collect(),
    }
}

proptest! {
    // What does not end costs a thread and the time-out for each payload tried.
    #![proptest_config(ProptestConfig { cases: 1024, max_shrink_iters: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn p_5_3_reading_ends_and_shows_no_vin(Payload { vins, text } in payload()) {
        for kind in TopicKind::ALL {
            for profile in [Profile::Strict, Profile::Tolerant] {
                let read = read_in_time(kind, &text, profile);
                prop_assert!(read.is_some(), "reading does not end");
                let read = read.unwrap();
                // A text of less than eight bytes identifies no vehicle.
                for vin in vins.iter().filter(|vin| vin.len() >= 8) {
                    let vin = vin.to_ascii_lowercase();
                    for shown in shown(&read) {
                        // What it was hidden with is none of it.
                        let mut rest = shown.split(HIDDEN_VIN).map(str::to_ascii_lowercase);
                        prop_assert!(rest.all(|part| !part.contains(&vin)), "{shown}");
                    }
                }
                if let Ok(decoded) = read {
                    let canonical = decoded.message.to_canonical();
                    prop_assert!(Message::is_canonical(kind, &canonical));
                }
            }
        }
    }
}
