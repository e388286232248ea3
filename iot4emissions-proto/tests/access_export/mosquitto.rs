//! Mosquitto's `acl_file`, from mosquitto.conf(5).
//!
//! `topic` lines belong to the `user` line above them, `pattern` lines to
//! everybody. `%u` is the user name and `%c` the client id, each of which has to
//! fill a level. A client's own lines are looked at before the patterns, and in
//! each of the two lists denials before permissions. `write` is to publish,
//! `read` is to be delivered; a SUBSCRIBE is always granted. Control characters end
//! the connection.

use std::collections::BTreeMap;

use crate::enforcer::{Enforcer, has_control_character, matches};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
    ReadWrite,
    Deny,
}

struct Line {
    access: Access,
    filter: String,
}

/// A parsed `acl_file`.
#[derive(Default)]
pub(crate) struct MosquittoAcl {
    users: BTreeMap<String, Vec<Line>>,
    patterns: Vec<Line>,
}

impl MosquittoAcl {
    /// Reads the file; panics at what Mosquitto would not load.
    pub(crate) fn read(text: &str) -> Self {
        let mut acl = Self::default();
        let mut user = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.trim().is_empty() {
                continue;
            }
            let (keyword, rest) = line.split_once(' ').expect("a keyword and more");
            match keyword {
                "user" => user = Some(rest.to_owned()),
                "topic" => {
                    let user: &String = user.as_ref().expect("no line for anonymous clients");
                    acl.users.entry(user.clone()).or_default().push(read(rest));
                }
                "pattern" => {
                    let line = read(rest);
                    for level in line.filter.split('/') {
                        assert!(
                            ["%c", "%u"].contains(&level) || !level.contains('%'),
                            "a substitution has to fill its level: {level}"
                        );
                    }
                    acl.patterns.push(line);
                }
                other => panic!("unknown keyword {other:?}"),
            }
        }
        acl
    }

    fn permits(&self, name: &str, topic: &str, wanted: Access) -> bool {
        if has_control_character(topic) {
            return false;
        }
        let own = self.users.get(name).map(Vec::as_slice).unwrap_or_default();
        if let Some(decision) = decide(own, topic, wanted, str::to_owned) {
            return decision;
        }
        // Since CVE-2017-7650.
        if !self.patterns.is_empty() && name.contains(['+', '#']) {
            return false;
        }
        // The client id is the user name (use_username_as_clientid).
        let substituted = |filter: &str| {
            let levels = filter.split('/').map(|level| match level {
                "%c" | "%u" => name,
                other => other,
            });
            levels.collect::<Vec<_>>().join("/")
        };
        decide(&self.patterns, topic, wanted, substituted).unwrap_or(false)
    }
}

fn read(rest: &str) -> Line {
    let (access, filter) = match rest.split_once(' ') {
        Some(("read", filter)) => (Access::Read, filter),
        Some(("write", filter)) => (Access::Write, filter),
        Some(("readwrite", filter)) => (Access::ReadWrite, filter),
        Some(("deny", filter)) => (Access::Deny, filter),
        _ => (Access::ReadWrite, rest),
    };
    Line {
        access,
        filter: filter.trim().to_owned(),
    }
}

fn decide(
    lines: &[Line],
    topic: &str,
    wanted: Access,
    substituted: impl Fn(&str) -> String,
) -> Option<bool> {
    let about: Vec<&Line> = lines
        .iter()
        .filter(|line| matches(&substituted(&line.filter), topic))
        .collect();
    if about.iter().any(|line| line.access == Access::Deny) {
        return Some(false);
    }
    about
        .iter()
        .any(|line| line.access == wanted || line.access == Access::ReadWrite)
        .then_some(true)
}

impl Enforcer for MosquittoAcl {
    fn publish(&self, name: &str, topic: &str, _retain: bool) -> bool {
        self.permits(name, topic, Access::Write)
    }

    fn subscribe(&self, _name: &str, filter: &str) -> bool {
        !has_control_character(filter)
    }

    fn receive(&self, name: &str, topic: &str) -> Option<bool> {
        Some(self.permits(name, topic, Access::Read))
    }
}
