//! A broker that follows the rules, or one thing beyond them.

use iot4emissions_proto::access::probe::{
    Action, Answer, Credential, Disguise, Question, Seen, World,
};
use iot4emissions_proto::access::{Principal, RULES, Rule, Rules};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::ServiceNames;

pub(crate) fn world(role: BrokerRole) -> World {
    let (device, other) = ("test-1".parse().unwrap(), "test-2".parse().unwrap());
    World::new(role, device, other, ServiceNames::default(), "m1").unwrap()
}

/// What an operator can get wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    Nothing,
    NoCertificateNeeded,
    NoCommonNameNeeded,
    NamelessByUserName,
    OldTls,
    UserNameCounts,
    GuestMayEverything,
    ClientIdCounts,
    ClientIdTakesOver,
    DevicesPublishAnywhere,
    DevicesRetain,
    WillsUnchecked,
    SubscriptionsUnchecked,
    DevicesShare,
    SystemForAll,
    DeliveriesUnchecked,
}

pub(crate) struct Fake {
    pub(crate) world: World,
    pub(crate) slip: Slip,
    pub(crate) rules: Vec<Rule>,
}

impl Fake {
    pub(crate) fn new(role: BrokerRole, slip: Slip) -> Self {
        Self {
            world: world(role),
            slip,
            rules: RULES.to_vec(),
        }
    }

    pub(crate) fn answer(&self, question: &Question) -> Answer {
        let granted = self.grants(question);
        Answer::of(match (&question.action, granted) {
            (Action::Connect, true) => Seen::Connected,
            (Action::TakeOver, true) => Seen::Ended,
            (Action::TakeOver, false) => Seen::Undisturbed,
            (Action::Subscribe { .. }, true) => Seen::Accepted,
            (action, true) if action.retains() => Seen::Kept,
            (_, true) => Seen::Delivered,
            (Action::Connect, false) => Seen::Closed,
            (Action::Subscribe { .. }, false) => Seen::Refused,
            (_, false) => Seen::Undelivered,
        })
    }

    fn connects(&self, question: &Question) -> bool {
        let guise = question.guise;
        match guise.credential {
            Credential::Absent => self.slip == Slip::NoCertificateNeeded,
            Credential::WithoutCommonName => match self.slip {
                Slip::NoCommonNameNeeded => true,
                Slip::NamelessByUserName => guise.disguise != Disguise::Plain,
                _ => false,
            },
            _ => guise.disguise != Disguise::OldTls || self.slip == Slip::OldTls,
        }
    }

    /// Whom the broker takes it for.
    fn principal(&self, question: &Question) -> Option<Principal> {
        let by_user_name = match question.guise.disguise {
            Disguise::UserNameOfOther => self.world.principal(Credential::Other),
            Disguise::UserNameOfService => self.world.principal(Credential::Service),
            _ => None,
        };
        let by_client_id = match question.guise.disguise {
            Disguise::ClientIdOfOther => self.world.principal(Credential::Other),
            _ => None,
        };
        let by_certificate = self.world.principal(question.guise.credential);
        match self.slip {
            Slip::UserNameCounts => by_user_name.or(by_certificate),
            Slip::ClientIdCounts => by_client_id.or(by_certificate),
            Slip::NamelessByUserName => by_certificate.or(by_user_name),
            _ => by_certificate,
        }
    }

    fn grants(&self, question: &Question) -> bool {
        if !self.connects(question) {
            return false;
        }
        let slip = self.slip;
        if slip == Slip::GuestMayEverything && question.guise.disguise == Disguise::Guest {
            return true;
        }
        match &question.action {
            Action::Connect => return true,
            Action::TakeOver => return slip == Slip::ClientIdTakesOver,
            Action::ReceiveSystem => return slip == Slip::SystemForAll,
            _ => {}
        }
        let Some(principal) = self.principal(question) else {
            return false;
        };
        let is_device = principal.device().is_some();
        let (rules, role) = (Rules(&self.rules), self.world.role());
        let publish = |topic: &str, retain| rules.publish(&principal, role, topic, retain).is_ok();
        match &question.action {
            Action::Will { topic, retain, .. } => {
                publish(topic, *retain) || slip == Slip::WillsUnchecked
            }
            Action::Publish { topic, retain, .. } => {
                publish(topic, *retain)
                    || slip == Slip::DevicesPublishAnywhere && is_device && !retain
                    || slip == Slip::DevicesRetain && is_device && publish(topic, false)
            }
            Action::Subscribe { filter } => {
                rules.subscribe(&principal, role, filter).is_ok()
                    || slip == Slip::SubscriptionsUnchecked
                    || slip == Slip::DevicesShare && filter.starts_with("$share/")
                    || slip == Slip::SystemForAll && filter.starts_with("$SYS/")
            }
            Action::Receive { topic, .. } => {
                rules.receive(&principal, role, topic).is_ok() || slip == Slip::DeliveriesUnchecked
            }
            other => panic!("{other}"),
        }
    }
}
