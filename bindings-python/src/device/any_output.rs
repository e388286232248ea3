//! Any output, between Python's classes and the core's variants.

use iot4emissions_proto::device::{
    self as core, ConnectionNumber, Payload, PublishNumber, RequestNumber,
};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;

use super::event::Event;
use super::output::{
    Acquire, Connect, Disconnect, Notify, Persist, Publish, ReadVehicle, Restart, Subscribe, Wait,
};
use super::status::Status;
use crate::convert::enumeration::Member;
use crate::convert::owned_bytes::OwnedBytes;
use crate::identity::DeviceId;
use crate::message::Endpoint;
use crate::mirror::Mirror;
use crate::topic::Topic;

/// One of the output classes.
pub(crate) struct AnyOutput(pub(crate) core::Output);

impl<'py> IntoPyObject<'py> for AnyOutput {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("iot4emissions.device", "Output");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        // Exhaustive: a new variant of the core does not compile before it has a class.
        match self.0 {
            core::Output::Persist => Persist {}.into_bound_py_any(py),
            core::Output::ReadVehicle { request } => {
                let request = request.0;
                ReadVehicle { request }.into_bound_py_any(py)
            }
            core::Output::Connect {
                connection,
                broker,
                endpoint,
                device,
            } => {
                let connect = Connect {
                    connection: connection.0,
                    broker: Member(broker),
                    endpoint: Endpoint(endpoint),
                    device: DeviceId(device),
                };
                connect.into_bound_py_any(py)
            }
            core::Output::Subscribe { connection, topic } => {
                let (connection, topic) = (connection.0, Topic(topic));
                Subscribe { connection, topic }.into_bound_py_any(py)
            }
            core::Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } => {
                let publish = Publish {
                    connection: connection.0,
                    publish: publish.0,
                    topic: Topic(topic),
                    payload: OwnedBytes(payload.0.into_bytes()),
                };
                publish.into_bound_py_any(py)
            }
            core::Output::Disconnect { connection } => {
                let connection = connection.0;
                Disconnect { connection }.into_bound_py_any(py)
            }
            core::Output::Acquire { request } => {
                let request = request.0;
                Acquire { request }.into_bound_py_any(py)
            }
            core::Output::Notify(event) => {
                let event = Event::of(event);
                Notify { event }.into_bound_py_any(py)
            }
            core::Output::Status(status) => Status::of(*status).into_bound_py_any(py),
            core::Output::Restart => Restart {}.into_bound_py_any(py),
            core::Output::Wait(wait) => Wait::of(wait).into_bound_py_any(py),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for AnyOutput {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("iot4emissions.device", "Output");

    fn extract(output: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let connection = ConnectionNumber;
        let output = if output.is_instance_of::<Persist>() {
            core::Output::Persist
        } else if let Ok(output) = output.cast::<ReadVehicle>() {
            let request = RequestNumber(output.get().request);
            core::Output::ReadVehicle { request }
        } else if let Ok(output) = output.cast::<Connect>() {
            let output = output.get().clone();
            core::Output::Connect {
                connection: connection(output.connection),
                broker: output.broker.0,
                endpoint: output.endpoint.0,
                device: output.device.0,
            }
        } else if let Ok(output) = output.cast::<Subscribe>() {
            let output = output.get().clone();
            core::Output::Subscribe {
                connection: connection(output.connection),
                topic: output.topic.0,
            }
        } else if let Ok(output) = output.cast::<Publish>() {
            let output = output.get().clone();
            core::Output::Publish {
                connection: connection(output.connection),
                publish: PublishNumber(output.publish),
                topic: output.topic.0,
                payload: Payload(String::from_utf8(output.payload.0)?),
            }
        } else if let Ok(output) = output.cast::<Disconnect>() {
            let connection = connection(output.get().connection);
            core::Output::Disconnect { connection }
        } else if let Ok(output) = output.cast::<Acquire>() {
            let request = RequestNumber(output.get().request);
            core::Output::Acquire { request }
        } else if let Ok(output) = output.cast::<Notify>() {
            core::Output::Notify(output.get().event.to_core())
        } else if let Ok(output) = output.cast::<Status>() {
            core::Output::Status(Box::new(output.get().to_core()))
        } else if output.is_instance_of::<Restart>() {
            core::Output::Restart
        } else if let Ok(output) = output.cast::<Wait>() {
            core::Output::Wait(output.get().to_core())
        } else {
            return Err(PyTypeError::new_err(format!(
                "expected an output such as Persist(), found {}",
                output.get_type().name()?
            )));
        };
        Ok(Self(output))
    }
}
