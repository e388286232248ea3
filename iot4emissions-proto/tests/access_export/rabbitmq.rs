//! RabbitMQ's definitions under its MQTT plugin, from their documentation.
//!
//! Permissions and topic permissions are regular expressions (PCRE, where `$`
//! also matches before a last line feed), one user in one virtual host each; an
//! empty one matches the empty text only. Without a topic permission for the
//! exchange every routing key is permitted, without a permission nothing.
//! Publishing needs `write` on the exchange `amq.topic`, and on the routing key.
//! Subscribing needs `configure`, `write` and `read` on the client's own queue,
//! `read` on the exchange, and on the routing key of the filter. A routing key is
//! the topic with `/` for `.`, `+` for `*`; a `.` of a topic stays, and so parts
//! levels like `/` does. Deliveries are not checked.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use fancy_regex::Regex;
use serde_json::Value;

use crate::enforcer::Enforcer;

const EXCHANGE: &str = "amq.topic";

/// Parsed definitions.
pub(crate) struct RabbitMq {
    users: BTreeSet<String>,
    permissions: BTreeMap<String, Permission>,
    topics: BTreeMap<String, Permission>,
    /// Compiling takes longer than matching.
    compiled: RefCell<BTreeMap<String, Regex>>,
}

struct Permission {
    configure: String,
    write: String,
    read: String,
}

impl RabbitMq {
    /// Reads the definitions; panics at what would not be imported.
    pub(crate) fn read(text: &str) -> Self {
        let tree: Value = serde_json::from_str(text).expect("JSON");
        let list = |key: &str| tree[key].as_array().cloned().unwrap_or_default();
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let users: BTreeSet<String> = list("users").iter().map(|u| text(u, "name")).collect();
        let mut permissions = BTreeMap::new();
        let mut topics = BTreeMap::new();
        for (key, target) in [
            ("permissions", &mut permissions),
            ("topic_permissions", &mut topics),
        ] {
            for entry in list(key) {
                assert_eq!(
                    entry["vhost"], "/",
                    "the virtual host that the settings name"
                );
                if key == "topic_permissions" {
                    assert_eq!(entry["exchange"], EXCHANGE);
                }
                let user = text(&entry, "user");
                assert!(users.contains(&user), "no such user: {user}");
                let permission = Permission {
                    configure: text(&entry, "configure"),
                    write: text(&entry, "write"),
                    read: text(&entry, "read"),
                };
                assert!(target.insert(user.clone(), permission).is_none(), "{user}");
            }
        }
        Self {
            users,
            permissions,
            topics,
            compiled: RefCell::default(),
        }
    }

    fn resource(&self, name: &str, which: fn(&Permission) -> &str, resource: &str) -> bool {
        self.users.contains(name)
            && self
                .permissions
                .get(name)
                .is_some_and(|p| self.is_match(which(p), resource))
    }

    fn topic(&self, name: &str, which: fn(&Permission) -> &str, topic: &str) -> bool {
        let key = routing_key(topic);
        self.topics.get(name).is_none_or(|p| {
            let expression = which(p)
                .replace("{username}", name)
                .replace("{client_id}", name)
                .replace("{vhost}", "/");
            self.is_match(&expression, &key)
        })
    }

    fn is_match(&self, expression: &str, text: &str) -> bool {
        let expression = match expression {
            "" => "^$",
            other => other,
        };
        let mut compiled = self.compiled.borrow_mut();
        let regex = compiled
            .entry(expression.to_owned())
            .or_insert_with(|| Regex::new(expression).expect("a regular expression"));
        let is_match = |text| regex.is_match(text).expect("within the limits");
        is_match(text)
            || (expression.ends_with('$') && text.strip_suffix('\n').is_some_and(is_match))
    }
}

/// What the MQTT plugin makes of a topic or filter.
fn routing_key(topic: &str) -> String {
    topic.replace('/', ".").replace('+', "*")
}

impl Enforcer for RabbitMq {
    fn publish(&self, name: &str, topic: &str, _retain: bool) -> bool {
        self.resource(name, |p| &p.write, EXCHANGE) && self.topic(name, |p| &p.write, topic)
    }

    fn subscribe(&self, name: &str, filter: &str) -> bool {
        let queue = format!("mqtt-subscription-{name}qos1");
        self.resource(name, |p| &p.configure, &queue)
            && self.resource(name, |p| &p.write, &queue)
            && self.resource(name, |p| &p.read, &queue)
            && self.resource(name, |p| &p.read, EXCHANGE)
            && self.topic(name, |p| &p.read, filter)
    }

    fn receive(&self, _name: &str, _topic: &str) -> Option<bool> {
        None
    }

    /// `.` and `/` are one, and `*` is a wildcard. There are no shared
    /// subscriptions: `$share` is a level.
    fn bound(&self, filter: &str) -> String {
        let levels = filter.replace('.', "/");
        levels
            .split('/')
            .map(|level| if level == "*" { "+" } else { level })
            .collect::<Vec<_>>()
            .join("/")
    }
}
