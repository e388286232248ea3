//! `filters.json`: topic filters, subscriptions, what they match and cover (P-3.7, P-3.8).

use iot4emissions_proto::topic::{Subscription, SubscriptionError, TopicFilter};
use serde_json::{Value, json};

use super::text::Text;
use super::{Case, Vectors, Wrong, code};

pub(super) fn file() -> Vectors {
    let filters = filters().into_iter().map(filter);
    let subscriptions = SUBSCRIPTIONS.iter().map(subscription);
    let matches = MATCHES.iter().map(|row| matching("matches", row));
    let covers = COVERS.iter().map(|row| matching("covers", row));
    Vectors {
        name: "filters",
        description: "Topic filters of MQTT 3.1.1 (`filter`) and subscriptions, shared ones too \
            (`subscription`), or why they are none; whether a filter matches a topic (`matches`), \
            and whether it matches every topic that another one matches (`covers`).",
        cases: filters
            .chain(subscriptions)
            .chain(matches)
            .chain(covers)
            .collect(),
    }
}

/// Text; the code of the refusal, if any.
#[rustfmt::skip] // One row a line.
fn filters() -> Vec<(&'static str, Text, Option<&'static str>)> {
    let mut rows = Vec::new();
    for good in [
        "a",
        "+",
        "#",
        "/",
        "//",
        "+/+",
        "/+",
        "+/#",
        "a/+/b/#",
        "a b",
        "$SYS/#",
        "é/ß",
        "iot4emissions/dataDevice/+",
        "/#",
    ] {
        rows.push((good, Text::of(good), None));
    }
    for (bad, refused) in [
        ("", "empty"),
        ("a+", "part-of-level"),
        ("+a/b", "part-of-level"),
        ("a/+b", "part-of-level"),
        ("++", "part-of-level"),
        ("a#", "part-of-level"),
        ("a/#b", "part-of-level"),
        ("##", "part-of-level"),
        ("+#", "part-of-level"),
        ("#/a", "not-last"),
        ("a/#/b", "not-last"),
        ("#/", "not-last"),
        ("#/#", "not-last"),
        ("a/\u{0}", "nul"),
        ("\u{0}", "nul"),
    ] {
        rows.push((bad, Text::of(bad), Some(refused)));
    }
    rows.push(("65,535 bytes", Text::repeated("a", 65_535), None));
    rows.push(("65,536 bytes", Text::repeated("a", 65_536), Some("too-long")));
    rows.push(("65,535 levels, nearly", Text::repeated("/", 65_535), None));
    rows
}

fn filter((name, text, by_hand): (&str, Text, Option<&'static str>)) -> Result<Case, Wrong> {
    let found = text
        .text()
        .parse::<TopicFilter>()
        .err()
        .map(|error| code(&error));
    Case::new(format!("filter {name:?}"), &["P-3.8"])
        .with("function", &"filter")?
        .with("text", &text)?
        .agreed("refused", &by_hand.map(str::to_owned), &found)
}

/// Text; group and filter, or the code of the refusal.
type Parts = (Option<&'static str>, &'static str);
#[rustfmt::skip] // One row a line.
const SUBSCRIPTIONS: &[(&str, Result<Parts, &str>)] = &[
    ("iot4emissions/dataDevice/+", Ok((None, "iot4emissions/dataDevice/+"))),
    ("$share/workers/iot4emissions/dataDevice/+", Ok((Some("workers"), "iot4emissions/dataDevice/+"))),
    ("$share/g/#", Ok((Some("g"), "#"))),
    ("$share/g//", Ok((Some("g"), "/"))),
    ("$share/g//a", Ok((Some("g"), "/a"))),
    ("$share/$share/a", Ok((Some("$share"), "a"))),
    ("$share/ /a", Ok((Some(" "), "a"))),
    ("$share/g/$share/h/a", Ok((Some("g"), "$share/h/a"))),
    ("$share", Ok((None, "$share"))),
    ("$Share/g/a", Ok((None, "$Share/g/a"))),
    ("$shared/g/a", Ok((None, "$shared/g/a"))),
    ("/$share/g/a", Ok((None, "/$share/g/a"))),
    ("$share/", Err("group")),
    ("$share//a", Err("group")),
    ("$share/+/a", Err("group")),
    ("$share/#/a", Err("group")),
    ("$share/g+/a", Err("group")),
    ("$share/g\u{0}/a", Err("group")),
    ("$share/g", Err("no-filter")),
    ("$share/g/", Err("no-filter")),
    ("$share/g/a+", Err("part-of-level")),
    ("$share/g/#/a", Err("not-last")),
    ("$share/g/\u{0}", Err("nul")),
    ("", Err("empty")),
];

fn subscription((text, by_hand): &(&str, Result<Parts, &str>)) -> Result<Case, Wrong> {
    let case = Case::new(format!("subscription {text:?}"), &["P-3.7"])
        .with("function", &"subscription")?
        .with("text", text)?;
    let found = text.parse::<Subscription>().map_err(|error| match error {
        SubscriptionError::Filter(inner) => code(&inner),
        other => code(&other),
    });
    match by_hand {
        Ok((group, filter)) => {
            let by_hand = json!({"filter": filter, "group": group});
            let found = found.map_or_else(Value::from, |found| {
                json!({"filter": found.filter().as_str(), "group": found.group().map(|group| group.as_str())})
            });
            case.agreed("subscription", &by_hand, &found)
        }
        Err(refused) => {
            let found = found.map_or_else(|code| code, |_| "accepted".to_owned());
            case.agreed("refused", &(*refused).to_owned(), &found)
        }
    }
}

/// Filter, topic, whether it matches.
#[rustfmt::skip] // One row a line.
const MATCHES: &[(&str, &str, bool)] = &[
    ("a", "a", true),
    ("a", "A", false),
    ("a", "/a", false),
    ("a", "a/", false),
    ("a/b", "a/b", true),
    ("a/b", "a/b/c", false),
    ("a/b/c", "a/b", false),
    ("+", "a", true),
    ("+", "a/b", false),
    ("+", "/a", false),
    ("/+", "/a", true),
    ("+/+", "/a", true),
    ("+/+", "/", true),
    ("a/+", "a/", true),
    ("a/+", "a", false),
    ("a/+/c", "a/b/c", true),
    ("a/+/c", "a//c", true),
    ("a/+/c", "a/b/d", false),
    ("#", "a", true),
    ("#", "a/b/c", true),
    ("#", "/", true),
    ("a/#", "a", true),
    ("a/#", "a/", true),
    ("a/#", "a/b/c", true),
    ("a/#", "ab", false),
    ("/#", "/a", true),
    ("/#", "a", false),
    ("#", "$SYS/uptime", false),
    ("+/uptime", "$SYS/uptime", false),
    ("$SYS/#", "$SYS/uptime", true),
    ("$SYS/#", "$SYS", true),
    ("$SYS/+", "$SYS/uptime", true),
    ("a/+", "a/$b", true),
    ("iot4emissions/dataDevice/+", "iot4emissions/dataDevice/f371cb00", true),
    ("iot4emissions/dataDevice/+", "iot4emissions/dataDevice/f371cb00/x", false),
    ("iot4emissions/dataDevice/+", "iot4emissions/configServer/f371cb00", false),
    ("#", "a/+", false),
    ("#", "", false),
];

/// Filter, another filter, whether the first covers it.
#[rustfmt::skip] // One row a line.
const COVERS: &[(&str, &str, bool)] = &[
    ("a", "a", true),
    ("a", "b", false),
    ("+", "a", true),
    ("a", "+", false),
    ("+", "+", true),
    ("#", "#", true),
    ("#", "+", true),
    ("+", "#", false),
    ("#", "a/+/b", true),
    ("+/#", "#", true),
    ("#", "+/#", true),
    ("a/#", "a", true),
    ("a/#", "a/#", true),
    ("a/#", "a/+/#", true),
    ("a/+/#", "a/#", false),
    ("a/+", "a/#", false),
    ("a/#", "a/b/c", true),
    ("a/#", "b/#", false),
    ("a/+/c", "a/b/c", true),
    ("a/b/c", "a/+/c", false),
    ("+/+", "/#", false),
    ("/#", "/+/#", true),
    ("/+/#", "/#", true),
    ("#", "$SYS/#", false),
    ("+/uptime", "$SYS/uptime", false),
    ("$SYS/#", "$SYS/+", true),
    ("$SYS/#", "#", false),
    ("iot4emissions/dataDevice/+", "iot4emissions/dataDevice/f371cb00", true),
    ("iot4emissions/dataDevice/+", "iot4emissions/+/f371cb00", false),
    ("iot4emissions/dataDevice/+", "iot4emissions/dataDevice/#", false),
    ("iot4emissions/dataDevice/f371cb00", "iot4emissions/dataDevice/+", false),
];

fn matching(
    function: &'static str,
    (filter, other, by_hand): &(&str, &str, bool),
) -> Result<Case, Wrong> {
    let case = Case::new(format!("{filter:?} {function} {other:?}"), &["P-3.8"]);
    let parse = |text: &str| {
        text.parse::<TopicFilter>()
            .map_err(|error| case.wrong(error))
    };
    let found = match function {
        "covers" => parse(filter)?.covers(&parse(other)?),
        _ => parse(filter)?.matches(other),
    };
    let member = if function == "covers" {
        "other"
    } else {
        "topic"
    };
    case.with("function", &function)?
        .with("filter", filter)?
        .with(member, other)?
        .agreed(function, by_hand, &found)
}
