//! How long the services keep what names a vehicle or a device (P-7.15).

use iot4emissions_proto::services::retention::{Kept, RetentionPeriods};
use iot4emissions_proto::time::UnixSeconds;

use crate::services::json_forms;

/// What is kept for a time.
#[uniffi::remote(Enum)]
pub enum Kept {
    Snapshots,
    Devices,
    Quarantine,
    Tombstones,
    Vehicles,
    Notices,
}

/// The periods, in days.
#[uniffi::remote(Record)]
pub struct RetentionPeriods {
    pub snapshots: u32,
    pub devices: u32,
    pub quarantine: u32,
    pub tombstones: u32,
    pub vehicles: u32,
    pub notices: u32,
}

json_forms! {
    "retention periods": RetentionPeriods, retention_periods_to_json, retention_periods_from_json;
}

/// The periods where nothing is set.
#[uniffi::export]
fn retention_periods_standard() -> RetentionPeriods {
    RetentionPeriods::STANDARD
}

/// The time from which on such things are kept.
#[uniffi::export]
fn retention_periods_earliest(
    periods: RetentionPeriods,
    kept: Kept,
    now: UnixSeconds,
) -> UnixSeconds {
    periods.earliest(kept, now)
}
