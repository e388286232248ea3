//! The Registration Service's interface (P-1.4, P-5.50, P-7.3, P-7.4): for registrars,
//! consent managers and operators, each with the routes that are its own.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::http::{
    About, Client, ClientName, Description, ErrorKind, HttpClient, HttpError, Interface, Refusal,
};
use super::registration::{
    ConsentChanged, DataErased, OwnerChanged, VehicleLeft, VehiclePaused, VehicleRegistered,
    VehicleReleased, VehicleRequest, VehicleScrapped,
};
use super::running::registration::Shared;

/// A registrar registered a vehicle.
pub const REGISTERED: &str = "/vehicles/registered";
/// Consent was given or withdrawn.
pub const CONSENT: &str = "/vehicles/consent";
/// A vehicle has another owner.
pub const OWNER: &str = "/vehicles/owner";
/// A vehicle left the Union.
pub const LEFT: &str = "/vehicles/left";
/// A vehicle was scrapped.
pub const SCRAPPED: &str = "/vehicles/scrapped";
/// A vehicle's owner had erased what is stored of it.
pub const ERASED: &str = "/vehicles/erased";
/// An operator pauses or resumes.
pub const PAUSE: &str = "/vehicles/pause";
/// An operator releases a VIN from its device.
pub const RELEASE: &str = "/vehicles/release";

/// Who may call what: the common names of the clients' certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistrationClients {
    /// Says which vehicles are registered, sold, scrapped, and which have left.
    pub vehicle_registrar: String,
    /// Says who consents, and who had data erased.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "vehicle-answer")]
pub struct VehicleAnswer {
    /// Whether the Data Service is still to be told because of it.
    pub call_outstanding: bool,
}

/// The routes, and what is said of them.
pub(super) fn interface(clients: &RegistrationClients) -> Interface<Shared> {
    let vehicle_registrar = Client {
        name: &clients.vehicle_registrar,
        scheme: "vehicleRegistrar",
        what: "the Vehicle Registrar (P-1.4)",
    };
    let consent_manager = Client {
        name: &clients.consent_manager,
        scheme: "consentManager",
        what: "the consent manager (P-1.4)",
    };
    let operator = Client {
        name: &clients.operator,
        scheme: "operator",
        what: "the Registration Service's operator",
    };
    let description = Description::new(
        "OTA Registration Service",
        "Knows which vehicle has which device, and never sees its data (P-1.2). A request \
         about a vehicle that it does not know yet is remembered.",
        "registration.example",
    );
    Interface::new(description)
        .only(&vehicle_registrar, |routes| {
            routes
                .post(
                    REGISTERED,
                    registered_about(),
                    |shared, client, request: VehicleRegistered| {
                        store(shared, REGISTERED, client, request)
                    },
                )
                .post(
                    LEFT,
                    left_about(),
                    |shared, client, request: VehicleLeft| store(shared, LEFT, client, request),
                )
                .post(
                    OWNER,
                    owner_about(),
                    |shared, client, request: OwnerChanged| store(shared, OWNER, client, request),
                )
                .post(
                    SCRAPPED,
                    scrapped_about(),
                    |shared, client, request: VehicleScrapped| {
                        store(shared, SCRAPPED, client, request)
                    },
                )
        })
        .only(&consent_manager, |routes| {
            routes
                .post(
                    CONSENT,
                    consent_about(),
                    |shared, client, request: ConsentChanged| {
                        store(shared, CONSENT, client, request)
                    },
                )
                .post(
                    ERASED,
                    erased_about(),
                    |shared, client, request: DataErased| store(shared, ERASED, client, request),
                )
        })
        .only(&operator, |routes| {
            routes
                .post(
                    PAUSE,
                    pause_about(),
                    |shared, client, request: VehiclePaused| store(shared, PAUSE, client, request),
                )
                .post(
                    RELEASE,
                    release_about(),
                    |shared, client, request: VehicleReleased| {
                        store(shared, RELEASE, client, request)
                    },
                )
        })
}

async fn store(
    shared: Arc<Shared>,
    path: &'static str,
    client: ClientName,
    request: impl VehicleRequest + Serialize + 'static,
) -> Result<VehicleAnswer, Refusal> {
    let call_outstanding = shared.vehicle(path, &client.0, request).await?;
    Ok(VehicleAnswer { call_outstanding })
}

fn about(id: &'static str, summary: &'static str, text: &'static str, request: Value) -> About {
    About {
        id,
        summary,
        text,
        request,
        response: json!({ "callOutstanding": true }),
        errors: &[ErrorKind::NotPublished],
    }
}

/// The report's own, of Box 1.
const VIN: &str = "JFXHF05K1L4104934";

fn registered_about() -> About {
    about(
        "vehicleRegistered",
        "A vehicle was registered",
        "Registered in a Member State and with consent, the vehicle's device is cleared at the \
         Data Service, or, where it is not known yet, right after its introduction; otherwise \
         it is not cleared (P-7.4, JRC127600 §4.2.2, §5.4). A repetition changes nothing; \
         other contents replace the earlier ones.",
        json!({
            "vin": VIN,
            "attributes": { "mk": "JEEP", "mt": "1872", "ewltp": "157" },
            "country": "DE",
            "consent": true,
        }),
    )
}

fn left_about() -> About {
    about(
        "vehicleLeft",
        "A vehicle left the Union, or circulation",
        "Its device is suspended, reason `notCleared` (P-7.4, JRC127600 §5.4). What becomes of \
         stored data is the operator's setting (P-7.14). A repetition changes nothing.",
        json!({ "vin": VIN }),
    )
}

fn owner_about() -> About {
    about(
        "ownerChanged",
        "A vehicle has another owner",
        "A new segment of its data begins, also where the new owner consents at once, so that \
         what two owners drove is nobody's series (P-7.13). Without consent its device is \
         suspended, reason `notCleared` (P-7.4, JRC127600 §5.4). A repetition begins one more.",
        json!({ "vin": VIN, "consent": true }),
    )
}

fn scrapped_about() -> About {
    about(
        "vehicleScrapped",
        "A vehicle was scrapped",
        "Its device is released, and its record deleted. What becomes of stored data is the \
         operator's setting (P-7.14). A repetition changes nothing.",
        json!({ "vin": VIN }),
    )
}

fn erased_about() -> About {
    about(
        "dataErased",
        "A vehicle's owner had erased what is stored of it",
        "Both services erase all that they have of the vehicle and its device, retained \
         messages too (P-7.14, (EU) 2016/679 Article 17). That is done once no call is \
         outstanding any more. A repetition changes nothing.",
        json!({ "vin": VIN }),
    )
}

fn consent_about() -> About {
    about(
        "consentChanged",
        "Consent was given or withdrawn",
        "Given for a vehicle registered in a Member State, its device is cleared; withdrawn, \
         it is suspended, reason `notCleared` (P-7.4, JRC127600 §5.4), and stored data is kept, \
         separated or erased by the operator's setting (P-7.14). A repetition changes nothing.",
        json!({ "vin": VIN, "consent": false }),
    )
}

fn pause_about() -> About {
    about(
        "vehiclePaused",
        "An operator pauses a vehicle's collection, or resumes it",
        "Paused, its device is suspended, reason `pause`, and keeps what it has not sent yet \
         (P-7.4, P-6.10). A repetition changes nothing.",
        json!({ "vin": VIN, "paused": true }),
    )
}

fn release_about() -> About {
    about(
        "vehicleReleased",
        "An operator releases a VIN from its device, which was replaced",
        "The old device is suspended, then the new one's next request for registration \
         succeeds; retained errors about the VIN are cleared (P-7.3, JRC127600 §5.2). A \
         repetition changes nothing.",
        json!({ "vin": VIN }),
    )
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

    /// As a registrar.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn owner(&self, request: &OwnerChanged) -> Result<VehicleAnswer, HttpError> {
        self.http.post(OWNER, request).await
    }

    /// As a registrar.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn scrapped(&self, request: &VehicleScrapped) -> Result<VehicleAnswer, HttpError> {
        self.http.post(SCRAPPED, request).await
    }

    /// As a consent manager.
    ///
    /// # Errors
    /// [`HttpError`].
    pub async fn erased(&self, request: &DataErased) -> Result<VehicleAnswer, HttpError> {
        self.http.post(ERASED, request).await
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
