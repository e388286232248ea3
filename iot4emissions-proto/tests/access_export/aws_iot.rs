//! AWS IoT Core's policies, from its developer guide.
//!
//! All is denied that no statement allows, and a statement that denies beats all.
//! In a resource `*` stands for any text and `?` for one character, levels or
//! not; `+` and `#` are characters like any others. Variables are replaced before
//! that, and what they stand for is literal. A message with RETAIN needs
//! `iot:Publish` and `iot:RetainPublish`; a SUBSCRIBE of `$share/...` is asked
//! for with that whole text; each delivery needs `iot:Receive`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::enforcer::Enforcer;

/// Each principal's policy. Who has none may nothing.
pub(crate) struct AwsIot {
    /// By name; `None` is everybody else, the devices.
    policies: BTreeMap<Option<String>, Vec<Statement>>,
}

struct Statement {
    allow: bool,
    actions: Vec<String>,
    resources: Vec<String>,
}

impl AwsIot {
    /// Reads the policies of the devices and of named services.
    pub(crate) fn read(device: &str, services: &[(&str, &str)]) -> Self {
        let mut policies = BTreeMap::from([(None, read(device))]);
        for (name, policy) in services {
            policies.insert(Some((*name).to_owned()), read(policy));
        }
        Self { policies }
    }

    /// May the certificate `name` connect with this client id?
    pub(crate) fn connect(&self, name: &str, client_id: &str) -> bool {
        self.permits(name, "iot:Connect", &format!("client/{client_id}"))
    }

    /// Who may not connect may nothing.
    fn decide(&self, name: &str, action: &str, resource: &str) -> bool {
        self.connect(name, name) && self.permits(name, action, resource)
    }

    fn permits(&self, name: &str, action: &str, resource: &str) -> bool {
        let own = self.policies.get(&Some(name.to_owned()));
        let Some(statements) = own.or_else(|| self.policies.get(&None)) else {
            return false;
        };
        let about = |allow: bool| {
            statements.iter().any(|statement| {
                statement.allow == allow
                    && statement.actions.iter().any(|wanted| wanted == action)
                    && statement
                        .resources
                        .iter()
                        .any(|wanted| stands_for(wanted, resource, name))
            })
        };
        about(true) && !about(false)
    }
}

fn read(policy: &str) -> Vec<Statement> {
    let policy: Value = serde_json::from_str(policy).expect("JSON");
    assert_eq!(policy["Version"], "2012-10-17");
    let statements = policy["Statement"].as_array().expect("statements");
    statements
        .iter()
        .map(|statement| {
            for key in statement.as_object().expect("an object").keys() {
                assert!(
                    ["Sid", "Effect", "Action", "Resource"].contains(&key.as_str()),
                    "not known: {key}"
                );
            }
            Statement {
                allow: match statement["Effect"].as_str() {
                    Some("Allow") => true,
                    Some("Deny") => false,
                    other => panic!("no effect: {other:?}"),
                },
                actions: texts(&statement["Action"]),
                resources: texts(&statement["Resource"]),
            }
        })
        .collect()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(texts).collect(),
        other => panic!("expected texts, found {other}"),
    }
}

/// `resource` is `topic/...`, without `arn:partition:iot:region:account:`.
fn stands_for(wanted: &str, resource: &str, name: &str) -> bool {
    let mut parts = wanted.splitn(6, ':');
    assert_eq!(parts.next(), Some("arn"), "{wanted}");
    let wanted = parts.nth(4).expect("six parts");
    let mut pattern = Vec::new();
    let mut rest = wanted;
    while let Some(character) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("${") {
            let (variable, after) = after.split_once('}').expect("a variable");
            assert!(
                [
                    "iot:Certificate.Subject.CommonName",
                    "iot:ClientId",
                    "iot:Connection.Thing.ThingName"
                ]
                .contains(&variable),
                "not known: {variable}"
            );
            // The thing is named by the common name, and a client connects
            // under it only.
            pattern.extend(name.chars().map(Piece::Literal));
            rest = after;
            continue;
        }
        pattern.push(match character {
            '*' => Piece::Any,
            '?' => Piece::One,
            other => Piece::Literal(other),
        });
        rest = &rest[character.len_utf8()..];
    }
    let resource: Vec<char> = resource.chars().collect();
    glob(&pattern, &resource)
}

enum Piece {
    Literal(char),
    One,
    Any,
}

fn glob(pattern: &[Piece], text: &[char]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some(Piece::Any), first) => {
            glob(&pattern[1..], text) || (first.is_some() && glob(pattern, &text[1..]))
        }
        (Some(Piece::One), Some(_)) => glob(&pattern[1..], &text[1..]),
        (Some(Piece::Literal(wanted)), Some(found)) => {
            wanted == found && glob(&pattern[1..], &text[1..])
        }
        _ => false,
    }
}

impl Enforcer for AwsIot {
    fn publish(&self, name: &str, topic: &str, retain: bool) -> bool {
        let resource = format!("topic/{topic}");
        self.decide(name, "iot:Publish", &resource)
            && (!retain || self.decide(name, "iot:RetainPublish", &resource))
    }

    fn subscribe(&self, name: &str, filter: &str) -> bool {
        self.decide(name, "iot:Subscribe", &format!("topicfilter/{filter}"))
    }

    fn receive(&self, name: &str, topic: &str) -> Option<bool> {
        Some(self.decide(name, "iot:Receive", &format!("topic/{topic}")))
    }
}
