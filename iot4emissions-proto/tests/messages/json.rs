//! What is no JSON, or wrong in any message (P-5.3).

use iot4emissions_proto::message::{DataTransfer, MAX_PAYLOAD, Profile};
use iot4emissions_proto::topic::TopicKind;

use crate::support::{assert_wrong, deviations, pairs, problems, read};

#[test]
fn p_5_3_no_json_no_message() {
    for (text, code) in [
        ("", "syntax"),
        ("{", "syntax"),
        ("{\"data\":[]} x", "syntax"),
        ("{'data':[]}", "syntax"),
        ("{\"data\":[01]}", "syntax"),
        ("{\"data\":[.5]}", "syntax"),
        ("{\"data\":[NaN]}", "syntax"),
        ("{\"data\":[\"\u{1}\"]}", "syntax"),
        ("\u{feff}{\"data\":[]}", "byte-order-mark"),
        ("{\"data\":[1,]}", "trailing-comma"),
        ("{\"data\":[1],}", "trailing-comma"),
    ] {
        assert_wrong(TopicKind::DataDevice, text, &[(code, "")]);
    }
    let error = DataTransfer::decode(b"{\"data\":[\n\"\xff\"]}", Profile::Tolerant).unwrap_err();
    assert_eq!(
        error.to_string(),
        "not a Data Transfer message: line 2, column 2: expected UTF-8, found byte 0xff"
    );
}

#[test]
fn p_5_3_a_byte_order_mark_is_at_the_start() {
    let error = DataTransfer::decode("\u{feff}{}".as_bytes(), Profile::Tolerant).unwrap_err();
    assert_eq!(
        error.to_string(),
        "not a Data Transfer message: line 1, column 1: expected JSON without a byte order \
         mark, found one"
    );
}

#[test]
fn p_5_3_half_a_surrogate_pair_is_no_text() {
    assert_wrong(
        TopicKind::RegisterServer,
        r#"{"deviceState":"\ud800"}"#,
        &[("syntax", "/deviceState")],
    );
}

#[test]
fn p_5_3_duplicates_null_and_exponents_anywhere() {
    assert_wrong(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":1,"tfc":1.0,"tfc":1.0}]}"#,
        &[("duplicate-member", "/data/0/tfc")],
    );
    assert_wrong(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":1,"tfc":1.0,"t\u0064t":1.0,"tdt":2.0}]}"#,
        &[("duplicate-member", "/data/0/tdt")],
    );
    assert_wrong(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":1,"tfc":null,"tdt":1e1}]}"#,
        &[("null", "/data/0/tfc"), ("exponent", "/data/0/tdt")],
    );
    let text = r#"{"data":[{"acquired":1,"tfc":1.0}],"x":{"y":[null,1E5,{}],"z":1,"z":2}}"#;
    let found = problems(read(TopicKind::DataDevice, text, Profile::Tolerant));
    assert_eq!(
        found,
        pairs(&[
            ("duplicate-member", "/x/z"),
            ("null", "/x/y/0"),
            ("exponent", "/x/y/1")
        ])
    );
}

#[test]
fn p_5_3_nesting_of_four_and_of_five() {
    let deep = |text: &str| format!(r#"{{"data":[{{"acquired":1,"tfc":1.0}}],"x":{text}}}"#);
    let four = read(TopicKind::DataDevice, &deep("[[[]]]"), Profile::Tolerant);
    assert_eq!(deviations(four), pairs(&[("unknown-member", "/x")]));
    let five = read(TopicKind::DataDevice, &deep("[[[{}]]]"), Profile::Tolerant);
    assert_eq!(problems(five), pairs(&[("too-deep", "/x/0/0/0")]));
    let hostile = format!("{}{}", "[".repeat(60_000), "]".repeat(60_000));
    let hostile = read(TopicKind::DataDevice, &hostile, Profile::Tolerant);
    assert_eq!(
        problems(hostile),
        pairs(&[("type", ""), ("too-deep", "/0/0/0/0")])
    );
}

#[test]
fn p_5_3_128_kib_and_one_byte_more() {
    let mut payload = br#"{"data":[{"acquired":1,"tfc":1.0}]}"#.to_vec();
    payload.resize(MAX_PAYLOAD, b' ');
    assert!(DataTransfer::decode(&payload, Profile::Strict).is_ok());
    payload.push(b' ');
    let error = DataTransfer::decode(&payload, Profile::Tolerant).unwrap_err();
    assert_eq!(
        error.to_string(),
        "not a Data Transfer message: line 1, column 1: expected at most 131072 bytes, \
         found 131073 bytes"
    );
}

#[test]
fn p_5_3_every_problem_is_listed_with_its_place() {
    let text =
        "{\"data\":[\n {\"acquired\":0,\"tfc\":\"+1\"},\n {\"tdt\":true},\n 7, {\"acquired\":2}]}";
    let error = read(TopicKind::DataDevice, text, Profile::Tolerant).unwrap_err();
    assert_eq!(
        error.to_string(),
        "not a Data Transfer message: \
         line 2, column 14 (/data/0/acquired): expected a UNIX time from 1 to 9999999999 s, found 0; \
         line 2, column 22 (/data/0/tfc): expected litres with one decimal from 0.0 to 429496729.4, found \"+1\"; \
         line 3, column 2 (/data/1): expected the member \"acquired\", found none; \
         line 3, column 9 (/data/1/tdt): expected kilometres with one decimal from 0.0 to 429496729.4, found true; \
         line 4, column 2 (/data/2): expected an object, found 7; \
         line 4, column 5 (/data/3): expected at least one OBFCM value (P-5.43), found none"
    );
}
