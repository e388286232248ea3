//! Plain data in the core's serde form, as JSON text.

mod place;
mod reason;

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
        let text = format!("expected {what} in its JSON form: {}", reason::of(&error));
        protocol_error("ProtocolError", &text, "json-form", &path)
    })
}

pub(crate) fn write<T: Serialize>(value: &T) -> PyResult<String> {
    // Nothing that the core writes is out of JSON's reach.
    serde_json::to_string(value).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}
