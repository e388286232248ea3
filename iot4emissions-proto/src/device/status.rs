//! The status that a device answers a query with (T-10, JRC127600 Table 1).

use serde::{Deserialize, Serialize};

use super::DeviceState;
use super::event::Event;
use crate::message::ConfigurationVersion;
use crate::time::UnixSeconds;

/// State, accounting, result of the last communication test, and event log.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The state.
    pub state: DeviceState,
    /// The version of the configuration in force, `None` for the factory's.
    pub configuration_version: Option<ConfigurationVersion>,
    /// What became of the snapshots.
    pub accounts: Accounts,
    /// The last communication test (P-6.15).
    pub last_test: Option<TestResult>,
    /// The latest events, oldest first.
    pub events: Vec<Event>,
}

/// What became of the snapshots that the device has acquired (P-6.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
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
}

impl Accounts {
    /// Whether every snapshot is accounted for: acquired = acknowledged + pending +
    /// erased + evicted (P-6.16).
    #[must_use]
    pub const fn balance(&self) -> bool {
        self.acquired == self.acknowledged + self.pending + self.erased + self.evicted
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
