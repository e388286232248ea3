//! The members of a message, as its two schemas describe them.

use std::collections::BTreeMap;

use iot4emissions_proto::schema::reading_order;
use serde_json::{Map, Value};

/// A member, or the members of no fixed name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    /// Its name; `None` for further members.
    pub(crate) name: Option<String>,
    /// Where it stands: JSON Pointers with `*` for any element, several where one object
    /// stands in several places.
    pub(crate) places: Vec<String>,
    /// Whether the object that it stands in must have it; `None` where only accepted
    /// forms have it at all.
    pub(crate) required: Option<bool>,
    /// Its canonical schema, or the accepted one where it has no other.
    pub(crate) schema: Value,
    /// Its accepted schema.
    pub(crate) accepted: Option<Value>,
}

impl Member {
    /// The last part of its anchor.
    pub(crate) fn anchor(&self) -> String {
        match &self.name {
            Some(name) => name.to_lowercase(),
            None => self.text("title").replace(' ', "-"),
        }
    }

    /// A text among the keywords.
    pub(crate) fn text(&self, keyword: &str) -> &str {
        self.schema
            .get(keyword)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// What a description says, part by part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts<'d> {
    pub(crate) meaning: &'d str,
    pub(crate) unit: &'d str,
    pub(crate) limits: &'d str,
    pub(crate) source: &'d str,
}

/// Splits a description at `Unit:`, `Limits:` or `Expected:`, and `Source:`.
pub(crate) fn parts(description: &str) -> Parts<'_> {
    let (rest, source) = split(description, &[" Source: "]);
    let (rest, limits) = split(rest, &[" Limits: ", " Expected: "]);
    let (meaning, unit) = split(rest, &[" Unit: "]);
    // A member that is named here already need not be named again.
    let meaning = match meaning
        .strip_prefix('`')
        .and_then(|rest| rest.split_once("`: "))
    {
        Some((_, meaning)) => meaning,
        None => meaning,
    };
    Parts {
        meaning,
        unit: unit.trim_end_matches('.'),
        limits,
        source: source.trim_end_matches('.'),
    }
}

fn split<'d>(text: &'d str, marks: &[&str]) -> (&'d str, &'d str) {
    let found = marks.iter().find_map(|mark| text.split_once(mark));
    found.unwrap_or((text, ""))
}

/// The members of both schemas of a message, outer before inner ones.
pub(crate) fn members(canonical: &Value, accepted: &Value) -> Vec<Member> {
    let mut found = Vec::new();
    walk(
        canonical,
        canonical,
        "",
        &mut |place, name, required, schema| {
            note(&mut found, place, name, Some(required), schema, false);
        },
    );
    walk(accepted, accepted, "", &mut |place, name, _, schema| {
        note(&mut found, place, name, None, schema, true);
    });
    found
}

/// The object that a place stands in, whichever of several it is: members of one object
/// that stands in several places are the same.
fn note(
    found: &mut Vec<Member>,
    place: String,
    name: Option<&str>,
    required: Option<bool>,
    schema: &Value,
    accepted: bool,
) {
    // Where `$ref` shares an object, name and description are the same in each place.
    let same = found.iter_mut().find(|member| {
        member.name.as_deref() == name && member.schema.get("$comment") == schema.get("$comment")
            || name.is_some() && member.name.as_deref() == name && accepted
    });
    match same {
        Some(member) => {
            if !member.places.contains(&place) {
                member.places.push(place);
            }
            if accepted && member.accepted.is_none() {
                member.accepted = Some(schema.clone());
            }
        }
        None => found.push(Member {
            name: name.map(str::to_owned),
            places: vec![place],
            required,
            schema: schema.clone(),
            accepted: accepted.then(|| schema.clone()),
        }),
    }
}

type Found<'f> = dyn FnMut(String, Option<&str>, bool, &Value) + 'f;

/// Calls `found` for each member of an object, then of the objects in it.
fn walk(root: &Value, schema: &Value, place: &str, found: &mut Found<'_>) {
    let schema = &resolved(root, schema);
    let required: Vec<_> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    let mut properties: Vec<_> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .collect();
    properties.sort_by_key(|(name, _)| (reading_order(name), *name));
    for (name, inner) in &properties {
        let place = format!("{place}/{name}");
        let inner = resolved(root, inner);
        let is_required = required.iter().any(|required| *required == *name);
        found(place, Some(name), is_required, &inner);
    }
    let further = &schema["additionalProperties"];
    if further.is_object() && further.get("$ref").is_none() {
        let further = further
            .as_object()
            .into_iter()
            .chain(further["then"].as_object());
        let further: Map<_, _> = further
            .flatten()
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        found(format!("{place}/*"), None, false, &further.into());
    }
    for (name, inner) in properties {
        walk(root, inner, &format!("{place}/{name}"), found);
    }
    if schema["items"].is_object() {
        walk(root, &schema["items"], &format!("{place}/*"), found);
    }
}

/// A schema with what it refers to; its own keywords hold where both have one.
pub(crate) fn resolved(root: &Value, schema: &Value) -> Value {
    let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
        return schema.clone();
    };
    let target = root.pointer(reference.trim_start_matches('#'));
    let mut merged: BTreeMap<String, Value> = target
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    for (name, value) in schema.as_object().into_iter().flatten() {
        if name != "$ref" {
            merged.insert(name.clone(), value.clone());
        }
    }
    merged.into_iter().collect()
}
