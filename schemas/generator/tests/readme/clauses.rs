//! From the report's clauses to rules, schemas, vectors and tests.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::coverage::{Coverage, Rule, rules};

/// A clause, what it is about, rules (a dash for all from one to another), schemas and
/// other documents, and tests.
type Clause = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const REQUEST: &[&str] = &["registration-request"];
const STATUS: &[&str] = &["registration-status"];
const CONFIGURATION: &[&str] = &["configuration-status"];
const TRANSFER: &[&str] = &["data-transfer"];
const ALL: &[&str] = &[
    "registration-request",
    "registration-status",
    "configuration-status",
    "data-transfer",
];
const ASYNC: &[&str] = &["asyncapi.json"];
const HTTP: &[&str] = &["openapi.json"];

const DEVICE: &str = "iot4emissions-proto/tests/device";
const MESSAGES: &str = "iot4emissions-proto/tests/messages";
const SERVICES: &str = "iot4emissions-proto/tests/services";
const SEGREGATION: &str = "iot4emissions-proto/tests/segregation";
const PUBLICATION: &str = "iot4emissions-proto/tests/publication";
const MQTT: &str = "iot4emissions-proto/tests/mqtt";
const MODEL: &str = "iot4emissions-proto/tests/model";
const DIAGRAM: &str = "iot4emissions-proto/tests/state_diagram.rs";
const GUARANTEES: &str = "iot4emissions-proto/tests/guarantees.rs";
const TOPICS: &str = "iot4emissions-proto/src/topic";
const RIGHTS: &str = "iot4emissions-proto/src/access/tests.rs";
const CERTIFICATES: &str = "iot4emissions-proto/src/identity/certificate/tests.rs";
const SCHEDULES: &str = "iot4emissions-proto/src/schedule/properties.rs";
const BROKER: &str = "examples/network/tests/infrastructure";
const NETWORK: &str = "examples/network/tests/services";

#[rustfmt::skip] // One row a line.
const CLAUSES: &[Clause] = &[
    ("§1.2", "anonymity, personal data", "P-1.5–P-1.8, P-10.1–P-10.8", ALL, &[SEGREGATION, "iot4emissions-proto/tests/device/privacy.rs", PUBLICATION]),
    ("§1.3.2", "states of the OTA device", "T-1–T-6, P-5.30, P-6.10", CONFIGURATION, &[DIAGRAM, DEVICE]),
    ("Table 1, Annex 1", "functions of the OTA device", "T-1–T-11, P-6.15, P-6.22", &[], &[DIAGRAM, DEVICE]),
    ("§2.1, §2.1.1–§2.1.4", "OTA Registration Service", "P-1.2, P-1.4, P-1.5, P-1.7, P-7.1–P-7.4", HTTP, &[SERVICES, SEGREGATION]),
    ("§2.2, §2.2.1–§2.2.4", "OBFCM Data Service", "P-1.3, P-1.5, P-1.6, P-7.5–P-7.9, P-10.1–P-10.8", HTTP, &[SERVICES, SEGREGATION, PUBLICATION]),
    ("§3.1.1", "topics", "P-3.1–P-3.4, P-3.8", ASYNC, &[TOPICS]),
    ("§3.1.2", "access rights", "P-3.7, P-4.1–P-4.3", ASYNC, &[RIGHTS, BROKER]),
    ("§3.2, Table 3", "kinds of messages", "P-3.1–P-3.6", ASYNC, &[BROKER]),
    ("§3.3", "structure of messages", "P-5.1–P-5.5", ALL, &[MESSAGES, "iot4emissions-proto/tests/message_properties.rs"]),
    ("§3.3.1, Table 4, Box 1", "Registration Request", "P-5.10–P-5.17", REQUEST, &[MESSAGES]),
    ("§3.3.1, Table 5, Box 2", "Registration Status", "P-5.20, P-3.6", STATUS, &[MESSAGES]),
    ("§3.3.2, Table 6, Box 3", "Configuration Status", "P-5.30–P-5.34", CONFIGURATION, &[MESSAGES, SCHEDULES]),
    ("§3.3.3, Table 7, Box 4", "Data Transfer", "P-5.40–P-5.44", TRANSFER, &[MESSAGES]),
    ("§4.1.1, §4.1.2", "between the services", "P-5.50, P-5.51", HTTP, &[SERVICES, NETWORK]),
    ("§4.1.3", "connection of a device", "P-3.5, P-3.9, P-3.10, P-5.31, P-6.2, P-6.14", ASYNC, &[MQTT, DEVICE]),
    ("§4.1.3, §4.1.4", "certificates", "P-2.2, P-2.3", &[], &[CERTIFICATES]),
    ("Figure 5", "device IDs, shorthand of the logs", "P-2.1, P-5.6", ALL, &[MESSAGES]),
    ("§4.2.1.1", "factory configuration, first connection", "P-6.3, P-6.4, T-1", STATUS, &[DEVICE]),
    ("§4.2.1.2", "case A: not yet registered", "P-6.4, P-7.1–P-7.3, P-7.5, P-3.6, T-2, T-3", REQUEST, &[DEVICE, SERVICES]),
    ("§4.2.1.3", "case B: registered", "P-6.4, P-7.2, T-2", STATUS, &[DEVICE, SERVICES]),
    ("§4.2.1.4", "initialization", "P-6.5, P-6.8, P-6.9, T-4, T-5", CONFIGURATION, &[DEVICE]),
    ("§4.2.2", "on the allow-list", "P-1.4, P-7.4, P-7.6", HTTP, &[SERVICES, NETWORK]),
    ("§4.2.3", "operational", "P-6.5–P-6.7, P-6.10, P-6.11, P-6.13, P-7.7, P-7.8, T-6–T-8", TRANSFER, &[DEVICE, SERVICES, MODEL]),
    ("§4.3.1, §4.3.2", "identity and rights of the services", "P-2.4, P-4.1–P-4.3", ASYNC, &[RIGHTS, BROKER]),
    ("§4.3.3, §4.3.4", "identity and rights of the devices", "P-1.1, P-2.1–P-2.3, P-4.1", ASYNC, &[CERTIFICATES, RIGHTS]),
    ("§5.2", "footprint of a vehicle, replaced devices", "P-6.5, P-6.12, P-7.3", TRANSFER, &[DEVICE, SERVICES]),
    ("§5.4", "other systems", "P-1.4, P-5.50", HTTP, &[NETWORK]),
    ("none: decisions of `protocol.md`", "what the report leaves open", "P-3.8, P-6.1, P-6.12, P-6.16–P-6.21, P-6.23, P-6.24, T-12, T-13, P-7.9–P-7.16, P-5.51", &[], &[GUARANTEES, MODEL, DEVICE]),
];

/// The rules of a clause, ranges written out.
fn written_out(ranges: &str, all: &BTreeSet<Rule>) -> BTreeSet<Rule> {
    let mut rules = BTreeSet::new();
    for range in ranges.split(", ") {
        let (first, last) = range.split_once('–').unwrap_or((range, range));
        let ends = Rule::parse(first).zip(Rule::parse(last));
        let (first, last) = ends.unwrap_or_else(|| panic!("{range:?} are no rules"));
        assert!(
            all.contains(&first) && all.contains(&last),
            "{range} are no rules of protocol.md"
        );
        rules.extend(all.range(first..=last).cloned());
    }
    rules
}

pub(crate) fn table(coverage: &Coverage) -> String {
    let all = rules();
    let mut text = String::from(
        "| JRC127600 | about | rules | schemas | vectors | tests |\n|---|---|---|---|---|---|\n",
    );
    for (clause, about, ranges, documents, tests) in CLAUSES {
        let rules = written_out(ranges, &all);
        let files: Vec<String> = coverage
            .files
            .iter()
            .filter(|file| {
                let counts = rules.iter().filter_map(|rule| coverage.counts.get(rule));
                counts.into_iter().any(|counts| counts.contains_key(*file))
            })
            .map(|file| format!("[{file}](vectors/{file}.json)"))
            .collect();
        let documents: Vec<String> = documents.iter().map(|name| document(name)).collect();
        let tests: Vec<String> = tests.iter().map(|path| test(path)).collect();
        let cells = [
            (*clause).to_owned(),
            (*about).to_owned(),
            (*ranges).to_owned(),
            documents.join(", "),
            files.join(", "),
            tests.join(", "),
        ];
        writeln!(text, "| {} |", cells.join(" | ")).unwrap();
    }
    text
}

fn document(name: &str) -> String {
    match name.contains('.') {
        true => format!("[{name}]({name})"),
        false => {
            format!("{name} ([canonical]({name}.canonical.json), [accepted]({name}.accepted.json))")
        }
    }
}

fn test(path: &str) -> String {
    let name = path.trim_start_matches("iot4emissions-proto/");
    format!("[{name}](../{path})")
}

#[test]
fn every_rule_stands_beside_a_clause() {
    let all = rules();
    let listed: BTreeSet<Rule> = CLAUSES
        .iter()
        .flat_map(|(_, _, ranges, ..)| written_out(ranges, &all))
        .collect();
    let missing: Vec<String> = all.difference(&listed).map(Rule::text).collect();
    let none: [String; 0] = [];
    assert_eq!(missing, none, "no clause leads to these rules");
}
