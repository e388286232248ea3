//! Hosts (P-5.31): names by RFC 1123, IPv4 and IPv6 addresses, as patterns.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::form::{Form, Wire, lend_to_schemars};
use super::object::{About, described};
use super::pattern::not_printable_ascii;
use crate::message::Host;
use crate::message::host::{MAX_CHARACTERS, MAX_LABEL};

lend_to_schemars!(Host);

/// RFC 6943 §3.1.1's strict form: four decimal numbers without leading zeros.
fn ipv4() -> String {
    let octet = "([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
    format!(r"{octet}(\.{octet}){{3}}")
}

/// RFC 3986's `IPv6address`, without a zone.
fn ipv6() -> String {
    let group = "[0-9A-Fa-f]{1,4}";
    let last = format!("({group}:{group}|{})", ipv4());
    let mut alternatives = vec![
        format!("({group}:){{6}}{last}"),
        format!("::({group}:){{5}}{last}"),
        format!("({group})?::({group}:){{4}}{last}"),
    ];
    for before in 1..=3 {
        let after = 4 - before;
        alternatives.push(format!(
            "(({group}:){{0,{before}}}{group})?::({group}:){{{after}}}{last}"
        ));
    }
    alternatives.push(format!("(({group}:){{0,4}}{group})?::{last}"));
    alternatives.push(format!("(({group}:){{0,5}}{group})?::{group}"));
    alternatives.push(format!("(({group}:){{0,6}}{group})?::"));
    alternatives.join("|")
}

impl Wire for Host {
    const NAME: &'static str = "host";
    const SHARED: bool = true;

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let edge = "[0-9A-Za-z]";
        let label = format!("{edge}([0-9A-Za-z-]{{0,{}}}{edge})?", MAX_LABEL - 2);
        let schema = json_schema!({
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_CHARACTERS,
            "not": not_printable_ascii(),
            "anyOf": [
                {
                    "title": "host name",
                    "type": "string",
                    "$comment": "RFC 1123 §2.1: a name is told from an address by its last label",
                    "pattern": format!(r"^{label}(\.{label})*$"),
                    "not": { "pattern": r"(^|\.)[0-9]+$" },
                },
                { "title": "IPv4 address", "type": "string", "pattern": format!("^{}$", ipv4()) },
                { "title": "IPv6 address", "type": "string", "pattern": format!("^({})$", ipv6()) },
            ],
        });
        let about = About {
            title: "endpoint".into(),
            description: format!(
                "Where the broker is found. Expected: a host name by RFC 1123 (labels of 1 to \
                 {MAX_LABEL} letters, digits and inner hyphens, the last one not a number) or \
                 an IP address. Limits: 1 to {MAX_CHARACTERS} characters. Source: JRC127600 \
                 Table 6."
            )
            .into(),
            rules: "P-5.31".into(),
            example: json!("a1u4qvcqj4uf51-ats.iot.eu-central-1.amazonaws.com"),
        };
        described(about, schema)
    }
}
