//! The interfaces between the services, as their OpenAPI document describes them.

use iot4emissions_proto::schema::reading_order;
use serde_json::Value;

use super::Section;
use super::markup::{code, escape, prose, table, terms};
use super::members::{parts, resolved};

pub(super) fn section() -> Section {
    let document = network::services::openapi::document();
    let mut html = format!(
        "<p>{}</p>\n",
        prose(
            "JSON over HTTPS with client certificates (P-5.50, P-5.51). The same, for machines, \
             stands in `openapi.json`."
        )
    );
    html += "<h3 id=\"http-paths\">Paths</h3>\n";
    let mut inner = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let operation = &item["post"];
        let id = format!("http{}", path.replace('/', "-"));
        inner.push((id.clone(), code(path)));
        html += &operation_html(&document, path, &id, operation);
    }
    html += "<h3 id=\"http-errors\">Errors</h3>\n";
    html += &format!(
        "<p>{}</p>\n",
        prose(
            "Every error has one body: its `code`, and in `detail` what went wrong, for people; \
             no VIN is ever shown."
        )
    );
    html += &errors(&document);
    Section {
        anchor: "between-services".to_owned(),
        title: "Between the services".to_owned(),
        inner,
        html,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn operation_html(document: &Value, path: &str, id: &str, operation: &Value) -> String {
    let content = &operation["requestBody"]["content"]["application/json"];
    let body = resolved(document, &content["schema"]);
    let mut properties: Vec<_> = body["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .collect();
    properties.sort_by_key(|(name, _)| (reading_order(name), *name));
    let rows: Vec<_> = properties
        .into_iter()
        .map(|(name, member)| {
            let member = resolved(document, member);
            let description = parts(text(&member["description"]));
            let named = text(&member["title"]);
            let meaning = match named.is_empty() || named == *name {
                true => prose(description.meaning),
                false => format!("{}: {}", escape(named), prose(description.meaning)),
            };
            vec![
                format!(
                    "<span id=\"{id}-{}\">{}</span>",
                    name.to_lowercase(),
                    code(name)
                ),
                escape(text(&member["type"])),
                meaning,
                prose(description.limits),
            ]
        })
        .collect();
    let callers = operation["security"].as_array().into_iter().flatten();
    let callers: Vec<_> = callers
        .filter_map(|caller| caller.as_object()?.keys().next())
        .map(|name| {
            prose(text(
                &document["components"]["securitySchemes"][name]["description"],
            ))
        })
        .collect();
    let responses = operation["responses"].as_object().into_iter().flatten();
    let statuses: Vec<_> = responses.map(|(status, _)| escape(status)).collect();
    let answer = resolved(
        document,
        &operation["responses"]["200"]["content"]["application/json"]["schema"],
    );
    let members: Vec<_> = answer["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, member)| {
            let member = resolved(document, member);
            let values = member["oneOf"].as_array().into_iter().flatten();
            let values: Vec<_> = values
                .map(|value| {
                    let meaning = prose(text(&value["description"]));
                    format!("<li>{}: {meaning}</li>", code(text(&value["const"])))
                })
                .collect();
            match values.is_empty() {
                true => format!("{}: {}", code(name), prose(text(&member["description"]))),
                false => format!("{}, one of <ul>{}</ul>", code(name), values.concat()),
            }
        })
        .collect();
    format!(
        "<article class=\"member\" id=\"{id}\">\n<h4><a href=\"#{id}\">{}</a> {}</h4>\n<p>{}</p>\n{}{}</article>\n",
        code(&format!("POST {path}")),
        escape(text(&operation["summary"])),
        prose(text(&operation["description"])),
        terms(&[
            ("Service", escape(text(&operation["tags"][0]))),
            ("Who calls", callers.join(" ")),
            ("Example", code(&crate::ordered_line(&content["example"]))),
            ("Answer", members.join(", ")),
            ("Statuses", statuses.join(", ")),
        ]),
        table(
            &format!("Body of {path}, every member required"),
            &["member", "type", "meaning", "limits"],
            &rows
        )
    )
}

fn errors(document: &Value) -> String {
    let mut rows = Vec::new();
    let responses = document["components"]["responses"].as_object();
    for (name, response) in responses.into_iter().flatten() {
        let status = name.split('-').next().unwrap_or_default();
        for line in text(&response["description"]).split("\n\n") {
            let Some((kind, meaning)) = line.split_once(": ") else {
                continue;
            };
            let row = vec![prose(kind), escape(status), prose(meaning)];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    table("Codes of errors", &["code", "status", "meaning"], &rows)
}
