//! P-1.5 by the compiler: no VIN can be put into anything that the Data Service gets.
//!
//! `slots.rs` is compiled twice: as it stands, which must succeed, and with a VIN in
//! each place, which must fail on the marked lines, for the marked reason, and nowhere
//! else. Error codes are compared and not texts, which every compiler words anew; that
//! is why this is neither trybuild, nor a `compile_fail` doctest, whose codes a stable
//! compiler does not look at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

const CORE: &str = env!("CARGO_MANIFEST_DIR");
const SLOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/segregation/slots.rs");

/// Line and code of an error.
type Refusal = (u64, String);

/// A crate around `slots.rs`, with the versions that this test was built with.
fn crate_of_the_slots() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("segregation");
    fs::create_dir_all(&folder).unwrap();
    let manifest = format!(
        "[package]\nname = \"slots\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [[bin]]\nname = \"slots\"\npath = {SLOTS:?}\n\
         [features]\nvin = []\n\
         [dependencies]\niot4emissions-proto = {{ path = {CORE:?} }}\n\
         [workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let lock = Path::new(CORE)
        .ancestors()
        .map(|folder| folder.join("Cargo.lock"))
        .find(|file| file.exists())
        .expect("a Cargo.lock above the core");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    folder
}

/// The errors in `slots.rs`, and whether it was compiled.
fn check(folder: &Path, features: &[&str]) -> (BTreeSet<Refusal>, bool) {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--quiet", "--offline", "--message-format=json"])
        .args(features)
        // Its own, so that it does not wait for the cargo that runs this test.
        .arg("--target-dir")
        .arg(folder.join("target"))
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let refusals = text.lines().filter_map(|line| {
        let found: Value = serde_json::from_str(line).unwrap();
        let message = &found["message"];
        let ours = found["target"]["name"] == "slots" && message["level"] == "error";
        let spans = message["spans"].as_array().filter(|_| ours)?;
        let primary = spans.iter().find(|span| span["is_primary"] == true)?;
        let code = message["code"]["code"].as_str().unwrap_or("no code");
        Some((primary["line_start"].as_u64()?, code.to_owned()))
    });
    let refusals: BTreeSet<Refusal> = refusals.collect();
    let compiled = output.status.success();
    assert!(
        compiled || !refusals.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (refusals, compiled)
}

fn marked() -> BTreeSet<Refusal> {
    let slots = fs::read_to_string(SLOTS).unwrap();
    let marked = (1..).zip(slots.lines()).filter_map(|(number, line)| {
        let (_, code) = line.split_once("//~ ")?;
        Some((number, code.to_owned()))
    });
    marked.collect()
}

#[test]
fn p_1_5_no_vin_fits_into_what_the_data_service_gets() {
    let folder = crate_of_the_slots();
    assert_eq!(
        check(&folder, &[]),
        (BTreeSet::new(), true),
        "without a VIN"
    );
    let (refused, _) = check(&folder, &["--features", "vin"]);
    assert_eq!(refused, marked(), "with a VIN: found and expected");
}
