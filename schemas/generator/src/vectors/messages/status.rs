//! Registration Status (P-5.20).

use iot4emissions_proto::topic::TopicKind::RegisterServer;

use super::Verdict::{Canonical, Deviates, Wrong};
use super::{Row, row};

pub(super) fn rows() -> Vec<Row> {
    const STATE: &str = "/deviceState";
    let state = |state: &str| format!(r#"{{"deviceState":{state}}}"#);
    let (registered, error) = (state("\"registered\""), state("\"error\""));
    let mut rows = vec![
        row(RegisterServer, &["P-5.20"], "Box 2", include_str!("../../../../../iot4emissions-proto/tests/boxes/box_2.json"), super::Verdict::Right(registered.clone())),
        row(RegisterServer, &["P-5.20", "P-5.1"], "registered", registered.clone(), Canonical),
        row(RegisterServer, &["P-5.20", "P-5.1"], "error", error.clone(), Canonical),
        row(RegisterServer, &["P-5.20"], "no state", "{}", Wrong(&[("missing-member", "")])),
        row(RegisterServer, &["P-5.4"], "an unknown member", r#"{"deviceState":"registered","reason":"new"}"#, Deviates(&[("unknown-member", "/reason")], registered.clone())),
        row(RegisterServer, &["P-5.4"], "two unknown members", r#"{"a":{},"deviceState":"error","b":[1,"x"]}"#, Deviates(&[("unknown-member", "/a"), ("unknown-member", "/b")], error.clone())),
    ];
    for (text, canonical) in [
        ("Registered", &registered),
        ("REGISTERED", &registered),
        ("Error", &error),
        ("ERROR", &error),
    ] {
        rows.push(row(RegisterServer, &["P-5.4", "P-5.20"], format!("letter case: {text}"), state(&format!("{text:?}")), Deviates(&[("spelling", STATE)], canonical.clone())));
    }
    for text in [
        "vehicle is known already",
        "registred",
        " registered",
        "registered ",
        "x",
        "Fehler: doppelte Fahrgestellnummer",
        "stand by",
    ] {
        rows.push(row(RegisterServer, &["P-5.20", "P-5.4"], format!("a free text for an error: {text:?}"), state(&format!("{text:?}")), Deviates(&[("free-text-state", STATE)], error.clone())));
    }
    for text in [
        "operational",
        "initialized",
        "standby",
        "provisioned",
        "pre-provisioning",
        "Initialised",
        "stand-by",
        "",
    ] {
        rows.push(row(RegisterServer, &["P-5.20"], format!("no registration status: {text:?}"), state(&format!("{text:?}")), Wrong(&[("unknown-value", STATE)])));
    }
    for text in ["1", "true", "[\"registered\"]", "{\"text\":\"registered\"}"] {
        rows.push(row(RegisterServer, &["P-5.20", "P-5.3"], format!("no string for the state: {text}"), state(text), Wrong(&[("type", STATE)])));
    }
    rows
}
