//! Topics, and MQTT's rules for topic names and filters (P-3).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::topic::{Topic, TopicFilter, TopicKind, TopicName};

use crate::error::Fault;

/// The four topic families (P-3.1 to P-3.4).
#[uniffi::remote(Enum)]
pub enum TopicKind {
    RegisterDevice,
    RegisterServer,
    ConfigServer,
    DataDevice,
}

/// A topic in its parts.
#[derive(uniffi::Record)]
pub struct TopicParts {
    kind: TopicKind,
    device: DeviceId,
}

/// The parts of a topic's text.
#[uniffi::export]
fn topic_parts(text: &str) -> Result<TopicParts, Fault> {
    let topic: Topic = text.parse()?;
    Ok(TopicParts {
        kind: topic.kind(),
        device: topic.into_device(),
    })
}

/// What stands before the device ID.
#[uniffi::export]
fn topic_prefix(kind: TopicKind) -> String {
    kind.prefix().to_owned()
}

/// Whether the text is a topic name of MQTT.
#[uniffi::export]
fn topic_name_check(text: &str) -> Result<(), Fault> {
    TopicName::new(text)?;
    Ok(())
}

/// Whether the text is a topic filter of MQTT.
#[uniffi::export]
fn topic_filter_check(text: &str) -> Result<(), Fault> {
    text.parse::<TopicFilter>()?;
    Ok(())
}
