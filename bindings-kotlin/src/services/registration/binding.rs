//! A vehicle's device, and how far the Data Service has been told of it (P-7.1 to P-7.4).

use iot4emissions_proto::identity::{DeviceId, SealedDeviceId};
use iot4emissions_proto::services::call::Sequence;
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::registration::{
    AcknowledgedClearance, Binding, ClearanceCall, Phase,
};
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::services::json_forms;

/// A vehicle's device.
#[uniffi::remote(Record)]
pub struct Binding {
    pub device: DeviceId,
    pub attributes: VehicleInfo,
    pub data_device: Option<SealedDeviceId>,
    pub new_segment: bool,
    pub phase: Phase,
}

/// How far a vehicle's device has come.
#[uniffi::remote(Enum)]
pub enum Phase {
    Introducing {
        sequence: Sequence,
    },
    Introduced {
        acknowledged: AcknowledgedClearance,
        call: Option<ClearanceCall>,
    },
    Forgetting {
        sequence: Sequence,
    },
    Forgotten,
    Releasing {
        sequence: Sequence,
        erase: bool,
    },
}

/// What the Data Service is known to hold of a device's clearance.
#[uniffi::remote(Enum)]
pub enum AcknowledgedClearance {
    Nothing,
    Introduced,
    Cleared,
    Suspended(SuspensionReason),
    NoVersionLeft,
}

/// A call that clears or suspends, and is not answered.
#[uniffi::remote(Record)]
pub struct ClearanceCall {
    pub sequence: Sequence,
    pub clearance: Clearance,
    pub new_segment: bool,
}

json_forms! {
    "a vehicle's device": Binding, binding_to_json, binding_from_json;
    "a phase": Phase, phase_to_json, phase_from_json;
    "an acknowledged clearance": AcknowledgedClearance, acknowledged_clearance_to_json,
        acknowledged_clearance_from_json;
    "a call that clears or suspends": ClearanceCall, clearance_call_to_json,
        clearance_call_from_json;
}
