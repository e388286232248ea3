//! The status that a device answers a query with (T-10, JRC127600 Table 1).

use serde::{Deserialize, Serialize};

use super::DeviceState;
use super::event::ConfigurationRefusal;
use super::event_log::LoggedEvent;
use super::output::Wait;
use super::provisioned::Provisioned;
use super::reason::DisconnectReason;
use super::record::DueTimes;
use crate::delivery::BrokerRole;
use crate::message::{ConfigurationVersion, Endpoint};
use crate::time::UnixSeconds;

/// State, endpoints, due times, clock, accounting, what failed and why, result of the last
/// communication test, and event log: what a workshop wants to see (P-6.22).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The state.
    pub state: DeviceState,
    /// The version of the configuration in force, `None` for the factory's.
    pub configuration_version: Option<ConfigurationVersion>,
    /// The last configuration that was refused since, if any: a device that stays
    /// behind the Data Service's record shows it here.
    pub refused_configuration: Option<RefusedConfiguration>,
    /// Where the Registration Service's broker is, `None` before the device is
    /// provisioned.
    pub registration_endpoint: Option<EndpointInUse>,
    /// Where the Data Service's broker is.
    pub data_endpoint: Option<EndpointInUse>,
    /// When each schedule is due next.
    pub due: DueTimes,
    /// Until when the device waits, if nothing happens meanwhile.
    pub wait: Wait,
    /// What the device holds of its wall clock.
    pub clock: ClockStatus,
    /// What the driver said of network and ignition, `None` where it said nothing (P-6.21).
    pub network: Option<bool>,
    /// The same of the ignition.
    pub ignition: Option<bool>,
    /// When something succeeded last.
    pub last_success: LastSuccess,
    /// How often what failed, by reason, in the device's life.
    pub failures: Failures,
    /// What is left of the daily caps (P-6.19).
    pub allowance: AllowanceLeft,
    /// What became of the snapshots.
    pub accounts: Accounts,
    /// The last communication test (P-6.15).
    pub last_test: Option<TestResult>,
    /// The event log, oldest first.
    pub events: Vec<LoggedEvent>,
}

/// A configuration that was refused (P-6.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusedConfiguration {
    /// When it was refused last.
    pub time: UnixSeconds,
    /// Its version.
    pub version: ConfigurationVersion,
    /// Why.
    pub reason: ConfigurationRefusal,
}

/// An endpoint in use, and why it is that one (P-6.8).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointInUse {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Where it comes from.
    pub origin: EndpointOrigin,
    /// How many connections in a row have failed for reasons that speak of the endpoint.
    pub failures: u32,
    /// For how many seconds of running time.
    pub failing_seconds: u32,
}

/// Where an endpoint comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EndpointOrigin {
    /// The factory configuration.
    Factory,
    /// The configuration in force.
    Configuration,
    /// The last one that worked, as the configured one did not (P-6.8).
    Fallback,
}

/// What the device holds of its wall clock (P-6.13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockStatus {
    /// Whether it trusts it now.
    pub trusted: bool,
    /// The latest time that it trusted, `None` before the first.
    pub last_trusted: Option<UnixSeconds>,
}

/// When something succeeded last, `None` where it never did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastSuccess {
    /// A connection to the Registration Service's broker that did its work.
    pub registration: Option<UnixSeconds>,
    /// A connection to the Data Service's broker that did its work.
    pub data: Option<UnixSeconds>,
    /// An acquisition.
    pub acquisition: Option<UnixSeconds>,
    /// A transfer that was acknowledged.
    pub transfer: Option<UnixSeconds>,
}

/// How often what failed in the device's life; each stops at its type's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failures {
    /// Connections, in the order of [`DisconnectReason`]'s kinds.
    pub connections: [u32; DisconnectReason::KINDS],
    /// Subscriptions that a broker refused.
    pub subscriptions_refused: u32,
    /// Publishes that a broker refused, or did not acknowledge in time.
    pub publishes: u32,
    /// Registrations that were refused or not answered.
    pub registrations: u32,
    /// Acquisitions that brought no values.
    pub acquisitions: u32,
    /// Records that could not be stored.
    pub persists: u32,
}

impl Failures {
    /// How many connections failed for reasons of this kind.
    #[must_use]
    pub const fn of(&self, reason: DisconnectReason) -> u32 {
        self.connections[reason.index()]
    }
}

/// What is left of the daily caps (P-6.19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AllowanceLeft {
    /// Connections that may be tried at once.
    pub connections: u32,
    /// Bytes that may be stored before acquisitions and connections wait.
    pub persisted_bytes: u32,
}

/// What became of the snapshots that the device has acquired (P-6.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accounts {
    /// Acquired in the device's life.
    pub acquired: u64,
    /// Acknowledged by the broker.
    pub acknowledged: u64,
    /// Stored and not yet acknowledged.
    pub pending: u64,
    /// Erased because the vehicle was no longer cleared (P-6.10).
    pub erased: u64,
    /// Lost to the storage bound.
    pub evicted: u64,
    /// Stored, and set aside (P-6.13, P-6.18).
    pub set_aside: u64,
}

impl Accounts {
    /// Whether every snapshot is accounted for: acquired = acknowledged + pending +
    /// erased + evicted + set aside (P-6.16).
    #[must_use]
    pub const fn balance(&self) -> bool {
        let parts = [
            self.acknowledged,
            self.pending,
            self.erased,
            self.evicted,
            self.set_aside,
        ];
        let mut sum: u64 = 0;
        let mut next = 0;
        while next < parts.len() {
            match sum.checked_add(parts[next]) {
                Some(more) => sum = more,
                None => return false,
            }
            next += 1;
        }
        self.acquired == sum
    }
}

/// The result of a communication test (P-6.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TestResult {
    /// When it ended.
    pub time: UnixSeconds,
    /// Whether it did what the state allows.
    pub passed: bool,
}

impl Status {
    /// The status of a device in PreProvisioning.
    pub(super) fn unprovisioned(trusted: bool) -> Self {
        Self {
            state: DeviceState::PreProvisioning,
            configuration_version: None,
            refused_configuration: None,
            registration_endpoint: None,
            data_endpoint: None,
            due: DueTimes::default(),
            wait: Wait::default(),
            clock: ClockStatus {
                trusted,
                last_trusted: None,
            },
            network: None,
            ignition: None,
            last_success: LastSuccess::default(),
            failures: Failures::default(),
            allowance: AllowanceLeft::default(),
            accounts: Accounts::default(),
            last_test: None,
            events: Vec::new(),
        }
    }
}

impl Provisioned {
    /// P-6.22.
    pub(super) fn status(&self) -> Status {
        let record = &*self.record;
        let last_trusted = record.clock;
        Status {
            state: record.state,
            configuration_version: record.configuration_version(),
            refused_configuration: record.refused_configuration,
            registration_endpoint: Some(record.endpoint_status(BrokerRole::Registration)),
            data_endpoint: Some(record.endpoint_status(BrokerRole::Data)),
            due: record.due,
            wait: self.wait(),
            clock: ClockStatus {
                trusted: self.trusts_clock(),
                last_trusted: (last_trusted.0 > 0).then_some(last_trusted),
            },
            network: self.presence.network,
            ignition: self.presence.ignition,
            last_success: record.last_success,
            failures: record.failures,
            allowance: AllowanceLeft {
                connections: record.allowance.connections_left(record.settings()),
                persisted_bytes: record.allowance.bytes_left(record.settings()),
            },
            accounts: record.accounts(),
            last_test: record.last_test,
            events: record.events.clone(),
        }
    }
}
