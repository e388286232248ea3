//! What every route has: POST only, and one client that may call it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{MethodRouter, post};

use super::json::Refusal;
use super::server::ClientName;

/// A handler for POST.
pub(in crate::services) fn route<S, H, T>(handler: H) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    H: Handler<T, S>,
    T: 'static,
{
    post(handler).fallback(Refusal::no_such_method)
}

/// A check before anything of the request is read.
pub(in crate::services) async fn check(
    State(expected): State<Arc<str>>,
    Extension(ClientName(found)): Extension<ClientName>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if *expected != *found {
        return Err(Refusal::not_permitted(&expected, &found));
    }
    Ok(next.run(request).await)
}

/// Expands to the layer for routes that only the client of this name may call: the
/// type of such a layer cannot be written down.
macro_rules! only {
    ($name:expr) => {
        axum::middleware::from_fn_with_state(
            std::sync::Arc::<str>::from($name.as_ref() as &str),
            $crate::services::http::check,
        )
    };
}

pub(in crate::services) use only;
