//! The limits of the Registration Request (P-5.10 to P-5.17).

use iot4emissions_proto::topic::TopicKind;

use crate::support::{assert_right, assert_wrong};

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
