//! Everything in `schemas/`, as text: what is committed there is exactly what
//! [`files`] gives.
//!
//! `cargo run --package schemas` writes it. A test fails where it differs from what is
//! committed.

mod page;
mod vectors;

use std::path::{Path, PathBuf};

use iot4emissions_proto::message::Profile;
use iot4emissions_proto::schema::{self, INEXPRESSIBLE};
use iot4emissions_proto::topic::TopicKind;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// The command that writes all files.
pub const COMMAND: &str = "cargo run --package schemas";

/// One generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path in `schemas/`, such as `vectors/topics.json`.
    pub path: String,
    /// All of its text.
    pub text: String,
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// A value that JSON cannot hold.
    #[error("{path}: {error}")]
    Json {
        /// The file.
        path: String,
        /// Why.
        error: serde_json::Error,
    },
    /// A vector in which the library disagrees with what was written by hand.
    #[error("{path}: {case}: {reason}")]
    Disagreement {
        /// The file.
        path: String,
        /// The case's name.
        case: String,
        /// Both verdicts.
        reason: String,
    },
}

/// All files, sorted by path. The same at every call.
///
/// # Errors
/// [`GenerateError`].
pub fn files() -> Result<Vec<File>, GenerateError> {
    let mut files = message_schemas()?;
    files.push(ordered(
        "openapi.json",
        network::services::openapi::document(),
    )?);
    files.extend(vectors::files()?);
    files.push(File {
        path: "index.html".to_owned(),
        text: page::page(),
    });
    files.sort_by(|a: &File, b: &File| a.path.cmp(&b.path));
    Ok(files)
}

/// The JSON Schemas of the messages and the AsyncAPI document.
fn message_schemas() -> Result<Vec<File>, GenerateError> {
    let mut files = vec![
        ordered("asyncapi.json", schema::asyncapi())?,
        ordered("inexpressible.json", inexpressible())?,
    ];
    for name in schema::names() {
        let schema = schema::schema(&name).unwrap_or_default();
        files.push(ordered(&format!("{name}.json"), schema)?);
    }
    Ok(files)
}

/// What the rules demand and no schema says, with the schemas that it concerns.
fn inexpressible() -> Value {
    let rules = INEXPRESSIBLE.iter().map(|rule| {
        let mut schemas = Vec::new();
        for kind in TopicKind::ALL {
            if rule.concerns(kind, Profile::Strict) {
                schemas.push(schema::canonical_name(kind));
            }
            if rule.concerns(kind, Profile::Tolerant) {
                schemas.push(schema::accepted_name(kind));
            }
        }
        serde_json::json!({
            "name": rule.name,
            "rules": rule.rules,
            "text": rule.text,
            "schemas": schemas,
        })
    });
    serde_json::json!({
        "title": "What the rules demand and JSON Schema cannot say",
        "description": "In everything else the canonical schemas agree with the decoder's \
            profile Strict and the accepted ones with Tolerant.",
        "inexpressible": rules.collect::<Vec<_>>(),
    })
}

/// A JSON file whose members are in the order in which they are read.
fn ordered(path: &str, value: Value) -> Result<File, GenerateError> {
    json(path, &Ordered(&value))
}

/// A value's text, indented, its members in the order in which they are read.
fn ordered_text(value: &Value) -> String {
    serde_json::to_string_pretty(&Ordered(value)).unwrap_or_default()
}

/// The same in one line.
fn ordered_line(value: &Value) -> String {
    serde_json::to_string(&Ordered(value)).unwrap_or_default()
}

/// A value that is written in [`schema::reading_order`], whatever order its maps have.
struct Ordered<'v>(&'v Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(name, _)| (schema::reading_order(name), *name));
                serializer.collect_map(
                    members
                        .into_iter()
                        .map(|(name, value)| (name, Ordered(value))),
                )
            }
            Value::Array(elements) => serializer.collect_seq(elements.iter().map(Ordered)),
            scalar => scalar.serialize(serializer),
        }
    }
}

/// A JSON file: indented by two spaces, a line feed at the end, members in the order in
/// which the value has them.
///
/// # Errors
/// [`GenerateError::Json`].
pub fn json(path: &str, value: &impl Serialize) -> Result<File, GenerateError> {
    let text = serde_json::to_string_pretty(value).map_err(|error| GenerateError::Json {
        path: path.to_owned(),
        error,
    })?;
    Ok(File {
        path: path.to_owned(),
        text: text + "\n",
    })
}

/// The folder `schemas/` of this checkout.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
