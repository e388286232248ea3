//! What Tolerant accepts and Strict does not (P-5.4, P-5.20).

use iot4emissions_proto::message::{
    ConfigurationStatus, ConfiguredState, DeviationCode, Message, Profile, RegistrationStatus,
};
use iot4emissions_proto::topic::TopicKind;

use crate::support::{BOX_3, assert_deviates, assert_right, assert_wrong, pairs, problems, read};

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
fn p_5_4_unknown_members_of_a_registration_status() {
    let message = assert_deviates(
        TopicKind::RegisterServer,
        r#"{"deviceState":"registered","since":1}"#,
        &[("unknown-member", "/since")],
    );
    let registered = RegistrationStatus::Registered;
    assert_eq!(message, Message::RegistrationStatus(registered));
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
        "number-as-string string-as-number table-name spelling precision unknown-member unordered free-text-state null-member"
    );
}
