//! What the Registration Service tells the Data Service (P-5.50, P-5.51).

use iot4emissions_proto::services::call as core;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;

use super::clearance::{Cleared, Suspended};
use crate::convert::enumeration::Member;
use crate::convert::numbers::CallNumber;
use crate::convert::text::Text;
use crate::identity::{DeviceId, SealedDeviceId};
use crate::json;
use crate::mirror::Mirror;
use crate::value_class::value_class;
use crate::variants::variants;
use crate::vehicle::VehicleInfo;

value_class! { "iot4emissions.services";
    /// A call of the Registration Service to the Data Service: about one device, never with a
    /// VIN (P-5.51, P-1.5).
    ///
    /// >>> Call(DeviceId("vehicle-7"), 2, Suspended("pause")).to_json()
    /// '{"deviceId":"vehicle-7","sequence":2,"call":"suspended","reason":"pause"}'
    Call {
        /// The device.
        device: DeviceId,
        /// The call's number, which grows with every call about the device: 1 to 2**53 - 1.
        sequence: CallNumber,
        /// What is told: `Introduction`, `Cleared`, `Suspended` or `Forgotten`.
        content: CallContent,
        /// Whether a new segment of the device's data begins by it (P-7.13). Only of `Cleared`
        /// and `Suspended`: the others begin with nothing.
        new_segment: bool = false,
    } => {
        /// A call from its JSON form, which the Data Service is sent over HTTP (P-5.51).
        ///
        /// Raises `ProtocolError` with code `json-form` for any other text, which it does not
        /// repeat.
        ///
        /// >>> Call.from_json('{"deviceId":"vehicle-7","sequence":2,"call":"cleared"}').content
        /// Cleared()
        #[staticmethod]
        fn from_json(text: Text) -> PyResult<Self> {
            json::read("a call", "", &text).map(Self::of)
        }

        /// Its JSON form (P-5.51).
        ///
        /// >>> Call(DeviceId("vehicle-7"), 2, Cleared()).to_json()
        /// '{"deviceId":"vehicle-7","sequence":2,"call":"cleared"}'
        fn to_json(&self) -> PyResult<String> {
            json::write(&self.to_core())
        }
    }

    /// The call by which a device is made known: it has registered (P-7.1).
    ///
    /// >>> Introduction(VehicleInfo(make="JEEP")).attributes.make
    /// 'JEEP'
    Introduction {
        /// Its vehicle's attributes.
        attributes: VehicleInfo,
        /// The ID under which the Data Service is to know the device, where it is another one:
        /// as the device sent it, sealed (P-1.7).
        data_device: Option<SealedDeviceId> = None,
    }

    /// All that is stored of the device is to be erased, or is (P-7.14): as what a call tells,
    /// as the kind of a last call, or as how far a vehicle's device has come.
    ///
    /// >>> Call(DeviceId("vehicle-7"), 4, Forgotten()).to_json()
    /// '{"deviceId":"vehicle-7","sequence":4,"call":"forgotten"}'
    Forgotten {}

    /// A device of which nothing was told but that it has registered: as the kind of a last
    /// call (P-7.5), or as what the Data Service is known to hold (P-7.4).
    ///
    /// >>> Introduced()
    /// Introduced()
    Introduced {}
}

impl Mirror for Call {
    type Core = core::Call;

    fn of(core: core::Call) -> Self {
        let new_segment = core.begins_segment();
        let core::Call {
            device_id,
            sequence,
            content,
        } = core;
        Self {
            device: DeviceId(device_id),
            sequence: CallNumber(sequence),
            content: CallContent::of(content),
            new_segment,
        }
    }

    fn to_core(&self) -> core::Call {
        let call = core::Call {
            device_id: self.device.0.clone(),
            sequence: self.sequence.0,
            content: self.content.0.clone(),
        };
        call.beginning_segment(self.new_segment)
    }
}

variants! {
    /// What kind of call it is.
    #[derive(Clone, PartialEq, Eq, Hash)]
    CallKind(core::CallKind) "iot4emissions.services" "CallKind", "the kind of a call such as Cleared()":
    Introduced: Introduced {}
    Cleared: Cleared {}
    Suspended: Suspended { reason: 0 }
    Forgotten: Forgotten {}
}

/// What a call tells. By hand, since the core has the attributes in a `Box`, and the segment
/// with it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct CallContent(core::CallContent);

impl CallContent {
    fn of(mut content: core::CallContent) -> Self {
        if let core::CallContent::Cleared { new_segment }
        | core::CallContent::Suspended { new_segment, .. } = &mut content
        {
            *new_segment = false;
        }
        Self(content)
    }
}

impl<'py> IntoPyObject<'py> for CallContent {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_identifier!("iot4emissions.services", "CallContent");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.0 {
            core::CallContent::Introduced {
                attributes,
                data_device,
            } => {
                let introduction = Introduction {
                    attributes: VehicleInfo(*attributes),
                    data_device: Mirror::of(data_device),
                };
                introduction.into_bound_py_any(py)
            }
            core::CallContent::Cleared { .. } => Cleared {}.into_bound_py_any(py),
            core::CallContent::Suspended { reason, .. } => {
                let reason = Member(reason);
                Suspended { reason }.into_bound_py_any(py)
            }
            core::CallContent::Forgotten => Forgotten {}.into_bound_py_any(py),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for CallContent {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("iot4emissions.services", "CallContent");

    fn extract(content: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        // The call itself says whether a segment begins.
        let new_segment = false;
        let content = if let Ok(content) = content.cast::<Introduction>() {
            let content = content.get();
            core::CallContent::Introduced {
                attributes: Box::new(content.attributes.0.clone()),
                data_device: content.data_device.to_core(),
            }
        } else if content.is_instance_of::<Cleared>() {
            core::CallContent::Cleared { new_segment }
        } else if content.is_instance_of::<Forgotten>() {
            core::CallContent::Forgotten
        } else if let Ok(content) = content.cast::<Suspended>() {
            let reason = content.get().reason.0;
            core::CallContent::Suspended {
                reason,
                new_segment,
            }
        } else {
            return Err(PyTypeError::new_err(format!(
                "expected the content of a call such as Cleared(), found {}",
                content.get_type().name()?
            )));
        };
        Ok(Self(content))
    }
}
