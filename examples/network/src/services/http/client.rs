//! The client: of the Registration Service towards the Data Service, and of registrars
//! and operators towards the Registration Service.
//!
//! **hyper-util with hyper-rustls.** axum brings hyper and hyper-util anyway, so an
//! HTTPS client with a connection pool costs one crate more, and takes rustls's
//! configuration with its explicit provider as it is. reqwest would add a URL parser,
//! its Unicode tables and a platform verifier for nothing that is needed here.

use std::fmt;
use std::time::Duration;

use axum::http::uri::{Authority, Uri};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::header::CONTENT_TYPE;
use hyper::{Method, Request, StatusCode};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use tokio_rustls::rustls::ClientConfig;

use super::json::MAX_BODY;
use super::refusal::ErrorBody;

/// How long an answer may take. The Data Service publishes before it answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// Calls one server. Clones share its connections.
#[derive(Clone)]
pub struct HttpClient {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    server: Authority,
}

/// Why a call has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// Not a host and port.
    #[error("expected a host and a port, found {found:?}")]
    Server {
        /// What was found.
        found: String,
    },
    /// No connection, no TLS, or no answer in time: the call may have taken effect.
    #[error("no answer from {server}: {reason}")]
    Unreachable {
        /// The server.
        server: String,
        /// Why.
        reason: String,
    },
    /// The server's error.
    #[error("{server} answers {status}: {}", .body.detail)]
    Refused {
        /// The server.
        server: String,
        /// The status.
        status: u16,
        /// What it says.
        body: ErrorBody,
    },
    /// The answer is not what the interface says.
    #[error("expected the interface's answer from {server}, found status {status} with another")]
    Answer {
        /// The server.
        server: String,
        /// The status.
        status: u16,
    },
}

impl HttpError {
    /// The status of the server's error, if it is one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }
}

impl HttpClient {
    /// A client of the server at `host`, which its certificate names, and `port`.
    ///
    /// # Errors
    /// [`HttpError::Server`].
    pub fn new(host: &str, port: u16, tls: &ClientConfig) -> Result<Self, HttpError> {
        let found = format!("{host}:{port}");
        let server =
            Authority::try_from(found.as_str()).map_err(|_| HttpError::Server { found })?;
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls.clone())
            .https_only()
            .enable_http1()
            .wrap_connector(tcp);
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            server,
        })
    }

    /// The server's host and port.
    #[must_use]
    pub fn server(&self) -> &str {
        self.server.as_str()
    }

    /// Posts a body, and reads the answer's.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn post<A: DeserializeOwned>(
        &self,
        path: &'static str,
        body: &impl Serialize,
    ) -> Result<A, HttpError> {
        let unreachable = |reason: String| HttpError::Unreachable {
            server: self.server.to_string(),
            reason,
        };
        let request = self
            .request(path, body)
            .map_err(|error| unreachable(error.to_string()))?;
        let exchange = async {
            let response = self.client.request(request).await?;
            let status = response.status();
            let body = Limited::new(response.into_body(), MAX_BODY).collect().await;
            Ok::<_, hyper_util::client::legacy::Error>((status, body))
        };
        let (status, body) = match timeout(PATIENCE, exchange).await {
            Ok(Ok((status, Ok(body)))) => (status, body.to_bytes()),
            Ok(Ok((_, Err(error)))) => return Err(unreachable(error.to_string())),
            Ok(Err(error)) => return Err(unreachable(words(&error))),
            Err(_) => return Err(unreachable(format!("none within {PATIENCE:?}"))),
        };
        self.answer(status, &body)
    }

    fn request(
        &self,
        path: &'static str,
        body: &impl Serialize,
    ) -> Result<Request<Full<Bytes>>, Box<dyn std::error::Error>> {
        let uri = Uri::builder()
            .scheme("https")
            .authority(self.server.clone())
            .path_and_query(path)
            .build()?;
        Ok(Request::builder()
            .method(Method::POST)
            .uri(uri)
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(serde_json::to_vec(body)?.into()))?)
    }

    fn answer<A: DeserializeOwned>(&self, status: StatusCode, body: &[u8]) -> Result<A, HttpError> {
        let other = || HttpError::Answer {
            server: self.server.to_string(),
            status: status.as_u16(),
        };
        if status.is_success() {
            return serde_json::from_slice(body).map_err(|_| other());
        }
        Err(HttpError::Refused {
            server: self.server.to_string(),
            status: status.as_u16(),
            body: serde_json::from_slice(body).map_err(|_| other())?,
        })
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// An error with its causes: hyper's own words say little.
fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
