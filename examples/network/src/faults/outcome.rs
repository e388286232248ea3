//! What has become of every snapshot in the end, held against what was acquired.

use std::collections::BTreeMap;
use std::fmt;

use iot4emissions_proto::device::{Accounts, DeviceState};
use iot4emissions_proto::obfcm::Values;
use iot4emissions_proto::time::UnixSeconds;

use super::world::BrokerFaults;
use crate::accounts::ServiceSide;
use crate::driver::Ledger;

/// The outcome of a run with faults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What follows from the seed.
    pub table: OutcomeTable,
    /// What depends on the machine's timing as well.
    pub varying: Varying,
    /// What the services account for.
    pub service: ServiceSide,
    /// What the brokers refused by their rules.
    pub denied: u64,
    /// Whether brokers forget, so that losses are expected, and whether what was lost
    /// is sent again.
    pub forgetful: bool,
    /// The devices' re-send window (P-6.7).
    pub resend_window: u32,
}

/// What follows from the seed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeTable {
    /// How many devices are in which state.
    pub states: BTreeMap<DeviceState, u64>,
    /// Snapshots that were acquired, as the drivers saw it.
    pub acquired: u64,
    /// Those that the Data Service stored, once and with the values acquired.
    pub stored: u64,
    /// Those that a device erased or evicted before a broker acknowledged them.
    pub erased: u64,
    /// Those that a device on hold still keeps (P-6.10).
    pub waiting: u64,
    /// Those that a device has set aside (P-6.18).
    pub set_aside: u64,
    /// Those that a broker acknowledged and the service never stored, a later transfer
    /// having followed.
    pub never_stored: u64,
    /// The same, where no later transfer followed that could have carried them again.
    pub never_stored_last: u64,
    /// Snapshots that are none of these.
    pub unexplained: u64,
    /// Snapshots stored with other values than those acquired.
    pub altered: u64,
    /// Snapshots stored that were never acquired.
    pub surplus: u64,
    /// Devices whose accounts do not balance, or are not what their driver saw.
    pub unbalanced: u64,
}

/// What depends on which of two things comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Varying {
    /// What the brokers went through.
    pub brokers: BrokerFaults,
    /// Times that a device lost power.
    pub power_losses: u64,
    /// Records that could not be stored.
    pub failed_persists: u64,
    /// Connections that were tried.
    pub connections: u64,
    /// Stored snapshots that their device erased: the PUBACK never reached it.
    pub stored_and_erased: u64,
    /// Snapshots that devices evicted for want of storage.
    pub evicted: u64,
}

/// One device in the end.
pub(super) struct Ending<'e> {
    pub(super) state: DeviceState,
    pub(super) accounts: Accounts,
    pub(super) ledger: &'e Ledger,
    pub(super) stored: &'e BTreeMap<UnixSeconds, Values>,
}

impl Outcome {
    /// Accounts for every snapshot of one device.
    pub(super) fn add(&mut self, ending: &Ending<'_>) {
        let Ending {
            state,
            accounts,
            ledger,
            stored,
        } = ending;
        let table = &mut self.table;
        *table.states.entry(*state).or_default() += 1;
        let seen = Accounts {
            acquired: ledger.acquired.len() as u64,
            acknowledged: ledger.acknowledged.len() as u64,
            pending: ledger.pending().len() as u64,
            erased: ledger.lost.len() as u64 - accounts.evicted.min(ledger.lost.len() as u64),
            evicted: accounts.evicted,
            set_aside: ledger.set_aside().len() as u64,
        };
        table.unbalanced += u64::from(!accounts.balance() || seen != *accounts);
        table.acquired += seen.acquired;
        self.varying.evicted += seen.evicted;
        for (time, values) in &ledger.acquired {
            let lost = ledger.lost.contains(time);
            match stored.get(time) {
                Some(same) if same == values => {
                    table.stored += 1;
                    self.varying.stored_and_erased += u64::from(lost);
                }
                Some(_) => table.altered += 1,
                None if lost => table.erased += 1,
                None if ledger.pending().contains(time) && *state == DeviceState::Standby => {
                    table.waiting += 1;
                }
                None if ledger.set_aside().contains(time) => table.set_aside += 1,
                None => match ledger.acknowledged.get(time) {
                    Some(transfer) if *transfer < ledger.transfers => table.never_stored += 1,
                    Some(_) => table.never_stored_last += 1,
                    None => table.unexplained += 1,
                },
            }
        }
        let never_acquired = |time: &&UnixSeconds| !ledger.acquired.contains_key(time);
        table.surplus += stored.keys().filter(never_acquired).count() as u64;
    }

    /// What is not as it must be; nothing where all is well. A broker that forgets may
    /// lose what is not sent again.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let (table, service) = (&self.table, &self.service);
        let never_stored = "acknowledged snapshots that were never stored";
        let expected = [
            (table.unbalanced, "devices whose sums do not balance", false),
            (
                table.unexplained,
                "snapshots that nobody can account for",
                false,
            ),
            (table.altered, "snapshots stored with other values", false),
            (
                table.surplus,
                "snapshots stored that were never acquired",
                false,
            ),
            (
                table.never_stored,
                never_stored,
                self.forgetful && self.resend_window == 0,
            ),
            (table.never_stored_last, never_stored, self.forgetful),
            (
                service.conflicting,
                "snapshots stored before with other values",
                false,
            ),
            (
                service.refused,
                "snapshots refused from devices on the deny-list",
                false,
            ),
            (
                service.withdrawn,
                "snapshots refused as from before a withdrawal's end",
                false,
            ),
            (service.ignored, "payloads from unknown devices", false),
            (service.quarantined, "payloads in quarantine", false),
            (
                service.requests_refused,
                "registration requests refused",
                false,
            ),
            (
                self.denied,
                "connections or packets refused by a broker",
                false,
            ),
        ];
        let stuck = |state: &&DeviceState| {
            !matches!(
                state,
                DeviceState::Initialized | DeviceState::Operational | DeviceState::Standby
            )
        };
        let stuck = table.states.keys().find(stuck);
        let mut problems: Vec<_> = expected
            .into_iter()
            .filter(|(count, _, allowed)| *count > 0 && !allowed)
            .map(|(count, what, _)| format!("{count} {what}"))
            .collect();
        if let Some(state) = stuck {
            problems.push(format!("devices left in {}", state.as_str()));
        }
        if service.stored != table.stored + table.altered + table.surplus {
            let (counted, found) = (service.stored, table.stored);
            problems.push(format!(
                "snapshots counted as stored and found: {counted} and {found}"
            ));
        }
        problems
    }
}

impl fmt::Display for OutcomeTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |name: &str, count: u64| writeln!(f, "  {name:<44}{count:>9}");
        for (state, count) in &self.states {
            row(&format!("devices {}", state.as_str()), *count)?;
        }
        row("snapshots stored once, as acquired", self.stored)?;
        row("+ erased or evicted by the device", self.erased)?;
        row("+ waiting in a device on hold", self.waiting)?;
        row("+ set aside by the device", self.set_aside)?;
        row("+ acknowledged but never stored", self.never_stored)?;
        row(
            "+ the same, no later transfer followed",
            self.never_stored_last,
        )?;
        row("+ stored with other values", self.altered)?;
        row("+ unexplained", self.unexplained)?;
        row("= acquired", self.acquired)?;
        row("stored but never acquired", self.surplus)?;
        row("devices that do not balance", self.unbalanced)
    }
}

#[cfg(test)]
mod tests;
