//! Why an action is denied (P-4.1 to P-4.3, P-3.7).

use super::Right;
use crate::delivery::{BrokerRole, Party};
use crate::topic::{SubscriptionError, TopicError, TopicNameError};

/// Why something was denied, for a broker's log: what would have to be different
/// for it to be granted.
///
/// No text of a topic is shown, nor any device ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denied {
    /// The topic of a publish is none of the protocol's.
    #[error(transparent)]
    Topic(#[from] TopicError),
    /// The topic of a delivery is no topic name.
    #[error(transparent)]
    TopicName(#[from] TopicNameError),
    /// The filter is none.
    #[error(transparent)]
    Subscription(#[from] SubscriptionError),
    /// A device shares a subscription, whatever its filter.
    #[error("expected a shared subscription from a service, found one from an OTA Device")]
    SharedByDevice,
    /// The same without RETAIN would be granted.
    #[error("expected a message without RETAIN from an {party}, found one with it")]
    Retained {
        /// Who published.
        party: Party,
    },
    /// The same on the other broker would be granted.
    #[error("expected a topic of the {broker}, found one of the {other}")]
    OtherBroker {
        /// The broker that was asked.
        broker: BrokerRole,
        /// The broker on which the topic family exists.
        other: BrokerRole,
    },
    /// The same on the device's own topic would be granted.
    #[error("expected the device's own ID in the topic, found another one or a wildcard")]
    OtherDevice,
    /// No rule comes near.
    #[error("expected a topic that an {party} may {right} on the {broker}, found another one")]
    NoRule {
        /// Who asked.
        party: Party,
        /// What for.
        right: Right,
        /// Where.
        broker: BrokerRole,
    },
}

impl Denied {
    /// The stable code, such as `shared-by-device`; that of the part where a part is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Topic(reason) => reason.code(),
            Self::TopicName(reason) => reason.code(),
            Self::Subscription(reason) => reason.code(),
            Self::SharedByDevice => "shared-by-device",
            Self::Retained { .. } => "retained",
            Self::OtherBroker { .. } => "other-broker",
            Self::OtherDevice => "other-device",
            Self::NoRule { .. } => "no-rule",
        }
    }
}

impl Denied {
    /// The rule of the specification that denies it, such as `P-4.1`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Topic(TopicError::DeviceId { .. }) => "P-2.1",
            Self::Topic(_) | Self::OtherDevice | Self::NoRule { .. } => "P-4.1",
            Self::TopicName(_) | Self::Subscription(_) => "P-3.8",
            Self::SharedByDevice => "P-3.7",
            Self::Retained { .. } => "P-4.2",
            Self::OtherBroker { .. } => "P-4.3",
        }
    }
}
