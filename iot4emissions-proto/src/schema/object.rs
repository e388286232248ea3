//! Objects of the wire: their members with what a person reads about them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::form::Form;
use crate::message::MAX_DEPTH;

/// What a person reads about a value.
pub(super) struct About<'t> {
    pub(super) title: Cow<'t, str>,
    /// Meaning, unit, what is expected, clause.
    pub(super) description: Cow<'t, str>,
    /// The rules, such as `P-5.42`.
    pub(super) rules: Cow<'t, str>,
    pub(super) example: Value,
}

/// `schema` with what is to be read about it; the keywords in the order of reading.
pub(super) fn described(about: About<'_>, schema: Schema) -> Schema {
    let mut object = Map::new();
    object.insert("title".to_owned(), about.title.into());
    object.insert("description".to_owned(), about.description.into());
    object.insert("$comment".to_owned(), about.rules.into());
    for (keyword, value) in schema_object(schema) {
        // A member says more than its type.
        object.entry(keyword).or_insert(value);
    }
    object.remove("examples");
    object.insert("examples".to_owned(), json!([about.example]));
    object.into()
}

/// `schema` with the keywords of the object `more` as well.
pub(super) fn with(mut schema: Schema, more: Value) -> Schema {
    if let Value::Object(more) = more {
        schema.ensure_object().extend(more);
    }
    schema
}

/// Every schema here is an object; `true` would be one without a keyword.
pub(super) fn schema_object(schema: Schema) -> Map<String, Value> {
    match schema.to_value() {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// The same schema for additional members, said in a way that code generators leave alone:
/// what is described here holds `if` anything at all is there.
///
/// Of a plain schema they make a map beside the known members, and TypeScript refuses a map
/// of texts in which some members may be absent.
pub(super) fn generated_as_any(schema: Schema) -> Schema {
    let (about, then): (Map<_, _>, Map<_, _>) = schema_object(schema)
        .into_iter()
        .partition(|(keyword, _)| ABOUT.contains(&keyword.as_str()));
    let mut schema = Schema::from(about);
    schema.insert("if".to_owned(), Value::Bool(true));
    schema.insert("then".to_owned(), then.into());
    schema
}

/// The keywords that bound nothing.
const ABOUT: [&str; 4] = ["title", "description", "$comment", "examples"];

/// An object with these members, in their order; closed or open as `form` says.
///
/// `depth` counts the objects and arrays around it, from 0, and with them how deep a
/// member that nobody knows may still be (P-5.3).
pub(super) fn object(
    form: Form,
    depth: usize,
    members: impl IntoIterator<Item = (&'static str, bool, Schema)>,
    generator: &mut SchemaGenerator,
) -> Schema {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, is_required, schema) in members {
        properties.insert(name.to_owned(), schema.to_value());
        if is_required {
            required.push(name);
        }
    }
    let mut schema = json_schema!({ "type": "object" });
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("properties".to_owned(), properties.into());
    let others = match form {
        Form::Canonical => Value::Bool(false),
        Form::Accepted => ignored(MAX_DEPTH - 1 - depth, generator).to_value(),
    };
    schema.insert("additionalProperties".to_owned(), others);
    schema
}

/// A member that nobody knows (P-5.4 `unknown-member`), `levels` levels deep at most.
fn ignored(levels: usize, generator: &mut SchemaGenerator) -> Schema {
    match levels {
        0 => generator.subschema_for::<Ignored<0>>(),
        1 => generator.subschema_for::<Ignored<1>>(),
        2 => generator.subschema_for::<Ignored<2>>(),
        _ => generator.subschema_for::<Ignored<3>>(),
    }
}

struct Ignored<const LEVELS: usize>;

impl<const LEVELS: usize> JsonSchema for Ignored<LEVELS> {
    fn schema_name() -> Cow<'static, str> {
        format!("ignored-{LEVELS}").into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({
            "title": "ignored value",
            "description": format!(
                "A value in a member that nobody knows: ignored, and kept nowhere. `null` is \
                 an error there too, and so is nesting deeper than {LEVELS} more levels."
            ),
            "$comment": "P-5.4 unknown-member, P-5.3",
        });
        if LEVELS == 0 {
            schema.insert("type".to_owned(), json!(["boolean", "number", "string"]));
            return schema;
        }
        let inner = ignored(LEVELS - 1, generator).to_value();
        let types = json!(["boolean", "number", "string", "array", "object"]);
        schema.insert("type".to_owned(), types);
        schema.insert("items".to_owned(), inner.clone());
        schema.insert("additionalProperties".to_owned(), inner);
        schema
    }
}
