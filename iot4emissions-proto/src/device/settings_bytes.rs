//! Settings as the record has them: pairs of a number that names the setting and its value,
//! so that a version of the library with more or fewer of them reads the rest (P-6.2).

use std::time::Duration;

use super::codec::{Reader, Write};
use super::settings::{Settings, SettingsValues};
use crate::backoff::Backoff;
use crate::time::UnixSeconds;

/// Every setting as a number, by its own number, which it keeps for ever.
fn values(settings: &Settings) -> [(u8, u64); 22] {
    let millis = |duration: Duration| duration.as_millis() as u64;
    let [backoff, refusal, acquisition] = [
        settings.backoff,
        settings.refusal_backoff,
        settings.acquisition_backoff,
    ]
    .map(|backoff| [millis(backoff.base()), millis(backoff.cap())]);
    [
        (1, settings.connect_timeout_seconds.into()),
        (2, settings.retained_wait_seconds.into()),
        (3, settings.answer_wait_seconds.into()),
        (4, backoff[0]),
        (5, backoff[1]),
        (6, refusal[0]),
        (7, refusal[1]),
        (8, acquisition[0]),
        (9, acquisition[1]),
        (10, settings.spread_window_seconds.into()),
        (11, settings.storage_limit.into()),
        (12, settings.event_log_limit.into()),
        (13, settings.resend_window.into()),
        (14, settings.endpoint_failures.into()),
        (15, settings.endpoint_failure_seconds.into()),
        (16, settings.max_payload.into()),
        (17, settings.refusals_alone.into()),
        (18, settings.min_acquire_interval_seconds.into()),
        (19, settings.min_transfer_interval_seconds.into()),
        (20, settings.min_config_check_interval_seconds.into()),
        (
            21,
            u64::from(settings.daily_connections) << 32 | u64::from(settings.daily_persisted_bytes),
        ),
        (22, settings.earliest_time.0),
    ]
}

pub(super) fn write(settings: &Settings, bytes: &mut Vec<u8>) {
    for (setting, value) in values(settings) {
        bytes.push(setting);
        bytes.number(value);
    }
}

pub(super) fn read(mut reader: Reader<'_>) -> Option<Settings> {
    let mut values = SettingsValues::default();
    let mut backoffs = [
        values.backoff,
        values.refusal_backoff,
        values.acquisition_backoff,
    ]
    .map(|backoff| [backoff.base(), backoff.cap()]);
    while !reader.is_empty() {
        let setting = reader.byte()?;
        let value = reader.number()?;
        let number = u32::try_from(value);
        match setting {
            1 => values.connect_timeout_seconds = number.ok()?,
            2 => values.retained_wait_seconds = number.ok()?,
            3 => values.answer_wait_seconds = number.ok()?,
            4..=9 => {
                let index = usize::from(setting - 4);
                backoffs[index / 2][index % 2] = Duration::from_millis(value);
            }
            10 => values.spread_window_seconds = number.ok()?,
            11 => values.storage_limit = number.ok()?,
            12 => values.event_log_limit = number.ok()?,
            13 => values.resend_window = number.ok()?,
            14 => values.endpoint_failures = number.ok()?,
            15 => values.endpoint_failure_seconds = number.ok()?,
            16 => values.max_payload = number.ok()?,
            17 => values.refusals_alone = number.ok()?,
            18 => values.min_acquire_interval_seconds = number.ok()?,
            19 => values.min_transfer_interval_seconds = number.ok()?,
            20 => values.min_config_check_interval_seconds = number.ok()?,
            21 => {
                values.daily_connections = (value >> 32) as u32;
                values.daily_persisted_bytes = value as u32;
            }
            22 => values.earliest_time = UnixSeconds(value),
            // A later version's.
            _ => {}
        }
    }
    let backoff = |[base, cap]: [Duration; 2]| Backoff::new(base, cap).ok();
    values.backoff = backoff(backoffs[0])?;
    values.refusal_backoff = backoff(backoffs[1])?;
    values.acquisition_backoff = backoff(backoffs[2])?;
    Settings::new(values).ok()
}
