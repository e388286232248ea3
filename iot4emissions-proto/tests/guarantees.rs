//! The README's "What it guarantees" names tests: each of them exists.

use std::fs;
use std::path::Path;

/// The source of every test under `folder`.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_guarantee_has_its_tests() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(core.join("README.md")).unwrap();
    let (_, section) = readme.split_once("## What it guarantees\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut tests = String::new();
    for folder in ["src", "tests", "../examples/network/tests"] {
        sources(&core.join(folder), &mut tests);
    }
    let rows = section.lines().filter(|line| line.starts_with("| "));
    let mut named = 0;
    for row in rows.skip(1) {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "no test is named in {row}");
        for name in names {
            let function = format!("fn {name}(");
            assert!(tests.contains(&function), "there is no test {name}");
            named += 1;
        }
    }
    assert!(named > 20, "{named}");
}
