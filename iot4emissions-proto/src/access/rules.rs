//! The one table of rights (P-4.1 to P-4.3, JRC127600 §3.1.2).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Principal;
use crate::delivery::{BrokerRole, Party};
use crate::topic::{Topic, TopicFilter, TopicKind};

/// What a rule permits. In serde `publish`, `publishRetained`, `subscribe`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Right {
    /// To publish without RETAIN.
    Publish,
    /// To publish with RETAIN (P-4.2).
    PublishRetained,
    /// To subscribe, and to receive what was subscribed (P-4.2).
    Subscribe,
}

/// On whose topics a rule permits it. In serde `ownId`, `anyDevice`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    /// On the topic of the device itself.
    OwnId,
    /// On the topics of all devices.
    AnyDevice,
}

/// One permission. Whatever no rule permits is denied (P-4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// The broker on which the rule stands (P-4.3).
    pub broker: BrokerRole,
    /// Who has the right.
    pub party: Party,
    /// The right.
    pub right: Right,
    /// The topic family.
    pub kind: TopicKind,
    /// Whose topics of that family.
    pub scope: Scope,
}

impl Rule {
    /// The topics on which the rule grants its right to `principal`: exactly
    /// those that the filter matches. `None` if it grants nothing to it.
    #[must_use]
    pub fn filter(&self, principal: &Principal) -> Option<TopicFilter> {
        if principal.party() != self.party {
            return None;
        }
        match self.scope {
            Scope::AnyDevice => Some(TopicFilter::all_devices(self.kind)),
            Scope::OwnId => {
                let topic = Topic::new(self.kind, principal.device()?.clone());
                Some(TopicFilter::from(&topic))
            }
        }
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Publish => "publish",
            Self::PublishRetained => "publish with RETAIN",
            Self::Subscribe => "subscribe or receive",
        })
    }
}

const fn rule(
    broker: BrokerRole,
    party: Party,
    right: Right,
    kind: TopicKind,
    scope: Scope,
) -> Rule {
    Rule {
        broker,
        party,
        right,
        kind,
        scope,
    }
}

/// All rights that there are (P-4.1 to P-4.3, JRC127600 §3.1.2), sorted by
/// broker, party and topic family.
///
/// The services may publish with RETAIN **and** without: P-4.1 grants publishing
/// as such, and brokers that tell the two apart (AWS IoT) demand the right to
/// publish for the right to retain.
#[rustfmt::skip]
pub const RULES: [Rule; 10] = {
    use BrokerRole::{Data, Registration};
    use Party::{DataService, Device, RegistrationService};
    use Right::{Publish, PublishRetained, Subscribe};
    use Scope::{AnyDevice, OwnId};
    use TopicKind::{ConfigServer, DataDevice, RegisterDevice, RegisterServer};

    [
        rule(Registration, Device,              Publish,         RegisterDevice, OwnId),
        rule(Registration, Device,              Subscribe,       RegisterServer, OwnId),
        rule(Registration, RegistrationService, Subscribe,       RegisterDevice, AnyDevice),
        rule(Registration, RegistrationService, Publish,         RegisterServer, AnyDevice),
        rule(Registration, RegistrationService, PublishRetained, RegisterServer, AnyDevice),
        rule(Data,         Device,              Subscribe,       ConfigServer,   OwnId),
        rule(Data,         Device,              Publish,         DataDevice,     OwnId),
        rule(Data,         DataService,         Publish,         ConfigServer,   AnyDevice),
        rule(Data,         DataService,         PublishRetained, ConfigServer,   AnyDevice),
        rule(Data,         DataService,         Subscribe,       DataDevice,     AnyDevice),
    ]
};
