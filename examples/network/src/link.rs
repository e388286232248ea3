//! A device's connection to a broker, as its driver sees it: over TLS, or by direct
//! calls.

mod direct;
mod tls;

pub use direct::{DirectNetwork, Exchange, Receiver};
pub use tls::TlsNetwork;

use std::time::Duration;

use async_trait::async_trait;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{ConnectionNumber, DisconnectReason, Input, Output};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;

/// What a device reaches its brokers by.
#[async_trait]
pub trait Network: Send + Sync {
    /// Establishes a connection up to the CONNACK.
    async fn connect(
        &self,
        connection: ConnectionNumber,
        device: &DeviceId,
        broker: BrokerRole,
        endpoint: &Endpoint,
    ) -> Result<Box<dyn Link>, DisconnectReason>;
}

/// One connection.
#[async_trait]
pub trait Link: Send {
    /// Carries out what the device asks of it: subscribe, publish, disconnect.
    async fn carry_out(&mut self, output: &Output);

    /// What the device is to be told next; `None` where nothing came within `patience`.
    async fn input(&mut self, patience: Duration) -> Option<Input>;

    /// The bytes of the MQTT packets so far, both ways; 0 without MQTT.
    fn mqtt_bytes(&self) -> u64;

    /// The bytes on the TCP connection so far, both ways; 0 without one.
    fn wire_bytes(&self) -> u64;
}
