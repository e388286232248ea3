//! Reading cases, and saying which of them failed.

use std::fmt::Debug;
use std::fs;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Why a case failed.
pub(crate) type Check = Result<(), String>;

pub(crate) fn cases(file: &str) -> Vec<Value> {
    let path = schemas::folder().join(format!("vectors/{file}.json"));
    let text = fs::read_to_string(path).unwrap();
    let content: Value = serde_json::from_str(&text).unwrap();
    content["cases"].as_array().unwrap().clone()
}

/// Checks every case of the file; the failures are listed by file and case.
pub(crate) fn hold_to(file: &str, check: impl Fn(&Value) -> Check) {
    let cases = cases(file);
    assert!(!cases.is_empty(), "{file}.json has no case");
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            Some(format!(
                "{file}.json: {}: {}",
                case["name"],
                check(case).err()?
            ))
        })
        .collect();
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} of {} cases failed:\n{}",
        cases.len(),
        failures.join("\n")
    );
}

/// The member `name` of a case.
pub(crate) fn member<T: DeserializeOwned>(case: &Value, name: &str) -> Result<T, String> {
    let value = case.get(name).ok_or_else(|| format!("it has no {name}"))?;
    serde_json::from_value(value.clone()).map_err(|error| format!("{name}: {error}"))
}

/// The member `name` of a case, a text that may be written as what it repeats.
pub(crate) fn text(case: &Value, name: &str) -> Result<String, String> {
    let value = &case[name];
    match (
        value.as_str(),
        value["repeat"].as_str(),
        value["times"].as_u64(),
    ) {
        (Some(text), ..) => Ok(text.to_owned()),
        (None, Some(part), Some(times)) => Ok(part.repeat(times as usize)),
        _ => Err(format!("{name} is no text")),
    }
}

/// The member `name` of a case: bytes as text, perhaps with blanks after it, or as
/// hexadecimal digits.
pub(crate) fn bytes(case: &Value, name: &str) -> Result<Vec<u8>, String> {
    let value = &case[name];
    if let Some(text) = value["text"].as_str() {
        let blanks = value["blanks"].as_u64().unwrap_or_default() as usize;
        return Ok([text.as_bytes(), &vec![b' '; blanks]].concat());
    }
    let digits = value["hex"]
        .as_str()
        .ok_or_else(|| format!("{name} has no bytes"))?;
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|error| error.to_string()))
        .collect()
}

/// What the case says and what the library says.
pub(crate) fn same<T: PartialEq + Debug>(what: &str, expected: T, found: T) -> Check {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected:?}, found {found:?}")),
    }
}

/// Either the value that the member `name` says, or the refusal that `refused` says.
pub(crate) fn either(case: &Value, name: &str, found: Result<Value, String>) -> Check {
    match case.get("refused").filter(|refused| !refused.is_null()) {
        Some(refused) => {
            let found = found.map_or_else(Value::from, |value| format!("{value} accepted").into());
            same("refused", refused, &found)
        }
        None => {
            let expected = case.get(name).cloned().unwrap_or(Value::Null);
            same(name, Ok(expected), found)
        }
    }
}
