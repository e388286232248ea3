//! Every decision over a small world agrees with a second evaluation.

use std::collections::BTreeSet;

use super::*;

fn words(alphabet: &[&str], longest: usize) -> Vec<String> {
    let mut all: Vec<String> = alphabet.iter().map(|level| (*level).to_owned()).collect();
    let mut newest = all.clone();
    for _ in 1..longest {
        newest = newest
            .iter()
            .flat_map(|word| alphabet.iter().map(move |level| format!("{word}/{level}")))
            .collect();
        all.extend(newest.iter().cloned());
    }
    all
}

/// Topics, and texts that are none.
fn topics() -> Vec<String> {
    let families = [
        "registerDevice",
        "registerServer",
        "configServer",
        "dataDevice",
        "x",
    ];
    let mut topics = words(&["iot4emissions", "dataDevice", "a", "$a", ""], 3);
    for family in families {
        for tail in [
            "",
            "/",
            "/a",
            "/b",
            "/z",
            "/A",
            "/a/",
            "/a/b",
            "//",
            "//a",
            "/$a",
            "/+",
            "/#",
            "/a.b",
            "/\u{391}",
            "/a\0",
            "/WVWZZZ1JZXW000001",
            "/obfcm-data-service",
            "/ota-registration-service",
        ] {
            for root in [
                "iot4emissions",
                "$iot4emissions",
                "iot4Emissions",
                "/iot4emissions",
            ] {
                topics.push(format!("{root}/{family}{tail}"));
            }
        }
    }
    topics
}

fn filters() -> Vec<String> {
    let levels = [
        "iot4emissions",
        "registerDevice",
        "registerServer",
        "configServer",
        "dataDevice",
        "a",
        "b",
        "",
        "+",
        "#",
        "$a",
    ];
    let mut filters = words(&levels, 3);
    filters.extend(
        words(&["a", "b", "+", "#", ""], 2)
            .into_iter()
            .flat_map(|tail| FAMILIES.map(|family| format!("iot4emissions/{family}/{tail}"))),
    );
    filters
}

#[test]
fn p_4_1_publish_and_receive_agree_with_a_second_evaluation() {
    let mut granted = 0;
    for who in &principals() {
        for broker in BROKERS {
            for topic in &topics() {
                for retain in [false, true] {
                    let naive = naive::publish(who, broker, topic, retain);
                    let decision = publish(who, broker, topic, retain);
                    assert_eq!(
                        decision.is_ok(),
                        naive,
                        "{who:?} {broker} {topic:?} {retain}"
                    );
                    granted += usize::from(naive);
                }
                let naive = naive::receive(who, broker, topic);
                let decision = receive(who, broker, topic);
                assert_eq!(decision.is_ok(), naive, "{who:?} {broker} {topic:?}");
                granted += usize::from(naive);
            }
        }
    }
    assert!(granted > 40, "{granted}");
}

#[test]
fn p_4_2_subscribe_agrees_with_every_topic_that_the_filter_matches() {
    // Every level that a filter names, one that none names, and one level more
    // than a filter fixes: where a filter matches too much, the witness is here.
    let mut world = words(
        &[
            "iot4emissions",
            "registerDevice",
            "registerServer",
            "configServer",
            "dataDevice",
            "a",
            "b",
            "z",
            "",
            "$a",
        ],
        3,
    );
    for family in FAMILIES {
        for tail in words(&["a", "b", "z", ""], 3) {
            world.push(format!("iot4emissions/{family}/{tail}"));
        }
    }
    let parsed: Vec<TopicFilter> = filters()
        .iter()
        .filter_map(|text| text.parse().ok())
        .collect();
    let mut granted = BTreeSet::new();
    for filter in &parsed {
        let matched: Vec<&String> = world.iter().filter(|topic| filter.matches(topic)).collect();
        for who in &principals() {
            for broker in BROKERS {
                let naive = naive::subscribe(who, broker, &matched);
                let decision = subscribe(who, broker, filter.as_str());
                assert_eq!(decision.is_ok(), naive, "{who:?} {broker} {filter}");
                if naive {
                    granted.insert(format!("{:?} {filter}", who.party()));
                }
                let shared = subscribe(who, broker, &format!("$share/g/{filter}"));
                let may_share = naive && who.device().is_none();
                assert_eq!(
                    shared.is_ok(),
                    may_share,
                    "{who:?} {broker} $share/g/{filter}"
                );
            }
        }
    }
    let expected = [
        "DataService iot4emissions/dataDevice/",
        "DataService iot4emissions/dataDevice/$a",
        "DataService iot4emissions/dataDevice/+",
        "DataService iot4emissions/dataDevice/a",
        "DataService iot4emissions/dataDevice/b",
        "DataService iot4emissions/dataDevice/configServer",
        "DataService iot4emissions/dataDevice/dataDevice",
        "DataService iot4emissions/dataDevice/iot4emissions",
        "DataService iot4emissions/dataDevice/registerDevice",
        "DataService iot4emissions/dataDevice/registerServer",
        "Device iot4emissions/configServer/a",
        "Device iot4emissions/configServer/b",
        "Device iot4emissions/registerServer/a",
        "Device iot4emissions/registerServer/b",
        "RegistrationService iot4emissions/registerDevice/",
        "RegistrationService iot4emissions/registerDevice/$a",
        "RegistrationService iot4emissions/registerDevice/+",
        "RegistrationService iot4emissions/registerDevice/a",
        "RegistrationService iot4emissions/registerDevice/b",
        "RegistrationService iot4emissions/registerDevice/configServer",
        "RegistrationService iot4emissions/registerDevice/dataDevice",
        "RegistrationService iot4emissions/registerDevice/iot4emissions",
        "RegistrationService iot4emissions/registerDevice/registerDevice",
        "RegistrationService iot4emissions/registerDevice/registerServer",
    ];
    assert_eq!(granted.into_iter().collect::<Vec<_>>(), expected);
}
