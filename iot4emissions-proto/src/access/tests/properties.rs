//! What holds for every text (P-4.1 to P-4.3).

use proptest::prelude::*;

use super::*;

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
