//! Mosquitto's dynamic-security plugin: its file in JSON, and the listener.
//!
//! A client has roles, a role has ACLs, an ACL allows or denies one type of access.
//! `publishClientSend` is publish, `publishClientReceive` is receive, `subscribePattern`
//! and `subscribeLiteral` are subscribe. The highest priority decides.

use super::grants::{Grants, no_device, topics};
use super::header::header;
use super::json::Json;
use super::{File, Format, Settings, mosquitto};
use crate::access::Right;
use crate::delivery::Party;
use crate::identity::DeviceId;

pub(super) fn files(grants: &Grants<'_>, settings: &Settings) -> Vec<File> {
    let conf = format!(
        "{}\n{}\nplugin {}\nplugin_opt_config_file {}/dynamic-security.json\n",
        header(
            "#",
            Format::MosquittoDynsec,
            grants,
            "the listener (mosquitto.conf)"
        ),
        mosquitto::listener(Format::MosquittoDynsec, settings),
        settings.plugin("mosquitto_dynamic_security.so"),
        mosquitto::folder(settings),
    );
    vec![
        File {
            name: "dynamic-security.json",
            purpose: "the rights, for plugin_opt_config_file",
            text: document(grants, settings).file(),
        },
        File {
            name: "mosquitto.conf",
            purpose: "the listener, without which the rights protect nothing",
            text: conf,
        },
    ]
}

fn document(grants: &Grants<'_>, settings: &Settings) -> Json {
    let mut clients = Vec::new();
    let mut roles = Vec::new();
    let mut add = |kind: &str, name: &str, acls: Vec<Json>| {
        // The prefixes keep the names apart: no device is called like a service's role.
        let role = format!("{kind}-{name}");
        let roles_of_client =
            Json::List(vec![Json::Object(vec![("rolename", role.clone().into())])]);
        clients.push(Json::Object(vec![
            ("username", name.into()),
            ("clientid", name.into()),
            ("roles", roles_of_client),
        ]));
        roles.push(Json::Object(vec![
            ("rolename", role.into()),
            ("acls", Json::List(acls)),
        ]));
    };
    for service in grants.services() {
        add("service", service.name, service_acls(grants, service.party));
    }
    for device in &settings.devices {
        add("device", device.as_str(), device_acls(grants, device));
    }
    let default = [
        ("publishClientSend", false.into()),
        ("publishClientReceive", false.into()),
        ("subscribe", false.into()),
        ("unsubscribe", true.into()),
    ];
    Json::Object(vec![
        ("defaultACLAccess", Json::Object(default.into())),
        ("clients", Json::List(clients)),
        ("groups", Json::List(Vec::new())),
        ("roles", Json::List(roles)),
    ])
}

fn acl(kind: &str, topic: &str, allow: bool) -> Json {
    // What is denied is an exception from what is allowed.
    let priority = if allow { 0 } else { 1 };
    Json::Object(vec![
        ("acltype", kind.into()),
        ("topic", topic.into()),
        ("priority", Json::Number(priority)),
        ("allow", allow.into()),
    ])
}

fn service_acls(grants: &Grants<'_>, party: Party) -> Vec<Json> {
    let mut acls = Vec::new();
    for rule in grants.of(party, Right::Subscribe) {
        let filter = topics(rule, "", "+");
        acls.push(acl("subscribePattern", &filter, true));
        acls.push(acl("subscribePattern", &format!("$share/+/{filter}"), true));
        acls.push(acl("publishClientReceive", &filter, true));
    }
    for rule in grants.of(party, Right::Publish) {
        acls.push(acl("publishClientSend", &topics(rule, "", "+"), true));
        for topic in no_device(rule.kind) {
            acls.push(acl("publishClientSend", &topic, false));
        }
    }
    acls
}

fn device_acls(grants: &Grants<'_>, device: &DeviceId) -> Vec<Json> {
    let mut acls = Vec::new();
    for rule in grants.of(Party::Device, Right::Publish) {
        let topic = topics(rule, device.as_str(), "+");
        acls.push(acl("publishClientSend", &topic, true));
    }
    for rule in grants.of(Party::Device, Right::Subscribe) {
        let topic = topics(rule, device.as_str(), "+");
        acls.push(acl("subscribeLiteral", &topic, true));
        acls.push(acl("publishClientReceive", &topic, true));
    }
    acls
}
