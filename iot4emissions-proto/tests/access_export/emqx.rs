//! EMQX 5's `acl.conf`, from its documentation.
//!
//! Rules are asked from top to bottom, the first that matches decides. A rule is
//! `{Permission, Who}` or `{Permission, Who, Action, Topics}`. An entry of Topics
//! is a filter, in which `+` also stands for the level `#` of a SUBSCRIBE, or
//! `{eq, Text}`, which is compared as it stands. What no rule matches is decided
//! by `authorization.no_match`. Of a shared subscription EMQX shows its rules the
//! filter only. Deliveries are not checked.

use std::cell::RefCell;
use std::collections::BTreeMap;

use fancy_regex::Regex;

use crate::enforcer::{Enforcer, unshared};
use crate::term::{Term, erlang_terms};

/// A parsed `acl.conf` with `authorization.no_match = deny`.
pub(crate) struct EmqxAcl {
    rules: Vec<Vec<Term>>,
    /// Whether an expression matches a name.
    matched: RefCell<BTreeMap<(String, String), bool>>,
}

#[derive(Clone, Copy)]
enum Action {
    Publish { retain: bool },
    Subscribe,
}

impl EmqxAcl {
    /// Reads the file; panics at what EMQX would not load.
    pub(crate) fn read(text: &str) -> Self {
        let rules = erlang_terms(text)
            .into_iter()
            .map(|term| match term {
                Term::Tuple(elements) => {
                    assert!([2, 4].contains(&elements.len()), "{elements:?}");
                    elements
                }
                other => panic!("expected a rule, found {other:?}"),
            })
            .collect();
        Self {
            rules,
            matched: RefCell::default(),
        }
    }

    fn decide(&self, name: &str, action: Action, topic: &str) -> bool {
        for rule in &self.rules {
            let applies = self.who(&rule[1], name)
                && rule.get(2).is_none_or(|wanted| is_action(wanted, action))
                && rule.get(3).is_none_or(|topics| {
                    topics
                        .list()
                        .iter()
                        .any(|wanted| is_topic(wanted, topic, name))
                });
            if applies {
                return match &rule[0] {
                    permission if permission.is("allow") => true,
                    permission if permission.is("deny") => false,
                    other => panic!("no permission: {other:?}"),
                };
            }
        }
        false
    }

    fn who(&self, wanted: &Term, name: &str) -> bool {
        match wanted {
            wanted if wanted.is("all") => true,
            Term::Tuple(pair) => match (&pair[0], &pair[1]) {
                (key, all) if key.is("and") => all.list().iter().all(|one| self.who(one, name)),
                (key, all) if key.is("or") => all.list().iter().any(|one| self.who(one, name)),
                // With peer_cert_as_username and peer_cert_as_clientid both are the
                // common name.
                (key, wanted) if key.is("username") || key.is("user") || key.is("clientid") => {
                    self.is_name(wanted, name)
                }
                other => panic!("not known: {other:?}"),
            },
            other => panic!("not known: {other:?}"),
        }
    }

    fn is_name(&self, wanted: &Term, name: &str) -> bool {
        match wanted {
            Term::Text(text) => text == name,
            Term::Tuple(pair) if pair[0].is("re") => {
                let question = (pair[1].text().to_owned(), name.to_owned());
                *self
                    .matched
                    .borrow_mut()
                    .entry(question)
                    .or_insert_with(|| {
                        Regex::new(pair[1].text())
                            .and_then(|regex| regex.is_match(name))
                            .expect("a regular expression")
                    })
            }
            other => panic!("not known: {other:?}"),
        }
    }
}

fn is_action(wanted: &Term, action: Action) -> bool {
    match (wanted, action) {
        (Term::Atom(word), action) => match (word.as_str(), action) {
            ("all", _) | ("publish", Action::Publish { .. }) | ("subscribe", Action::Subscribe) => {
                true
            }
            ("publish" | "subscribe", _) => false,
            (other, _) => panic!("not known: {other}"),
        },
        (Term::Tuple(pair), Action::Publish { retain }) if pair[0].is("publish") => {
            pair[1].list().iter().all(|condition| match condition {
                Term::Tuple(pair) if pair[0].is("retain") => {
                    pair[1].is("all") || pair[1].is(if retain { "true" } else { "false" })
                }
                other => panic!("not known: {other:?}"),
            })
        }
        (Term::Tuple(pair), _) => {
            assert!(pair[0].is("publish"), "not known: {pair:?}");
            false
        }
        (other, _) => panic!("not known: {other:?}"),
    }
}

fn is_topic(wanted: &Term, topic: &str, name: &str) -> bool {
    match wanted {
        Term::Text(filter) => {
            let filter = filter
                .replace("${cert_common_name}", name)
                .replace("${username}", name)
                .replace("${clientid}", name);
            assert!(!filter.contains("${"), "not known: {filter}");
            words_match(&filter, topic)
        }
        Term::Tuple(pair) if pair[0].is("eq") => pair[1].text() == topic,
        other => panic!("not known: {other:?}"),
    }
}

/// As words, so `+` of the rule takes a `#` of the SUBSCRIBE for a word.
fn words_match(filter: &str, topic: &str) -> bool {
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

impl Enforcer for EmqxAcl {
    fn publish(&self, name: &str, topic: &str, retain: bool) -> bool {
        self.decide(name, Action::Publish { retain }, topic)
    }

    fn subscribe(&self, name: &str, filter: &str) -> bool {
        self.decide(name, Action::Subscribe, unshared(filter))
    }

    fn receive(&self, _name: &str, _topic: &str) -> Option<bool> {
        None
    }
}
