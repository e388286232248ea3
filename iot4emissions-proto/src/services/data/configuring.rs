//! Which configuration a device is given, and its version (P-5.31, P-5.32, P-7.6,
//! P-7.12).

use serde::{Deserialize, Serialize};

use super::record::DeviceRecord;
use crate::message::{Configuration, ConfigurationVersion, Endpoint};
use crate::schedule::Schedule;
use crate::time::UnixSeconds;

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
    /// The least version that is issued: after a loss of data, one above the highest ever
    /// issued (P-7.6). It is reached by steps of at most
    /// [`ConfigurationVersion::LARGEST_STEP`], which devices do not follow further: so it
    /// is raised no more than it has to be.
    pub first_version: ConfigurationVersion,
}

/// Why no configuration is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// There is no version after the last (P-5.32).
    #[error("expected a version of which there is a next one, found {version}")]
    Exhausted {
        /// The last version.
        version: ConfigurationVersion,
    },
    /// The device would refuse it: the version is too far above the one that it may have
    /// (P-6.8).
    #[error("expected a version of at most {most}, found {found}")]
    TooFar {
        /// The version that was to be issued.
        found: ConfigurationVersion,
        /// The largest that may be.
        most: ConfigurationVersion,
    },
}

impl IssueError {
    /// The stable code, such as `too-far`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Exhausted { .. } => "exhausted",
            Self::TooFar { .. } => "too-far",
        }
    }
}

impl ConfigurationParameters {
    pub(super) fn configuration(&self, version: ConfigurationVersion) -> Configuration {
        Configuration {
            registration_mqtt: self.registration_mqtt.clone(),
            obfcm_data_mqtt: self.obfcm_data_mqtt.clone(),
            acquire_frequency: self.acquire_frequency.clone(),
            transfer_frequency: self.transfer_frequency.clone(),
            config_check_frequency: self.config_check_frequency.clone(),
            version,
        }
    }
}

impl DeviceRecord {
    /// Gives the configuration its next version, `first_version` at least where that is
    /// not too far; whether there was one left.
    pub(super) fn issue(&mut self, first_version: ConfigurationVersion, now: UnixSeconds) -> bool {
        let Some(next) = self.version().next() else {
            return false;
        };
        let most = self.version().furthest();
        self.configuration.version = next.max(first_version.min(most));
        self.issued = now;
        self.still_sending = 0;
        true
    }
}

/// The record with an operator's new parameters, and the next version; `None` where
/// the device has them already. The record's [status](DeviceRecord::status) is to be
/// published, retained.
///
/// # Errors
/// [`IssueError::Exhausted`].
pub fn reconfigure(
    mut record: DeviceRecord,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> Result<Option<DeviceRecord>, IssueError> {
    let version = record.version();
    let configuration = parameters.configuration(version);
    if configuration == record.configuration {
        return Ok(None);
    }
    record.configuration = configuration;
    match record.issue(parameters.first_version, now) {
        true => Ok(Some(record)),
        false => Err(IssueError::Exhausted { version }),
    }
}

/// The record with the same configuration and a higher version, `version` or the next one
/// where none is given: for a device that evidently has not got it, or refuses it as
/// older than the one that it has (P-7.12). The record's [status](DeviceRecord::status) is
/// to be published, retained.
///
/// # Errors
/// [`IssueError`]: a version that the device would refuse as too far above its own is not
/// issued.
pub fn reissue(
    mut record: DeviceRecord,
    version: Option<ConfigurationVersion>,
    now: UnixSeconds,
) -> Result<DeviceRecord, IssueError> {
    let present = record.version();
    let most = present.furthest();
    let least = version.unwrap_or(present);
    if least > most {
        let found = least;
        return Err(IssueError::TooFar { found, most });
    }
    match record.issue(least, now) {
        true => Ok(record),
        false => Err(IssueError::Exhausted { version: present }),
    }
}
