//! The two statuses: registration (P-5.20, JRC127600 Table 5) and configuration
//! (P-5.30 to P-5.34, Table 6).

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::form::{Form, Wire, lend_to_schemars};
use super::number::{deviating, number};
use super::object::{About, described, object};
use super::{examples, pattern};
use crate::message::configuration_status::{PORT, PROTOCOL, SCHEDULE_NAMES, VERSION};
use crate::message::state_name::StateName;
use crate::message::{
    Configuration, ConfigurationStatus, ConfigurationVersion, ConfiguredState, DeviationCode,
    Endpoint, Host, RegistrationStatus,
};
use crate::schedule::Schedule;

lend_to_schemars!(
    ConfiguredState,
    Endpoint,
    ConfigurationVersion,
    Configuration,
    ConfigurationStatus
);

/// Every spelling of the states that `includes` includes, in any letter case (P-5.4).
fn spellings(includes: impl Fn(StateName) -> bool) -> String {
    let words: Vec<_> = StateName::SPELLINGS
        .into_iter()
        .filter(|(state, _)| includes(*state))
        .map(|(_, spelling)| pattern::any_case(spelling))
        .collect();
    pattern::whole(&words)
}

/// The canonical spellings alone, or all of them.
fn state(form: Form, states: &[StateName], free_text: bool) -> Schema {
    let names: Vec<_> = states.iter().map(|state| state.as_str()).collect();
    if form == Form::Canonical {
        return json_schema!({ "type": "string", "enum": names });
    }
    let mut spelled = pattern::anchored(spellings(|state| states.contains(&state)));
    spelled["type"] = "string".into();
    let mut branches = vec![
        json!({ "title": "canonical", "type": "string", "enum": names }),
        deviating(DeviationCode::Spelling, "JRC127600 §1.3.2", spelled),
    ];
    if free_text {
        let mut other_states = pattern::anchored(spellings(|_| true));
        other_states["title"] = "a state that this message does not carry".into();
        let text = json!({ "type": "string", "minLength": 1, "not": other_states });
        branches.push(deviating(
            DeviationCode::FreeTextState,
            "JRC127600 Table 5",
            text,
        ));
    }
    json_schema!({ "anyOf": branches })
}

impl Wire for RegistrationStatus {
    const NAME: &'static str = "registration-status";

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        let states = [StateName::Registered, StateName::Error];
        let about = About {
            title: "registration status".into(),
            description: "Whether the device has been admitted to the data collection network. \
                          Expected: `registered` or `error`. Source: JRC127600 Table 5."
                .into(),
            rules: "P-5.20".into(),
            example: json!("registered"),
        };
        let state = described(about, state(form, &states, true));
        object(form, 0, [("deviceState", true, state)], generator)
    }
}

impl Wire for ConfiguredState {
    const NAME: &'static str = "configured-state";

    fn wire_schema(form: Form, _: &mut SchemaGenerator) -> Schema {
        let states = [
            StateName::Initialized,
            StateName::Operational,
            StateName::Standby,
        ];
        let about = About {
            title: "device state".into(),
            description: "The state that the Data Service commands. Expected: `initialized` \
                          (wait, the vehicle is not cleared), `operational` (acquire and \
                          transfer) or `standby` (cease until further notice). Source: \
                          JRC127600 Table 6, §1.3.2."
                .into(),
            rules: "P-5.30".into(),
            example: json!("operational"),
        };
        described(about, state(form, &states, false))
    }
}

impl Wire for Endpoint {
    const NAME: &'static str = "endpoint";
    const SHARED: bool = true;

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        let port = About {
            title: "port".into(),
            description: format!(
                "TCP port of the broker. Expected: {}. Source: JRC127600 Table 6.",
                PORT.expected
            )
            .into(),
            rules: "P-5.31".into(),
            example: json!(8883),
        };
        let protocol = About {
            title: "protocol".into(),
            description: format!(
                "Always `{PROTOCOL}`: MQTT over mutually authenticated TLS. Source: JRC127600 \
                 Table 6, §4.1.3."
            )
            .into(),
            rules: "P-5.31".into(),
            example: json!(PROTOCOL),
        };
        let constant = json_schema!({ "type": "string", "const": PROTOCOL });
        let members = [
            ("endpoint", true, form.schema_of::<Host>(generator)),
            ("port", true, described(port, number(&PORT, form))),
            ("protocol", true, described(protocol, constant)),
        ];
        object(form, 2, members, generator)
    }
}

impl Wire for ConfigurationVersion {
    const NAME: &'static str = "configuration-version";

    fn wire_schema(form: Form, _: &mut SchemaGenerator) -> Schema {
        let about = About {
            title: "version".into(),
            description: format!(
                "The version of these parameters, which may only grow: the order that guards \
                 against replay. Expected: {}. Source: JRC127600 Box 3; Table 6 has a string.",
                VERSION.expected
            )
            .into(),
            rules: "P-5.32, P-6.8".into(),
            example: json!(1),
        };
        described(about, number(&VERSION, form))
    }
}

impl Wire for Configuration {
    const NAME: &'static str = "configuration";

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        let mut members = vec![
            endpoint(
                "registrationMqtt",
                "the OTA Registration Service",
                form,
                generator,
            ),
            endpoint("obfcmDataMqtt", "the OBFCM Data Service", form, generator),
        ];
        let meanings = [
            ("acquisition schedule", "when the device takes a snapshot"),
            (
                "transfer schedule",
                "when the device transfers its snapshots",
            ),
            (
                "configuration check schedule",
                "when the device looks for a new configuration",
            ),
        ];
        for ((name, _), meaning) in SCHEDULE_NAMES.into_iter().zip(meanings) {
            // Either name will do in the accepted form; the object says so below.
            let required = form == Form::Canonical;
            members.push((name, required, schedule(name, meaning, form, generator)));
        }
        let version = form.schema_of::<ConfigurationVersion>(generator);
        members.push(("version", true, version));
        if form == Form::Accepted {
            for ((_, table_name), meaning) in SCHEDULE_NAMES.into_iter().zip(meanings) {
                let mut schema = schedule(table_name, meaning, form, generator);
                let code = DeviationCode::TableName;
                schema.insert("$comment".to_owned(), format!("P-5.4 {code}").into());
                members.push((table_name, false, schema));
            }
        }
        let mut schema = object(form, 1, members, generator);
        if form == Form::Accepted {
            let either = SCHEDULE_NAMES.map(|(name, table_name)| {
                json!({
                    "title": format!("either {name} or {table_name}"),
                    "$comment": "P-5.3, P-5.4 table-name",
                    "oneOf": [{ "required": [name] }, { "required": [table_name] }],
                })
            });
            schema.insert("allOf".to_owned(), json!(either));
        }
        let about = About {
            title: "configuration".into(),
            description: "The device's configuration parameters, every one required. Source: \
                          JRC127600 §3.3.2, Table 6."
                .into(),
            rules: "P-5.31 to P-5.34".into(),
            example: examples::configuration_status()["configuration"].take(),
        };
        described(about, schema)
    }
}

fn endpoint(
    name: &'static str,
    whose: &str,
    form: Form,
    generator: &mut SchemaGenerator,
) -> (&'static str, bool, Schema) {
    let about = About {
        title: format!("broker of {whose}").into(),
        description: format!("Where the broker of {whose} listens. Source: JRC127600 Table 6.")
            .into(),
        rules: "P-5.31".into(),
        example: examples::configuration_status()["configuration"][name].take(),
    };
    let schema = form.schema_of::<Endpoint>(generator);
    (name, true, described(about, schema))
}

fn schedule(
    name: &str,
    (title, meaning): (&str, &str),
    form: Form,
    generator: &mut SchemaGenerator,
) -> Schema {
    let about = About {
        title: title.to_owned().into(),
        description: format!(
            "`{name}`: {meaning}. Expected: a cron expression in Quartz form, in UTC. Source: \
             JRC127600 Table 6, Box 3."
        )
        .into(),
        rules: "P-5.33, P-5.34".into(),
        example: json!("0 0 0 1 1/3 ? *"),
    };
    described(about, form.schema_of::<Schedule>(generator))
}

impl Wire for ConfigurationStatus {
    const NAME: &'static str = "configuration-status";

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        let members = [
            (
                "deviceState",
                true,
                form.schema_of::<ConfiguredState>(generator),
            ),
            (
                "configuration",
                true,
                form.schema_of::<Configuration>(generator),
            ),
        ];
        object(form, 0, members, generator)
    }
}
