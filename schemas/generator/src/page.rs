//! `index.html`: everything in `schemas/` on one page that a person can read and print,
//! made from the schemas, the tables of the core and the interfaces' description.

mod between;
mod constraints;
mod delivery;
mod diagram;
mod markup;
mod members;
mod message;
mod reading;

use iot4emissions_proto::schema;
use iot4emissions_proto::topic::TopicKind;

use delivery::{rights, topics};
use markup::{escape, prose, table};
use message::message;
use reading::{beyond, deviations, errors};

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
