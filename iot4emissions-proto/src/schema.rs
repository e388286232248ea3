//! JSON Schemas (draft 2020-12) of the four messages, and the AsyncAPI document: what
//! auditors read, and what any implementation can be held to (feature `schema`).
//!
//! Each message has two schemas. `…​.canonical` says what may be sent: closed objects and
//! exact forms (P-5.1), and agrees with [`Profile::Strict`](crate::message::Profile::Strict).
//! `…​.accepted` says what must be understood: the report's other forms too (P-5.4), and
//! agrees with [`Profile::Tolerant`](crate::message::Profile::Tolerant). Limits and
//! patterns are made from the constants that the decoder checks. What JSON Schema cannot
//! say is [`INEXPRESSIBLE`]; a search over mutated messages finds no other difference.
//!
//! The schemas describe payloads. Where the serde form of a type is the same, such as
//! [`VehicleInfo`](crate::vehicle::VehicleInfo) or
//! [`Endpoint`](crate::message::Endpoint), the type also implements
//! [`schemars::JsonSchema`], in its canonical form.
//!
//! ```
//! use iot4emissions_proto::schema;
//!
//! let accepted = schema::schema("data-transfer.accepted").unwrap();
//! let tfc = accepted.pointer("/properties/data/items/properties/tfc").unwrap();
//! assert_eq!(tfc["title"], "total fuel consumed (lifetime)");
//! assert_eq!(tfc["anyOf"][2]["title"], "number-as-string");
//! ```

mod asyncapi;
mod call;
mod codes;
mod data;
mod examples;
mod form;
mod host;
mod inexpressible;
mod number;
mod object;
mod pattern;
mod reading_order;
mod schedule;
mod status;
mod vehicle;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

pub use self::call::{ClearedCall, ForgottenCall, IntroducedCall, SuspendedCall};
pub use self::codes::{ISSUE_CODES, deviation_meaning};
use self::form::{Accepted, Canonical, Form};
pub use self::inexpressible::{INEXPRESSIBLE, Inexpressible};
pub use self::reading_order::reading_order;
use crate::message::{ConfigurationStatus, DataTransfer, RegistrationRequest, RegistrationStatus};
use crate::topic::TopicKind;

/// The dialect of the schemas.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What a person reads about a message.
struct Description {
    title: &'static str,
    text: &'static str,
    clause: &'static str,
    rules: &'static str,
    /// The report's example, and one in the report's other forms.
    examples: [fn() -> Value; 2],
}

const fn description(kind: TopicKind) -> Description {
    match kind {
        TopicKind::RegisterDevice => Description {
            title: "Registration Request",
            text: "What a device asks the OTA Registration Service with: the vehicle's VIN, \
                   which is personal data, and its attributes.",
            clause: "JRC127600 §3.3.1, Table 4, Box 1",
            rules: "P-5.10 to P-5.17",
            examples: [
                examples::registration_request,
                examples::registration_request_deviating,
            ],
        },
        TopicKind::RegisterServer => Description {
            title: "Registration Status",
            text: "The OTA Registration Service's answer to a device, retained.",
            clause: "JRC127600 §3.3.1, Table 5, Box 2",
            rules: "P-5.20",
            examples: [
                examples::registration_status,
                examples::registration_status_deviating,
            ],
        },
        TopicKind::ConfigServer => Description {
            title: "Configuration Status",
            text: "The OBFCM Data Service's word to a device, retained: the state to be in and \
                   the parameters to use.",
            clause: "JRC127600 §3.3.2, Table 6, Box 3",
            rules: "P-5.30 to P-5.34",
            examples: [
                examples::configuration_status,
                examples::configuration_status_deviating,
            ],
        },
        TopicKind::DataDevice => Description {
            title: "Data Transfer",
            text: "What the vehicle's fuel and energy consumption monitoring device showed, in \
                   snapshots; it names no vehicle.",
            clause: "JRC127600 §3.3.3, Table 7, Box 4",
            rules: "P-5.40 to P-5.44",
            examples: [examples::data_transfer, examples::data_transfer_deviating],
        },
    }
}

/// The message's name in names of schemas, such as `data-transfer`.
const fn message_name(kind: TopicKind) -> &'static str {
    match kind {
        TopicKind::RegisterDevice => "registration-request",
        TopicKind::RegisterServer => "registration-status",
        TopicKind::ConfigServer => "configuration-status",
        TopicKind::DataDevice => "data-transfer",
    }
}

/// The name of the canonical schema of the messages on topics of `kind`, such as
/// `data-transfer.canonical`.
#[must_use]
pub fn canonical_name(kind: TopicKind) -> String {
    name(kind, Form::Canonical)
}

/// The name of the schema of what is accepted on topics of `kind`, such as
/// `data-transfer.accepted`.
#[must_use]
pub fn accepted_name(kind: TopicKind) -> String {
    name(kind, Form::Accepted)
}

fn name(kind: TopicKind, form: Form) -> String {
    format!("{}.{}", message_name(kind), form.as_str())
}

fn all() -> impl Iterator<Item = (TopicKind, Form)> {
    TopicKind::ALL
        .into_iter()
        .flat_map(|kind| [(kind, Form::Canonical), (kind, Form::Accepted)])
}

/// The names of all schemas, in the report's order of messages: the canonical one, then
/// the accepted one.
#[must_use]
pub fn names() -> Vec<String> {
    all().map(|(kind, form)| name(kind, form)).collect()
}

/// The schema with one of the [`names`]; `None` for any other text. Whoever shows it puts
/// its members into [`reading_order`].
///
/// Its `$id` is `urn:iot4emissions:profile:1:` and the name: the number is the profile
/// of the protocol's rules, and changes with it.
#[must_use]
pub fn schema(name: &str) -> Option<Value> {
    let (kind, form) = all().find(|(kind, form)| self::name(*kind, *form) == name)?;
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut body = root(kind, form, generator);
    body.insert("$schema".to_owned(), DIALECT.into());
    let id = format!("urn:iot4emissions:profile:1:{name}");
    body.insert("$id".to_owned(), id.into());
    Some(body.into())
}

/// The schema without dialect and id.
fn root(kind: TopicKind, form: Form, generator: SchemaGenerator) -> Map<String, Value> {
    let body = match (kind, form) {
        (TopicKind::RegisterDevice, Form::Canonical) => {
            generator.into_root_schema_for::<Canonical<RegistrationRequest>>()
        }
        (TopicKind::RegisterDevice, Form::Accepted) => {
            generator.into_root_schema_for::<Accepted<RegistrationRequest>>()
        }
        (TopicKind::RegisterServer, Form::Canonical) => {
            generator.into_root_schema_for::<Canonical<RegistrationStatus>>()
        }
        (TopicKind::RegisterServer, Form::Accepted) => {
            generator.into_root_schema_for::<Accepted<RegistrationStatus>>()
        }
        (TopicKind::ConfigServer, Form::Canonical) => {
            generator.into_root_schema_for::<Canonical<ConfigurationStatus>>()
        }
        (TopicKind::ConfigServer, Form::Accepted) => {
            generator.into_root_schema_for::<Accepted<ConfigurationStatus>>()
        }
        (TopicKind::DataDevice, Form::Canonical) => {
            generator.into_root_schema_for::<Canonical<DataTransfer>>()
        }
        (TopicKind::DataDevice, Form::Accepted) => {
            generator.into_root_schema_for::<Accepted<DataTransfer>>()
        }
    };
    let description = description(kind);
    let form_text = match form {
        Form::Canonical => "Canonical form: what may be sent.",
        Form::Accepted => {
            "Accepted forms: what must be understood; each form that deviates from the \
             canonical one is titled with the code of its deviation."
        }
    };
    let not_said: Vec<_> = INEXPRESSIBLE
        .iter()
        .filter(|rule| rule.concerns(kind, form.profile()))
        .map(|rule| rule.name)
        .collect();
    let text = format!(
        "{} {form_text} Source: {}.",
        description.text, description.clause
    );
    let comment = format!(
        "{}, P-5.1 to P-5.5. Beyond JSON Schema: {}.",
        description.rules,
        not_said.join(", ")
    );
    let mut schema = Map::new();
    schema.insert("title".to_owned(), description.title.into());
    schema.insert("description".to_owned(), text.into());
    schema.insert("$comment".to_owned(), comment.into());
    for (keyword, value) in object::schema_object(body) {
        if keyword != "$schema" {
            schema.entry(keyword).or_insert(value);
        }
    }
    let [example, deviating] = description.examples;
    let examples = match form {
        Form::Canonical => json!([example()]),
        Form::Accepted => json!([example(), deviating()]),
    };
    schema.insert("examples".to_owned(), examples);
    schema
}

/// The AsyncAPI 3.0 document of the protocol: both brokers with X.509 client
/// certificates, the four channels, and each party's operations with QoS and retain
/// (P-3.1 to P-3.9, P-4.1). Messages have their canonical schemas.
#[must_use]
pub fn asyncapi() -> Value {
    asyncapi::document()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Message, Profile};

    #[test]
    fn names_and_ids() {
        assert_eq!(
            names().join(" "),
            "registration-request.canonical registration-request.accepted \
             registration-status.canonical registration-status.accepted \
             configuration-status.canonical configuration-status.accepted \
             data-transfer.canonical data-transfer.accepted"
        );
        for name in names() {
            let schema = schema(&name).unwrap();
            assert_eq!(schema["$id"], format!("urn:iot4emissions:profile:1:{name}"));
            assert_eq!(schema["$schema"], DIALECT);
        }
        assert_eq!(schema("data-transfer"), None);
    }

    #[test]
    fn p_5_2_examples_are_what_they_are_given_for() {
        for kind in TopicKind::ALL {
            let [example, deviating] = description(kind).examples;
            let decode = |example: Value, profile| {
                Message::decode(kind, example.to_string().as_bytes(), profile)
            };
            let canonical = decode(example(), Profile::Strict)
                .unwrap()
                .message
                .to_canonical();
            assert_eq!(
                serde_json::from_slice::<Value>(&canonical).unwrap(),
                example()
            );
            let decoded = decode(deviating(), Profile::Tolerant).unwrap();
            assert!(!decoded.deviations.is_empty());
        }
    }

    #[test]
    fn p_5_42_no_multiple_of_a_tenth() {
        for name in names() {
            assert!(!schema(&name).unwrap().to_string().contains("multipleOf"));
        }
    }
}
