//! The one client that may call a route.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::refusal::Refusal;
use super::server::ClientName;

/// A check before anything of the request is read.
pub(super) async fn check(
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
