//! A message: every member of it.

use iot4emissions_proto::schema;
use iot4emissions_proto::topic::TopicKind;
use serde_json::Value;

use super::constraints::{also_accepted, constraints, long_code, type_of};
use super::markup::{block, code, escape, prose, table, terms};
use super::members::{Member, members, parts};
use super::{Section, message_name, title_of};
use crate::ordered_text;

pub(super) fn message(kind: TopicKind) -> Section {
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

pub(super) fn article(message: &str, member: &Member) -> String {
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
pub(super) fn elements(schema: &Value) -> String {
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
pub(super) fn meaning(member: &Member, meaning: &str) -> String {
    if meaning.trim_end_matches('.') == member.text("title") {
        return String::new();
    }
    let mut letters = meaning.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let meaning: String = first.into_iter().chain(letters).collect();
    format!("<p>{}</p>\n", prose(&meaning))
}
