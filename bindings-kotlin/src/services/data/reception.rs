//! What becomes of a Data Transfer (P-7.7, P-7.12).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{ConfigurationVersion, Message, Profile};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::data::{
    self, Denial as DataDenial, DeviceRecord, OperatorNotice as DataNotice, Reception,
    StorageDecision,
};

use crate::error::Fault;
use crate::message::DecodedMessage;
use crate::services::json_forms;

/// What a device on the deny-list sent.
#[uniffi::remote(Record)]
pub struct DataDenial {
    pub snapshots: u32,
    pub after_suspension: u32,
}

/// What the Data Service's operator is told. A notice that the core learns later has no class
/// in the facade yet: a test compares the two.
#[uniffi::remote(Enum)]
#[non_exhaustive]
pub enum DataNotice {
    StillSending {
        device: DeviceId,
        version: ConfigurationVersion,
    },
}

json_forms! {
    "a denial": DataDenial, data_denial_to_json, data_denial_from_json;
    "a notice": DataNotice, data_notice_to_json, data_notice_from_json;
}

/// What to do with one snapshot of an accepted Data Transfer.
#[uniffi::remote(Enum)]
pub enum StorageDecision {
    New,
    Duplicate,
    Conflict,
}

/// What to do with a Data Transfer, but for one that cannot be read.
#[derive(uniffi::Enum)]
pub enum DataReception {
    /// The device is not known.
    Unknown,
    /// It is on the deny-list.
    Denied {
        /// What it sent.
        denial: DataDenial,
    },
    /// The snapshots are to be stored.
    Accept {
        /// A Data Transfer.
        decoded: Box<DecodedMessage>,
    },
}

/// What is to be done with a payload from a device. One that is to be quarantined is the
/// fault: so the facade makes the same exception of it as of any that it decodes.
#[uniffi::export]
fn data_receive(
    record: Option<DeviceRecord>,
    payload: Vec<u8>,
    profile: Profile,
) -> Result<DataReception, Fault> {
    match data::receive(record.as_ref(), &payload, profile) {
        Reception::Unknown => Ok(DataReception::Unknown),
        Reception::Denied(denial) => Ok(DataReception::Denied { denial }),
        Reception::Quarantine(error) => Err(error.into()),
        Reception::Accept(decoded) => Ok(DataReception::Accept {
            decoded: Box::new(decoded.map(Message::DataTransfer).into()),
        }),
    }
}

/// What to do with a snapshot of an accepted Data Transfer (P-7.7).
#[uniffi::export]
fn data_store(stored: Option<Snapshot>, snapshot: Snapshot) -> StorageDecision {
    data::store(stored.as_ref(), &snapshot)
}
