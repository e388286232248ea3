//! What outlives a broker's restarts.

use super::counters::Counters;
use super::retained::Retained;
use super::spool::{Spool, SpoolSettings};

/// The state of one broker. Shared by whoever starts the broker, so that it
/// survives stopping it, as a broker's disk survives its process.
pub struct BrokerStore {
    retained: Retained,
    spool: Spool,
    counters: Counters,
}

impl BrokerStore {
    /// Nothing retained, nothing kept, all counters zero.
    #[must_use]
    pub fn new(spool: SpoolSettings) -> Self {
        Self {
            retained: Retained::default(),
            spool: Spool::new(spool),
            counters: Counters::default(),
        }
    }

    /// The retained messages.
    #[must_use]
    pub fn retained(&self) -> &Retained {
        &self.retained
    }

    /// The messages that the service has not acknowledged yet.
    #[must_use]
    pub fn spool(&self) -> &Spool {
        &self.spool
    }

    /// The counters.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.counters
    }
}
