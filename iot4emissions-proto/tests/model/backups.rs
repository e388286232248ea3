//! A service that goes on from a backup (P-7.11): it knows less than was said.

use iot4emissions_proto::services::data::{DeviceRecord, Withdrawal};
use iot4emissions_proto::services::registration::Event;
use iot4emissions_proto::time::UnixSeconds;

use crate::model::Network;
use crate::scenario;
use crate::shared::Shared;
use crate::world::{Backup, World};

impl World {
    pub(crate) fn back_up(&mut self) {
        self.backup = Some(Shared::new(Backup {
            vehicles: self.vehicles.clone(),
            records: self.records.clone(),
        }));
    }

    /// The Data Service goes on from its backup, and publishes what that says. Calls that
    /// were under way are lost: restoring takes longer than a call. An answer may wait
    /// for as long with the Registration Service.
    pub(crate) fn restore_data(&mut self) -> Option<()> {
        self.calls.clear();
        self.records.clone_from(&self.backup.clone()?.records);
        let last = |record: &DeviceRecord| (record.last.sequence, record.last.kind);
        let end = |record: &DeviceRecord| match record.withdrawal {
            Some(Withdrawal::EndedAt(end)) => end,
            Some(Withdrawal::Lasts) | None => UnixSeconds::default(),
        };
        let records = self.records.iter();
        let until = records.map(|record| record.as_deref().map(end).unwrap_or_default());
        let until: Vec<_> = until.collect();
        let records = self.records.iter();
        let told = records.map(|record| record.as_deref().map(last)).collect();
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
        for (vehicle, before) in before.into_iter().enumerate() {
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
            self.decide(network, vehicle, Event::TellAgain);
        }
    }
}
