//! JSON Schemas of the messages, and the AsyncAPI document, as text.

use iot4emissions_proto::schema;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::error::{Fault, FaultClass};

/// The names of all schemas.
#[uniffi::export]
fn schema_names() -> Vec<String> {
    schema::names()
}

/// The schema of that name.
#[uniffi::export]
fn schema_text(name: &str) -> Result<String, Fault> {
    let schema = schema::schema(name).ok_or_else(|| {
        let known = schema::names().join("\", \"");
        let text = format!("expected one of \"{known}\", found another text");
        Fault::plain(FaultClass::Schema, &text, "schema")
    })?;
    Ok(text(&schema))
}

/// The AsyncAPI document.
#[uniffi::export]
fn asyncapi_text() -> String {
    text(&schema::asyncapi())
}

/// As the files in `schemas/` have it, to the byte.
fn text(value: &Value) -> String {
    // A value of JSON is always written.
    let mut text = serde_json::to_string_pretty(&Ordered(value)).unwrap_or_default();
    text.push('\n');
    text
}

/// A value that is written in the order in which its members are read.
struct Ordered<'v>(&'v Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(name, _)| (schema::reading_order(name), *name));
                let members = members.into_iter();
                serializer.collect_map(members.map(|(name, value)| (name, Ordered(value))))
            }
            Value::Array(elements) => serializer.collect_seq(elements.iter().map(Ordered)),
            other => other.serialize(serializer),
        }
    }
}
