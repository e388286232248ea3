//! What bounds a member, and in which other forms it is accepted.

use iot4emissions_proto::message::DeviationCode;
use serde_json::Value;

use super::markup::{code, escape};
use super::members::Member;

pub(super) fn type_of(schema: &Value) -> String {
    match &schema["type"] {
        Value::String(name) => name.clone(),
        _ => String::new(),
    }
}

/// What of a schema bounds a scalar.
pub(super) fn constraints(schema: &Value) -> String {
    let mut said: Vec<_> = [
        ("const", "exactly"),
        ("enum", "one of"),
        ("minimum", "from"),
        ("exclusiveMinimum", "more than"),
        ("maximum", "to"),
        ("exclusiveMaximum", "less than"),
        ("minLength", "at least (characters)"),
        ("maxLength", "at most (characters)"),
        ("minItems", "at least (elements)"),
        ("maxItems", "at most (elements)"),
        ("minProperties", "at least (members)"),
        ("maxProperties", "at most (members)"),
        ("pattern", "pattern"),
    ]
    .into_iter()
    .filter_map(|(keyword, words)| {
        let text = match schema.get(keyword)? {
            Value::String(text) => long_code(text),
            Value::Array(values) => {
                let values: Vec<_> = values.iter().map(|value| code(&text_of(value))).collect();
                values.join(", ")
            }
            other => code(&other.to_string()),
        };
        Some(format!("{words} {text}"))
    })
    .collect();
    for (keyword, words) in [("propertyNames", "member names:"), ("not", "but not")] {
        if let Some(inner) = schema.get(keyword) {
            let title = inner["title"].as_str().unwrap_or_default();
            said.push(format!("{words} {} {}", escape(title), constraints(inner)));
        }
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
        let forms = schema[keyword].as_array().into_iter().flatten();
        // Forms that deviate stand elsewhere; the canonical one stands here.
        let forms: Vec<_> = forms
            .filter(|form| !is_deviation(form))
            .map(|form| {
                let title = form["title"].as_str().filter(|title| *title != "canonical");
                format!(
                    "{} {}",
                    escape(title.unwrap_or_default()),
                    constraints(form)
                )
            })
            .filter(|form| !form.trim().is_empty())
            .collect();
        said.extend((!forms.is_empty()).then(|| match forms.as_slice() {
            [form] => form.clone(),
            forms => format!("<ul><li>{}</li></ul>", forms.join("</li><li>")),
        }));
    }
    said.join(" ")
}

fn is_deviation(form: &Value) -> bool {
    DeviationCode::ALL
        .iter()
        .any(|code| form["title"] == code.as_str())
}

/// A string without its quotation marks, anything else as JSON.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Code that scrolls by itself where it is long.
pub(super) fn long_code(text: &str) -> String {
    match text.len() > 160 || text.contains('\n') {
        true => format!(
            "<span class=\"long\" tabindex=\"0\" role=\"region\" aria-label=\"long value\">{}</span>",
            code(text)
        ),
        false => code(text),
    }
}

/// The forms of a member that deviate, each with its code and clause.
pub(super) fn also_accepted(member: &Member) -> String {
    let forms = member.accepted.as_ref().map(|accepted| &accepted["anyOf"]);
    let forms = forms.and_then(Value::as_array).into_iter().flatten();
    let mut said: Vec<_> = forms
        .filter(|form| is_deviation(form))
        .map(|form| {
            let title = form["title"].as_str().unwrap_or_default();
            let name = format!("<a href=\"#deviation-{title}\">{}</a>", code(title));
            let clause = form["$comment"].as_str().unwrap_or_default();
            let clause = clause.split_once(", ").map_or(clause, |(_, clause)| clause);
            format!(
                "<li>{name} <span class=\"quiet\">({})</span> {} {}</li>",
                escape(clause),
                escape(&type_of(form)),
                constraints(form)
            )
        })
        .collect();
    let all = member.accepted.as_ref().map(|accepted| &accepted["allOf"]);
    let all = all.and_then(Value::as_array).into_iter().flatten();
    said.extend(all.filter_map(|form| {
        let rules = form["$comment"].as_str().unwrap_or_default();
        let title = form["title"].as_str()?;
        Some(format!(
            "<li>{} <span class=\"quiet\">({})</span></li>",
            escape(title),
            escape(rules)
        ))
    }));
    match (said.is_empty(), member.required) {
        (false, _) => format!("<ul>{}</ul>", said.concat()),
        (true, None) => format!(
            "<a href=\"#deviation-table-name\">{}</a>: this name itself",
            code("table-name")
        ),
        (true, _) => String::new(),
    }
}
