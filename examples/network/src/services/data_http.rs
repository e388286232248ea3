//! The Data Service's interface (P-5.50, P-5.51): for the Registration Service only.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use iot4emissions_proto::data::{Answer, Call, CallKind};
use iot4emissions_proto::schema::{ClearedCall, IntroducedCall, SuspendedCall};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::http::{
    About, Client, Description, ErrorKind, HttpClient, HttpError, Interface, Refusal,
};
use super::running::data::Shared;

/// A device has registered.
pub const INTRODUCED: &str = "/devices/introduced";
/// A device may send.
pub const CLEARED: &str = "/devices/cleared";
/// A device may not send.
pub const SUSPENDED: &str = "/devices/suspended";

/// The answer to a call that took effect, now or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "call-answer")]
pub struct CallAnswer {
    /// What became of it.
    pub answer: CallOutcome,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "call-outcome")]
pub enum CallOutcome {
    /// It holds, and the device's configuration is published.
    Applied,
    /// A later call came before it: nothing was done (P-5.51).
    Overtaken,
}

/// A call on the path that is for calls of the kind `K`.
#[derive(Debug, Deserialize)]
#[serde(transparent, bound = "")]
struct CallOf<K> {
    call: Call,
    #[serde(skip)]
    kind: PhantomData<K>,
}

impl<K: JsonSchema> JsonSchema for CallOf<K> {
    fn schema_name() -> Cow<'static, str> {
        K::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("CallOf {}", K::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        K::json_schema(generator)
    }
}

/// The routes, and what is said of them.
pub(super) fn interface(registration_service: &str) -> Interface<Shared> {
    let client = Client {
        name: registration_service,
        scheme: "registrationService",
        what: "the OTA Registration Service (P-1.2)",
    };
    let description = Description::new(
        "OBFCM Data Service",
        "Knows which device has sent what, and never sees a VIN (P-1.3). Every call carries a \
         `sequence` that grows with every call about the device (P-5.51): a lower one than \
         the last is ignored and answered with `overtaken`, an equal one repeats the answer, \
         so that a call can be repeated until it is acknowledged, and a late `cleared` cannot \
         undo a `suspended`.",
        "data.example",
    );
    Interface::new(description).only(&client, |routes| {
        routes
            .post(
                INTRODUCED,
                introduced_about(),
                |shared, _, body: CallOf<IntroducedCall>| {
                    let fits = body.call.kind() == CallKind::Introduced;
                    answer(shared, body.call, INTRODUCED, fits)
                },
            )
            .post(
                CLEARED,
                cleared_about(),
                |shared, _, body: CallOf<ClearedCall>| {
                    let fits = body.call.kind() == CallKind::Cleared;
                    answer(shared, body.call, CLEARED, fits)
                },
            )
            .post(
                SUSPENDED,
                suspended_about(),
                |shared, _, body: CallOf<SuspendedCall>| {
                    let fits = matches!(body.call.kind(), CallKind::Suspended(_));
                    answer(shared, body.call, SUSPENDED, fits)
                },
            )
    })
}

const DEVICE: &str = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28";

fn about(
    id: &'static str,
    summary: &'static str,
    text: &'static str,
    request: Value,
    errors: &'static [ErrorKind],
) -> About {
    About {
        id,
        summary,
        text,
        request,
        response: json!({ "answer": "applied" }),
        errors,
    }
}

fn introduced_about() -> About {
    about(
        "deviceIntroduced",
        "A device has registered",
        "The device comes on the deny-list, and its configuration `initialized` is published, \
         retained, before the answer (P-7.1, P-7.5, JRC127600 §4.2.1.2). With an equal \
         `sequence` the answer is repeated, with a lower one it is `overtaken` (P-5.51).",
        json!({
            "deviceId": DEVICE,
            "sequence": 1,
            "call": "introduced",
            "attributes": { "mk": "JEEP", "mt": "1872", "ewltp": "157" },
        }),
        &[
            ErrorKind::Call,
            ErrorKind::NotPublished,
            ErrorKind::VersionsExhausted,
        ],
    )
}

fn cleared_about() -> About {
    about(
        "deviceCleared",
        "A device may send",
        "The device comes on the allow-list, and its configuration `operational` is \
         published, retained, before the answer (P-7.6, JRC127600 §4.2.2). With an equal \
         `sequence` the answer is repeated, with a lower one it is `overtaken`; for a device \
         that was never introduced it is 409, to be tried again (P-5.51).",
        json!({ "deviceId": DEVICE, "sequence": 2, "call": "cleared" }),
        &[
            ErrorKind::Call,
            ErrorKind::NotIntroduced,
            ErrorKind::NotPublished,
            ErrorKind::VersionsExhausted,
        ],
    )
}

fn suspended_about() -> About {
    about(
        "deviceSuspended",
        "A device may not send",
        "The device comes on the deny-list, and its configuration is published, retained, \
         before the answer: `initialized` for the reason `notCleared`, `standby` for `pause` \
         (P-7.6, JRC127600 §5.4). With an equal `sequence` the answer is repeated, with a \
         lower one it is `overtaken`; for a device that was never introduced it is 409, to be \
         tried again (P-5.51).",
        json!({
            "deviceId": DEVICE,
            "sequence": 3,
            "call": "suspended",
            "reason": "notCleared",
        }),
        &[
            ErrorKind::Call,
            ErrorKind::NotIntroduced,
            ErrorKind::NotPublished,
            ErrorKind::VersionsExhausted,
        ],
    )
}

async fn answer(
    shared: Arc<Shared>,
    call: Call,
    path: &'static str,
    fits: bool,
) -> Result<CallAnswer, Refusal> {
    if !fits {
        let detail = format!("expected the call that {path} is for, found another one");
        return Err(Refusal::new(ErrorKind::Call, &detail));
    }
    let outcome = match shared.call(call, path).await? {
        Answer::Applied => CallOutcome::Applied,
        Answer::Overtaken => CallOutcome::Overtaken,
        Answer::NotIntroduced => {
            let detail = "expected a device that was introduced, found another one";
            return Err(Refusal::new(ErrorKind::NotIntroduced, detail));
        }
        Answer::VersionsExhausted => {
            let detail = "the device has had the last version of a configuration";
            return Err(Refusal::new(ErrorKind::VersionsExhausted, detail));
        }
    };
    Ok(CallAnswer { answer: outcome })
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
