//! Messages from devices: one at a time, acknowledged after the commit (P-7.8).

use iot4emissions_proto::topic::Topic;
use tokio::sync::watch;
use tokio::time::sleep;

use super::store_pause;
use crate::progress::InProgress;
use crate::service_client::{ReceivedMessage, ServiceClient};
use crate::services::database::StoreError;
use crate::services::observer::{Direction, Observer};

/// Takes messages.
pub(super) trait Receive: Send + Sync + 'static {
    /// Commits what the message leads to; what follows may still be in progress.
    fn receive(
        &self,
        topic: &Topic,
        payload: &[u8],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Where its messages are shown.
    fn observer(&self) -> &Observer;
}

/// Runs until it is asked to stop, and gives the client back.
pub(super) async fn serve(
    mut client: ServiceClient,
    receiver: impl Receive,
    mut stopped: watch::Receiver<bool>,
) -> ServiceClient {
    loop {
        let message = tokio::select! {
            biased;
            _ = stopped.wait_for(|stopped| *stopped) => return client,
            message = client.next() => message,
        };
        let Some(message) = message else {
            return client;
        };
        take(message, &receiver, &mut stopped).await;
    }
}

async fn take(
    message: ReceivedMessage,
    receiver: &impl Receive,
    stopped: &mut watch::Receiver<bool>,
) {
    let observer = receiver.observer();
    observer.message(&message.topic, Direction::In, &message.payload);
    let Ok(topic) = message.topic.parse::<Topic>() else {
        // A broker that enforces P-4.1 delivers no such topic; there is nobody whose
        // message it could be.
        observer.line(|| "the last message is on no device's topic".to_owned());
        message.acknowledgement.send();
        return;
    };
    for attempt in 0.. {
        match receiver.receive(&topic, &message.payload).await {
            Ok(()) => {
                message.acknowledgement.send();
                return;
            }
            Err(error) => observer.line(|| error.to_string()),
        }
        tokio::select! {
            () = sleep(store_pause(attempt)) => {}
            // Not acknowledged: it comes again.
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
    }
}

/// Keeps a piece of work counted.
pub(super) async fn counted<T>(in_progress: InProgress, work: impl Future<Output = T>) -> T {
    let result = work.await;
    drop(in_progress);
    result
}
