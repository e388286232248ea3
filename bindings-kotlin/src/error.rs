//! The core's errors as they cross: class, code and fields here, the text from the core.

use iot4emissions_proto::access::export::{ExportError, FormatError};
use iot4emissions_proto::access::probe::WorldError;
use iot4emissions_proto::access::probe::packets::PacketError;
use iot4emissions_proto::backoff::BackoffError;
use iot4emissions_proto::device::{RecordError, SettingsError};
use iot4emissions_proto::identity::{
    CertificateError, DeviceIdError, DeviceSecretError, SealedDeviceIdError, SealingError,
    ServiceNamesError,
};
use iot4emissions_proto::message::{ConfigurationError, DataTransferError, DecodeError, HostError};
use iot4emissions_proto::obfcm::{FindingError, QuantityError, SnapshotError};
use iot4emissions_proto::publication::{
    AttributeNameError, FleetError, MinVehiclesError, MonthError, PseudonymKeyError,
};
use iot4emissions_proto::schedule::ScheduleError;
use iot4emissions_proto::services::call::SequenceError;
use iot4emissions_proto::services::data::IssueError;
use iot4emissions_proto::services::registration::CountryError;
use iot4emissions_proto::topic::{
    ShareGroupError, SubscriptionError, TopicError, TopicFilterError, TopicNameError,
};
use iot4emissions_proto::vehicle::{ApprovalError, AttributeError, VehicleQuantityError, VinError};

/// Which of the facade's exceptions a fault becomes: `Topic` is `TopicException`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
#[allow(missing_docs, reason = "the facade's classes say what each is")]
pub enum FaultClass {
    Backoff,
    Certificate,
    Configuration,
    Country,
    DataTransfer,
    Decode,
    DeviceId,
    DeviceSecret,
    Export,
    Finding,
    Host,
    JsonForm,
    Probe,
    Publication,
    Quantity,
    Record,
    Schedule,
    Schema,
    SealedDeviceId,
    Sealing,
    Sequence,
    ServiceNames,
    Settings,
    Snapshot,
    Subscription,
    Topic,
    TopicFilter,
    VehicleAttribute,
    Vin,
}

/// One problem of a payload.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Issue {
    /// Its code.
    pub code: String,
    /// Its JSON Pointer.
    pub pointer: String,
    /// The payload's line, from 1.
    pub line: u64,
    /// The line's character, from 1.
    pub column: u64,
    /// What would have been right.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// What every fallible function of this crate returns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum Fault {
    /// Something breaks a rule of the protocol.
    #[error("{text}")]
    Refused {
        /// The exception's class.
        class: FaultClass,
        /// The core's words.
        text: String,
        /// The core's code.
        code: String,
        /// A JSON Pointer, empty where there is none.
        path: String,
        /// The problems of a payload, the first 64 of them.
        issues: Vec<Issue>,
        /// How many there are.
        count: u64,
        /// The name of the part that is wrong, where the error has one: a schedule's field,
        /// a setting.
        part: Option<String>,
        /// The number that was found, where the error has one.
        found: Option<u64>,
    },
}

impl Fault {
    /// A fault with nothing but class, text and code.
    pub fn plain(class: FaultClass, error: &impl ToString, code: &str) -> Self {
        Self::Refused {
            class,
            text: error.to_string(),
            code: code.to_owned(),
            path: String::new(),
            issues: Vec::new(),
            count: 0,
            part: None,
            found: None,
        }
    }

    /// The fault at this JSON Pointer.
    pub fn at(self, pointer: &str) -> Self {
        let Self::Refused {
            class,
            text,
            code,
            issues,
            count,
            part,
            found,
            ..
        } = self;
        Self::Refused {
            class,
            text,
            code,
            path: pointer.to_owned(),
            issues,
            count,
            part,
            found,
        }
    }

    /// The fault with what this error has besides.
    fn of(self, part: Option<String>, found: Option<u64>) -> Self {
        let Self::Refused {
            class,
            text,
            code,
            path,
            issues,
            count,
            ..
        } = self;
        Self::Refused {
            class,
            text,
            code,
            path,
            issues,
            count,
            part,
            found,
        }
    }
}

macro_rules! faults {
    ($($error:ident => $class:ident),* $(,)?) => {$(
        impl From<$error> for Fault {
            fn from(error: $error) -> Self {
                Self::plain(FaultClass::$class, &error, error.code())
            }
        }
    )*};
}

faults! {
    ApprovalError => VehicleAttribute,
    AttributeError => VehicleAttribute,
    AttributeNameError => Publication,
    BackoffError => Backoff,
    CertificateError => Certificate,
    ConfigurationError => Configuration,
    CountryError => Country,
    DataTransferError => DataTransfer,
    DeviceIdError => DeviceId,
    DeviceSecretError => DeviceSecret,
    ExportError => Export,
    FindingError => Finding,
    FleetError => Publication,
    FormatError => Export,
    HostError => Host,
    IssueError => Configuration,
    MinVehiclesError => Publication,
    MonthError => Publication,
    PacketError => Probe,
    PseudonymKeyError => Publication,
    QuantityError => Quantity,
    SealedDeviceIdError => SealedDeviceId,
    SealingError => Sealing,
    SequenceError => Sequence,
    ServiceNamesError => ServiceNames,
    ShareGroupError => Subscription,
    SnapshotError => Snapshot,
    SubscriptionError => Subscription,
    TopicError => Topic,
    TopicFilterError => TopicFilter,
    TopicNameError => Topic,
    VehicleQuantityError => Quantity,
    VinError => Vin,
    WorldError => Probe,
}

impl From<ScheduleError> for Fault {
    /// The part is the name of the field that is wrong, where it is one.
    fn from(error: ScheduleError) -> Self {
        let field = match &error {
            ScheduleError::Field { field, .. } => Some(field.as_str().to_owned()),
            _ => None,
        };
        Self::plain(FaultClass::Schedule, &error, error.code()).of(field, None)
    }
}

impl From<SettingsError> for Fault {
    /// The part is the name of the setting that is out of range.
    fn from(error: SettingsError) -> Self {
        let setting = Some(error.setting().to_owned());
        Self::plain(FaultClass::Settings, &error, error.code()).of(setting, None)
    }
}

impl From<RecordError> for Fault {
    /// What was found is the length or the version, where it is one of them.
    fn from(error: RecordError) -> Self {
        let found = match error {
            RecordError::Damaged { length } => Some(length as u64),
            RecordError::Version { found } => Some(found.into()),
            _ => None,
        };
        Self::plain(FaultClass::Record, &error, error.code()).of(None, found)
    }
}

impl From<DecodeError> for Fault {
    /// Code and path are those of the first issue.
    fn from(error: DecodeError) -> Self {
        let first = &error.issues()[0];
        let issue = |issue: &iot4emissions_proto::message::Issue| Issue {
            code: issue.code.as_str().to_owned(),
            pointer: issue.pointer.clone(),
            line: issue.position.line as u64,
            column: issue.position.column as u64,
            expected: issue.expected.clone(),
            found: issue.found.clone(),
        };
        Self::Refused {
            class: FaultClass::Decode,
            text: error.to_string(),
            code: first.code.as_str().to_owned(),
            path: first.pointer.clone(),
            issues: error.issues().iter().map(issue).collect(),
            count: error.count(),
            part: None,
            found: None,
        }
    }
}
