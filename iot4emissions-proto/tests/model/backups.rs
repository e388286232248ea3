//! A service that goes on from a backup (P-7.11): it knows less than was said.

use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::call::{CallKind, Sequence};
use iot4emissions_proto::services::data::{DeviceEntry, DeviceRecord, Withdrawal};
use iot4emissions_proto::services::registration::{Event, Phase};
use iot4emissions_proto::time::UnixSeconds;

use crate::fault::Fault;
use crate::model::Network;
use crate::scenario;
use crate::shared::Shared;
use crate::world::{Backup, World, insert};

impl World {
    pub(crate) fn back_up(&mut self, network: &Network) {
        self.backup = Some(Shared::new(Backup {
            vehicles: self.vehicles.clone(),
            entries: self.entries.clone(),
            stored: match network.erases() {
                true => self.stored.clone(),
                false => Vec::new(),
            },
            budget: self.budget,
        }));
    }

    /// The Data Service goes on from its backup, and publishes what that says. Calls that
    /// were under way are lost: restoring takes longer than a call. An answer may wait
    /// for as long with the Registration Service. What the tombstones say is erased again
    /// (P-7.14).
    pub(crate) fn restore_data(&mut self, network: &Network) -> Option<()> {
        self.calls.clear();
        let backup = self.backup.clone()?;
        let before = std::mem::replace(&mut self.entries, backup.entries.clone());
        for one in &backup.stored {
            let key = |one: &(usize, Snapshot)| (one.0, one.1.acquired());
            insert(&mut self.stored, *one, |a, b| key(a) < key(b));
        }
        for (index, entry) in before.into_iter().enumerate() {
            match entry {
                Some(entry) if entry.is_forgotten() && !network.scenario.tombstones_lost => {
                    self.entries[index] = Some(entry);
                    self.erase(index);
                }
                // What was erased is back until the devices are told again.
                _ => self.witness.update(|witness| {
                    witness.forgotten_at[index] = UnixSeconds::default();
                }),
            }
        }
        // Nobody tells of a sale before the devices are told again.
        if self.witness.partings.iter().any(|it| it.heard.is_some()) {
            self.witness.update(|witness| {
                for parting in &mut witness.partings {
                    (parting.heard, parting.above) = (None, Sequence::LARGEST);
                }
            });
        }
        let last = |record: &DeviceRecord| (record.last.sequence, record.last.kind);
        let end = |record: &DeviceRecord| match record.withdrawal {
            Some(Withdrawal::EndedAt(end)) => end,
            Some(Withdrawal::Lasts) | None => UnixSeconds::default(),
        };
        let all = 0..self.nodes.len();
        let record = |index| self.record(index);
        let until = all
            .clone()
            .map(|it| record(it).map(end).unwrap_or_default());
        let until: Vec<_> = until.collect();
        let told = all.map(|index| match self.entries[index].as_deref() {
            Some(DeviceEntry::Forgotten(tombstone)) => Some((tombstone.last, CallKind::Forgotten)),
            entry => entry.and_then(DeviceEntry::record).map(last),
        });
        let told = told.collect();
        self.witness.update(|witness| {
            witness.told = told;
            witness.withdrawn_until = until;
        });
        self.data_restarted();
        self.restored = true;
        self.to_tell_again = true;
        Some(())
    }

    /// The Registration Service goes on from its backup: it hears what consent managers and
    /// operators have said since, and publishes what its records say then. Calls that were
    /// under way have arrived or are lost by then, and nobody waits for their answers.
    pub(crate) fn restore_registration(&mut self, network: &Network) -> Option<()> {
        let backup = self.backup.clone()?;
        self.calls.clear();
        self.answers.clear();
        let before = std::mem::replace(&mut self.vehicles, backup.vehicles.clone());
        let (then, now) = (backup.budget, self.budget);
        for (vehicle, before) in before.into_iter().enumerate() {
            if now.sales < then.sales {
                let consent = before.consent;
                self.decide(network, vehicle, Event::OwnerChanged { consent });
            }
            if now.erasures < then.erasures {
                self.decide(network, vehicle, Event::Erased);
            }
            if now.returns < then.returns {
                self.decide(network, vehicle, scenario::registered(before.consent));
            }
            let (consent, paused) = (before.consent, before.paused);
            self.decide(network, vehicle, Event::ConsentChanged { consent });
            self.decide(network, vehicle, Event::Paused { paused });
        }
        for index in 0..self.nodes.len() {
            let status = self.status_of(&scenario::device_id(index));
            if self.statuses[index] != status {
                self.retain_status(index, status);
            }
        }
        self.restored = true;
        self.to_tell_again = true;
        Some(())
    }

    /// An operator has every device told again what holds.
    pub(crate) fn tell_again(&mut self, network: &Network) {
        self.to_tell_again = false;
        for vehicle in 0..self.vehicles.len() {
            let binding = self.vehicles[vehicle].binding.as_ref();
            let forgotten = binding.is_some_and(|it| it.phase == Phase::Forgotten);
            if forgotten && network.has(Fault::ForgottenNotToldAgain) {
                continue;
            }
            self.may_be_heard(vehicle);
            self.decide(network, vehicle, Event::TellAgain);
        }
    }
}
