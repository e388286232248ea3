//! What a service is to do once an event is stored.

use iot4emissions_proto::data::Call;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::registration;
use iot4emissions_proto::topic::Topic;

/// To be carried out in the order given, after the commit that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Publish, retained, and record that it stands.
    Publish(Publication),
    /// Call the Data Service until it acknowledges.
    Call(Call),
    /// Tell the operator.
    Raise(Notice),
}

/// A retained message (P-3.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Where.
    pub topic: Topic,
    /// What; empty to clear the topic.
    pub payload: Vec<u8>,
}

/// What an operator is told: devices by their IDs, never a VIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Notice {
    /// A request that the rules refuse (P-7.3).
    #[error("{}", refusal(.0))]
    Refused(registration::Notice),
    /// A request that cannot be read (P-5.3). Its VIN is not known, so no vehicle's
    /// record can hold it.
    #[error("the request of {device} cannot be read: {problems}")]
    Unreadable {
        /// The device.
        device: DeviceId,
        /// Every problem found, VINs hidden.
        problems: String,
    },
    /// The Data Service knows a later call than the one that the Registration Service
    /// holds for outstanding: one of both has lost records.
    #[error("the Data Service has had a later call about {device} than number {sequence}")]
    Overtaken {
        /// The device.
        device: DeviceId,
        /// The call's sequence (P-5.51).
        sequence: u64,
    },
}

fn refusal(notice: &registration::Notice) -> String {
    match notice {
        registration::Notice::DeviceHasAnotherVehicle { device } => {
            format!("{device} asks for a vehicle and is registered for another one")
        }
        registration::Notice::VehicleHasAnotherDevice { device, registered } => {
            format!("{device} asks for a vehicle that has the device {registered}")
        }
        registration::Notice::AttributeContainsVin { device, attribute } => {
            format!("the request of {device} has the VIN in its attribute {attribute}")
        }
        other => format!("{other:?}"),
    }
}
