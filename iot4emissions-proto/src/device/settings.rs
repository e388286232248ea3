//! What a device is given in the factory (P-6.3, JRC127600 §4.2.1.1), and may be given
//! anew in the field (P-6.20).

use std::ops::Deref;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::allowance::cost_of_connection;
use crate::backoff::Backoff;
use crate::delivery::BrokerRole;
use crate::identity::{DeviceId, DeviceSecret, SealedDeviceId};
use crate::message::{Endpoint, Host, MAX_PAYLOAD};
use crate::schedule::Schedule;
use crate::time::UnixSeconds;

/// What makes a device Provisioned (T-1): the identity that its certificate bears, its
/// secret and its factory configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisioning {
    /// The device ID, read from the certificate (P-2.2).
    pub device: DeviceId,
    /// Another ID for the Data Service, from a certificate of its own (P-1.7); `None` where
    /// both services know the device by one, as in the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_pseudonym: Option<Box<DataPseudonym>>,
    /// What keys its spread and its back-off (P-6.12, P-6.14): drawn for this device alone,
    /// and anew whenever it is provisioned. It is no part of the factory configuration,
    /// which a whole fleet may share and which may be replaced (P-6.20).
    pub secret: DeviceSecret,
    /// The factory configuration.
    pub factory: FactoryConfiguration,
}

/// The ID under which the Data Service knows a device that the Registration Service knows by
/// another one (P-1.7).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataPseudonym {
    /// The device ID, read from the certificate for the Data Service's broker (P-2.2).
    pub device: DeviceId,
    /// The same, sealed for the Data Service: it goes with the Registration Request.
    pub sealed: SealedDeviceId,
}

impl Provisioning {
    /// The ID that the certificate for a broker bears.
    #[must_use]
    pub fn device_at(&self, broker: BrokerRole) -> &DeviceId {
        match (broker, &self.data_pseudonym) {
            (BrokerRole::Data, Some(pseudonym)) => &pseudonym.device,
            (BrokerRole::Data | BrokerRole::Registration, _) => &self.device,
        }
    }
}

/// The factory configuration (P-6.3); its version counts as 0 (P-6.8). It can be replaced
/// in the field: [`Input::FactoryConfigured`](super::Input::FactoryConfigured).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactoryConfiguration {
    /// The Registration Service's broker.
    pub registration_mqtt: Endpoint,
    /// The Data Service's broker.
    pub obfcm_data_mqtt: Endpoint,
    /// The domains that a configuration's endpoints may lie in: hosts and
    /// everything below them, IP addresses only by themselves; an empty list
    /// permits none (P-6.8).
    pub permitted_domains: Vec<Host>,
    /// When to look for a configuration where the one in force gives no further
    /// time (JRC127600 §2.2.2).
    pub config_check_frequency: Schedule,
    /// How the device behaves.
    pub settings: Settings,
}

/// How a device behaves: values that have been checked ([`Settings::new`]). `Default` has
/// those of the rules.
///
/// ```
/// use iot4emissions_proto::device::{Settings, SettingsValues};
///
/// let settings = Settings::new(SettingsValues { storage_limit: 64, ..SettingsValues::default() })?;
/// assert_eq!(settings.storage_limit, 64);
/// let never = SettingsValues { connect_timeout_seconds: 0, ..SettingsValues::default() };
/// assert_eq!(
///     Settings::new(never).unwrap_err().to_string(),
///     "expected 1 to 3600 as connect_timeout_seconds, found 0"
/// );
/// # Ok::<(), iot4emissions_proto::device::SettingsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "SettingsValues", into = "SettingsValues")]
pub struct Settings {
    values: SettingsValues,
    /// Divided once, as it is looked at after every input.
    connection_cost: u64,
}

/// The values of [`Settings`], not yet checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettingsValues {
    /// How long establishing a connection and its subscription may take, in
    /// seconds each, 1 to 3600; 30 by default.
    pub connect_timeout_seconds: u32,
    /// How long to wait for a retained message after the SUBACK, in seconds, 1 to 3600
    /// (P-6.4, P-6.5); 5 by default.
    pub retained_wait_seconds: u32,
    /// How long to wait for an answer: of the Registration Service, of the broker
    /// to a publish, of the vehicle to a reading; in seconds, 1 to 3600 (P-6.4); 60 by
    /// default.
    pub answer_wait_seconds: u32,
    /// Base and cap of the back-off after a failure (P-6.14); 1 s and 1 h by default.
    pub backoff: Backoff,
    /// Base and cap of the back-off after somebody said no: the Registration Service, a
    /// broker's rights, a vehicle without a VIN (P-6.14); 1 min and 24 h by default.
    pub refusal_backoff: Backoff,
    /// Base and cap of the back-off between readings of an OBFCM device that does not
    /// answer (P-6.14); 10 s and 6 h by default.
    pub acquisition_backoff: Backoff,
    /// Over how long transfers and configuration checks of a fleet are spread, in
    /// seconds, at most 366 days (P-6.12); 24 h by default.
    pub spread_window_seconds: u32,
    /// How many snapshots are stored before the oldest is evicted (P-6.16), 1 to
    /// 100,000; 512 by default.
    pub storage_limit: u32,
    /// How many kinds of events the log holds, at most 256 (P-6.16); 32 by default.
    pub event_log_limit: u32,
    /// How many acknowledged snapshots are kept and sent again with the next
    /// transfer, at most 100,000 (P-6.7); 0 by default.
    pub resend_window: u32,
    /// After how many failed connections in a row to a new endpoint the device
    /// turns to the last that worked, at least 1 (P-6.8); 5 by default.
    pub endpoint_failures: u32,
    /// For how long, in seconds of running time, those connections must have failed
    /// besides, at most 366 days (P-6.8); 24 h by default.
    pub endpoint_failure_seconds: u32,
    /// The largest payload of a Data Transfer in bytes, at least 1 (P-6.6); 128 KiB by
    /// default, which is also the largest that counts.
    pub max_payload: u32,
    /// How often a snapshot that is published alone may be refused before it is set
    /// aside, at least 1 (P-6.18); 8 by default.
    pub refusals_alone: u32,
    /// The shortest interval of acquisitions in seconds (P-6.11), at most 366 days; 1 h by
    /// default.
    pub min_acquire_interval_seconds: u32,
    /// The shortest interval of transfers in seconds (P-6.11), at most 366 days; 1 h by
    /// default.
    pub min_transfer_interval_seconds: u32,
    /// The shortest interval of configuration checks in seconds (P-6.11), at most 366
    /// days; 1 h by default.
    pub min_config_check_interval_seconds: u32,
    /// How many connections are tried in 24 hours at most, at least 2 (P-6.19); 24 by
    /// default.
    pub daily_connections: u32,
    /// How many bytes are stored in 24 hours before acquisitions and connections wait, at
    /// least 2 (P-6.19); 256 KiB by default. It counts what
    /// [`Input::Persisted`](super::Input::Persisted) says.
    pub daily_persisted_bytes: u32,
    /// No time before this one is trusted, whatever the driver says (P-6.13): the day on
    /// which the device was made. 0 by default.
    pub earliest_time: UnixSeconds,
}

impl Default for SettingsValues {
    fn default() -> Self {
        let backoff = |base, cap| {
            Backoff::new(Duration::from_secs(base), Duration::from_secs(cap)).unwrap_or_default()
        };
        Self {
            connect_timeout_seconds: 30,
            retained_wait_seconds: 5,
            answer_wait_seconds: 60,
            backoff: Backoff::default(),
            refusal_backoff: backoff(60, 24 * HOUR as u64),
            acquisition_backoff: backoff(10, 6 * HOUR as u64),
            spread_window_seconds: 24 * HOUR,
            storage_limit: 512,
            event_log_limit: 32,
            resend_window: 0,
            endpoint_failures: 5,
            endpoint_failure_seconds: 24 * HOUR,
            max_payload: MAX_PAYLOAD as u32,
            refusals_alone: 8,
            min_acquire_interval_seconds: HOUR,
            min_transfer_interval_seconds: HOUR,
            min_config_check_interval_seconds: HOUR,
            daily_connections: 24,
            daily_persisted_bytes: 256 * 1024,
            earliest_time: UnixSeconds(0),
        }
    }
}

/// A setting that no device could live with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {smallest} to {largest} as {setting}, found {found}")]
pub struct SettingsError {
    setting: &'static str,
    smallest: u64,
    largest: u64,
    found: u64,
}

impl SettingsError {
    /// The stable code, `settings`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "settings"
    }

    /// The setting's name, such as `connect_timeout_seconds`.
    #[must_use]
    pub const fn setting(&self) -> &'static str {
        self.setting
    }
}

const HOUR: u32 = 60 * 60;
const A_YEAR: u32 = 366 * 24 * HOUR;
const MANY: u32 = 100_000;

impl Settings {
    /// The settings of these values.
    ///
    /// # Errors
    /// [`SettingsError`] names the first one that is out of range.
    pub fn new(values: SettingsValues) -> Result<Self, SettingsError> {
        let ranges = [
            (
                "connect_timeout_seconds",
                values.connect_timeout_seconds,
                1,
                HOUR,
            ),
            (
                "retained_wait_seconds",
                values.retained_wait_seconds,
                1,
                HOUR,
            ),
            ("answer_wait_seconds", values.answer_wait_seconds, 1, HOUR),
            (
                "spread_window_seconds",
                values.spread_window_seconds,
                0,
                A_YEAR,
            ),
            ("storage_limit", values.storage_limit, 1, MANY),
            ("event_log_limit", values.event_log_limit, 0, 256),
            ("resend_window", values.resend_window, 0, MANY),
            ("endpoint_failures", values.endpoint_failures, 1, u32::MAX),
            (
                "endpoint_failure_seconds",
                values.endpoint_failure_seconds,
                0,
                A_YEAR,
            ),
            ("max_payload", values.max_payload, 1, u32::MAX),
            ("refusals_alone", values.refusals_alone, 1, u32::MAX),
            (
                "min_acquire_interval_seconds",
                values.min_acquire_interval_seconds,
                0,
                A_YEAR,
            ),
            (
                "min_transfer_interval_seconds",
                values.min_transfer_interval_seconds,
                0,
                A_YEAR,
            ),
            (
                "min_config_check_interval_seconds",
                values.min_config_check_interval_seconds,
                0,
                A_YEAR,
            ),
            ("daily_connections", values.daily_connections, 2, u32::MAX),
            (
                "daily_persisted_bytes",
                values.daily_persisted_bytes,
                2,
                u32::MAX,
            ),
        ];
        for (setting, found, smallest, largest) in ranges {
            if !(smallest..=largest).contains(&found) {
                let [smallest, largest, found] = [smallest, largest, found].map(u64::from);
                return Err(SettingsError {
                    setting,
                    smallest,
                    largest,
                    found,
                });
            }
        }
        let latest = SettingsValues::LATEST_EARLIEST_TIME;
        if values.earliest_time > latest {
            return Err(SettingsError {
                setting: "earliest_time",
                smallest: 0,
                largest: latest.0,
                found: values.earliest_time.0,
            });
        }
        Ok(Self::of(values))
    }

    fn of(values: SettingsValues) -> Self {
        Self {
            connection_cost: cost_of_connection(values.daily_connections),
            values,
        }
    }

    /// What a connection takes of the daily cap (P-6.19).
    pub(super) const fn connection_cost(&self) -> u64 {
        self.connection_cost
    }

    pub(super) fn connect_timeout(&self) -> Duration {
        Duration::from_secs(self.connect_timeout_seconds.into())
    }

    pub(super) fn retained_wait(&self) -> Duration {
        Duration::from_secs(self.retained_wait_seconds.into())
    }

    pub(super) fn answer_wait(&self) -> Duration {
        Duration::from_secs(self.answer_wait_seconds.into())
    }

    pub(super) fn payload_limit(&self) -> usize {
        MAX_PAYLOAD.min(self.max_payload as usize)
    }
}

impl SettingsValues {
    /// 2100-01-01: no schedule fires from then on (P-5.33), so a device that trusts no
    /// earlier time would never do anything.
    const LATEST_EARLIEST_TIME: UnixSeconds = UnixSeconds(4_102_444_800);
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(SettingsValues::default())
    }
}

impl Deref for Settings {
    type Target = SettingsValues;

    fn deref(&self) -> &SettingsValues {
        &self.values
    }
}

impl TryFrom<SettingsValues> for Settings {
    type Error = SettingsError;

    fn try_from(values: SettingsValues) -> Result<Self, SettingsError> {
        Self::new(values)
    }
}

impl From<Settings> for SettingsValues {
    fn from(settings: Settings) -> Self {
        settings.values
    }
}
