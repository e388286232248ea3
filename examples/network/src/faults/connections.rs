//! Connections that are cut, and that kill brokers as they go.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{ConnectionNumber, DisconnectReason, Input, Output};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;

use super::plan::Cut;
use super::world::Sabotage;
use crate::link::{Link, Network};

/// The devices' network, with faults.
pub(super) struct FaultyNetwork(pub(super) Arc<Sabotage>);

#[async_trait]
impl Network for FaultyNetwork {
    async fn connect(
        &self,
        connection: ConnectionNumber,
        device: &DeviceId,
        broker: BrokerRole,
        endpoint: &Endpoint,
    ) -> Result<Box<dyn Link>, DisconnectReason> {
        let cut = self.0.next_cut(device);
        let tls = self.0.world().tls();
        if cut == Some(Cut::BeforeConnack) {
            self.0.count_cut();
            tls.cut_before_connack(device, endpoint).await;
            return Err(DisconnectReason::Closed);
        }
        let inside = match tls.connect(connection, device, broker, endpoint).await {
            Ok(inside) => inside,
            Err(reason) => {
                // The device's time runs ahead with every attempt; it must not spend days
                // of it on a restart that takes a moment.
                self.0.world().up(broker).await;
                return Err(reason);
            }
        };
        Ok(Box::new(FaultyLink {
            connection,
            inside: Some(inside),
            cut,
            broker,
            sabotage: Arc::clone(&self.0),
            bytes: (0, 0),
        }))
    }
}

struct FaultyLink {
    connection: ConnectionNumber,
    /// Gone once it is cut.
    inside: Option<Box<dyn Link>>,
    cut: Option<Cut>,
    broker: BrokerRole,
    sabotage: Arc<Sabotage>,
    /// MQTT and wire, of a link that is gone.
    bytes: (u64, u64),
}

impl FaultyLink {
    /// Drops the TCP stream, without a word, where the plan says so.
    fn cut_at(&mut self, place: Cut) {
        if self.cut == Some(place)
            && let Some(link) = self.inside.take()
        {
            self.bytes = (link.mqtt_bytes(), link.wire_bytes());
            self.sabotage.count_cut();
        }
    }
}

#[async_trait]
impl Link for FaultyLink {
    async fn carry_out(&mut self, output: &Output) {
        if let Some(link) = &mut self.inside {
            link.carry_out(output).await;
        }
        if matches!(output, Output::Publish { .. }) {
            self.cut_at(Cut::AfterPublish);
        }
    }

    async fn input(&mut self, patience: Duration) -> Option<Input> {
        let Some(link) = &mut self.inside else {
            let (connection, reason) = (self.connection, DisconnectReason::Closed);
            return Some(Input::Disconnected { connection, reason });
        };
        let input = link.input(patience).await;
        match &input {
            Some(Input::Subscribed { .. }) => {
                self.cut_at(Cut::AfterSuback);
                self.sabotage.packet(self.broker, false).await;
            }
            Some(Input::PublishAcknowledged { .. }) => {
                self.cut_at(Cut::AfterPuback);
                self.sabotage.packet(self.broker, true).await;
            }
            _ => {}
        }
        input
    }

    fn mqtt_bytes(&self) -> u64 {
        let gone = self.bytes.0;
        self.inside.as_ref().map_or(gone, |link| link.mqtt_bytes())
    }

    fn wire_bytes(&self) -> u64 {
        let gone = self.bytes.1;
        self.inside.as_ref().map_or(gone, |link| link.wire_bytes())
    }
}
