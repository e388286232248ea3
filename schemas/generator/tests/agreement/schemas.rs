//! What holds of every schema by itself.

use std::sync::LazyLock;

use iot4emissions_proto::message::{
    Configuration, ConfigurationStatus, DataTransfer, Host, Message, Profile, RegistrationRequest,
};
use iot4emissions_proto::obfcm::{Parameter, Tenths};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::schema;
use iot4emissions_proto::topic::TopicKind;
use iot4emissions_proto::vehicle::{TestMass, VehicleInfo, Vin};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tree::Tree;

fn all() -> Vec<(String, Value)> {
    let schema = |name: String| {
        let schema = schema::schema(&name).unwrap();
        (name, schema)
    };
    schema::names().into_iter().map(schema).collect()
}

/// Calls `each` with every subschema, and where it stands.
fn walk(schema: &Value, pointer: &str, each: &mut impl FnMut(&Value, &str)) {
    match schema {
        Value::Object(object) => {
            each(schema, pointer);
            for (keyword, value) in object {
                if keyword != "examples" {
                    walk(value, &format!("{pointer}/{keyword}"), each);
                }
            }
        }
        Value::Array(list) => {
            for (place, value) in list.iter().enumerate() {
                walk(value, &format!("{pointer}/{place}"), each);
            }
        }
        _ => {}
    }
}

#[test]
fn every_schema_is_valid_by_the_meta_schema() {
    for (name, schema) in all() {
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[test]
fn every_example_is_valid_where_it_stands() {
    let mut seen = 0;
    for (name, schema) in all() {
        walk(&schema, "", &mut |part, pointer| {
            let Some(examples) = part.get("examples").and_then(Value::as_array) else {
                return;
            };
            let mut alone = part.clone();
            alone["$defs"] = schema.get("$defs").cloned().unwrap_or(json!({}));
            let validator = jsonschema::draft202012::new(&alone).unwrap();
            for example in examples {
                assert!(validator.is_valid(example), "{name}{pointer}: {example}");
                seen += 1;
            }
        });
    }
    assert!(seen > 90, "{seen}");
}

/// Whoever reads a member's schema, or the page made of it, learns what it is, in which
/// unit, from where.
#[test]
fn every_member_says_what_it_is() {
    let mut members = 0;
    for (name, schema) in all() {
        walk(&schema, "", &mut |part, pointer| {
            for (member, about) in part
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                let about = match about.get("$ref").and_then(Value::as_str) {
                    Some(target) if about.get("title").is_none() => {
                        schema.pointer(target.trim_start_matches('#')).unwrap()
                    }
                    _ => about,
                };
                let place = format!("{name}{pointer}/{member}");
                assert!(
                    about["title"].as_str().is_some_and(|t| !t.is_empty()),
                    "{place}"
                );
                let description = about["description"].as_str().unwrap_or_default();
                assert!(description.contains("Source: JRC127600 "), "{place}");
                assert!(
                    about["$comment"]
                        .as_str()
                        .is_some_and(|c| c.starts_with("P-")),
                    "{place}"
                );
                assert!(about["examples"].is_array(), "{place}");
                members += 1;
            }
        });
    }
    assert!(members > 60, "{members}");
    let data = schema::schema("data-transfer.canonical").unwrap();
    for parameter in Parameter::ALL {
        let pointer = format!(
            "/properties/data/items/properties/{}",
            parameter.wire_name()
        );
        let description = data.pointer(&pointer).unwrap()["description"]
            .as_str()
            .unwrap();
        assert!(description.contains(&format!("Unit: {}.", parameter.unit())));
    }
}

/// A string on the wire without a limit or pattern could only be one in a member that
/// nobody knows, or free text.
#[test]
fn every_string_has_a_limit_or_a_pattern() {
    for (name, schema) in all() {
        walk(&schema, "", &mut |part, pointer| {
            if part.get("type") == Some(&json!("string")) {
                let limits = ["pattern", "enum", "const", "maxLength", "not"];
                let limited = limits.iter().any(|keyword| part.get(keyword).is_some());
                let free = part.get("title") == Some(&json!("free-text-state"));
                assert!(limited || free, "{name}{pointer}");
            }
        });
    }
}

/// Whether `schema` passes no text with a line feed, whatever its pattern's anchors mean.
fn refuses_line_ends(schema: &Value) -> bool {
    let refuses = |part: &Value| part.get("pattern") == Some(&json!("[^ -~]"));
    let not = &schema["not"];
    let alternatives = not["anyOf"].as_array().into_iter().flatten();
    refuses(not) || alternatives.into_iter().any(refuses)
}

/// `$` also matches before a last line feed for Python, Java and .NET, and at every line
/// for Ruby: where there is an anchor, the end of a line is refused by a pattern without
/// one, beside it or around it. The Python package's tests try it.
#[test]
fn p_5_2_no_anchor_decides_alone() {
    fn look(schema: &Value, around: bool, anchored: &mut usize, place: &str) {
        let safe = around || refuses_line_ends(schema);
        match schema {
            Value::Object(keywords) => {
                let pattern = schema.get("pattern").and_then(Value::as_str);
                if pattern.is_some_and(|pattern| pattern.contains('$')) {
                    *anchored += 1;
                    assert!(safe, "{place}: {schema}");
                }
                for (keyword, inner) in keywords {
                    // What a `not` around refuses, an alternative or another `not` in it
                    // does not see either; a member does.
                    let still = safe && ["anyOf", "not"].contains(&keyword.as_str());
                    look(inner, still, anchored, &format!("{place}/{keyword}"));
                }
            }
            Value::Array(parts) => parts
                .iter()
                .for_each(|part| look(part, around, anchored, place)),
            _ => {}
        }
    }
    let mut anchored = 0;
    for (name, schema) in all() {
        look(&schema, false, &mut anchored, &name);
    }
    let openapi = network::services::openapi::document();
    look(&openapi, false, &mut anchored, "openapi");
    look(&schema::asyncapi(), false, &mut anchored, "asyncapi");
    assert!(anchored > 60, "{anchored}");
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The members are those that the library writes, in the order in which it writes them.
#[test]
fn p_5_1_members_and_their_order_are_the_written_ones() {
    fn order(schema: &Value, root: &Value, value: &Tree, place: &str) {
        let schema = match schema.get("$ref").and_then(Value::as_str) {
            Some(target) => root.pointer(target.trim_start_matches('#')).unwrap(),
            None => schema,
        };
        match value {
            Tree::Object(members) => {
                let properties = schema["properties"].as_object().unwrap();
                let mut described: Vec<_> = properties.keys().map(|n| quoted(n)).collect();
                described.sort_by_key(|name| schema::reading_order(name.trim_matches('"')));
                let written: Vec<_> = members.iter().map(|(name, _)| name.clone()).collect();
                assert_eq!(written, described, "{place}");
                for (name, value) in members {
                    let property = &properties[name.trim_matches('"')];
                    order(property, root, value, &format!("{place}/{name}"));
                }
            }
            Tree::Array(elements) => order(&schema["items"], root, &elements[0], place),
            _ => {}
        }
    }
    let full = [
        (
            TopicKind::RegisterDevice,
            r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"erwltp":"1.05","it":"x","z":"1","ewltp":"1","mt":"1","mk":"x","ve":"x","va":"x","t":"x","tan":"x","mh":"x","vfn":"x"},"dataDevice":"WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWg"}"#,
        ),
        (TopicKind::RegisterServer, r#"{"deviceState":"error"}"#),
        (
            TopicKind::ConfigServer,
            include_str!("../../../../iot4emissions-proto/tests/boxes/box_3.json"),
        ),
        (
            TopicKind::DataDevice,
            r#"{"data":[{"acquired":1,"tgeib":1.0,"tdtdscio":1.0,"tdtcdoer":1.0,"tdtcdoeo":1.0,"tfcdscio":1.0,"tfccdo":1.0,"tdt":1.0,"tfc":1.0}]}"#,
        ),
    ];
    for (kind, text) in full {
        let message = Message::decode(kind, text.as_bytes(), Profile::Strict)
            .unwrap()
            .message;
        let value = Tree::parse(std::str::from_utf8(&message.to_canonical()).unwrap()).unwrap();
        let schema = schema::schema(&schema::canonical_name(kind)).unwrap();
        order(&schema, &schema, &value, &kind.to_string());
    }
}

/// What a type says of itself to schemars is what its serde form is held to.
#[test]
fn no_type_loses_its_constraint() {
    fn refuses<T: schemars::JsonSchema + serde::de::DeserializeOwned>(good: Value, bad: &[Value]) {
        let schema = schemars::schema_for!(T).to_value();
        let validator = jsonschema::validator_for(&schema).unwrap();
        assert!(validator.is_valid(&good), "{good}");
        assert!(serde_json::from_value::<T>(good).is_ok());
        for bad in bad {
            assert!(!validator.is_valid(bad), "{bad}");
            assert!(serde_json::from_value::<T>(bad.clone()).is_err(), "{bad}");
        }
    }
    refuses::<Vin>(
        json!("JFXHF05K1L4104934"),
        &[json!("JFXHF05K1L410493I"), json!("J")],
    );
    refuses::<TestMass>(json!("1872"), &[json!(1872), json!("100000"), json!("1.0")]);
    refuses::<Host>(
        json!("a.example"),
        &[json!("a..b"), json!("1.2.3.256"), json!("")],
    );
    refuses::<Schedule>(
        json!("0 0 0 1 * ?"),
        &[json!("0 0 0 1 * ? x"), json!("@daily")],
    );
    refuses::<VehicleInfo>(
        json!({ "mt": "1" }),
        &[json!({ "mt": "x" }), json!({ "9": "x" })],
    );
    let device_id = [
        json!("JFXHF05K1L4104934"),
        json!("a/b"),
        json!(""),
        json!("obfcm-data-service"),
    ];
    refuses::<iot4emissions_proto::identity::DeviceId>(json!("f371cb00"), &device_id);
    let configuration = schema::schema("configuration-status.canonical").unwrap();
    let example = configuration["examples"][0].clone();
    let mut other = example.clone();
    other["configuration"]["version"] = json!(0);
    refuses::<Configuration>(
        example["configuration"].clone(),
        &[json!({}), other["configuration"].clone()],
    );
    refuses::<ConfigurationStatus>(example, &[other]);
    let request = schema::schema("registration-request.canonical").unwrap();
    refuses::<RegistrationRequest>(request["examples"][0].clone(), &[json!({ "vin": "x" })]);
}

static DATA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = schema::schema("data-transfer.accepted").unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
});
static HOST: LazyLock<Validator> = LazyLock::new(|| {
    let schema = schemars::schema_for!(Host).to_value();
    jsonschema::draft202012::new(&schema).unwrap()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

    /// Strings around every limit: the pattern is exact arithmetic.
    #[test]
    fn p_5_5_numbers_as_strings(
        tenths in prop_oneof![0..200u64, 4_294_967_280..4_294_967_310u64, any::<u32>().prop_map(u64::from)],
        sign in "-?",
        more in "[0-9]{0,3}",
    ) {
        let text = format!("{sign}{}.{}{more}", tenths / 10, tenths % 10);
        let payload = json!({ "data": [{ "acquired": 1, "tfc": text }] });
        let decoded = DataTransfer::decode(payload.to_string().as_bytes(), Profile::Tolerant);
        prop_assert_eq!(DATA.is_valid(&payload), decoded.is_ok());
        if sign.is_empty() && more.is_empty() {
            prop_assert_eq!(decoded.is_ok(), text.parse::<Tenths>().is_ok());
        }
    }

    /// Hosts of every sort, much denser than in messages.
    #[test]
    fn p_5_31_hosts(text in "([0-9a-fA-F]{0,5}(:|::|\\.)){0,9}[0-9a-fA-F.]{0,8}|[a-z0-9.-]{0,20}|([0-9]{1,3}\\.){3}[0-9]{1,3}") {
        prop_assert_eq!(HOST.is_valid(&json!(text)), text.parse::<Host>().is_ok(), "{}", text);
    }
}
