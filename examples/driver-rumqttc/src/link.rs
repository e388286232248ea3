//! A connection of rumqttc's. Its event loop would connect anew by itself; when to do
//! that is the device's decision (P-6.14), and what was not acknowledged is published
//! anew by the device (P-6.6). So each connection is a client of its own, whose first
//! error ends it.

mod reason;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use iot4emissions_proto::device::{
    ConnectionNumber, DisconnectReason, Input, Output, PublishNumber, ReasonCode, ReceivedPayload,
    ReceivedTopic,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{Endpoint, MAX_PAYLOAD};
use rumqttc::{
    AsyncClient, Event, EventLoop, Incoming, MqttOptions, Outgoing, PublishOptions, QoS,
    SubscribeReasonCode, TlsConfiguration, Transport,
};
use tokio::sync::mpsc;
use tokio_rustls::rustls::ClientConfig;

use reason::reason;

/// How long a DISCONNECT may take; PUBACKs that come meanwhile count (P-6.5).
const FAREWELL: Duration = Duration::from_secs(5);

/// The connection that is open, or being opened.
pub(crate) struct Link {
    pub(crate) connection: ConnectionNumber,
    client: AsyncClient,
    /// The numbers of publishes, in the order in which the client takes them up.
    publishes: mpsc::UnboundedSender<PublishNumber>,
}

impl Link {
    /// Opens one; what happens on it comes through `inputs`.
    pub(crate) fn open(
        connection: ConnectionNumber,
        device: &DeviceId,
        endpoint: Endpoint,
        tls: Arc<ClientConfig>,
        inputs: mpsc::UnboundedSender<Input>,
    ) -> Self {
        let address = (endpoint.host.as_str().to_owned(), endpoint.port.get());
        let mut options = MqttOptions::new(device.as_str(), address);
        options
            .set_transport(Transport::tls_with_config(TlsConfiguration::Rustls(tls)))
            .set_clean_session(true)
            .set_max_packet_size(2 * MAX_PAYLOAD, 2 * MAX_PAYLOAD);
        let (client, events) = AsyncClient::builder(options).unbounded().build();
        let (publishes, numbers) = mpsc::unbounded_channel();
        let listener = Listener {
            connection,
            endpoint,
            connected: false,
            numbers,
            packet_ids: HashMap::new(),
            inputs,
        };
        tokio::spawn(listener.listen(events));
        Self {
            connection,
            client,
            publishes,
        }
    }

    /// Subscribes or publishes with QoS 1, not retained (P-3.5, P-6.6). On a connection
    /// that is lost neither can be, and the listener has said so.
    pub(crate) fn carry_out(&self, output: Output) {
        match output {
            Output::Subscribe { connection, topic } if connection == self.connection => {
                let topic = topic.to_string();
                let _ = self.client.try_subscribe(topic, QoS::AtLeastOnce);
            }
            Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } if connection == self.connection => {
                let _ = self.publishes.send(publish);
                let (topic, payload) = (topic.to_string(), payload.0.into_bytes());
                let options = PublishOptions::new(QoS::AtLeastOnce);
                let _ = self.client.try_publish(topic, payload, options);
            }
            _ => {}
        }
    }

    pub(crate) fn close(self) {
        // On a connection that is lost there is nothing to say any more.
        let _ = self.client.try_disconnect_with_timeout(FAREWELL);
    }
}

/// The task that turns a connection's events into the device's inputs.
struct Listener {
    connection: ConnectionNumber,
    endpoint: Endpoint,
    connected: bool,
    numbers: mpsc::UnboundedReceiver<PublishNumber>,
    packet_ids: HashMap<u16, PublishNumber>,
    inputs: mpsc::UnboundedSender<Input>,
}

impl Listener {
    async fn listen(mut self, events: EventLoop) {
        let (host, port) = (self.endpoint.host.as_str(), self.endpoint.port.get());
        // The client would not say that this is what failed.
        let found = tokio::net::lookup_host((host, port)).await.is_ok();
        let reason = match found {
            true => self.listen_to(events).await,
            false => DisconnectReason::NameResolution,
        };
        let connection = self.connection;
        let _ = self.inputs.send(Input::Disconnected { connection, reason });
    }

    /// A poll after an error, or after the end that was asked for, would connect anew.
    async fn listen_to(&mut self, mut events: EventLoop) -> DisconnectReason {
        loop {
            match events.poll().await {
                Ok(Event::Outgoing(Outgoing::Disconnect)) => return DisconnectReason::Closed,
                // Where nobody listens, the program is ending.
                Ok(event) => drop(self.input(event).map(|input| self.inputs.send(input))),
                Err(error) => return reason(&error, self.connected),
            }
        }
    }

    fn input(&mut self, event: Event) -> Option<Input> {
        let connection = self.connection;
        match event {
            Event::Incoming(Incoming::ConnAck(_)) => {
                self.connected = true;
                Some(Input::Connected { connection })
            }
            Event::Incoming(Incoming::SubAck(ack)) => {
                let refused = ack.return_codes.contains(&SubscribeReasonCode::Failure);
                let reason = ReasonCode::UNSPECIFIED_ERROR;
                Some(match refused {
                    true => Input::SubscribeRefused { connection, reason },
                    false => Input::Subscribed { connection },
                })
            }
            Event::Incoming(Incoming::Publish(publish)) => Some(Input::Message {
                connection,
                topic: ReceivedTopic(String::from_utf8_lossy(&publish.topic).into_owned()),
                payload: ReceivedPayload(publish.payload.to_vec()),
                retain: publish.retain,
            }),
            Event::Outgoing(Outgoing::Publish(packet_id)) => {
                let number = self.numbers.try_recv().ok()?;
                self.packet_ids.insert(packet_id, number);
                None
            }
            Event::Incoming(Incoming::PubAck(ack)) => {
                let publish = self.packet_ids.remove(&ack.pkid)?;
                Some(Input::PublishAcknowledged {
                    connection,
                    publish,
                })
            }
            _ => None,
        }
    }
}
