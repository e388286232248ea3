//! The status that a device answers a query with (T-10, JRC127600 Table 1).

use iot4emissions_proto::device as core;

use super::event::Event;
use super::value_class::value_class;
use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::time::Seconds;
use crate::convert::version::Version;

value_class! {
    /// State, accounting, result of the last communication test, and event log of a device
    /// (T-10, P-6.16): what `OtaDevice.status()` gives, and the output that answers a
    /// `StatusQuery`.
    ///
    /// >>> status = OtaDevice().status()
    /// >>> status.state, status.accounts.balance(), status.events
    /// (DeviceState.PRE_PROVISIONING, True, ())
    Status {
        /// The state.
        state: Member<core::DeviceState>,
        /// The version of the configuration in force, 1 or more; `None` for the factory's.
        configuration_version: Option<Version>,
        /// What became of the snapshots.
        accounts: Accounts,
        /// The last communication test (P-6.15); `None` before the first.
        last_test: Option<TestResult>,
        /// The latest events, oldest first.
        events: Many<Event>,
    }

    /// What became of the snapshots that the device has acquired (P-6.16): numbers of
    /// snapshots in its life.
    ///
    /// >>> Accounts(acquired=3, acknowledged=2, pending=1, erased=0, evicted=0).balance()
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
    } => {
        /// Whether every snapshot is accounted for: acquired = acknowledged + pending +
        /// erased + evicted (P-6.16).
        ///
        /// >>> Accounts(acquired=3, acknowledged=2, pending=0, erased=0, evicted=0).balance()
        /// False
        fn balance(&self) -> bool {
            core::Accounts::from(self).balance()
        }
    }

    /// The result of a communication test (P-6.15).
    ///
    /// >>> TestResult(now, passed=True).passed
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

impl From<&Accounts> for core::Accounts {
    fn from(accounts: &Accounts) -> Self {
        let Accounts {
            acquired,
            acknowledged,
            pending,
            erased,
            evicted,
        } = *accounts;
        Self {
            acquired,
            acknowledged,
            pending,
            erased,
            evicted,
        }
    }
}

impl From<core::Accounts> for Accounts {
    fn from(accounts: core::Accounts) -> Self {
        let core::Accounts {
            acquired,
            acknowledged,
            pending,
            erased,
            evicted,
        } = accounts;
        Self {
            acquired,
            acknowledged,
            pending,
            erased,
            evicted,
        }
    }
}

impl From<core::TestResult> for TestResult {
    fn from(core::TestResult { time, passed }: core::TestResult) -> Self {
        let time = Seconds(time);
        Self { time, passed }
    }
}

impl From<&TestResult> for core::TestResult {
    fn from(TestResult { time, passed }: &TestResult) -> Self {
        Self {
            time: time.0,
            passed: *passed,
        }
    }
}

impl From<core::DueTimes> for DueTimes {
    fn from(due: core::DueTimes) -> Self {
        let core::DueTimes {
            acquisition,
            transfer,
            config_check,
        } = due;
        Self {
            acquisition: acquisition.map(Seconds),
            transfer: transfer.map(Seconds),
            config_check: config_check.map(Seconds),
        }
    }
}

impl From<core::Status> for Status {
    fn from(status: core::Status) -> Self {
        let core::Status {
            state,
            configuration_version,
            accounts,
            last_test,
            events,
        } = status;
        Self {
            state: Member(state),
            configuration_version: configuration_version.map(Version),
            accounts: accounts.into(),
            last_test: last_test.map(Into::into),
            events: Many(events.into_iter().map(Event::from).collect()),
        }
    }
}

impl From<&Status> for core::Status {
    fn from(status: &Status) -> Self {
        let Status {
            state,
            configuration_version,
            accounts,
            last_test,
            events,
        } = status;
        Self {
            state: state.0,
            configuration_version: configuration_version.map(|version| version.0),
            accounts: accounts.into(),
            last_test: last_test.as_ref().map(Into::into),
            events: events.0.iter().map(Into::into).collect(),
        }
    }
}
