//! The server: TLS, the client's name, the routes, a graceful end.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{Error as TlsError, ServerConfig};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::oid::db::rfc4519::COMMON_NAME;
use x509_cert::ext::pkix::name::DirectoryString;

/// How long a client may take for its handshake, and for a request's head.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long [`HttpServer::stop`] waits for requests under way.
const FAREWELL: Duration = Duration::from_secs(5);

/// Where a server listens, and its TLS: [`server_config`](crate::tls::server_config).
#[derive(Clone)]
pub struct HttpSettings {
    /// Port on 127.0.0.1; 0 for any free one.
    pub port: u16,
    /// TLS that demands client certificates.
    pub tls: Arc<ServerConfig>,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum HttpServerError {
    /// The port is taken.
    #[error("cannot listen on 127.0.0.1:{port}: {reason}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// The system's words.
        reason: io::Error,
    },
    /// rustls refuses the certificates.
    #[error("cannot set up TLS: {0}")]
    Tls(#[from] TlsError),
}

/// The common name of the client's certificate, an extension of every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientName(pub String);

/// A running server. Dropped, it ends at once.
#[derive(Debug)]
pub struct HttpServer {
    port: u16,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl HttpServer {
    /// Listens, and serves `router`.
    ///
    /// # Errors
    /// [`HttpServerError::Listen`].
    pub async fn start(settings: HttpSettings, router: Router) -> Result<Self, HttpServerError> {
        let failed = |reason| HttpServerError::Listen {
            port: settings.port,
            reason,
        };
        let address = (Ipv4Addr::LOCALHOST, settings.port);
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let (stop, stopped) = watch::channel(false);
        let acceptor = TlsAcceptor::from(settings.tls);
        Ok(Self {
            port,
            stop,
            task: tokio::spawn(serve(listener, acceptor, router, stopped)),
        })
    }

    /// The port that it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers what is under way (for five seconds at most) and ends.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let _ = timeout(2 * FAREWELL, &mut self.task).await;
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    // Dropped with this task, it ends its connections with it.
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted.ok(),
            () = asked(&mut stopped) => break,
            Some(_) = connections.join_next() => continue,
        };
        let Some((stream, _)) = stream else {
            // Out of descriptors, or the client has gone already.
            sleep(Duration::from_millis(10)).await;
            continue;
        };
        let watcher = graceful.watcher();
        let (acceptor, router) = (acceptor.clone(), router.clone());
        connections.spawn(async move {
            let Some((stream, name)) = handshake(&acceptor, stream).await else {
                return;
            };
            let router = router.layer(Extension(name));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
            // A connection that breaks is its client's affair.
            let _ = watcher.watch(connection).await;
        });
    }
    drop(listener);
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
}

/// Without keeping a lock over an await.
async fn asked(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

type TlsStream = tokio_rustls::server::TlsStream<TcpStream>;

async fn handshake(acceptor: &TlsAcceptor, stream: TcpStream) -> Option<(TlsStream, ClientName)> {
    stream.set_nodelay(true).ok()?;
    let stream = timeout(PATIENCE, acceptor.accept(stream))
        .await
        .ok()?
        .ok()?;
    let leaf = stream.get_ref().1.peer_certificates()?.first()?;
    let name = common_name(leaf)?;
    Some((stream, ClientName(name)))
}

/// The only common name (P-2.2); a certificate with none or several names nobody.
fn common_name(certificate: &CertificateDer<'_>) -> Option<String> {
    let certificate = Certificate::from_der(certificate).ok()?;
    let subject = certificate.tbs_certificate().subject();
    let mut names = subject.iter().filter(|name| name.oid == COMMON_NAME);
    let (Some(_), None) = (names.next(), names.next()) else {
        return None;
    };
    match subject.common_name().ok()?? {
        DirectoryString::Utf8String(name) => Some(name.to_string()),
        DirectoryString::PrintableString(name) => Some(name.to_string()),
        _ => None,
    }
}
