//! What the table of rules grants, and that each rule is needed (P-4.1).

use super::*;
use crate::delivery::{DELIVERIES, Party};

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
                        ("publish", Rules(rules).publish(who, broker, &topic, false)),
                        ("retain", Rules(rules).publish(who, broker, &topic, true)),
                        ("subscribe", Rules(rules).subscribe(who, broker, &topic)),
                        ("receive", Rules(rules).receive(who, broker, &topic)),
                        (
                            "share",
                            Rules(rules).subscribe(who, broker, &format!("$share/g/{topic}")),
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
