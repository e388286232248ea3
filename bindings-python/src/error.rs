//! The core's errors as Python exceptions: class and code here, the text from the core.

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
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::message::Issue;

/// An error of the core that has its class in `iot4emissions._errors`.
pub(crate) trait Raise {
    /// The exception to raise.
    fn raise(self) -> PyErr;
}

/// `?` for the core's results.
pub(crate) trait OrRaise<T> {
    /// The value, or the exception.
    fn or_raise(self) -> PyResult<T>;
}

impl<T, E: Raise> OrRaise<T> for Result<T, E> {
    fn or_raise(self) -> PyResult<T> {
        self.map_err(Raise::raise)
    }
}

/// The exception `class` of `iot4emissions._errors`.
pub(crate) fn protocol_error(class: &str, text: &str, code: &str, path: &str) -> PyErr {
    with_issues(class, text, code, path, Vec::new())
}

fn with_issues(class: &str, text: &str, code: &str, path: &str, issues: Vec<Issue>) -> PyErr {
    Python::attach(|py| {
        let exception = || {
            let issues = PyTuple::new(py, issues)?;
            py.import("iot4emissions._errors")?
                .getattr(class)?
                .call1((text, code, path, issues))
        };
        exception().map_or_else(|error| error, PyErr::from_value)
    })
}

macro_rules! raise {
    ($($error:ident => $class:literal),* $(,)?) => {$(
        impl Raise for $error {
            fn raise(self) -> PyErr {
                protocol_error($class, &self.to_string(), self.code(), "")
            }
        }
    )*};
}

raise! {
    ApprovalError => "VehicleAttributeError",
    AttributeError => "VehicleAttributeError",
    AttributeNameError => "PublicationError",
    BackoffError => "BackoffError",
    CertificateError => "CertificateError",
    ConfigurationError => "ConfigurationError",
    CountryError => "CountryError",
    DataTransferError => "DataTransferError",
    DeviceIdError => "DeviceIdError",
    DeviceSecretError => "DeviceSecretError",
    ExportError => "ExportError",
    FindingError => "ProtocolError",
    FleetError => "PublicationError",
    FormatError => "ExportError",
    HostError => "HostError",
    IssueError => "ConfigurationError",
    MinVehiclesError => "PublicationError",
    MonthError => "PublicationError",
    PacketError => "ProtocolError",
    PseudonymKeyError => "PublicationError",
    QuantityError => "QuantityError",
    SealedDeviceIdError => "SealedDeviceIdError",
    SealingError => "SealingError",
    SequenceError => "ProtocolError",
    ServiceNamesError => "ServiceNamesError",
    ShareGroupError => "SubscriptionError",
    SnapshotError => "SnapshotError",
    SubscriptionError => "SubscriptionError",
    TopicError => "TopicError",
    TopicFilterError => "TopicFilterError",
    TopicNameError => "TopicError",
    VehicleQuantityError => "QuantityError",
    VinError => "VinError",
    WorldError => "ProtocolError",
}

impl Raise for DecodeError {
    /// Code and path are those of the first issue; the first 64 of them are in `issues`, and
    /// `count` is how many there are.
    fn raise(self) -> PyErr {
        let first = &self.issues()[0];
        let (code, path) = (first.code.as_str(), first.pointer.clone());
        let issues = self.issues().iter().cloned().map(Issue).collect();
        let error = with_issues("DecodeError", &self.to_string(), code, &path, issues);
        let mut in_row = String::new();
        // A String takes whatever is written.
        let _ = self.write_in_row(&mut in_row);
        let error = with_attribute(error, "_in_row", in_row);
        with_attribute(error, "count", self.count())
    }
}

impl Raise for ScheduleError {
    /// `field` is the name of the field that is wrong, where it is one.
    fn raise(self) -> PyErr {
        let error = protocol_error("ScheduleError", &self.to_string(), self.code(), "");
        let field = match &self {
            Self::Field { field, .. } => Some(field.as_str()),
            _ => None,
        };
        with_attribute(error, "field", field)
    }
}

impl Raise for SettingsError {
    /// `setting` is the name of the one that is out of range.
    fn raise(self) -> PyErr {
        let error = protocol_error("SettingsError", &self.to_string(), self.code(), "");
        with_attribute(error, "setting", self.setting())
    }
}

impl Raise for RecordError {
    /// `found` is the length or the version that was found, where it is one of them.
    fn raise(self) -> PyErr {
        let error = protocol_error("RecordError", &self.to_string(), self.code(), "");
        let found = match self {
            Self::Damaged { length } => Some(length),
            Self::Version { found } => Some(found.into()),
            _ => None,
        };
        with_attribute(error, "found", found)
    }
}

/// The exception with one more attribute.
fn with_attribute<T>(error: PyErr, name: &str, value: T) -> PyErr
where
    T: for<'py> IntoPyObject<'py>,
{
    Python::attach(|py| match error.value(py).setattr(name, value) {
        Ok(()) => error,
        Err(failed) => failed,
    })
}
