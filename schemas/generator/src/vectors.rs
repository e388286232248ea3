//! `vectors/`: cases that an implementation in any language can be held to.
//!
//! Every case is written by hand from the rules: its input, and what the rules say of
//! it. The library fills in what follows from that, such as all bytes of an output;
//! where it disagrees with the hand-written verdict nothing is generated.

mod access;
mod backoff;
mod calendar;
mod data;
mod device;
mod filters;
mod identity;
mod layout;
mod messages;
mod publication;
mod registration;
mod schedules;
mod siphash;
mod spread;
mod text;
mod topics;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use crate::{File, GenerateError};

/// All files of vectors.
///
/// # Errors
/// [`GenerateError::Disagreement`] names the first case in which the library disagrees
/// with what was written by hand.
pub(crate) fn files() -> Result<Vec<File>, GenerateError> {
    [
        access::file(),
        backoff::file(),
        data::file(),
        device::file(),
        filters::file(),
        identity::file(),
        messages::file(),
        publication::file(),
        registration::file(),
        schedules::file(),
        spread::file(),
        topics::file(),
    ]
    .into_iter()
    .map(Vectors::render)
    .collect()
}

/// Lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A refusal's code: the name of the error's variant in lower case, words joined by
/// hyphens, such as `too-long`.
fn code(error: &impl std::fmt::Debug) -> String {
    let text = format!("{error:?}");
    let name = text.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let mut code = String::new();
    for letter in name.unwrap_or_default().chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('-');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}

/// One file.
struct Vectors {
    /// Its name, such as `topics`.
    name: &'static str,
    /// What it holds an implementation to, in one or two sentences.
    description: &'static str,
    cases: Result<Vec<Case>, Wrong>,
}

/// What stands between a case and its file.
struct Wrong {
    case: String,
    reason: String,
}

impl Vectors {
    fn render(self) -> Result<File, GenerateError> {
        #[derive(Serialize)]
        struct Content<'a> {
            description: &'a str,
            cases: &'a [Case],
        }
        let path = format!("vectors/{}.json", self.name);
        let disagreement = |Wrong { case, reason }| GenerateError::Disagreement {
            path: path.clone(),
            case,
            reason,
        };
        let cases = self.cases.map_err(disagreement)?;
        let description = self.description;
        let cases = &cases;
        let text = serde_json::to_string(&Content { description, cases });
        match text {
            Ok(text) => Ok(File {
                text: layout::lay_out(&text),
                path,
            }),
            Err(error) => Err(GenerateError::Json { path, error }),
        }
    }
}

/// One case: its name, the rules that it follows from, and its data, in this order.
struct Case {
    name: String,
    rules: &'static [&'static str],
    members: Vec<(&'static str, Box<RawValue>)>,
}

impl Case {
    fn new(name: impl Into<String>, rules: &'static [&'static str]) -> Self {
        Self {
            name: name.into(),
            rules,
            members: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, value: &impl Serialize) -> Result<Self, Wrong> {
        match to_raw_value(value) {
            Ok(value) => self.members.push((name, value)),
            Err(error) => return Err(self.wrong(error)),
        }
        Ok(self)
    }

    fn wrong(&self, reason: impl ToString) -> Wrong {
        Wrong {
            case: self.name.clone(),
            reason: reason.to_string(),
        }
    }

    /// Adds what was written by hand, once the library has `found` the same.
    fn agreed<T: Serialize + PartialEq + std::fmt::Debug>(
        self,
        name: &'static str,
        by_hand: &T,
        found: &T,
    ) -> Result<Self, Wrong> {
        match by_hand == found {
            true => self.with(name, by_hand),
            false => Err(self.wrong(format!(
                "{name}: by hand {by_hand:?}, but the library says {found:?}"
            ))),
        }
    }
}

impl Serialize for Case {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("rules", self.rules)?;
        for (name, value) in &self.members {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
