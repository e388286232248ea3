//! Who may publish, subscribe and receive what, on which broker (P-4.1 to
//! P-4.3, P-3.7, JRC127600 §3.1.2, §4.3).
//!
//! Everything is denied that no row of [`RULES`] grants. There are three
//! decisions and not two, because brokers differ in what they check: some only
//! the subscription, some only each delivery (P-4.2). They agree: whoever may
//! [`subscribe`] a filter may [`receive`] every topic that it matches.
//!
//! **Why a service may receive what nobody may publish.** A service subscribes
//! `iot4emissions/dataDevice/+` (P-3.7), and MQTT has no narrower wildcard: `+`
//! also matches the empty level and texts that are no device ID. So receiving is
//! granted for all that the filter matches, and it is [`publish`] that is
//! narrower: only topics of valid device IDs. A broker that enforces `publish`
//! has nothing else to deliver; behind one that does not, a service still has to
//! parse the [`Topic`] before it knows whose message it has.
//!
//! **Narrower filters.** A filter may be subscribed if a granted one covers it,
//! so a service may also subscribe the topic of one device. No family is split
//! over several rules, so one rule covering is the same as all of them together.
//!
//! ```
//! use iot4emissions_proto::access::{self, Principal};
//! use iot4emissions_proto::delivery::BrokerRole;
//! use iot4emissions_proto::identity::ServiceNames;
//!
//! let device = Principal::from_name("f371cb00", &ServiceNames::default())?;
//! let own = "iot4emissions/dataDevice/f371cb00";
//! assert!(access::publish(&device, BrokerRole::Data, own, false).is_ok());
//!
//! let denied = access::publish(&device, BrokerRole::Data, own, true).unwrap_err();
//! assert_eq!(denied.rule(), "P-4.2");
//! assert_eq!(
//!     denied.to_string(),
//!     "expected a message without RETAIN from an OTA Device, found one with it"
//! );
//! # Ok::<(), iot4emissions_proto::identity::DeviceIdError>(())
//! ```

mod denied;
#[cfg(feature = "export")]
pub mod export;
mod principal;
#[cfg(feature = "probe")]
pub mod probe;
mod rules;
#[cfg(test)]
mod tests;

pub use denied::Denied;
pub use principal::Principal;
pub use rules::{RULES, Right, Rule, Scope};

use crate::delivery::BrokerRole;
use crate::topic::{Subscription, Topic, TopicFilter, TopicName};

/// Whether `principal` may publish to `topic` on `broker`, with RETAIN set if
/// `retain` (P-4.1 to P-4.3).
///
/// `topic` is the text of a PUBLISH packet, which may be anything. It must be a
/// [`Topic`] with a valid device ID.
///
/// # Errors
/// [`Denied`], with the rule that it breaks.
pub fn publish(
    principal: &Principal,
    broker: BrokerRole,
    topic: &str,
    retain: bool,
) -> Result<(), Denied> {
    Rules(&RULES).publish(principal, broker, topic, retain)
}

/// Whether `principal` may subscribe `filter` on `broker` (P-4.1 to P-4.3,
/// P-3.7).
///
/// `filter` is the text of a SUBSCRIBE packet, which may be anything, a shared
/// subscription included. Every topic that it can match must be one that the
/// principal may [`receive`].
///
/// # Errors
/// [`Denied`], with the rule that it breaks.
pub fn subscribe(principal: &Principal, broker: BrokerRole, filter: &str) -> Result<(), Denied> {
    Rules(&RULES).subscribe(principal, broker, filter)
}

/// Whether `broker` may deliver a message on `topic` to `principal` (P-4.1 to
/// P-4.3).
///
/// `topic` may be any text. For a service this is every topic that its filter
/// matches, also one whose last level is no device ID; see the
/// [module](self)'s page for why.
///
/// # Errors
/// [`Denied`], with the rule that it breaks.
pub fn receive(principal: &Principal, broker: BrokerRole, topic: &str) -> Result<(), Denied> {
    Rules(&RULES).receive(principal, broker, topic)
}

/// A table of rights: the protocol's own, or a part of it, which grants less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules<'r>(pub &'r [Rule]);

impl Rules<'_> {
    /// Whether the table grants what [`publish`] asks for.
    ///
    /// # Errors
    /// As [`publish`].
    pub fn publish(
        &self,
        principal: &Principal,
        broker: BrokerRole,
        topic: &str,
        retain: bool,
    ) -> Result<(), Denied> {
        topic.parse::<Topic>()?;
        let right = if retain {
            Right::PublishRetained
        } else {
            Right::Publish
        };
        decide(self.0, principal, broker, right, |granted| {
            granted.matches(topic)
        })
    }

    /// Whether the table grants what [`subscribe`] asks for.
    ///
    /// # Errors
    /// As [`subscribe`].
    pub fn subscribe(
        &self,
        principal: &Principal,
        broker: BrokerRole,
        filter: &str,
    ) -> Result<(), Denied> {
        let subscription: Subscription = filter.parse()?;
        // A device that joins a service's group would swallow its messages.
        if subscription.group().is_some() && principal.device().is_some() {
            return Err(Denied::SharedByDevice);
        }
        decide(self.0, principal, broker, Right::Subscribe, |granted| {
            granted.covers(subscription.filter())
        })
    }

    /// Whether the table grants what [`receive`] asks for.
    ///
    /// # Errors
    /// As [`receive`].
    pub fn receive(
        &self,
        principal: &Principal,
        broker: BrokerRole,
        topic: &str,
    ) -> Result<(), Denied> {
        TopicName::new(topic)?;
        decide(self.0, principal, broker, Right::Subscribe, |granted| {
            granted.matches(topic)
        })
    }
}

/// Grants if a rule does; otherwise finds the one thing that would have to be
/// different, which never changes the decision.
fn decide(
    rules: &[Rule],
    principal: &Principal,
    broker: BrokerRole,
    right: Right,
    holds: impl Fn(&TopicFilter) -> bool,
) -> Result<(), Denied> {
    let granted = |broker, right| {
        rules
            .iter()
            .filter(|rule| rule.broker == broker && rule.right == right)
            .filter_map(|rule| rule.filter(principal))
            .any(|filter| holds(&filter))
    };
    if granted(broker, right) {
        return Ok(());
    }
    let party = principal.party();
    if right == Right::PublishRetained && granted(broker, Right::Publish) {
        return Err(Denied::Retained { party });
    }
    let other = match broker {
        BrokerRole::Registration => BrokerRole::Data,
        BrokerRole::Data => BrokerRole::Registration,
    };
    if granted(other, right) {
        return Err(Denied::OtherBroker { broker, other });
    }
    let granted_to_some_device = rules
        .iter()
        .filter(|rule| rule.broker == broker && rule.right == right && rule.party == party)
        .any(|rule| holds(&TopicFilter::all_devices(rule.kind)));
    if granted_to_some_device {
        return Err(Denied::OtherDevice);
    }
    Err(Denied::NoRule {
        party,
        right,
        broker,
    })
}
