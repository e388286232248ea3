//! Everything of a device that must survive power loss (P-6.2).

use std::ops::Deref;
use std::sync::Arc;

use super::DeviceState;
use super::allowance::Allowance;
use super::endpoint::EndpointUse;
use super::event::{Event, SetAsideReason};
use super::event_log::{self, LoggedEvent};
use super::in_force::{InForce, LastSpreads};
use super::input::ConnectionNumber;
use super::settings::{DataPseudonym, FactoryConfiguration, Provisioning, Settings};
use super::status::{Accounts, Failures, LastSuccess, RefusedConfiguration, TestResult};
use crate::delivery::BrokerRole;
use crate::identity::{DeviceId, DeviceSecret};
use crate::message::{ConfigurationStatus, ConfigurationVersion};
use crate::obfcm::Snapshot;
use crate::time::UnixSeconds;

/// What a device remembers (P-6.2): stored by [`Record::to_bytes`], read by
/// [`Record::from_bytes`].
///
/// It holds no VIN: that is read from the vehicle when it is needed (P-6.3).
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Record {
    pub(super) provisioning: Arc<Provisioning>,
    /// Spread times (P-6.12); not stored, as they follow from provisioning and configuration.
    pub(super) last_spread: LastSpreads,
    pub(super) state: DeviceState,
    /// The configuration in force; in Provisioned and Registered the one that was in force
    /// before the device had to register again, for its endpoints (P-6.20).
    pub(super) configuration: Option<Arc<InForce>>,
    /// Whether the device was ordered to register again, so that what the broker retains of
    /// the registration before is old news (P-6.4, P-6.20).
    pub(super) request_anew: bool,
    pub(super) refused_configuration: Option<RefusedConfiguration>,
    /// Which of the endpoints that it knows the device uses for the Registration Service's
    /// broker (P-6.8).
    pub(super) registration_endpoint: EndpointUse,
    /// The same for the Data Service's broker.
    pub(super) data_endpoint: EndpointUse,
    pub(super) due: DueTimes,
    /// The latest trusted time, 0 before the first.
    pub(super) clock: UnixSeconds,
    /// Snapshots not yet acknowledged, oldest first.
    pub(super) pending: Vec<Snapshot>,
    /// The latest acknowledged snapshots, oldest first, as many as the re-send
    /// window keeps (P-6.7).
    pub(super) kept: Vec<Snapshot>,
    /// Snapshots that are set aside (P-6.13, P-6.18), in the order in which they were.
    pub(super) aside: Vec<SetAside>,
    /// The newest acquisition time, 0 before the first (P-6.13).
    pub(super) newest: UnixSeconds,
    pub(super) counts: Counts,
    /// How many snapshots a publish carries at most, once a larger one was not taken
    /// (P-6.18).
    pub(super) batch: Option<u32>,
    /// How often in a row the oldest snapshot was refused alone (P-6.18).
    pub(super) refused_alone: u32,
    pub(super) retry: Retry,
    pub(super) allowance: Allowance,
    /// The last connection's number: a device that is restored in its place (P-6.9)
    /// must not take an old connection's PUBACK for one of the new (P-6.6).
    pub(super) last_connection: ConnectionNumber,
    pub(super) last_success: LastSuccess,
    pub(super) failures: Failures,
    pub(super) last_test: Option<TestResult>,
    pub(super) events: Vec<LoggedEvent>,
}

impl Clone for Record {
    fn clone(&self) -> Self {
        let mut clone = Self {
            provisioning: Arc::clone(&self.provisioning),
            configuration: None,
            registration_endpoint: EndpointUse::default(),
            data_endpoint: EndpointUse::default(),
            pending: Vec::new(),
            kept: Vec::new(),
            aside: Vec::new(),
            events: Vec::new(),
            ..*self
        };
        clone.clone_from(self);
        clone
    }

    /// Reuses what is there: a device copies its record whenever it was stored.
    fn clone_from(&mut self, source: &Self) {
        let Self {
            provisioning,
            last_spread,
            state,
            configuration,
            request_anew,
            refused_configuration,
            registration_endpoint,
            data_endpoint,
            due,
            clock,
            pending,
            kept,
            aside,
            newest,
            counts,
            batch,
            refused_alone,
            retry,
            allowance,
            last_connection,
            last_success,
            failures,
            last_test,
            events,
        } = source;
        share(&mut self.provisioning, provisioning);
        self.last_spread = *last_spread;
        self.state = *state;
        match (&mut self.configuration, configuration) {
            (Some(ours), Some(theirs)) => share(ours, theirs),
            (ours, theirs) => ours.clone_from(theirs),
        }
        self.request_anew = *request_anew;
        self.refused_configuration = *refused_configuration;
        self.registration_endpoint.clone_from(registration_endpoint);
        self.data_endpoint.clone_from(data_endpoint);
        self.due = *due;
        self.clock = *clock;
        self.pending.clone_from(pending);
        self.kept.clone_from(kept);
        self.aside.clone_from(aside);
        self.newest = *newest;
        self.counts = *counts;
        self.batch = *batch;
        self.refused_alone = *refused_alone;
        self.retry = *retry;
        self.allowance = *allowance;
        self.last_connection = *last_connection;
        self.last_success = *last_success;
        self.failures = *failures;
        self.last_test = *last_test;
        self.events.clone_from(events);
    }
}

/// Has both share the one value; counting references takes longer than seeing that they
/// do already.
fn share<T>(ours: &mut Arc<T>, theirs: &Arc<T>) {
    if !Arc::ptr_eq(ours, theirs) {
        ours.clone_from(theirs);
    }
}

/// What became of snapshots that are no longer there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Counts {
    pub(super) acquired: u64,
    pub(super) acknowledged: u64,
    pub(super) erased: u64,
    pub(super) evicted: u64,
}

/// A snapshot that is set aside, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SetAside {
    pub(super) snapshot: Snapshot,
    pub(super) reason: SetAsideReason,
}

/// How often in a row the device has tried in vain: part of the record, so that a unit that
/// starts anew goes on waiting (P-6.14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Retry {
    /// Connections without success.
    pub(super) attempts: u32,
    /// Refusals.
    pub(super) refusals: u32,
}

/// When each schedule is due next, in UNIX seconds (P-6.11); `None` where it is
/// never, or where no trusted time has been known yet.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub struct DueTimes {
    /// The next snapshot; only in Operational.
    pub acquisition: Option<UnixSeconds>,
    /// The next transfer, spread (P-6.12); only in Operational.
    pub transfer: Option<UnixSeconds>,
    /// The next configuration check, spread; from Initialized on.
    pub config_check: Option<UnixSeconds>,
}

impl Record {
    pub(super) fn new(provisioning: Provisioning) -> Self {
        Self {
            provisioning: Arc::new(provisioning),
            last_spread: LastSpreads::default(),
            state: DeviceState::PreProvisioning,
            configuration: None,
            request_anew: false,
            refused_configuration: None,
            registration_endpoint: EndpointUse::default(),
            data_endpoint: EndpointUse::default(),
            due: DueTimes::default(),
            clock: UnixSeconds(0),
            pending: Vec::new(),
            kept: Vec::new(),
            aside: Vec::new(),
            newest: UnixSeconds(0),
            counts: Counts::default(),
            batch: None,
            refused_alone: 0,
            retry: Retry::default(),
            allowance: Allowance::default(),
            last_connection: ConnectionNumber::default(),
            last_success: LastSuccess::default(),
            failures: Failures::default(),
            last_test: None,
            events: Vec::new(),
        }
    }

    /// The device ID: what the certificate that the driver connects with has to bear, at both
    /// brokers unless there is a [pseudonym](Self::data_pseudonym) for one of them.
    #[must_use]
    pub fn device(&self) -> &DeviceId {
        &self.provisioning.device
    }

    /// The ID for the Data Service's broker, where it is another one (P-1.7).
    #[must_use]
    pub fn data_pseudonym(&self) -> Option<&DataPseudonym> {
        self.provisioning.data_pseudonym.as_deref()
    }

    /// The ID that the certificate for a broker has to bear.
    #[must_use]
    pub fn device_at(&self, broker: BrokerRole) -> &DeviceId {
        self.provisioning.device_at(broker)
    }

    /// The factory configuration (P-6.3).
    #[must_use]
    pub fn factory(&self) -> &FactoryConfiguration {
        &self.provisioning.factory
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> DeviceState {
        self.state
    }

    /// The configuration in force, `None` for the factory's.
    #[must_use]
    pub fn configuration(&self) -> Option<&ConfigurationStatus> {
        let configured = self.state.is_configured();
        self.last_configuration().filter(|_| configured)
    }

    /// The snapshots not yet acknowledged, oldest first.
    #[must_use]
    pub fn pending(&self) -> &[Snapshot] {
        &self.pending
    }

    /// The snapshots that are set aside, in the order in which they were, and why (P-6.13,
    /// P-6.18).
    pub fn set_aside(&self) -> impl Iterator<Item = (&Snapshot, SetAsideReason)> {
        self.aside
            .iter()
            .map(|aside| (&aside.snapshot, aside.reason))
    }

    /// When each schedule is due next.
    #[must_use]
    pub fn due(&self) -> DueTimes {
        self.due
    }

    /// What became of the snapshots (P-6.16).
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts {
            acquired: self.counts.acquired,
            acknowledged: self.counts.acknowledged,
            pending: self.pending.len() as u64,
            erased: self.counts.erased,
            evicted: self.counts.evicted,
            set_aside: self.aside.len() as u64,
        }
    }

    /// The event log, oldest first (P-6.16).
    #[must_use]
    pub fn events(&self) -> &[LoggedEvent] {
        &self.events
    }

    /// The last communication test (P-6.15).
    #[must_use]
    pub fn last_test(&self) -> Option<TestResult> {
        self.last_test
    }

    /// The configuration that came last, be it in force or not (P-6.20).
    pub(super) fn last_configuration(&self) -> Option<&ConfigurationStatus> {
        self.configuration.as_deref().map(Deref::deref)
    }

    /// What keys the spread and the back-off (P-6.12, P-6.14).
    pub(super) fn secret(&self) -> &DeviceSecret {
        &self.provisioning.secret
    }

    /// What the next spread time is found with.
    pub(super) fn spread_parts(&mut self) -> (&Provisioning, Option<&InForce>, &mut LastSpreads) {
        (
            &self.provisioning,
            self.configuration.as_deref(),
            &mut self.last_spread,
        )
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.provisioning.factory.settings
    }

    pub(super) fn configuration_version(&self) -> Option<ConfigurationVersion> {
        Some(self.configuration()?.configuration.version)
    }

    /// Writes an event into the bounded log.
    pub(super) fn log(&mut self, event: Event) {
        let limit = self.settings().event_log_limit as usize;
        event_log::write(&mut self.events, limit, event);
    }

    /// Stores a snapshot.
    pub(super) fn store(&mut self, snapshot: Snapshot) {
        self.newest = snapshot.acquired();
        self.counts.acquired += 1;
        self.pending.push(snapshot);
    }

    /// Takes out what is above the bound (P-6.16), if anything is, and says whether it was
    /// pending: what is set aside goes before that.
    pub(super) fn evict(&mut self) -> Option<(Snapshot, bool)> {
        let limit = self.settings().storage_limit as usize;
        if self.pending.len() + self.aside.len() <= limit {
            return None;
        }
        self.counts.evicted += 1;
        Some(match self.aside.is_empty() {
            false => (self.aside.remove(0).snapshot, false),
            true => (self.pending.remove(0), true),
        })
    }

    /// Erases what has not been acknowledged (P-6.10), what is set aside included; how many
    /// there were.
    pub(super) fn erase(&mut self) -> u32 {
        let count = self.pending.len() + self.aside.len();
        self.counts.erased += count as u64;
        self.pending.clear();
        self.aside.clear();
        self.kept.clear();
        self.refused_alone = 0;
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Whether the fields fit each other, as they do in every record that a device has
    /// written.
    pub(super) fn is_consistent(&self) -> bool {
        let configured = self.state.is_configured();
        // What a transfer is built of (P-5.40): the kept ones, then the pending ones.
        let stored: Vec<UnixSeconds> = self
            .kept
            .iter()
            .chain(&self.pending)
            .map(Snapshot::acquired)
            .collect();
        let operational = self.state == DeviceState::Operational;
        let due = self.due.acquisition.is_some() || self.due.transfer.is_some();
        let commanded = self
            .configuration()
            .map(|status| DeviceState::from(status.device_state));
        self.state != DeviceState::PreProvisioning
            && (!configured || self.configuration.is_some())
            && commanded.is_none_or(|state| state == self.state)
            && (operational || !due)
            && stored.windows(2).all(|pair| pair[0] < pair[1])
            && stored.last().is_none_or(|last| *last <= self.newest)
            // No device lives to count so far; one that began there could not count on.
            && self.counts.acquired < u64::MAX / 2
            && self.accounts().balance()
    }
}
