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

mod connection;
mod publisher;

pub use publisher::{PublishError, Publisher};

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rumqttc::{AsyncClient, ManualAck};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::rustls::ClientConfig;

use crate::progress::{InProgress, Progress};
use connection::Connection;

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
pub struct ReceivedMessage {
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
impl fmt::Debug for ReceivedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedMessage")
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
    /// Until then the message is in progress.
    _in_hand: InProgress,
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

/// A service's connection, kept up until it is stopped or dropped.
pub struct ServiceClient {
    messages: mpsc::UnboundedReceiver<ReceivedMessage>,
    publisher: Publisher,
    state: watch::Receiver<ConnectionState>,
    stop: watch::Sender<bool>,
    progress: Progress,
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
        let progress = Progress::default();
        let connection = Connection {
            settings,
            sender,
            link,
            report,
            stopped,
            progress: progress.clone(),
        };
        Self {
            messages,
            publisher: Publisher { current },
            state,
            stop,
            progress,
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
    pub async fn next(&mut self) -> Option<ReceivedMessage> {
        self.messages.recv().await
    }

    /// The next message that has already arrived.
    pub fn try_next(&mut self) -> Option<ReceivedMessage> {
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

    /// What is in progress: every message from its arrival until its
    /// [`Acknowledgement`] is sent or dropped, and what the service adds.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.clone()
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
