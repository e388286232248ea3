//! The limits of the other messages (P-5.5, P-5.30 to P-5.44).

use iot4emissions_proto::message::Profile;
use iot4emissions_proto::topic::TopicKind;

use crate::support::{BOX_3, assert_deviates, assert_right, assert_wrong, pairs, problems, read};

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
