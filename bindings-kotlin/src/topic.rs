//! Topics, and MQTT's rules for topic names and filters (P-3).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::topic::{
    ShareGroup, Subscription, Topic, TopicFilter, TopicKind, TopicName,
};

use crate::error::Fault;

/// The four topic families (P-3.1 to P-3.4).
#[uniffi::remote(Enum)]
pub enum TopicKind {
    RegisterDevice,
    RegisterServer,
    ConfigServer,
    DataDevice,
}

// What fails in these is a defect of the facade: it makes each by its function below alone.
uniffi::custom_type!(TopicFilter, String, {
    remote,
    lower: |filter| filter.as_str().to_owned(),
    try_lift: |text| Ok(text.parse()?),
});

/// A topic in its parts.
#[derive(uniffi::Record)]
pub struct TopicParts {
    kind: TopicKind,
    device: DeviceId,
}

uniffi::custom_type!(Topic, TopicParts, {
    remote,
    lower: |topic| TopicParts { kind: topic.kind(), device: topic.into_device() },
    try_lift: |parts| Ok(Topic::new(parts.kind, parts.device)),
});

/// The parts of a topic's text.
#[uniffi::export]
fn topic_parts(text: &str) -> Result<TopicParts, Fault> {
    let topic: Topic = text.parse()?;
    Ok(TopicParts {
        kind: topic.kind(),
        device: topic.into_device(),
    })
}

/// The topic's text.
#[uniffi::export]
fn topic_text(topic: TopicParts) -> String {
    Topic::new(topic.kind, topic.device).to_string()
}

/// The family's level in a topic.
#[uniffi::export]
fn topic_kind_text(kind: TopicKind) -> String {
    kind.as_str().to_owned()
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

/// The filter of one topic.
#[uniffi::export]
fn topic_filter_of(topic: TopicParts) -> TopicFilter {
    TopicFilter::from(&Topic::new(topic.kind, topic.device))
}

/// The filter of all devices' topics of one family (P-3.7).
#[uniffi::export]
fn topic_filter_all_devices(kind: TopicKind) -> TopicFilter {
    TopicFilter::all_devices(kind)
}

/// Whether a message on the topic is delivered to the filter (P-3.8).
#[uniffi::export]
fn topic_filter_matches(filter: TopicFilter, topic: &str) -> bool {
    filter.matches(topic)
}

/// Whether the filter matches all that another can match (P-3.8).
#[uniffi::export]
fn topic_filter_covers(filter: TopicFilter, other: TopicFilter) -> bool {
    filter.covers(&other)
}

/// Whether the text is a share group (P-3.7).
#[uniffi::export]
fn share_group_check(text: &str) -> Result<(), Fault> {
    text.parse::<ShareGroup>()?;
    Ok(())
}

/// A subscription in its parts.
#[derive(uniffi::Record)]
pub struct SubscriptionParts {
    filter: TopicFilter,
    group: Option<String>,
}

impl TryFrom<SubscriptionParts> for Subscription {
    type Error = Fault;

    fn try_from(parts: SubscriptionParts) -> Result<Self, Fault> {
        Ok(match parts.group {
            None => Self::new(parts.filter),
            Some(group) => Self::shared(group.parse::<ShareGroup>()?, parts.filter)?,
        })
    }
}

/// The parts of a subscription's text.
#[uniffi::export]
fn subscription_parts(text: &str) -> Result<SubscriptionParts, Fault> {
    let subscription: Subscription = text.parse()?;
    Ok(SubscriptionParts {
        filter: subscription.filter().clone(),
        group: subscription.group().map(|group| group.as_str().to_owned()),
    })
}

/// The subscription's text, which may be too long for MQTT (P-3.7, P-3.8).
#[uniffi::export]
fn subscription_text(subscription: SubscriptionParts) -> Result<String, Fault> {
    Ok(Subscription::try_from(subscription)?.to_string())
}
