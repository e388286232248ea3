//! The status that a device answers a query with (T-10, P-6.22, JRC127600 Table 1).

use iot4emissions_proto::device as core;

use super::event::LoggedEvent;
use super::failures::Failures;
use super::output::Wait;
use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::numbers::Version;
use crate::convert::time::Seconds;
use crate::message::Endpoint;
use crate::mirror::{Mirror, mirror};
use crate::value_class::value_class;

value_class! { "iot4emissions.device";
    /// All that a workshop wants to see of a device (T-10, P-6.22): what
    /// `OtaDevice.status()` gives, and the output that answers a `StatusQuery`.
    ///
    /// >>> status = OtaDevice().status()
    /// >>> status.state, status.accounts.balance(), status.events
    /// (DeviceState.PRE_PROVISIONING, True, ())
    Status {
        /// The state.
        state: Member<core::DeviceState>,
        /// The version of the configuration in force, 1 or more; `None` for the factory's.
        configuration_version: Option<Version>,
        /// The last configuration that was refused since, if any: a device that stays behind
        /// the Data Service's record shows it here.
        refused_configuration: Option<RefusedConfiguration>,
        /// Where the Registration Service's broker is; `None` before the device is
        /// provisioned.
        registration_endpoint: Option<EndpointInUse>,
        /// Where the Data Service's broker is.
        data_endpoint: Option<EndpointInUse>,
        /// When each schedule is due next.
        due: DueTimes,
        /// Until when the device waits, if nothing happens meanwhile.
        wait: Wait,
        /// What the device holds of its wall clock.
        clock: ClockStatus,
        /// What the driver said of the network; `None` where it said nothing (P-6.21).
        network: Option<bool>,
        /// The same of the ignition.
        ignition: Option<bool>,
        /// When something succeeded last.
        last_success: LastSuccess,
        /// How often what failed, by reason, in the device's life.
        failures: Failures,
        /// What is left of the daily caps (P-6.19).
        allowance: AllowanceLeft,
        /// What became of the snapshots.
        accounts: Accounts,
        /// The last communication test (P-6.15); `None` before the first.
        last_test: Option<TestResult>,
        /// The event log, oldest first (P-6.16).
        events: Many<LoggedEvent>,
    }

    /// A configuration that was refused (P-6.8).
    ///
    /// >>> RefusedConfiguration(now.wall, 2, ConfigurationRefusal.OLDER_VERSION).version
    /// 2
    RefusedConfiguration {
        /// When it was refused last, an aware `datetime` in whole seconds.
        time: Seconds,
        /// Its version.
        version: Version,
        /// Why.
        reason: Member<core::ConfigurationRefusal>,
    }

    /// An endpoint in use, and why it is that one (P-6.8).
    ///
    /// >>> ota_device = OtaDevice()
    /// >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    /// >>> in_use = ota_device.status().data_endpoint
    /// >>> str(in_use.endpoint), in_use.origin
    /// ('mqtts://data.example.eu:8883', EndpointOrigin.FACTORY)
    EndpointInUse {
        /// The endpoint.
        endpoint: Endpoint,
        /// Where it comes from.
        origin: Member<core::EndpointOrigin>,
        /// How many connections in a row have failed for reasons that speak of the endpoint.
        failures: u32,
        /// For how many seconds of running time.
        failing_seconds: u32,
    }

    /// What the device holds of its wall clock (P-6.13).
    ///
    /// >>> OtaDevice().status().clock
    /// ClockStatus(trusted=False, last_trusted=None)
    ClockStatus {
        /// Whether it trusts it now.
        trusted: bool,
        /// The latest time that it trusted, an aware `datetime` in whole seconds; `None`
        /// before the first.
        last_trusted: Option<Seconds>,
    }

    /// When something succeeded last, as aware `datetime`s; `None` where it never did
    /// (P-6.22).
    ///
    /// >>> OtaDevice().status().last_success.transfer is None
    /// True
    LastSuccess {
        /// A connection to the Registration Service's broker that did its work.
        registration: Option<Seconds>,
        /// A connection to the Data Service's broker that did its work.
        data: Option<Seconds>,
        /// An acquisition.
        acquisition: Option<Seconds>,
        /// A transfer that was acknowledged.
        transfer: Option<Seconds>,
    }

    /// What is left of the daily caps (P-6.19).
    ///
    /// >>> ota_device = OtaDevice()
    /// >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    /// >>> ota_device.status().allowance.connections
    /// 11
    AllowanceLeft {
        /// Connections that may be tried at once.
        connections: u32,
        /// Bytes that may be stored before acquisitions and connections wait.
        persisted_bytes: u32,
    }

    /// What became of the snapshots that the device has acquired (P-6.16): numbers of
    /// snapshots in its life.
    ///
    /// >>> Accounts(
    /// ...     acquired=3, acknowledged=2, pending=1, erased=0, evicted=0, set_aside=0
    /// ... ).balance()
    /// True
    Accounts {
        /// Acquired in the device's life.
        acquired: u64,
        /// Acknowledged by the broker.
        acknowledged: u64,
        /// Stored and not yet acknowledged.
        pending: u64,
        /// Erased because the vehicle was no longer cleared (P-6.10).
        erased: u64,
        /// Lost to the storage bound.
        evicted: u64,
        /// Stored, and set aside (P-6.13, P-6.18).
        set_aside: u64,
    } => {
        /// Whether every snapshot is accounted for: acquired = acknowledged + pending +
        /// erased + evicted + set aside (P-6.16).
        ///
        /// >>> Accounts(3, 2, pending=0, erased=0, evicted=0, set_aside=0).balance()
        /// False
        fn balance(&self) -> bool {
            self.to_core().balance()
        }
    }

    /// The result of a communication test (P-6.15).
    ///
    /// >>> TestResult(now.wall, passed=True).passed
    /// True
    TestResult {
        /// When it ended, an aware `datetime` in whole seconds.
        time: Seconds,
        /// Whether it did what the state allows.
        passed: bool,
    }

    /// When each schedule is due next (P-6.11), as aware `datetime`s; `None` where it is
    /// never, or where no trusted time has been known yet.
    ///
    /// >>> DueTimes(None, None, None).transfer is None
    /// True
    DueTimes {
        /// The next snapshot; only in Operational.
        acquisition: Option<Seconds>,
        /// The next transfer, spread (P-6.12); only in Operational.
        transfer: Option<Seconds>,
        /// The next configuration check, spread; from Initialized on.
        config_check: Option<Seconds>,
    }
}

mirror! {
    core::Status => Status {
        state,
        configuration_version,
        refused_configuration,
        registration_endpoint,
        data_endpoint,
        due,
        wait,
        clock,
        network,
        ignition,
        last_success,
        failures,
        allowance,
        accounts,
        last_test,
        events,
    }
    core::RefusedConfiguration => RefusedConfiguration { time, version, reason }
    core::EndpointInUse => EndpointInUse { endpoint, origin, failures, failing_seconds }
    core::ClockStatus => ClockStatus { trusted, last_trusted }
    core::LastSuccess => LastSuccess { registration, data, acquisition, transfer }
    core::AllowanceLeft => AllowanceLeft { connections, persisted_bytes }
    core::Accounts => Accounts { acquired, acknowledged, pending, erased, evicted, set_aside }
    core::TestResult => TestResult { time, passed }
    core::DueTimes => DueTimes { acquisition, transfer, config_check }
}
