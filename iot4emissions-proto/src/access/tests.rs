//! P-4.1 to P-4.3 and P-3.7 over a small world, against a second evaluation.

mod implication;

use proptest::prelude::*;

use super::*;
use crate::delivery::{DELIVERIES, Party};

const BROKERS: [BrokerRole; 2] = [BrokerRole::Registration, BrokerRole::Data];

fn principals() -> [Principal; 4] {
    [
        Principal::Device("a".parse().unwrap()),
        Principal::Device("b".parse().unwrap()),
        Principal::RegistrationService,
        Principal::DataService,
    ]
}

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

const FAMILIES: [&str; 4] = [
    "registerDevice",
    "registerServer",
    "configServer",
    "dataDevice",
];

/// A second evaluation, written from P-4.1 with texts alone: no rule table, no
/// parsed topic, no filter.
mod naive {
    use super::*;

    fn is_device_id(text: &str) -> bool {
        (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && text != "WVWZZZ1JZXW000001"
            && text != "obfcm-data-service"
            && text != "ota-registration-service"
    }

    fn is_one_level(text: &str) -> bool {
        !text.contains(['/', '+', '#', '\0'])
    }

    pub(super) fn publish(who: &Principal, broker: BrokerRole, topic: &str, retain: bool) -> bool {
        let (family, own) = match (who, broker) {
            (Principal::Device(id), BrokerRole::Registration) => ("registerDevice", Some(id)),
            (Principal::Device(id), BrokerRole::Data) => ("dataDevice", Some(id)),
            (Principal::RegistrationService, BrokerRole::Registration) => ("registerServer", None),
            (Principal::DataService, BrokerRole::Data) => ("configServer", None),
            _ => return false,
        };
        match (topic.strip_prefix(&format!("iot4emissions/{family}/")), own) {
            (Some(id), Some(own)) => id == own.as_str() && !retain,
            (Some(id), None) => is_device_id(id),
            (None, _) => false,
        }
    }

    pub(super) fn receive(who: &Principal, broker: BrokerRole, topic: &str) -> bool {
        let (family, own) = match (who, broker) {
            (Principal::Device(id), BrokerRole::Registration) => ("registerServer", Some(id)),
            (Principal::Device(id), BrokerRole::Data) => ("configServer", Some(id)),
            (Principal::RegistrationService, BrokerRole::Registration) => ("registerDevice", None),
            (Principal::DataService, BrokerRole::Data) => ("dataDevice", None),
            _ => return false,
        };
        match (topic.strip_prefix(&format!("iot4emissions/{family}/")), own) {
            (Some(id), Some(own)) => id == own.as_str(),
            (Some(id), None) => is_one_level(id),
            (None, _) => false,
        }
    }

    /// P-4.2 by its own words: every topic that the filter can match may be
    /// received.
    pub(super) fn subscribe(who: &Principal, broker: BrokerRole, matched: &[&String]) -> bool {
        assert!(
            !matched.is_empty(),
            "the world has no witness for the filter"
        );
        matched.iter().all(|topic| receive(who, broker, topic))
    }
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
    let mut granted = std::collections::BTreeSet::new();
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

/// Everything that the given rules grant in a world of two devices.
fn granted(rules: &[Rule]) -> Vec<String> {
    let mut granted = Vec::new();
    for who in &principals() {
        let name = match who.device() {
            Some(id) => id.as_str(),
            None if *who == Principal::RegistrationService => "RS",
            None => "DS",
        };
        for (broker, broker_name) in [
            (BrokerRole::Registration, "reg"),
            (BrokerRole::Data, "data"),
        ] {
            for family in FAMILIES {
                for id in ["a", "b", "+", "#"] {
                    let topic = format!("iot4emissions/{family}/{id}");
                    for (action, decision) in [
                        ("publish", publish_by(rules, who, broker, &topic, false)),
                        ("retain", publish_by(rules, who, broker, &topic, true)),
                        ("subscribe", subscribe_by(rules, who, broker, &topic)),
                        ("receive", receive_by(rules, who, broker, &topic)),
                        (
                            "share",
                            subscribe_by(rules, who, broker, &format!("$share/g/{topic}")),
                        ),
                    ] {
                        if decision.is_ok() {
                            granted.push(format!("{broker_name} {name} {action} {family}/{id}"));
                        }
                    }
                }
            }
        }
    }
    granted
}

#[test]
fn p_4_1_the_whole_decision_matrix() {
    assert_eq!(
        granted(&RULES),
        [
            "reg a publish registerDevice/a",
            "reg a subscribe registerServer/a",
            "reg a receive registerServer/a",
            "data a subscribe configServer/a",
            "data a receive configServer/a",
            "data a publish dataDevice/a",
            "reg b publish registerDevice/b",
            "reg b subscribe registerServer/b",
            "reg b receive registerServer/b",
            "data b subscribe configServer/b",
            "data b receive configServer/b",
            "data b publish dataDevice/b",
            "reg RS subscribe registerDevice/a",
            "reg RS receive registerDevice/a",
            "reg RS share registerDevice/a",
            "reg RS subscribe registerDevice/b",
            "reg RS receive registerDevice/b",
            "reg RS share registerDevice/b",
            "reg RS subscribe registerDevice/+",
            "reg RS share registerDevice/+",
            "reg RS publish registerServer/a",
            "reg RS retain registerServer/a",
            "reg RS publish registerServer/b",
            "reg RS retain registerServer/b",
            "data DS publish configServer/a",
            "data DS retain configServer/a",
            "data DS publish configServer/b",
            "data DS retain configServer/b",
            "data DS subscribe dataDevice/a",
            "data DS receive dataDevice/a",
            "data DS share dataDevice/a",
            "data DS subscribe dataDevice/b",
            "data DS receive dataDevice/b",
            "data DS share dataDevice/b",
            "data DS subscribe dataDevice/+",
            "data DS share dataDevice/+",
        ]
    );
}

#[test]
fn p_4_1_every_rule_grants_something_that_no_other_does() {
    let all = granted(&RULES);
    for removed in 0..RULES.len() {
        let mut rules = RULES.to_vec();
        let rule = rules.remove(removed);
        let rest = granted(&rules);
        assert!(rest.len() < all.len(), "{rule:?} is not needed");
        assert!(rest.iter().all(|grant| all.contains(grant)), "{rule:?}");
    }
}

#[test]
fn p_4_1_the_default_is_deny() {
    assert_eq!(granted(&[]), Vec::<String>::new());
}

/// The rights follow from who delivers what to whom (P-3.1 to P-3.4).
#[test]
fn p_4_1_the_rules_are_those_of_the_delivery_table() {
    let mut derived = Vec::new();
    for delivery in DELIVERIES {
        let scope = |party| match party {
            Party::Device => Scope::OwnId,
            Party::RegistrationService | Party::DataService => Scope::AnyDevice,
        };
        let mut add = |party, right| {
            derived.push(Rule {
                broker: delivery.broker,
                party,
                right,
                kind: delivery.kind,
                scope: scope(party),
            });
        };
        add(delivery.publisher, Right::Publish);
        if delivery.retained {
            add(delivery.publisher, Right::PublishRetained);
        }
        add(delivery.subscriber, Right::Subscribe);
    }
    let mut rules = RULES.to_vec();
    derived.sort();
    rules.sort();
    assert_eq!(rules, derived);
}

#[test]
fn denials_say_why_and_by_which_rule() {
    let device = &principals()[0];
    let (registration, data) = (BrokerRole::Registration, BrokerRole::Data);
    for (denied, text, rule) in [
        (
            publish(device, data, "iot4emissions/dataDevice/+", false),
            "expected a device ID after \"iot4emissions/dataDevice/\", found '+' at character 1",
            "P-2.1",
        ),
        (
            publish(device, data, "$SYS/x", false),
            "expected a topic that begins with \"iot4emissions/\" and \"registerDevice/\", \"registerServer/\", \"configServer/\" or \"dataDevice/\", found \"$SYS/x\"",
            "P-4.1",
        ),
        (
            publish(device, data, "iot4emissions/dataDevice/a", true),
            "expected a message without RETAIN from an OTA Device, found one with it",
            "P-4.2",
        ),
        (
            publish(device, registration, "iot4emissions/dataDevice/a", false),
            "expected a topic of the registration broker, found one of the data broker",
            "P-4.3",
        ),
        (
            publish(device, data, "iot4emissions/dataDevice/b", false),
            "expected the device's own ID in the topic, found another one or a wildcard",
            "P-4.1",
        ),
        (
            publish(device, data, "iot4emissions/configServer/a", false),
            "expected a topic that an OTA Device may publish on the data broker, found another one",
            "P-4.1",
        ),
        (
            publish(
                &Principal::RegistrationService,
                data,
                "iot4emissions/configServer/a",
                true,
            ),
            "expected a topic that an OTA Registration Service may publish with RETAIN on the data broker, found another one",
            "P-4.1",
        ),
        (
            subscribe(device, data, "iot4emissions/configServer/+"),
            "expected the device's own ID in the topic, found another one or a wildcard",
            "P-4.1",
        ),
        (
            subscribe(device, data, "iot4emissions/#"),
            "expected a topic that an OTA Device may subscribe or receive on the data broker, found another one",
            "P-4.1",
        ),
        (
            subscribe(device, data, "$share/g/iot4emissions/configServer/a"),
            "expected a shared subscription from a service, found one from an OTA Device",
            "P-3.7",
        ),
        (
            subscribe(device, data, "a+"),
            "expected \"+\" as a whole level, found it with other characters in level 1",
            "P-3.8",
        ),
        (
            subscribe(
                &Principal::DataService,
                registration,
                "iot4emissions/dataDevice/+",
            ),
            "expected a topic of the registration broker, found one of the data broker",
            "P-4.3",
        ),
        (
            receive(device, data, ""),
            "expected a topic name, found an empty text",
            "P-3.8",
        ),
        (
            receive(device, data, "iot4emissions/configServer/b"),
            "expected the device's own ID in the topic, found another one or a wildcard",
            "P-4.1",
        ),
    ] {
        let denied = denied.unwrap_err();
        assert_eq!(denied.to_string(), text);
        assert_eq!(denied.rule(), rule, "{text}");
    }
}

/// Texts near the protocol's topics and filters.
fn near() -> impl Strategy<Value = String> {
    let level = prop::sample::select(vec![
        "iot4emissions",
        "registerDevice",
        "registerServer",
        "configServer",
        "dataDevice",
        "a",
        "b",
        "+",
        "#",
        "",
        "$SYS",
        "$share",
        "g",
        "\0",
        "WVWZZZ1JZXW000001",
    ]);
    let free = prop::collection::vec(level.clone(), 1..6).prop_map(|levels| levels.join("/"));
    let family = prop::sample::select(FAMILIES.to_vec());
    let likely = (prop::sample::select(vec!["", "$share/g/"]), family, level)
        .prop_map(|(share, family, id)| format!("{share}iot4emissions/{family}/{id}"));
    prop_oneof![free, likely, "(.|/|\\+|#|\0){0,30}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// P-4.2: whoever may subscribe a filter may receive all that it matches.
    #[test]
    fn p_4_2_subscribe_implies_receive(who in 0usize..4, broker in 0usize..2, filter in near(), topic in near()) {
        let (who, broker) = (&principals()[who], BROKERS[broker]);
        if subscribe(who, broker, &filter).is_ok() {
            let subscription: Subscription = filter.parse().unwrap();
            if subscription.filter().matches(&topic) {
                prop_assert_eq!(receive(who, broker, &topic), Ok(()));
            }
        }
    }

    /// P-4.1: whatever a device may do names that device and no other.
    #[test]
    fn p_4_1_no_device_reaches_another_ones_id(who in 0usize..2, broker in 0usize..2, text in near(), retain: bool) {
        let (who, broker) = (&principals()[who], BROKERS[broker]);
        let own = format!("/{}", who.device().unwrap());
        for decision in [
            publish(who, broker, &text, retain),
            subscribe(who, broker, &text),
            receive(who, broker, &text),
        ] {
            if decision.is_ok() {
                prop_assert!(text.starts_with("iot4emissions/") && text.ends_with(&own), "{}", text);
                prop_assert_eq!(text.matches('/').count(), 2);
            }
        }
    }

    /// P-4.3: nothing is granted on both brokers.
    #[test]
    fn p_4_3_nothing_is_granted_on_both_brokers(who in 0usize..4, text in near(), retain: bool) {
        let who = &principals()[who];
        let on_both = |decision: &dyn Fn(BrokerRole) -> Result<(), Denied>| {
            BROKERS.iter().all(|broker| decision(*broker).is_ok())
        };
        prop_assert!(!on_both(&|broker| publish(who, broker, &text, retain)));
        prop_assert!(!on_both(&|broker| subscribe(who, broker, &text)));
        prop_assert!(!on_both(&|broker| receive(who, broker, &text)));
    }
}
