//! The page says all that the schemas say, and needs nothing but itself.

use std::collections::BTreeSet;

use serde_json::Value;

fn file(path: &str) -> String {
    let files = schemas::files().unwrap();
    files
        .into_iter()
        .find(|file| file.path == path)
        .unwrap()
        .text
}

/// The names of all properties in a schema, wherever they stand.
fn properties(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (keyword, value) in members {
                if keyword == "properties" {
                    found.extend(value.as_object().unwrap().keys().cloned());
                }
                if keyword != "examples" && keyword != "example" {
                    properties(value, found);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| properties(value, found)),
        _ => {}
    }
}

/// The texts of the keyword, wherever it stands.
fn texts(schema: &Value, keyword: &str, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                if name == keyword && !value.is_object() {
                    found.insert(match value {
                        Value::String(text) => text.clone(),
                        other => other.to_string(),
                    });
                }
                texts(value, keyword, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, keyword, found)),
        _ => {}
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// The part of the page from an element with this id to the end of its article.
fn article<'p>(page: &'p str, id: &str) -> &'p str {
    let start = page.find(&format!("<article class=\"member\" id=\"{id}\""));
    let rest = &page[start.unwrap_or_else(|| panic!("no article {id}"))..];
    &rest[..rest.find("</article>").unwrap()]
}

const MESSAGES: [&str; 4] = [
    "registration-request",
    "registration-status",
    "configuration-status",
    "data-transfer",
];

#[test]
fn every_member_of_every_schema_has_its_place() {
    let page = file("index.html");
    let mut count = 0;
    for message in MESSAGES {
        for form in ["canonical", "accepted"] {
            let schema: Value =
                serde_json::from_str(&file(&format!("{message}.{form}.json"))).unwrap();
            let mut names = BTreeSet::new();
            properties(&schema, &mut names);
            for name in names {
                let id = format!("{message}-{}", name.to_lowercase());
                let article = article(&page, &id);
                assert!(article.contains(&format!("<code>{name}</code>")), "{id}");
                for term in ["Type", "Place", "Clause", "Rule"] {
                    // An endpoint's host is one of several forms.
                    let given = article.contains(&format!("<dt>{term}</dt>"));
                    assert!(given || term == "Type", "{id}: no {term}");
                }
                assert!(article.contains("<dt>Example</dt>"), "{id}: no example");
                count += 1;
            }
        }
    }
    assert!(count > 60, "{count}");
}

#[test]
fn every_limit_pattern_and_rule_is_on_the_page() {
    let page = file("index.html");
    for message in MESSAGES {
        for form in ["canonical", "accepted"] {
            let mut schema: Value =
                serde_json::from_str(&file(&format!("{message}.{form}.json"))).unwrap();
            // What is said of the values of members that nobody knows, and of names.
            if let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
                definitions.retain(|name, _| !name.starts_with("ignored"));
            }
            for keyword in [
                "pattern",
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "minLength",
                "maxLength",
                "minItems",
                "maxProperties",
                "const",
                "title",
            ] {
                let mut found = BTreeSet::new();
                texts(&schema, keyword, &mut found);
                for text in found {
                    assert!(
                        page.contains(&escaped(&text)),
                        "{message}.{form}: {keyword} {text}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_path_and_error_between_the_services_is_on_the_page() {
    let page = file("index.html");
    let document: Value = serde_json::from_str(&file("openapi.json")).unwrap();
    for path in document["paths"].as_object().unwrap().keys() {
        let article = article(&page, &format!("http{}", path.replace('/', "-")));
        assert!(article.contains(&format!("<code>POST {path}</code>")));
    }
    let mut members = BTreeSet::new();
    for schema in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .values()
    {
        properties(schema, &mut members);
    }
    for name in members {
        assert!(page.contains(&format!("<code>{name}</code>")), "{name}");
    }
    for name in document["components"]["responses"]
        .as_object()
        .unwrap()
        .keys()
    {
        for code in name[4..].split("-or-") {
            assert!(page.contains(&format!("<code>{code}</code>")), "{code}");
        }
    }
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let page = file("index.html");
    for text in [
        "http://",
        "https://",
        " src=",
        "<script",
        "<link",
        "<img",
        "<iframe",
        "@import",
        "@font-face",
        "url(http",
        "javascript:",
        " onclick=",
        "xlink",
    ] {
        assert!(!page.contains(text), "{text}");
    }
    // Links stay on the page, and styles refer to nothing but its own arrow head.
    for (at, _) in page.match_indices("href=\"") {
        assert!(page[at + 6..].starts_with('#'), "{}", &page[at..at + 40]);
    }
    for (at, _) in page.match_indices("url(") {
        assert!(page[at..].starts_with("url(#arrow)"));
    }
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
}

/// T-1 to T-11: the drawing and the table are the transition table.
#[test]
fn t_1_to_t_11_every_transition_is_on_the_page() {
    use iot4emissions_proto::device::{DeviceState, Trigger, transition};

    let page = file("index.html");
    let drawing = &page[page.find("<svg").unwrap()..page.find("</svg>").unwrap()];
    let mut changes = BTreeSet::new();
    for from in DeviceState::ALL {
        assert!(drawing.contains(&format!(">{from:?}</text>")));
        for taken in Trigger::ALL
            .map(|trigger| transition(from, trigger))
            .into_iter()
            .flatten()
        {
            assert!(
                page.contains(&format!("<th scope=\"row\">{}</th>", taken.rule)),
                "{}",
                taken.rule
            );
            if from != taken.to {
                changes.insert((from, taken.to));
            }
        }
    }
    // And the line that leads to the first state.
    assert_eq!(drawing.matches("marker-end").count(), changes.len() + 1);
}
