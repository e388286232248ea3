//! What a device's life, or a fleet's, came to.

use crate::failure::Failure;
use crate::meters::Cost;
use crate::mishap::MishapCounts;

/// What became of snapshots: those of a device, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Acquired by devices.
    pub acquired: u64,
    /// Acknowledged by the broker.
    pub acknowledged: u64,
    /// Still pending, or set aside.
    pub held: u64,
    /// Erased because the vehicle was not cleared any more, or another one.
    pub erased: u64,
    /// Lost to the storage bound.
    pub evicted: u64,
    /// Lost with a record that was damaged.
    pub lost_with_record: u64,
    /// Of those acknowledged: stored at the Data Service.
    pub stored: u64,
    /// Of those acknowledged: denied, as the device may not send.
    pub denied: u64,
    /// Of those acknowledged: from a device that the Data Service did not know.
    pub unknown: u64,
    /// Of those acknowledged: of a second of which another one was stored already.
    pub conflict: u64,
    /// Of those acknowledged: stored, and lost with a restored backup.
    pub lost_with_backup: u64,
    /// Of those acknowledged: stored, and erased for the owner.
    pub erased_at_service: u64,
    /// Stored without the device having heard of it.
    pub stored_unheard: u64,
    /// Stored under a second identity, too.
    pub stored_twice: u64,
}

impl Sums {
    /// Whether every snapshot is accounted for.
    #[must_use]
    pub const fn balance(&self) -> bool {
        let places =
            self.acknowledged + self.held + self.erased + self.evicted + self.lost_with_record;
        let arrived = self.stored
            + self.denied
            + self.unknown
            + self.conflict
            + self.lost_with_backup
            + self.erased_at_service;
        self.acquired == places && self.acknowledged == arrived
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let ours = self.all_mut();
        for (sum, (_, more)) in ours.into_iter().zip(other.all()) {
            *sum += more;
        }
    }

    /// All of them, with what they are called.
    #[must_use]
    pub const fn all(&self) -> [(&'static str, u64); 14] {
        [
            ("acquired", self.acquired),
            ("acknowledged", self.acknowledged),
            ("pending or set aside", self.held),
            ("erased", self.erased),
            ("evicted", self.evicted),
            ("lost with a damaged record", self.lost_with_record),
            ("acknowledged and stored", self.stored),
            ("acknowledged and denied", self.denied),
            ("acknowledged of an unknown device", self.unknown),
            ("acknowledged in conflict", self.conflict),
            ("acknowledged, lost with a backup", self.lost_with_backup),
            (
                "acknowledged, erased at the service",
                self.erased_at_service,
            ),
            ("stored, never acknowledged", self.stored_unheard),
            ("stored under two identities", self.stored_twice),
        ]
    }

    const fn all_mut(&mut self) -> [&mut u64; 14] {
        [
            &mut self.acquired,
            &mut self.acknowledged,
            &mut self.held,
            &mut self.erased,
            &mut self.evicted,
            &mut self.lost_with_record,
            &mut self.stored,
            &mut self.denied,
            &mut self.unknown,
            &mut self.conflict,
            &mut self.lost_with_backup,
            &mut self.erased_at_service,
            &mut self.stored_unheard,
            &mut self.stored_twice,
        ]
    }
}

/// What a device's life came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What it cost.
    pub cost: Cost,
    /// What became of its snapshots.
    pub sums: Sums,
    /// What went wrong meanwhile.
    pub mishaps: MishapCounts,
    /// What does not hold.
    pub failures: Vec<Failure>,
}
