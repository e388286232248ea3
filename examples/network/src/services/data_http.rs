//! The Data Service's interface (P-5.50, P-5.51): for the Registration Service only.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;

use iot4emissions_proto::data::{Answer, Call, CallKind};
use serde::{Deserialize, Serialize};

use super::http::{HttpClient, HttpError, JsonBody, Refusal, only, route};
use super::running::data::Shared;

/// A device has registered.
pub const INTRODUCED: &str = "/devices/introduced";
/// A device may send.
pub const CLEARED: &str = "/devices/cleared";
/// A device may not send.
pub const SUSPENDED: &str = "/devices/suspended";

/// The answer to a call that took effect, now or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallAnswer {
    /// What became of it.
    pub answer: CallOutcome,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CallOutcome {
    /// It holds, and the device's configuration is published.
    Applied,
    /// A later call came before it: nothing was done (P-5.51).
    Overtaken,
}

pub(super) fn router(shared: Arc<Shared>, registration_service: &str) -> Router {
    Router::new()
        .route(INTRODUCED, route(introduced))
        .route(CLEARED, route(cleared))
        .route(SUSPENDED, route(suspended))
        .route_layer(only!(registration_service))
        .fallback(Refusal::no_such_path)
        .with_state(shared)
}

type Outcome = Result<JsonBody<CallAnswer>, Refusal>;

async fn introduced(State(shared): State<Arc<Shared>>, JsonBody(call): JsonBody<Call>) -> Outcome {
    let fits = call.kind() == CallKind::Introduced;
    answer(shared, call, INTRODUCED, fits).await
}

async fn cleared(State(shared): State<Arc<Shared>>, JsonBody(call): JsonBody<Call>) -> Outcome {
    let fits = call.kind() == CallKind::Cleared;
    answer(shared, call, CLEARED, fits).await
}

async fn suspended(State(shared): State<Arc<Shared>>, JsonBody(call): JsonBody<Call>) -> Outcome {
    let fits = matches!(call.kind(), CallKind::Suspended(_));
    answer(shared, call, SUSPENDED, fits).await
}

async fn answer(shared: Arc<Shared>, call: Call, path: &'static str, fits: bool) -> Outcome {
    if !fits {
        let detail = format!("expected the call that {path} is for, found another one");
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "call", &detail));
    }
    let outcome = match shared.call(call, path).await? {
        Answer::Applied => CallOutcome::Applied,
        Answer::Overtaken => CallOutcome::Overtaken,
        Answer::NotIntroduced => {
            let detail = "expected a device that was introduced, found another one";
            return Err(Refusal::new(StatusCode::CONFLICT, "not-introduced", detail));
        }
        Answer::VersionsExhausted => {
            let detail = "the device has had the last version of a configuration";
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            return Err(Refusal::new(status, "versions-exhausted", detail));
        }
    };
    Ok(JsonBody(CallAnswer { answer: outcome }))
}

/// Calls a Data Service.
#[derive(Clone, Debug)]
pub struct DataServiceClient {
    http: HttpClient,
}

impl DataServiceClient {
    /// Over this client, with the Registration Service's certificate.
    #[must_use]
    pub fn new(http: HttpClient) -> Self {
        Self { http }
    }

    /// The path that a call goes to.
    #[must_use]
    pub fn path(call: &Call) -> &'static str {
        match call.kind() {
            CallKind::Introduced => INTRODUCED,
            CallKind::Cleared => CLEARED,
            CallKind::Suspended(_) => SUSPENDED,
        }
    }

    /// Makes a call. Applied, the device's configuration is published.
    ///
    /// # Errors
    /// [`HttpError`]: to be tried again; with status 409, the device was never
    /// introduced.
    pub async fn call(&self, call: &Call) -> Result<CallOutcome, HttpError> {
        let answer: CallAnswer = self.http.post(Self::path(call), call).await?;
        Ok(answer.answer)
    }
}
