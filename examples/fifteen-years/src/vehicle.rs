//! The vehicles that a unit sits in, and its identities: made up, the same for a seed.

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::RegistrationRequest;
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};

use crate::random::Draws;

/// The VIN of the `number`-th vehicle of device `index`.
///
/// # Panics
/// Never: it is made here.
pub(crate) fn vin(index: u32, number: usize) -> Vin {
    let text = format!("FYS15YEAR{index:06}{:02}", number % 100);
    text.parse().expect("a VIN")
}

/// An identity of a device.
///
/// # Panics
/// Never: it is made here.
pub(crate) fn identity(draws: &mut Draws) -> DeviceId {
    draws.uuid().parse().expect("a device ID")
}

/// What the vehicle says of itself.
///
/// # Panics
/// Never: the attributes are made here.
pub(crate) fn says(vin: Vin) -> RegistrationRequest {
    let vehicle_info = VehicleInfo {
        make: Some("Made Up".parse().expect("an attribute")),
        ..VehicleInfo::default()
    };
    RegistrationRequest {
        data_device: None,
        vin,
        vehicle_info,
    }
}
