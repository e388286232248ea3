//! Any input, between Python's classes and the core's variants.

use iot4emissions_proto::device::{self as core, ConnectionNumber, PublishNumber};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;

use super::input::{
    Acquired, AcquisitionFailed, ClockTrusted, CommunicationTest, Connected, Disconnected, Message,
    PersistFailed, ProvisioningComplete, PublishAcknowledged, StatusQuery, Subscribed, VehicleRead,
    VehicleUnreadable, Wake,
};
use super::settings::Provisioning;
use crate::convert::owned_bytes::OwnedBytes;
use crate::message::RegistrationRequest;
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
            core::Input::Wake => Wake {}.into_bound_py_any(py),
            core::Input::ClockTrusted { trusted } => ClockTrusted { trusted }.into_bound_py_any(py),
            core::Input::VehicleRead(request) => {
                let request = RegistrationRequest(*request);
                VehicleRead { request }.into_bound_py_any(py)
            }
            core::Input::VehicleUnreadable => VehicleUnreadable {}.into_bound_py_any(py),
            core::Input::Connected { connection } => {
                let connection = connection.0;
                Connected { connection }.into_bound_py_any(py)
            }
            core::Input::Disconnected { connection } => {
                let connection = connection.0;
                Disconnected { connection }.into_bound_py_any(py)
            }
            core::Input::Subscribed {
                connection,
                accepted,
            } => {
                let connection = connection.0;
                Subscribed {
                    connection,
                    accepted,
                }
                .into_bound_py_any(py)
            }
            core::Input::Message {
                connection,
                topic,
                payload,
                retain,
            } => {
                let (connection, payload) = (connection.0, OwnedBytes(payload));
                Message {
                    connection,
                    topic,
                    payload,
                    retain,
                }
                .into_bound_py_any(py)
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
            core::Input::Acquired(values) => {
                let values = Values(values);
                Acquired { values }.into_bound_py_any(py)
            }
            core::Input::AcquisitionFailed => AcquisitionFailed {}.into_bound_py_any(py),
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
        let connection = ConnectionNumber;
        let input = if let Ok(input) = input.cast::<ProvisioningComplete>() {
            let provisioning = input.get().provisioning.0.clone();
            core::Input::ProvisioningComplete(Box::new(provisioning))
        } else if input.is_instance_of::<Wake>() {
            core::Input::Wake
        } else if let Ok(input) = input.cast::<ClockTrusted>() {
            let trusted = input.get().trusted;
            core::Input::ClockTrusted { trusted }
        } else if let Ok(input) = input.cast::<VehicleRead>() {
            core::Input::VehicleRead(Box::new(input.get().request.0.clone()))
        } else if input.is_instance_of::<VehicleUnreadable>() {
            core::Input::VehicleUnreadable
        } else if let Ok(input) = input.cast::<Connected>() {
            let connection = connection(input.get().connection);
            core::Input::Connected { connection }
        } else if let Ok(input) = input.cast::<Disconnected>() {
            let connection = connection(input.get().connection);
            core::Input::Disconnected { connection }
        } else if let Ok(input) = input.cast::<Subscribed>() {
            let input = input.get();
            core::Input::Subscribed {
                connection: connection(input.connection),
                accepted: input.accepted,
            }
        } else if let Ok(input) = input.cast::<Message>() {
            let input = input.get().clone();
            core::Input::Message {
                connection: connection(input.connection),
                topic: input.topic,
                payload: input.payload.0,
                retain: input.retain,
            }
        } else if let Ok(input) = input.cast::<PublishAcknowledged>() {
            let input = input.get();
            core::Input::PublishAcknowledged {
                connection: connection(input.connection),
                publish: PublishNumber(input.publish),
            }
        } else if let Ok(input) = input.cast::<Acquired>() {
            core::Input::Acquired(input.get().values.0)
        } else if input.is_instance_of::<AcquisitionFailed>() {
            core::Input::AcquisitionFailed
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
