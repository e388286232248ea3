//! What a device is given in the factory (P-6.3).

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::device::{
    DataPseudonym, FactoryConfiguration, Provisioning, Settings, SettingsValues,
};
use iot4emissions_proto::identity::{DeviceId, DeviceSecret, SealedDeviceId};
use iot4emissions_proto::message::{Endpoint, Host};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::time::UnixSeconds;

use crate::error::Fault;

// What fails here is a defect of the facade: it makes settings by `settings_check` alone.
uniffi::custom_type!(Settings, SettingsValues, {
    remote,
    lower: |settings| settings.into(),
    try_lift: |values| Ok(Settings::new(values)?),
});

/// What makes a device Provisioned (T-1).
#[uniffi::remote(Record)]
pub struct Provisioning {
    pub device: DeviceId,
    pub data_pseudonym: Option<Box<DataPseudonym>>,
    pub secret: DeviceSecret,
    pub factory: FactoryConfiguration,
}

/// The ID for the Data Service (P-1.7).
#[uniffi::remote(Record)]
pub struct DataPseudonym {
    pub device: DeviceId,
    pub sealed: SealedDeviceId,
}

/// The factory configuration.
#[uniffi::remote(Record)]
pub struct FactoryConfiguration {
    pub registration_mqtt: Endpoint,
    pub obfcm_data_mqtt: Endpoint,
    pub permitted_domains: Vec<Host>,
    pub config_check_frequency: Schedule,
    pub settings: Settings,
}

/// How a device behaves, not yet checked.
#[uniffi::remote(Record)]
pub struct SettingsValues {
    pub connect_timeout_seconds: u32,
    pub retained_wait_seconds: u32,
    pub answer_wait_seconds: u32,
    pub backoff: Backoff,
    pub refusal_backoff: Backoff,
    pub acquisition_backoff: Backoff,
    pub spread_window_seconds: u32,
    pub storage_limit: u32,
    pub event_log_limit: u32,
    pub resend_window: u32,
    pub endpoint_failures: u32,
    pub endpoint_failure_seconds: u32,
    pub max_payload: u32,
    pub refusals_alone: u32,
    pub min_acquire_interval_seconds: u32,
    pub min_transfer_interval_seconds: u32,
    pub min_config_check_interval_seconds: u32,
    pub daily_connections: u32,
    pub daily_persisted_bytes: u32,
    pub earliest_time: UnixSeconds,
}

/// The settings where none are chosen.
#[uniffi::export]
fn settings_default() -> SettingsValues {
    SettingsValues::default()
}

/// Whether a device could live with these settings (P-6.3).
#[uniffi::export]
fn settings_check(values: SettingsValues) -> Result<(), Fault> {
    Settings::new(values)?;
    Ok(())
}
