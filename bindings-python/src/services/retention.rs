//! How long the services keep what names a vehicle or a device (P-7.15).

use iot4emissions_proto::services::retention as core;

use crate::convert::enumeration::Member;
use crate::convert::time::{Seconds, WithinSecond};
use crate::mirror::{Mirror, mirror};
use crate::value_class::value_class;

value_class! { "iot4emissions.services";
    /// How long the services keep what names a vehicle or a device, in days (P-7.15): an
    /// operator's setting.
    ///
    /// >>> RetentionPeriods(quarantine=30).quarantine
    /// 30
    RetentionPeriods {
        /// Snapshots, from when they were acquired.
        snapshots: u32 = SNAPSHOTS,
        /// Records of devices that may not send, once nothing of them is stored.
        devices: u32 = DEVICES,
        /// Payloads that could not be read.
        quarantine: u32 = QUARANTINE,
        /// That a device was forgotten.
        tombstones: u32 = TOMBSTONES,
        /// Records of vehicles that are registered in no country.
        vehicles: u32 = VEHICLES,
        /// What operators were told.
        notices: u32 = NOTICES,
    } => {
        /// The time from which on such things are kept at `now`, an aware `datetime`: what is
        /// earlier goes (P-7.15). Not before 1970.
        ///
        /// >>> from datetime import datetime, timezone
        /// >>> RetentionPeriods(quarantine=31).earliest(
        /// ...     "quarantine", datetime(2026, 2, 1, tzinfo=timezone.utc)
        /// ... )
        /// datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
        fn earliest(&self, kept: Member<core::Kept>, now: WithinSecond) -> Seconds {
            Seconds(self.to_core().earliest(kept.0, now.0))
        }
    }
}

const STANDARD: core::RetentionPeriods = core::RetentionPeriods::STANDARD;
const SNAPSHOTS: u32 = STANDARD.snapshots;
const DEVICES: u32 = STANDARD.devices;
const QUARANTINE: u32 = STANDARD.quarantine;
const TOMBSTONES: u32 = STANDARD.tombstones;
const VEHICLES: u32 = STANDARD.vehicles;
const NOTICES: u32 = STANDARD.notices;

mirror! {
    core::RetentionPeriods => RetentionPeriods {
        snapshots,
        devices,
        quarantine,
        tombstones,
        vehicles,
        notices,
    }
}
