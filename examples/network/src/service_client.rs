//! A service's MQTT connection.
//!
//! What the services need is little but exact: take a message, commit it, and
//! only then acknowledge it (P-7.8); publish a retained message and know that
//! it stands. Everything else, reconnecting above all, happens in here.
//!
//! **The client crate is rumqttc-v4-next 0.34.** It is the maintained successor
//! of rumqttc 0.25, which pulls in rustls-webpki 0.102 (four advisories) and the
//! unmaintained rustls-pemfile; the successor has neither, reports the PUBACK of
//! a publish to whoever sent it, takes rustls's `ClientConfig` as it is, needs no
//! process-wide crypto provider, and lets the socket be replaced. mqtt5 0.49
//! speaks MQTT 5 only, which the brokers of this network do not.
//!
//! **One client per connection.** An MQTT packet id means something on one
//! connection only, and an acknowledgement that arrives late must not hit
//! another message on the next. So each connection gets a client and an event
//! loop of its own, and an [`Acknowledgement`] holds the client that its message
//! came through; after the connection is gone it does nothing, and the broker
//! delivers the message again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rumqttc::{
    AckMode, AsyncClient, ClientError, ConnectReturnCode, ConnectionError, Event, EventLoop,
    Incoming, ManualAck, MqttOptions, NetworkOptions, PublishOptions, QoS, TlsConfiguration,
    Transport,
};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_rustls::rustls::ClientConfig;

use crate::broker::{MAX_PACKET, MAX_PAYLOAD};

const KEEP_ALIVE_SECONDS: u16 = 60;

/// Publishes on their way to the broker at the same time. A fleet's worth of
/// configurations goes out at once after a broker lost its retained messages.
const MAX_PUBLISHING: u16 = 1000;

/// The first pause before a new connection, and the longest.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(30));

/// A publish that ends this many connections is one that the broker refuses:
/// closing the connection is all that MQTT 3.1.1 lets it say.
const ATTEMPTS: u32 = 4;

/// How long [`ServiceClient::stop`] waits for what is still under way.
const FAREWELL: Duration = Duration::from_secs(2);

/// Where and as whom to connect.
#[derive(Clone)]
pub struct ServiceSettings {
    /// The broker's host name or address, as in its certificate.
    pub host: String,
    /// The broker's port.
    pub port: u16,
    /// The client id: the common name of the certificate in `tls`.
    pub client_id: String,
    /// TLS with the service's identity.
    pub tls: Arc<ClientConfig>,
    /// What to subscribe, on every connection.
    pub filters: Vec<String>,
}

/// A message for the service.
pub struct Message {
    /// Its topic.
    pub topic: String,
    /// Its payload.
    pub payload: Bytes,
    /// Whether it was retained.
    pub retain: bool,
    /// To be called after the commit.
    pub acknowledgement: Acknowledgement,
}

// By hand: a registration request holds a VIN, which no log may see.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("topic", &self.topic)
            .field("bytes", &self.payload.len())
            .field("retain", &self.retain)
            .finish_non_exhaustive()
    }
}

/// Lets a message be acknowledged once. Dropped without it, the message comes
/// again with the next connection.
#[derive(Debug)]
#[must_use = "a message that is never acknowledged comes again with every connection"]
pub struct Acknowledgement {
    /// `None` for QoS 0, which knows no acknowledgement.
    pending: Option<(AsyncClient, ManualAck)>,
}

impl Acknowledgement {
    /// Acknowledges. Never waits; if the connection that the message came
    /// through is gone, nothing happens and the message comes again.
    pub fn send(self) {
        if let Some((client, ack)) = self.pending {
            // Fails only with that connection.
            let _ = client.try_manual_ack(ack);
        }
    }
}

/// How the connection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// No attempt has ended yet.
    Connecting,
    /// Connected, and all filters subscribed.
    Connected,
    /// Not connected; why the last connection or attempt ended.
    Disconnected(String),
}

/// Why a first connection failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot connect {client_id} to {host}:{port}: {reason}")]
pub struct ConnectError {
    /// The client id.
    pub client_id: String,
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// What went wrong.
    pub reason: String,
}

/// Why a message was not published.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// Longer than the protocol allows (P-5.3).
    #[error("expected a payload of at most {MAX_PAYLOAD} bytes, found {found}")]
    TooLarge {
        /// Its length.
        found: usize,
    },
    /// Not a topic that can be published to.
    #[error("expected a topic without wildcards, found {found:?}")]
    Topic {
        /// The topic.
        found: String,
    },
    /// The broker ended the connection each time.
    #[error("the broker closed {ATTEMPTS} connections in a row on a publish to {topic:?}")]
    Refused {
        /// The topic.
        topic: String,
    },
    /// The client was stopped first. The message may or may not have arrived.
    #[error("the client was stopped before the broker acknowledged the message")]
    Stopped,
}

/// A service's connection, kept up until it is stopped or dropped.
pub struct ServiceClient {
    messages: mpsc::UnboundedReceiver<Message>,
    publisher: Publisher,
    state: watch::Receiver<ConnectionState>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl ServiceClient {
    /// Starts connecting and returns at once. Whatever goes wrong is tried
    /// again, with growing pauses; [`Self::state`] tells.
    #[must_use]
    pub fn start(settings: ServiceSettings) -> Self {
        // Unbounded, but the broker's window of unacknowledged messages bounds
        // it; a bounded one could block the acknowledgements behind it.
        let (sender, messages) = mpsc::unbounded_channel();
        let (link, current) = watch::channel(None);
        let (report, state) = watch::channel(ConnectionState::Connecting);
        let (stop, stopped) = watch::channel(false);
        let connection = Connection {
            settings,
            sender,
            link,
            report,
            stopped,
        };
        Self {
            messages,
            publisher: Publisher { current },
            state,
            stop,
            task: tokio::spawn(connection.run()),
        }
    }

    /// Connects and subscribes; the first failure is an error, unless the broker
    /// asks to try again. From then on as [`Self::start`].
    ///
    /// # Errors
    /// [`ConnectError`]: no broker there, TLS, a refused CONNECT or SUBSCRIBE.
    pub async fn connect(settings: ServiceSettings) -> Result<Self, ConnectError> {
        let (client_id, host, port) = (
            settings.client_id.clone(),
            settings.host.clone(),
            settings.port,
        );
        let client = Self::start(settings);
        let mut state = client.state.clone();
        let first = state
            .wait_for(|s| *s != ConnectionState::Connecting)
            .await
            .map(|s| s.clone());
        match first {
            Ok(ConnectionState::Disconnected(reason)) => Err(ConnectError {
                client_id,
                host,
                port,
                reason,
            }),
            _ => Ok(client),
        }
    }

    /// The next message; `None` once the client is stopped. Messages of a
    /// connection that was lost meanwhile still come out, and come again.
    pub async fn next(&mut self) -> Option<Message> {
        self.messages.recv().await
    }

    /// The next message that has already arrived.
    pub fn try_next(&mut self) -> Option<Message> {
        self.messages.try_recv().ok()
    }

    /// For publishing, from any task.
    #[must_use]
    pub fn publisher(&self) -> Publisher {
        self.publisher.clone()
    }

    /// The state of the connection, to read or to wait for.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<ConnectionState> {
        self.state.clone()
    }

    /// Sends what is under way (for two seconds at most) and a DISCONNECT.
    /// Acknowledgements sent before this call arrive.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let _ = timeout(2 * FAREWELL, &mut self.task).await;
    }
}

impl Drop for ServiceClient {
    fn drop(&mut self) {
        // Ends the connection without a DISCONNECT, as a killed process does.
        self.task.abort();
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("state", &*self.state.borrow())
            .finish_non_exhaustive()
    }
}

/// Publishes over a service's connection.
#[derive(Clone, Debug)]
pub struct Publisher {
    current: watch::Receiver<Option<AsyncClient>>,
}

impl Publisher {
    /// Publishes with QoS 1 and returns when the broker's PUBACK is here: a
    /// retained message stands from then on. A connection lost meanwhile is
    /// waited out and the message sent again, so it may arrive twice. Cancelled,
    /// it may or may not arrive.
    ///
    /// # Errors
    /// [`PublishError`].
    pub async fn publish(
        &self,
        topic: &str,
        payload: impl Into<Bytes>,
        retain: bool,
    ) -> Result<(), PublishError> {
        let payload = payload.into();
        // The client would end the connection over it.
        if payload.len() > MAX_PAYLOAD {
            return Err(PublishError::TooLarge {
                found: payload.len(),
            });
        }
        let options = PublishOptions::new(QoS::AtLeastOnce).retain(retain);
        let mut current = self.current.clone();
        for _ in 0..ATTEMPTS {
            let client = current
                .wait_for(Option::is_some)
                .await
                .map_err(|_| PublishError::Stopped)?
                .clone();
            let Some(client) = client else { continue };
            match client
                .publish_tracked(topic, payload.clone(), options)
                .await
            {
                Ok(notice) => {
                    if notice.wait_async().await.is_ok() {
                        return Ok(());
                    }
                }
                Err(ClientError::RequestChannelDisconnected(_)) => {}
                Err(_) => {
                    return Err(PublishError::Topic {
                        found: topic.to_owned(),
                    });
                }
            }
            // That connection is gone. Its client is still in place for a
            // moment; only the next one is of use.
            current.changed().await.map_err(|_| PublishError::Stopped)?;
        }
        Err(PublishError::Refused {
            topic: topic.to_owned(),
        })
    }
}

/// How a connection ended.
enum End {
    /// It was asked to.
    Stopped,
    /// The broker said so: try again.
    Busy,
    /// Anything else.
    Lost(String),
}

/// The task behind a [`ServiceClient`].
struct Connection {
    settings: ServiceSettings,
    sender: mpsc::UnboundedSender<Message>,
    link: watch::Sender<Option<AsyncClient>>,
    report: watch::Sender<ConnectionState>,
    stopped: watch::Receiver<bool>,
}

impl Connection {
    async fn run(mut self) {
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
                    let message = Message {
                        topic: String::from_utf8_lossy(&publish.topic).into_owned(),
                        payload: publish.payload,
                        retain: publish.retain,
                        acknowledgement: Acknowledgement { pending },
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
