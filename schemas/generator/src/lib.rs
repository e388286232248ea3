//! Everything in `schemas/`, as text: what is committed there is exactly what
//! [`files`] gives.
//!
//! `cargo run --package schemas` writes it. A test fails where it differs from what is
//! committed.

use std::path::{Path, PathBuf};

use iot4emissions_proto::schema;

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
}

/// All files, sorted by path. The same at every call.
///
/// # Errors
/// [`GenerateError`].
pub fn files() -> Result<Vec<File>, GenerateError> {
    let mut files = message_schemas()?;
    files.push(json("openapi.json", &network::services::openapi::document())?);
    files.sort_by(|a: &File, b: &File| a.path.cmp(&b.path));
    Ok(files)
}

/// The JSON Schemas of the messages and the AsyncAPI document.
fn message_schemas() -> Result<Vec<File>, GenerateError> {
    let mut files = vec![json("asyncapi.json", &schema::asyncapi())?];
    for name in schema::names() {
        files.push(json(&format!("{name}.json"), &schema::schema(&name))?);
    }
    Ok(files)
}

/// A JSON file: indented by two spaces, a line feed at the end, members in the order in
/// which the value has them.
///
/// # Errors
/// [`GenerateError::Json`].
pub fn json(path: &str, value: &impl serde::Serialize) -> Result<File, GenerateError> {
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
