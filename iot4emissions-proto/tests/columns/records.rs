//! Records as programs write them: with other members' names, with the sender beside the
//! payload's members, in Base64, without line ends between them, each line by what it is.

use iot4emissions_proto::columns::{TransferColumns, TransferReader};
use iot4emissions_proto::envelope::{EnvelopeNames, LineForm, MAX_LINE, TimeUnit};
use iot4emissions_proto::message::{DecodeOptions, DeviationCode, Profile};

use crate::support::{GOOD, rejected, tolerant};

fn each(names: EnvelopeNames, lines: &str) -> TransferColumns<i64> {
    let mut reader = TransferReader::new(Profile::Tolerant).with_names(names);
    reader.read_lines(LineForm::Each, lines.as_bytes(), 0);
    reader.finish()
}

/// Device and time of each row.
fn senders(columns: &TransferColumns<i64>) -> Vec<(Option<&str>, Option<i64>)> {
    (0..columns.len())
        .map(|row| (columns.device.get(row), columns.received.get(row)))
        .collect()
}

const BASE64: &str = "eyJkYXRhIjpbeyJhY3F1aXJlZCI6MTYyMjUzODAwMCwidGZjIjozMi41LCJ0ZHQiOjI5NS45fV19";

#[test]
fn each_line_by_what_it_is() {
    let text = serde_json::to_string(GOOD).unwrap();
    let data = r#"[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]"#;
    let lines = [
        GOOD.to_owned(),
        format!(r#"{{"device":"a","received":1622538007,"payload":{GOOD}}}"#),
        format!(r#"{{"topic":"iot4emissions/dataDevice/b","payload":{text}}}"#),
        format!("iot4emissions/dataDevice/c {GOOD}"),
        format!(r#"{{"topic":"iot4emissions/dataDevice/d","data":{data}}}"#),
        format!(r#"{{"data":{data},"x":[null],"received":1.5,"device":"e"}}"#),
        format!(r#"{{"device":"f","payload":"{BASE64}"}}"#),
        format!(r#"{{"schema":{{"type":"bytes"}},"payload":"{BASE64}"}}"#),
        format!(r#"{{"schema":null,"payload":{text}}}"#),
        format!(r#" {{"data": {data} }} "#),
        format!(r#"{{"device":"a","received":"soon","payload":{GOOD}}}"#),
    ];
    let columns = each(EnvelopeNames::default(), &lines.join("\n"));
    assert_eq!(columns.rejected, []);
    assert_eq!(columns.source_row, (0..11).collect::<Vec<_>>());
    assert_eq!(columns.deviations.total(), 0);
    assert_eq!(columns.acquired, [1_622_538_000; 11]);
    assert_eq!(
        senders(&columns),
        [
            (None, None),
            (Some("a"), Some(1_622_538_007_000)),
            (Some("b"), None),
            (Some("c"), None),
            (Some("d"), None),
            (Some("e"), Some(1_500)),
            (Some("f"), None),
            (None, None),
            (None, None),
            (None, None),
            (Some("a"), None),
        ]
    );
    assert_eq!(columns.unread_times, 1);
}

#[test]
fn what_is_wrong_with_a_record_is_said() {
    let lines = [
        r#"{"data":[],"topic":"iot4emissions/configServer/a"}"#,
        r#"{"data":[],"device":"a","device":"a"}"#,
        r#"{"payload":{"data":[]}}"#,
        "iot4emissions/dataDevice/a",
        "iot4emissions/dataDevice/+ {}",
        r#"{"device":"a","payload":"eyJkYXRhIjpbXX0"}"#,
        r#"{"device":"a","payload":"bm8gb2JqZWN0"}"#,
        r#"{"topic":"iot4emissions/dataDevice/a","payload":{"type":"Buffer","data":[123,34,125]}}"#,
        BASE64,
    ];
    let columns = each(EnvelopeNames::default(), &lines.join("\n"));
    assert_eq!(
        rejected(&columns),
        [
            (0, "topic", "/topic"),
            (1, "duplicate-member", "/device"),
            (2, "missing-member", ""),
            (3, "syntax", ""),
            (4, "topic", ""),
            (5, "length", "/data"),
            (6, "syntax", ""),
            (7, "type", "/data"),
            (8, "syntax", ""),
        ]
    );
    let text = |row: usize| columns.rejected[row].error.to_string();
    assert!(
        text(7).ends_with("expected an array of snapshots, found an array of 3 numbers"),
        "{}",
        text(7)
    );
    assert!(
        text(8).ends_with("expected JSON, found Base64 of a JSON object"),
        "{}",
        text(8)
    );
}

#[test]
fn names_may_be_given() {
    let names = EnvelopeNames {
        device: "id".to_owned(),
        topic: "t".to_owned(),
        payload: "message".to_owned(),
        received: "at".to_owned(),
        received_unit: TimeUnit::Milliseconds,
    };
    let lines = [
        format!(r#"{{"id":"a","at":1622538007123,"message":{GOOD}}}"#),
        format!(r#"{{"message":{GOOD},"t":"iot4emissions/dataDevice/\u0062","topic":7}}"#),
    ];
    let columns = each(names, &lines.join("\n"));
    assert_eq!(columns.rejected, []);
    let expected = [(Some("a"), Some(1_622_538_007_123)), (Some("b"), None)];
    assert_eq!(senders(&columns), expected);
}

#[test]
fn records_without_line_ends_are_parts_of_one_line() {
    let spaced = GOOD.replace(',', ", ");
    let text = format!(
        "{GOOD}{GOOD}\n{spaced} {spaced}{GOOD}{GOOD} \n{{\"device\":\"a\",\"payload\":{GOOD}}}{{\"device\":\"b\",\"payload\":{spaced}}}\n{GOOD}{{\"data\":[]}}{GOOD}{GOOD}x\r\n"
    );
    let columns = each(EnvelopeNames::default(), &text);
    assert_eq!(columns.source_row, [0, 0, 1, 1, 1, 1, 2, 2, 3, 3]);
    assert_eq!(columns.device.get(7), Some("b"));
    assert_eq!(
        rejected(&columns),
        [(3, "length", "/data"), (3, "syntax", "")]
    );
    assert_eq!(columns.messages, 10);
}

#[test]
fn records_beyond_the_limit_of_a_line_are_refused_and_said_to_be() {
    let count = MAX_LINE / GOOD.len();
    let text = format!("{}\n{GOOD}\n", GOOD.repeat(count + 10));
    let mut cut = iot4emissions_proto::columns::LineBuffer::new();
    for piece in text.as_bytes().chunks(1000) {
        cut.push(piece);
    }
    for lines in [text.as_bytes(), &cut.finish()] {
        let mut reader = TransferReader::<i64>::new(Profile::Strict);
        assert_eq!(reader.read_lines(LineForm::Each, lines, 0), 2);
        let columns = reader.finish();
        assert_eq!(columns.len(), count + 1);
        assert_eq!(rejected(&columns), [(0, "line-too-long", "")]);
        assert_eq!(
            columns.rejected[0].error.to_string(),
            "expected a line of at most 1048576 bytes, found a longer one, of records without \
             line ends between them: none beyond is read"
        );
    }
}

/// In which form they are written changes nothing: each is accepted or refused by itself up to
/// the last one that another follows within the limit.
#[test]
fn records_of_a_line_that_is_too_long_are_read_in_every_form() {
    let spaced = GOOD.replace(':', ": ");
    let envelope = format!("{{\"device\":\"a\",\"payload\":{GOOD}}}");
    let unknown = GOOD.replacen('{', "{\"x\":1,", 1);
    let deviating = GOOD.replace("295.9", "\"295.9\"");
    for record in [GOOD, &spaced, &envelope, &unknown, &deviating] {
        for blank in ["", " ", "\t "] {
            let record = format!("{record}{blank}");
            let count = (MAX_LINE - 1) / record.len();
            let padded = |length: usize| format!("{record}{}", " ".repeat(length - record.len()));
            for (text, read) in [
                (record.repeat(count + 10), count),
                // The second one ends where the limit is: nothing follows it there.
                (padded(MAX_LINE - record.len()) + &record + &record, 1),
                (format!("{record}{}", padded(MAX_LINE)), 1),
                (format!("{record}[{}", padded(MAX_LINE)), 0),
            ] {
                let columns = tolerant(LineForm::Each, &text);
                assert_eq!(columns.len(), read, "{record:?} {}", text.len());
                assert_eq!(rejected(&columns), [(0, "line-too-long", "")], "{record:?}");
            }
        }
    }
}

#[test]
fn p_5_3_null_is_absent_where_the_reader_asks_for_it() {
    let line =
        r#"{"device":"a","payload":{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":null}]}}"#;
    let refused = tolerant(LineForm::Each, line);
    assert_eq!(rejected(&refused), [(0, "null", "/data/0/tdt")]);
    let reading = DecodeOptions {
        null_is_absent: true,
        ..Profile::Tolerant.into()
    };
    let mut reader = TransferReader::<i64>::new(reading);
    reader.read_lines(LineForm::Each, line.as_bytes(), 0);
    let columns = reader.finish();
    assert_eq!(columns.rejected, []);
    assert_eq!(columns.deviations.of(DeviationCode::NullMember), 1);
}

/// What the sinks of the presets write.
#[test]
fn presets_read_what_their_sinks_write() {
    let text = serde_json::to_string(GOOD).unwrap();
    let data = r#"[{"acquired": 1622538000, "tfc": 32.5, "tdt": 295.9}]"#;
    let topic = "iot4emissions/dataDevice/f371cb00";
    let samples = [
        (
            "aws-iot",
            format!(r#"{{"data": {data}, "topic": "{topic}", "ts": 1622538007123}}"#),
            Some(1_622_538_007_123),
        ),
        (
            "emqx",
            format!(
                r#"{{"username":"f371cb00","topic":"{topic}","timestamp":1622538007120,"qos":1,"publish_received_at":1622538007123,"pub_props":{{"User-Property":{{}}}},"peerhost":"127.0.0.1","payload":{text},"node":"emqx@127.0.0.1","metadata":{{"rule_id":"r"}},"id":"0005C3B1","flags":{{"retain":false,"dup":false}},"event":"message.publish","clientid":"f371cb00"}}"#
            ),
            Some(1_622_538_007_123),
        ),
        (
            "fluent-bit",
            format!(r#"{{"date": 1692605819.581571, "topic": "{topic}", "data": {data}}}"#),
            Some(1_692_605_819_581),
        ),
        (
            "kafka-connect",
            format!(r#"{{"schema":{{"type":"string","optional":false}},"payload":{text}}}"#),
            None,
        ),
        (
            "mosquitto-sub",
            format!(
                r#"{{"tst":"2021-06-01T11:00:07.123456+0200","topic":"{topic}","qos":1,"retain":0,"payloadlen":57,"mid":1,"payload":{GOOD}}}"#
            ),
            Some(1_622_538_007_123),
        ),
        (
            "node-red",
            format!(
                r#"{{"topic":"{topic}","payload":{text},"qos":1,"retain":false,"_msgid":"c1e8a5b2"}}"#
            ),
            None,
        ),
    ];
    let presets: Vec<_> = EnvelopeNames::presets().collect();
    assert_eq!(presets, samples.each_ref().map(|(preset, ..)| *preset));
    for (preset, line, time) in samples {
        let columns = each(EnvelopeNames::preset(preset).unwrap(), &line);
        assert_eq!(columns.rejected, [], "{preset}");
        let device = (preset != "kafka-connect").then_some("f371cb00");
        assert_eq!(senders(&columns), [(device, time)], "{preset}");
        assert_eq!(columns.unread_times, 0, "{preset}");
    }
    assert_eq!(EnvelopeNames::preset("splunk"), None);
}

#[test]
fn many_wrong_records_of_a_line_are_one() {
    let text = format!("{}{GOOD}\n{GOOD}", "{}".repeat(1000));
    let columns = each(EnvelopeNames::default(), &text);
    assert_eq!(columns.source_row, [1]);
    let rejected = rejected(&columns);
    assert_eq!(rejected.len(), 65);
    assert_eq!(rejected[63], (0, "missing-member", ""));
    assert_eq!(rejected[64], (0, "too-many-rejected", ""));
}

#[test]
fn a_line_that_is_too_long_is_refused_even_where_it_is_blank() {
    for (length, refused) in [
        (MAX_LINE, &[][..]),
        (MAX_LINE + 1, &[(0, "line-too-long", "")]),
    ] {
        let text = format!("{}\n{GOOD}", " ".repeat(length));
        for form in [LineForm::Each, LineForm::Payload, LineForm::Envelope] {
            let columns = tolerant(form, &text);
            assert_eq!(&rejected(&columns)[..refused.len()], refused, "{form:?}");
            assert_eq!(
                columns.rejected.len() > refused.len(),
                form == LineForm::Envelope
            );
        }
    }
}
