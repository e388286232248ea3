//! What registrars, consent managers and operators tell the Registration Service
//! (P-5.50, P-7.4).

use crate::fleet::Vehicle;
use crate::services::registration::{
    ConsentChanged, VehicleLeft, VehiclePaused, VehicleRegistered,
};
use crate::story::Step;

/// One notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notification {
    /// By a registrar.
    Registered(VehicleRegistered),
    /// By a consent manager.
    ConsentChanged(ConsentChanged),
    /// By a registrar.
    Left(VehicleLeft),
    /// By an operator.
    Paused(VehiclePaused),
}

impl Notification {
    /// What is told of a step in a vehicle's life; nothing of its device's provisioning.
    #[must_use]
    pub fn of(vehicle: &Vehicle, step: Step) -> Option<Self> {
        let vin = *vehicle.vin();
        Some(match step {
            Step::Provisioned => return None,
            Step::Registered { country, consent } => Self::Registered(VehicleRegistered {
                vin,
                attributes: vehicle.registration_request().vehicle_info,
                country,
                consent,
            }),
            Step::ConsentChanged { consent } => {
                Self::ConsentChanged(ConsentChanged { vin, consent })
            }
            Step::Paused { paused } => Self::Paused(VehiclePaused { vin, paused }),
            Step::Left => Self::Left(VehicleLeft { vin }),
        })
    }
}
