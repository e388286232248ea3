//! The status that a device answers a query with (T-10, P-6.22).

use iot4emissions_proto::device::{
    Accounts, AllowanceLeft, ClockStatus, ConfigurationRefusal, DeviceState, DisconnectReason,
    DueTimes, EndpointInUse, EndpointOrigin, Failures, LastSuccess, LoggedEvent,
    RefusedConfiguration, Status, TestResult, Wait,
};
use iot4emissions_proto::message::{ConfigurationVersion, Endpoint};
use iot4emissions_proto::time::UnixSeconds;

use crate::error::{Fault, FaultClass};

/// Where an endpoint comes from.
#[uniffi::remote(Enum)]
pub enum EndpointOrigin {
    Factory,
    Configuration,
    Fallback,
}

// In Kotlin it would be hidden by the variant of that name where the output's box has it.
/// What a workshop wants to see.
#[uniffi::remote(Record)]
#[uniffi(name = "DeviceStatus")]
pub struct Status {
    pub state: DeviceState,
    pub configuration_version: Option<ConfigurationVersion>,
    pub refused_configuration: Option<RefusedConfiguration>,
    pub registration_endpoint: Option<EndpointInUse>,
    pub data_endpoint: Option<EndpointInUse>,
    pub due: DueTimes,
    pub wait: Wait,
    pub clock: ClockStatus,
    pub network: Option<bool>,
    pub ignition: Option<bool>,
    pub last_success: LastSuccess,
    pub failures: Failures,
    pub allowance: AllowanceLeft,
    pub accounts: Accounts,
    pub last_test: Option<TestResult>,
    pub events: Vec<LoggedEvent>,
}

/// A configuration that was refused (P-6.8).
#[uniffi::remote(Record)]
pub struct RefusedConfiguration {
    pub time: UnixSeconds,
    pub version: ConfigurationVersion,
    pub reason: ConfigurationRefusal,
}

/// An endpoint in use (P-6.8).
#[uniffi::remote(Record)]
pub struct EndpointInUse {
    pub endpoint: Endpoint,
    pub origin: EndpointOrigin,
    pub failures: u32,
    pub failing_seconds: u32,
}

/// When each schedule is due next (P-6.11).
#[uniffi::remote(Record)]
pub struct DueTimes {
    pub acquisition: Option<UnixSeconds>,
    pub transfer: Option<UnixSeconds>,
    pub config_check: Option<UnixSeconds>,
}

/// What the device holds of its wall clock (P-6.13).
#[uniffi::remote(Record)]
pub struct ClockStatus {
    pub trusted: bool,
    pub last_trusted: Option<UnixSeconds>,
}

/// When something succeeded last.
#[uniffi::remote(Record)]
pub struct LastSuccess {
    pub registration: Option<UnixSeconds>,
    pub data: Option<UnixSeconds>,
    pub acquisition: Option<UnixSeconds>,
    pub transfer: Option<UnixSeconds>,
}

/// How often what failed; connections by reason, in the order of `DisconnectReason`.
#[derive(uniffi::Record)]
pub struct FailuresParts {
    connections: Vec<u32>,
    subscriptions_refused: u32,
    publishes: u32,
    registrations: u32,
    acquisitions: u32,
    persists: u32,
}

uniffi::custom_type!(Failures, FailuresParts, {
    remote,
    lower: |failures| FailuresParts {
        connections: failures.connections.to_vec(),
        subscriptions_refused: failures.subscriptions_refused,
        publishes: failures.publishes,
        registrations: failures.registrations,
        acquisitions: failures.acquisitions,
        persists: failures.persists,
    },
    try_lift: |parts| Ok(parts.failures()?),
});

impl FailuresParts {
    fn failures(self) -> Result<Failures, Fault> {
        let connections = self.connections.try_into().map_err(|found: Vec<u32>| {
            let (expected, found) = (DisconnectReason::KINDS, found.len());
            let text = format!("expected {expected} numbers of failed connections, found {found}");
            Fault::plain(FaultClass::Record, &text, "failures")
        })?;
        Ok(Failures {
            connections,
            subscriptions_refused: self.subscriptions_refused,
            publishes: self.publishes,
            registrations: self.registrations,
            acquisitions: self.acquisitions,
            persists: self.persists,
        })
    }
}

/// What is left of the daily caps (P-6.19).
#[uniffi::remote(Record)]
pub struct AllowanceLeft {
    pub connections: u32,
    pub persisted_bytes: u32,
}

/// What became of the snapshots (P-6.16).
#[uniffi::remote(Record)]
pub struct Accounts {
    pub acquired: u64,
    pub acknowledged: u64,
    pub pending: u64,
    pub erased: u64,
    pub evicted: u64,
    pub set_aside: u64,
}

/// Whether every snapshot is accounted for (P-6.16).
#[uniffi::export]
fn accounts_balance(accounts: Accounts) -> bool {
    accounts.balance()
}

/// The result of a communication test (P-6.15).
#[uniffi::remote(Record)]
pub struct TestResult {
    pub time: UnixSeconds,
    pub passed: bool,
}
