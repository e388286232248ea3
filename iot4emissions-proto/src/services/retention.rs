//! How long the services keep what names a vehicle or a device (P-7.15): an operator's
//! setting. Nothing of that kind is without a period.

use serde::{Deserialize, Serialize};

use crate::time::UnixSeconds;

/// What is kept for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kept {
    /// At the Data Service: a snapshot, from when it was acquired, and others of the same
    /// device and time.
    Snapshots,
    /// At the Data Service: the record of a device, from its last call, once it may not send
    /// and nothing of it is stored.
    Devices,
    /// At the Data Service: a payload that could not be read, from when it arrived.
    Quarantine,
    /// At the Data Service: that a device was forgotten, from when it was.
    Tombstones,
    /// At the Registration Service: the record of a vehicle that is not registered in any
    /// country, from its last change. It then ends as that of a
    /// [scrapped](super::registration::Event::Scrapped) one.
    Vehicles,
    /// At either: what an operator was told of a device, from when it was last told.
    Notices,
}

impl Kept {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Snapshots,
        Self::Devices,
        Self::Quarantine,
        Self::Tombstones,
        Self::Vehicles,
        Self::Notices,
    ];
}

/// The periods, in days.
///
/// ```
/// use iot4emissions_proto::services::retention::{Kept, RetentionPeriods};
/// use iot4emissions_proto::time::UnixSeconds;
///
/// let periods = RetentionPeriods { quarantine: 30, ..RetentionPeriods::default() };
/// let now = UnixSeconds(1_767_225_600);
/// let earliest = periods.earliest(Kept::Quarantine, now);
/// assert_eq!(earliest, UnixSeconds(1_767_225_600 - 30 * 86_400));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RetentionPeriods {
    /// By default fifteen years: a vehicle's life, over which its consumption is compared.
    pub snapshots: u32,
    /// By default two years.
    pub devices: u32,
    /// By default 90 days: long enough to mend what could not be read.
    pub quarantine: u32,
    /// By default two years: the longest time for which a device may keep data before it
    /// sends any, and a call be repeated.
    pub tombstones: u32,
    /// By default two years: a vehicle between two owners, or abroad, comes back.
    pub vehicles: u32,
    /// By default one year.
    pub notices: u32,
}

/// In days, none too short.
const YEAR: u32 = 366;

impl Default for RetentionPeriods {
    fn default() -> Self {
        Self::STANDARD
    }
}

impl RetentionPeriods {
    /// Those where nothing is set.
    pub const STANDARD: Self = Self {
        snapshots: 15 * YEAR,
        devices: 2 * YEAR,
        quarantine: 90,
        tombstones: 2 * YEAR,
        vehicles: 2 * YEAR,
        notices: YEAR,
    };

    /// The period, in days.
    #[must_use]
    pub const fn days(&self, kept: Kept) -> u32 {
        match kept {
            Kept::Snapshots => self.snapshots,
            Kept::Devices => self.devices,
            Kept::Quarantine => self.quarantine,
            Kept::Tombstones => self.tombstones,
            Kept::Vehicles => self.vehicles,
            Kept::Notices => self.notices,
        }
    }

    /// The time from which on such things are kept at `now`: what is earlier goes. Not
    /// before 1970.
    #[must_use]
    pub const fn earliest(&self, kept: Kept, now: UnixSeconds) -> UnixSeconds {
        let seconds = self.days(kept) as u64 * 86_400;
        UnixSeconds(now.0.saturating_sub(seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_7_15_each_kind_has_a_period_of_its_own() {
        let periods = RetentionPeriods {
            snapshots: 1,
            devices: 2,
            quarantine: 3,
            tombstones: 4,
            vehicles: 5,
            notices: 6,
        };
        let now = UnixSeconds(10 * 86_400);
        let days = Kept::ALL.map(|kept| periods.earliest(kept, now).0 / 86_400);
        assert_eq!(days, [9, 8, 7, 6, 5, 4]);
        assert_eq!(
            periods.earliest(Kept::Notices, UnixSeconds(5)),
            UnixSeconds(0)
        );
        let unset: RetentionPeriods = serde_json::from_str("{}").unwrap();
        assert_eq!(unset, RetentionPeriods::default());
        assert!(Kept::ALL.iter().all(|kept| unset.days(*kept) > 0));
    }
}
