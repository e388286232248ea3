//! What happened to one vehicle (P-5.50, P-7.1 to P-7.4).

use iot4emissions_proto::services::registration as core;
use pyo3::prelude::*;

use crate::convert::country_code::CountryCode;
use crate::convert::numbers::{CallNumber, NO_CALL};
use crate::convert::text::Text;
use crate::identity::{DeviceId, SealedDeviceId};
use crate::json;
use crate::services::answers::Answer;
use crate::value_class::value_class;
use crate::variants::variants;
use crate::vehicle::VehicleInfo;

value_class! { "iot4emissions.services.registration";
    /// A device sent a Registration Request with this vehicle's VIN (P-7.1).
    ///
    /// >>> Requested(DeviceId("vehicle-7"), VehicleInfo()).bound_elsewhere
    /// False
    Requested {
        /// The device, by the topic that it published to.
        device: DeviceId,
        /// The attributes that it sent.
        attributes: VehicleInfo,
        /// Whether another vehicle's record is bound to the same device (P-7.3).
        bound_elsewhere: bool = false,
        /// The number of the last call about the device, 0 before the first (P-5.51).
        last_sequence: CallNumber = NO_CALL,
        /// Its ID for the Data Service, sealed, where it sent one (P-1.7).
        data_device: Option<SealedDeviceId> = None,
    }

    /// A registrar registered the vehicle (P-5.50, P-7.4).
    ///
    /// >>> Registered("DE", VehicleInfo(), consent=True).country
    /// 'DE'
    Registered {
        /// Where, by its ISO 3166-1 alpha-2 code of two capitals; raises `CountryError`.
        country: CountryCode,
        /// The attributes in the registrar's papers.
        attributes: VehicleInfo,
        /// Whether its owner consents to the collection of data.
        consent: bool,
    }

    /// The vehicle's owner gave consent or withdrew it (P-7.4).
    ///
    /// >>> ConsentChanged(consent=False).consent
    /// False
    ConsentChanged {
        /// Whether the owner consents now.
        consent: bool,
    }

    /// The vehicle has another owner: a new segment of its data begins, also where the new one
    /// consents at once (P-7.13).
    ///
    /// >>> OwnerChanged(consent=True).consent
    /// True
    OwnerChanged {
        /// Whether the new owner consents.
        consent: bool,
    }

    /// The vehicle was scrapped: its device is released, and its record deleted (P-7.14).
    ///
    /// >>> Scrapped()
    /// Scrapped()
    Scrapped {}

    /// The vehicle's owner had erased what is stored of it: by both services, the vehicle's
    /// record too (P-7.14).
    ///
    /// >>> Erased()
    /// Erased()
    Erased {}

    /// The vehicle left the Union, or circulation (P-7.4).
    ///
    /// >>> Left()
    /// Left()
    Left {}

    /// An operator paused the vehicle's data collection, or resumed it (P-7.4).
    ///
    /// >>> Paused(paused=True).paused
    /// True
    Paused {
        /// Whether it is paused now.
        paused: bool,
    }

    /// An operator released the VIN from its device, which was replaced (P-7.3).
    ///
    /// >>> Released()
    /// Released()
    Released {}

    /// The Data Service answered the call with this number (P-5.51).
    ///
    /// >>> from iot4emissions.services import Applied
    /// >>> CallAnswered(DeviceId("vehicle-7"), 1, Applied()).answer
    /// Applied()
    CallAnswered {
        /// The device that the call was about.
        device: DeviceId,
        /// The call's number.
        sequence: CallNumber,
        /// What it answered.
        answer: Answer,
    }

    /// One of the services was restored from a backup: the Data Service is told again what
    /// holds, by a call with a new number (P-7.11).
    ///
    /// >>> TellAgain()
    /// TellAgain()
    TellAgain {}
}

variants! {
    /// What happened to one vehicle.
    Event(core::Event) "iot4emissions.services.registration" "Event", "an event such as Left()":
    Requested: Requested { device, attributes, bound_elsewhere, last_sequence, data_device }
    Registered: Registered { country, attributes, consent }
    ConsentChanged: ConsentChanged { consent }
    OwnerChanged: OwnerChanged { consent }
    Left: Left {}
    Scrapped: Scrapped {}
    Erased: Erased {}
    Paused: Paused { paused }
    Released: Released {}
    CallAnswered: CallAnswered { device, sequence, answer }
    TellAgain: TellAgain {}
}

/// An event from its JSON form, as `event_to_json` writes it (P-5.50, P-7.1).
///
/// Raises `ProtocolError` with code `json-form` for any other text, which it does not repeat.
///
/// >>> event_from_json('{"consentChanged":{"consent":true}}')
/// ConsentChanged(True)
#[pyfunction]
pub(crate) fn event_from_json(text: Text) -> PyResult<Event> {
    json::read("an event", "", &text).map(Event)
}

/// The JSON form of an event: an object with the case's name as its one member, or that name
/// where there is nothing more to say (P-5.50, P-7.1).
///
/// >>> event_to_json(Left())
/// '"left"'
#[pyfunction]
pub(crate) fn event_to_json(event: Event) -> PyResult<String> {
    json::write(&event.0)
}
