//! What is asked, and above all what is published where.

use std::collections::BTreeSet;

use iot4emissions_proto::access::probe::{
    Action, Credential, Disguise, MqttVersion, Question, Witness, World, WorldError, plan,
};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceIdError, Service, ServiceNames};

use crate::fake::world;

fn published(question: &Question) -> Option<(&str, bool)> {
    match &question.action {
        Action::Publish { topic, retain, .. } | Action::Will { topic, retain, .. } => {
            Some((topic, *retain))
        }
        Action::Receive { topic, .. } => Some((topic, false)),
        _ => None,
    }
}

#[test]
fn a_probe_publishes_to_its_own_devices_topics_and_nowhere_else() {
    let expected = [
        (
            BrokerRole::Registration,
            vec![
                "iot4emissions-probe/test-1",
                "iot4emissions/dataDevice/test-1",
                "iot4emissions/registerDevice/ota-registration-service",
                "iot4emissions/registerDevice/test-1",
                "iot4emissions/registerDevice/test-2",
                "iot4emissions/registerServer/test-1",
                "iot4emissions/registerServer/test-2",
            ],
        ),
        (
            BrokerRole::Data,
            vec![
                "iot4emissions-probe/test-1",
                "iot4emissions/configServer/test-1",
                "iot4emissions/configServer/test-2",
                "iot4emissions/dataDevice/obfcm-data-service",
                "iot4emissions/dataDevice/test-1",
                "iot4emissions/dataDevice/test-2",
                "iot4emissions/registerDevice/test-1",
            ],
        ),
    ];
    for (role, topics) in expected {
        let questions = plan(&world(role));
        let found: BTreeSet<&str> = questions
            .iter()
            .filter_map(published)
            .map(|(topic, _)| topic)
            .collect();
        assert_eq!(found, BTreeSet::from_iter(topics));
    }
}

#[test]
fn no_witness_bears_a_name_that_the_asker_takes() {
    for role in [BrokerRole::Registration, BrokerRole::Data] {
        for question in plan(&world(role)) {
            let witness = match question.action {
                Action::Publish { witness, .. } | Action::Will { witness, .. } => witness,
                Action::Receive { from, .. } => from,
                _ => continue,
            };
            let taken = match (question.guise.credential, question.guise.disguise) {
                (_, Disguise::UserNameOfOther | Disguise::ClientIdOfOther) => Witness::Other,
                (_, Disguise::UserNameOfService | Disguise::PasswordOfService) => Witness::Service,
                (Credential::Device, _) => Witness::Device,
                (Credential::Service, _) => Witness::Service,
                _ => continue,
            };
            assert_ne!(witness, taken, "{question}");
        }
    }
}

#[test]
fn a_will_that_is_kept_is_one_that_the_service_can_clear() {
    for question in plan(&world(BrokerRole::Data)) {
        if let Action::Will { topic, retain, .. } = &question.action {
            assert_eq!(*retain, topic == "iot4emissions/configServer/test-2");
        }
    }
}

#[test]
fn every_guise_is_one_visit_and_nameless_ones_come_last() {
    let questions = plan(&world(BrokerRole::Data));
    // 3.1.1 and 5 ask the same.
    let of = |version| {
        let asked = questions
            .iter()
            .filter(|each| each.guise.version == version);
        asked.map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(of(MqttVersion::V3_1_1), of(MqttVersion::V5));
    let nameless = |each: &Question| each.guise.credential == Credential::WithoutCommonName;
    let first = questions.iter().position(nameless).unwrap();
    let after: Vec<&Question> = questions[first..]
        .iter()
        .filter(|each| !nameless(each))
        .collect();
    let still_there = ["a device connects"; 2];
    assert_eq!(
        after.iter().map(ToString::to_string).collect::<Vec<_>>(),
        still_there
    );
    // Bounded: that many at most.
    assert_eq!(questions.len(), 342);
}

#[test]
fn p_2_4_a_world_has_two_devices_with_names_of_devices() {
    let world = |device: &str, other: &str, mark: &str| {
        let (device, other) = (device.parse().unwrap(), other.parse().unwrap());
        let services = ServiceNames::new("reg", "dat").unwrap();
        World::new(BrokerRole::Data, device, other, services, mark).map(|_| ())
    };
    assert_eq!(world("a", "b", "m"), Ok(()));
    assert_eq!(world("a", "b", &"m".repeat(32)), Ok(()));
    let error = world("a", "a", "m").unwrap_err();
    assert_eq!(error.code(), "same-device");
    assert_eq!(
        error.to_string(),
        "expected certificates of two devices, found the same device ID in both"
    );
    let reserved = DeviceIdError::Reserved {
        service: Service::Data,
    };
    assert_eq!(world("a", "dat", "m"), Err(WorldError::Name(reserved)));
    for mark in ["", "m m", "\u{e4}", &"m".repeat(33)] {
        let error = world("a", "b", mark).unwrap_err();
        assert_eq!(error, WorldError::Mark);
        assert_eq!(
            error.to_string(),
            "expected a mark of 1 to 32 ASCII letters and digits, found another text"
        );
    }
}

#[test]
fn a_payload_is_told_from_what_others_publish() {
    let own = world(BrokerRole::Data);
    assert_eq!(own.payload(12), "iot4emissions-probe m1 12");
    assert_eq!(own.number(b"iot4emissions-probe m1 12"), Some(12));
    for other in [
        "",
        "12",
        "iot4emissions-probe m2 12",
        "iot4emissions-probe m112",
        "iot4emissions-probe m1 ",
        "iot4emissions-probe m1 x",
    ] {
        assert_eq!(own.number(other.as_bytes()), None);
    }
    assert_eq!(own.number(b"\xff"), None);
    assert!(serde_json::from_str::<serde_json::Value>(&own.payload(0)).is_err());
}
