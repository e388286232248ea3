//! Why something failed (P-6.2, P-6.8, P-6.18).

use iot4emissions_proto::device::{DisconnectReason, ReasonCode, RecordError};

use crate::error::{Fault, FaultClass};

/// Why a connection ended (P-6.8).
#[uniffi::remote(Enum)]
pub enum DisconnectReason {
    NoNetwork,
    NameResolution,
    Tcp,
    Tls,
    Refused { code: u8 },
    Closed,
    TimedOut,
    Protocol,
}

uniffi::custom_type!(ReasonCode, u8, {
    remote, lower: |reason| reason.0, try_lift: |code| Ok(ReasonCode(code)),
});

/// Why what is stored is no record, in its parts.
#[derive(uniffi::Record)]
pub struct RecordErrorParts {
    code: String,
    /// The number of bytes of a damaged one, or the version of a later one.
    found: Option<u64>,
}

uniffi::custom_type!(RecordError, RecordErrorParts, {
    remote,
    lower: |error| error.into(),
    try_lift: |parts| Ok(parts.try_into()?),
});

impl From<RecordError> for RecordErrorParts {
    fn from(error: RecordError) -> Self {
        Self {
            code: error.code().to_owned(),
            found: match error {
                RecordError::Damaged { length } => Some(length as u64),
                RecordError::Version { found } => Some(found.into()),
                _ => None,
            },
        }
    }
}

impl TryFrom<RecordErrorParts> for RecordError {
    type Error = Fault;

    fn try_from(parts: RecordErrorParts) -> Result<Self, Fault> {
        let error = match (parts.code.as_str(), parts.found) {
            ("damaged", Some(length)) => length
                .try_into()
                .ok()
                .map(|length| Self::Damaged { length }),
            ("version", Some(found)) => found.try_into().ok().map(|found| Self::Version { found }),
            ("inconsistent", None) => Some(Self::Inconsistent),
            _ => None,
        };
        error.ok_or_else(|| {
            let text = "expected a length with the fault damaged, a version from 0 to 255 with \
                        version, and nothing with inconsistent, found another number or none";
            Fault::plain(FaultClass::Record, &text, "found")
        })
    }
}
