//! What is tried, and what the rules say of it.

use std::fmt;

use super::Guise;

/// Who sees that something was published, or publishes what somebody else is to receive. As text
/// `device`, `other`, `service`, `asker`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Witness {
    /// The first device, on a connection of its own.
    Device,
    /// The other device.
    Other,
    /// The service.
    Service,
    /// Who asks, on the same connection: nobody else may receive it.
    Asker,
}

impl Witness {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Device, Self::Other, Self::Service, Self::Asker];

    /// The text for bindings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Other => "other",
            Self::Service => "service",
            Self::Asker => "asker",
        }
    }
}

/// What is tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// To connect.
    Connect,
    /// To end the other device's connection by connecting.
    TakeOver,
    /// To leave a will and vanish (P-3.9).
    Will {
        /// The will's topic.
        topic: String,
        /// With RETAIN.
        retain: bool,
        /// Who sees it.
        witness: Witness,
    },
    /// To publish.
    Publish {
        /// Where.
        topic: String,
        /// With RETAIN.
        retain: bool,
        /// Who sees it.
        witness: Witness,
    },
    /// To subscribe.
    Subscribe {
        /// The filter, perhaps of a shared subscription.
        filter: String,
    },
    /// To receive what somebody publishes, by all that could be subscribed.
    Receive {
        /// Where.
        topic: String,
        /// Who publishes it.
        from: Witness,
    },
    /// To receive what the broker says of itself, under `$SYS/`.
    ReceiveSystem,
}

impl Action {
    /// The text for bindings: `connect`, `take-over`, `will`, `publish`, `subscribe`, `receive`,
    /// `receive-system`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::TakeOver => "take-over",
            Self::Will { .. } => "will",
            Self::Publish { .. } => "publish",
            Self::Subscribe { .. } => "subscribe",
            Self::Receive { .. } => "receive",
            Self::ReceiveSystem => "receive-system",
        }
    }

    /// Whether it is a message with RETAIN.
    #[must_use]
    pub const fn retains(&self) -> bool {
        matches!(
            self,
            Self::Will { retain: true, .. } | Self::Publish { retain: true, .. }
        )
    }
}

impl fmt::Display for Action {
    /// As the end of a sentence about somebody: `publishes to x with RETAIN`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flag = if self.retains() { " with RETAIN" } else { "" };
        match self {
            Self::Connect => f.write_str("connects"),
            Self::TakeOver => f.write_str("ends the other one's connection"),
            Self::Will { topic, .. } => write!(f, "leaves a will for {topic}{flag}"),
            Self::Publish { topic, .. } => write!(f, "publishes to {topic}{flag}"),
            Self::Subscribe { filter } => write!(f, "subscribes {filter}"),
            Self::Receive { topic, .. } => write!(f, "receives {topic}"),
            Self::ReceiveSystem => f.write_str("receives what the broker says under $SYS"),
        }
    }
}

/// One question to the broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Who asks.
    pub guise: Guise,
    /// For what.
    pub action: Action,
    /// What the rules say.
    pub allowed: bool,
    /// The rule that says so, such as `P-4.1`.
    pub clause: &'static str,
    /// The named differences of brokers' configurations that explain another answer
    /// ([`Format::differences`](crate::access::export::Format::differences)).
    pub excuses: &'static [&'static str],
}

impl fmt::Display for Question {
    /// `a device with another's client id publishes to x`; the version is not said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Guise {
            credential,
            disguise,
            ..
        } = self.guise;
        let (who, posing) = (credential.described(), disguise.described());
        write!(f, "{who}{posing} {}", self.action)
    }
}
