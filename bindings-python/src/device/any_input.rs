//! Any input, between Python's classes and the core's variants.

use iot4emissions_proto::device::{
    self as core, ConnectionNumber, PublishNumber, ReasonCode, RequestNumber,
};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;

use super::disconnect_reason::Disconnected;
use super::input::{
    Acquired, AcquisitionFailed, CertificateRenewed, ClockTrusted, CommunicationTest, Connected,
    DataErased, Decommissioned, FactoryConfigured, Ignition, Message, NetworkAvailable,
    PersistFailed, Persisted, ProvisioningComplete, PseudonymRenewed, PublishAcknowledged,
    PublishRefused, RegisterAgain, StatusQuery, SubscribeRefused, Subscribed, VehicleChanged,
    VehicleRead, VehicleUnreadable, Wake,
};
use super::record_fault::RecordUnreadable;
use super::settings::{DataPseudonym, FactoryConfiguration, Provisioning};
use crate::convert::owned_bytes::OwnedBytes;
use crate::identity::DeviceId;
use crate::message::RegistrationRequest;
use crate::mirror::Mirror;
use crate::obfcm::Values;

/// One of the input classes.
pub(crate) struct AnyInput(pub(crate) core::Input);

impl<'py> IntoPyObject<'py> for AnyInput {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("iot4emissions.device", "Input");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        // Exhaustive: a new variant of the core does not compile before it has a class.
        match self.0 {
            core::Input::ProvisioningComplete(provisioning) => {
                let provisioning = Provisioning(*provisioning);
                ProvisioningComplete { provisioning }.into_bound_py_any(py)
            }
            core::Input::RecordUnreadable(error) => RecordUnreadable(error).into_bound_py_any(py),
            core::Input::FactoryConfigured(factory) => {
                let factory = FactoryConfiguration(*factory);
                FactoryConfigured { factory }.into_bound_py_any(py)
            }
            core::Input::CertificateRenewed { device } => {
                let device = DeviceId(device);
                CertificateRenewed { device }.into_bound_py_any(py)
            }
            core::Input::PseudonymRenewed(pseudonym) => {
                let pseudonym = DataPseudonym::of(*pseudonym);
                PseudonymRenewed { pseudonym }.into_bound_py_any(py)
            }
            core::Input::RegisterAgain => RegisterAgain {}.into_bound_py_any(py),
            core::Input::VehicleChanged => VehicleChanged {}.into_bound_py_any(py),
            core::Input::DataErased => DataErased {}.into_bound_py_any(py),
            core::Input::Decommissioned => Decommissioned {}.into_bound_py_any(py),
            core::Input::Wake => Wake {}.into_bound_py_any(py),
            core::Input::ClockTrusted { trusted } => ClockTrusted { trusted }.into_bound_py_any(py),
            core::Input::NetworkAvailable { available } => {
                NetworkAvailable { available }.into_bound_py_any(py)
            }
            core::Input::Ignition { on } => Ignition { on }.into_bound_py_any(py),
            core::Input::VehicleRead { request, vehicle } => {
                let (request, vehicle) = (request.0, RegistrationRequest(*vehicle));
                VehicleRead { request, vehicle }.into_bound_py_any(py)
            }
            core::Input::VehicleUnreadable { request } => {
                let request = request.0;
                VehicleUnreadable { request }.into_bound_py_any(py)
            }
            core::Input::Connected { connection } => {
                let connection = connection.0;
                Connected { connection }.into_bound_py_any(py)
            }
            core::Input::Disconnected { connection, reason } => {
                let (connection, why) = (connection.0, reason);
                Disconnected { connection, why }.into_bound_py_any(py)
            }
            core::Input::Subscribed { connection } => {
                let connection = connection.0;
                Subscribed { connection }.into_bound_py_any(py)
            }
            core::Input::SubscribeRefused { connection, reason } => {
                let (connection, reason) = (connection.0, reason.0);
                SubscribeRefused { connection, reason }.into_bound_py_any(py)
            }
            core::Input::Message {
                connection,
                topic,
                payload,
                retain,
            } => {
                let message = Message {
                    connection: connection.0,
                    topic: topic.0.into(),
                    payload: OwnedBytes(payload.0),
                    retain,
                };
                message.into_bound_py_any(py)
            }
            core::Input::PublishAcknowledged {
                connection,
                publish,
            } => {
                let (connection, publish) = (connection.0, publish.0);
                PublishAcknowledged {
                    connection,
                    publish,
                }
                .into_bound_py_any(py)
            }
            core::Input::PublishRefused {
                connection,
                publish,
                reason,
            } => {
                let refused = PublishRefused {
                    connection: connection.0,
                    publish: publish.0,
                    reason: reason.0,
                };
                refused.into_bound_py_any(py)
            }
            core::Input::Acquired { request, values } => {
                let (request, values) = (request.0, Values(values));
                Acquired { request, values }.into_bound_py_any(py)
            }
            core::Input::AcquisitionFailed { request } => {
                let request = request.0;
                AcquisitionFailed { request }.into_bound_py_any(py)
            }
            core::Input::Persisted { bytes } => Persisted { bytes }.into_bound_py_any(py),
            core::Input::PersistFailed => PersistFailed {}.into_bound_py_any(py),
            core::Input::StatusQuery => StatusQuery {}.into_bound_py_any(py),
            core::Input::CommunicationTest => CommunicationTest {}.into_bound_py_any(py),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for AnyInput {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("iot4emissions.device", "Input");

    fn extract(input: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let (connection, request) = (ConnectionNumber, RequestNumber);
        let input = if let Ok(input) = input.cast::<ProvisioningComplete>() {
            let provisioning = input.get().provisioning.0.clone();
            core::Input::ProvisioningComplete(Box::new(provisioning))
        } else if let Ok(input) = input.cast::<RecordUnreadable>() {
            core::Input::RecordUnreadable(input.get().0)
        } else if let Ok(input) = input.cast::<FactoryConfigured>() {
            core::Input::FactoryConfigured(Box::new(input.get().factory.0.clone()))
        } else if let Ok(input) = input.cast::<CertificateRenewed>() {
            let device = input.get().device.0.clone();
            core::Input::CertificateRenewed { device }
        } else if let Ok(input) = input.cast::<PseudonymRenewed>() {
            let pseudonym = input.get().pseudonym.to_core();
            core::Input::PseudonymRenewed(Box::new(pseudonym))
        } else if input.is_instance_of::<RegisterAgain>() {
            core::Input::RegisterAgain
        } else if input.is_instance_of::<VehicleChanged>() {
            core::Input::VehicleChanged
        } else if input.is_instance_of::<DataErased>() {
            core::Input::DataErased
        } else if input.is_instance_of::<Decommissioned>() {
            core::Input::Decommissioned
        } else if input.is_instance_of::<Wake>() {
            core::Input::Wake
        } else if let Ok(input) = input.cast::<ClockTrusted>() {
            let trusted = input.get().trusted;
            core::Input::ClockTrusted { trusted }
        } else if let Ok(input) = input.cast::<NetworkAvailable>() {
            let available = input.get().available;
            core::Input::NetworkAvailable { available }
        } else if let Ok(input) = input.cast::<Ignition>() {
            let on = input.get().on;
            core::Input::Ignition { on }
        } else if let Ok(input) = input.cast::<VehicleRead>() {
            let input = input.get();
            core::Input::VehicleRead {
                request: request(input.request),
                vehicle: Box::new(input.vehicle.0.clone()),
            }
        } else if let Ok(input) = input.cast::<VehicleUnreadable>() {
            let request = request(input.get().request);
            core::Input::VehicleUnreadable { request }
        } else if let Ok(input) = input.cast::<Connected>() {
            let connection = connection(input.get().connection);
            core::Input::Connected { connection }
        } else if let Ok(input) = input.cast::<Disconnected>() {
            let input = input.get();
            core::Input::Disconnected {
                connection: connection(input.connection),
                reason: input.why,
            }
        } else if let Ok(input) = input.cast::<Subscribed>() {
            let connection = connection(input.get().connection);
            core::Input::Subscribed { connection }
        } else if let Ok(input) = input.cast::<SubscribeRefused>() {
            let input = input.get();
            core::Input::SubscribeRefused {
                connection: connection(input.connection),
                reason: ReasonCode(input.reason),
            }
        } else if let Ok(input) = input.cast::<Message>() {
            let input = input.get().clone();
            core::Input::Message {
                connection: connection(input.connection),
                topic: input.topic.0.into(),
                payload: input.payload.0.into(),
                retain: input.retain,
            }
        } else if let Ok(input) = input.cast::<PublishAcknowledged>() {
            let input = input.get();
            core::Input::PublishAcknowledged {
                connection: connection(input.connection),
                publish: PublishNumber(input.publish),
            }
        } else if let Ok(input) = input.cast::<PublishRefused>() {
            let input = input.get();
            core::Input::PublishRefused {
                connection: connection(input.connection),
                publish: PublishNumber(input.publish),
                reason: ReasonCode(input.reason),
            }
        } else if let Ok(input) = input.cast::<Acquired>() {
            let input = input.get();
            core::Input::Acquired {
                request: request(input.request),
                values: input.values.0,
            }
        } else if let Ok(input) = input.cast::<AcquisitionFailed>() {
            let request = request(input.get().request);
            core::Input::AcquisitionFailed { request }
        } else if let Ok(input) = input.cast::<Persisted>() {
            let bytes = input.get().bytes;
            core::Input::Persisted { bytes }
        } else if input.is_instance_of::<PersistFailed>() {
            core::Input::PersistFailed
        } else if input.is_instance_of::<StatusQuery>() {
            core::Input::StatusQuery
        } else if input.is_instance_of::<CommunicationTest>() {
            core::Input::CommunicationTest
        } else {
            return Err(PyTypeError::new_err(format!(
                "expected an input such as Wake(), found {}",
                input.get_type().name()?
            )));
        };
        Ok(Self(input))
    }
}
