//! What a service is to do once an event is stored.

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::call::Call;
use iot4emissions_proto::services::{data, registration};
use iot4emissions_proto::topic::Topic;

/// To be carried out in the order given, after the commit that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Publish, retained, and record that it stands.
    Publish(Publication),
    /// Call the Data Service until it acknowledges.
    Call(Call),
    /// Tell the operator.
    Raise(OperatorNotice),
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
pub enum OperatorNotice {
    /// A request that the rules refuse (P-7.3), or a call that shows that one of the
    /// services has lost records (P-7.11).
    #[error("{}", of_registration(.0))]
    Registration(registration::OperatorNotice),
    /// A device that does not obey (P-7.12).
    #[error("{}", of_data(.0))]
    Data(data::OperatorNotice),
    /// A device that keeps its configuration, as it has had the last version (P-5.32).
    #[error("{device} has had the last version, and keeps its configuration")]
    NoVersionLeft {
        /// The device.
        device: DeviceId,
    },
    /// A request that cannot be read (P-5.3). Its VIN is not known, so no vehicle's
    /// record can hold it.
    #[error("the request of {device} cannot be read: {problems}")]
    Unreadable {
        /// The device.
        device: DeviceId,
        /// Every problem found, VINs hidden.
        problems: String,
    },
}

fn of_data(notice: &data::OperatorNotice) -> String {
    match notice {
        data::OperatorNotice::StillSending { device, version } => {
            format!("{device} is suspended by configuration {version}, and sends on")
        }
        other => format!("{other:?}"),
    }
}

fn of_registration(notice: &registration::OperatorNotice) -> String {
    match notice {
        registration::OperatorNotice::DeviceHasAnotherVehicle { device } => {
            format!("{device} asks for a vehicle and is registered for another one")
        }
        registration::OperatorNotice::VehicleHasAnotherDevice { device, registered } => {
            format!("{device} asks for a vehicle that has the device {registered}")
        }
        registration::OperatorNotice::AttributeContainsVin { device, attribute } => {
            format!("the request of {device} has a VIN in its attribute {attribute}")
        }
        registration::OperatorNotice::DeviceContainsVin => {
            "a device asks for the vehicle whose VIN its own ID contains".to_owned()
        }
        registration::OperatorNotice::NotIntroduced { device } => {
            format!("the Data Service has forgotten {device}, which is introduced again")
        }
        registration::OperatorNotice::Misnumbered {
            device,
            sequence,
            last,
        } => {
            format!("call {sequence} about {device} does not follow the Data Service's {last}")
        }
        registration::OperatorNotice::DataDeviceRefused { device } => {
            format!("the Data Service refuses the ID that {device} is to have there")
        }
        registration::OperatorNotice::VersionsExhausted { device } => {
            format!("{device} has had the last version, and cannot be cleared again")
        }
        other => format!("{other:?}"),
    }
}
