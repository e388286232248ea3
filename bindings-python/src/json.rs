//! Plain data in the core's serde form, as JSON text.

mod place;

use iot4emissions_proto::privacy::hide_vins;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::protocol_error;

/// What the text says, which should be `what`; `path` is where the text stands.
pub(crate) fn read<T: DeserializeOwned>(what: &str, path: &str, text: &str) -> PyResult<T> {
    serde_json::from_str(text).map_err(|error| {
        let place = place::pointer(text, error.line(), error.column());
        let path = format!("{path}{}", hide_vins(&place));
        let text = format!("expected {what} in its JSON form: {}", reason(&error));
        protocol_error("ProtocolError", &text, "json-form", &path)
    })
}

pub(crate) fn write<T: Serialize>(value: &T) -> PyResult<String> {
    // Nothing that the core writes is out of JSON's reach.
    serde_json::to_string(value).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

/// What serde says of the text without what was found there: it may be a VIN, or nearly.
fn reason(error: &serde_json::Error) -> String {
    const REPEATING: [&str; 5] = [
        "invalid type",
        "invalid value",
        "invalid length",
        "unknown variant",
        "unknown field",
    ];
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let kind = REPEATING.iter().find(|kind| text.starts_with(*kind));
    let text = match (
        kind,
        text.rsplit_once(", expected "),
        text.split_once(", found "),
    ) {
        (Some(kind), Some((_, expected)), _) => format!("{kind}, expected {expected}"),
        (None, _, Some((expected, found))) if found.contains('"') => expected.to_owned(),
        _ => text.to_owned(),
    };
    hide_vins(&text).into_owned()
}
