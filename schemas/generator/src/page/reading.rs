//! What a reader forgives, what it refuses, and what no schema can say of either.

use iot4emissions_proto::message::DeviationCode;
use iot4emissions_proto::schema::{INEXPRESSIBLE, ISSUE_CODES, deviation_meaning};

use super::Section;
use super::markup::{code, escape, prose, table};

pub(super) fn deviations() -> Section {
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

pub(super) fn errors() -> Section {
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

pub(super) fn beyond() -> Section {
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
