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

#[cfg(test)]
mod tests {
    use iot4emissions_proto::device::{
        ConnectionNumber, FactoryConfiguration, OtaDevice, Provisioning, Settings,
    };
    use iot4emissions_proto::identity::DeviceSecret;
    use iot4emissions_proto::message::Endpoint;
    use iot4emissions_proto::time::Now;

    use super::*;

    fn record() -> Record {
        let endpoint = || Endpoint::new("data.example".parse().unwrap(), 8883).unwrap();
        let provisioning = Provisioning {
            data_pseudonym: None,
            device: "d1".parse().unwrap(),
            secret: DeviceSecret::new([7; 16]).unwrap(),
            factory: FactoryConfiguration {
                registration_mqtt: endpoint(),
                obfcm_data_mqtt: endpoint(),
                permitted_domains: Vec::new(),
                config_check_frequency: "0 0 6 ? * 2".parse().unwrap(),
                settings: Settings::default(),
            },
        };
        let mut device = OtaDevice::new();
        let input = Input::ProvisioningComplete(Box::new(provisioning));
        device.handle_input(Now::default(), input);
        device.record().unwrap().clone()
    }

    /// Three parts are acknowledged, and what comes between is no record.
    fn acknowledged() -> Ledger {
        let mut ledger = Ledger::default();
        ledger.connect();
        for part in 1..=3_u32 {
            let acquired = UnixSeconds(part.into());
            let values = Values {
                total_fuel_consumed: Some("1.0".parse().unwrap()),
                ..Values::default()
            };
            ledger.acquired.insert(acquired, values);
            let carried = [Snapshot::new(acquired, values).unwrap()];
            ledger.acknowledged(PublishNumber(part), &carried);
            let input = Input::PublishAcknowledged {
                connection: ConnectionNumber(1),
                publish: PublishNumber(part),
            };
            ledger.take(&input, acquired);
            ledger.not_taken();
        }
        ledger
    }

    /// Before: those that were not stored at once were lost.
    #[test]
    fn p_6_6_parts_whose_acknowledgement_is_stored_later_count() {
        let mut ledger = acknowledged();
        ledger.confirm(&record());
        assert_eq!(ledger.acknowledged.len(), 3);
        assert!(ledger.lost.is_empty());
        assert_eq!(ledger.transfers, 1);
        // Power fails before: they are neither, until the device has a record without them.
        let mut ledger = acknowledged();
        ledger.discard();
        assert!(ledger.acknowledged.is_empty());
        ledger.confirm(&record());
        assert_eq!(ledger.lost.len(), 3);
    }
}
