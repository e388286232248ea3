//! rmqtt's `rmqtt-acl.toml`, from its documentation.
//!
//! Rules are asked from top to bottom, the first that matches decides, and what
//! none matches is denied. A rule is `[permission, who, action, topics]`, of
//! which action and topics may be missing for all. A topic is a filter or
//! `{ eq = text }`; `%u` and `%c` are replaced by user name and client id. Of a
//! shared subscription the plugin is shown the filter. Deliveries are not checked. To
//! rmqtt a topic or filter is none if a level but the first starts with `$`.

use crate::enforcer::{Enforcer, unshared};
use crate::term::{Term, toml_values};

/// A parsed `rmqtt-acl.toml`.
pub(crate) struct RmqttAcl {
    rules: Vec<Vec<Term>>,
}

impl RmqttAcl {
    /// Reads the file; panics at what the plugin would not load.
    pub(crate) fn read(text: &str) -> Self {
        let values = toml_values(text);
        let (_, rules) = values
            .iter()
            .find(|(key, _)| key == "rules")
            .expect("rules");
        Self {
            rules: rules
                .list()
                .iter()
                .map(|rule| rule.list().to_vec())
                .collect(),
        }
    }

    /// May it connect at all?
    pub(crate) fn connect(&self, name: &str) -> bool {
        self.decide(name, "connect", None)
    }

    fn decide(&self, name: &str, action: &str, topic: Option<&str>) -> bool {
        for rule in &self.rules {
            let applies = is_who(&rule[1], name)
                && rule
                    .get(2)
                    .is_none_or(|wanted| is_action(wanted.text(), action))
                && match (rule.get(3), topic) {
                    (Some(topics), Some(topic)) => topics
                        .list()
                        .iter()
                        .any(|wanted| is_topic(wanted, topic, name)),
                    _ => true,
                };
            if applies {
                return match rule[0].text() {
                    "allow" => true,
                    "deny" => false,
                    other => panic!("no permission: {other}"),
                };
            }
        }
        false
    }
}

fn is_who(wanted: &Term, name: &str) -> bool {
    match wanted {
        Term::Text(all) if all == "all" => true,
        // The user name is the certificate's subject, a common name alone; the client id is
        // that name.
        Term::Table(entries) => entries.iter().all(|(key, value)| match key.as_str() {
            "user" => value.text() == format!("CN={name}"),
            "clientid" => value.text() == name,
            "superuser" => panic!("a superuser passes every check"),
            other => panic!("not known: {other}"),
        }),
        other => panic!("not known: {other:?}"),
    }
}

fn is_action(wanted: &str, action: &str) -> bool {
    match wanted {
        "all" => true,
        "pubsub" => action != "connect",
        "connect" | "publish" | "subscribe" => wanted == action,
        other => panic!("not known: {other}"),
    }
}

fn is_topic(wanted: &Term, topic: &str, name: &str) -> bool {
    let substituted = |text: &str| text.replace("%u", name).replace("%c", name);
    match wanted {
        Term::Text(filter) => tree_matches(&substituted(filter), topic),
        Term::Table(entries) => match entries.as_slice() {
            [(key, text)] if key == "eq" => substituted(text.text()) == topic,
            other => panic!("not known: {other:?}"),
        },
        other => panic!("not known: {other:?}"),
    }
}

fn tree_matches(filter: &str, topic: &str) -> bool {
    if topic.contains("/$") {
        return false;
    }
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return false;
    }
    let mut words = topic.split('/');
    for wanted in filter.split('/') {
        if wanted == "#" {
            return true;
        }
        match words.next() {
            Some(word) if wanted == "+" || wanted == word => {}
            _ => return false,
        }
    }
    words.next().is_none()
}

impl Enforcer for RmqttAcl {
    fn publish(&self, name: &str, topic: &str, _retain: bool) -> bool {
        self.connect(name) && self.decide(name, "publish", Some(topic))
    }

    fn subscribe(&self, name: &str, filter: &str) -> bool {
        self.connect(name) && self.decide(name, "subscribe", Some(unshared(filter)))
    }

    fn receive(&self, _name: &str, topic: &str) -> Option<bool> {
        topic.contains("/$").then_some(false)
    }
}
