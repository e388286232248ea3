//! Configuration Status (P-5.30 to P-5.34).

use iot4emissions_proto::topic::TopicKind::ConfigServer;

use super::Verdict::{Canonical, Deviates, Right, Wrong, WrongEach};
use super::{Places, Row, Verdict, row};

type Rules = &'static [&'static str];

const BOX_3: &str = include_str!("../../../../../iot4emissions-proto/tests/boxes/box_3.json");
/// Box 3 in canonical form.
const CANONICAL: &str = r#"{"deviceState":"operational","configuration":{"registrationMqtt":{"endpoint":"a1u4qvcqj4uf51-ats.iot.eu-central-1.amazonaws.com","port":8883,"protocol":"mqtts"},"obfcmDataMqtt":{"endpoint":"a1u4qvcqj4uf51-ats.iot.eu-west-1.amazonaws.com","port":8883,"protocol":"mqtts"},"acquireFrequency":"0 0 0 ? * * *","transferFrequency":"0 0 0 ? 1/3 * *","configCheckFrequency":"0 0 0 ? 1/3 * *","version":1}}"#;
const DATA_HOST: &str = r#""a1u4qvcqj4uf51-ats.iot.eu-west-1.amazonaws.com""#;
const ACQUIRE: &str = r#""acquireFrequency":"0 0 0 ? * * *""#;

/// Box 3 in canonical form, but with `to` for the last `from`.
fn but(from: &str, to: &str) -> String {
    match CANONICAL.rfind(from) {
        Some(at) => format!("{}{to}{}", &CANONICAL[..at], &CANONICAL[at + from.len()..]),
        None => String::new(),
    }
}

fn changed(rules: Rules, name: impl Into<String>, from: &str, to: &str, verdict: Verdict) -> Row {
    row(ConfigServer, rules, name, but(from, to), verdict)
}

fn same() -> String {
    CANONICAL.to_owned()
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = whole();
    rows.extend(states());
    rows.extend(endpoints());
    rows.extend(schedules());
    rows
}

fn whole() -> Vec<Row> {
    let order = r#"{"configuration":{"version":1,"configCheckFrequency":"0 0 0 ? 1/3 * *","transferFrequency":"0 0 0 ? 1/3 * *","acquireFrequency":"0 0 0 ? * * *","obfcmDataMqtt":{"protocol":"mqtts","port":8883,"endpoint":"a1u4qvcqj4uf51-ats.iot.eu-west-1.amazonaws.com"},"registrationMqtt":{"port":8883,"endpoint":"a1u4qvcqj4uf51-ats.iot.eu-central-1.amazonaws.com","protocol":"mqtts"}},"deviceState":"operational"}"#;
    vec![
        row(ConfigServer, &["P-5.30", "P-5.31", "P-5.32", "P-5.33"], "Box 3", BOX_3, Right(same())),
        row(ConfigServer, &["P-5.1", "P-5.31"], "Box 3 in canonical form", CANONICAL, Canonical),
        row(ConfigServer, &["P-5.1", "P-5.2"], "Box 3 with all members in another order", order, Right(same())),
        row(ConfigServer, &["P-5.30", "P-5.31"], "nothing", "{}", Wrong(&[("missing-member", ""), ("missing-member", "")])),
        row(ConfigServer, &["P-5.31"], "an empty configuration", r#"{"deviceState":"standby","configuration":{}}"#, Wrong(&[("missing-member", "/configuration"), ("missing-member", "/configuration"), ("missing-member", "/configuration"), ("missing-member", "/configuration"), ("missing-member", "/configuration"), ("missing-member", "/configuration")])),
        row(ConfigServer, &["P-5.31"], "the configuration is a string", r#"{"deviceState":"standby","configuration":"default"}"#, Wrong(&[("type", "/configuration")])),
        row(ConfigServer, &["P-5.31"], "no configuration", r#"{"deviceState":"standby"}"#, Wrong(&[("missing-member", "")])),
        changed(&["P-5.4"], "an unknown member in the configuration", r#""version":1"#, r#""version":1,"ttl":60"#, Deviates(&[("unknown-member", "/configuration/ttl")], same())),
        changed(&["P-5.4"], "an unknown member in an endpoint", r#""protocol":"mqtts"}"#, r#""protocol":"mqtts","alpn":"x"}"#, Deviates(&[("unknown-member", "/configuration/obfcmDataMqtt/alpn")], same())),
        changed(&["P-5.4"], "an unknown member at the top", r#"}}"#, r#"},"id":"x"}"#, Deviates(&[("unknown-member", "/id")], same())),
        row(ConfigServer, &["P-5.4", "P-5.2"], "every deviation of a configuration at once", but("operational", "Operational").replace("Frequency", "Freq").replace("8883", "\"8883\"").replace("\"version\":1", "\"version\":\"1\""), Deviates(&[("spelling", "/deviceState"), ("number-as-string", "/configuration/registrationMqtt/port"), ("number-as-string", "/configuration/obfcmDataMqtt/port"), ("table-name", "/configuration/acquireFreq"), ("table-name", "/configuration/transferFreq"), ("table-name", "/configuration/configCheckFreq"), ("number-as-string", "/configuration/version")], same())),
    ]
}

fn states() -> Vec<Row> {
    let mut rows = Vec::new();
    for state in ["initialized", "standby"] {
        rows.push(changed(&["P-5.30"], format!("state {state}"), "operational", state, Canonical));
    }
    for (spelling, state) in [
        ("initialised", "initialized"),
        ("Initialized", "initialized"),
        ("INITIALISED", "initialized"),
        ("OPERATIONAL", "operational"),
        ("stand-by", "standby"),
        ("standBy", "standby"),
        ("Stand-By", "standby"),
    ] {
        rows.push(changed(&["P-5.4", "P-5.30"], format!("spelling {spelling}"), "operational", spelling, Deviates(&[("spelling", "/deviceState")], but("operational", state))));
    }
    for state in [
        "registered",
        "error",
        "provisioned",
        "stand by",
        "",
        " operational",
        "paused",
    ] {
        rows.push(changed(&["P-5.30"], format!("no commanded state: {state:?}"), "operational", state, Wrong(&[("unknown-value", "/deviceState")])));
    }
    rows.push(changed(&["P-5.30"], "a number for the state", "\"operational\"", "4", Wrong(&[("type", "/deviceState")])));
    rows
}

fn endpoints() -> Vec<Row> {
    const HOST: Places = &[("host", "/configuration/obfcmDataMqtt/endpoint")];
    const PORT: &str = "/configuration/obfcmDataMqtt/port";
    let long = |last: usize| {
        let label = "a".repeat(63);
        format!("{label}.{label}.{label}.{}", "b".repeat(last))
    };
    let label_of_64 = format!("{}.eu", "a".repeat(64));
    let (longest, too_long) = (long(61), long(62));
    let mut rows = Vec::new();
    for host in [
        "localhost",
        "a.b",
        "DATA.Example.EU",
        "1and1.example",
        "x--y.example",
        "192.0.2.1",
        "2001:db8::1",
        "::ffff:192.0.2.1",
        longest.as_str(),
    ] {
        rows.push(changed(&["P-5.31"], format!("host {host}"), DATA_HOST, &format!("{host:?}"), Canonical));
    }
    for host in [
        "",
        "a..b",
        ".a",
        "a.",
        "-a.eu",
        "a-.eu",
        "a_b.eu",
        "a b.eu",
        "dätä.eu",
        "mqtts://a.eu",
        "a.eu:8883",
        "[2001:db8::1]",
        "256.0.0.1",
        "1.2.3",
        "a.1",
        "2001:db8::g",
        "fe80::1%eth0",
        label_of_64.as_str(),
        too_long.as_str(),
    ] {
        rows.push(changed(&["P-5.31"], format!("no host: {host:?}"), DATA_HOST, &format!("{host:?}"), Wrong(HOST)));
    }
    let port = |rules, name: &str, port: &str, verdict| {
        changed(rules, format!("port: {name}"), "8883", port, verdict)
    };
    rows.extend([
        changed(&["P-5.31"], "a number for the host", DATA_HOST, "1", Wrong(&[("type", "/configuration/obfcmDataMqtt/endpoint")])),
        port(&["P-5.31"], "the least", "1", Canonical),
        port(&["P-5.31"], "the most", "65535", Canonical),
        port(&["P-5.31"], "0", "0", Wrong(&[("out-of-range", PORT)])),
        port(&["P-5.31"], "65536", "65536", Wrong(&[("out-of-range", PORT)])),
        port(&["P-5.31"], "negative", "-8883", Wrong(&[("out-of-range", PORT)])),
        port(&["P-5.4", "P-5.31"], "a string", "\"8883\"", Deviates(&[("number-as-string", PORT)], same())),
        port(&["P-5.4", "P-5.31"], "with decimals", "8883.0", Deviates(&[("precision", PORT)], same())),
        port(&["P-5.4", "P-5.31"], "a string with decimals", "\"8883.0\"", Deviates(&[("number-as-string", PORT), ("precision", PORT)], same())),
        port(&["P-5.4"], "never rounded", "8883.4", Wrong(&[("number-form", PORT)])),
        port(&["P-5.4"], "never rounded, as a string", "\"8883.4\"", Wrong(&[("number-form", PORT)])),
        port(&["P-5.4"], "never rounded into its range", "0.5", Wrong(&[("number-form", PORT)])),
        port(&["P-5.5"], "a string that is no number", "\"mqtts\"", Wrong(&[("number-form", PORT)])),
        port(&["P-5.5"], "a string with a leading zero", "\"08883\"", Wrong(&[("number-form", PORT)])),
        port(&["P-5.31"], "a truth value", "true", Wrong(&[("type", PORT)])),
        changed(&["P-5.31"], "no port", r#""port":8883,"#, "", Wrong(&[("missing-member", "/configuration/obfcmDataMqtt")])),
        changed(&["P-5.31"], "no protocol", r#","protocol":"mqtts""#, "", Wrong(&[("missing-member", "/configuration/obfcmDataMqtt")])),
    ]);
    for protocol in ["mqtt", "MQTTS", "wss", "ssl", "", "https"] {
        rows.push(changed(&["P-5.31"], format!("protocol {protocol:?}"), "\"mqtts\"", &format!("{protocol:?}"), Wrong(&[("unknown-value", "/configuration/obfcmDataMqtt/protocol")])));
    }
    rows
}

fn schedules() -> Vec<Row> {
    const AT: &str = "/configuration/acquireFrequency";
    const VERSION: &str = "/configuration/version";
    let version = |rules, name: &str, number: &str, verdict| {
        changed(rules, format!("version: {name}"), "\"version\":1", &format!("\"version\":{number}"), verdict)
    };
    let mut rows = vec![
        version(&["P-5.32"], "the last", "4294967295", Canonical),
        version(&["P-5.32"], "0", "0", Wrong(&[("out-of-range", VERSION)])),
        version(&["P-5.32"], "after the last", "4294967296", Wrong(&[("out-of-range", VERSION)])),
        version(&["P-5.32"], "far after the last", "18446744073709551616", Wrong(&[("out-of-range", VERSION)])),
        version(&["P-5.32"], "negative", "-1", Wrong(&[("out-of-range", VERSION)])),
        version(&["P-5.32", "P-5.4"], "the string of Table 6", "\"1\"", Deviates(&[("number-as-string", VERSION)], same())),
        version(&["P-5.32", "P-5.4"], "with decimals", "1.0", Deviates(&[("precision", VERSION)], same())),
        version(&["P-5.32", "P-5.4"], "never rounded", "1.5", Wrong(&[("number-form", VERSION)])),
        version(&["P-5.32", "P-5.4"], "never rounded, as a string", "\"1.5\"", Wrong(&[("number-form", VERSION)])),
        version(&["P-5.32"], "a name", "\"v1\"", Wrong(&[("number-form", VERSION)])),
        changed(&["P-5.4", "P-5.31"], "a name of Table 6", "acquireFrequency", "acquireFreq", Deviates(&[("table-name", "/configuration/acquireFreq")], same())),
        changed(&["P-5.3"], "both names of one member, equal", ACQUIRE, r#""acquireFreq":"0 0 0 ? * * *","acquireFrequency":"0 0 0 ? * * *""#, Wrong(&[("duplicate-member", "/configuration/acquireFreq")])),
        changed(&["P-5.3"], "both names of one member, different", ACQUIRE, r#""acquireFrequency":"0 0 0 ? * * *","acquireFreq":"0 0 0 1 * ?""#, Wrong(&[("duplicate-member", "/configuration/acquireFreq")])),
        changed(&["P-5.31"], "no acquireFrequency", &format!("{ACQUIRE},"), "", Wrong(&[("missing-member", "/configuration")])),
        changed(&["P-5.33"], "a number for a schedule", ACQUIRE, r#""acquireFrequency":3600"#, Wrong(&[("type", AT)])),
        changed(&["P-5.33"], "a bad schedule under its Table 6 name", ACQUIRE, r#""acquireFreq":"daily""#, WrongEach { tolerant: &[("schedule", "/configuration/acquireFreq")], strict: &[("table-name", "/configuration/acquireFreq"), ("schedule", "/configuration/acquireFreq")] }),
    ];
    for text in [
        "0 0 0 1 * ? *",
        "0 0 0 1 1/3 ?",
        "0 0 0 ? JAN-jun MON,fri *",
        "*/15 0 0 1 1 ? 2030",
    ] {
        rows.push(changed(&["P-5.33", "P-5.1"], format!("the schedule {text:?} is kept as it came"), ACQUIRE, &format!(r#""acquireFrequency":{text:?}"#), Canonical));
    }
    for text in [
        "",
        "daily",
        "@daily",
        "0 0 1 * *",
        "0 0 0 1 * 2",
        "0 0 0 30 2 ?",
        "0 0 0 L * ?",
        " 0 0 0 1 * ?",
        "60 0 0 1 * ?",
    ] {
        rows.push(changed(&["P-5.33"], format!("no schedule: {text:?}"), ACQUIRE, &format!(r#""acquireFrequency":{text:?}"#), Wrong(&[("schedule", AT)])));
    }
    rows
}
