//! `index.html`: everything in `schemas/` on one page that a person can read and print,
//! made from the schemas, the tables of the core and the interfaces' description.

mod between;
mod diagram;
mod markup;
mod members;

use iot4emissions_proto::access::{RULES, Right, Scope};
use iot4emissions_proto::message::DeviationCode;
use iot4emissions_proto::schema::{self, INEXPRESSIBLE, ISSUE_CODES, deviation_meaning};
use iot4emissions_proto::topic::TopicKind;
use serde_json::Value;

use markup::{block, code, escape, prose, table, terms};
use members::{Member, members, parts};

use crate::ordered_text;

const STYLE: &str = include_str!("page/style.css");

/// A part of the page with its heading.
struct Section {
    anchor: String,
    title: String,
    /// What the table of contents has below it: anchors and HTML.
    inner: Vec<(String, String)>,
    html: String,
}

/// The page.
pub(crate) fn page() -> String {
    let mut sections = vec![topics(), rights()];
    sections.extend(TopicKind::ALL.map(message));
    sections.extend([
        deviations(),
        errors(),
        beyond(),
        states(),
        between::section(),
    ]);
    let mut contents = String::new();
    let mut body = String::new();
    for section in sections {
        let Section {
            anchor,
            title,
            inner,
            html,
        } = section;
        let title = escape(&title);
        contents += &format!("<li><a href=\"#{anchor}\">{title}</a>");
        if !inner.is_empty() {
            contents += "<ol>";
            for (anchor, html) in inner {
                contents += &format!("<li><a href=\"#{anchor}\">{html}</a></li>");
            }
            contents += "</ol>";
        }
        contents += "</li>\n";
        body += &format!(
            "<section aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">{title}</h2>\n{html}</section>\n"
        );
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>iot4emissions: messages, rights and states</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<div class=\"page\">\n<header>\n\
         <h1>What goes over the wire</h1>\n<p>{}</p>\n<p class=\"quiet\">{}</p>\n</header>\n\
         <div class=\"columns\">\n<nav aria-labelledby=\"contents\">\n\
         <h2 id=\"contents\">Contents</h2>\n<ol>\n{contents}</ol>\n</nav>\n\
         <main>\n{body}</main>\n</div>\n</div>\n</body>\n</html>\n",
        prose(
            "The protocol by which vehicles report their real fuel and energy consumption, \
             anonymously, over MQTT: JRC report JRC127600, as iot4emissions implements it in \
             profile\u{a0}1. Every member of every message, with unit, limits and example."
        ),
        prose(
            "Rules are cited as `P-5.42` or `T-5` and stand in \
             `iot4emissions-proto/docs/protocol.md`; clauses, tables and boxes are those of \
             JRC127600. Messages are JSON. *Canonical* is what may be sent, *accepted* is what \
             a receiver must understand besides."
        )
        .replace("*Canonical*", "<em>Canonical</em>")
        .replace("*accepted*", "<em>accepted</em>"),
    )
}

/// `data-transfer` of `data-transfer.canonical`.
fn message_name(kind: TopicKind) -> String {
    schema::canonical_name(kind).replace(".canonical", "")
}

fn title_of(kind: TopicKind) -> String {
    let schema = schema::schema(&schema::canonical_name(kind)).unwrap_or_default();
    schema["title"].as_str().unwrap_or_default().to_owned()
}

fn topics() -> Section {
    let rows = TopicKind::ALL.map(|kind| {
        let delivery = kind.delivery();
        vec![
            code(&format!("{}<device-ID>", kind.prefix())),
            format!("<a href=\"#{}\">{}</a>", message_name(kind), title_of(kind)),
            delivery.publisher.to_string(),
            delivery.subscriber.to_string(),
            delivery.broker.to_string(),
            delivery.qos.level().to_string(),
            if delivery.retained { "yes" } else { "no" }.to_owned(),
        ]
    });
    let heads = [
        "topic",
        "message",
        "published by",
        "subscribed by",
        "on the",
        "QoS",
        "retained",
    ];
    Section {
        anchor: "topics".to_owned(),
        title: "Topics and delivery".to_owned(),
        inner: Vec::new(),
        html: format!(
            "<p>{}</p>\n{}",
            prose(
                "Each device has four topics, the device ID being their last level. Every \
                 receiver tolerates duplicates; a retained message stays until it is replaced, \
                 and an empty one clears it (P-3.1 to P-3.6, JRC127600 §3.1)."
            ),
            table("Topics, who uses them, and how", &heads, &rows)
        ),
    }
}

fn rights() -> Section {
    let rows: Vec<_> = RULES
        .iter()
        .map(|rule| {
            vec![
                rule.party.to_string(),
                rule.right.to_string(),
                code(&match rule.scope {
                    Scope::OwnId => format!("{}<own-ID>", rule.kind.prefix()),
                    Scope::AnyDevice if rule.right == Right::Subscribe => {
                        format!("{}+", rule.kind.prefix())
                    }
                    Scope::AnyDevice => format!("{}<any-ID>", rule.kind.prefix()),
                }),
                rule.broker.to_string(),
            ]
        })
        .collect();
    Section {
        anchor: "rights".to_owned(),
        title: "Rights".to_owned(),
        inner: Vec::new(),
        html: format!(
            "<p>{}</p>\n{}",
            prose(
                "Whatever is not listed is denied (P-4.1 to P-4.3, JRC127600 §3.1.2). A device \
                 is known by the common name of its certificate, and reaches no topic of \
                 another one."
            ),
            table(
                "All rights that there are",
                &["who", "may", "topics", "on the"],
                &rows
            )
        ),
    }
}

fn message(kind: TopicKind) -> Section {
    let canonical = schema::schema(&schema::canonical_name(kind)).unwrap_or_default();
    let accepted = schema::schema(&schema::accepted_name(kind)).unwrap_or_default();
    let name = message_name(kind);
    let description = canonical["description"].as_str().unwrap_or_default();
    let description = parts(description);
    let delivery = kind.delivery();
    let rules = canonical["$comment"].as_str().unwrap_or_default();
    let rules = rules.split(". ").next().unwrap_or_default();
    let mut html = format!(
        "<p>{}</p>\n{}",
        prose(
            description
                .meaning
                .trim_end_matches(" Canonical form: what may be sent.")
        ),
        terms(&[
            ("Topic", code(&format!("{}<device-ID>", kind.prefix()))),
            (
                "From, to",
                format!("{} to {}", delivery.publisher, delivery.subscriber)
            ),
            ("Clause", escape(description.source)),
            ("Rules", prose(rules)),
            (
                "Schemas",
                format!(
                    "{}, {}",
                    code(&format!("{name}.canonical.json")),
                    code(&format!("{name}.accepted.json"))
                )
            ),
        ])
    );
    let members = members(&canonical, &accepted);
    let rows: Vec<_> = members
        .iter()
        .map(|member| {
            let parts = parts(member.text("description"));
            vec![
                format!(
                    "<a href=\"#{name}-{}\">{}</a>",
                    member.anchor(),
                    shown_name(member)
                ),
                escape(member.text("title")),
                escape(parts.unit),
                escape(presence(member)),
            ]
        })
        .collect();
    html += &table(
        &format!("Members of the {}", title_of(kind)),
        &["member", "meaning", "unit", "presence"],
        &rows,
    );
    html += &format!("<h3 id=\"{name}-example\">Example</h3>\n");
    html += &block("Example", &ordered_text(&canonical["examples"][0]));
    html += &format!(
        "<p>{}</p>\n",
        prose("In other forms, which a receiver must understand:")
    );
    html += &block(
        "Example in other forms",
        &ordered_text(&accepted["examples"][1]),
    );
    html += &format!("<h3 id=\"{name}-members\">Member by member</h3>\n");
    for member in &members {
        html += &article(&name, member);
    }
    let inner = members
        .iter()
        .map(|member| (format!("{name}-{}", member.anchor()), shown_name(member)))
        .collect();
    Section {
        anchor: name,
        title: title_of(kind),
        inner,
        html,
    }
}

fn shown_name(member: &Member) -> String {
    match &member.name {
        Some(name) => code(name),
        None => escape(member.text("title")),
    }
}

fn presence(member: &Member) -> &'static str {
    match member.required {
        Some(true) => "required",
        Some(false) => "optional",
        None => "accepted only",
    }
}

fn article(message: &str, member: &Member) -> String {
    let anchor = format!("{message}-{}", member.anchor());
    let parts = parts(member.text("description"));
    let places: Vec<_> = member.places.iter().map(|place| code(place)).collect();
    let examples = member.schema["examples"].as_array().into_iter().flatten();
    let examples: Vec<_> = examples
        .map(|example| match example.is_object() || example.is_array() {
            true => long_code(&ordered_text(example)),
            false => code(&example.to_string()),
        })
        .collect();
    format!(
        "<article class=\"member\" id=\"{anchor}\">\n\
         <h4><a href=\"#{anchor}\">{}</a> {}<span class=\"badge {}\">{}</span></h4>\n{}{}</article>\n",
        shown_name(member),
        match member.name.as_deref() {
            Some(name) if name != member.text("title") => escape(member.text("title")),
            _ => String::new(),
        },
        presence(member).replace(' ', "-"),
        presence(member),
        meaning(member, parts.meaning),
        terms(&[
            ("Elements", elements(&member.schema)),
            ("Unit", escape(parts.unit)),
            ("Type", escape(&type_of(&member.schema))),
            ("Limits", prose(parts.limits)),
            ("Checked", constraints(&member.schema)),
            ("Example", examples.join(" ")),
            ("Place", places.join(", ")),
            ("Also accepted", also_accepted(member)),
            ("Clause", escape(parts.source)),
            ("Rule", prose(member.text("$comment"))),
        ])
    )
}

/// What an array's elements are.
fn elements(schema: &Value) -> String {
    let items = &schema["items"];
    let Some(description) = items["description"].as_str() else {
        return String::new();
    };
    let rules = items["$comment"].as_str().unwrap_or_default();
    format!(
        "{} <span class=\"quiet\">({})</span>",
        prose(parts(description).meaning),
        escape(rules)
    )
}

/// What its title does not say already.
fn meaning(member: &Member, meaning: &str) -> String {
    if meaning.trim_end_matches('.') == member.text("title") {
        return String::new();
    }
    let mut letters = meaning.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let meaning: String = first.into_iter().chain(letters).collect();
    format!("<p>{}</p>\n", prose(&meaning))
}

fn type_of(schema: &Value) -> String {
    match &schema["type"] {
        Value::String(name) => name.clone(),
        _ => String::new(),
    }
}

/// What of a schema bounds a scalar.
fn constraints(schema: &Value) -> String {
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
fn long_code(text: &str) -> String {
    match text.len() > 160 || text.contains('\n') {
        true => format!(
            "<span class=\"long\" tabindex=\"0\" role=\"region\" aria-label=\"long value\">{}</span>",
            code(text)
        ),
        false => code(text),
    }
}

/// The forms of a member that deviate, each with its code and clause.
fn also_accepted(member: &Member) -> String {
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

fn deviations() -> Section {
    let rows = DeviationCode::ALL.map(|deviation| {
        let name = deviation.as_str();
        vec![
            format!("<span id=\"deviation-{name}\">{}</span>", code(name)),
            prose(deviation_meaning(deviation)),
        ]
    });
    Section {
        anchor: "deviations".to_owned(),
        title: "Deviations".to_owned(),
        inner: Vec::new(),
        html: format!(
            "<p>{}</p>\n{}",
            prose(
                "What the report's own tables and boxes show elsewhere is accepted and \
                 reported, each with code, JSON Pointer and clause (P-5.2, P-5.4). The profile \
                 Strict refuses it with the same code."
            ),
            table("Codes of deviations", &["code", "meaning"], &rows)
        ),
    }
}

fn errors() -> Section {
    let rows = ISSUE_CODES.map(|(issue, meaning)| {
        let name = issue.as_str();
        vec![
            format!("<span id=\"error-{name}\">{}</span>", code(name)),
            prose(meaning),
        ]
    });
    Section {
        anchor: "errors".to_owned(),
        title: "Errors in a message".to_owned(),
        inner: Vec::new(),
        html: format!(
            "<p>{}</p>\n{}",
            prose(
                "An error lists every problem of a message, each with code, JSON Pointer, place \
                 and what was expected and found; no text in it repeats a VIN (P-5.3)."
            ),
            table("Codes of problems", &["code", "meaning"], &rows)
        ),
    }
}

fn beyond() -> Section {
    let rows =
        INEXPRESSIBLE.map(|rule| vec![code(rule.name), prose(rule.text), escape(rule.rules)]);
    Section {
        anchor: "beyond-schemas".to_owned(),
        title: "What the schemas cannot say".to_owned(),
        inner: Vec::new(),
        html: format!(
            "<p>{}</p>\n{}",
            prose("In everything else schemas and decoder agree."),
            table(
                "Demands beyond JSON Schema",
                &["name", "demand", "rules"],
                &rows
            )
        ),
    }
}

fn states() -> Section {
    Section {
        anchor: "states".to_owned(),
        title: "States of the device".to_owned(),
        inner: Vec::new(),
        html: format!(
            "<figure>\n{}<figcaption>{}</figcaption>\n</figure>\n{}",
            diagram::diagram(),
            prose(
                "What leads from state to state, by rule; rules in a box leave the state as it \
                 is. Where T-5 skips Initialized, the device passes through it in the same \
                 step."
            ),
            table(
                "Every transition, with the function of JRC127600 Table 1",
                &["rule", "from", "on", "to", "function"],
                &diagram::rows()
            )
        ),
    }
}
