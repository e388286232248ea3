//! The Data Service's interface (P-5.50, P-5.51): for the Registration Service only.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use iot4emissions_proto::schema::{ClearedCall, ForgottenCall, IntroducedCall, SuspendedCall};
use iot4emissions_proto::services::call::{Answer, Call, CallKind, Sequence};
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
/// All of a device is to be erased.
pub const FORGOTTEN: &str = "/devices/forgotten";

/// The answer to a call that took effect, now or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "call-answer")]
pub struct CallAnswer {
    /// What became of it.
    pub answer: CallOutcome,
}

/// What became of a call that took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "call-outcome")]
pub enum CallOutcome {
    /// It holds, and the device's configuration is published, or cleared where the device
    /// is forgotten.
    Applied,
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
         `sequence` that grows with every call about the device (P-5.51). The same call with \
         the same `sequence` has the same answer, so that a call can be repeated until it is \
         answered. A lower one (`overtaken`), the same with another call (`contradiction`) and \
         one that is too far above (`too-far`) take no effect, so that a late `cleared` cannot \
         undo a `suspended`; the error names the last `sequence`, after which a caller that was \
         restored from a backup goes on (P-7.11).",
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
            .post(
                FORGOTTEN,
                forgotten_about(),
                |shared, _, body: CallOf<ForgottenCall>| {
                    let fits = body.call.kind() == CallKind::Forgotten;
                    answer(shared, body.call, FORGOTTEN, fits)
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
         retained, before the answer (P-7.1, P-7.5, JRC127600 §4.2.1.2). Attributes with the \
         shape of a VIN are left behind (P-1.5). With `dataDevice`, which only this service can \
         open, the device is known by another ID here, and calls about it follow from then on \
         (P-1.7, P-7.16).",
        json!({
            "deviceId": DEVICE,
            "sequence": 1,
            "call": "introduced",
            "attributes": { "mk": "JEEP", "mt": "1872", "ewltp": "157" },
        }),
        &[
            ErrorKind::Call,
            ErrorKind::Overtaken,
            ErrorKind::Contradiction,
            ErrorKind::TooFar,
            ErrorKind::DataDeviceRefused,
            ErrorKind::NotPublished,
        ],
    )
}

fn cleared_about() -> About {
    about(
        "deviceCleared",
        "A device may send",
        "The device comes on the allow-list, and its configuration `operational` is \
         published, retained, before the answer (P-7.6, JRC127600 §4.2.2). A device that is \
         not known has to be introduced first (P-7.11). With `newSegment` a new segment of its \
         data begins, which goes on with nothing that was before (P-7.13).",
        json!({ "deviceId": DEVICE, "sequence": 2, "call": "cleared" }),
        &[
            ErrorKind::Call,
            ErrorKind::NotIntroduced,
            ErrorKind::Overtaken,
            ErrorKind::Contradiction,
            ErrorKind::TooFar,
            ErrorKind::VersionsExhausted,
            ErrorKind::NotPublished,
        ],
    )
}

fn suspended_about() -> About {
    about(
        "deviceSuspended",
        "A device may not send",
        "The device comes on the deny-list, and its configuration is published, retained, \
         before the answer: `initialized` for the reason `notCleared`, `standby` for `pause` \
         (P-7.6, JRC127600 §5.4). Where no version is left, it is on the deny-list all the \
         same. Of a device that is not known there is nothing to suspend (P-7.11). With \
         `newSegment` a new segment of its data begins (P-7.13).",
        json!({
            "deviceId": DEVICE,
            "sequence": 3,
            "call": "suspended",
            "reason": "notCleared",
        }),
        &[
            ErrorKind::Call,
            ErrorKind::NotIntroduced,
            ErrorKind::Overtaken,
            ErrorKind::Contradiction,
            ErrorKind::TooFar,
            ErrorKind::NotPublished,
        ],
    )
}

fn forgotten_about() -> About {
    about(
        "deviceForgotten",
        "All that is stored of a device is to be erased",
        "Snapshots, what could not be read, attributes and the device's record are erased, and \
         its retained configuration is cleared, before the answer (P-7.14). What is left says \
         when, by a keyed hash of the device ID, so that a late call takes no effect. A device \
         that is not known is forgotten as well.",
        json!({ "deviceId": DEVICE, "sequence": 4, "call": "forgotten" }),
        &[
            ErrorKind::Call,
            ErrorKind::Overtaken,
            ErrorKind::Contradiction,
            ErrorKind::TooFar,
            ErrorKind::NotPublished,
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
    let sequence = call.sequence;
    match shared.call(call, path).await? {
        Answer::Applied => Ok(CallAnswer {
            answer: CallOutcome::Applied,
        }),
        Answer::Overtaken { last } => {
            let detail = format!("expected a sequence above {last}, found {sequence}");
            Err(Refusal::misnumbered(ErrorKind::Overtaken, &detail, last))
        }
        Answer::Contradiction { last } => {
            let detail = format!("expected the call that was made as {last}, found another one");
            let kind = ErrorKind::Contradiction;
            Err(Refusal::misnumbered(kind, &detail, last))
        }
        Answer::TooFar { last } => {
            let most = last.get().saturating_add(Sequence::LARGEST_STEP);
            let detail = format!("expected a sequence of at most {most}, found {sequence}");
            Err(Refusal::misnumbered(ErrorKind::TooFar, &detail, last))
        }
        Answer::NotIntroduced => {
            let detail = "expected a device that was introduced, found another one";
            Err(Refusal::new(ErrorKind::NotIntroduced, detail))
        }
        Answer::DataDeviceRefused => {
            let detail = ErrorKind::DataDeviceRefused.example();
            Err(Refusal::new(ErrorKind::DataDeviceRefused, detail))
        }
        Answer::VersionsExhausted => {
            let detail = "the device has had the last version of a configuration";
            Err(Refusal::new(ErrorKind::VersionsExhausted, detail))
        }
    }
}

/// The Data Service's answer that an error is.
fn answer_of(error: HttpError) -> Result<Answer, HttpError> {
    let HttpError::Refused { body, .. } = &error else {
        return Err(error);
    };
    let is = |kind: ErrorKind| body.code == kind.code();
    match body.last {
        Some(last) if is(ErrorKind::Overtaken) => Ok(Answer::Overtaken { last }),
        Some(last) if is(ErrorKind::Contradiction) => Ok(Answer::Contradiction { last }),
        Some(last) if is(ErrorKind::TooFar) => Ok(Answer::TooFar { last }),
        None if is(ErrorKind::NotIntroduced) => Ok(Answer::NotIntroduced),
        None if is(ErrorKind::DataDeviceRefused) => Ok(Answer::DataDeviceRefused),
        None if is(ErrorKind::VersionsExhausted) => Ok(Answer::VersionsExhausted),
        _ => Err(error),
    }
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
            CallKind::Forgotten => FORGOTTEN,
        }
    }

    /// Makes a call. Applied, the device's configuration is published.
    ///
    /// # Errors
    /// [`HttpError`]: there is no answer, and the call is to be repeated.
    pub async fn call(&self, call: &Call) -> Result<Answer, HttpError> {
        let answer: Result<CallAnswer, HttpError> = self.http.post(Self::path(call), call).await;
        match answer {
            Ok(CallAnswer {
                answer: CallOutcome::Applied,
            }) => Ok(Answer::Applied),
            Err(error) => answer_of(error),
        }
    }
}
