//! The task behind a [`ServiceClient`](super::ServiceClient): one connection after
//! the other.

use std::sync::Arc;
use std::time::Duration;

use rumqttc::{
    AckMode, AsyncClient, ClientError, ConnectReturnCode, ConnectionError, Event, EventLoop,
    Incoming, MqttOptions, NetworkOptions, QoS, TlsConfiguration, Transport,
};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use super::{Acknowledgement, ConnectionState, FAREWELL, ReceivedMessage, ServiceSettings};
use crate::broker::MAX_PACKET;
use crate::progress::Progress;

const KEEP_ALIVE_SECONDS: u16 = 60;

/// Publishes on their way to the broker at the same time. A fleet's worth of
/// configurations goes out at once after a broker lost its retained messages.
const MAX_PUBLISHING: u16 = 1000;

/// The first pause before a new connection, and the longest.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(30));

/// How a connection ended.
enum End {
    /// It was asked to.
    Stopped,
    /// The broker said so: try again.
    Busy,
    /// Anything else.
    Lost(String),
}

/// The task behind a [`ServiceClient`](super::ServiceClient).
pub(super) struct Connection {
    pub(super) settings: ServiceSettings,
    pub(super) sender: mpsc::UnboundedSender<ReceivedMessage>,
    pub(super) link: watch::Sender<Option<AsyncClient>>,
    pub(super) report: watch::Sender<ConnectionState>,
    pub(super) stopped: watch::Receiver<bool>,
    pub(super) progress: Progress,
}

impl Connection {
    pub(super) async fn run(mut self) {
        let mut pause = BACK_OFF.0;
        loop {
            let (client, events) = self.client();
            let end = self.serve(client, events).await;
            self.link.send_replace(None);
            let was_connected = *self.report.borrow() == ConnectionState::Connected;
            match end {
                End::Stopped => {
                    let reason = "stopped".to_owned();
                    self.report
                        .send_replace(ConnectionState::Disconnected(reason));
                    return;
                }
                // Not yet an outcome for whoever waits for the first one.
                End::Busy if !was_connected => {}
                End::Busy => {
                    let reason = "the broker is busy".to_owned();
                    self.report
                        .send_replace(ConnectionState::Disconnected(reason));
                }
                End::Lost(reason) => {
                    self.report
                        .send_replace(ConnectionState::Disconnected(reason));
                }
            }
            // A connection that stood starts the series anew.
            if was_connected {
                pause = BACK_OFF.0;
            }
            tokio::select! {
                () = sleep(pause) => {}
                _ = self.stopped.wait_for(|stopped| *stopped) => return,
            }
            pause = (pause * 2).min(BACK_OFF.1);
        }
    }

    /// One connection, from its beginning to its end.
    async fn serve(&mut self, client: AsyncClient, mut events: EventLoop) -> End {
        let mut stopped = self.stopped.clone();
        let mut farewell = false;
        loop {
            let event = tokio::select! {
                event = events.poll() => event,
                _ = stopped.wait_for(|stopped| *stopped), if !farewell => {
                    farewell = true;
                    if client.try_disconnect_with_timeout(FAREWELL).is_err() {
                        return End::Stopped;
                    }
                    continue;
                }
            };
            match event {
                Ok(Event::Incoming(Incoming::ConnAck(_))) => {
                    if let Err(error) = self.subscribe(&client) {
                        return End::Lost(error.to_string());
                    }
                }
                Ok(Event::Incoming(Incoming::SubAck(ack))) => {
                    if let Some(reason) = refused(&self.settings.filters, &ack) {
                        return End::Lost(reason);
                    }
                    self.connected(&client);
                }
                Ok(Event::Incoming(Incoming::Publish(publish))) => {
                    let pending = client
                        .prepare_ack(&publish)
                        .map(|ack| (client.clone(), ack));
                    let message = ReceivedMessage {
                        topic: String::from_utf8_lossy(&publish.topic).into_owned(),
                        payload: publish.payload,
                        retain: publish.retain,
                        acknowledgement: Acknowledgement {
                            pending,
                            _in_hand: self.progress.begin(),
                        },
                    };
                    if self.sender.send(message).is_err() {
                        return End::Stopped;
                    }
                }
                Ok(_) => {}
                Err(ConnectionError::RequestsDone) => return End::Stopped,
                // rmqtt's answer to a client whose previous connection is just
                // being taken down.
                Err(ConnectionError::ConnectionRefused(ConnectReturnCode::ServiceUnavailable)) => {
                    return End::Busy;
                }
                Err(error) => return End::Lost(error.to_string()),
            }
        }
    }

    fn subscribe(&self, client: &AsyncClient) -> Result<(), ClientError> {
        if self.settings.filters.is_empty() {
            self.connected(client);
            return Ok(());
        }
        let filters = self
            .settings
            .filters
            .iter()
            .map(|filter| rumqttc::SubscribeFilter::new(filter.clone(), QoS::AtLeastOnce));
        client.try_subscribe_many(filters)
    }

    fn connected(&self, client: &AsyncClient) {
        self.link.send_replace(Some(client.clone()));
        self.report.send_replace(ConnectionState::Connected);
    }

    fn client(&self) -> (AsyncClient, EventLoop) {
        let settings = &self.settings;
        let mut options = MqttOptions::new(
            settings.client_id.clone(),
            (settings.host.clone(), settings.port),
        );
        options
            .set_transport(Transport::tls_with_config(TlsConfiguration::Rustls(
                Arc::clone(&settings.tls),
            )))
            .set_keep_alive(KEEP_ALIVE_SECONDS)
            .set_clean_session(true)
            .set_ack_mode(AckMode::Manual)
            .set_inflight(MAX_PUBLISHING)
            // The default of one request per flush costs a system call and a
            // TLS record for each acknowledgement.
            .set_max_request_batch(128)
            .set_max_packet_size(MAX_PACKET, MAX_PACKET);
        let (client, mut events) = AsyncClient::builder(options)
            // Acknowledging must never wait, and so cannot fill anything: there
            // are at most as many as messages in hand.
            .unbounded()
            .build();
        let mut network = NetworkOptions::new();
        network.set_tcp_nodelay(true);
        events.set_network_options(network);
        (client, events)
    }
}

/// The filters that a SUBACK refuses, in words.
fn refused(filters: &[String], ack: &rumqttc::SubAck) -> Option<String> {
    let refused: Vec<_> = filters
        .iter()
        .zip(&ack.return_codes)
        .filter(|(_, code)| **code == rumqttc::SubscribeReasonCode::Failure)
        .map(|(filter, _)| filter.as_str())
        .collect();
    (!refused.is_empty()).then(|| format!("the broker refused to subscribe {}", refused.join(", ")))
}
