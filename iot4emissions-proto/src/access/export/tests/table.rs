//! The renderings are the table and nothing else.

use super::*;
use crate::access::{RULES, Right, Rule, Rules};

#[test]
fn deleting_any_rule_changes_every_format() {
    for removed in 0..RULES.len() {
        let mut rules = RULES.to_vec();
        let rule = rules.remove(removed);
        for format in Format::ALL {
            for broker in BROKERS {
                let settings = settings(broker);
                let all = export(format, &settings).unwrap();
                let without = Rules(&rules).export(format, &settings).unwrap();
                assert_eq!(all != without, broker == rule.broker, "{format} {rule:?}");
            }
        }
    }
}

/// The rules themselves, and not only the comment that lists them; where a broker
/// cannot tell RETAIN, the right to it is not in the rules.
#[test]
fn deleting_any_rule_changes_what_is_enforced() {
    for removed in 0..RULES.len() {
        let mut rules = RULES.to_vec();
        let rule = rules.remove(removed);
        for format in Format::ALL {
            let settings = settings(rule.broker);
            let file = |rules: &[Rule]| {
                let export = Rules(rules).export(format, &settings).unwrap();
                let lines = |file: File| {
                    let lines = file.text.lines().map(str::to_owned);
                    lines.filter(|line| !line.starts_with(['#', '%'])).collect()
                };
                export.files.into_iter().map(lines).collect::<Vec<Vec<_>>>()
            };
            let told_apart =
                rule.right != Right::PublishRetained || format.enforces().publish_retained;
            assert_eq!(
                file(&RULES) != file(&rules),
                told_apart,
                "{format} {rule:?}"
            );
        }
    }
}

#[test]
fn p_4_1_an_empty_table_grants_nothing() {
    for format in Format::ALL {
        for broker in BROKERS {
            let export = Rules(&[]).export(format, &settings(broker)).unwrap();
            for file in &export.files {
                for line in file
                    .text
                    .lines()
                    .filter(|line| !line.starts_with(['#', '%']))
                {
                    assert!(!line.contains("iot4emissions/"), "{format} {line}");
                    assert!(!line.contains("iot4emissions\\\\."), "{format} {line}");
                }
            }
        }
    }
}
