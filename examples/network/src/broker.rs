//! An embedded MQTT 3.1.1 broker with mutual TLS, on rmqtt.
//!
//! Each broker has its own threads and its own tokio runtime, so that stopping
//! it is what killing a process is: connections end without a word, and only
//! the [`BrokerStore`] remains. A broker started with the same store and port
//! is the same broker after a restart.
//!
//! What it enforces beyond [`Rights`]: a client certificate of its CA with a
//! common name that equals the client id, MQTT 3.1.1, no will, no user name,
//! clean sessions (P-3.9), no shared subscriptions. A refused SUBSCRIBE is
//! answered with 0x80; a refused PUBLISH closes the connection.
//!
//! A client that connects again while its previous connection is just being
//! taken down may get "server unavailable" (0x03) and has to try once more.
//!
//! What it does not do: revocation lists, persistence on disk, QoS 2 across
//! connections, MQTT 5.

mod counters;
mod gatekeeper;
mod pem_files;
mod retained;
mod rights;
mod spool;
mod store;

pub use counters::{Counters, Counts, FAMILIES};
pub use retained::Retained;
pub use rights::Rights;
pub use spool::{Spool, SpoolSettings};
pub use store::BrokerStore;

use std::net::Ipv4Addr;
use std::num::{NonZeroU16, NonZeroU32};
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io, thread};

use rmqtt::context::ServerContext;
use rmqtt::net::{Builder, Listener};
use rmqtt::router::DefaultRouter;
use rmqtt::server::MqttServer;
use rmqtt::shared::DefaultShared;
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;

use crate::authority::Identity;
use pem_files::PemFiles;
use retained::RetainedIn;

/// The largest payload (P-5.3).
pub const MAX_PAYLOAD: usize = 128 * 1024;

/// The largest packet: [`MAX_PAYLOAD`], the longest topic of this protocol and
/// the headers, generously.
pub const MAX_PACKET: usize = MAX_PAYLOAD + 1024;

/// Messages on their way to one client that it has not acknowledged. A service
/// that commits in batches must commit before it has this many in hand.
pub const MAX_INFLIGHT: u16 = 1024;

/// What a broker needs to start.
#[derive(Clone)]
pub struct BrokerSettings {
    /// Name for threads.
    pub name: String,
    /// Port on 127.0.0.1; 0 for any free one.
    pub port: u16,
    /// Threads of its runtime.
    pub threads: usize,
    /// The server's certificate.
    pub server: Identity,
    /// The CA that issues the clients' certificates, PEM.
    pub client_ca_pem: String,
    /// The access rules.
    pub rights: Arc<dyn Rights>,
}

/// Why a broker did not start.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// No thread, no runtime, or no file for the key.
    #[error("cannot prepare the broker: {0}")]
    Prepare(#[from] io::Error),
    /// The port is taken, or the certificate unusable.
    #[error("cannot listen on 127.0.0.1:{port}: {reason}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// rmqtt's words.
        reason: String,
    },
}

/// A running broker. Dropping it stops it without waiting.
pub struct Broker {
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    stopped: oneshot::Receiver<()>,
}

impl Broker {
    /// Starts a broker; returns when it accepts connections.
    ///
    /// # Errors
    /// [`BrokerError`], with nothing left running.
    pub async fn start(
        settings: BrokerSettings,
        store: Arc<BrokerStore>,
    ) -> Result<Self, BrokerError> {
        let (ready, is_ready) = oneshot::channel();
        let (stop, stop_asked) = oneshot::channel();
        let (done, stopped) = oneshot::channel();
        thread::Builder::new()
            .name(settings.name.clone())
            .spawn(move || {
                run(settings, store, ready, stop_asked);
                // The other side may have lost interest.
                let _ = done.send(());
            })?;
        let port = is_ready
            .await
            .unwrap_or_else(|_| Err(io::Error::other("the broker's thread ended").into()))?;
        Ok(Self {
            port,
            stop: Some(stop),
            stopped,
        })
    }

    /// The port that it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Kills the broker: no DISCONNECT, no flush. Returns when its port is free
    /// and nothing of it is left but the store.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        let _ = (&mut self.stopped).await;
    }
}

impl fmt::Debug for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Broker")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

type Ready = oneshot::Sender<Result<u16, BrokerError>>;

/// A broker's whole life, on its own thread.
fn run(
    settings: BrokerSettings,
    store: Arc<BrokerStore>,
    ready: Ready,
    stop: oneshot::Receiver<()>,
) {
    let runtime = match multi_threaded(&settings) {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = ready.send(Err(error.into()));
            return;
        }
    };
    let context = runtime.block_on(serve(settings, store, ready, stop));
    // Sessions first, while what they refer to still stands.
    runtime.shutdown_timeout(Duration::from_secs(5));
    take_apart(&context);
}

fn multi_threaded(settings: &BrokerSettings) -> io::Result<Runtime> {
    runtime::Builder::new_multi_thread()
        .worker_threads(settings.threads.max(1))
        .thread_name(settings.name.clone())
        .enable_all()
        .build()
}

async fn serve(
    settings: BrokerSettings,
    store: Arc<BrokerStore>,
    ready: Ready,
    stop: oneshot::Receiver<()>,
) -> ServerContext {
    // The busy check refuses connections by CPU load; a fleet that starts
    // would look like an attack.
    let scx = ServerContext::new().busy_check_enable(false).build().await;
    *scx.extends.retain_mut().await = Box::new(RetainedIn(Arc::clone(&store)));
    gatekeeper::install(&scx, Arc::clone(&settings.rights), Arc::clone(&store)).await;
    match listen(&settings, &store) {
        Ok((listener, port)) => {
            let server = MqttServer::new(scx.clone())
                .listener_by_id(listener, port)
                .build();
            let _ = ready.send(Ok(port));
            tokio::select! {
                // It never returns by itself.
                _ = server.run() => {}
                // Asked to stop, or the handle was dropped.
                _ = stop => {}
            }
        }
        Err(error) => {
            let _ = ready.send(Err(error));
        }
    }
    scx
}

fn listen(settings: &BrokerSettings, store: &BrokerStore) -> Result<(Listener, u16), BrokerError> {
    // rmqtt takes paths only. The key is on disk until the listener has read it.
    let files = PemFiles::write(&settings.server, &settings.client_ca_pem)?;
    let listener = builder(settings, store)
        .tls_cert(Some(files.certificate()))
        .tls_key(Some(files.key()))
        .tls_client_ca_certs(Some(files.client_ca()))
        .bind()
        .and_then(Listener::tls);
    listener
        .and_then(|listener| {
            let port = listener.local_addr()?.port();
            Ok((listener, port))
        })
        .map_err(|error| BrokerError::Listen {
            port: settings.port,
            reason: error.to_string(),
        })
}

fn builder(settings: &BrokerSettings, store: &BrokerStore) -> Builder {
    let spooled = store.spool().settings().max_messages;
    Builder::new()
        .name(settings.name.clone())
        .laddr((Ipv4Addr::LOCALHOST, settings.port).into())
        .backlog(4096)
        .reuseaddr(Some(true))
        // Without it each publish waits 40 ms for the delayed ACK.
        .nodelay(true)
        .tls_cross_certificate(true)
        .collect_cert_info(true)
        .allow_anonymous(false)
        .allow_zero_keepalive(false)
        .max_clientid_len(64)
        .max_subscriptions(8)
        .max_packet_size(MAX_PACKET as u32)
        .max_inflight(NonZeroU16::new(MAX_INFLIGHT).unwrap_or(NonZeroU16::MIN))
        // Room for all that the spool can hand over at once, and for what
        // arrives meanwhile: a full queue drops its oldest message.
        .max_mqueue_len(2 * spooled + usize::from(MAX_INFLIGHT))
        .mqueue_rate_limit(NonZeroU32::MAX, Duration::from_secs(1))
        // Zero is never. The default drops after five minutes.
        .message_expiry_interval(Duration::ZERO)
        // Zero is only after a new connection, as MQTT 3.1.1 §4.4 has it: a
        // service that takes its time over a commit is not sent it again.
        .message_retry_interval(Duration::ZERO)
        .session_expiry_interval(Duration::ZERO)
}

/// rmqtt's context refers to itself through these two, so each stopped broker
/// would leak. Sessions that end here spawn a task; hence the runtime.
fn take_apart(context: &ServerContext) {
    let Ok(runtime) = runtime::Builder::new_current_thread().build() else {
        return;
    };
    runtime.block_on(async {
        *context.extends.shared_mut().await = Box::new(DefaultShared::new(None));
        *context.extends.router_mut().await = Box::new(DefaultRouter::new(None));
    });
}
