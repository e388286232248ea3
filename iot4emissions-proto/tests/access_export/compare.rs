//! The comparison.

use std::collections::BTreeMap;

use iot4emissions_proto::access::Principal;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::ServiceNames;

use crate::differences::{DIFFERENCES, Enforced};
use crate::enforcer::{Enforcer, matches};
use crate::question::{Action, Question};
use crate::world::{filters, principals, topics};

/// What a comparison found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many decisions were compared.
    pub decisions: usize,
    /// How often each named difference occurred.
    pub occurred: BTreeMap<&'static str, usize>,
    /// What no name explains, as texts.
    pub unexplained: Vec<String>,
}

/// Asks `enforcer`, which stands for `format`, everything in the world.
pub fn compare(enforcer: &dyn Enforcer, format: Enforced, broker: BrokerRole) -> Outcome {
    let services = ServiceNames::default();
    let (topics, filters) = (topics(), filters());
    let mut outcome = Outcome::default();
    for who in &principals() {
        let name = who.name(&services);
        let mut ask = |action, found| record(&mut outcome, format, who, broker, action, found);
        for topic in &topics {
            for retain in [false, true] {
                let found = enforcer.publish(name, topic, retain);
                ask(Action::Publish { topic, retain }, found);
            }
        }
        let mut bound = Vec::new();
        for filter in &filters {
            let found = enforcer.subscribe(name, filter);
            if found {
                bound.push(enforcer.bound(filter));
            }
            ask(Action::Subscribe { filter }, found);
        }
        for topic in &topics {
            let found = enforcer.receive(name, topic).unwrap_or_else(|| {
                // What it may not be sent it must not be able to subscribe.
                let topic = enforcer.bound(topic);
                bound.iter().any(|filter| matches(filter, &topic))
            });
            ask(Action::Receive { topic }, found);
        }
    }
    outcome
}

fn record(
    outcome: &mut Outcome,
    format: Enforced,
    who: &Principal,
    broker: BrokerRole,
    action: Action<'_>,
    found: bool,
) {
    outcome.decisions += 1;
    let question = Question {
        who,
        broker,
        action,
    };
    let expected = question.expected();
    let named = DIFFERENCES
        .iter()
        .find(|difference| difference.is_about(format, &question));
    if let Some(difference) = named {
        *outcome.occurred.entry(difference.name).or_default() += 1;
    }
    if found != (named.is_some() != expected) {
        outcome.unexplained.push(format!(
            "{format:?} {question:?}: expected {expected}, named {:?}, found {found}",
            named.map(|difference| difference.name)
        ));
    }
}

/// Panics unless the names explain all there is.
pub fn assert_explained(outcome: &Outcome, format: Enforced) {
    let unexplained = &outcome.unexplained;
    assert!(
        unexplained.is_empty(),
        "{} of {} decisions; the first:\n{}",
        unexplained.len(),
        outcome.decisions,
        unexplained[..unexplained.len().min(40)].join("\n")
    );
    for difference in DIFFERENCES {
        let listed = difference.formats.contains(&format);
        assert_eq!(
            listed,
            outcome.occurred.contains_key(difference.name),
            "{format:?}: \"{}\" is listed, and does it occur?",
            difference.name
        );
    }
}
