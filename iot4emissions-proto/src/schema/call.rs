//! What goes between the services (P-5.50, P-5.51): the calls to the Data Service, one
//! schema for each kind, as `Call` writes them, and the country of a registration.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::form::{Form, Wire, lend_to_schemars};
use super::object::{About, described, object, with};
use super::pattern::anchored;
use crate::identity::DeviceId;
use crate::services::call::Sequence;
use crate::services::clearance::SuspensionReason;
use crate::services::registration::Country;
use crate::vehicle::VehicleInfo;

lend_to_schemars!(Country, SuspensionReason);

impl Wire for Country {
    const NAME: &'static str = "country";

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let about = About {
            title: "country".into(),
            description: "Where a vehicle is registered: an ISO 3166-1 alpha-2 code. Limits: \
                          two capitals. Source: JRC127600 §4.2.2, §5.4."
                .into(),
            rules: "P-5.50".into(),
            example: json!("DE"),
        };
        described(
            about,
            with(json_schema!({ "type": "string" }), anchored("^[A-Z]{2}$")),
        )
    }
}

impl Wire for SuspensionReason {
    const NAME: &'static str = "suspension-reason";

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let about = About {
            title: "reason".into(),
            description: "Why a device may not send: `notCleared` (no consent, or not \
                          registered in the Union) or `pause` (by an operator). Source: \
                          JRC127600 §5.4."
                .into(),
            rules: "P-5.50, P-7.4".into(),
            example: json!(SuspensionReason::NotCleared),
        };
        let reasons = [SuspensionReason::NotCleared, SuspensionReason::Pause];
        described(about, json_schema!({ "type": "string", "enum": reasons }))
    }
}

/// The schema of [`Call`](crate::services::call::Call)s that introduce a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntroducedCall {}

/// The schema of [`Call`](crate::services::call::Call)s that clear a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClearedCall {}

/// The schema of [`Call`](crate::services::call::Call)s that suspend a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuspendedCall {}

/// The schema of [`Call`](crate::services::call::Call)s that have a device forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgottenCall {}

impl JsonSchema for IntroducedCall {
    fn schema_name() -> Cow<'static, str> {
        "introduced-call".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let attributes = generator.subschema_for::<VehicleInfo>();
        let content = [("attributes", true, attributes)];
        call("introduced", "A device has registered.", content, generator)
    }
}

impl JsonSchema for ClearedCall {
    fn schema_name() -> Cow<'static, str> {
        "cleared-call".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let content = [("newSegment", false, new_segment())];
        call("cleared", "A device may send.", content, generator)
    }
}

impl JsonSchema for SuspendedCall {
    fn schema_name() -> Cow<'static, str> {
        "suspended-call".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let reason = generator.subschema_for::<SuspensionReason>();
        let content = [
            ("reason", true, reason),
            ("newSegment", false, new_segment()),
        ];
        call("suspended", "A device may not send.", content, generator)
    }
}

impl JsonSchema for ForgottenCall {
    fn schema_name() -> Cow<'static, str> {
        "forgotten-call".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = "All that is stored of a device is to be erased.";
        call("forgotten", text, [], generator)
    }
}

fn new_segment() -> Schema {
    let about = About {
        title: "newSegment".into(),
        description: "Whether a new segment of the device's data begins, which goes on with \
                      nothing that was before. Limits: absent where none does, and then never \
                      `null`. Source: decision."
            .into(),
        rules: "P-7.13".into(),
        example: json!(true),
    };
    described(about, json_schema!({ "type": "boolean" }))
}

fn call<const CONTENT: usize>(
    name: &str,
    text: &str,
    content: [(&'static str, bool, Schema); CONTENT],
    generator: &mut SchemaGenerator,
) -> Schema {
    let sequence = described(
        About {
            title: "sequence".into(),
            description: format!(
                "Grows with every call about the device: a lower one than the last takes no \
                 effect, an equal one repeats the answer if it tells the same. Limits: 1 to \
                 2^53 - 1, and at most {} above the last.",
                Sequence::LARGEST_STEP
            )
            .into(),
            rules: "P-5.51".into(),
            example: json!(1),
        },
        json_schema!({ "type": "integer", "minimum": 1, "maximum": Sequence::LARGEST }),
    );
    let kind = described(
        About {
            title: "call".into(),
            description: format!("What is told: always `{name}` here.").into(),
            rules: "P-5.50".into(),
            example: json!(name),
        },
        json_schema!({ "type": "string", "const": name }),
    );
    let members = [
        ("deviceId", true, generator.subschema_for::<DeviceId>()),
        ("sequence", true, sequence),
        ("call", true, kind),
    ];
    let members: Vec<_> = members.into_iter().chain(content).collect();
    let mut schema = object(Form::Canonical, 0, members, generator);
    schema.insert("title".to_owned(), Value::from(name));
    schema.insert(
        "description".to_owned(),
        format!(
            "{text} Nothing in it names a vehicle. Members that are not listed are not to be \
             sent; the service ignores them."
        )
        .into(),
    );
    schema.insert("$comment".to_owned(), "P-5.50, P-5.51, P-1.5".into());
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::services::call::{Call, Introduction};
    use crate::services::introduction::IntroductionScope;

    /// The members are those that serde writes.
    #[test]
    fn p_5_50_the_schemas_name_what_calls_have() {
        fn names<T: JsonSchema>() -> BTreeSet<String> {
            let schema = SchemaGenerator::default().into_root_schema_for::<T>();
            let required = schema.get("required").and_then(Value::as_array).unwrap();
            let properties = schema.get("properties").and_then(Value::as_object);
            let names: BTreeSet<_> = properties.unwrap().keys().cloned().collect();
            let optional = usize::from(names.contains("newSegment"));
            assert_eq!(required.len() + optional, names.len());
            assert!(
                required
                    .iter()
                    .all(|name| names.contains(name.as_str().unwrap()))
            );
            assert_eq!(schema.get("additionalProperties"), Some(&json!(false)));
            names
        }
        let device: DeviceId = "d1".parse().unwrap();
        let first = Sequence::NONE.next().unwrap();
        let introduction = Introduction::new(
            device.clone(),
            &VehicleInfo::default(),
            IntroductionScope::default(),
        );
        for (call, names) in [
            (
                Call::introduced(introduction, first),
                names::<IntroducedCall>(),
            ),
            (
                Call::cleared(device.clone(), first).beginning_segment(true),
                names::<ClearedCall>(),
            ),
            (
                Call::suspended(device.clone(), SuspensionReason::Pause, first)
                    .beginning_segment(true),
                names::<SuspendedCall>(),
            ),
            (Call::forgotten(device, first), names::<ForgottenCall>()),
        ] {
            let call = serde_json::to_value(call).unwrap();
            let written: BTreeSet<_> = call.as_object().unwrap().keys().cloned().collect();
            assert_eq!(written, names);
        }
    }
}
