//! A connection of rumqttc's. Its event loop would connect anew by itself; when to do
//! that is the device's decision (P-6.14), and what was not acknowledged is published
//! anew by the device (P-6.6). So each connection is a client of its own, whose first
//! error ends it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use iot4emissions_proto::device::{ConnectionNumber, Input, PublishNumber};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{Endpoint, MAX_PAYLOAD};
use iot4emissions_proto::topic::Topic;
use rumqttc::{
    AsyncClient, ClientError, Event, EventLoop, Incoming, MqttOptions, Outgoing, PublishOptions,
    QoS, SubscribeReasonCode, TlsConfiguration, Transport,
};
use tokio::sync::mpsc;
use tokio_rustls::rustls::ClientConfig;

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
        endpoint: &Endpoint,
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

    /// P-3.9: QoS 1.
    pub(crate) fn subscribe(&self, topic: &Topic) -> Result<(), ClientError> {
        self.client
            .try_subscribe(topic.to_string(), QoS::AtLeastOnce)
    }

    /// P-6.6: QoS 1, not retained.
    pub(crate) fn publish(
        &self,
        number: PublishNumber,
        topic: &Topic,
        payload: &[u8],
    ) -> Result<(), ClientError> {
        // A listener that is gone has said that the connection is lost.
        let _ = self.publishes.send(number);
        let options = PublishOptions::new(QoS::AtLeastOnce);
        self.client
            .try_publish(topic.to_string(), payload.to_vec(), options)
    }

    pub(crate) fn close(self) {
        // On a connection that is lost there is nothing to say any more.
        let _ = self.client.try_disconnect_with_timeout(FAREWELL);
    }
}

/// The task that turns a connection's events into the device's inputs.
struct Listener {
    connection: ConnectionNumber,
    numbers: mpsc::UnboundedReceiver<PublishNumber>,
    packet_ids: HashMap<u16, PublishNumber>,
    inputs: mpsc::UnboundedSender<Input>,
}

impl Listener {
    async fn listen(mut self, mut events: EventLoop) {
        // A poll after an error, or after the end that was asked for, would connect anew.
        while let Ok(event) = events.poll().await {
            if let Event::Outgoing(Outgoing::Disconnect) = event {
                break;
            }
            if let Some(input) = self.input(event) {
                // Where nobody listens, the program is ending.
                let _ = self.inputs.send(input);
            }
        }
        let connection = self.connection;
        let _ = self.inputs.send(Input::Disconnected { connection });
    }

    fn input(&mut self, event: Event) -> Option<Input> {
        let connection = self.connection;
        match event {
            Event::Incoming(Incoming::ConnAck(_)) => Some(Input::Connected { connection }),
            Event::Incoming(Incoming::SubAck(ack)) => Some(Input::Subscribed {
                connection,
                accepted: !ack.return_codes.contains(&SubscribeReasonCode::Failure),
            }),
            Event::Incoming(Incoming::Publish(publish)) => Some(Input::Message {
                connection,
                topic: String::from_utf8_lossy(&publish.topic).into_owned(),
                payload: publish.payload.to_vec(),
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
