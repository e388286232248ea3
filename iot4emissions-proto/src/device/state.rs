//! The six states and every transition between them (P-6, T-1 to T-13,
//! JRC127600 §1.3.2, §1.3.3 and Table 1).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::message::ConfiguredState;

/// A state of the OTA device (JRC127600 §1.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeviceState {
    /// Security assets or factory configuration are missing.
    PreProvisioning,
    /// Ready to communicate, not yet registered.
    Provisioned,
    /// Admitted to the network, not yet configured.
    Registered,
    /// Configured, waiting until the vehicle is cleared.
    Initialized,
    /// Acquiring and transferring.
    Operational,
    /// On hold: what has been acquired is kept, and nothing is sent.
    Standby,
}

impl DeviceState {
    /// All states in the order of the report.
    pub const ALL: [Self; 6] = [
        Self::PreProvisioning,
        Self::Provisioned,
        Self::Registered,
        Self::Initialized,
        Self::Operational,
        Self::Standby,
    ];

    /// The state's name as serialised, such as `preProvisioning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PreProvisioning => "preProvisioning",
            Self::Provisioned => "provisioned",
            Self::Registered => "registered",
            Self::Initialized => "initialized",
            Self::Operational => "operational",
            Self::Standby => "standby",
        }
    }
}

impl DeviceState {
    /// Whether a configuration is in force in it: Initialized, Operational and Standby.
    #[must_use]
    pub const fn is_configured(self) -> bool {
        matches!(self, Self::Initialized | Self::Operational | Self::Standby)
    }
}

impl fmt::Display for DeviceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<ConfiguredState> for DeviceState {
    fn from(state: ConfiguredState) -> Self {
        match state {
            ConfiguredState::Initialized => Self::Initialized,
            ConfiguredState::Operational => Self::Operational,
            ConfiguredState::Standby => Self::Standby,
        }
    }
}

/// A function of the OTA device (JRC127600 Table 1 and Annex 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Function {
    /// Bringing security assets and factory configuration into place.
    DeviceProvisioning,
    /// Registering on the data collection network.
    DeviceRegistration,
    /// Receiving the first configuration.
    DeviceInitialization,
    /// Receiving an updated configuration or another state.
    DeviceConfiguration,
    /// Reading the OBFCM values and storing them.
    DataAcquisition,
    /// Sending the stored values.
    DataTransfer,
    /// Telling other control units of a state change or an event.
    DeviceStatusPush,
    /// Answering a query for state and event log.
    DeviceStatusPull,
    /// Communicating at once, as at a periodic technical inspection.
    OtaCommunicationTest,
}

/// What may move a device from one state to another, or exercise a function in
/// one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// Security assets and factory configuration are complete.
    ProvisioningComplete,
    /// The Registration Service says `registered`.
    RegistrationConfirmed,
    /// The Registration Service answers a request with `error`.
    RegistrationRefused,
    /// A configuration that is to be applied commands this state.
    Configured(ConfiguredState),
    /// A snapshot is due.
    AcquisitionDue,
    /// A transfer is due.
    TransferDue,
    /// Something happened that other control units are told of.
    EventRaised,
    /// The status is queried.
    StatusQueried,
    /// A communication test is requested.
    TestRequested,
    /// The device has to register anew: another vehicle, another device ID, or somebody
    /// asks for it (P-6.20).
    RegistrationRequired,
    /// The vehicle or the unit is scrapped (P-6.20).
    Decommissioned,
}

impl Trigger {
    /// All triggers.
    pub const ALL: [Self; 13] = [
        Self::ProvisioningComplete,
        Self::RegistrationConfirmed,
        Self::RegistrationRefused,
        Self::Configured(ConfiguredState::Initialized),
        Self::Configured(ConfiguredState::Operational),
        Self::Configured(ConfiguredState::Standby),
        Self::AcquisitionDue,
        Self::TransferDue,
        Self::EventRaised,
        Self::StatusQueried,
        Self::TestRequested,
        Self::RegistrationRequired,
        Self::Decommissioned,
    ];
}

/// A row of the transition table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Transition {
    /// The row's name, `T-1` to `T-13`.
    pub rule: &'static str,
    /// The state afterwards.
    pub to: DeviceState,
    /// The function exercised.
    pub function: Function,
}

/// The transition table: what `trigger` does in state `from`, `None` where the
/// function is not exercised there.
#[must_use]
#[inline]
#[rustfmt::skip] // One row a line, to be read beside the table.
pub const fn transition(from: DeviceState, trigger: Trigger) -> Option<Transition> {
    use DeviceState::{Initialized, Operational, PreProvisioning, Provisioned, Registered, Standby};
    use Function as F;
    use Trigger as On;

    let (rule, to, function) = match (from, trigger) {
        (PreProvisioning, On::ProvisioningComplete) => ("T-1", Provisioned, F::DeviceProvisioning),
        (Provisioned, On::RegistrationConfirmed) => ("T-2", Registered, F::DeviceRegistration),
        (Provisioned, On::RegistrationRefused) => ("T-3", Provisioned, F::DeviceRegistration),
        (Registered, On::Configured(ConfiguredState::Initialized)) => ("T-4", Initialized, F::DeviceInitialization),
        (Registered, On::Configured(ConfiguredState::Operational)) => ("T-5", Operational, F::DeviceInitialization),
        (Registered, On::Configured(ConfiguredState::Standby)) => ("T-5", Standby, F::DeviceInitialization),
        (Initialized | Operational | Standby, On::Configured(ConfiguredState::Initialized)) => ("T-6", Initialized, F::DeviceConfiguration),
        (Initialized | Operational | Standby, On::Configured(ConfiguredState::Operational)) => ("T-6", Operational, F::DeviceConfiguration),
        (Initialized | Operational | Standby, On::Configured(ConfiguredState::Standby)) => ("T-6", Standby, F::DeviceConfiguration),
        (Operational, On::AcquisitionDue) => ("T-7", Operational, F::DataAcquisition),
        (Operational, On::TransferDue) => ("T-8", Operational, F::DataTransfer),
        (any, On::EventRaised) => ("T-9", any, F::DeviceStatusPush),
        (any, On::StatusQueried) => ("T-10", any, F::DeviceStatusPull),
        (Provisioned | Registered | Initialized | Operational | Standby, On::TestRequested) => ("T-11", from, F::OtaCommunicationTest),
        (Provisioned | Registered | Initialized | Operational | Standby, On::RegistrationRequired) => ("T-12", Provisioned, F::DeviceRegistration),
        (Provisioned | Registered | Initialized | Operational | Standby, On::Decommissioned) => ("T-13", PreProvisioning, F::DeviceProvisioning),

        (PreProvisioning, On::RegistrationConfirmed | On::RegistrationRefused | On::Configured(_) | On::AcquisitionDue | On::TransferDue | On::TestRequested | On::RegistrationRequired | On::Decommissioned)
        | (Provisioned, On::ProvisioningComplete | On::Configured(_) | On::AcquisitionDue | On::TransferDue)
        | (Registered, On::ProvisioningComplete | On::RegistrationConfirmed | On::RegistrationRefused | On::AcquisitionDue | On::TransferDue)
        | (Initialized | Standby, On::ProvisioningComplete | On::RegistrationConfirmed | On::RegistrationRefused | On::AcquisitionDue | On::TransferDue)
        | (Operational, On::ProvisioningComplete | On::RegistrationConfirmed | On::RegistrationRefused) => return None,
    };
    Some(Transition { rule, to, function })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-6.10: who is not Operational neither acquires nor transfers.
    #[test]
    fn t_7_t_8_only_in_operational() {
        for state in DeviceState::ALL {
            let allowed = state == DeviceState::Operational;
            for trigger in [Trigger::AcquisitionDue, Trigger::TransferDue] {
                assert_eq!(transition(state, trigger).is_some(), allowed);
            }
        }
    }

    #[test]
    fn t_11_no_communication_before_provisioning() {
        for state in DeviceState::ALL {
            let allowed = state != DeviceState::PreProvisioning;
            assert_eq!(transition(state, Trigger::TestRequested).is_some(), allowed);
        }
    }

    #[test]
    fn every_row_of_the_table_is_there() {
        let mut rules: Vec<_> = DeviceState::ALL
            .into_iter()
            .flat_map(|state| Trigger::ALL.map(|trigger| transition(state, trigger)))
            .flatten()
            .map(|transition| transition.rule)
            .collect();
        rules.sort_by_key(|rule| rule[2..].parse::<u8>().unwrap());
        rules.dedup();
        let expected: Vec<_> = (1..=13).map(|number| format!("T-{number}")).collect();
        assert_eq!(rules, expected);
    }
}
