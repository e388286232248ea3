//! `messages.json`: payload bytes, and what each profile reads in them (P-5).

#[rustfmt::skip] // One row a line.
mod configuration;
#[rustfmt::skip] // One row a line.
mod json;
#[rustfmt::skip] // One row a line.
mod numbers;
#[rustfmt::skip] // One row a line.
mod request;
#[rustfmt::skip] // One row a line.
mod status;
#[rustfmt::skip] // One row a line.
mod transfer;

use iot4emissions_proto::message::{DecodeError, Message, Profile};
use iot4emissions_proto::topic::TopicKind;
use serde::Serialize;

use super::{Case, Vectors, Wrong};

pub(super) fn file() -> Vectors {
    let tables = [
        json::rows(),
        request::rows(),
        status::rows(),
        configuration::rows(),
        transfer::rows(),
        numbers::rows(),
    ];
    Vectors {
        name: "messages",
        description: "The payload of a message on a topic of `kind`, what the profiles strict and \
            tolerant read in it (P-5.2), and its canonical text (P-5.1). The order of deviations \
            and issues is free.",
        cases: tables.into_iter().flatten().map(Row::case).collect(),
    }
}

/// A payload's bytes: UTF-8 as text, others as hexadecimal digits.
#[derive(Clone)]
enum Payload {
    Text(String),
    /// The text, and so many blanks after it.
    Padded(String, usize),
    Hex(Vec<u8>),
}

/// A code and a JSON Pointer.
type Places = &'static [(&'static str, &'static str)];

/// What the rules say of a payload.
enum Verdict {
    /// It is the canonical form of its message.
    Canonical,
    /// Both profiles read it without a deviation; the message's canonical form.
    Right(String),
    /// Tolerant reads it with these deviations, which are problems in Strict.
    Deviates(Places, String),
    /// Neither reads it, for these problems.
    Wrong(Places),
    /// Neither reads it, and Strict has more problems.
    WrongEach { strict: Places, tolerant: Places },
}

/// One case as it is written by hand.
struct Row {
    name: String,
    rules: &'static [&'static str],
    kind: TopicKind,
    payload: Payload,
    verdict: Verdict,
    /// Line and column of the only problem.
    position: Option<(usize, usize)>,
    /// Whether `vfn` and `tan` have the forms of P-5.12 and P-5.13.
    parses: Option<(bool, bool)>,
}

fn row(
    kind: TopicKind,
    rules: &'static [&'static str],
    name: impl Into<String>,
    payload: impl Into<Payload>,
    verdict: Verdict,
) -> Row {
    Row {
        name: name.into(),
        rules,
        kind,
        payload: payload.into(),
        verdict,
        position: None,
        parses: None,
    }
}

impl From<&str> for Payload {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Payload {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Payload {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Padded(text, blanks) => format!("{text}{}", " ".repeat(*blanks)).into_bytes(),
            Self::Hex(bytes) => bytes.clone(),
        }
    }
}

impl Serialize for Payload {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Form<'a> {
            Text { text: &'a str },
            Padded { text: &'a str, blanks: usize },
            Hex { hex: String },
        }
        match self {
            Self::Text(text) => Form::Text { text },
            Self::Padded(text, blanks) => Form::Padded {
                text,
                blanks: *blanks,
            },
            Self::Hex(bytes) => Form::Hex {
                hex: super::hex(bytes),
            },
        }
        .serialize(serializer)
    }
}

/// What one profile makes of a payload.
#[derive(Debug, Serialize, PartialEq)]
#[serde(untagged)]
enum Reading {
    Accepted { deviations: Vec<Place> },
    Refused { issues: Vec<Place> },
}

#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    code: String,
    pointer: String,
}

fn places(by_hand: Places) -> Vec<Place> {
    let place = |(code, pointer): &(&str, &str)| Place {
        code: (*code).to_owned(),
        pointer: (*pointer).to_owned(),
    };
    let mut places: Vec<Place> = by_hand.iter().map(place).collect();
    places.sort();
    places
}

fn refused(error: &DecodeError) -> Reading {
    let place = |issue: &iot4emissions_proto::message::Issue| Place {
        code: issue.code.to_string(),
        pointer: issue.pointer.clone(),
    };
    let mut issues: Vec<Place> = error.issues().iter().map(place).collect();
    issues.sort();
    Reading::Refused { issues }
}

impl Row {
    fn at(mut self, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self
    }

    fn parses(mut self, vfn: bool, tan: bool) -> Self {
        self.parses = Some((vfn, tan));
        self
    }

    fn case(self) -> Result<Case, Wrong> {
        let bytes = self.payload.bytes();
        let accepted = |by_hand| Reading::Accepted {
            deviations: places(by_hand),
        };
        let issues = |by_hand| Reading::Refused {
            issues: places(by_hand),
        };
        let (strict, tolerant, canonical) = match &self.verdict {
            Verdict::Canonical => {
                let same = String::from_utf8_lossy(&bytes).into_owned();
                (accepted(&[]), accepted(&[]), Some(same))
            }
            Verdict::Right(text) => (accepted(&[]), accepted(&[]), Some(text.clone())),
            Verdict::Deviates(found, text) => (issues(found), accepted(found), Some(text.clone())),
            Verdict::Wrong(found) => (issues(found), issues(found), None),
            Verdict::WrongEach { strict, tolerant } => (issues(strict), issues(tolerant), None),
        };
        let read = |profile| Message::decode(self.kind, &bytes, profile);
        let reading = |profile| match read(profile) {
            Ok(decoded) => {
                let place = |deviation: &iot4emissions_proto::message::Deviation| Place {
                    code: deviation.code.to_string(),
                    pointer: deviation.pointer.clone(),
                };
                let mut deviations: Vec<Place> = decoded.deviations.iter().map(place).collect();
                deviations.sort();
                Reading::Accepted { deviations }
            }
            Err(error) => refused(&error),
        };
        let is_canonical = matches!(self.verdict, Verdict::Canonical);
        let mut case = Case::new(self.name, self.rules)
            .with("kind", &self.kind)?
            .with("payload", &self.payload)?
            .agreed("strict", &strict, &reading(Profile::Strict))?
            .agreed("tolerant", &tolerant, &reading(Profile::Tolerant))?
            .agreed(
                "isCanonical",
                &is_canonical,
                &Message::is_canonical(self.kind, &bytes),
            )?;
        match (canonical, read(Profile::Tolerant)) {
            (Some(canonical), Ok(decoded)) => {
                let found = String::from_utf8_lossy(&decoded.message.to_canonical()).into_owned();
                case = case.agreed("canonical", &canonical, &found)?;
                case = value(case, &decoded.message)?;
                if let (Some(by_hand), Message::RegistrationRequest(request)) =
                    (self.parses, &decoded.message)
                {
                    let info = &request.vehicle_info;
                    let parsed = (
                        info.interpolation_family().is_some(),
                        info.type_approval().is_some(),
                    );
                    case = case.agreed("vfnParses", &by_hand.0, &parsed.0)?.agreed(
                        "tanParses",
                        &by_hand.1,
                        &parsed.1,
                    )?;
                }
            }
            (None, Err(error)) => {
                if let Some(by_hand) = self.position {
                    let position = error.issues()[0].position;
                    let place =
                        |(line, column)| serde_json::json!({"column": column, "line": line});
                    let found = place((position.line, position.column));
                    case = case.agreed("position", &place(by_hand), &found)?;
                }
            }
            _ => {}
        }
        Ok(case)
    }
}

/// The message in the library's serde form.
fn value(case: Case, message: &Message) -> Result<Case, Wrong> {
    match message {
        Message::RegistrationRequest(message) => case.with("value", message),
        Message::RegistrationStatus(message) => case.with("value", message),
        Message::ConfigurationStatus(message) => case.with("value", message),
        Message::DataTransfer(message) => case.with("value", message),
    }
}
