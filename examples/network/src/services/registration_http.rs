//! The Registration Service's interface (P-1.4, P-5.50, P-7.3, P-7.4): for registrars,
//! consent managers and operators, each with the routes that are its own.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Router};
use serde::{Deserialize, Serialize};

use super::http::{ClientName, HttpClient, HttpError, JsonBody, Refusal, only, route};
use super::registration::{
    ConsentChanged, VehicleLeft, VehiclePaused, VehicleRegistered, VehicleReleased, VehicleRequest,
};
use super::running::registration::Shared;

/// A registrar registered a vehicle.
pub const REGISTERED: &str = "/vehicles/registered";
/// Consent was given or withdrawn.
pub const CONSENT: &str = "/vehicles/consent";
/// A vehicle left the Union.
pub const LEFT: &str = "/vehicles/left";
/// An operator pauses or resumes.
pub const PAUSE: &str = "/vehicles/pause";
/// An operator releases a VIN from its device.
pub const RELEASE: &str = "/vehicles/release";

/// Who may call what: the common names of the clients' certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistrationClients {
    /// Says which vehicles are registered and which have left.
    pub vehicle_registrar: String,
    /// Says who consents.
    pub consent_manager: String,
    /// Pauses, resumes and releases.
    pub operator: String,
}

impl Default for RegistrationClients {
    /// `vehicle-registrar`, `consent-manager` and `operator`.
    fn default() -> Self {
        Self {
            vehicle_registrar: "vehicle-registrar".to_owned(),
            consent_manager: "consent-manager".to_owned(),
            operator: "operator".to_owned(),
        }
    }
}

/// The answer to every request: it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VehicleAnswer {
    /// Whether the Data Service is still to be told because of it.
    pub call_outstanding: bool,
}

pub(super) fn router(shared: Arc<Shared>, clients: &RegistrationClients) -> Router {
    Router::new()
        .merge(
            Router::new()
                .route(REGISTERED, route(registered))
                .route(LEFT, route(left))
                .route_layer(only!(clients.vehicle_registrar)),
        )
        .merge(
            Router::new()
                .route(CONSENT, route(consent))
                .route_layer(only!(clients.consent_manager)),
        )
        .merge(
            Router::new()
                .route(PAUSE, route(pause))
                .route(RELEASE, route(release))
                .route_layer(only!(clients.operator)),
        )
        .fallback(Refusal::no_such_path)
        .with_state(shared)
}

type Outcome = Result<JsonBody<VehicleAnswer>, Refusal>;
type Service = State<Arc<Shared>>;
type Client = Extension<ClientName>;

async fn registered(
    State(shared): Service,
    Extension(client): Client,
    JsonBody(request): JsonBody<VehicleRegistered>,
) -> Outcome {
    store(shared, REGISTERED, &client, request).await
}

async fn left(
    State(shared): Service,
    Extension(client): Client,
    JsonBody(request): JsonBody<VehicleLeft>,
) -> Outcome {
    store(shared, LEFT, &client, request).await
}

async fn consent(
    State(shared): Service,
    Extension(client): Client,
    JsonBody(request): JsonBody<ConsentChanged>,
) -> Outcome {
    store(shared, CONSENT, &client, request).await
}

async fn pause(
    State(shared): Service,
    Extension(client): Client,
    JsonBody(request): JsonBody<VehiclePaused>,
) -> Outcome {
    store(shared, PAUSE, &client, request).await
}

async fn release(
    State(shared): Service,
    Extension(client): Client,
    JsonBody(request): JsonBody<VehicleReleased>,
) -> Outcome {
    store(shared, RELEASE, &client, request).await
}

async fn store(
    shared: Arc<Shared>,
    path: &'static str,
    client: &ClientName,
    request: impl VehicleRequest + Serialize + 'static,
) -> Outcome {
    let call_outstanding = shared.vehicle(path, &client.0, request).await?;
    Ok(JsonBody(VehicleAnswer { call_outstanding }))
}

/// Calls a Registration Service, with the certificate of whoever it is.
#[derive(Clone, Debug)]
pub struct RegistrationServiceClient {
    http: HttpClient,
}

impl RegistrationServiceClient {
    /// Over this client.
    #[must_use]
    pub fn new(http: HttpClient) -> Self {
        Self { http }
    }

    /// As a registrar.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn registered(
        &self,
        request: &VehicleRegistered,
    ) -> Result<VehicleAnswer, HttpError> {
        self.http.post(REGISTERED, request).await
    }

    /// As a registrar.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn left(&self, request: &VehicleLeft) -> Result<VehicleAnswer, HttpError> {
        self.http.post(LEFT, request).await
    }

    /// As a consent manager.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn consent(&self, request: &ConsentChanged) -> Result<VehicleAnswer, HttpError> {
        self.http.post(CONSENT, request).await
    }

    /// As an operator.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn pause(&self, request: &VehiclePaused) -> Result<VehicleAnswer, HttpError> {
        self.http.post(PAUSE, request).await
    }

    /// As an operator.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn release(&self, request: &VehicleReleased) -> Result<VehicleAnswer, HttpError> {
        self.http.post(RELEASE, request).await
    }
}
