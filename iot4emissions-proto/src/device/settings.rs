//! What a device is given in the factory (P-6.3, JRC127600 §4.2.1.1).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::backoff::Backoff;
use crate::identity::DeviceId;
use crate::message::{Endpoint, Host, MAX_PAYLOAD};
use crate::schedule::Schedule;

/// What makes a device Provisioned (T-1): the identity that its certificate bears
/// and its factory configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisioning {
    /// The device ID, read from the certificate (P-2.2).
    pub device: DeviceId,
    /// The factory configuration.
    pub factory: FactoryConfiguration,
}

/// The factory configuration (P-6.3); its version counts as 0 (P-6.8).
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

/// How a device behaves; the defaults are those of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How long establishing a connection and its subscription may take, in
    /// seconds each; 30 by default.
    pub connect_timeout_seconds: u32,
    /// How long to wait for a retained message after the SUBACK, in seconds
    /// (P-6.4, P-6.5); 5 by default.
    pub retained_wait_seconds: u32,
    /// How long to wait for an answer: of the Registration Service, of the broker
    /// to a publish, of the vehicle to a reading; in seconds (P-6.4); 60 by
    /// default.
    pub answer_wait_seconds: u32,
    /// Base and cap of the back-off (P-6.14); 1 s and 1 h by default.
    pub backoff: Backoff,
    /// Over how long transfers and configuration checks of a fleet are spread, in
    /// seconds (P-6.12); 24 h by default.
    pub spread_window_seconds: u32,
    /// How many snapshots are stored before the oldest is evicted (P-6.16); at
    /// least 1; 512 by default.
    pub storage_limit: u32,
    /// How many events the log holds (P-6.16); 32 by default.
    pub event_log_limit: u32,
    /// How many acknowledged snapshots are kept and sent again with the next
    /// transfer (P-6.7); 0 by default.
    pub resend_window: u32,
    /// After how many failed connections in a row to a new endpoint the device
    /// turns to the last that worked (P-6.8); at least 1; 5 by default.
    pub endpoint_failures: u32,
    /// The largest payload of a Data Transfer in bytes (P-6.6); 128 KiB by
    /// default, which is also the largest that counts.
    pub max_payload: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout_seconds: 30,
            retained_wait_seconds: 5,
            answer_wait_seconds: 60,
            backoff: Backoff::default(),
            spread_window_seconds: 24 * 60 * 60,
            storage_limit: 512,
            event_log_limit: 32,
            resend_window: 0,
            endpoint_failures: 5,
            max_payload: MAX_PAYLOAD as u32,
        }
    }
}

impl Settings {
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
