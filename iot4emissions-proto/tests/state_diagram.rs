//! `docs/device-states.md`, which the docs of `device` show, is written from the device's
//! two tables and from nothing else: what auditors read is what runs.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::path::Path;

use iot4emissions_proto::device::{
    DeviceState, Function, Next, OtaDevice, Signal, Step, Trigger, step, transition,
};

const FILE: &str = "docs/device-states.md";
const REGENERATE: &str = "UPDATE_DOCS=1 cargo test -p iot4emissions-proto --test state_diagram";

/// A row of the table: one rule and trigger, and every state that it holds in.
struct Row {
    rule: &'static str,
    trigger: Trigger,
    function: Function,
    steps: Vec<(DeviceState, DeviceState)>,
}

/// The rows in the order of their rules, then of their triggers.
fn rows() -> Vec<Row> {
    let mut rows = BTreeMap::new();
    for from in DeviceState::ALL {
        for (index, trigger) in Trigger::ALL.into_iter().enumerate() {
            let Some(taken) = transition(from, trigger) else {
                continue;
            };
            let number: u8 = taken.rule["T-".len()..].parse().unwrap();
            let row = rows.entry((number, index)).or_insert_with(|| Row {
                rule: taken.rule,
                trigger,
                function: taken.function,
                steps: Vec::new(),
            });
            assert_eq!(row.function, taken.function, "{} in {from}", row.rule);
            row.steps.push((from, taken.to));
        }
    }
    rows.into_values().collect()
}

/// The words of a variant's name: `acquisition due`, `Data Acquisition`.
fn words(name: &impl Debug, capital: bool) -> String {
    let mut words = String::new();
    for letter in format!("{name:?}").chars() {
        match letter {
            '(' | ')' => continue,
            _ if letter.is_ascii_uppercase() && !words.is_empty() => words.push(' '),
            _ => {}
        }
        words.push(match capital {
            true => letter,
            false => letter.to_ascii_lowercase(),
        });
    }
    words.replace("Ota ", "OTA ")
}

fn trigger(row: &Row) -> String {
    words(&row.trigger, false)
}

fn function(row: &Row) -> String {
    words(&row.function, true)
}

/// Mermaid's text after a colon, which must hold no further one.
fn label(row: &Row) -> String {
    format!("{} {} / {}", row.rule, trigger(row), function(row))
}

fn diagram(rows: &[Row]) -> String {
    let mut text = String::from("stateDiagram-v2\n");
    for state in DeviceState::ALL {
        writeln!(text, "    state \"{state:?}\" as {state}").unwrap();
    }
    writeln!(text, "    [*] --> {}", OtaDevice::new().state()).unwrap();
    for row in rows {
        for (from, to) in row.steps.iter().filter(|(from, to)| from != to) {
            writeln!(text, "    {from} --> {to} : {}", label(row)).unwrap();
        }
    }
    for state in DeviceState::ALL {
        for row in rows
            .iter()
            .filter(|row| row.steps.contains(&(state, state)))
        {
            writeln!(text, "    {state} : {}", label(row)).unwrap();
        }
    }
    text
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from("| rule | from | on | to | function |\n|---|---|---|---|---|\n");
    for row in rows {
        let from: Vec<String> = row
            .steps
            .iter()
            .map(|step| format!("{:?}", step.0))
            .collect();
        let from = match from.len() == DeviceState::ALL.len() {
            true => "any".to_owned(),
            false => from.join(", "),
        };
        let first = row.steps[0].1;
        let to = match row.steps.iter().all(|step| step.1 == first) {
            true => format!("{first:?}"),
            false => {
                assert!(
                    row.steps.iter().all(|(from, to)| from == to),
                    "{}",
                    row.rule
                );
                "the same".to_owned()
            }
        };
        let (on, function) = (trigger(row), function(row));
        writeln!(text, "| {} | {from} | {on} | {to} | {function} |", row.rule).unwrap();
    }
    text
}

/// A row of the table of steps: one rule and signal, and every step that it holds in.
struct StepRow {
    rule: &'static str,
    signal: Signal,
    from: Vec<Step>,
    next: Next,
}

/// The rows in the order of their rules, then of their signals.
fn step_rows() -> Vec<StepRow> {
    let mut rows = BTreeMap::new();
    for from in Step::ALL {
        for (index, signal) in Signal::ALL.into_iter().enumerate() {
            let Some(taken) = step(from, signal) else {
                continue;
            };
            let number: u8 = taken.rule["S-".len()..].parse().unwrap();
            let row = rows.entry((number, index)).or_insert_with(|| StepRow {
                rule: taken.rule,
                signal,
                from: Vec::new(),
                next: taken.next,
            });
            assert_eq!(row.next, taken.next, "{} in {from:?}", row.rule);
            row.from.push(from);
        }
    }
    rows.into_values().collect()
}

fn step_label(row: &StepRow) -> String {
    format!("{} {}", row.rule, words(&row.signal, false))
}

/// A state's name in Mermaid.
fn id(name: &impl Debug) -> String {
    let name = format!("{name:?}");
    name[..1].to_ascii_lowercase() + &name[1..]
}

fn step_diagram(rows: &[StepRow]) -> String {
    let mut text = String::from("stateDiagram-v2\n");
    for step in Step::ALL {
        let name = words(&step, false);
        writeln!(text, "    state \"{name}\" as {}", id(&step)).unwrap();
    }
    writeln!(text, "    [*] --> {}", id(&Step::Connecting)).unwrap();
    for row in rows {
        let to = match &row.next {
            Next::Step(to) => id(to),
            end => id(end),
        };
        for from in &row.from {
            writeln!(text, "    {} --> {to} : {}", id(from), step_label(row)).unwrap();
        }
    }
    for end in [Next::Done, Next::Undone] {
        writeln!(text, "    {} --> [*]", id(&end)).unwrap();
    }
    text
}

fn step_table(rows: &[StepRow]) -> String {
    let mut text = String::from("| rule | in | on | then |\n|---|---|---|---|\n");
    for row in rows {
        let from: Vec<String> = row.from.iter().map(|step| words(step, false)).collect();
        let from = match from.len() == Step::ALL.len() {
            true => "any".to_owned(),
            false => from.join(", "),
        };
        let then = match &row.next {
            Next::Step(to) if row.from == [*to] => "the same".to_owned(),
            Next::Step(to) => words(to, false),
            end => words(end, false),
        };
        let on = words(&row.signal, false);
        writeln!(text, "| {} | {from} | {on} | {then} |", row.rule).unwrap();
    }
    text
}

fn document() -> String {
    let (rows, steps) = (rows(), step_rows());
    format!(
        "# States and transitions\n\
         \n\
         <!-- Generated from device::transition and device::step by: {REGENERATE} -->\n\
         \n\
         Every transition that there is, with its rule, what triggers it and the function\n\
         of JRC127600 Table 1 that it exercises; one that leaves the state as it is stands\n\
         inside the state. Where T-5 skips Initialized, the device passes through it in the\n\
         same step.\n\
         \n\
         ```mermaid\n{}```\n\
         \n\
         {}\n\
         ## Steps of a connection\n\
         \n\
         Every step of a connection to either broker (P-6.4, P-6.5), with its rule, what\n\
         happens in it and what comes then. What is not listed changes nothing. Done and\n\
         undone are the connection's end: undone work is tried again after the back-off\n\
         (P-6.14).\n\
         \n\
         ```mermaid\n{}```\n\
         \n\
         {}",
        diagram(&rows),
        table(&rows),
        step_diagram(&steps),
        step_table(&steps)
    )
}

#[test]
fn the_committed_diagram_is_the_transition_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let document = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &document).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == document,
        "{FILE} is not what device::transition and device::step say; regenerate it with\n    \
         {REGENERATE}\nand review the difference. Expected:\n{document}"
    );
}

/// A second colon or a semicolon ends a Mermaid label early.
#[test]
fn labels_are_what_mermaid_can_read() {
    let labels = rows().iter().map(label).collect::<Vec<_>>();
    for label in labels.into_iter().chain(step_rows().iter().map(step_label)) {
        assert!(!label.contains([':', ';', '"', '\n', '#']), "{label}");
    }
}
