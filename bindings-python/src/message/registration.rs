//! Registration Request and Registration Status.

use iot4emissions_proto::message as core;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::convert::text::Text;
use crate::identity::SealedDeviceId;
use crate::value;
use crate::vehicle::{VehicleInfo, Vin};

/// What a device asks the Registration Service with: the vehicle's VIN, which is personal
/// data, and its attributes; `data_device` where the Data Service is to know the device by
/// another ID. The `repr` hides the VIN.
///
/// Clauses: P-1.7, P-3.1, P-5.10; JRC127600 Table 4.
///
/// >>> request = RegistrationRequest(Vin("JFXHF05K1L4104934"), VehicleInfo(make="JEEP"))
/// >>> request
/// RegistrationRequest(vin=Vin('<VIN hidden>'), attributes=VehicleInfo(make='JEEP'))
/// >>> encode(request)[-28:]
/// b'"vehicleInfo":{"mk":"JEEP"}}'
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct RegistrationRequest(pub(crate) core::RegistrationRequest);

value::field_names!(RegistrationRequest: "vin", "attributes", "data_device"; Present);

value::value_methods!(impl RegistrationRequest {
    #[new]
    #[pyo3(signature = (vin, attributes, data_device = None))]
    fn new(vin: Vin, attributes: VehicleInfo, data_device: Option<SealedDeviceId>) -> Self {
        Self(core::RegistrationRequest {
            vin: vin.0,
            vehicle_info: attributes.0,
            data_device: data_device.map(|sealed| sealed.0),
        })
    }

    /// The vehicle identification number: personal data (P-5.11).
    #[getter]
    fn vin(&self) -> Vin {
        Vin(self.0.vin)
    }

    /// The vehicle's attributes, on the wire `vehicleInfo` (P-5.10).
    #[getter]
    fn attributes(&self) -> VehicleInfo {
        VehicleInfo(self.0.vehicle_info.clone())
    }

    /// The ID under which the Data Service is to know the device, sealed for it, on the wire
    /// `dataDevice`; `None` where both services know it by one ID (P-1.7).
    #[getter]
    fn data_device(&self) -> Option<SealedDeviceId> {
        self.0.data_device.clone().map(SealedDeviceId)
    }
});

/// The Registration Service's answer to a device, retained: registered, or an error.
///
/// `text` are the service's own words, where it sent any in place of `error`; they are
/// never written. `registered` with a `text` is a `ValueError`.
///
/// Clauses: P-3.2, P-5.20; JRC127600 Table 5, Box 2.
///
/// >>> def tell(status):
/// ...     match status:
/// ...         case RegistrationStatus(registered=True):
/// ...             return "registered"
/// ...         case RegistrationStatus(registered=False, text=text):
/// ...             return text or "an error"
/// >>> tell(decode(TopicKind.REGISTER_SERVER, b'{"deviceState":"VIN taken"}').message)
/// 'VIN taken'
/// >>> encode(RegistrationStatus(False, "VIN taken"))
/// b'{"deviceState":"error"}'
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct RegistrationStatus(pub(crate) core::RegistrationStatus);

value::field_names!(RegistrationStatus: "registered", "text"; Present);

value::value_methods!(impl RegistrationStatus {
    #[new]
    #[pyo3(signature = (registered, text = None))]
    fn new(registered: bool, text: Option<Text>) -> PyResult<Self> {
        match (registered, text) {
            (true, None) => Ok(Self(core::RegistrationStatus::Registered)),
            (false, text) => Ok(Self(core::RegistrationStatus::Error {
                text: text.map(String::from),
            })),
            (true, Some(_)) => Err(PyValueError::new_err(
                "expected no text where the device is registered, found one",
            )),
        }
    }

    /// Whether the device has been admitted to the data collection network (P-5.20).
    #[getter]
    fn registered(&self) -> bool {
        matches!(self.0, core::RegistrationStatus::Registered)
    }

    /// The service's own words, where it sent any in place of `error` (P-5.20).
    #[getter]
    fn text(&self) -> Option<&str> {
        match &self.0 {
            core::RegistrationStatus::Registered => None,
            core::RegistrationStatus::Error { text } => text.as_deref(),
        }
    }
});
