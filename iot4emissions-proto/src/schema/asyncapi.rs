//! The AsyncAPI 3.0 document (P-3.1 to P-3.9, P-4.1), made from the table of deliveries.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::form::{Canonical, Form};
use super::{description, message_name, root};
use crate::delivery::{BrokerRole, DELIVERIES, Delivery, Party};
use crate::identity::DeviceId;
use crate::topic::{TopicFilter, TopicKind};

/// The version of AsyncAPI's MQTT bindings.
const BINDING: &str = "0.2.0";

pub(super) fn document() -> Value {
    json!({
        "asyncapi": "3.0.0",
        "id": "urn:iot4emissions:profile:1:asyncapi",
        "info": {
            "title": "iot4emissions",
            "version": "1.0.0",
            "description": "The protocol by which vehicles report their real fuel and energy \
                consumption to a public authority over MQTT, anonymously, as JRC127600 describes \
                it; profile 1. Rules are cited as P-n.n, clauses of the report as JRC127600 \
                §n.n. Each party connects over mutually authenticated TLS; rights are denied \
                unless an operation here grants them (P-4.1), and each device publishes and \
                receives for its own ID only. Payloads have their canonical schemas, which are \
                what may be sent; what a receiver must understand is in the schemas named \
                accepted.",
            "license": { "name": "MIT OR Apache-2.0" },
            "tags": [
                { "name": Party::Device.to_string(), "description": "P-1.1" },
                { "name": Party::RegistrationService.to_string(), "description": "P-1.2" },
                { "name": Party::DataService.to_string(), "description": "P-1.3" },
            ],
        },
        "defaultContentType": "application/json",
        "servers": {
            "registrationBroker": server(BrokerRole::Registration),
            "dataBroker": server(BrokerRole::Data),
        },
        "channels": by_kind(|kind| (kind.as_str().to_owned(), channel(kind))),
        "operations": operations(),
        "components": {
            "messages": by_kind(|kind| (camel(message_name(kind)), message(kind))),
            "schemas": by_kind(|kind| (camel(message_name(kind)), payload(kind))),
            "parameters": { "deviceId": device_id() },
            "securitySchemes": {
                "deviceCertificate": {
                    "type": "X509",
                    "description": "The device's X.509 client certificate. Its subject's only \
                        common name is the device ID, its extended key usage contains \
                        clientAuth (P-2.2, P-2.3, JRC127600 §4.1.4, §4.3.3).",
                },
                "serviceCertificate": {
                    "type": "X509",
                    "description": "The service's X.509 client certificate. Its common name is \
                        the service's principal name (P-2.4).",
                },
            },
        },
    })
}

fn by_kind(entry: impl Fn(TopicKind) -> (String, Value)) -> Map<String, Value> {
    TopicKind::ALL.into_iter().map(entry).collect()
}

/// `data-transfer` as `dataTransfer`.
fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + &capitalised(word))
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_ascii_uppercase() + rest
}

const fn server_name(role: BrokerRole) -> &'static str {
    match role {
        BrokerRole::Registration => "registrationBroker",
        BrokerRole::Data => "dataBroker",
    }
}

fn server(role: BrokerRole) -> Value {
    let (title, rule) = match role {
        BrokerRole::Registration => ("Broker of the OTA Registration Service", "P-3.1, P-3.2"),
        BrokerRole::Data => ("Broker of the OBFCM Data Service", "P-3.3, P-3.4"),
    };
    json!({
        "host": "{host}:{port}",
        "title": title,
        "description": format!(
            "{title}: MQTT 3.1.1 over TLS, both sides with certificates ({rule}, P-4.3, \
             JRC127600 §3.1.1, §4.1.3)."
        ),
        "protocol": "secure-mqtt",
        "protocolVersion": "3.1.1",
        "variables": {
            "host": {
                "description": "From the device's factory configuration or its Configuration \
                    Status (P-5.31, P-6.3): a host name by RFC 1123 or an IP address.",
                "examples": ["mqtt.example"],
            },
            "port": { "default": "8883", "description": "TCP port, 1 to 65535 (P-5.31)." },
        },
        "security": [
            { "$ref": "#/components/securitySchemes/deviceCertificate" },
            { "$ref": "#/components/securitySchemes/serviceCertificate" },
        ],
        "bindings": {
            "mqtt": {
                "clientId": "the device ID; for a service its operator's choice",
                "cleanSession": true,
                "keepAlive": 60,
                "bindingVersion": BINDING,
            },
        },
        "x-rules": "P-3.9",
    })
}

fn channel(kind: TopicKind) -> Value {
    let delivery = kind.delivery();
    let retained = match delivery.retained {
        true => {
            "Retained: the broker keeps the last message for whoever subscribes later; a \
             payload of length zero clears it and is no message (P-3.6)."
        }
        false => "Not retained.",
    };
    json!({
        "address": format!("{}{{deviceId}}", kind.prefix()),
        "title": description(kind).title,
        "description": format!(
            "{} to {} ({}, JRC127600 §3.1.1). {retained}",
            delivery.publisher, delivery.subscriber, rule(kind),
        ),
        "servers": [{ "$ref": format!("#/servers/{}", server_name(delivery.broker)) }],
        "parameters": { "deviceId": { "$ref": "#/components/parameters/deviceId" } },
        "messages": {
            camel(message_name(kind)): {
                "$ref": format!("#/components/messages/{}", camel(message_name(kind))),
            },
        },
    })
}

const fn rule(kind: TopicKind) -> &'static str {
    match kind {
        TopicKind::RegisterDevice => "P-3.1",
        TopicKind::RegisterServer => "P-3.2",
        TopicKind::ConfigServer => "P-3.3",
        TopicKind::DataDevice => "P-3.4",
    }
}

fn device_id() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<Canonical<DeviceId>>();
    let mut schema = super::object::schema_object(schema);
    schema.remove("$schema");
    json!({
        "description": schema["description"],
        "examples": schema["examples"],
        "x-schema": schema,
    })
}

/// One operation for each party of each delivery: who publishes sends, who subscribes
/// receives.
fn operations() -> Map<String, Value> {
    let parties = [
        Party::Device,
        Party::RegistrationService,
        Party::DataService,
    ];
    parties
        .into_iter()
        .flat_map(|party| {
            DELIVERIES
                .iter()
                .filter(move |delivery| [delivery.publisher, delivery.subscriber].contains(&party))
                .map(move |delivery| operation(party, delivery))
        })
        .collect()
}

fn operation(party: Party, delivery: &Delivery) -> (String, Value) {
    let kind = delivery.kind;
    let message = camel(message_name(kind));
    let sends = delivery.publisher == party;
    let (prefix, certificate) = match party {
        Party::Device => ("device", "deviceCertificate"),
        Party::RegistrationService => ("registrationService", "serviceCertificate"),
        Party::DataService => ("dataService", "serviceCertificate"),
    };
    let (action, verb, mut mqtt) = match sends {
        true => (
            "send",
            "Sends",
            json!({ "qos": delivery.qos.level(), "retain": delivery.retained }),
        ),
        false => (
            "receive",
            "Receives",
            json!({ "qos": delivery.qos.level() }),
        ),
    };
    mqtt["bindingVersion"] = BINDING.into();
    let title = description(kind).title;
    let of_all = TopicFilter::all_devices(kind);
    let description = match (party, sends) {
        (Party::Device, true) => format!("A device publishes its {title}, for its own ID only."),
        (Party::Device, false) => {
            format!("A device subscribes its {title}, for its own ID only.")
        }
        (_, true) => format!("The {party} publishes the {title} of any device."),
        (_, false) => format!(
            "The {party} subscribes the {title} of all devices: `{}`, or a shared subscription \
             of it (P-3.7).",
            of_all.as_str()
        ),
    };
    let operation = json!({
        "action": action,
        "title": format!("{party} {} {title}", verb.to_ascii_lowercase()),
        "summary": format!("{description} ({}, P-3.5, P-4.1)", rule(kind)),
        "channel": { "$ref": format!("#/channels/{}", kind.as_str()) },
        "messages": [{ "$ref": format!("#/channels/{}/messages/{message}", kind.as_str()) }],
        "security": [{ "$ref": format!("#/components/securitySchemes/{certificate}") }],
        "tags": [{ "name": party.to_string() }],
        "bindings": { "mqtt": mqtt },
    });
    (
        format!("{prefix}{verb}{}", capitalised(&message)),
        operation,
    )
}

fn message(kind: TopicKind) -> Value {
    let description = description(kind);
    let [example, _] = description.examples;
    json!({
        "name": message_name(kind),
        "title": description.title,
        "summary": description.text,
        "description": format!(
            "Source: {}. Rules: {}. What is accepted: `{}`.",
            description.clause, description.rules, super::accepted_name(kind),
        ),
        "contentType": "application/json",
        "payload": { "$ref": format!("#/components/schemas/{}", camel(message_name(kind))) },
        "examples": [{ "name": "report", "summary": description.clause, "payload": example() }],
    })
}

/// The canonical schema in one piece: nothing in it depends on the dialect, and AsyncAPI's
/// own, a superset of draft-07, reads it to the same effect.
fn payload(kind: TopicKind) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    root(kind, Form::Canonical, settings.into_generator()).into()
}
