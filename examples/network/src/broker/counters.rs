//! What a broker counts.

use std::sync::atomic::{AtomicU64, Ordering};

/// The families of topics that are counted apart (P-3.1 to P-3.4), by the
/// topic's second level.
pub const FAMILIES: [&str; 4] = [
    "registerDevice",
    "registerServer",
    "configServer",
    "dataDevice",
];

/// A broker's counters since its store was made; restarts do not reset them.
#[derive(Debug, Default)]
pub struct Counters {
    pub(super) connects: Counter,
    pub(super) refused_connects: Counter,
    pub(super) disconnects: Counter,
    pub(super) publishes: [Counter; FAMILIES.len()],
    pub(super) bytes_in: Counter,
    pub(super) deliveries: Counter,
    pub(super) bytes_out: Counter,
    pub(super) acknowledgements: Counter,
    pub(super) denied_publishes: Counter,
    pub(super) denied_subscribes: Counter,
    pub(super) denied_receives: Counter,
    pub(super) refused_for_space: Counter,
    pub(super) dropped: Counter,
}

#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, n: usize) {
        self.0.fetch_add(n as u64, Ordering::Relaxed);
    }

    pub(super) fn one(&self) {
        self.add(1);
    }

    fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counters at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accepted CONNECTs.
    pub connects: u64,
    /// Refused CONNECTs. A client whose certificate TLS refuses never gets so
    /// far and is not counted.
    pub refused_connects: u64,
    /// Ended connections, for whatever reason.
    pub disconnects: u64,
    /// Accepted publishes per family, in the order of [`FAMILIES`].
    pub publishes: [u64; FAMILIES.len()],
    /// Payload bytes of accepted publishes.
    pub bytes_in: u64,
    /// Messages sent to subscribers, repetitions included.
    pub deliveries: u64,
    /// Payload bytes sent to subscribers.
    pub bytes_out: u64,
    /// Deliveries that their receiver acknowledged.
    pub acknowledgements: u64,
    /// Publishes that the rules refused.
    pub denied_publishes: u64,
    /// Subscriptions that the rules refused.
    pub denied_subscribes: u64,
    /// Deliveries that the rules refused.
    pub denied_receives: u64,
    /// Publishes refused because the spool was full.
    pub refused_for_space: u64,
    /// Messages lost on the way to a subscriber. Those that the spool holds
    /// are delivered again.
    pub dropped: u64,
}

impl Counters {
    /// Reads all counters. They are read one after the other, so a sum may be
    /// off by what happens meanwhile.
    #[must_use]
    pub fn read(&self) -> Counts {
        Counts {
            connects: self.connects.read(),
            refused_connects: self.refused_connects.read(),
            disconnects: self.disconnects.read(),
            publishes: std::array::from_fn(|i| self.publishes[i].read()),
            bytes_in: self.bytes_in.read(),
            deliveries: self.deliveries.read(),
            bytes_out: self.bytes_out.read(),
            acknowledgements: self.acknowledgements.read(),
            denied_publishes: self.denied_publishes.read(),
            denied_subscribes: self.denied_subscribes.read(),
            denied_receives: self.denied_receives.read(),
            refused_for_space: self.refused_for_space.read(),
            dropped: self.dropped.read(),
        }
    }

    pub(super) fn published(&self, topic: &str, bytes: usize) {
        let family = topic.split('/').nth(1);
        if let Some(i) = FAMILIES.iter().position(|f| Some(*f) == family) {
            self.publishes[i].one();
        }
        self.bytes_in.add(bytes);
    }
}
