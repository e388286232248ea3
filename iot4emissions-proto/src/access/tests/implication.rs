//! P-4.2: whoever may subscribe a filter may receive every topic that it matches, by the
//! whole table and by every part of it.

use proptest::prelude::*;

use super::*;

const LEVELS: [&str; 9] = [
    "iot4emissions",
    "registerDevice",
    "registerServer",
    "configServer",
    "dataDevice",
    "a",
    "b",
    "",
    "$SYS",
];

/// A filter, and a topic that is made from it: each `+` replaced by a level, and `#` by
/// none or some. Where a filter must not match `$`, it does not match the topic either.
fn filter_and_topic() -> impl Strategy<Value = (String, String)> {
    let level = || prop::sample::select(LEVELS.to_vec());
    let family = prop::sample::select(FAMILIES.to_vec());
    let last = prop::sample::select(vec!["+", "#", "a", "b", ""]);
    let likely = (family, last).prop_map(|(family, id)| format!("iot4emissions/{family}/{id}"));
    let wild = prop_oneof![2 => level(), 1 => Just("+")];
    let free = (prop::collection::vec(wild, 1..4), any::<bool>()).prop_map(|(levels, hash)| {
        let filter = levels.join("/");
        if hash { format!("{filter}/#") } else { filter }
    });
    let filter = prop_oneof![2 => likely, 1 => free];
    let replacements = prop::collection::vec(level(), 4);
    let rest = prop::collection::vec(level(), 0..3);
    (filter, replacements, rest).prop_map(|(filter, replacements, rest)| {
        let mut topic: Vec<&str> = Vec::new();
        for (level, replacement) in filter.split('/').zip(replacements) {
            match level {
                "+" => topic.push(replacement),
                "#" => topic.extend(&rest),
                literal => topic.push(literal),
            }
        }
        let topic = topic.join("/");
        (filter, topic)
    })
}

fn matched(filter: &str, topic: &str) -> bool {
    filter
        .parse::<TopicFilter>()
        .is_ok_and(|filter| filter.matches(topic))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn p_4_2_subscribe_implies_receive_by_every_part_of_the_table(
        who in 0usize..4,
        broker in 0usize..2,
        (filter, topic) in filter_and_topic(),
        share: bool,
        kept in prop::collection::vec(prop::bool::weighted(0.8), RULES.len()),
    ) {
        let (who, broker) = (&principals()[who], BROKERS[broker]);
        let rules: Vec<Rule> = RULES
            .into_iter()
            .zip(kept)
            .filter_map(|(rule, kept)| kept.then_some(rule))
            .collect();
        let text = if share { format!("$share/g/{filter}") } else { filter.clone() };
        let matches = matched(&filter, &topic);
        if matches && Rules(&rules).subscribe(who, broker, &text).is_ok() {
            prop_assert_eq!(Rules(&rules).receive(who, broker, &topic), Ok(()));
            prop_assert!(subscribe(who, broker, &text).is_ok(), "a part grants more");
        }
    }
}

/// The property above is not empty: its pairs are granted often enough.
#[test]
fn the_pairs_of_filter_and_topic_are_often_granted() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut granted = 0;
    for _ in 0..2000 {
        let (filter, topic) = filter_and_topic().new_tree(&mut runner).unwrap().current();
        let matches = matched(&filter, &topic);
        for who in &principals() {
            for broker in BROKERS {
                granted += usize::from(matches && subscribe(who, broker, &filter).is_ok());
            }
        }
    }
    assert!(granted > 200, "{granted}");
}
