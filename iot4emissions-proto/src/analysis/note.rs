//! Why a figure of a vehicle is missing: codes as data.

use std::fmt;

/// Why an analysis has no figure for a vehicle, or not all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Note {
    /// `no-snapshots`: no row of it stands.
    NoSnapshots,
    /// `single-snapshot`: no two rows of it to compare, a reset (P-7.9) between them if any.
    SingleSnapshot,
    /// `no-distance`: it did not move.
    NoDistance,
    /// `unknown-vehicle`: nothing is known of its type approval.
    UnknownVehicle,
    /// `unknown-fuel`: nobody says how much CO2 its fuel gives.
    UnknownFuel,
    /// `no-wltp`: its type approval has no CO2 emissions (P-5.14).
    NoWltp,
}

impl Note {
    /// All notes.
    pub const ALL: [Self; 6] = [
        Self::NoSnapshots,
        Self::SingleSnapshot,
        Self::NoDistance,
        Self::UnknownVehicle,
        Self::UnknownFuel,
        Self::NoWltp,
    ];

    /// The stable code, such as `no-distance`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoSnapshots => "no-snapshots",
            Self::SingleSnapshot => "single-snapshot",
            Self::NoDistance => "no-distance",
            Self::UnknownVehicle => "unknown-vehicle",
            Self::UnknownFuel => "unknown-fuel",
            Self::NoWltp => "no-wltp",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
