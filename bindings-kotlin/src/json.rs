//! Plain data in the core's serde form, as JSON text.

#[path = "../../bindings-python/src/json/place.rs"]
mod place;
#[path = "../../bindings-python/src/json/reason.rs"]
mod reason;

use iot4emissions_proto::privacy::hide_vins;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Fault, FaultClass};

/// What the text says, which should be `what`.
pub(crate) fn read<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| {
        let place = place::pointer(text, error.line(), error.column());
        let text = format!("expected {what} in its JSON form: {}", reason::of(&error));
        Fault::plain(FaultClass::JsonForm, &text, "json-form").at(&hide_vins(&place))
    })
}

pub(crate) fn write<T: Serialize>(value: &T) -> Result<String, Fault> {
    // Nothing that the core writes is out of JSON's reach.
    serde_json::to_string(value)
        .map_err(|error| Fault::plain(FaultClass::JsonForm, &error, "json-form"))
}
