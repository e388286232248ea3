//! Every way of reading gives what `DataTransfer::decode_thoroughly` gives.

use iot4emissions_proto::columns::{RowError, TransferColumns, TransferReader};
use iot4emissions_proto::envelope::LineForm;
use iot4emissions_proto::message::{DataTransfer, DeviationCode, Profile};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::{data_transfer, read, snapshots};

/// What a mutation puts in: bytes that mean something in JSON or the protocol.
const TELLING: [&str; 30] = [
    "0",
    "1",
    "9",
    ".",
    "-",
    ",",
    ":",
    "\"",
    "{",
    "}",
    "[",
    "]",
    " ",
    "\t",
    "\r",
    "e",
    "/",
    ";",
    "\0",
    "null",
    "\"tfc\":1.0,",
    ",\"tdt\":\"2.55\"",
    "\"acquired\":1,",
    "\\u0031",
    ".5",
    "00",
    "}]}",
    "\"1\"",
    "\u{e9}",
    "",
];

/// The message with white space, other forms of numbers and `acquired` elsewhere.
fn rewritten(message: &DataTransfer, choices: &[u8]) -> Vec<u8> {
    let mut choices = choices.iter().copied().cycle();
    let mut choose = move |among: &[&str]| {
        let choice = choices.next().unwrap_or_default();
        among[usize::from(choice) % among.len()].to_owned()
    };
    let blank = ["", "", " ", "\t", "\r", "  "];
    let mut parts = Vec::new();
    for snapshot in message.snapshots() {
        let mut members = Vec::new();
        for (parameter, tenths) in snapshot.values().present() {
            let text = format!("{tenths}{}", choose(&["", "", "", "0", "4", "49", "5"]));
            let mark = choose(&["", "", "\""]);
            let (before, after) = (choose(&blank), choose(&blank));
            let name = parameter.wire_name();
            members.push(format!(
                "{before}\"{name}\"{after}:{before}{mark}{text}{mark}{after}"
            ));
        }
        let mark = choose(&["", "", "\""]);
        let place = if choose(&["first", "last"]) == "first" {
            0
        } else {
            members.len()
        };
        members.insert(
            place,
            format!("\"acquired\":{mark}{}{mark}", snapshot.acquired()),
        );
        parts.push(format!("{}{{{}}}", choose(&blank), members.join(",")));
    }
    format!(
        "{{{}\"data\":[{}]}}{}",
        choose(&blank),
        parts.join(","),
        choose(&blank)
    )
    .into_bytes()
}

fn mutated(mut payload: Vec<u8>, mutations: &[(Index, usize, &str)]) -> Vec<u8> {
    for (at, remove, insert) in mutations {
        let start = at.index(payload.len() + 1);
        let end = (start + remove).min(payload.len());
        payload.splice(start..end, insert.bytes());
    }
    payload
}

fn mutations() -> impl Strategy<Value = Vec<(Index, usize, &'static str)>> {
    vec((any::<Index>(), 0..4usize, select(TELLING.to_vec())), 0..3)
}

/// The records of a line: up to what is no JSON object, or is not followed by another.
fn records(line: &[u8]) -> Vec<&[u8]> {
    let (mut records, mut rest) = (Vec::new(), line);
    loop {
        let mut values =
            serde_json::Deserializer::from_slice(rest).into_iter::<serde_json::Value>();
        let is_object = matches!(values.next(), Some(Ok(serde_json::Value::Object(_))));
        let (first, after) = rest.split_at(values.byte_offset());
        if !is_object || !after.trim_ascii_start().starts_with(b"{") {
            records.push(rest);
            return records;
        }
        records.push(first);
        rest = after;
    }
}

/// The columns hold what the thorough way reads, between two good neighbours.
fn assert_as_thorough(payload: &[u8], profile: Profile) -> Result<(), TestCaseError> {
    let good = br#"{"data":[{"acquired":7,"tfc":1.0},{"acquired":8,"tgeib":0.0}]}"#;
    let mut one_by_one = TransferReader::<i64>::new(profile);
    for (source_row, payload) in (0..).zip([good, payload, good]) {
        one_by_one.push(None, source_row, payload);
    }
    let columns = one_by_one.finish();
    // No line end is within the payload; a CR at its end would become part of one.
    let lines = [good, payload, good].join(&b'\n');
    if !payload.iter().all(|byte| b" \t\r".contains(byte)) && !payload.ends_with(b"\r") {
        let as_lines = read(LineForm::Payload, profile, &lines);
        let records = records(payload);
        if let [_] = records[..] {
            prop_assert_eq!(&as_lines, &columns);
        } else {
            // Each as if it had a line of its own.
            let apart = [&[&good[..]], &records[..], &[&good[..]]].concat();
            let apart = read(LineForm::Payload, profile, &apart.join(&b'\n'));
            prop_assert_eq!(snapshots(&as_lines), snapshots(&apart));
            prop_assert_eq!(as_lines.messages, apart.messages);
            let errors = |columns: &TransferColumns<i64>| -> Vec<RowError> {
                let each = columns.rejected.iter();
                each.map(|row| row.error.clone()).collect()
            };
            prop_assert_eq!(errors(&as_lines), errors(&apart));
        }
    }
    let found = snapshots(&columns);
    prop_assert_eq!(&found[..2], &found[found.len() - 2..]);
    prop_assert_eq!(columns.source_row.len(), found.len());
    let inner = &found[2..found.len() - 2];
    match DataTransfer::decode_thoroughly(payload, profile) {
        Ok(decoded) => {
            prop_assert_eq!(inner, decoded.message.snapshots());
            prop_assert_eq!(&columns.rejected, &[]);
            for code in DeviationCode::ALL {
                prop_assert_eq!(columns.deviations.of(code), decoded.counts.of(code));
            }
            prop_assert!(
                columns.source_row[2..found.len() - 2]
                    .iter()
                    .all(|row| *row == 1)
            );
        }
        Err(error) => {
            prop_assert_eq!(inner, &[]);
            prop_assert_eq!(columns.rejected.len(), 1);
            prop_assert_eq!(columns.rejected[0].source_row, 1);
            prop_assert_eq!(&columns.rejected[0].error, &RowError::Payload(error));
            prop_assert_eq!(columns.deviations.total(), 0);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn p_5_2_canonical_and_mutated_messages(message in data_transfer(), mutations in mutations()) {
        let payload = mutated(message.to_canonical(), &mutations);
        let payload: Vec<u8> = payload.into_iter().filter(|byte| *byte != b'\n').collect();
        assert_as_thorough(&payload, Profile::Strict)?;
        assert_as_thorough(&payload, Profile::Tolerant)?;
    }

    #[test]
    fn p_5_4_accepted_but_not_canonical_messages(
        message in data_transfer(),
        choices in vec(any::<u8>(), 1..40),
        mutations in mutations(),
    ) {
        let payload = mutated(rewritten(&message, &choices), &mutations);
        assert_as_thorough(&payload, Profile::Strict)?;
        assert_as_thorough(&payload, Profile::Tolerant)?;
    }

    /// Otherwise the library would be slow, and no other test would say so.
    #[test]
    fn p_5_1_every_canonical_message_takes_the_fast_path(messages in vec(data_transfer(), 1..8)) {
        let mut reader = TransferReader::<f64>::new(Profile::Strict);
        for end in ["\n", "\r\n"] {
            let canonical = |message: &DataTransfer| String::from_utf8(message.to_canonical()).unwrap();
            let lines: String = messages.iter().map(|message| canonical(message) + end).collect();
            reader.read_lines(LineForm::Payload, lines.as_bytes(), 0);
        }
        reader.push(None, 0, &messages[0].to_canonical());
        prop_assert_eq!(reader.canonical_messages(), 2 * messages.len() as u64 + 1);
    }
}

/// Members at the edges of what is accepted: 0, which a reader might take for "nothing
/// yet", both ends of the ranges, and each name in more than one form.
const MEMBERS: [&str; 11] = [
    r#""acquired":0"#,
    r#""acquired":1"#,
    r#""acquired":"0""#,
    r#""acquired":9999999999"#,
    r#""acquired":10000000000"#,
    r#""tfc":0.0"#,
    r#""tfc":0"#,
    r#""tgeib":"0.04""#,
    r#""tgeib":429496729.4"#,
    r#""tgeib":429496729.5"#,
    r#""other":0"#,
];

/// Snapshots of `least` to `most` of these members, in any order and number.
fn member_sequences(least: usize, most: usize) -> Vec<String> {
    let mut all = Vec::new();
    let mut longest = vec![String::new()];
    for count in 1..=most {
        let longer = |before: &String| {
            let comma = if before.is_empty() { "" } else { "," };
            MEMBERS.map(|member| format!("{before}{comma}{member}"))
        };
        longest = longest.iter().flat_map(longer).collect();
        if count >= least {
            all.extend(longest.iter().map(|members| format!("{{{members}}}")));
        }
    }
    all
}

#[test]
fn p_5_3_every_short_sequence_of_members() {
    let payload = |snapshots: &str| format!(r#"{{"data":[{snapshots}]}}"#).into_bytes();
    let mut payloads: Vec<_> = member_sequences(1, 4)
        .iter()
        .map(|snapshot| payload(snapshot))
        .collect();
    let short = member_sequences(2, 2);
    for first in &short {
        payloads.extend(
            short
                .iter()
                .map(|second| payload(&format!("{first},{second}"))),
        );
    }
    for payload in payloads {
        for profile in [Profile::Strict, Profile::Tolerant] {
            if let Err(error) = assert_as_thorough(&payload, profile) {
                panic!("{} {profile:?}: {error}", String::from_utf8_lossy(&payload));
            }
        }
    }
}

#[test]
fn p_5_3_every_byte_changed_and_every_truncation() {
    let payload = br#"{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":1234567.8,"tgeib":429496729.4},{"acquired":1622538001,"tdtcdoer":0.0}]}"#;
    for length in 0..payload.len() {
        assert_as_thorough(&payload[..length], Profile::Tolerant).unwrap();
    }
    for at in 0..payload.len() {
        for byte in (0..=255).filter(|byte| *byte != b'\n') {
            let mut changed = payload.to_vec();
            changed[at] = byte;
            assert_as_thorough(&changed, Profile::Tolerant).unwrap();
        }
    }
}
