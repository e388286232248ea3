//! What is committed in `schemas/` is what the generator writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What people write there by hand.
const BY_HAND: [&str; 3] = ["README.md", "checks", "generator"];

#[test]
fn p_5_1_the_committed_files_are_the_generated_ones() {
    let files = schemas::files().unwrap();
    assert_eq!(files, schemas::files().unwrap(), "two runs differ");
    let differing: Vec<_> = files
        .iter()
        .filter(|file| {
            fs::read_to_string(schemas::folder().join(&file.path))
                .ok()
                .as_ref()
                != Some(&file.text)
        })
        .map(|file| file.path.as_str())
        .collect();
    let command = schemas::COMMAND;
    assert!(
        differing.is_empty(),
        "run `{command}`: {differing:?} differ"
    );
    let generated: BTreeSet<_> = files.iter().map(|file| file.path.clone()).collect();
    let surplus: Vec<_> = present(&schemas::folder(), "")
        .into_iter()
        .filter(|path| !generated.contains(path))
        .collect();
    assert!(surplus.is_empty(), "nothing generates {surplus:?}");
}

fn present(folder: &Path, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if prefix.is_empty() && BY_HAND.contains(&name.as_str()) {
            continue;
        }
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(present(&entry.path(), &format!("{prefix}{name}/"))),
            false => found.push(format!("{prefix}{name}")),
        }
    }
    found
}
