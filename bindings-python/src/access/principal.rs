//! The authenticated party of a connection.

use iot4emissions_proto::access as core;
use iot4emissions_proto::delivery::Party;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::identity::{DeviceId, ServiceNames};
use crate::value;

/// Who is at the other end of a connection, by its certificate's common name: a device or
/// one of the two services.
///
/// Made by `Principal.device(…)`, `Principal.registration_service()`,
/// `Principal.data_service()` or `Principal.from_name(…)`. The constructor takes the party
/// and, for a device and nobody else, its `DeviceId`; a `ValueError` otherwise.
///
/// Clauses: P-1.1 to P-1.3, P-2.4; JRC127600 §4.3.
///
/// >>> Principal.device(DeviceId("vehicle-7"))
/// Principal(party=Party.DEVICE, device_id=DeviceId('vehicle-7'))
/// >>> Principal.data_service()
/// Principal(party=Party.DATA_SERVICE)
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Principal(pub(crate) core::Principal);

value::field_names!(Principal: "party", "device_id"; Present);

value::value_methods!(impl Principal {
    #[new]
    #[pyo3(signature = (party, device_id = None))]
    fn new(party: Member<Party>, device_id: Option<DeviceId>) -> PyResult<Self> {
        Ok(Self(match (party.0, device_id) {
            (Party::Device, Some(id)) => core::Principal::Device(id.0),
            (Party::RegistrationService, None) => core::Principal::RegistrationService,
            (Party::DataService, None) => core::Principal::DataService,
            (Party::Device, None) => {
                return Err(PyValueError::new_err(
                    "expected the ID of the device, found none",
                ));
            }
            (Party::RegistrationService | Party::DataService, Some(_)) => {
                return Err(PyValueError::new_err(
                    "expected no device ID of a service, found one",
                ));
            }
        }))
    }

    /// An OTA device (P-1.1).
    ///
    /// >>> Principal.device(DeviceId("vehicle-7")).name()
    /// 'vehicle-7'
    #[staticmethod]
    fn device(id: DeviceId) -> Self {
        Self(core::Principal::Device(id.0))
    }

    /// The OTA Registration Service (P-1.2).
    #[staticmethod]
    fn registration_service() -> Self {
        Self(core::Principal::RegistrationService)
    }

    /// The OBFCM Data Service (P-1.3).
    #[staticmethod]
    fn data_service() -> Self {
        Self(core::Principal::DataService)
    }

    /// The principal that bears `name`: a service if it is one of `services`, otherwise a
    /// device. Raises `DeviceIdError` where the name is neither; the default names stay
    /// reserved where an operator chose others (P-2.4).
    ///
    /// >>> Principal.from_name("obfcm-data-service")
    /// Principal(party=Party.DATA_SERVICE)
    #[staticmethod]
    #[pyo3(signature = (name, services = None))]
    fn from_name(name: Text, services: Option<ServiceNames>) -> PyResult<Self> {
        let services = services.unwrap_or_default();
        core::Principal::from_name(&name, &services.0)
            .or_raise()
            .map(Self)
    }

    /// The name by which brokers know the principal.
    ///
    /// >>> Principal.registration_service().name()
    /// 'ota-registration-service'
    #[pyo3(signature = (services = None))]
    fn name(&self, services: Option<ServiceNames>) -> String {
        let services = services.unwrap_or_default();
        self.0.name(&services.0).to_owned()
    }

    /// The kind of client that it is (P-1.1 to P-1.3).
    #[getter]
    fn party(&self) -> Member<Party> {
        Member(self.0.party())
    }

    /// The device ID, `None` for a service (P-2.1).
    #[getter]
    fn device_id(&self) -> Option<DeviceId> {
        self.0.device().cloned().map(DeviceId)
    }
});
