//! Lines that hold a payload and who sent it.

use iot4emissions_proto::columns::{TransferColumns, TransferReader};
use iot4emissions_proto::envelope::{EnvelopeNames, LineError, LineForm, MAX_LINE, OpenedLine};
use iot4emissions_proto::message::Profile;
use iot4emissions_proto::topic::TopicKind;

use crate::support::{GOOD, read, rejected, tolerant};

#[test]
fn device_or_topic_with_the_payload_as_object_or_text() {
    let text = serde_json::to_string(GOOD).unwrap();
    let lines = [
        format!(r#"{{"device":"a","received":1622538007,"payload":{GOOD}}}"#),
        format!(r#"{{"topic":"iot4emissions/dataDevice/b","payload":{text}}}"#),
        format!(r#" {{ "payload" : {GOOD} , "offset":[null,{{}}], "device" : "\u0061" }} "#),
        format!(
            r#"{{"topic":"iot4emissions/dataDevice/c","device":"c","payload":{GOOD},"x":1,"x":2}}"#
        ),
    ];
    let columns = tolerant(LineForm::Envelope, &lines.join("\r\n"));
    assert_eq!(columns.rejected, []);
    assert_eq!(columns.source_row, [0, 1, 2, 3]);
    let devices: Vec<_> = (0..4).map(|row| columns.device.get(row)).collect();
    assert_eq!(devices, [Some("a"), Some("b"), Some("a"), Some("c")]);
    assert_eq!(columns.device.keys, [0, 1, 0, 2]);
    assert_eq!(columns.device.offsets, [0, 1, 2, 3]);
    assert_eq!(columns.acquired, [1_622_538_000; 4]);
}

#[test]
fn rows_without_a_device_are_absent_in_its_column() {
    let mut reader = TransferReader::<i64>::new(Profile::Strict);
    for (source_row, device) in (0..).zip([None, Some("b"), None, Some("a"), Some("b")]) {
        let device = device.map(|id| id.parse().unwrap());
        reader.push(device.as_ref(), source_row, GOOD.as_bytes());
    }
    let column = reader.finish().device;
    assert_eq!(column.keys, [0, 0, 0, 1, 0]);
    assert_eq!(column.validity.as_bytes(), [0b11010]);
    assert_eq!(column.validity.absent(), 2);
    let devices: Vec<_> = (0..6).map(|row| column.get(row)).collect();
    assert_eq!(devices, [None, Some("b"), None, Some("a"), Some("b"), None]);
}

#[test]
fn each_thing_wrong_has_its_code_and_place() {
    let cases = [
        ("x", "syntax", ""),
        (r#"{"device":"a","payload":{}"#, "syntax", ""),
        ("\u{feff}{}", "byte-order-mark", ""),
        (r#"["a"]"#, "type", ""),
        (r#""WVWZZZ1JZXW000001""#, "type", ""),
        ("{}", "missing-member", ""),
        (r#"{"device":"a"}"#, "missing-member", ""),
        (r#"{"payload":{}}"#, "missing-member", ""),
        (
            r#"{"device":"a","device":"a","payload":{}}"#,
            "duplicate-member",
            "/device",
        ),
        (
            r#"{"topic":"iot4emissions/dataDevice/a","topic":"iot4emissions/dataDevice/a","payload":{}}"#,
            "duplicate-member",
            "/topic",
        ),
        (
            r#"{"device":"a","payload":{},"payload":{}}"#,
            "duplicate-member",
            "/payload",
        ),
        (r#"{"device":null,"payload":{}}"#, "type", "/device"),
        (
            r#"{"device":"WVWZZZ1JZXW000001","payload":{}}"#,
            "device-id",
            "/device",
        ),
        (
            r#"{"topic":"iot4emissions/dataDevice/+","payload":{}}"#,
            "topic",
            "/topic",
        ),
        (
            r#"{"topic":"iot4emissions/registerDevice/a","payload":{"vin":"WVWZZZ1JZXW000001"}}"#,
            "topic",
            "/topic",
        ),
        (
            r#"{"topic":"iot4emissions/dataDevice/b","device":"a","payload":{}}"#,
            "device-conflict",
            "/topic",
        ),
        (r#"{"device":"a","payload":[]}"#, "type", "/payload"),
        (r#"{"device":"a","payload":"\ud800"}"#, "syntax", "/payload"),
        // From here it is the payload that is wrong.
        (r#"{"device":"a","payload":"{"}"#, "syntax", ""),
        (r#"{"device":"a","payload":{}}"#, "missing-member", ""),
        (
            r#"{"device":"a","payload":{"data":[{"acquired":1,"tfc":null}]}}"#,
            "null",
            "/data/0/tfc",
        ),
    ];
    let text: String = cases.iter().map(|(line, ..)| format!("{line}\n")).collect();
    let good = format!(r#"{{"device":"a","payload":{GOOD}}}"#);
    let columns = tolerant(LineForm::Envelope, &(text + &good));
    let expected: Vec<_> = (0..)
        .zip(cases)
        .map(|(row, (_, code, pointer))| (row, code, pointer))
        .collect();
    assert_eq!(rejected(&columns), expected);
    assert_eq!(columns.source_row, [cases.len() as u64]);
    for row in &columns.rejected {
        assert!(!format!("{row} {row:?}").contains("WVWZZZ1JZXW"), "P-1.5");
    }
    let with_device = columns.rejected.iter().filter(|row| row.device.is_some());
    assert_eq!(with_device.count(), 6);
    assert_eq!(
        columns.rejected[14].to_string(),
        "row 14: not an envelope of a payload: expected a topic \
         iot4emissions/dataDevice/<device-ID>, found one that begins with \
         \"iot4emissions/registerDevice/\""
    );
}

#[test]
fn a_line_of_any_kind_is_opened() {
    let open = |line: &'static str, form, kind| {
        OpenedLine::open(line.as_bytes(), form, &EnvelopeNames::default(), kind).map(|opened| {
            opened.map(|it| {
                let payload = String::from_utf8(it.payload.into_owned()).unwrap();
                (it.device.map(|id| id.to_string()), it.kind, payload)
            })
        })
    };
    let device = Some("a".to_owned());
    for kind in TopicKind::ALL {
        let line = format!(r#"{{"topic":"{}a","payload":"{{\u0022x"}}"#, kind.prefix());
        let line: &'static str = line.leak();
        let opened = Ok(Some((device.clone(), Some(kind), "{\"x".to_owned())));
        assert_eq!(open(line, LineForm::Envelope, None), opened);
        assert_eq!(open(line, LineForm::Envelope, Some(kind)), opened);
        for other in TopicKind::ALL.into_iter().filter(|other| *other != kind) {
            let Err(LineError::Envelope(error)) = open(line, LineForm::Envelope, Some(other))
            else {
                panic!("{kind} as {other}");
            };
            assert_eq!((error.code.as_str(), &*error.pointer), ("topic", "/topic"));
            let expected = format!("a topic {}<device-ID>", other.prefix());
            assert_eq!(error.expected, expected);
        }
    }
    let of_device = r#"{"device":"a","payload":{"x":1.0}}"#;
    for kind in [None, Some(TopicKind::ConfigServer)] {
        let payload = r#"{"x":1.0}"#.to_owned();
        let opened = open(of_device, LineForm::Envelope, kind);
        assert_eq!(opened, Ok(Some((device.clone(), kind, payload))));
        let opened = open(of_device, LineForm::Payload, kind);
        assert_eq!(opened, Ok(Some((None, kind, of_device.to_owned()))));
        assert_eq!(open(" \t\r", LineForm::Envelope, kind), Ok(None));
        assert_eq!(open("", LineForm::Payload, kind), Ok(None));
    }
    let other = r#"{"topic":"iot4emissions/elsewhere/a","payload":{}}"#;
    assert_eq!(
        open(other, LineForm::Envelope, None)
            .unwrap_err()
            .to_string(),
        "not an envelope of a payload: expected a topic iot4emissions/<kind>/<device-ID>, \
         found \"iot4emissions/elsewhere/\""
    );
    let longest = vec![b' '; MAX_LINE];
    assert_eq!(
        OpenedLine::open(&longest, LineForm::Payload, &EnvelopeNames::default(), None),
        Ok(None)
    );
    let longer = vec![b' '; MAX_LINE + 1];
    for form in [LineForm::Payload, LineForm::Envelope] {
        assert_eq!(
            OpenedLine::open(&longer, form, &EnvelopeNames::default(), None),
            Err(LineError::TooLong { has_records: false })
        );
    }
}

/// Members as programs write them, and everything about them that is wrong or unusual.
const MEMBERS: [&str; 26] = [
    r#""device":"a""#,
    r#""device":"b""#,
    r#""device":"a b""#,
    r#""device":"registration-service""#,
    r#""device":"\u0061""#,
    r#""device":7"#,
    r#""topic":"iot4emissions/dataDevice/a""#,
    r#""topic":"iot4emissions/registerDevice/a""#,
    r#""topic":"iot4emissions/dataDevice/""#,
    r#""payload":{"data":[{"acquired":1,"tfc":1.0},{"acquired":2,"tgeib":0.5}]}"#,
    r#""payload":{"data":[{"tfc":1.0,"acquired":3}]}"#,
    r#""payload":"{\"data\":[{\"acquired\":4,\"tfc\":1.0}]}""#,
    r#""payload":{"data":[]}"#,
    r#""payload":[]"#,
    r#""received":1622538007"#,
    r#""received":-1.5e3"#,
    r#""received":0.25"#,
    r#""received":01"#,
    r#""received":1."#,
    r#""":null"#,
    r#""x":true"#,
    r#""x":nul"#,
    r#""x":[1]"#,
    "\"x\":\"\u{e9}\"",
    r#""x":"\t""#,
    "\"x\":\"\u{1}\"",
];

/// What the lines give that are opened one by one, which no fast path does.
fn one_by_one(text: &str) -> TransferColumns<i64> {
    let mut reader = TransferReader::new(Profile::Tolerant);
    for (source_row, line) in (0..).zip(text.lines()) {
        let kind = Some(TopicKind::DataDevice);
        if let Ok(Some(opened)) = OpenedLine::open(
            line.as_bytes(),
            LineForm::Envelope,
            &EnvelopeNames::default(),
            kind,
        ) {
            reader.push(opened.device.as_ref(), source_row, &opened.payload);
        }
    }
    reader.finish()
}

fn assert_as_one_by_one(text: &str) {
    let (read, expected) = (tolerant(LineForm::Envelope, text), one_by_one(text));
    assert_eq!(read.source_row, expected.source_row);
    assert_eq!(
        (&read.device, &read.acquired),
        (&expected.device, &expected.acquired)
    );
    assert_eq!(
        (&read.values, read.messages),
        (&expected.values, expected.messages)
    );
    assert_eq!(read.deviations, expected.deviations);
    // Of each other line there is said that it is refused.
    let accepted = usize::try_from(read.messages).unwrap();
    assert_eq!(accepted + read.rejected.len(), text.lines().count());
    for refused in &expected.rejected {
        assert!(read.rejected.contains(refused));
    }
}

#[test]
fn plain_envelopes_are_what_all_envelopes_are() {
    for (open, colon, comma, close) in [("{", ":", ",", "}"), (" {\t", " : ", " ,", "\t}\t")] {
        let member = |member: &&str| member.replacen("\":", &format!("\"{colon}"), 1);
        let members: Vec<String> = MEMBERS.iter().map(member).collect();
        let mut text = format!("{open}{close}\n");
        for first in &members {
            text += &format!("{open}{first}{close}\n");
            for second in &members {
                text += &format!("{open}{first}{comma}{second}{close}\n");
                for third in &members {
                    text += &format!("{open}{first}{comma}{second}{comma}{third}{close}\n");
                }
            }
        }
        assert!(tolerant(LineForm::Envelope, &text).messages > 200);
        assert_as_one_by_one(&text);
    }
}

#[test]
fn every_byte_of_an_envelope_changed_and_every_truncation() {
    let line = r#"{"device":"a","received":10.5,"x":"y","payload":{"data":[{"acquired":1622538000,"tfc":32.5}]},"n":null}"#;
    let mut text = String::new();
    for at in 0..line.len() {
        if at > 0 {
            text += &format!("{}\n", &line[..at]);
        }
        for byte in (0..=0x7f)
            .map(char::from)
            .filter(|byte| !"\r\n".contains(*byte))
        {
            text += &format!("{}{byte}{}\n", &line[..at], &line[at + 1..]);
        }
    }
    assert_as_one_by_one(&text);
}

#[test]
fn a_plain_envelope_keeps_to_utf_8_and_to_its_length() {
    let of_length = |length: usize| {
        let around = format!("{{\"device\":\"a\",\"x\":\"\",\"payload\":{GOOD}}}").len();
        let text = "y".repeat(length - around);
        format!("{{\"device\":\"a\",\"x\":\"{text}\",\"payload\":{GOOD}}}\n").into_bytes()
    };
    let mut other = of_length(200);
    let place = other.iter().position(|byte| *byte == b'y').unwrap();
    other[place] = 0xff;
    let lines = [of_length(MAX_LINE), of_length(MAX_LINE + 1), other].concat();
    let columns = read(LineForm::Envelope, Profile::Tolerant, &lines);
    assert_eq!(columns.source_row, [0]);
    let expected = [(1, "line-too-long", ""), (2, "not-utf-8", "")];
    assert_eq!(rejected(&columns), expected);
}
