//! The topics, and who may do what on them.

use iot4emissions_proto::access::{RULES, Right, Scope};
use iot4emissions_proto::topic::TopicKind;

use super::markup::{code, prose, table};
use super::{Section, message_name, title_of};

pub(super) fn topics() -> Section {
    let rows = TopicKind::ALL.map(|kind| {
        let delivery = kind.delivery();
        vec![
            code(&format!("{}<device-ID>", kind.prefix())),
            format!("<a href=\"#{}\">{}</a>", message_name(kind), title_of(kind)),
            delivery.publisher.to_string(),
            delivery.subscriber.to_string(),
            delivery.broker.to_string(),
            delivery.qos.level().to_string(),
            if delivery.retained { "yes" } else { "no" }.to_owned(),
        ]
    });
    let heads = [
        "topic",
        "message",
        "published by",
        "subscribed by",
        "on the",
        "QoS",
        "retained",
    ];
    Section {
        anchor: "topics".to_owned(),
        title: "Topics and delivery".to_owned(),
        inner: Vec::new(),
        html: format!(
            "<p>{}</p>\n{}",
            prose(
                "Each device has four topics, the device ID being their last level. Every \
                 receiver tolerates duplicates; a retained message stays until it is replaced, \
                 and an empty one clears it (P-3.1 to P-3.6, JRC127600 §3.1)."
            ),
            table("Topics, who uses them, and how", &heads, &rows)
        ),
    }
}

pub(super) fn rights() -> Section {
    let rows: Vec<_> = RULES
        .iter()
        .map(|rule| {
            vec![
                rule.party.to_string(),
                rule.right.to_string(),
                code(&match rule.scope {
                    Scope::OwnId => format!("{}<own-ID>", rule.kind.prefix()),
                    Scope::AnyDevice if rule.right == Right::Subscribe => {
                        format!("{}+", rule.kind.prefix())
                    }
                    Scope::AnyDevice => format!("{}<any-ID>", rule.kind.prefix()),
                }),
                rule.broker.to_string(),
            ]
        })
        .collect();
    Section {
        anchor: "rights".to_owned(),
        title: "Rights".to_owned(),
        inner: Vec::new(),
        html: format!(
            "<p>{}</p>\n{}",
            prose(
                "Whatever is not listed is denied (P-4.1 to P-4.3, JRC127600 §3.1.2). A device \
                 is known by the common name of its certificate, and reaches no topic of \
                 another one."
            ),
            table(
                "All rights that there are",
                &["who", "may", "topics", "on the"],
                &rows
            )
        ),
    }
}
