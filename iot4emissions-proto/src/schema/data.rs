//! The Data Transfer (P-5.40 to P-5.44, JRC127600 Table 7).
//!
//! It has no `JsonSchema` of its own: in serde the types have other member names and
//! whole tenths.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::examples;
use super::form::{Form, Wire};
use super::number::number;
use super::object::{About, described, object};
use crate::message::DataTransfer;
use crate::message::data_transfer::thorough::{ACQUIRED_RULE, value_rule};
use crate::obfcm::{Parameter, Snapshot};

const CLAUSE: &str = "JRC127600 Table 7";

impl Wire for Snapshot {
    const NAME: &'static str = "snapshot";

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        let acquired = About {
            title: "acquisition time".into(),
            description: format!(
                "When the snapshot was taken, UNIX time. Unit: s. Expected: {}. Source: {CLAUSE}.",
                ACQUIRED_RULE.expected
            )
            .into(),
            rules: "P-5.41".into(),
            example: json!(1_622_538_000),
        };
        let mut members = vec![(
            "acquired",
            true,
            described(acquired, number(&ACQUIRED_RULE, form)),
        )];
        for (parameter, example) in Parameter::ALL.into_iter().zip(EXAMPLES) {
            let rule = value_rule(parameter);
            let about = About {
                title: parameter.meaning().into(),
                description: format!(
                    "`{}`: {}. Unit: {}. Expected: {}; absent where the vehicle has not got it, \
                     never 0 instead. Source: {CLAUSE}.",
                    parameter.wire_name(),
                    parameter.meaning(),
                    parameter.unit(),
                    rule.expected,
                )
                .into(),
                rules: "P-5.42, P-5.43".into(),
                example: json!(example),
            };
            let schema = described(about, number(&rule, form));
            members.push((parameter.wire_name(), false, schema));
        }
        let mut schema = object(form, 2, members, generator);
        // At least one value beside the time. Where there may be other members, counting
        // them does not say that, and each value has its turn.
        match form {
            Form::Canonical => schema.insert("minProperties".to_owned(), json!(2)),
            Form::Accepted => {
                let any = Parameter::ALL.map(|value| json!({ "required": [value.wire_name()] }));
                schema.insert("anyOf".to_owned(), json!(any))
            }
        };
        let about = About {
            title: "snapshot".into(),
            description: format!(
                "What the vehicle's lifetime counters showed at one moment: at least one value. \
                 Source: {CLAUSE}, §3.3.3."
            )
            .into(),
            rules: "P-5.41 to P-5.43".into(),
            example: first_snapshot(),
        };
        described(about, schema)
    }
}

/// Box 4 has the first two; the others are made up to go with them.
const EXAMPLES: [f64; 8] = [32.5, 295.9, 8.1, 0.4, 61.3, 12.7, 2.2, 14.6];

fn first_snapshot() -> Value {
    examples::data_transfer()["data"][0].take()
}

impl Wire for DataTransfer {
    const NAME: &'static str = "data-transfer";

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        let data = json_schema!({
            "type": "array",
            "minItems": 1,
            "items": form.schema_of::<Snapshot>(generator).to_value(),
        });
        let about = About {
            title: "snapshots".into(),
            description: "The snapshots, at least one, strictly ascending by `acquired` (which \
                          this schema cannot say). Source: JRC127600 §3.3.3, Table 7."
                .into(),
            rules: "P-5.40".into(),
            example: examples::data_transfer()["data"].take(),
        };
        object(form, 0, [("data", true, described(about, data))], generator)
    }
}
