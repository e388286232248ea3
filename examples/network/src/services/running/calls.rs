//! Calls to the Data Service, each until it is answered or overtaken (P-5.51, P-7.1,
//! P-7.11).

use std::sync::{Arc, Mutex, PoisonError};

use iot4emissions_proto::services::call::{Answer, Call};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::jitter;
use super::registration::Shared;
use crate::progress::InProgress;
use crate::services::data_http::DataServiceClient;
use crate::services::observer::Direction;

/// Requests under way at once.
const AT_ONCE: usize = 32;

/// The calls under way. Dropped, they end at once.
#[derive(Debug)]
pub(super) struct Calls {
    tasks: Mutex<JoinSet<()>>,
    permits: Arc<Semaphore>,
}

impl Calls {
    pub(super) fn new() -> Self {
        Self {
            tasks: Mutex::default(),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    pub(super) fn make(&self, shared: Arc<Shared>, call: Call, in_progress: InProgress) {
        let permits = Arc::clone(&self.permits);
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            until_answered(&shared, &call, &permits).await;
            drop(in_progress);
        });
    }

    pub(super) fn stop(&self) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        *tasks = JoinSet::new();
    }
}

async fn until_answered(shared: &Arc<Shared>, call: &Call, permits: &Semaphore) {
    let observer = shared.observer();
    let secret = jitter::drawn();
    for attempt in 0.. {
        match shared.service().is_outstanding(call).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => observer.line(|| error.to_string()),
        }
        if let Some(answer) = once(shared, call, permits).await {
            match shared.answered(call, answer).await {
                // What follows from it is under way; what waits for an operator is repeated.
                Ok(()) => {
                    if let Ok(false) = shared.service().is_outstanding(call).await {
                        return;
                    }
                }
                Err(error) => observer.line(|| error.to_string()),
            }
        }
        sleep(shared.backoff().delay(&secret, attempt, 0)).await;
    }
}

async fn once(shared: &Shared, call: &Call, permits: &Semaphore) -> Option<Answer> {
    // Never closed.
    let _permit = permits.acquire().await.ok()?;
    let observer = shared.observer();
    let path = DataServiceClient::path(call);
    let place = || format!("POST {path}");
    let body = serde_json::to_vec(call).unwrap_or_default();
    observer.message(&place(), Direction::Out, &body);
    match shared.data_service().call(call).await {
        Ok(answer) => {
            observer.line(|| {
                let (device, sequence) = (&call.device_id, call.sequence);
                format!("<- {} {device} {sequence} {answer:?}", place())
            });
            Some(answer)
        }
        Err(error) => {
            observer.line(|| format!("<- {} {}: {error}", place(), call.device_id));
            None
        }
    }
}
