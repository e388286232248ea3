//! `docs/access.md`, which the docs of `access::export` show: its tables and outputs are
//! what the library says, written between markers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use iot4emissions_proto::access::export::{Format, Settings, export};
use iot4emissions_proto::delivery::BrokerRole;

const FILE: &str = "docs/access.md";
const REGENERATE: &str = "UPDATE_DOCS=1 cargo test -p iot4emissions-proto --test access_page";

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->\n";

/// The recommended form of an ID (P-2.1).
const DEVICE: &str = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28";

fn enforcement() -> String {
    let mut text = String::from(
        "| broker | publish | RETAIN | subscribe | receive | what a denied client sees |\n\
         |---|---|---|---|---|---|\n",
    );
    let word = |enforced| if enforced { "yes" } else { "no" };
    for format in Format::ALL {
        let enforces = format.enforces();
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            format.broker(),
            word(enforces.publish),
            word(enforces.publish_retained),
            word(enforces.subscribe),
            word(enforces.receive),
            format.denied()
        )
        .unwrap();
    }
    text
}

fn differences() -> String {
    let mut brokers: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for format in Format::ALL {
        for difference in format.differences() {
            brokers.entry(difference).or_default().push(format.as_str());
        }
    }
    let mut text = String::from("| difference | where | what |\n|---|---|---|\n");
    for (difference, brokers) in brokers {
        let brokers = brokers.join(", ");
        writeln!(
            text,
            "| `{}` | {brokers} | {} |",
            difference.name, difference.text
        )
        .unwrap();
    }
    text
}

/// The command, its files without their comments at the top, and the pitfalls.
fn output(format: Format) -> String {
    let mut settings = Settings::new(BrokerRole::Data);
    let mut command = format!("iot4emissions rules {format} --role data");
    if format.lists_devices() {
        settings = settings.with_devices([DEVICE.parse().unwrap()]);
        write!(command, " --device {DEVICE}").unwrap();
    }
    let mut text = format!("```console\n$ {command}\n```\n");
    for file in export(format, &settings).unwrap().files {
        let lines: Vec<&str> = file.text.lines().collect();
        let body = lines
            .iter()
            .position(|line| !line.starts_with(['#', '%']) && !line.is_empty())
            .unwrap();
        write!(
            text,
            "\n`{}` holds {}:\n\n```text\n{}\n```\n",
            file.name,
            file.purpose,
            lines[body..].join("\n")
        )
        .unwrap();
    }
    text.push_str("\nWhat to look out for:\n\n");
    for pitfall in format.pitfalls() {
        writeln!(text, "- {}", escape(pitfall)).unwrap();
    }
    text
}

/// Stars, brackets and angle brackets are not meant as Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        if matches!(
            character,
            '*' | '<' | '>' | '[' | ']' | '\\' | '_' | '{' | '}'
        ) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn generated(name: &str) -> String {
    match name {
        "enforcement" => enforcement(),
        "differences" => differences(),
        format => output(format.parse().unwrap()),
    }
}

/// The page with everything between markers written anew, and the markers' names.
fn page(committed: &str) -> (String, Vec<String>) {
    let mut page = String::new();
    let mut names = Vec::new();
    let mut rest = committed;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (name, after) = after.split_once(" -->\n").expect("a marker's end");
        let (_, after) = after.split_once(END).expect("the end of what is generated");
        write!(
            page,
            "{before}{BEGIN}{name} -->\n\n{}\n{END}",
            generated(name)
        )
        .unwrap();
        names.push(name.to_owned());
        rest = after;
    }
    page.push_str(rest);
    (page, names)
}

#[test]
fn the_committed_page_shows_what_the_library_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let committed = std::fs::read_to_string(&path).unwrap();
    let (page, names) = page(&committed);
    let mut expected = vec!["enforcement", "differences"];
    expected.extend(Format::ALL.map(Format::as_str));
    assert_eq!(names, expected);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
        return;
    }
    assert!(
        committed == page,
        "{FILE} is not what access::export says; regenerate it with\n    {REGENERATE}\n\
         and review the difference. Expected:\n{page}"
    );
}
