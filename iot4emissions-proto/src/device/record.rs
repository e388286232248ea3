//! Everything of a device that must survive power loss (P-6.2).

use std::ops::Deref;
use std::sync::Arc;

use super::DeviceState;
use super::event::{Event, EventKind};
use super::in_force::InForce;
use super::input::ConnectionNumber;
use super::settings::{Provisioning, Settings};
use super::status::{Accounts, TestResult};
use crate::identity::DeviceId;
use crate::message::{ConfigurationStatus, ConfigurationVersion, Endpoint};
use crate::obfcm::Snapshot;
use crate::schedule::{Schedule, spread_hash};
use crate::time::UnixSeconds;

/// What a device remembers (P-6.2): stored by [`Record::to_bytes`], read by
/// [`Record::from_bytes`].
///
/// It holds no VIN: that is read from the vehicle when it is needed (P-6.3).
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Record {
    pub(super) provisioning: Arc<Provisioning>,
    /// The device ID's, made once (P-6.12).
    pub(super) spread_hash: u64,
    pub(super) state: DeviceState,
    pub(super) configuration: Option<Arc<InForce>>,
    pub(super) endpoint: EndpointUse,
    pub(super) due: DueTimes,
    /// The latest trusted time, 0 before the first.
    pub(super) clock: UnixSeconds,
    /// Snapshots not yet acknowledged, oldest first.
    pub(super) pending: Vec<Snapshot>,
    /// The latest acknowledged snapshots, oldest first, as many as the re-send
    /// window keeps (P-6.7).
    pub(super) kept: Vec<Snapshot>,
    /// The newest acquisition time, 0 before the first (P-6.13).
    pub(super) newest: UnixSeconds,
    pub(super) counts: Counts,
    /// The last connection's number: a device that is restored in its place (P-6.9)
    /// must not take an old connection's PUBACK for one of the new (P-6.6).
    pub(super) last_connection: ConnectionNumber,
    pub(super) last_test: Option<TestResult>,
    pub(super) events: Vec<Event>,
}

impl Clone for Record {
    fn clone(&self) -> Self {
        let mut clone = Self {
            provisioning: Arc::clone(&self.provisioning),
            configuration: None,
            endpoint: EndpointUse::default(),
            pending: Vec::new(),
            kept: Vec::new(),
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
            spread_hash,
            state,
            configuration,
            endpoint,
            due,
            clock,
            pending,
            kept,
            newest,
            counts,
            last_connection,
            last_test,
            events,
        } = source;
        share(&mut self.provisioning, provisioning);
        self.spread_hash = *spread_hash;
        self.state = *state;
        match (&mut self.configuration, configuration) {
            (Some(ours), Some(theirs)) => share(ours, theirs),
            (ours, theirs) => ours.clone_from(theirs),
        }
        self.endpoint.clone_from(endpoint);
        self.due = *due;
        self.clock = *clock;
        self.pending.clone_from(pending);
        self.kept.clone_from(kept);
        self.newest = *newest;
        self.counts = *counts;
        self.last_connection = *last_connection;
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

/// What became of snapshots that are not pending.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub(super) struct Counts {
    pub(super) acquired: u64,
    pub(super) acknowledged: u64,
    pub(super) erased: u64,
    pub(super) evicted: u64,
}

/// Which of the endpoints that it knows the device uses for the Data Service's
/// broker (P-6.8).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct EndpointUse {
    /// The last endpoint that worked, until the configured one has.
    pub(super) working: Option<Endpoint>,
    /// Failed connections in a row.
    pub(super) failures: u32,
    /// Whether `working` is in use, not the configured one.
    pub(super) fallback: bool,
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
            spread_hash: spread_hash(provisioning.device.as_str()),
            provisioning: Arc::new(provisioning),
            state: DeviceState::PreProvisioning,
            configuration: None,
            endpoint: EndpointUse::default(),
            due: DueTimes::default(),
            clock: UnixSeconds(0),
            pending: Vec::new(),
            kept: Vec::new(),
            newest: UnixSeconds(0),
            counts: Counts::default(),
            last_connection: ConnectionNumber::default(),
            last_test: None,
            events: Vec::new(),
        }
    }

    /// The device ID.
    #[must_use]
    pub fn device(&self) -> &DeviceId {
        &self.provisioning.device
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> DeviceState {
        self.state
    }

    /// The configuration in force, `None` for the factory's.
    #[must_use]
    pub fn configuration(&self) -> Option<&ConfigurationStatus> {
        self.configuration.as_deref().map(Deref::deref)
    }

    /// The snapshots not yet acknowledged, oldest first.
    #[must_use]
    pub fn pending(&self) -> &[Snapshot] {
        &self.pending
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
        }
    }

    /// The latest events, oldest first (P-6.16).
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The last communication test (P-6.15).
    #[must_use]
    pub fn last_test(&self) -> Option<TestResult> {
        self.last_test
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.provisioning.factory.settings
    }

    pub(super) fn configuration_version(&self) -> Option<ConfigurationVersion> {
        Some(self.configuration.as_ref()?.configuration.version)
    }

    /// Where the Data Service's broker is, as configured.
    pub(super) fn configured_endpoint(&self) -> &Endpoint {
        match &self.configuration {
            Some(status) => &status.configuration.obfcm_data_mqtt,
            None => &self.provisioning.factory.obfcm_data_mqtt,
        }
    }

    /// Where the Data Service's broker is to be found now (P-6.8).
    pub(super) fn endpoint_in_use(&self) -> &Endpoint {
        match &self.endpoint {
            EndpointUse {
                working: Some(working),
                fallback: true,
                ..
            } => working,
            _ => self.configured_endpoint(),
        }
    }

    pub(super) fn config_check_schedule(&self) -> &Schedule {
        match &self.configuration {
            Some(status) => &status.configuration.config_check_frequency,
            None => &self.provisioning.factory.config_check_frequency,
        }
    }

    /// Writes an event into the bounded log.
    pub(super) fn log(&mut self, event: Event) {
        let limit = self.settings().event_log_limit as usize;
        if limit == 0 {
            return;
        }
        let surplus = (self.events.len() + 1).saturating_sub(limit);
        self.events.drain(..surplus);
        self.events.push(event);
    }

    /// Stores a snapshot; what the bound evicts for it is returned (P-6.16).
    pub(super) fn store(&mut self, snapshot: Snapshot) -> Option<Snapshot> {
        self.newest = snapshot.acquired();
        self.counts.acquired += 1;
        self.pending.push(snapshot);
        let limit = self.settings().storage_limit.max(1) as usize;
        if self.pending.len() <= limit {
            return None;
        }
        self.counts.evicted += 1;
        Some(self.pending.remove(0))
    }

    /// Erases the unsent snapshots (P-6.10); how many there were.
    pub(super) fn erase(&mut self) -> u32 {
        let count = self.pending.len();
        self.counts.erased += count as u64;
        self.pending.clear();
        self.kept.clear();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Whether the fields fit each other, as they do in every record that a device has
    /// written.
    pub(super) fn is_consistent(&self) -> bool {
        let configured = matches!(
            self.state,
            DeviceState::Initialized | DeviceState::Operational | DeviceState::Standby
        );
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
            .configuration
            .as_ref()
            .map(|status| status.device_state.into());
        self.state != DeviceState::PreProvisioning
            && configured == self.configuration.is_some()
            && commanded.is_none_or(|state: DeviceState| state == self.state)
            && (operational || !due)
            && stored.windows(2).all(|pair| pair[0] < pair[1])
            && stored.last().is_none_or(|last| *last <= self.newest)
            && self.accounts().balance()
    }
}

impl EventKind {
    /// The event, as it happens at `time`.
    pub(super) const fn at(self, time: UnixSeconds) -> Event {
        Event { time, kind: self }
    }
}
