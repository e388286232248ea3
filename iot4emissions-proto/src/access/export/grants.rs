//! The rule table as renderers ask it: for one broker, by party and right.

use super::Settings;
use crate::access::{Right, Rule, Scope};
use crate::delivery::{BrokerRole, Party};
use crate::identity::ServiceNames;
use crate::topic::TopicKind;

/// The rules of one broker.
pub(super) struct Grants<'a> {
    rules: Vec<Rule>,
    services: &'a ServiceNames,
    broker: BrokerRole,
}

/// A service that has rights on the broker.
pub(super) struct Service<'a> {
    pub(super) party: Party,
    pub(super) name: &'a str,
}

impl<'a> Grants<'a> {
    pub(super) fn new(rules: &[Rule], settings: &'a Settings) -> Self {
        let broker = settings.broker;
        let rules = rules
            .iter()
            .filter(|rule| rule.broker == broker)
            // A service has no topic of its own; such a rule grants nothing.
            .filter(|rule| rule.party == Party::Device || rule.scope == Scope::AnyDevice)
            .copied()
            .collect();
        Self {
            rules,
            services: &settings.services,
            broker,
        }
    }

    pub(super) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rules that grant `right` to `party`.
    pub(super) fn of(&self, party: Party, right: Right) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(move |rule| rule.party == party && rule.right == right)
    }

    pub(super) fn has(&self, party: Party, right: Right, kind: TopicKind) -> bool {
        self.of(party, right).any(|rule| rule.kind == kind)
    }

    /// The services that have rights on this broker (P-4.3).
    pub(super) fn services(&self) -> Vec<Service<'a>> {
        [
            (Party::RegistrationService, self.services.registration()),
            (Party::DataService, self.services.data()),
        ]
        .into_iter()
        .filter(|(party, _)| self.rules.iter().any(|rule| rule.party == *party))
        .map(|(party, name)| Service { party, name })
        .collect()
    }

    /// Every name that no device may bear (P-2.4): those of both services, and the
    /// default ones where others were chosen.
    pub(super) fn reserved_names(&self) -> Vec<String> {
        let default = ServiceNames::default();
        let mut names: Vec<String> = Vec::new();
        for name in [
            self.services.registration(),
            self.services.data(),
            default.registration(),
            default.data(),
        ] {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The families in which a device has any right.
    pub(super) fn device_families(&self) -> Vec<TopicKind> {
        TopicKind::ALL
            .into_iter()
            .filter(|kind| {
                self.rules
                    .iter()
                    .any(|rule| rule.party == Party::Device && rule.kind == *kind)
            })
            .collect()
    }

    pub(super) fn broker(&self) -> BrokerRole {
        self.broker
    }
}

/// The rule's topics in a language that writes `own` for the connected device's ID.
pub(super) fn topics(rule: &Rule, own: &str, any: &str) -> String {
    let last = match rule.scope {
        Scope::OwnId => own,
        Scope::AnyDevice => any,
    };
    format!("{}{last}", rule.kind.prefix())
}

/// Topics of the family that `+` or `*` would match although no device can bear such an
/// ID, as far as they can be listed: the empty ID, and the services' default names
/// (P-2.1, P-2.4). Only regular expressions can name the others.
pub(super) fn no_device(kind: TopicKind) -> [String; 3] {
    let default = ServiceNames::default();
    ["", default.registration(), default.data()].map(|id| format!("{}{id}", kind.prefix()))
}
