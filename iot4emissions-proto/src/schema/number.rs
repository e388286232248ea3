//! Numbers, by the rules that the decoder checks (P-5.3 to P-5.5).
//!
//! Exactly one decimal is no constraint here: JSON Schema knows numbers, not their
//! text, and `multipleOf: 0.1` would make validators disagree, because 0.1 is no binary
//! number.

use schemars::{Schema, json_schema};
use serde_json::{Value, json};

use super::form::Form;
use super::object::with;
use super::pattern;
use crate::message::DeviationCode;
use crate::message::reading::member::{NumberForm, NumberRule};

/// A number by `rule`.
pub(super) fn number(rule: &NumberRule, form: Form) -> Schema {
    let canonical = match rule.canonical {
        NumberForm::Number => json!({
            "type": if rule.decimals == 0 { "integer" } else { "number" },
            "minimum": scaled(rule.least, rule.decimals),
            "maximum": scaled(rule.most, rule.decimals),
        }),
        NumberForm::String => string(pattern::canonical_number(rule)),
    };
    if form == Form::Canonical {
        return with(json_schema!({}), canonical);
    }
    let mut canonical_branch = json!({ "title": "canonical" });
    extend(&mut canonical_branch, canonical);
    let (same, other, other_code) = match rule.canonical {
        NumberForm::Number => (
            any_number(rule),
            any_string(rule),
            DeviationCode::NumberAsString,
        ),
        NumberForm::String => (
            any_string(rule),
            any_number(rule),
            DeviationCode::StringAsNumber,
        ),
    };
    json_schema!({
        "anyOf": [
            canonical_branch,
            deviating(DeviationCode::Precision, rule.clause, same),
            deviating(other_code, rule.clause, other),
        ],
    })
}

/// `schema` as a form that deviates.
pub(super) fn deviating(code: DeviationCode, clause: &str, schema: Value) -> Value {
    let mut branch = json!({
        "title": code.as_str(),
        "$comment": format!("P-5.4 {code}, {clause}"),
    });
    extend(&mut branch, schema);
    branch
}

fn extend(schema: &mut Value, more: Value) {
    if let (Value::Object(schema), Value::Object(more)) = (schema, more) {
        schema.extend(more);
    }
}

/// Every number that is within the limits, once it is rounded where that is allowed.
fn any_number(rule: &NumberRule) -> Value {
    if rule.is_whole {
        // 1.0 is an integer in JSON Schema, too.
        let (least, most) = (scaled(rule.least, 0), scaled(rule.most, 0));
        return json!({ "type": "integer", "minimum": least, "maximum": most });
    }
    let more_decimals = rule.decimals + 1;
    let least = match rule.least {
        0 => ("exclusiveMinimum", negative_half(more_decimals)),
        least => ("minimum", scaled(least * 10 - 5, more_decimals)),
    };
    let mut schema = json!({ "type": "number" });
    schema[least.0] = least.1;
    schema["exclusiveMaximum"] = scaled(rule.most * 10 + 5, more_decimals);
    schema
}

fn any_string(rule: &NumberRule) -> Value {
    string(pattern::accepted_number(rule))
}

fn string(pattern: String) -> Value {
    let mut schema = json!({ "type": "string" });
    extend(&mut schema, pattern::anchored(pattern));
    schema
}

/// `value` units of the last of `decimals` decimals, as a number whose text has that
/// many: the nearest binary number to the decimal one.
pub(super) fn scaled(value: u64, decimals: usize) -> Value {
    let scale = 10u64.pow(decimals as u32);
    let text = match decimals {
        0 => value.to_string(),
        _ => format!("{}.{:02$}", value / scale, value % scale, decimals),
    };
    parsed(&text)
}

/// Half of a unit below zero rounds away from it, so it is the first that is out.
fn negative_half(more_decimals: usize) -> Value {
    parsed(&format!("-0.{:01$}", 5, more_decimals))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
