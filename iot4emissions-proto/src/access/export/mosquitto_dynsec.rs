//! Mosquitto's dynamic-security plugin: its file in JSON, and the listener.
//!
//! A client has roles, a role has ACLs, an ACL allows or denies one type of access.
//! `publishClientSend` is publish, `publishClientReceive` is receive, `subscribePattern`
//! and `subscribeLiteral` are subscribe. The highest priority decides.

use serde_json::{Value, json};

use super::grants::{Grants, topics};
use super::header::header;
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
        mosquitto::listener(settings),
        settings.dynamic_security_plugin,
        mosquitto::folder(settings),
    );
    vec![
        File {
            name: "dynamic-security.json",
            purpose: "the rights, for plugin_opt_config_file",
            text: format!("{:#}\n", document(grants, settings)),
        },
        File {
            name: "mosquitto.conf",
            purpose: "the listener, without which the rights protect nothing",
            text: conf,
        },
    ]
}

fn document(grants: &Grants<'_>, settings: &Settings) -> Value {
    let mut clients = Vec::new();
    let mut roles = Vec::new();
    let mut add = |kind: &str, name: &str, acls: Vec<Value>| {
        // The prefixes keep the names apart: no device is called like a service's role.
        let role = format!("{kind}-{name}");
        clients.push(json!({
            "username": name,
            "clientid": name,
            "roles": [{ "rolename": role }],
        }));
        roles.push(json!({ "rolename": role, "acls": acls }));
    };
    for service in grants.services() {
        add("service", service.name, service_acls(grants, service.party));
    }
    for device in &settings.devices {
        add("device", device.as_str(), device_acls(grants, device));
    }
    json!({
        "defaultACLAccess": {
            "publishClientSend": false,
            "publishClientReceive": false,
            "subscribe": false,
            "unsubscribe": true,
        },
        "clients": clients,
        "groups": [],
        "roles": roles,
    })
}

fn acl(kind: &str, topic: &str, allow: bool) -> Value {
    // What is denied is an exception from what is allowed.
    let priority = if allow { 0 } else { 1 };
    json!({ "acltype": kind, "topic": topic, "priority": priority, "allow": allow })
}

fn service_acls(grants: &Grants<'_>, party: Party) -> Vec<Value> {
    let mut acls = Vec::new();
    for rule in grants.of(party, Right::Subscribe) {
        let filter = topics(rule, "", "+");
        acls.push(acl("subscribePattern", &filter, true));
        acls.push(acl("subscribePattern", &format!("$share/+/{filter}"), true));
        acls.push(acl("publishClientReceive", &filter, true));
    }
    for rule in grants.of(party, Right::Publish) {
        acls.push(acl("publishClientSend", &topics(rule, "", "+"), true));
        // "+" matches an empty level too.
        acls.push(acl("publishClientSend", rule.kind.prefix(), false));
    }
    acls
}

fn device_acls(grants: &Grants<'_>, device: &DeviceId) -> Vec<Value> {
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
