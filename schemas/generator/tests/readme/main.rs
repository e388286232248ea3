//! What the vectors cover, and the tables of `schemas/README.md` that say so.

mod clauses;
mod coverage;
mod members;

use std::fs;

use coverage::Coverage;
use serde_json::Value;

const REGENERATE: &str = "UPDATE_DOCS=1 cargo test --package schemas --test readme";

/// The README with each generated table between its markers.
fn with_tables(readme: &str) -> String {
    let coverage = Coverage::read();
    let tables = [
        ("members", members::table()),
        ("coverage", coverage.table()),
        ("traceability", clauses::table(&coverage)),
    ];
    tables
        .iter()
        .fold(readme.to_owned(), |text, (name, table)| {
            let (begin, end) = (
                format!("<!-- {name} -->\n"),
                format!("<!-- end of {name} -->"),
            );
            let from = text
                .find(&begin)
                .unwrap_or_else(|| panic!("README.md has no {begin:?}"));
            let to = text
                .find(&end)
                .unwrap_or_else(|| panic!("README.md has no {end:?}"));
            format!("{}{begin}\n{table}\n{}", &text[..from], &text[to..])
        })
}

#[test]
fn the_committed_tables_are_those_of_the_vectors() {
    let path = schemas::folder().join("README.md");
    let committed = fs::read_to_string(&path).unwrap();
    let expected = with_tables(&committed);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(
        committed == expected,
        "the tables of schemas/README.md are out of date; run\n    {REGENERATE}"
    );
}

#[test]
fn every_link_within_the_checkout_leads_somewhere_or_to_what_is_generated() {
    let readme = fs::read_to_string(schemas::folder().join("README.md")).unwrap();
    let links = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    for (link, _) in links.filter(|(link, _)| !link.contains("://")) {
        let path = link.split('#').next().unwrap_or_default();
        let later = ["index.html", "asyncapi.json", "openapi.json"].contains(&path)
            || path.ends_with(".canonical.json")
            || path.ends_with(".accepted.json");
        assert!(
            path.is_empty() || later || schemas::folder().join(path).exists(),
            "{link} leads nowhere"
        );
    }
}

/// What a page shows as an example must be one.
#[test]
fn the_examples_are_cases() {
    let readme = fs::read_to_string(schemas::folder().join("README.md")).unwrap();
    let blocks: Vec<&str> = readme
        .split("```json\n")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("```")?.0))
        .collect();
    assert!(blocks.len() > 8, "{} examples", blocks.len());
    let cases: Vec<Value> = fs::read_dir(schemas::folder().join("vectors"))
        .unwrap()
        .flat_map(|entry| {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            let content: Value = serde_json::from_str(&text).unwrap();
            content["cases"].as_array().unwrap().clone()
        })
        .collect();
    for block in blocks {
        let example: Value = serde_json::from_str(block).unwrap();
        let case = cases.iter().find(|case| case["name"] == example["name"]);
        assert_eq!(case, Some(&example), "it is no case:\n{block}");
    }
}
