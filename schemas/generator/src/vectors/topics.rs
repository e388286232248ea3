//! `topics.json`: topics, topic names, and how their messages travel (P-3).

use iot4emissions_proto::topic::{Topic, TopicError, TopicKind, TopicName};
use serde_json::{Value, json};

use super::text::Text;
use super::{Case, Vectors, Wrong, code};

pub(super) fn file() -> Vectors {
    let cases = TOPICS.iter().map(topic);
    let names = names().into_iter().map(name);
    let travelling = TRAVELLING.iter().map(delivery);
    Vectors {
        name: "topics",
        description: "Texts that are topics of the protocol (`topic`) or topic names of MQTT \
            (`topicName`), or why not; and the table of P-3.1 to P-3.5 (`delivery`).",
        cases: cases.chain(names).chain(travelling).collect(),
    }
}

type Rules = &'static [&'static str];

type Row = (
    Rules,
    &'static str,
    Result<(&'static str, &'static str), &'static str>,
);

/// Text; family and device ID, or the code of the refusal.
#[rustfmt::skip] // One row a line.
const TOPICS: &[Row] = &[
    (&["P-3.1"], "iot4emissions/registerDevice/f371cb00", Ok(("registerDevice", "f371cb00"))),
    (&["P-3.2"], "iot4emissions/registerServer/f371cb00", Ok(("registerServer", "f371cb00"))),
    (&["P-3.3"], "iot4emissions/configServer/f371cb00", Ok(("configServer", "f371cb00"))),
    (&["P-3.4"], "iot4emissions/dataDevice/f371cb00", Ok(("dataDevice", "f371cb00"))),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice/9a7d21e7-8652-4442-b1a0-0c6f1f3f2b5a", Ok(("dataDevice", "9a7d21e7-8652-4442-b1a0-0c6f1f3f2b5a"))),
    (&["P-3.3", "P-2.1"], "iot4emissions/configServer/_", Ok(("configServer", "_"))),
    (&["P-3.1", "P-2.1"], "iot4emissions/registerDevice/-A-1_z", Ok(("registerDevice", "-A-1_z"))),
    (&["P-3.2", "P-2.1"], "iot4emissions/registerServer/registerServer", Ok(("registerServer", "registerServer"))),
    (&["P-3.1"], "", Err("family")),
    (&["P-3.1"], "iot4emissions", Err("family")),
    (&["P-3.1"], "iot4emissions/", Err("family")),
    (&["P-3.4"], "iot4emissions/dataDevice", Err("family")),
    (&["P-3.4"], "iot4emissions/datadevice/a", Err("family")),
    (&["P-3.4"], "IoT4Emissions/dataDevice/a", Err("family")),
    (&["P-3.4"], "/iot4emissions/dataDevice/a", Err("family")),
    (&["P-3.4"], "iot4emissions//dataDevice/a", Err("family")),
    (&["P-3.4"], " iot4emissions/dataDevice/a", Err("family")),
    (&["P-3.3"], "iot4emissions/configDevice/a", Err("family")),
    (&["P-3.1"], "iot4emissions/+/a", Err("family")),
    (&["P-3.1"], "iot4emissions/#", Err("family")),
    (&["P-3.1"], "$SYS/broker/clients", Err("family")),
    (&["P-3.7"], "$share/g/iot4emissions/dataDevice/a", Err("family")),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice/", Err("empty")),
    (&["P-3.7", "P-2.1"], "iot4emissions/dataDevice/+", Err("character")),
    (&["P-3.7", "P-2.1"], "iot4emissions/dataDevice/#", Err("character")),
    (&["P-3.7", "P-2.1"], "iot4emissions/dataDevice/*", Err("character")),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice/a/b", Err("character")),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice/a/", Err("character")),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice//a", Err("character")),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice/a b", Err("character")),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice/a\u{0}", Err("character")),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice/ä", Err("character")),
    (&["P-3.4", "P-2.1"], "iot4emissions/dataDevice/a.b", Err("character")),
    (&["P-3.3", "P-2.1"], "iot4emissions/configServer/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Err("too-long")),
    (&["P-1.5", "P-2.1"], "iot4emissions/dataDevice/JFXHF05K1L4104934", Err("vin-shape")),
    (&["P-2.4"], "iot4emissions/dataDevice/obfcm-data-service", Err("reserved")),
    (&["P-2.4"], "iot4emissions/registerDevice/ota-registration-service", Err("reserved")),
];

fn topic((rules, text, by_hand): &Row) -> Result<Case, Wrong> {
    let case = Case::new(format!("topic {text:?}"), rules)
        .with("function", &"topic")?
        .with("text", text)?;
    let refusal = |error: TopicError| match error {
        TopicError::DeviceId { reason, .. } => code(&reason),
        other => code(&other),
    };
    match (by_hand, text.parse::<Topic>().map_err(refusal)) {
        (Ok((kind, device)), found) => {
            let by_hand = json!({"device": device, "kind": kind});
            let found = found.map_or_else(
                Value::from,
                |topic| json!({"device": topic.device(), "kind": topic.kind()}),
            );
            case.agreed("topic", &by_hand, &found)
        }
        (Err(refused), found) => {
            let found = found.map_or_else(|code| code, |_| "accepted".to_owned());
            case.agreed("refused", &(*refused).to_owned(), &found)
        }
    }
}

/// Name, rules, text; the code of the refusal, if any.
#[rustfmt::skip] // One row a line.
fn names() -> Vec<(&'static str, Rules, Text, Option<&'static str>)> {
    let text = |text: &str| Text::of(text);
    vec![
        ("a name of one level", &["P-3.8"], text("a"), None),
        ("a solidus alone: two empty levels", &["P-3.8"], text("/"), None),
        ("an empty level between others", &["P-3.8"], text("a//b"), None),
        ("a blank", &["P-3.8"], text(" "), None),
        ("letters beyond ASCII", &["P-3.8"], text("véhicule/données"), None),
        ("a topic of the broker's own", &["P-3.8"], text("$SYS/uptime"), None),
        ("a dollar sign within", &["P-3.8"], text("a/$b"), None),
        ("65,535 bytes", &["P-3.8"], Text::repeated("a", 65_535), None),
        ("65,534 bytes in characters of two", &["P-3.8"], Text::repeated("é", 32_767), None),
        ("no text", &["P-3.8"], text(""), Some("empty")),
        ("65,536 bytes", &["P-3.8"], Text::repeated("a", 65_536), Some("too-long")),
        ("65,536 bytes in characters of two", &["P-3.8"], Text::repeated("é", 32_768), Some("too-long")),
        ("a U+0000", &["P-3.8"], text("a/\u{0}/b"), Some("nul")),
        ("a plus sign as a level", &["P-3.8"], text("a/+/b"), Some("wildcard")),
        ("a plus sign within a level", &["P-3.8"], text("a+b"), Some("wildcard")),
        ("a number sign as the last level", &["P-3.8"], text("a/#"), Some("wildcard")),
        ("a number sign within a level", &["P-3.8"], text("#a/b"), Some("wildcard")),
    ]
}

fn name(
    (name, rules, text, by_hand): (&str, Rules, Text, Option<&'static str>),
) -> Result<Case, Wrong> {
    let found = TopicName::new(&text.text()).err().map(|error| code(&error));
    Case::new(format!("topic name: {name}"), rules)
        .with("function", &"topicName")?
        .with("text", &text)?
        .agreed("refused", &by_hand.map(str::to_owned), &found)
}

/// The table of P-3.1 to P-3.5.
#[rustfmt::skip] // One row a line.
const TRAVELLING: &[(Rules, TopicKind, [&str; 3], bool)] = &[
    (&["P-3.1", "P-3.5", "P-1.1", "P-1.2"], TopicKind::RegisterDevice, ["device", "registrationService", "registration"], false),
    (&["P-3.2", "P-3.5", "P-3.6", "P-1.1", "P-1.2"], TopicKind::RegisterServer, ["registrationService", "device", "registration"], true),
    (&["P-3.3", "P-3.5", "P-3.6", "P-1.1", "P-1.3"], TopicKind::ConfigServer, ["dataService", "device", "data"], true),
    (&["P-3.4", "P-3.5", "P-1.1", "P-1.3"], TopicKind::DataDevice, ["device", "dataService", "data"], false),
];

fn delivery(
    (rules, kind, [publisher, subscriber, broker], retained): &(Rules, TopicKind, [&str; 3], bool),
) -> Result<Case, Wrong> {
    let travels = kind.delivery();
    let by_hand = json!({
        "broker": broker, "publisher": publisher, "qos": 1, "retained": retained, "subscriber": subscriber,
    });
    let found = json!({
        "broker": travels.broker,
        "publisher": travels.publisher,
        "qos": travels.qos.level(),
        "retained": travels.retained,
        "subscriber": travels.subscriber,
    });
    Case::new(format!("how {kind} travels"), rules)
        .with("function", &"delivery")?
        .with("kind", kind)?
        .agreed("delivery", &by_hand, &found)
}
