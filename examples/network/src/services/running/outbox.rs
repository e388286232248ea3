//! Publications on their way to the broker.
//!
//! One task publishes what has been put in, in batches: within a batch only the latest
//! of each topic, all at once. So one topic's publications stay in order, and a whole
//! fleet's go out in one window.

use std::collections::BTreeMap;

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::topic::Topic;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use super::{FAREWELL, jitter, store_pause};
use crate::progress::{InProgress, Progress};
use crate::service_client::{PublishError, Publisher};
use crate::services::action::Publication;
use crate::services::database::StoreError;
use crate::services::observer::{Direction, Observer};

/// At most this many publications at once.
const BATCH: usize = 1000;

/// Records what the broker has.
pub(super) trait Record: Send + Sync + 'static {
    /// The broker has these.
    fn published(
        &self,
        publications: &[Publication],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

struct Item {
    publication: Publication,
    published: oneshot::Sender<()>,
    /// Ends when everybody who waits has been told.
    _in_progress: InProgress,
}

/// Where publications are put in.
#[derive(Clone, Debug)]
pub(super) struct Outbox {
    sender: mpsc::UnboundedSender<Item>,
    progress: Progress,
}

impl Outbox {
    pub(super) fn start(
        publisher: Publisher,
        record: impl Record,
        progress: Progress,
        observer: Observer,
    ) -> (Self, Worker) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let worker = tokio::spawn(run(receiver, publisher, record, observer));
        (Self { sender, progress }, Worker(worker))
    }

    /// Puts one in; the answer comes when the broker has it, or a later one for its
    /// topic. None comes when the service stops first.
    pub(super) fn put(&self, publication: Publication) -> oneshot::Receiver<()> {
        let (published, is_published) = oneshot::channel();
        // Fails when the worker has ended: then nobody answers.
        let _ = self.sender.send(Item {
            publication,
            published,
            _in_progress: self.progress.begin(),
        });
        is_published
    }
}

/// The task behind an [`Outbox`]. Dropped, it ends at once.
#[derive(Debug)]
pub(super) struct Worker(JoinHandle<()>);

impl Worker {
    /// Waits for what has been put in, once the last [`Outbox`] is dropped.
    pub(super) async fn finish(mut self) {
        let _ = timeout(FAREWELL, &mut self.0).await;
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn run(
    mut receiver: mpsc::UnboundedReceiver<Item>,
    publisher: Publisher,
    record: impl Record,
    observer: Observer,
) {
    let mut items = Vec::new();
    while receiver.recv_many(&mut items, BATCH).await > 0 {
        let latest: BTreeMap<&Topic, &Publication> = items
            .iter()
            .map(|item| (&item.publication.topic, &item.publication))
            .collect();
        let mut publishing = JoinSet::new();
        for publication in latest.into_values() {
            let (publisher, observer) = (publisher.clone(), observer.clone());
            publishing.spawn(publish(publisher, publication.clone(), observer));
        }
        let results = publishing.join_all().await;
        let published: Option<Vec<Publication>> = results.into_iter().collect();
        // The client was stopped; the next start publishes what is left.
        let Some(published) = published else { return };
        for attempt in 0.. {
            match record.published(&published).await {
                Ok(()) => break,
                Err(error) => observer.line(|| error.to_string()),
            }
            sleep(store_pause(attempt)).await;
        }
        for item in items.drain(..) {
            // Nobody need wait for it.
            let _ = item.published.send(());
        }
    }
}

/// Publishes until it stands; `None` where the client was stopped.
async fn publish(
    publisher: Publisher,
    publication: Publication,
    observer: Observer,
) -> Option<Publication> {
    let topic = publication.topic.to_string();
    let secret = jitter::drawn();
    for attempt in 0.. {
        observer.message(&topic, Direction::Out, &publication.payload);
        let payload = publication.payload.clone();
        match publisher.publish(&topic, payload, true).await {
            Ok(()) => return Some(publication),
            Err(PublishError::Stopped) => return None,
            Err(error) => observer.line(|| error.to_string()),
        }
        let pause = Backoff::default().delay(&secret, attempt, 0);
        sleep(pause).await;
    }
    None
}
