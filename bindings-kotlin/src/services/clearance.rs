//! Whether a device may send, and why not (P-5.50, P-7.4 to P-7.6).

use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};

use crate::services::json_forms;

/// Why a device may not send.
#[uniffi::remote(Enum)]
pub enum SuspensionReason {
    NotCleared,
    Pause,
}

/// Whether a device may send.
#[uniffi::remote(Enum)]
pub enum Clearance {
    Cleared,
    Suspended(SuspensionReason),
}

/// The state that a device is commanded into (P-7.5, P-7.6).
#[uniffi::export]
fn clearance_device_state(clearance: Clearance) -> ConfiguredState {
    clearance.device_state()
}

json_forms! {
    "a clearance": Clearance, clearance_to_json, clearance_from_json;
}
