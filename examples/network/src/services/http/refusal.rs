//! Errors: what can go wrong, and how a client is told.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use iot4emissions_proto::privacy::hide_vins;
use iot4emissions_proto::services::call::Sequence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::json::JsonBody;

/// Every reason for which a request has another answer than its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// `body`: not JSON, or not the body that the path takes.
    Body,
    /// `incomplete`: the body ended before its time.
    Incomplete,
    /// `call`: a call of another kind than the path is for.
    Call,
    /// `not-permitted`: the path is another client's.
    NotPermitted,
    /// `no-such-path`: no path of the interface.
    NoSuchPath,
    /// `no-such-method`: not POST.
    NoSuchMethod,
    /// `not-introduced`: cleared or suspended, but not known (P-5.51).
    NotIntroduced,
    /// `overtaken`: a later call came before it (P-5.51).
    Overtaken,
    /// `contradiction`: another call with the same number came before it (P-5.51).
    Contradiction,
    /// `too-far`: the number is too far above the last one (P-5.51).
    TooFar,
    /// `too-large`: the body is larger than it can have reason to be.
    TooLarge,
    /// `content-type`: not `application/json`.
    ContentType,
    /// `data-device-refused`: the device ID in the introduction cannot be opened, or is
    /// another device's (P-7.16).
    DataDeviceRefused,
    /// `versions-exhausted`: the device has had the last version of a configuration.
    VersionsExhausted,
    /// `not-published`: stored, but the broker has not taken what follows from it yet.
    NotPublished,
    /// `unavailable`: no answer now; try again.
    Unavailable,
}

impl ErrorKind {
    /// All kinds.
    pub const ALL: [Self; 16] = [
        Self::Body,
        Self::Incomplete,
        Self::Call,
        Self::NotPermitted,
        Self::NoSuchPath,
        Self::NoSuchMethod,
        Self::NotIntroduced,
        Self::Overtaken,
        Self::Contradiction,
        Self::TooFar,
        Self::TooLarge,
        Self::ContentType,
        Self::DataDeviceRefused,
        Self::VersionsExhausted,
        Self::NotPublished,
        Self::Unavailable,
    ];

    /// What every path may answer.
    pub(super) const ANYWHERE: [Self; 6] = [
        Self::Body,
        Self::Incomplete,
        Self::NotPermitted,
        Self::TooLarge,
        Self::ContentType,
        Self::Unavailable,
    ];

    /// The status of the response.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Body | Self::Incomplete | Self::Call => StatusCode::BAD_REQUEST,
            Self::NotPermitted => StatusCode::FORBIDDEN,
            Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::NoSuchMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotIntroduced
            | Self::Overtaken
            | Self::Contradiction
            | Self::TooFar
            | Self::DataDeviceRefused
            | Self::VersionsExhausted => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotPublished | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The code in the body.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Incomplete => "incomplete",
            Self::Call => "call",
            Self::NotPermitted => "not-permitted",
            Self::NoSuchPath => "no-such-path",
            Self::NoSuchMethod => "no-such-method",
            Self::NotIntroduced => "not-introduced",
            Self::Overtaken => "overtaken",
            Self::Contradiction => "contradiction",
            Self::TooFar => "too-far",
            Self::TooLarge => "too-large",
            Self::ContentType => "content-type",
            Self::DataDeviceRefused => "data-device-refused",
            Self::VersionsExhausted => "versions-exhausted",
            Self::NotPublished => "not-published",
            Self::Unavailable => "unavailable",
        }
    }

    /// What it means and what a client is to do, for the interface's description.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Body => {
                "The body is not JSON, or not what the path takes; `detail` says where. \
                 Nothing took effect; the same body is refused again."
            }
            Self::Incomplete => "The body ended before its time. Nothing took effect; try again.",
            Self::Call => {
                "The body is a call of another kind than the path is for. Nothing took effect; \
                 the same body is refused again."
            }
            Self::NotPermitted => {
                "The path is another client's than the one that the certificate names. Nothing \
                 of the request was read."
            }
            Self::NoSuchPath => "The path is none of the interface.",
            Self::NoSuchMethod => "The method is not POST.",
            Self::NotIntroduced => {
                "The device was never introduced, or is known no more (P-5.51, P-7.11). Nothing \
                 took effect: introduce it."
            }
            Self::Overtaken => {
                "A call with a higher `sequence` came before it (P-5.51). Nothing took effect. If \
                 it still holds, make it again with the `sequence` after `last`."
            }
            Self::Contradiction => {
                "Another call with the same `sequence` came before it (P-5.51). Nothing took \
                 effect. If it still holds, make it again with the `sequence` after `last`."
            }
            Self::TooFar => {
                "The `sequence` is more than 4,294,967,296 above `last` (P-5.51). Nothing took \
                 effect. If it still holds, make it again with the `sequence` after `last`."
            }
            Self::TooLarge => "The body has more than 32,768 bytes. Nothing took effect.",
            Self::ContentType => "The content type is not `application/json`. Nothing took effect.",
            Self::DataDeviceRefused => {
                "The device ID in `dataDevice` cannot be opened, or another device has it \
                 (P-7.16). Nothing took effect; the device needs another one."
            }
            Self::VersionsExhausted => {
                "The device has had the last version of a configuration (P-7.6). It is not \
                 cleared; an operator has to replace the device's identity."
            }
            Self::NotPublished => {
                "The request is stored, but the broker has not taken yet what follows from it. Try \
                 again: the same request, a call with the same `sequence`."
            }
            Self::Unavailable => {
                "The service cannot answer now. Try again: if the request was stored already, \
                 a repetition changes nothing."
            }
        }
    }

    /// Whether the body says what the last call was.
    pub(super) const fn names_last(self) -> bool {
        matches!(self, Self::Overtaken | Self::Contradiction | Self::TooFar)
    }

    /// The detail of a body with this code.
    pub(in crate::services) const fn example(self) -> &'static str {
        match self {
            Self::Body => "expected 17 characters, found 16 at line 1 column 26",
            Self::Incomplete => "expected a whole body, found a part of it",
            Self::Call => "expected the call that /devices/suspended is for, found another one",
            Self::NotPermitted => "expected the certificate of operator, found vehicle-registrar's",
            Self::NoSuchPath => "expected one of the paths of the interface",
            Self::NoSuchMethod => "expected POST",
            Self::NotIntroduced => "expected a device that was introduced, found another one",
            Self::Overtaken => "expected a sequence above 8, found 7",
            Self::Contradiction => "expected the call that was made as 8, found another one",
            Self::TooFar => "expected a sequence of at most 4294967304, found 9007199254740991",
            Self::TooLarge => "expected a body of at most 32768 bytes",
            Self::ContentType => "expected the content type application/json",
            Self::DataDeviceRefused => {
                "expected a device ID sealed for this service that is no other device's, found \
                 another one"
            }
            Self::VersionsExhausted => "the device has had the last version of a configuration",
            Self::NotPublished => {
                "it is stored, and the broker does not have what follows from it yet"
            }
            Self::Unavailable => "cannot read or write the database: database is locked",
        }
    }

    fn codes() -> [&'static str; Self::ALL.len()] {
        Self::ALL.map(Self::code)
    }
}

/// The body of every error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "error")]
pub struct ErrorBody {
    /// What went wrong, for programs.
    #[schemars(extend("enum" = ErrorKind::codes(), "examples" = ["not-introduced"]))]
    pub code: String,
    /// What went wrong, for people; no VIN is ever shown.
    #[schemars(extend("examples" = ["expected a device that was introduced, found another one"]))]
    pub detail: String,
    /// The `sequence` of the last call about the device that took effect, 0 where there is
    /// none: with `overtaken`, `contradiction` and `too-far`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<u64>", extend("examples" = [8]))]
    pub last: Option<Sequence>,
}

/// An error as a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The detail of the body.
    pub detail: String,
    /// The body's `last`.
    pub last: Option<Sequence>,
}

impl Refusal {
    /// An error with its detail, in which VINs are hidden.
    #[must_use]
    pub fn new(kind: ErrorKind, detail: &str) -> Self {
        Self {
            kind,
            detail: hide_vins(detail).into_owned(),
            last: None,
        }
    }

    /// 409: the call's number does not fit the last one.
    #[must_use]
    pub fn misnumbered(kind: ErrorKind, detail: &str, last: Sequence) -> Self {
        let last = Some(last);
        Self {
            last,
            ..Self::new(kind, detail)
        }
    }

    /// 403: `client` is not the one whose route it is.
    #[must_use]
    pub fn not_permitted(expected: &str, client: &str) -> Self {
        let detail = format!("expected the certificate of {expected}, found {client}'s");
        Self::new(ErrorKind::NotPermitted, &detail)
    }

    /// 503: try again.
    #[must_use]
    pub fn unavailable(error: &dyn std::error::Error) -> Self {
        Self::new(ErrorKind::Unavailable, &error.to_string())
    }

    /// 404.
    pub async fn no_such_path() -> Self {
        let detail = "expected one of the paths of the interface";
        Self::new(ErrorKind::NoSuchPath, detail)
    }

    /// 405.
    pub async fn no_such_method() -> Self {
        Self::new(ErrorKind::NoSuchMethod, "expected POST")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = ErrorBody {
            code: self.kind.code().to_owned(),
            detail: self.detail,
            last: self.last,
        };
        (self.kind.status(), JsonBody(body)).into_response()
    }
}
