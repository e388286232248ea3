//! Errors: what can go wrong, and how a client is told.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use iot4emissions_proto::privacy::hide_vins;
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
    /// `not-introduced`: cleared or suspended, but never introduced (P-5.51).
    NotIntroduced,
    /// `too-large`: the body is larger than it can have reason to be.
    TooLarge,
    /// `content-type`: not `application/json`.
    ContentType,
    /// `versions-exhausted`: the device has had the last version of a configuration.
    VersionsExhausted,
    /// `not-published`: stored, but the broker has not taken what follows from it yet.
    NotPublished,
    /// `unavailable`: no answer now; try again.
    Unavailable,
}

impl ErrorKind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Body,
        Self::Incomplete,
        Self::Call,
        Self::NotPermitted,
        Self::NoSuchPath,
        Self::NoSuchMethod,
        Self::NotIntroduced,
        Self::TooLarge,
        Self::ContentType,
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
            Self::NotIntroduced => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::VersionsExhausted => StatusCode::INTERNAL_SERVER_ERROR,
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
            Self::TooLarge => "too-large",
            Self::ContentType => "content-type",
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
                "The device was never introduced (P-5.51). Nothing took effect; try again \
                 after the introduction."
            }
            Self::TooLarge => "The body has more than 32,768 bytes. Nothing took effect.",
            Self::ContentType => "The content type is not `application/json`. Nothing took effect.",
            Self::VersionsExhausted => {
                "The device has had the last version of a configuration (P-5.32). Nothing took \
                 effect; an operator has to replace the device's identity."
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

    /// The detail of a body with this code.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Body => "expected 17 characters, found 16 at line 1 column 26",
            Self::Incomplete => "expected a whole body, found a part of it",
            Self::Call => "expected the call that /devices/suspended is for, found another one",
            Self::NotPermitted => "expected the certificate of operator, found vehicle-registrar's",
            Self::NoSuchPath => "expected one of the paths of the interface",
            Self::NoSuchMethod => "expected POST",
            Self::NotIntroduced => "expected a device that was introduced, found another one",
            Self::TooLarge => "expected a body of at most 32768 bytes",
            Self::ContentType => "expected the content type application/json",
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
}

/// An error as a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The detail of the body.
    pub detail: String,
}

impl Refusal {
    /// An error with its detail, in which VINs are hidden.
    #[must_use]
    pub fn new(kind: ErrorKind, detail: &str) -> Self {
        Self {
            kind,
            detail: hide_vins(detail).into_owned(),
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
        };
        (self.kind.status(), JsonBody(body)).into_response()
    }
}
