//! Settings as the record has them: their values, each in its place for ever, so that a
//! version of the library with more or fewer of them reads those that it knows (P-6.2).

use std::time::Duration;

use super::codec::{Reader, Write};
use super::settings::{Settings, SettingsValues};
use crate::backoff::Backoff;
use crate::time::UnixSeconds;

/// What stands first.
fn numbers(values: &mut SettingsValues) -> [&mut u32; 16] {
    [
        &mut values.connect_timeout_seconds,
        &mut values.retained_wait_seconds,
        &mut values.answer_wait_seconds,
        &mut values.spread_window_seconds,
        &mut values.storage_limit,
        &mut values.event_log_limit,
        &mut values.resend_window,
        &mut values.endpoint_failures,
        &mut values.endpoint_failure_seconds,
        &mut values.max_payload,
        &mut values.refusals_alone,
        &mut values.min_acquire_interval_seconds,
        &mut values.min_transfer_interval_seconds,
        &mut values.min_config_check_interval_seconds,
        &mut values.daily_connections,
        &mut values.daily_persisted_bytes,
    ]
}

/// What stands behind that, base and cap of each in milliseconds.
fn backoffs(values: &mut SettingsValues) -> [&mut Backoff; 3] {
    [
        &mut values.backoff,
        &mut values.refusal_backoff,
        &mut values.acquisition_backoff,
    ]
}

/// A later version writes what it adds behind all else.
pub(super) fn write(settings: &Settings, bytes: &mut Vec<u8>) {
    let mut values = SettingsValues::clone(settings);
    for number in numbers(&mut values) {
        bytes.number((*number).into());
    }
    for backoff in backoffs(&mut values) {
        bytes.number(backoff.base().as_millis() as u64);
        bytes.number(backoff.cap().as_millis() as u64);
    }
    bytes.number(values.earliest_time.0);
}

/// What an earlier version has not written is as by default.
pub(super) fn read(mut reader: Reader<'_>) -> Option<Settings> {
    let mut values = SettingsValues::default();
    for number in numbers(&mut values) {
        if !reader.is_empty() {
            *number = reader.number_32()?;
        }
    }
    for backoff in backoffs(&mut values) {
        if !reader.is_empty() {
            let [base, cap] = [reader.number()?, reader.number()?].map(Duration::from_millis);
            *backoff = Backoff::new(base, cap).ok()?;
        }
    }
    if !reader.is_empty() {
        values.earliest_time = UnixSeconds(reader.number()?);
    }
    Settings::new(values).ok()
}
