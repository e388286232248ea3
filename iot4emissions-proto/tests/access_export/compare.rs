//! The comparison.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::ServiceNames;

use crate::differences::Enforced;
use crate::enforcer::{Enforcer, matches};
use crate::outcome::Outcome;
use crate::question::{Action, Question};
use crate::world::{filters, principals, topics};

/// Asks `enforcer`, which stands for `format`, everything in the world.
pub(crate) fn compare(enforcer: &dyn Enforcer, format: Enforced, broker: BrokerRole) -> Outcome {
    let services = ServiceNames::default();
    let (topics, filters) = (topics(), filters());
    let mut outcome = Outcome::default();
    for who in &principals() {
        let name = who.name(&services);
        let mut ask = |action, found| {
            let question = Question {
                who,
                broker,
                action,
            };
            outcome.record(format, &question, found);
        };
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
