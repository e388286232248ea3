//! What is to be done once a vehicle's record is stored (P-7.1 to P-7.4).

use iot4emissions_proto::services::registration as core;
use pyo3::prelude::*;

use super::notice::OperatorNotice;
use crate::convert::text::Text;
use crate::identity::DeviceId;
use crate::json;
use crate::message::RegistrationStatus;
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.services.registration";
    /// Publish the status, retained, to the device's RegisterServer topic (P-3.2, P-7.1).
    ///
    /// >>> PublishStatus(DeviceId("vehicle-7"), RegistrationStatus(True)).status.registered
    /// True
    PublishStatus {
        /// The device.
        device: DeviceId,
        /// Its status.
        status: RegistrationStatus,
    }

    /// This vehicle's record says nothing of the device any more: publish what other vehicles'
    /// records say, `status_of`; where that is nothing, clear its topic by a zero-length payload
    /// (P-3.6, P-7.10).
    ///
    /// >>> ClearStatus(DeviceId("vehicle-7"))
    /// ClearStatus(DeviceId('vehicle-7'))
    ClearStatus {
        /// The device.
        device: DeviceId,
    }

    /// There is something to call the Data Service with: `VehicleRecord.outstanding` (P-7.1).
    ///
    /// >>> CallDataService()
    /// CallDataService()
    CallDataService {}

    /// Nothing of the vehicle is to be kept (P-7.14): delete its record, the number of its
    /// device's last call, and whatever else the service keeps by its VIN or its device's ID.
    ///
    /// >>> DeleteRecord(None)
    /// DeleteRecord(None)
    DeleteRecord {
        /// The device that the vehicle had; `None` where it had none.
        device: Option<DeviceId>,
    }

    /// Tell the operator (P-7.3, P-7.11).
    ///
    /// >>> match Raise(DeviceHasAnotherVehicle(DeviceId("vehicle-7"))):
    /// ...     case Raise(DeviceHasAnotherVehicle(device)):
    /// ...         print(device)
    /// vehicle-7
    Raise {
        /// What was found.
        notice: OperatorNotice,
    }
}

variants! {
    /// What is to be done once the record is stored.
    Effect(core::Effect) "iot4emissions.services.registration" "Effect", "an effect such as CallDataService()":
    PublishStatus: PublishStatus { device, status }
    ClearStatus: ClearStatus { device }
    CallDataService: CallDataService {}
    DeleteRecord: DeleteRecord { device }
    Raise: Raise { notice: 0 }
}

/// An effect from its JSON form, as `effect_to_json` writes it (P-7.1): a service that may stop
/// in between stores the effects with the record.
///
/// Raises `ProtocolError` with code `json-form` for any other text, which it does not repeat.
///
/// >>> effect_from_json('{"clearStatus":{"device":"vehicle-7"}}')
/// ClearStatus(DeviceId('vehicle-7'))
#[pyfunction]
pub(crate) fn effect_from_json(text: Text) -> PyResult<Effect> {
    json::read("an effect", "", &text).map(Effect)
}

/// The JSON form of an effect: an object with the case's name as its one member, or that name
/// where there is nothing more to say (P-7.1).
///
/// >>> effect_to_json(CallDataService())
/// '"callDataService"'
#[pyfunction]
pub(crate) fn effect_to_json(effect: Effect) -> PyResult<String> {
    json::write(&effect.0)
}
