//! An interface: what is served and what is said of it, made by the same calls.

use std::sync::Arc;

use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::routing::post;
use axum::{Extension, Router};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::description::Description;
use super::json::JsonBody;
use super::refusal::{ErrorKind, Refusal};
use super::routes::check;
use super::server::ClientName;

/// Routes and their description. A route cannot be in one and not in the other, and the
/// types of its bodies are those that its handler takes and gives.
pub(in crate::services) struct Interface<S> {
    router: Router<Arc<S>>,
    description: Description,
}

/// A client with routes of its own.
pub(in crate::services) struct Client<'n> {
    /// The common name of its certificate.
    pub(in crate::services) name: &'n str,
    /// Its name in the description, such as `vehicleRegistrar`.
    pub(in crate::services) scheme: &'static str,
    /// What it is, to follow "The certificate of".
    pub(in crate::services) what: &'static str,
}

/// What a person reads about a route.
pub(in crate::services) struct About {
    pub(in crate::services) id: &'static str,
    pub(in crate::services) summary: &'static str,
    /// What it does, what a repetition does, the rules.
    pub(in crate::services) text: &'static str,
    pub(in crate::services) request: Value,
    pub(in crate::services) response: Value,
    /// Errors beside those that every route has.
    pub(in crate::services) errors: &'static [ErrorKind],
}

/// The routes of one client.
pub(in crate::services) struct Routes<'i, S> {
    router: Router<Arc<S>>,
    client: &'i Client<'i>,
    description: &'i mut Description,
}

impl<S: Send + Sync + 'static> Interface<S> {
    pub(in crate::services) fn new(description: Description) -> Self {
        Self {
            router: Router::new(),
            description,
        }
    }

    /// Adds routes that only `client` may call.
    pub(in crate::services) fn only<'i>(
        mut self,
        client: &'i Client<'i>,
        add: impl FnOnce(Routes<'_, S>) -> Routes<'_, S>,
    ) -> Self {
        self.description.client(client);
        let routes = add(Routes {
            router: Router::new(),
            client,
            description: &mut self.description,
        });
        let name = Arc::<str>::from(client.name);
        let router = routes.router.route_layer(from_fn_with_state(name, check));
        self.router = self.router.merge(router);
        self
    }

    /// What is served.
    pub(in crate::services) fn router(self, shared: Arc<S>) -> Router {
        self.router
            .fallback(Refusal::no_such_path)
            .with_state(shared)
    }

    /// axum's own list of what is served.
    #[cfg(test)]
    pub(in crate::services) fn routes(&self) -> String {
        format!("{:?}", self.router)
    }

    /// What is said of it.
    pub(in crate::services) fn description(self) -> Description {
        self.description
    }
}

impl<S: Send + Sync + 'static> Routes<'_, S> {
    /// Adds a route for POST.
    pub(in crate::services) fn post<R, A, F, H>(
        mut self,
        path: &'static str,
        about: About,
        handler: H,
    ) -> Self
    where
        R: DeserializeOwned + JsonSchema + Send + 'static,
        A: Serialize + JsonSchema + 'static,
        F: Future<Output = Result<A, Refusal>> + Send,
        H: Fn(Arc<S>, ClientName, R) -> F + Clone + Send + Sync + 'static,
    {
        self.description.post::<R, A>(path, self.client, about);
        let served = post(
            move |State(shared): State<Arc<S>>,
                  Extension(client): Extension<ClientName>,
                  JsonBody(request): JsonBody<R>| async move {
                handler(shared, client, request).await.map(JsonBody)
            },
        );
        let served = served.fallback(Refusal::no_such_method);
        self.router = self.router.route(path, served);
        self
    }
}
