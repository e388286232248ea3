//! The four messages against the report's boxes and every limit of section 5.

use iot4emissions_proto::message::{
    ConfigurationStatus, ConfiguredState, DataTransfer, DecodeError, Decoded, DeviationCode,
    IssueCode, MAX_PAYLOAD, Message, Profile, RegistrationRequest, RegistrationStatus,
};
use iot4emissions_proto::topic::TopicKind;

const BOX_1: &str = include_str!("boxes/box_1.json");
const BOX_2: &str = include_str!("boxes/box_2.json");
const BOX_3: &str = include_str!("boxes/box_3.json");
const BOX_4: &str = include_str!("boxes/box_4_as_printed.json");

type Read = Result<Decoded<Message>, DecodeError>;

fn read(kind: TopicKind, text: &str, profile: Profile) -> Read {
    Message::decode(kind, text.as_bytes(), profile)
}

/// The code and pointer of each problem.
fn problems(read: Read) -> Vec<(String, String)> {
    let error = read.expect_err("the payload is wrong");
    let issue = |issue: &iot4emissions_proto::message::Issue| {
        (issue.code.to_string(), issue.pointer.clone())
    };
    error.issues().iter().map(issue).collect()
}

fn deviations(read: Read) -> Vec<(String, String)> {
    let decoded = read.expect("the payload is accepted");
    let deviation =
        |d: &iot4emissions_proto::message::Deviation| (d.code.to_string(), d.pointer.clone());
    decoded.deviations.iter().map(deviation).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(code, pointer): &(&str, &str)| ((*code).to_owned(), (*pointer).to_owned());
    expected.iter().map(owned).collect()
}

/// Asserts that Tolerant reads `text` with these deviations, and that Strict
/// refuses it for the same reasons.
#[track_caller]
fn assert_deviates(kind: TopicKind, text: &str, expected: &[(&str, &str)]) -> Message {
    assert_eq!(
        deviations(read(kind, text, Profile::Tolerant)),
        pairs(expected)
    );
    assert_eq!(
        problems(read(kind, text, Profile::Strict)),
        pairs(expected),
        "in Strict"
    );
    read(kind, text, Profile::Tolerant).unwrap().message
}

/// Asserts that both profiles refuse `text` with exactly these problems.
#[track_caller]
fn assert_wrong(kind: TopicKind, text: &str, expected: &[(&str, &str)]) {
    for profile in [Profile::Tolerant, Profile::Strict] {
        assert_eq!(
            problems(read(kind, text, profile)),
            pairs(expected),
            "{profile:?}"
        );
    }
}

/// Asserts that both profiles accept `text` without a deviation.
#[track_caller]
fn assert_right(kind: TopicKind, text: &str) -> Message {
    let strict = read(kind, text, Profile::Strict).unwrap();
    let tolerant = read(kind, text, Profile::Tolerant).unwrap();
    assert_eq!(strict, tolerant);
    assert_eq!(strict.deviations, []);
    strict.message
}

fn without_white_space(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let written = value.to_string();
    assert!(written.len() < text.len());
    text.split_inclusive('"')
        .enumerate()
        .map(|(place, part)| match place % 2 {
            0 => part.split_whitespace().collect(),
            _ => part.to_owned(),
        })
        .collect()
}

#[test]
fn boxes_1_to_3_read_back_and_write_back() {
    for (kind, text) in [
        (TopicKind::RegisterDevice, BOX_1),
        (TopicKind::RegisterServer, BOX_2),
        (TopicKind::ConfigServer, BOX_3),
    ] {
        let message = assert_right(kind, text);
        let canonical = without_white_space(text);
        assert_eq!(
            String::from_utf8(message.to_canonical()).unwrap(),
            canonical
        );
        assert!(Message::is_canonical(kind, canonical.as_bytes()));
        assert!(!Message::is_canonical(kind, text.as_bytes()));
        assert_eq!(assert_right(kind, &canonical), message);
        assert_eq!(message.topic_kind(), kind);
    }
}

#[test]
fn p_5_44_box_4_as_printed_names_the_trailing_comma() {
    let error = DataTransfer::decode(BOX_4.as_bytes(), Profile::Tolerant).unwrap_err();
    assert_eq!(
        error.to_string(),
        "not a Data Transfer message: line 6, column 19: expected a member or element after the \
         comma (JRC127600 Box 4 as printed is not JSON), found a trailing comma"
    );
    assert_eq!(error.issues()[0].code, IssueCode::TrailingComma);
    let line = BOX_4.lines().nth(5).unwrap();
    assert_eq!(line.chars().nth(18), Some(','));
}

#[test]
fn box_4_without_the_commas_reads_and_has_151_bytes() {
    let text = BOX_4.replace(",\n    }", "\n    }");
    let Message::DataTransfer(message) = assert_right(TopicKind::DataDevice, &text) else {
        panic!("another message");
    };
    let first = &message.snapshots()[0];
    assert_eq!(first.acquired().0, 1_622_538_000);
    assert_eq!(first.values().total_fuel_consumed.unwrap().tenths(), 325);
    assert_eq!(
        first.values().total_distance_travelled.unwrap().tenths(),
        2959
    );
    let canonical = message.to_canonical();
    assert_eq!(canonical.len(), 151);
    assert_eq!(
        String::from_utf8(canonical.clone()).unwrap(),
        without_white_space(&text)
    );
    assert_eq!(DataTransfer::decode_canonical(&canonical), Some(message));
}

#[test]
fn p_5_2_white_space_order_and_escapes_are_no_deviation() {
    assert_right(
        TopicKind::DataDevice,
        "\r\n{ \"data\" :\t[ {\"tdt\":1.0, \"acquired\":5} ] } ",
    );
    let message = assert_right(
        TopicKind::RegisterServer,
        r#"{"\u0064eviceState":"regist\u0065red"}"#,
    );
    assert_eq!(message.to_canonical(), br#"{"deviceState":"registered"}"#);
}

#[test]
fn p_5_1_escapes_only_where_json_demands_them() {
    let text = r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":"Škoda \"A\/S\" \\ 汽車","aa":"\u0001\n"}}"#;
    let message = assert_right(TopicKind::RegisterDevice, text);
    assert_eq!(
        String::from_utf8(message.to_canonical()).unwrap(),
        r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":"Škoda \"A/S\" \\ 汽車","aa":"\u0001\n"}}"#
    );
}

#[test]
fn p_5_4_table_6_names() {
    let text = BOX_3
        .replace("acquireFrequency", "acquireFreq")
        .replace("transferFrequency", "transferFreq")
        .replace("configCheckFrequency", "configCheckFreq");
    let message = assert_deviates(
        TopicKind::ConfigServer,
        &text,
        &[
            ("table-name", "/configuration/acquireFreq"),
            ("table-name", "/configuration/transferFreq"),
            ("table-name", "/configuration/configCheckFreq"),
        ],
    );
    assert_eq!(message, assert_right(TopicKind::ConfigServer, BOX_3));
}

#[test]
fn p_5_3_both_names_of_one_member_are_a_duplicate() {
    let text = BOX_3.replace(
        r#""acquireFrequency""#,
        r#""acquireFreq": "0 0 0 1 * ?", "acquireFrequency""#,
    );
    assert_wrong(
        TopicKind::ConfigServer,
        &text,
        &[("duplicate-member", "/configuration/acquireFreq")],
    );
}

#[test]
fn p_5_4_string_forms_of_numbers() {
    let text = BOX_3
        .replacen("8883", "\"8883\"", 1)
        .replace(r#""version": 1"#, r#""version": "1""#);
    let message = assert_deviates(
        TopicKind::ConfigServer,
        &text,
        &[
            ("number-as-string", "/configuration/registrationMqtt/port"),
            ("number-as-string", "/configuration/version"),
        ],
    );
    assert_eq!(message, assert_right(TopicKind::ConfigServer, BOX_3));
    assert_deviates(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":"1622538000","tfc":"32.5","tdt":"295.9"}]}"#,
        &[
            ("number-as-string", "/data/0/acquired"),
            ("number-as-string", "/data/0/tfc"),
            ("number-as-string", "/data/0/tdt"),
        ],
    );
    assert_deviates(
        TopicKind::RegisterDevice,
        r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mt":1872,"erwltp":1.50}}"#,
        &[
            ("string-as-number", "/vehicleInfo/mt"),
            ("string-as-number", "/vehicleInfo/erwltp"),
        ],
    );
}

#[test]
fn p_5_4_spellings() {
    for (spelling, state) in [
        ("initialised", ConfiguredState::Initialized),
        ("Initialized", ConfiguredState::Initialized),
        ("OPERATIONAL", ConfiguredState::Operational),
        ("stand-by", ConfiguredState::Standby),
        ("standBy", ConfiguredState::Standby),
    ] {
        let text = BOX_3.replace("operational", spelling);
        let message = assert_deviates(
            TopicKind::ConfigServer,
            &text,
            &[("spelling", "/deviceState")],
        );
        let Message::ConfigurationStatus(status) = message else {
            panic!("another message");
        };
        assert_eq!(status.device_state, state);
    }
    assert_right(
        TopicKind::ConfigServer,
        &BOX_3.replace("operational", "standby"),
    );
    assert_deviates(
        TopicKind::RegisterServer,
        r#"{"deviceState":"Registered"}"#,
        &[("spelling", "/deviceState")],
    );
}

#[test]
fn p_5_4_precision_is_rounded_half_away_from_zero() {
    for (number, tenths) in [("32", 320), ("32.50", 325), ("32.54", 325), ("32.55", 326)] {
        let text = format!(r#"{{"data":[{{"acquired":1,"tfc":{number}}}]}}"#);
        let message = assert_deviates(
            TopicKind::DataDevice,
            &text,
            &[("precision", "/data/0/tfc")],
        );
        let Message::DataTransfer(message) = message else {
            panic!("another message");
        };
        let value = message.snapshots()[0].values().total_fuel_consumed;
        assert_eq!(value.unwrap().tenths(), tenths, "{number}");
    }
    assert_deviates(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":"1.0","tfc":"32"}]}"#,
        &[
            ("number-as-string", "/data/0/acquired"),
            ("precision", "/data/0/acquired"),
            ("number-as-string", "/data/0/tfc"),
            ("precision", "/data/0/tfc"),
        ],
    );
    assert_deviates(
        TopicKind::RegisterDevice,
        r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mt":"1872.4","erwltp":"1.5"}}"#,
        &[
            ("precision", "/vehicleInfo/mt"),
            ("precision", "/vehicleInfo/erwltp"),
        ],
    );
}

#[test]
fn p_5_4_unknown_members_are_ignored_everywhere_but_in_vehicle_info() {
    let text = BOX_3
        .replacen('{', r#"{"a/~": {"b": [1]},"#, 1)
        .replacen(r#""port""#, r#""x": true, "port""#, 1)
        .replace(r#""version""#, r#""y": "z", "version""#);
    assert_deviates(
        TopicKind::ConfigServer,
        &text,
        &[
            ("unknown-member", "/configuration/registrationMqtt/x"),
            ("unknown-member", "/configuration/y"),
            ("unknown-member", "/a~1~0"),
        ],
    );
    assert_deviates(
        TopicKind::DataDevice,
        r#"{"type":"d","data":[{"acquired":1,"tfc":1.0,"odo":5}]}"#,
        &[
            ("unknown-member", "/type"),
            ("unknown-member", "/data/0/odo"),
        ],
    );
}

#[test]
fn p_5_4_unordered_snapshots_are_sorted() {
    let message = assert_deviates(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":9,"tfc":1.0},{"acquired":3,"tfc":0.5}]}"#,
        &[("unordered", "/data")],
    );
    assert_eq!(
        message.to_canonical(),
        br#"{"data":[{"acquired":3,"tfc":0.5},{"acquired":9,"tfc":1.0}]}"#
    );
}

#[test]
fn p_5_40_the_same_time_twice_is_a_problem_in_any_order() {
    assert_wrong(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":3,"tfc":0.5},{"acquired":3,"tfc":0.5}]}"#,
        &[("duplicate-acquired", "/data/1/acquired")],
    );
    let text =
        r#"{"data":[{"acquired":3,"tfc":0.5},{"acquired":1,"tfc":0.5},{"acquired":3,"tdt":0.5}]}"#;
    assert_eq!(
        problems(read(TopicKind::DataDevice, text, Profile::Tolerant)),
        pairs(&[("duplicate-acquired", "/data/2/acquired")])
    );
}

#[test]
fn p_5_20_free_text_is_an_error_with_that_text() {
    let message = assert_deviates(
        TopicKind::RegisterServer,
        r#"{"deviceState":"VIN is taken"}"#,
        &[("free-text-state", "/deviceState")],
    );
    let expected = RegistrationStatus::Error {
        text: Some("VIN is taken".to_owned()),
    };
    assert_eq!(message, Message::RegistrationStatus(expected));
    assert_eq!(message.to_canonical(), br#"{"deviceState":"error"}"#);
    assert_right(TopicKind::RegisterServer, r#"{"deviceState":"error"}"#);
}

#[test]
fn p_5_20_a_state_of_another_message_is_no_free_text() {
    for state in ["operational", "initialised", "Provisioned", "standBy", ""] {
        assert_wrong(
            TopicKind::RegisterServer,
            &format!(r#"{{"deviceState":"{state}"}}"#),
            &[("unknown-value", "/deviceState")],
        );
    }
    for state in ["registered", "error", "provisioned", "stand by", ""] {
        assert_wrong(
            TopicKind::ConfigServer,
            &BOX_3.replace("operational", state),
            &[("unknown-value", "/deviceState")],
        );
    }
}

#[test]
fn p_5_6_the_prototypes_shorthand_is_not_accepted() {
    assert_wrong(
        TopicKind::RegisterServer,
        r#"{"deviceState":null}"#,
        &[("null", "/deviceState")],
    );
    let read = read(
        TopicKind::RegisterServer,
        r#"{"type":"rs"}"#,
        Profile::Tolerant,
    );
    assert_eq!(problems(read), pairs(&[("missing-member", "")]));
}

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
        pairs(&[("too-deep", "/0/0/0/0"), ("type", "")])
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

#[test]
fn p_5_5_numbers_as_strings() {
    for wrong in [
        "+1.0", " 1.0", "1.0 ", "1e1", "01.0", "1.", ".5", "", "1,0", "0x1", "-",
    ] {
        let text = format!(r#"{{"data":[{{"acquired":1,"tfc":"{wrong}"}}]}}"#);
        assert_wrong(
            TopicKind::DataDevice,
            &text,
            &[("number-form", "/data/0/tfc")],
        );
    }
    assert_right(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":1,"tfc":-0.0}]}"#,
    );
    let below = r#"{"data":[{"acquired":1,"tfc":-0.1}]}"#;
    assert_wrong(
        TopicKind::DataDevice,
        below,
        &[("out-of-range", "/data/0/tfc")],
    );
}

#[test]
fn p_5_40_to_p_5_43_limits() {
    assert_right(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":1,"tfc":0.0},{"acquired":9999999999,"tgeib":429496729.4}]}"#,
    );
    assert_wrong(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":0,"tfc":0.0},{"acquired":10000000000,"tgeib":429496729.5}]}"#,
        &[
            ("out-of-range", "/data/0/acquired"),
            ("out-of-range", "/data/1/acquired"),
            ("out-of-range", "/data/1/tgeib"),
        ],
    );
    assert_wrong(
        TopicKind::DataDevice,
        r#"{"data":[]}"#,
        &[("length", "/data")],
    );
    assert_wrong(
        TopicKind::DataDevice,
        r#"{"data":{}}"#,
        &[("type", "/data")],
    );
    assert_wrong(TopicKind::DataDevice, "[]", &[("type", "")]);
    assert_wrong(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":1}]}"#,
        &[("no-value", "/data/0")],
    );
    // Rounding comes before the range (P-5.5).
    let rounded = r#"{"data":[{"acquired":1,"tfc":429496729.44}]}"#;
    assert_deviates(
        TopicKind::DataDevice,
        rounded,
        &[("precision", "/data/0/tfc")],
    );
    let beyond = read(
        TopicKind::DataDevice,
        r#"{"data":[{"acquired":1,"tfc":429496729.45}]}"#,
        Profile::Tolerant,
    );
    assert_eq!(problems(beyond), pairs(&[("out-of-range", "/data/0/tfc")]));
}

#[test]
fn p_5_31_p_5_32_limits() {
    for right in [
        BOX_3.replacen("8883", "1", 1),
        BOX_3.replacen("8883", "65535", 1),
        BOX_3.replace("\"version\": 1", "\"version\": 4294967295"),
        BOX_3.replacen(
            "a1u4qvcqj4uf51-ats.iot.eu-central-1.amazonaws.com",
            "127.0.0.1",
            1,
        ),
    ] {
        assert_right(TopicKind::ConfigServer, &right);
    }
    let registration = "/configuration/registrationMqtt";
    for (wrong, code, pointer) in [
        (
            BOX_3.replacen("8883", "0", 1),
            "out-of-range",
            format!("{registration}/port"),
        ),
        (
            BOX_3.replacen("8883", "65536", 1),
            "out-of-range",
            format!("{registration}/port"),
        ),
        (
            BOX_3.replace("\"version\": 1", "\"version\": 0"),
            "out-of-range",
            "/configuration/version".to_owned(),
        ),
        (
            BOX_3.replace("\"version\": 1", "\"version\": 4294967296"),
            "out-of-range",
            "/configuration/version".to_owned(),
        ),
        (
            BOX_3.replacen("mqtts", "mqtt", 1),
            "unknown-value",
            format!("{registration}/protocol"),
        ),
        (
            BOX_3.replacen("mqtts", "MQTTS", 1),
            "unknown-value",
            format!("{registration}/protocol"),
        ),
        (
            BOX_3.replacen("a1u4qvcqj4uf51-ats.iot", "a_b", 1),
            "host",
            format!("{registration}/endpoint"),
        ),
        (
            BOX_3.replacen("0 0 0 ? * * *", "@daily", 1),
            "schedule",
            "/configuration/acquireFrequency".to_owned(),
        ),
    ] {
        assert_wrong(TopicKind::ConfigServer, &wrong, &[(code, &pointer)]);
    }
}

#[test]
fn p_5_31_all_members_are_required() {
    assert_wrong(
        TopicKind::ConfigServer,
        r#"{"deviceState":"standby","configuration":{"registrationMqtt":{},"obfcmDataMqtt":[]}}"#,
        &[
            ("missing-member", "/configuration/registrationMqtt"),
            ("missing-member", "/configuration/registrationMqtt"),
            ("missing-member", "/configuration/registrationMqtt"),
            ("type", "/configuration/obfcmDataMqtt"),
            ("missing-member", "/configuration"),
            ("missing-member", "/configuration"),
            ("missing-member", "/configuration"),
            ("missing-member", "/configuration"),
        ],
    );
    assert_wrong(
        TopicKind::ConfigServer,
        "{}",
        &[("missing-member", ""), ("missing-member", "")],
    );
}

fn request(info: &str) -> String {
    format!(r#"{{"vin":"JFXHF05K1L4104934","vehicleInfo":{{{info}}}}}"#)
}

#[test]
fn p_5_10_to_p_5_17_limits() {
    assert_right(TopicKind::RegisterDevice, &request(""));
    for (name, limit) in [
        ("vfn", 25),
        ("mh", 50),
        ("tan", 50),
        ("t", 25),
        ("va", 25),
        ("ve", 35),
        ("mk", 25),
        ("it", 25),
        ("fm", 50),
    ] {
        let text = |length| request(&format!(r#""{name}":"{}""#, "é".repeat(length)));
        let pointer = format!("/vehicleInfo/{name}");
        assert_right(TopicKind::RegisterDevice, &text(limit));
        assert_wrong(
            TopicKind::RegisterDevice,
            &text(limit + 1),
            &[("length", &pointer)],
        );
    }
    for name in ["mh", "tan", "t", "va", "ve", "mk"] {
        let pointer = format!("/vehicleInfo/{name}");
        let text = |value: &str| request(&format!(r#""{name}":"{value}""#));
        assert_right(TopicKind::RegisterDevice, &text("x"));
        assert_wrong(
            TopicKind::RegisterDevice,
            &text(""),
            &[("length", &pointer)],
        );
        assert_wrong(
            TopicKind::RegisterDevice,
            &text("a\\tb"),
            &[("characters", &pointer)],
        );
    }
    for name in ["mt", "ewltp", "z"] {
        let pointer = format!("/vehicleInfo/{name}");
        let text = |value: &str| request(&format!(r#""{name}":"{value}""#));
        assert_right(TopicKind::RegisterDevice, &text("0"));
        assert_right(TopicKind::RegisterDevice, &text("99999"));
        for (wrong, code) in [
            ("-1", "out-of-range"),
            ("100000", "out-of-range"),
            ("0157", "number-form"),
            ("", "number-form"),
        ] {
            assert_wrong(TopicKind::RegisterDevice, &text(wrong), &[(code, &pointer)]);
        }
    }
    let reduction = |value: &str| request(&format!(r#""erwltp":"{value}""#));
    assert_right(TopicKind::RegisterDevice, &reduction("0.00"));
    assert_right(TopicKind::RegisterDevice, &reduction("999.99"));
    assert_wrong(
        TopicKind::RegisterDevice,
        &reduction("1000.00"),
        &[("out-of-range", "/vehicleInfo/erwltp")],
    );
}

#[test]
fn p_5_11_the_vin() {
    let with = |vin: &str| format!(r#"{{"vin":"{vin}","vehicleInfo":{{}}}}"#);
    assert_right(TopicKind::RegisterDevice, &with("ABCDEFGHJKLMNPRST"));
    assert_right(TopicKind::RegisterDevice, &with("UVWXYZ01234567890"));
    for (vin, code) in [
        ("JFXHF05K1L410493", "length"),
        ("JFXHF05K1L41049345", "length"),
        ("JFXHF05K1L410493I", "characters"),
        ("JFXHF05K1L410493O", "characters"),
        ("JFXHF05K1L410493Q", "characters"),
        ("jFXHF05K1L4104934", "characters"),
    ] {
        assert_wrong(TopicKind::RegisterDevice, &with(vin), &[(code, "/vin")]);
    }
}

#[test]
fn p_5_17_further_attributes() {
    let many = |count: usize| {
        let members: Vec<_> = (0..count).map(|n| format!(r#""n{n:02}":"{n}""#)).collect();
        request(&members.join(","))
    };
    assert_right(TopicKind::RegisterDevice, &many(32));
    assert_wrong(
        TopicKind::RegisterDevice,
        &many(33),
        &[("length", "/vehicleInfo")],
    );
    let message = assert_right(
        TopicKind::RegisterDevice,
        &request(r#""zz":"2","mt":"5","a234567890123456":"1""#),
    );
    assert_eq!(
        String::from_utf8(message.to_canonical()).unwrap(),
        request(r#""mt":"5","a234567890123456":"1","zz":"2""#)
    );
    for name in ["ao345678901234567", "1a", "a-b", ""] {
        let pointer = format!("/vehicleInfo/{name}");
        let text = request(&format!(r#""{name}":"x""#));
        assert_wrong(TopicKind::RegisterDevice, &text, &[("name", &pointer)]);
    }
    assert_wrong(
        TopicKind::RegisterDevice,
        &request(r#""zz":5"#),
        &[("type", "/vehicleInfo/zz")],
    );
}

#[test]
fn no_text_repeats_a_vin() {
    let vins = [
        "JFXHF05K1L4104934",
        "JFXHF05K1L410493",
        "jfxhf05k1l4104934x",
        "12345678901234567",
    ];
    for vin in vins {
        let texts = [
            format!(r#"{{"vin":"{vin}"}}"#),
            format!(r#"{{"vin":"{vin}","vehicleInfo":"{vin}"}}"#),
            format!(r#"{{"vin":"{vin}","vehicleInfo":{{"{vin}":"x","mt":"a{vin}b"}}}}"#),
            format!(r#"{{"vin":"{vin}","vehicleInfo":{{"ve":"{vin}","mt":"x"}}}}"#),
            format!(r#"{{"vin":"{vin}","{vin}":{{}}}}"#),
            format!(r#"{{"vin":["{vin}"],"vehicleInfo":{{"ve":7}}}}"#),
            format!(r#"{{"vin":"{vin}","vehicleInfo":{{"ve":"{vin}","ve":""}}}}"#),
        ];
        for text in texts {
            let error = RegistrationRequest::decode(text.as_bytes(), Profile::Strict).unwrap_err();
            for shown in [error.to_string(), format!("{error:?}")] {
                assert!(
                    !shown
                        .to_ascii_lowercase()
                        .contains(&vin.to_ascii_lowercase()),
                    "{shown}"
                );
            }
        }
    }
    let request = RegistrationRequest::decode(BOX_1.as_bytes(), Profile::Strict).unwrap();
    assert!(!format!("{request:?}").contains("JFXHF05K1L4104934"));
}

#[test]
fn every_deviation_names_its_clause() {
    let text = BOX_3
        .replace("operational", "stand-by")
        .replacen("8883", "\"8883\"", 1);
    let decoded = ConfigurationStatus::decode(text.as_bytes(), Profile::Tolerant).unwrap();
    let shown: Vec<_> = decoded.deviations.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            r#"spelling at "/deviceState" (JRC127600 §1.3.2)"#,
            r#"number-as-string at "/configuration/registrationMqtt/port" (JRC127600 Table 6)"#,
        ]
    );
    assert_eq!(
        DeviationCode::ALL.map(DeviationCode::as_str).join(" "),
        "number-as-string string-as-number table-name spelling precision unknown-member unordered free-text-state"
    );
}

#[test]
fn box_1_says_what_its_numbers_mean() {
    let Message::RegistrationRequest(request) = assert_right(TopicKind::RegisterDevice, BOX_1)
    else {
        panic!("another message");
    };
    let info = request.vehicle_info;
    assert_eq!(info.test_mass.unwrap().kilograms(), 1872);
    assert_eq!(
        info.carbon_dioxide_emissions.unwrap().grams_per_kilometre(),
        157
    );
    assert_eq!(info.interpolation_family().unwrap().number, "03_MX_0169");
    assert_eq!(info.type_approval().unwrap().base, "1410");
}
