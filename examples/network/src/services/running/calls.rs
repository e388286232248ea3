//! Calls to the Data Service, each until it is acknowledged or overtaken (P-5.51,
//! P-7.1).

use std::sync::{Arc, Mutex, PoisonError};

use iot4emissions_proto::data::Call;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::registration::Shared;
use crate::progress::InProgress;
use crate::services::action::Notice;
use crate::services::data_http::{CallOutcome, DataServiceClient};
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
            until_acknowledged(&shared, &call, &permits).await;
            drop(in_progress);
        });
    }

    pub(super) fn stop(&self) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        *tasks = JoinSet::new();
    }
}

async fn until_acknowledged(shared: &Arc<Shared>, call: &Call, permits: &Semaphore) {
    let observer = shared.observer();
    let mut raised = false;
    for attempt in 0.. {
        match shared.service().is_outstanding(call).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => observer.line(|| error.to_string()),
        }
        match once(shared, call, permits).await {
            Some(CallOutcome::Applied) => match shared.acknowledged(call).await {
                Ok(()) => return,
                Err(error) => observer.line(|| error.to_string()),
            },
            Some(CallOutcome::Overtaken) => {
                let still = shared.service().is_outstanding(call).await;
                if matches!(still, Ok(true)) && !raised {
                    raised = true;
                    observer.notice(&Notice::Overtaken {
                        device: call.device_id.clone(),
                        sequence: call.sequence,
                    });
                }
            }
            None => {}
        }
        sleep(shared.backoff().delay(&call.device_id, attempt)).await;
    }
}

async fn once(shared: &Shared, call: &Call, permits: &Semaphore) -> Option<CallOutcome> {
    // Never closed.
    let _permit = permits.acquire().await.ok()?;
    let observer = shared.observer();
    let path = DataServiceClient::path(call);
    let place = || format!("POST {path}");
    let body = serde_json::to_vec(call).unwrap_or_default();
    observer.message(&place(), Direction::Out, &body);
    match shared.data_service().call(call).await {
        Ok(outcome) => {
            observer.line(|| {
                let (device, sequence) = (&call.device_id, call.sequence);
                format!("<- {} {device} {sequence} {outcome:?}", place())
            });
            Some(outcome)
        }
        Err(error) => {
            observer.line(|| format!("<- {} {}: {error}", place(), call.device_id));
            None
        }
    }
}
