//! `docs/guarantees.md` names tests: each of them exists. The README leads to it, and is
//! short enough to be read.

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
    let page = fs::read_to_string(core.join("docs/guarantees.md")).unwrap();
    let mut tests = String::new();
    for folder in ["src", "tests", "../examples/network/tests"] {
        sources(&core.join(folder), &mut tests);
    }
    let rows = page.lines().filter(|line| line.starts_with("| "));
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

/// Dependencies, guarantees and tables have pages of their own.
#[test]
fn the_readme_is_short_and_its_links_lead_somewhere() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(top.join("README.md")).unwrap();
    let lines = readme.lines().count();
    assert!(lines <= 160, "{lines} lines");
    assert!(readme.lines().all(|line| line.chars().count() < 200));
    let pages = ["README.md", "iot4emissions-proto/docs/guarantees.md"];
    let more = [
        "iot4emissions-proto/docs/dependencies.md",
        "examples/network/README.md",
    ];
    let mut followed = 0;
    for page in pages.into_iter().chain(more) {
        let page = top.join(page);
        let text = fs::read_to_string(&page).unwrap();
        let links = text.split("](").skip(1);
        let links = links.filter_map(|rest| Some(rest.split_once(')')?.0));
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let file = link.split('#').next().unwrap_or_default();
            let there = page.parent().unwrap().join(file).exists();
            assert!(there, "{}: {link} leads nowhere", page.display());
            followed += 1;
        }
    }
    assert!(followed > 15, "{followed}");
}
