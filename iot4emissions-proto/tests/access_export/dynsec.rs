//! Mosquitto's dynamic security, from its documentation.
//!
//! A client has roles and belongs to groups, which have roles too. Roles and
//! their entries are looked at from high to low priority, and the first entry
//! that matches decides; then the client's groups; then the default of that kind
//! of access. `subscribeLiteral` compares texts, `subscribePattern` asks whether
//! the entry covers the filter, in both of which `$share/...` is part of the text.
//! No substitutions: version 2.0 has none. Control characters end the connection.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::enforcer::{Enforcer, covers, has_control_character, matches};

struct Entry {
    kind: String,
    topic: String,
    priority: i64,
    allow: bool,
}

/// A parsed `dynamic-security.json`.
pub(crate) struct DynamicSecurity {
    /// Names of roles, in the order in which they are looked at.
    clients: BTreeMap<String, Vec<String>>,
    /// The client id that a client has to have, where one is named.
    client_ids: BTreeMap<String, String>,
    roles: BTreeMap<String, Vec<Entry>>,
    defaults: BTreeMap<String, bool>,
}

impl DynamicSecurity {
    /// Reads the file; panics at what the plugin would not load.
    pub(crate) fn read(text: &str) -> Self {
        let tree: Value = serde_json::from_str(text).expect("JSON");
        let defaults = ["publishClientSend", "publishClientReceive", "subscribe"]
            .map(|kind| {
                let value = &tree["defaultACLAccess"][kind];
                (kind.to_owned(), value.as_bool().expect("a default"))
            })
            .into();
        let mut roles: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for role in list(&tree["roles"]) {
            let mut entries: Vec<Entry> = list(&role["acls"]).iter().map(read_entry).collect();
            entries.sort_by_key(|entry| -entry.priority);
            let name = text_of(&role["rolename"]).to_owned();
            assert!(
                roles.insert(name.clone(), entries).is_none(),
                "{name} twice"
            );
        }
        let mut groups = BTreeMap::new();
        for group in list(&tree["groups"]) {
            groups.insert(text_of(&group["groupname"]).to_owned(), roles_of(group));
        }
        let mut clients = BTreeMap::new();
        let mut client_ids = BTreeMap::new();
        for client in list(&tree["clients"]) {
            let name = text_of(&client["username"]).to_owned();
            let mut all = roles_of(client);
            for group in list(&client["groups"]) {
                all.extend(groups[text_of(&group["groupname"])].iter().cloned());
            }
            for role in &all {
                assert!(roles.contains_key(role), "role {role} does not exist");
            }
            if let Some(id) = client["clientid"].as_str() {
                client_ids.insert(name.clone(), id.to_owned());
            }
            assert!(clients.insert(name.clone(), all).is_none(), "{name} twice");
        }
        Self {
            clients,
            client_ids,
            roles,
            defaults,
        }
    }

    fn decide(&self, name: &str, access: &str, applies: impl Fn(&Entry) -> bool) -> bool {
        // The client id is the user name (use_username_as_clientid).
        if self.client_ids.get(name).is_some_and(|id| id != name) {
            return false;
        }
        // Who is not listed has no roles; and a listener whose plugin knows no
        // such client refuses the connection.
        let Some(roles) = self.clients.get(name) else {
            return false;
        };
        roles
            .iter()
            .flat_map(|role| &self.roles[role])
            .find(|entry| applies(entry))
            .map_or(self.defaults[access], |entry| entry.allow)
    }
}

fn read_entry(entry: &Value) -> Entry {
    let kind = text_of(&entry["acltype"]).to_owned();
    assert!(
        [
            "publishClientSend",
            "publishClientReceive",
            "subscribeLiteral",
            "subscribePattern",
            "unsubscribeLiteral",
            "unsubscribePattern"
        ]
        .contains(&kind.as_str()),
        "{kind}"
    );
    let topic = text_of(&entry["topic"]).to_owned();
    assert!(!topic.contains('%'), "2.0 substitutes nothing: {topic}");
    Entry {
        kind,
        topic,
        priority: entry["priority"].as_i64().unwrap_or(0),
        allow: entry["allow"].as_bool().expect("allow"),
    }
}

fn roles_of(bearer: &Value) -> Vec<String> {
    let mut roles: Vec<(i64, String)> = list(&bearer["roles"])
        .iter()
        .map(|role| {
            let priority = role["priority"].as_i64().unwrap_or(0);
            (-priority, text_of(&role["rolename"]).to_owned())
        })
        .collect();
    roles.sort();
    roles.into_iter().map(|(_, role)| role).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}

impl Enforcer for DynamicSecurity {
    fn publish(&self, name: &str, topic: &str, _retain: bool) -> bool {
        let kind = "publishClientSend";
        !has_control_character(topic)
            && self.decide(name, kind, |entry| {
                entry.kind == kind && matches(&entry.topic, topic)
            })
    }

    fn subscribe(&self, name: &str, filter: &str) -> bool {
        let decide = |entry: &Entry| match entry.kind.as_str() {
            "subscribeLiteral" => entry.topic == filter,
            "subscribePattern" => covers(&entry.topic, filter),
            _ => false,
        };
        !has_control_character(filter) && self.decide(name, "subscribe", decide)
    }

    fn receive(&self, name: &str, topic: &str) -> Option<bool> {
        let kind = "publishClientReceive";
        let decide = || {
            self.decide(name, kind, |entry| {
                entry.kind == kind && matches(&entry.topic, topic)
            })
        };
        Some(!has_control_character(topic) && decide())
    }
}
