//! A check that failed: which one, of which device, when and how.

use std::fmt;

use crate::days::{Millis, day_of};

/// What has to hold for each device, at every moment or in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// The device's accounts balance, and agree with the ledger (P-6.16).
    Accounts,
    /// What the broker acknowledged is at the Data Service, stored or refused (P-6.6, P-7.7).
    Arrived,
    /// No snapshot is stored twice (P-7.7).
    StoredOnce,
    /// Nothing is erased without a reason, and nothing stays where all is to be (P-6.10).
    Erased,
    /// Nothing is stored that was acquired after a withdrawal had reached the Data Service,
    /// and nothing is sent that was erased (P-6.10, P-7.6).
    Privacy,
    /// Nothing is stored of a device that was acquired before it was forgotten (P-7.14).
    Erasure,
    /// A segment ends with each sale that the Data Service has heard of (P-7.13).
    Segments,
    /// Who lives, consents and is covered transfers in the end.
    NotLost,
    /// Connections in 24 hours (P-6.19).
    Connections,
    /// Bytes stored in 24 hours (P-6.19).
    FlashBytes,
    /// A record that was stored can be read (P-6.2).
    RecordReadable,
    /// The services' calls end (P-5.51).
    CallsEnd,
    /// The device waits for a time that is to come.
    Waits,
}

impl Check {
    /// All checks.
    pub const ALL: [Self; 13] = [
        Self::Accounts,
        Self::Arrived,
        Self::StoredOnce,
        Self::Erased,
        Self::Privacy,
        Self::Erasure,
        Self::Segments,
        Self::NotLost,
        Self::Connections,
        Self::FlashBytes,
        Self::RecordReadable,
        Self::CallsEnd,
        Self::Waits,
    ];
}

/// A check that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which one.
    pub check: Check,
    /// The device's number in the fleet.
    pub device: u32,
    /// The day of the simulation.
    pub day: u64,
    /// What was expected and what was found.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            check,
            device,
            day,
            what,
        } = self;
        write!(f, "{check:?}: device {device}, day {day}: {what}")
    }
}

/// The failures of one device: the first of each check, as one leads to others.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    pub(crate) found: Vec<Failure>,
}

impl Failures {
    pub(crate) fn add(&mut self, check: Check, device: u32, now: Millis, what: String) {
        if !self.found.iter().any(|failure| failure.check == check) {
            let day = day_of(now);
            self.found.push(Failure {
                check,
                device,
                day,
                what,
            });
        }
    }
}
