//! Calls of the Registration Service and the configurations that follow (P-5.51,
//! P-7.5, P-7.6).

use serde::{Deserialize, Serialize};

use super::call::{Call, CallContent, SuspensionReason};
use super::record::{Clearance, DeviceRecord};
use crate::message::{
    Configuration, ConfigurationStatus, ConfigurationVersion, ConfiguredState, Endpoint,
};
use crate::schedule::Schedule;

/// What an operator configures devices with; state and version come from each
/// device's record (P-5.31).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfigurationParameters {
    /// The Registration Service's broker.
    pub registration_mqtt: Endpoint,
    /// The Data Service's broker.
    pub obfcm_data_mqtt: Endpoint,
    /// When to take a snapshot.
    pub acquire_frequency: Schedule,
    /// When to transfer the snapshots.
    pub transfer_frequency: Schedule,
    /// When to look for a new configuration.
    pub config_check_frequency: Schedule,
    /// The version that a newly introduced device is given: after a loss of data, one
    /// above the highest ever issued (P-7.6).
    pub first_version: ConfigurationVersion,
}

impl ConfigurationParameters {
    fn status(&self, state: ConfiguredState, version: ConfigurationVersion) -> ConfigurationStatus {
        ConfigurationStatus {
            device_state: state,
            configuration: Configuration {
                registration_mqtt: self.registration_mqtt.clone(),
                obfcm_data_mqtt: self.obfcm_data_mqtt.clone(),
                acquire_frequency: self.acquire_frequency.clone(),
                transfer_frequency: self.transfer_frequency.clone(),
                config_check_frequency: self.config_check_frequency.clone(),
                version,
            },
        }
    }
}

/// The answer to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// It holds now. The configuration of the record, where there is one now, is to be
    /// published, retained, before the answer is given: a call that is repeated because
    /// its answer was lost finds the broker in order as well.
    Applied,
    /// A later call came before it: nothing was done (P-5.51).
    Overtaken,
    /// The device was never introduced: 409, to be tried again (P-5.51).
    NotIntroduced,
    /// There is no version after the last one that could be issued.
    VersionsExhausted,
}

/// What a call makes of a device's record (`None` before the introduction).
#[must_use]
pub fn answer(
    record: Option<DeviceRecord>,
    call: &Call,
    parameters: &ConfigurationParameters,
) -> (Option<DeviceRecord>, Answer) {
    let Some(mut record) = record else {
        return match &call.content {
            CallContent::Introduced { attributes } => {
                let clearance = Clearance::Suspended(SuspensionReason::NotCleared);
                let record = DeviceRecord {
                    device: call.device_id.clone(),
                    attributes: attributes.as_ref().clone(),
                    clearance,
                    sequence: call.sequence,
                    configuration: parameters
                        .status(clearance.device_state(), parameters.first_version),
                };
                (Some(record), Answer::Applied)
            }
            CallContent::Cleared | CallContent::Suspended { .. } => (None, Answer::NotIntroduced),
        };
    };
    if call.sequence < record.sequence {
        return (Some(record), Answer::Overtaken);
    }
    if call.sequence == record.sequence {
        return (Some(record), Answer::Applied);
    }
    let clearance = match &call.content {
        // A device that was released and registers again starts over.
        CallContent::Introduced { attributes } => {
            record.attributes = attributes.as_ref().clone();
            Clearance::Suspended(SuspensionReason::NotCleared)
        }
        CallContent::Cleared => Clearance::Cleared,
        CallContent::Suspended { reason } => Clearance::Suspended(*reason),
    };
    // Repeats change nothing (P-7.6).
    if clearance != record.clearance {
        let Some(version) = record.configuration.configuration.version.next() else {
            return (Some(record), Answer::VersionsExhausted);
        };
        record.clearance = clearance;
        record.configuration.device_state = clearance.device_state();
        record.configuration.configuration.version = version;
    }
    record.sequence = call.sequence;
    (Some(record), Answer::Applied)
}

/// The record with an operator's new parameters, and the next version; `None` where
/// the device has them already, or no version is left. The record's configuration is
/// to be published, retained.
#[must_use]
pub fn reconfigure(
    mut record: DeviceRecord,
    parameters: &ConfigurationParameters,
) -> Option<DeviceRecord> {
    let current = record.configuration.configuration.version;
    let state = record.clearance.device_state();
    if parameters.status(state, current) == record.configuration {
        return None;
    }
    record.configuration = parameters.status(state, current.next()?);
    Some(record)
}
