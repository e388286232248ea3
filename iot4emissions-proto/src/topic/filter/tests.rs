//! P-3.8 by the standard's examples, and exhaustively in a small world.

use super::*;
use proptest::prelude::*;

fn filter(text: &str) -> TopicFilter {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn p_3_8_refuses_what_is_no_filter() {
    for (text, error) in [
        (
            String::new(),
            "expected a topic filter, found an empty text",
        ),
        (
            "x".repeat(65_536),
            "expected a topic filter of at most 65535 bytes, found 65536",
        ),
        (
            "a/\0".into(),
            "expected a topic filter without U+0000, found one in level 2",
        ),
        (
            "a/b+".into(),
            "expected \"+\" as a whole level, found it with other characters in level 2",
        ),
        (
            "++".into(),
            "expected \"+\" as a whole level, found it with other characters in level 1",
        ),
        (
            "a#".into(),
            "expected \"#\" as a whole level, found it with other characters in level 1",
        ),
        (
            "a/#/b".into(),
            "expected \"#\" as the last level, found it as level 2 of 3",
        ),
        (
            "#/".into(),
            "expected \"#\" as the last level, found it as level 1 of 2",
        ),
    ] {
        assert_eq!(text.parse::<TopicFilter>().unwrap_err().to_string(), error);
    }
}

#[test]
fn p_3_8_accepts_the_longest_filter() {
    let text = format!("{}/+", "x".repeat(65_533));
    assert_eq!(filter(&text).as_str(), text);
}

/// The examples of MQTT 3.1.1 §4.7.
#[test]
fn p_3_8_matches_as_the_standard_says() {
    for (text, yes, no) in [
        (
            "sport/tennis/player1/#",
            &[
                "sport/tennis/player1",
                "sport/tennis/player1/ranking",
                "sport/tennis/player1/score/wimbledon",
            ][..],
            &["sport/tennis", "sport/tennis/player10"][..],
        ),
        (
            "sport/#",
            &["sport", "sport/", "sport//"],
            &["sports", "Sport"],
        ),
        (
            "sport/tennis/+",
            &["sport/tennis/player1", "sport/tennis/"],
            &["sport/tennis", "sport/tennis/player1/ranking"],
        ),
        ("+", &["finance", " "], &["/finance", ""]),
        ("+/+", &["/finance", "/"], &["finance"]),
        ("/+", &["/finance", "/"], &["finance"]),
        (
            "#",
            &["a", "/", "a/b"],
            &["$SYS", "$SYS/a", "", "+", "a/#", "\0"],
        ),
        (
            "+/monitor/Clients",
            &["x/monitor/Clients"],
            &["$SYS/monitor/Clients"],
        ),
        ("$SYS/#", &["$SYS", "$SYS/", "$SYS/a"], &["$sys", "$SYSTEM"]),
        (
            "$SYS/monitor/+",
            &["$SYS/monitor/Clients"],
            &["$SYS/monitor"],
        ),
        ("a/$b", &["a/$b"], &["a/b"]),
        ("+/$b", &["a/$b"], &[]),
        ("\u{391}/+", &["\u{391}/x"], &["A/x"]),
    ] {
        for topic in yes {
            assert!(filter(text).matches(topic), "{text} {topic}");
        }
        for topic in no {
            assert!(!filter(text).matches(topic), "{text} {topic}");
        }
    }
}

#[test]
fn p_3_7_names_the_filters_of_the_services() {
    assert_eq!(
        TopicFilter::all_devices(TopicKind::RegisterDevice).as_str(),
        "iot4emissions/registerDevice/+"
    );
    let filter = TopicFilter::all_devices(TopicKind::DataDevice);
    assert_eq!(filter.as_str(), "iot4emissions/dataDevice/+");
    assert_eq!(filter.as_str().parse(), Ok(filter));
}

#[test]
fn a_topic_is_a_filter_for_itself_alone() {
    let topic: Topic = "iot4emissions/configServer/a".parse().unwrap();
    assert_eq!(
        TopicFilter::from(&topic),
        filter("iot4emissions/configServer/a")
    );
}

#[test]
fn serde_reads_and_writes_a_string_with_the_same_error() {
    let read: TopicFilter = serde_json::from_str("\"a/+\"").unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), "\"a/+\"");
    let error = serde_json::from_str::<TopicFilter>("\"\"").unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&TopicFilterError::Empty.to_string())
    );
}

/// Matching by recursion over levels, written from MQTT 3.1.1 §4.7 alone.
fn naive_matches(filter: &[&str], topic: &[&str]) -> bool {
    match (filter, topic) {
        (["#"], _) | ([], []) => true,
        (["+", filter @ ..], [_, topic @ ..]) => naive_matches(filter, topic),
        ([f, filter @ ..], [t, topic @ ..]) => f == t && naive_matches(filter, topic),
        _ => false,
    }
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

/// Every pair of filters of up to 3 levels, against every topic of up to 4:
/// one level more than any filter fixes, and with a level `z` that no filter
/// names, so that every difference between two filters has a witness here.
#[test]
fn p_3_8_matches_and_covers_are_exact_in_a_small_world() {
    let topics: Vec<String> = words(&["", "a", "$", "$a", "z"], 4)
        .into_iter()
        .filter(|topic| !topic.is_empty())
        .collect();
    let filters: Vec<TopicFilter> = words(&["", "a", "$", "$a", "+", "#"], 3)
        .iter()
        .filter_map(|text| text.parse().ok())
        .collect();
    assert!(filters.len() > 150, "{}", filters.len());

    let matched: Vec<Vec<bool>> = filters
        .iter()
        .map(|filter| {
            let levels: Vec<&str> = filter.as_str().split('/').collect();
            topics
                .iter()
                .map(|topic| {
                    let apart = topic.starts_with('$') && ["+", "#"].contains(&levels[0]);
                    let naive =
                        !apart && naive_matches(&levels, &topic.split('/').collect::<Vec<_>>());
                    assert_eq!(filter.matches(topic), naive, "{filter} {topic}");
                    naive
                })
                .collect()
        })
        .collect();

    for (wide, wide_matched) in filters.iter().zip(&matched) {
        for (narrow, narrow_matched) in filters.iter().zip(&matched) {
            let naive = narrow_matched
                .iter()
                .zip(wide_matched)
                .all(|(narrow, wide)| *wide || !narrow);
            assert_eq!(wide.covers(narrow), naive, "{wide} covers {narrow}");
        }
    }
}

#[test]
fn p_4_2_covers_is_careful_at_the_edges() {
    for (wide, narrow, covers) in [
        ("#", "+/+", true),
        ("#", "+/#", true),
        ("+/#", "#", true),
        ("/+/#", "/#", true),
        ("+/+/#", "/#", true),
        ("/+/+/#", "/#", false),
        ("+/+/#", "#", false),
        ("+/+/#", "+/#", false),
        ("a/+/#", "a/#", false),
        ("a/#", "a/+/#", true),
        ("a/#", "a", true),
        ("+", "#", false),
        ("#", "$SYS/#", false),
        ("#", "$SYS", false),
        ("+/a", "$x/a", false),
        ("$SYS/#", "$SYS/+", true),
        ("$SYS/#", "#", false),
        ("a/+", "a/$b", true),
        ("+", "a", true),
        ("/+", "/", true),
        ("+/+", "/", true),
        ("a", "+", false),
    ] {
        assert_eq!(
            filter(wide).covers(&filter(narrow)),
            covers,
            "{wide} {narrow}"
        );
    }
}

proptest! {
    #[test]
    fn p_4_2_what_is_covered_is_matched(
        wide in "(\\+|#|a|b|)(/(\\+|a|b|)){0,4}(/#)?",
        narrow in "(\\+|#|a|b|)(/(\\+|a|b|)){0,4}(/#)?",
        topic in "(a|b|c|)(/(a|b|c|)){0,6}",
    ) {
        if let (Ok(wide), Ok(narrow)) = (wide.parse::<TopicFilter>(), narrow.parse::<TopicFilter>()) {
            prop_assert!(wide.covers(&wide));
            if wide.covers(&narrow) && narrow.matches(&topic) {
                prop_assert!(wide.matches(&topic));
            }
        }
    }

    #[test]
    fn no_text_makes_a_function_panic(text in "(.|/|\\+|#|\\$|\0){0,20}", other in "(.|/|\\+|#|\\$|\0){0,20}") {
        if let Ok(filter) = text.parse::<TopicFilter>() {
            prop_assert_eq!(filter.as_str(), &text);
            let _ = filter.matches(&other);
            if let Ok(other) = other.parse::<TopicFilter>() {
                let _ = filter.covers(&other);
            }
        }
    }
}
