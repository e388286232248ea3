//! Where a broker's language cannot say what the rules say.
//!
//! Each difference has a name, and says of every question whether it is about it.
//! All else has to be equal, and a difference that does not occur is an error too.

use iot4emissions_proto::access::{self, Principal};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::topic::Topic;

use crate::question::{Action, Question};

/// Where rules are enforced: the exported formats, and EMQX's other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Enforced {
    Mosquitto,
    MosquittoDynsec,
    Emqx,
    EmqxHttp,
    AwsIot,
    RabbitMq,
    Rmqtt,
}

/// One of them.
pub(crate) struct Difference {
    /// Its name, as in the table of `docs/access-differences.md`.
    pub(crate) name: &'static str,
    /// Where it occurs.
    pub(crate) formats: &'static [Enforced],
    /// Whether the broker grants what the rules deny, or the other way round.
    pub(crate) grants: bool,
    /// What happens, and what follows from it.
    pub(crate) text: &'static str,
    /// The questions that it is about; those that the rules answer like the broker
    /// are left out by [`Difference::is_about`].
    about: fn(&Question<'_>, Enforced) -> bool,
}

impl Difference {
    /// Whether the broker behind `format` answers this question in another way than
    /// the rules, for this reason.
    pub(crate) fn is_about(&self, format: Enforced, question: &Question<'_>) -> bool {
        self.formats.contains(&format)
            && (self.about)(question, format)
            && question.expected() != self.grants
    }
}

use Enforced::{AwsIot, Emqx, EmqxHttp, Mosquitto, MosquittoDynsec, RabbitMq, Rmqtt};

/// All of them.
pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        name: "retain",
        formats: &[Mosquitto, MosquittoDynsec, RabbitMq, Rmqtt],
        grants: true,
        text: "A device may set RETAIN on its own topics. Its last message is then \
               delivered again to a service that subscribes anew, which takes it for a \
               repetition (P-3.5).",
        about: |q, _| match q.action {
            Action::Publish { topic, retain } => {
                retain && access::publish(q.who, q.broker, topic, false).is_ok()
            }
            _ => false,
        },
    },
    Difference {
        name: "no device ID",
        formats: &[Mosquitto, MosquittoDynsec, Emqx, AwsIot, Rmqtt],
        grants: true,
        text: "A service may publish in its family under a last level that is no device \
               ID, but not under an empty one. No device may subscribe it.",
        about: |q, format| match q.action {
            Action::Publish { topic, .. } => last_level(q, topic).is_some_and(|last| {
                let mosquitto = [Mosquitto, MosquittoDynsec].contains(&format);
                let denied = (mosquitto && last.contains('\n'))
                    || (format == Mosquitto && last == own_name(q));
                !last.is_empty() && !last.contains('/') && !denied
            }),
            _ => false,
        },
    },
    Difference {
        name: "own name",
        formats: &[Mosquitto],
        grants: false,
        text: "A service is not sent what would come from a device with the service's own \
               name, because the devices' patterns are taken from it. There is no such \
               device (P-2.4).",
        about: |q, _| match q.action {
            Action::Receive { topic } => topic.ends_with(&format!("/{}", own_name(q))),
            _ => false,
        },
    },
    Difference {
        name: "control characters",
        formats: &[Mosquitto, MosquittoDynsec],
        grants: false,
        text: "A control character in a topic or filter ends the connection, which MQTT \
               permits (MQTT 3.1.1 §1.5.3). No device ID contains one (P-2.1).",
        about: |q, _| match q.action {
            Action::Publish { topic: text, .. }
            | Action::Subscribe { filter: text }
            | Action::Receive { topic: text } => text.contains('\n'),
        },
    },
    Difference {
        name: "any SUBSCRIBE",
        formats: &[Mosquitto],
        grants: true,
        text: "Every SUBSCRIBE is granted, and what the rules deny is not delivered. But a \
               device that joins a service's shared subscription swallows its part of the \
               messages: services do not share subscriptions on this broker.",
        about: |q, _| match q.action {
            Action::Subscribe { filter } => !filter.contains('\n'),
            _ => false,
        },
    },
    Difference {
        name: "own topic shared",
        formats: &[Emqx, EmqxHttp, Rmqtt],
        grants: true,
        text: "A device may share a subscription of its own topic: the broker shows the \
               rules the filter without its group. Nobody else may join it.",
        about: |q, _| match q.action {
            Action::Subscribe { filter } => {
                q.who.device().is_some()
                    && unshared(filter)
                        .is_some_and(|own| access::subscribe(q.who, q.broker, own).is_ok())
            }
            _ => false,
        },
    },
    Difference {
        name: "no shared subscriptions",
        formats: &[RabbitMq],
        grants: false,
        text: "There are none: a service's SUBSCRIBE of one is refused.",
        about: |q, _| match q.action {
            Action::Subscribe { filter } => unshared(filter).is_some(),
            _ => false,
        },
    },
    Difference {
        name: "dots for slashes",
        formats: &[RabbitMq],
        grants: true,
        text: "Topics are routing keys, in which a dot is what a slash is: who may use a \
               topic may also write it with dots, and it is the same topic.",
        about: |q, _| match q.action {
            Action::Publish { topic, .. } => slashed(topic)
                .is_some_and(|topic| access::publish(q.who, q.broker, &topic, false).is_ok()),
            Action::Subscribe { filter } => {
                slashed(filter)
                    .is_some_and(|filter| access::subscribe(q.who, q.broker, &filter).is_ok())
                    && unshared(filter).is_none()
            }
            Action::Receive { topic } => {
                slashed(topic).is_some_and(|topic| access::receive(q.who, q.broker, &topic).is_ok())
            }
        },
    },
    Difference {
        name: "dots in a level",
        formats: &[RabbitMq],
        grants: false,
        text: "For the same reason a last level with a dot in it is two levels, which a \
               service is not sent. No device ID contains one (P-2.1).",
        about: |q, _| match q.action {
            Action::Subscribe { filter: text } | Action::Receive { topic: text } => {
                text.contains('.')
            }
            Action::Publish { .. } => false,
        },
    },
];

/// The rest of a topic after the family that a service publishes on the broker.
fn last_level<'a>(question: &Question<'_>, topic: &'a str) -> Option<&'a str> {
    let prefix = match (question.who, question.broker) {
        (Principal::RegistrationService, BrokerRole::Registration) => {
            "iot4emissions/registerServer/"
        }
        (Principal::DataService, BrokerRole::Data) => "iot4emissions/configServer/",
        _ => return None,
    };
    debug_assert!(format!("{prefix}x").parse::<Topic>().is_ok());
    topic.strip_prefix(prefix)
}

/// The filter in a shared subscription.
fn unshared(filter: &str) -> Option<&str> {
    let (_, filter) = filter.strip_prefix("$share/")?.split_once('/')?;
    Some(filter)
}

fn own_name(question: &Question<'_>) -> &'static str {
    match question.who {
        Principal::Device(_) => "no service",
        Principal::RegistrationService => "ota-registration-service",
        Principal::DataService => "obfcm-data-service",
    }
}

/// The text with slashes for its dots, if it has any.
fn slashed(text: &str) -> Option<String> {
    text.contains('.').then(|| text.replace('.', "/"))
}
