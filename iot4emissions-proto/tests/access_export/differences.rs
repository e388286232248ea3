//! Where a broker's language cannot say what the rules say.
//!
//! Each difference has a name, and says of every question whether it is about it.
//! All else has to be equal, and a difference that does not occur is an error too.

use iot4emissions_proto::access::{self, Principal};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, DeviceIdError};
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
    /// The same built without shared subscriptions.
    RmqttUnshared,
    /// `examples/network`, which embeds rmqtt and asks the rules themselves.
    Embedded,
}

/// One of them.
pub(crate) struct Difference {
    /// Its name, as in `Format::differences`, which says what it is.
    pub(crate) name: &'static str,
    /// Where it occurs.
    pub(crate) formats: &'static [Enforced],
    /// Whether the broker grants what the rules deny, or the other way round.
    pub(crate) grants: bool,
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

use Enforced::{
    AwsIot, Embedded, Emqx, EmqxHttp, Mosquitto, MosquittoDynsec, RabbitMq, Rmqtt, RmqttUnshared,
};

/// All of them.
pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        name: "retain",
        formats: &[Mosquitto, MosquittoDynsec, RabbitMq, Rmqtt, RmqttUnshared],
        grants: true,
        about: |q, _| match q.action {
            Action::Publish { topic, retain } => {
                retain && access::publish(q.who, q.broker, topic, false).is_ok()
            }
            _ => false,
        },
    },
    Difference {
        name: "no-device-id",
        formats: &[
            Mosquitto,
            MosquittoDynsec,
            Emqx,
            AwsIot,
            Rmqtt,
            RmqttUnshared,
        ],
        grants: true,
        about: |q, format| match q.action {
            Action::Publish { topic, .. } => last_level(q, topic).is_some_and(|last| {
                let mosquitto = [Mosquitto, MosquittoDynsec].contains(&format);
                let rmqtt = [Rmqtt, RmqttUnshared].contains(&format);
                let denied = SERVICES.contains(&last)
                    || (mosquitto && last.contains('\n'))
                    || (rmqtt && last.starts_with('$'));
                !last.is_empty() && !last.contains('/') && !denied
            }),
            _ => false,
        },
    },
    Difference {
        name: "vin-shape",
        formats: &[RabbitMq],
        grants: true,
        about: |q, _| match q.action {
            Action::Publish { topic, .. } => last_level(q, topic).is_some_and(|last| {
                last.len() != 17 && last.parse::<DeviceId>() == Err(DeviceIdError::VinShape)
            }),
            _ => false,
        },
    },
    Difference {
        name: "own-name",
        formats: &[Mosquitto],
        grants: false,
        about: |q, _| match q.action {
            Action::Receive { topic } => topic.ends_with(&format!("/{}", own_name(q))),
            _ => false,
        },
    },
    Difference {
        name: "control-characters",
        formats: &[Mosquitto, MosquittoDynsec],
        grants: false,
        about: |q, _| match q.action {
            Action::Publish { topic: text, .. }
            | Action::Subscribe { filter: text }
            | Action::Receive { topic: text } => text.contains('\n'),
        },
    },
    Difference {
        name: "dollar-levels",
        formats: &[Rmqtt, RmqttUnshared, Embedded],
        grants: false,
        about: |q, _| match q.action {
            Action::Publish { topic: text, .. }
            | Action::Subscribe { filter: text }
            | Action::Receive { topic: text } => has_dollar_level(text),
        },
    },
    Difference {
        name: "any-subscription",
        formats: &[Mosquitto],
        grants: true,
        about: |q, _| match q.action {
            Action::Subscribe { filter } => !filter.contains('\n'),
            _ => false,
        },
    },
    Difference {
        name: "shared-own-topic",
        formats: &[Emqx, EmqxHttp, Rmqtt],
        grants: true,
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
        name: "no-sharing",
        formats: &[RabbitMq, RmqttUnshared, Embedded],
        grants: false,
        about: |q, _| match q.action {
            Action::Subscribe { filter } => unshared(filter).is_some(),
            _ => false,
        },
    },
    Difference {
        name: "separators",
        formats: &[RabbitMq],
        grants: true,
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
        name: "separators",
        formats: &[RabbitMq],
        grants: false,
        about: |q, _| match q.action {
            Action::Subscribe { filter: text } | Action::Receive { topic: text } => {
                text.contains('.')
            }
            Action::Publish { .. } => false,
        },
    },
];

/// The default names of the services.
const SERVICES: [&str; 2] = ["ota-registration-service", "obfcm-data-service"];

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
        Principal::RegistrationService => SERVICES[0],
        Principal::DataService => SERVICES[1],
    }
}

/// Whether a level but the first starts with `$`.
fn has_dollar_level(text: &str) -> bool {
    unshared(text).unwrap_or(text).contains("/$")
}

/// The text with slashes for its dots, if it has any.
fn slashed(text: &str) -> Option<String> {
    text.contains('.').then(|| text.replace('.', "/"))
}
