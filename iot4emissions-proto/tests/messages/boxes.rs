//! The report's boxes, and what canonical means.

use iot4emissions_proto::message::{DataTransfer, IssueCode, Message, Profile};
use iot4emissions_proto::topic::TopicKind;

use crate::support::{BOX_1, BOX_2, BOX_3, BOX_4, assert_right, without_white_space};

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
    let text = r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":"Škoda \"A\/S\" \\ 汽車","aa":"\u00e9\u007e"}}"#;
    let message = assert_right(TopicKind::RegisterDevice, text);
    assert_eq!(
        String::from_utf8(message.to_canonical()).unwrap(),
        r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"mh":"Škoda \"A/S\" \\ 汽車","aa":"é~"}}"#
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
