//! A device's connection to a broker, as its driver sees it: over TLS, or by direct
//! calls.

mod direct;
mod tls;

pub use direct::DirectNetwork;
pub use tls::TlsNetwork;

use std::time::Duration;

use async_trait::async_trait;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::PublishNumber;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::topic::Topic;

/// What a device reaches its brokers by.
#[async_trait]
pub trait Network: Send + Sync {
    /// Establishes a connection up to the CONNACK; `None` where that fails.
    async fn connect(
        &self,
        device: &DeviceId,
        broker: BrokerRole,
        endpoint: &Endpoint,
    ) -> Option<Box<dyn Link>>;
}

/// One connection.
#[async_trait]
pub trait Link: Send {
    /// Subscribes the topic.
    async fn subscribe(&mut self, topic: &Topic);

    /// Publishes with QoS 1.
    async fn publish(&mut self, publish: PublishNumber, topic: &Topic, payload: &[u8]);

    /// The next event; `None` where none came within `patience`.
    async fn event(&mut self, patience: Duration) -> Option<LinkEvent>;

    /// Disconnects, and gives the events that had arrived by then.
    async fn disconnect(&mut self) -> Vec<LinkEvent>;

    /// The bytes of the MQTT packets so far, both ways; 0 without MQTT.
    fn mqtt_bytes(&self) -> u64;

    /// The bytes on the TCP connection so far, both ways; 0 without one.
    fn wire_bytes(&self) -> u64;
}

/// What happened on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkEvent {
    /// The subscription was answered.
    Subscribed {
        /// Whether it was accepted.
        accepted: bool,
    },
    /// A message arrived.
    Message {
        /// Its topic.
        topic: String,
        /// Its payload.
        payload: Vec<u8>,
        /// Its RETAIN flag.
        retain: bool,
    },
    /// A publish was acknowledged.
    Acknowledged(PublishNumber),
    /// The connection is gone.
    Closed,
}
