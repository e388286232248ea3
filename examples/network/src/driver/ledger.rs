//! What was acquired, and what became of it, as the driver sees it from outside: from
//! what it gave the device, what the brokers acknowledged and what was stored. It never
//! asks the device's own accounts (P-6.16), so that they can be held against it.

use std::collections::{BTreeMap, BTreeSet};

use iot4emissions_proto::device::{Input, PublishNumber, Record};
use iot4emissions_proto::obfcm::{Snapshot, Values};
use iot4emissions_proto::time::UnixSeconds;

/// One device's snapshots. An event counts once the record that it led to is stored: a
/// device that loses power before has not seen it.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// All that were acquired.
    pub acquired: BTreeMap<UnixSeconds, Values>,
    /// Those that a broker acknowledged, with the number of the last transfer that
    /// carried each.
    pub acknowledged: BTreeMap<UnixSeconds, u32>,
    /// Those that left the stored record without an acknowledgement: erased or evicted.
    pub lost: BTreeSet<UnixSeconds>,
    /// How many transfers were acknowledged, each in as many parts as it took (P-6.18):
    /// all that was acknowledged on one connection is one.
    pub transfers: u32,
    /// Whether a connection has begun since the last one was.
    connected: bool,
    pending: BTreeSet<UnixSeconds>,
    /// Those that the stored record has set aside (P-6.13, P-6.18).
    set_aside: BTreeSet<UnixSeconds>,
    arrived: Option<(PublishNumber, Vec<UnixSeconds>)>,
    offered: Option<(UnixSeconds, Values)>,
    /// Acknowledged since a record was stored: of a transfer in several parts that is not done
    /// for each (P-6.6).
    acknowledging: Vec<UnixSeconds>,
}

impl Ledger {
    /// What is acknowledged from now on is another transfer.
    pub(super) fn connect(&mut self) {
        self.connected = true;
    }

    /// The PUBACK of a transfer has arrived.
    pub(super) fn acknowledged(&mut self, publish: PublishNumber, carried: &[Snapshot]) {
        let times = carried.iter().map(Snapshot::acquired).collect();
        self.arrived = Some((publish, times));
    }

    /// The device is given this.
    pub(super) fn take(&mut self, input: &Input, now: UnixSeconds) {
        self.not_taken();
        match input {
            Input::Acquired { values, .. } => self.offered = Some((now, *values)),
            Input::PublishAcknowledged { publish, .. } => {
                let arrived = self.arrived.take_if(|(sent, _)| sent == publish);
                let times = arrived.into_iter().flat_map(|(_, times)| times);
                self.acknowledging.extend(times);
            }
            _ => {}
        }
    }

    /// A snapshot that is taken is stored at once: where the device does something else, it
    /// has not taken it.
    pub(super) fn not_taken(&mut self) {
        self.offered = None;
    }

    /// Nothing since the stored record has happened, for the device.
    pub(super) fn discard(&mut self) {
        self.not_taken();
        self.acknowledging.clear();
    }

    /// The record that it led to is stored.
    pub(super) fn confirm(&mut self, record: &Record) {
        let pending: BTreeSet<_> = record.pending().iter().map(Snapshot::acquired).collect();
        let aside = record.set_aside();
        let aside: BTreeSet<_> = aside.map(|(snapshot, _)| snapshot.acquired()).collect();
        // A second one of the same second has the same values, and is not taken (P-6.13).
        self.acquired.extend(self.offered.take());
        if !self.acknowledging.is_empty() {
            self.transfers += u32::from(std::mem::take(&mut self.connected));
            for time in self.acknowledging.drain(..) {
                self.lost.remove(&time);
                self.acknowledged.insert(time, self.transfers);
            }
        }
        // One acquired just now may have been evicted before it was ever pending.
        let gone = self.acquired.keys().filter(|time| {
            let held = pending.contains(time) || aside.contains(time);
            !(held || self.acknowledged.contains_key(time))
        });
        self.lost.extend(gone.copied());
        self.pending = pending;
        self.set_aside = aside;
    }

    /// Those that the stored record still holds.
    #[must_use]
    pub fn pending(&self) -> &BTreeSet<UnixSeconds> {
        &self.pending
    }

    /// Those that it has set aside.
    #[must_use]
    pub fn set_aside(&self) -> &BTreeSet<UnixSeconds> {
        &self.set_aside
    }
}
