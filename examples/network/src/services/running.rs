//! The services on their networks: MQTT, HTTPS, restarts.
//!
//! **Order.** Each service takes one event at a time: it commits, and puts what follows
//! into its outbox before the next event. So publications to one topic leave in the
//! order of the decisions.
//!
//! **Crashes.** What follows from an event is in the database until it is done:
//! publications until the broker has them, calls until the Data Service acknowledged
//! them. A service that starts carries on with both. An MQTT message is acknowledged
//! after its commit (P-7.8). So a service can be killed at any moment.
//!
//! **Settled.** [`Progress`](crate::progress::Progress) counts a message from its
//! arrival to its acknowledgement, a request from its first byte to its answer, a
//! publication and a call from the commit until they are done; each begins before the
//! one that caused it ends. What a broker still holds is the broker's to say:
//! [`Spool::emptied`](crate::broker::Spool::emptied).

mod calls;
pub mod data;
mod jitter;
mod messages;
mod outbox;
pub mod registration;
mod sweeping;

use std::sync::Arc;
use std::time::Duration;

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::time::UnixSeconds;

use tokio::task::JoinHandle;

use super::database::StoreError;
use super::http::{HttpError, HttpServerError};

/// Tells the time; a simulation has a calendar of its own.
pub type Clock = Arc<dyn Fn() -> UnixSeconds + Send + Sync>;

/// How long a request waits for its publication before it is answered with 503.
const PUBLISHED_WITHIN: Duration = Duration::from_secs(20);

/// How long a stop waits for publications.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why a service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Its database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its HTTPS server.
    #[error(transparent)]
    Server(#[from] HttpServerError),
    /// Its HTTPS client.
    #[error(transparent)]
    Client(#[from] HttpError),
}

/// Why not everything was published again.
#[derive(Debug, thiserror::Error)]
pub enum RepublishError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The service stopped first.
    #[error("the service stopped before the broker had everything")]
    Stopped,
}

/// A task that ends at once when it is dropped.
struct Task<T>(JoinHandle<T>);

impl<T> Task<T> {
    /// Waits for its end.
    async fn end(mut self) -> Option<T> {
        (&mut self.0).await.ok()
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The pause before a database is tried again.
fn store_pause(attempt: u32) -> Duration {
    let short = Backoff::new(Duration::from_millis(20), Duration::from_secs(5));
    short
        .unwrap_or_default()
        .delay(&jitter::drawn(), attempt, 0)
}
