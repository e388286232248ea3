//! Configurations as the record has them: the one in force, and the one refused last (P-6.2,
//! P-6.8).

use super::codec::{Reader, Write};
use super::in_force::{InForce, Intervals};
use super::status::RefusedConfiguration;
use super::{DeviceState, event_bytes};
use crate::message::{Configuration, ConfigurationStatus, ConfiguredState};

pub(super) fn write(in_force: &InForce, bytes: &mut Vec<u8>) {
    let configuration = &in_force.configuration;
    bytes.push(event_bytes::state(in_force.device_state.into()));
    bytes.number(configuration.version.get().into());
    bytes.endpoint(&configuration.registration_mqtt);
    bytes.endpoint(&configuration.obfcm_data_mqtt);
    let intervals = in_force.intervals();
    for (schedule, interval) in [
        (&configuration.acquire_frequency, intervals.acquisition),
        (&configuration.transfer_frequency, intervals.transfer),
        (
            &configuration.config_check_frequency,
            intervals.config_check,
        ),
    ] {
        bytes.text(schedule.as_str());
        bytes.number(interval.unwrap_or(0));
    }
}

pub(super) fn read(field: &mut Reader<'_>) -> Option<InForce> {
    let device_state = match event_bytes::read_state(field.byte()?)? {
        DeviceState::Initialized => ConfiguredState::Initialized,
        DeviceState::Operational => ConfiguredState::Operational,
        DeviceState::Standby => ConfiguredState::Standby,
        _ => return None,
    };
    let version = event_bytes::read_version(field)?;
    let registration_mqtt = field.endpoint()?;
    let obfcm_data_mqtt = field.endpoint()?;
    let mut scheduled = || {
        let schedule = field.schedule()?;
        let interval = field.number()?;
        Some((schedule, (interval > 0).then_some(interval)))
    };
    let (acquire_frequency, acquisition) = scheduled()?;
    let (transfer_frequency, transfer) = scheduled()?;
    let (config_check_frequency, config_check) = scheduled()?;
    let status = ConfigurationStatus {
        device_state,
        configuration: Configuration {
            registration_mqtt,
            obfcm_data_mqtt,
            acquire_frequency,
            transfer_frequency,
            config_check_frequency,
            version,
        },
    };
    let intervals = Intervals {
        acquisition,
        transfer,
        config_check,
    };
    Some(InForce::with_intervals(status, intervals))
}

pub(super) fn write_refused(refused: &RefusedConfiguration, bytes: &mut Vec<u8>) {
    bytes.number(refused.time.0);
    bytes.number(refused.version.get().into());
    bytes.push(event_bytes::refusal(refused.reason));
}

/// What a later version refused for a reason that this one does not know is left out.
pub(super) fn read_refused(field: &mut Reader<'_>) -> Option<RefusedConfiguration> {
    Some(RefusedConfiguration {
        time: field.seconds()?,
        version: event_bytes::read_version(field)?,
        reason: event_bytes::read_refusal(field)?,
    })
}
