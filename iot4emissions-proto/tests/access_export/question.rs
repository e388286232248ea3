//! What is asked of the rules and of a broker.

use iot4emissions_proto::access::{self, Principal};
use iot4emissions_proto::delivery::BrokerRole;

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action<'a> {
    /// To publish, with RETAIN or without.
    Publish { topic: &'a str, retain: bool },
    /// To subscribe a filter.
    Subscribe { filter: &'a str },
    /// To be sent a message on a topic.
    Receive { topic: &'a str },
}

/// One decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Question<'a> {
    /// Who asks.
    pub(crate) who: &'a Principal,
    /// The broker that is asked.
    pub(crate) broker: BrokerRole,
    /// What for.
    pub(crate) action: Action<'a>,
}

impl Question<'_> {
    /// What the library's own rules say.
    pub(crate) fn expected(&self) -> bool {
        let (who, broker) = (self.who, self.broker);
        match self.action {
            Action::Publish { topic, retain } => access::publish(who, broker, topic, retain),
            Action::Subscribe { filter } => access::subscribe(who, broker, filter),
            Action::Receive { topic } => access::receive(who, broker, topic),
        }
        .is_ok()
    }
}
