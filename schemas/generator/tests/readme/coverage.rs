//! Which rules the vectors cover (`protocol.md`), and why they leave the others out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use serde_json::Value;

/// The rules that data cannot test, and why; a rule that is covered may not stand here.
const UNTESTABLE: [(&str, &str); 4] = [
    (
        "P-1.8",
        "it says how certificates come to devices, before any of this; tested in `examples/network`",
    ),
    (
        "P-1.4",
        "it says which systems call the HTTP interface, which no input or output of a decision shows",
    ),
    (
        "P-3.9",
        "it speaks of the CONNECT packet that a device's MQTT client sends, below its outputs; tested in `iot4emissions-proto/tests/mqtt`",
    ),
    (
        "P-3.10",
        "it speaks of TLS, which carries all of this; tested with real brokers in `examples/network`",
    ),
];

/// The fewest cases in all files together.
const FEWEST: usize = 600;

pub(crate) struct Coverage {
    /// The files' names without ending, sorted.
    pub(crate) files: Vec<String>,
    /// How many cases each file has of each rule.
    pub(crate) counts: BTreeMap<Rule, BTreeMap<String, usize>>,
    cases: BTreeMap<String, usize>,
}

/// A rule's id, ordered by its numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rule {
    letter: char,
    numbers: Vec<u32>,
}

impl Rule {
    /// The rule that `text` names, such as `P-5.17` or `T-11`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (letter, numbers) = text.split_once('-')?;
        let numbers: Option<Vec<u32>> = numbers.split('.').map(|part| part.parse().ok()).collect();
        let (letter, numbers) = (letter.parse().ok()?, numbers?);
        let parts = match letter {
            'P' => 2,
            'T' => 1,
            _ => return None,
        };
        (numbers.len() == parts).then_some(Self { letter, numbers })
    }

    pub(crate) fn text(&self) -> String {
        let numbers: Vec<String> = self.numbers.iter().map(u32::to_string).collect();
        format!("{}-{}", self.letter, numbers.join("."))
    }
}

/// Every rule that `protocol.md` names.
pub(crate) fn rules() -> BTreeSet<Rule> {
    let path = schemas::folder().join("../iot4emissions-proto/docs/protocol.md");
    let text = fs::read_to_string(path).unwrap();
    text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.'))
        .filter_map(|word| Rule::parse(word.trim_matches('.')))
        .collect()
}

impl Coverage {
    pub(crate) fn read() -> Self {
        let mut coverage = Self {
            files: Vec::new(),
            counts: BTreeMap::new(),
            cases: BTreeMap::new(),
        };
        for entry in fs::read_dir(schemas::folder().join("vectors")).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_stem().unwrap().to_string_lossy().into_owned();
            let content: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            coverage.add(&file, &content);
        }
        coverage.files.sort();
        coverage
    }

    fn add(&mut self, file: &str, content: &Value) {
        assert!(
            content["description"].is_string(),
            "{file} has no description"
        );
        let mut names = BTreeSet::new();
        for case in content["cases"].as_array().unwrap() {
            let name = case["name"].as_str().unwrap();
            assert!(
                names.insert(name),
                "{file}: {name}: a second case of this name"
            );
            let rules = case["rules"].as_array().unwrap();
            assert!(!rules.is_empty(), "{file}: {name}: it names no rule");
            for rule in rules {
                let text = rule.as_str().unwrap();
                let rule = Rule::parse(text).unwrap_or_else(|| panic!("{file}: {name}: {text}"));
                let counts = self.counts.entry(rule).or_default();
                *counts.entry(file.to_owned()).or_default() += 1;
            }
        }
        self.cases.insert(file.to_owned(), names.len());
        self.files.push(file.to_owned());
    }

    /// Rules, and the number of cases of each in each file.
    pub(crate) fn table(&self) -> String {
        let mut text = String::from("| rule |");
        for file in &self.files {
            write!(text, " [{file}](vectors/{file}.json) |").unwrap();
        }
        let columns = "---:|".repeat(self.files.len());
        write!(text, "\n|---|{columns}\n").unwrap();
        for (rule, counts) in &self.counts {
            write!(text, "| {} |", rule.text()).unwrap();
            for file in &self.files {
                let count = counts.get(file).map(usize::to_string).unwrap_or_default();
                write!(text, " {count} |").unwrap();
            }
            text.push('\n');
        }
        text.push_str("| **cases** |");
        for file in &self.files {
            write!(text, " **{}** |", self.cases[file]).unwrap();
        }
        let total = self.total();
        write!(
            text,
            "\n\n{total} cases in all; a case may name several rules. Not covered:\n\n"
        )
        .unwrap();
        for (rule, reason) in UNTESTABLE {
            writeln!(text, "- {rule}: {reason}.").unwrap();
        }
        text
    }

    fn total(&self) -> usize {
        self.cases.values().sum()
    }
}

// The table is there to be read with --nocapture.
#[allow(clippy::print_stdout)]
#[test]
fn every_rule_that_data_can_test_has_a_case_and_no_case_names_another() {
    let coverage = Coverage::read();
    println!("{}", coverage.table());
    let rules = rules();
    let covered: BTreeSet<Rule> = coverage.counts.keys().cloned().collect();
    let untestable = UNTESTABLE.map(|(rule, _)| Rule::parse(rule).unwrap());
    let untestable: BTreeSet<Rule> = untestable.into_iter().collect();
    let texts =
        |rules: BTreeSet<&Rule>| -> Vec<String> { rules.into_iter().map(Rule::text).collect() };
    let none: [String; 0] = [];
    let unknown = covered.difference(&rules).collect();
    assert_eq!(texts(unknown), none, "protocol.md has no such rules");
    let both = covered.intersection(&untestable).collect();
    assert_eq!(texts(both), none, "listed as untestable, but covered");
    let listed = untestable.difference(&rules).collect();
    assert_eq!(texts(listed), none, "listed as untestable, but no rules");
    let accounted: BTreeSet<Rule> = covered.union(&untestable).cloned().collect();
    let missing = rules.difference(&accounted).collect();
    assert_eq!(
        texts(missing),
        none,
        "neither covered nor listed as untestable"
    );
    assert!(coverage.total() >= FEWEST, "{} cases", coverage.total());
}
