//! Registration Status (P-5.20, JRC127600 Table 5 and Box 2).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::reading::member::{Object, string};
use super::reading::path::Path;
use super::reading::report::Report;
use super::reading::tree::Node;
use super::reading::{decode, describe};
use super::state_name::StateName;
use super::{DecodeError, DecodeOptions, Decoded, DeviationCode, IssueCode};

/// The Registration Service's answer to a device, retained (P-3.2, P-5.20).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RegistrationStatus {
    /// The device has been admitted to the data collection network.
    Registered,
    /// It has not. The canonical form says no more (P-5.20); a service that
    /// sends an error message in place of the state (Table 5) is understood in
    /// [`Profile::Tolerant`](super::Profile::Tolerant), and its text is kept here for the event log.
    Error {
        /// The service's own words, where it sent any; never written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
}

impl fmt::Debug for RegistrationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registered => f.write_str("Registered"),
            Self::Error { text } => {
                let text = text.as_deref().map(crate::privacy::hide_vins);
                f.debug_struct("Error").field("text", &text).finish()
            }
        }
    }
}

const NAME: &str = "Registration Status";
const CLAUSE: &str = "JRC127600 Table 5";
const EXPECTED: &str = r#""registered" or "error""#;

impl RegistrationStatus {
    /// The error of the canonical form, without a text.
    pub const ERROR: Self = Self::Error { text: None };

    /// Reads a payload.
    ///
    /// # Errors
    /// Every problem found (P-5.3).
    pub fn decode(
        payload: &[u8],
        reading: impl Into<DecodeOptions>,
    ) -> Result<Decoded<Self>, DecodeError> {
        decode(NAME, payload, reading.into(), read)
    }

    /// The canonical bytes (P-5.1).
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        match self {
            Self::Registered => br#"{"deviceState":"registered"}"#.to_vec(),
            Self::Error { .. } => br#"{"deviceState":"error"}"#.to_vec(),
        }
    }
}

fn read<'a>(node: &Node<'a>, report: &mut Report<'a>) -> Option<RegistrationStatus> {
    let top = Path::TOP;
    let mut object = Object::of(node, &top, report)?;
    let state = object.require("deviceState", &top, report);
    object.finish(&top, CLAUSE, report);
    let (path, node) = (top.name("deviceState"), state?);
    let text = string(&node, &path, report)?;
    let status = match StateName::parse(&text) {
        Some(StateName::Registered) => RegistrationStatus::Registered,
        Some(StateName::Error) => RegistrationStatus::ERROR,
        None if !text.is_empty() => {
            let code = DeviationCode::FreeTextState;
            report.deviation(code, &path, &node, CLAUSE, &EXPECTED);
            return Some(RegistrationStatus::Error {
                text: Some(text.into_owned()),
            });
        }
        // A state that this message does not carry, or nothing, is no error
        // message that somebody wrote.
        Some(_) | None => {
            let (code, found) = (IssueCode::UnknownValue, describe(&node));
            report.issue(code, &path, node.raw, &EXPECTED, &found);
            return None;
        }
    };
    if !matches!(&*text, "registered" | "error") {
        let (code, clause) = (DeviationCode::Spelling, "JRC127600 §1.3.2");
        report.deviation(code, &path, &node, clause, &EXPECTED);
    }
    Some(status)
}
