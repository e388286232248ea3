//! The record's binary form: framed, checked, small, and readable by earlier and later
//! versions of the library (P-6.2).
//!
//! One byte of version, the length of the fields, the fields, and FNV-1a-64 over all of it,
//! so that a torn write is noticed and records may be appended one behind the other. A
//! field keeps its tag and its meaning for ever; what a later version adds is skipped by an
//! earlier one, and what an earlier one has not written is as in a new device.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::allowance::Allowance;
use super::codec::{Reader, Write};
use super::endpoint::EndpointUse;
use super::event::SetAsideReason;
use super::in_force::{InForce, Intervals};
use super::input::ConnectionNumber;
use super::record::{Record, SetAside};
use super::settings::{FactoryConfiguration, Provisioning};
use super::status::{RefusedConfiguration, TestResult};
use super::{event_bytes, settings_bytes};
use crate::hash::fnv1a_64;
use crate::message::{Configuration, ConfigurationStatus, ConfiguredState};
use crate::time::UnixSeconds;

const VERSION: u8 = 1;

/// Why bytes are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum RecordError {
    /// The bytes are none that a device has written, or were damaged since.
    #[error("expected a device record, found {length} bytes whose checksum does not fit")]
    Damaged {
        /// The number of bytes.
        length: usize,
    },
    /// The record was written by a later version of the library, in a form that this one
    /// does not know.
    #[error("expected a device record of version 1, found version {found}")]
    Version {
        /// The version found.
        found: u8,
    },
    /// The fields do not fit each other.
    #[error("expected a device record, found one whose fields contradict each other")]
    Inconsistent,
}

impl RecordError {
    /// The stable code, such as `damaged`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Damaged { .. } => "damaged",
            Self::Version { .. } => "version",
            Self::Inconsistent => "inconsistent",
        }
    }
}

/// The tags of the fields.
mod tag {
    pub(super) const DEVICE: u8 = 1;
    pub(super) const REGISTRATION_MQTT: u8 = 2;
    pub(super) const OBFCM_DATA_MQTT: u8 = 3;
    pub(super) const PERMITTED_DOMAINS: u8 = 4;
    pub(super) const CONFIG_CHECK: u8 = 5;
    pub(super) const SETTINGS: u8 = 6;
    pub(super) const STATE: u8 = 7;
    pub(super) const CONFIGURATION: u8 = 8;
    pub(super) const REFUSED_CONFIGURATION: u8 = 9;
    pub(super) const REGISTRATION_ENDPOINT: u8 = 10;
    pub(super) const DATA_ENDPOINT: u8 = 11;
    pub(super) const DUE: u8 = 12;
    pub(super) const CLOCK: u8 = 13;
    pub(super) const PENDING: u8 = 14;
    pub(super) const KEPT: u8 = 15;
    pub(super) const ASIDE: u8 = 16;
    pub(super) const NEWEST: u8 = 17;
    pub(super) const COUNTS: u8 = 18;
    pub(super) const BATCH: u8 = 19;
    pub(super) const RETRY: u8 = 20;
    pub(super) const ALLOWANCE: u8 = 21;
    pub(super) const LAST_CONNECTION: u8 = 22;
    pub(super) const LAST_SUCCESS: u8 = 23;
    pub(super) const FAILURES: u8 = 24;
    pub(super) const LAST_TEST: u8 = 25;
    pub(super) const EVENTS: u8 = 26;
    pub(super) const REQUEST_ANEW: u8 = 27;
    /// What is higher is a later version's.
    pub(super) const LAST: u8 = REQUEST_ANEW;
}

impl Record {
    /// The binary form: versioned, framed and with a checksum. It may be stored in place of
    /// the one before, or appended to it ([`Record::last_of`]).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut fields = Vec::with_capacity(512 + 16 * self.pending.len());
        self.write_fields(&mut fields);
        let mut bytes = Vec::with_capacity(fields.len() + 12);
        bytes.push(VERSION);
        bytes.number(fields.len() as u64);
        bytes.append(&mut fields);
        let checksum = fnv1a_64(&[&bytes]);
        bytes.extend_from_slice(&checksum.to_be_bytes());
        bytes
    }

    /// The record that [`Record::to_bytes`] wrote, in this version of the library, an
    /// earlier or a later one.
    ///
    /// # Errors
    /// Where the bytes are none, were damaged, come from a later version in another form, or
    /// do not fit each other. The device then begins anew from the factory, and says so:
    /// [`Input::RecordUnreadable`](super::Input::RecordUnreadable).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        let (record, length) = Self::first_of(bytes)?;
        match length == bytes.len() {
            true => Ok(record),
            false => Err(RecordError::Damaged {
                length: bytes.len(),
            }),
        }
    }

    /// The last intact record of those that were appended one behind the other, and where it
    /// ends: what follows, such as one whose writing was cut short, is to be cut off before
    /// the next is appended.
    ///
    /// # Errors
    /// As [`Record::from_bytes`], where not even the first one is intact.
    pub fn last_of(bytes: &[u8]) -> Result<(Self, usize), RecordError> {
        let (mut record, mut end) = Self::first_of(bytes)?;
        while let Ok((next, length)) = Self::first_of(&bytes[end..]) {
            record = next;
            end += length;
        }
        Ok((record, end))
    }

    fn first_of(bytes: &[u8]) -> Result<(Self, usize), RecordError> {
        let damaged = RecordError::Damaged {
            length: bytes.len(),
        };
        let mut reader = Reader(bytes);
        let version = reader.byte().ok_or(damaged)?;
        let length = reader.number().ok_or(damaged)?;
        let length = usize::try_from(length).map_err(|_| damaged)?;
        let (fields, rest) = reader.0.split_at_checked(length).ok_or(damaged)?;
        let (checksum, rest) = rest.split_first_chunk::<8>().ok_or(damaged)?;
        let end = bytes.len() - rest.len();
        if fnv1a_64(&[&bytes[..end - 8]]) != u64::from_be_bytes(*checksum) {
            return Err(damaged);
        }
        if version != VERSION {
            return Err(RecordError::Version { found: version });
        }
        let record = Self::read_fields(Reader(fields)).filter(Self::is_consistent);
        Ok((record.ok_or(RecordError::Inconsistent)?, end))
    }

    fn write_fields(&self, bytes: &mut Vec<u8>) {
        let factory = self.factory();
        bytes.field(tag::DEVICE, |field| {
            field.extend_from_slice(self.device().as_str().as_bytes());
        });
        bytes.field(tag::REGISTRATION_MQTT, |field| {
            field.endpoint(&factory.registration_mqtt);
        });
        bytes.field(tag::OBFCM_DATA_MQTT, |field| {
            field.endpoint(&factory.obfcm_data_mqtt);
        });
        bytes.field(tag::PERMITTED_DOMAINS, |field| {
            for domain in &factory.permitted_domains {
                field.text(domain.as_str());
            }
        });
        bytes.field(tag::CONFIG_CHECK, |field| {
            field.text(factory.config_check_frequency.as_str());
        });
        bytes.field(tag::SETTINGS, |field| {
            settings_bytes::write(&factory.settings, field);
        });
        bytes.number_field(tag::STATE, event_bytes::state(self.state).into());
        if let Some(configuration) = &self.configuration {
            bytes.field(tag::CONFIGURATION, |field| {
                write_configuration(configuration, field);
            });
        }
        bytes.number_field(tag::REQUEST_ANEW, self.request_anew.into());
        if let Some(refused) = &self.refused_configuration {
            bytes.field(tag::REFUSED_CONFIGURATION, |field| {
                field.number(refused.time.0);
                field.number(refused.version.get().into());
                field.push(event_bytes::refusal(refused.reason));
            });
        }
        write_endpoint_use(
            tag::REGISTRATION_ENDPOINT,
            &self.registration_endpoint,
            bytes,
        );
        write_endpoint_use(tag::DATA_ENDPOINT, &self.data_endpoint, bytes);
        write_times(
            tag::DUE,
            [
                self.due.acquisition,
                self.due.transfer,
                self.due.config_check,
                None,
            ],
            bytes,
        );
        bytes.number_field(tag::CLOCK, self.clock.0);
        for (tag, snapshots) in [(tag::PENDING, &self.pending), (tag::KEPT, &self.kept)] {
            if !snapshots.is_empty() {
                bytes.field(tag, |field| {
                    snapshots
                        .iter()
                        .for_each(|snapshot| field.snapshot(snapshot));
                });
            }
        }
        if !self.aside.is_empty() {
            bytes.field(tag::ASIDE, |field| {
                for aside in &self.aside {
                    field.push(event_bytes::aside(aside.reason));
                    field.snapshot(&aside.snapshot);
                }
            });
        }
        bytes.number_field(tag::NEWEST, self.newest.0);
        let counts = self.counts;
        write_numbers(
            tag::COUNTS,
            &[
                counts.acquired,
                counts.acknowledged,
                counts.erased,
                counts.evicted,
            ],
            bytes,
        );
        let batch = self.batch.map_or(0, u64::from);
        write_numbers(tag::BATCH, &[batch, self.refused_alone.into()], bytes);
        let retry = self.retry;
        write_numbers(
            tag::RETRY,
            &[retry.attempts.into(), retry.refusals.into()],
            bytes,
        );
        let allowance = self.allowance;
        write_numbers(
            tag::ALLOWANCE,
            &[allowance.connections, allowance.bytes],
            bytes,
        );
        bytes.number_field(tag::LAST_CONNECTION, self.last_connection.0.into());
        let success = self.last_success;
        write_times(
            tag::LAST_SUCCESS,
            [
                success.registration,
                success.data,
                success.acquisition,
                success.transfer,
            ],
            bytes,
        );
        let failures = &self.failures;
        let others = [
            failures.subscriptions_refused,
            failures.publishes,
            failures.registrations,
            failures.acquisitions,
            failures.persists,
        ];
        if others
            .iter()
            .chain(&failures.connections)
            .any(|count| *count > 0)
        {
            bytes.field(tag::FAILURES, |field| {
                for count in others.iter().chain(&failures.connections) {
                    field.number((*count).into());
                }
            });
        }
        if let Some(test) = &self.last_test {
            bytes.field(tag::LAST_TEST, |field| {
                field.number(test.time.0);
                field.push(test.passed.into());
            });
        }
        if !self.events.is_empty() {
            bytes.field(tag::EVENTS, |field| event_bytes::write(&self.events, field));
        }
    }

    fn read_fields(mut reader: Reader<'_>) -> Option<Self> {
        let mut device = None;
        let mut endpoints = [None, None];
        let mut permitted_domains = None;
        let mut config_check_frequency = None;
        let mut settings = None;
        let mut record = None;
        while !reader.is_empty() {
            let (tag, mut field) = reader.field()?;
            match tag {
                tag::DEVICE => device = std::str::from_utf8(field.0).ok()?.parse().ok(),
                tag::REGISTRATION_MQTT => endpoints[0] = field.endpoint(),
                tag::OBFCM_DATA_MQTT => endpoints[1] = field.endpoint(),
                tag::PERMITTED_DOMAINS => permitted_domains = field.all(Reader::host),
                tag::CONFIG_CHECK => config_check_frequency = field.schedule(),
                tag::SETTINGS => settings = settings_bytes::read(field),
                // A later version's, wherever it stands.
                tag if !(tag::STATE..=tag::LAST).contains(&tag) => {}
                // What a device is provisioned with stands before all else.
                tag => {
                    if record.is_none() {
                        let [registration_mqtt, obfcm_data_mqtt] = &mut endpoints;
                        record = Some(Self::new(Provisioning {
                            device: device.take()?,
                            factory: FactoryConfiguration {
                                registration_mqtt: registration_mqtt.take()?,
                                obfcm_data_mqtt: obfcm_data_mqtt.take()?,
                                permitted_domains: permitted_domains.take()?,
                                config_check_frequency: config_check_frequency.take()?,
                                settings: settings.take()?,
                            },
                        }));
                    }
                    record.as_mut()?.read_field(tag, field)?;
                }
            }
        }
        record
    }

    fn read_field(&mut self, tag: u8, mut field: Reader<'_>) -> Option<()> {
        match tag {
            tag::STATE => self.state = event_bytes::read_state(field.byte()?)?,
            tag::CONFIGURATION => {
                self.configuration = Some(Arc::new(read_configuration(&mut field)?));
            }
            tag::REQUEST_ANEW => self.request_anew = field.number()? != 0,
            tag::REFUSED_CONFIGURATION => self.refused_configuration = read_refused(&mut field),
            tag::REGISTRATION_ENDPOINT => {
                self.registration_endpoint = read_endpoint_use(&mut field)?
            }
            tag::DATA_ENDPOINT => self.data_endpoint = read_endpoint_use(&mut field)?,
            tag::DUE => {
                let [acquisition, transfer, config_check, _] = read_times(&mut field)?;
                self.due.acquisition = acquisition;
                self.due.transfer = transfer;
                self.due.config_check = config_check;
            }
            tag::CLOCK => self.clock = field.seconds()?,
            tag::PENDING => self.pending = field.all(Reader::snapshot)?,
            tag::KEPT => self.kept = field.all(Reader::snapshot)?,
            tag::ASIDE => {
                self.aside = field.all(|field| {
                    let reason = field.byte()?;
                    Some(SetAside {
                        // Whatever a later version's reason is, the snapshot is not lost.
                        reason: event_bytes::read_aside(reason).unwrap_or(SetAsideReason::Refused),
                        snapshot: field.snapshot()?,
                    })
                })?;
            }
            tag::NEWEST => self.newest = field.seconds()?,
            tag::COUNTS => {
                self.counts.acquired = field.number()?;
                self.counts.acknowledged = field.number()?;
                self.counts.erased = field.number()?;
                self.counts.evicted = field.number()?;
            }
            tag::BATCH => {
                self.batch = Some(field.number_32()?).filter(|batch| *batch > 0);
                self.refused_alone = field.number_32()?;
            }
            tag::RETRY => {
                self.retry.attempts = field.number_32()?;
                self.retry.refusals = field.number_32()?;
            }
            tag::ALLOWANCE => {
                self.allowance = Allowance::spent(field.number()?, field.number()?);
            }
            tag::LAST_CONNECTION => self.last_connection = ConnectionNumber(field.number_32()?),
            tag::LAST_SUCCESS => {
                let success = &mut self.last_success;
                [
                    success.registration,
                    success.data,
                    success.acquisition,
                    success.transfer,
                ] = read_times(&mut field)?;
            }
            tag::FAILURES => {
                let failures = &mut self.failures;
                failures.subscriptions_refused = field.number_32()?;
                failures.publishes = field.number_32()?;
                failures.registrations = field.number_32()?;
                failures.acquisitions = field.number_32()?;
                failures.persists = field.number_32()?;
                for count in &mut failures.connections {
                    *count = field.number_32()?;
                }
            }
            tag::LAST_TEST => {
                self.last_test = Some(TestResult {
                    time: field.seconds()?,
                    passed: field.byte()? != 0,
                });
            }
            tag::EVENTS => self.events = event_bytes::read(field)?,
            // A later version's.
            _ => {}
        }
        Some(())
    }
}

fn write_configuration(in_force: &InForce, bytes: &mut Vec<u8>) {
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

fn read_configuration(field: &mut Reader<'_>) -> Option<InForce> {
    let device_state = match event_bytes::read_state(field.byte()?)? {
        super::DeviceState::Initialized => ConfiguredState::Initialized,
        super::DeviceState::Operational => ConfiguredState::Operational,
        super::DeviceState::Standby => ConfiguredState::Standby,
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

/// What a later version refused for a reason that this one does not know is left out.
fn read_refused(field: &mut Reader<'_>) -> Option<RefusedConfiguration> {
    Some(RefusedConfiguration {
        time: field.seconds()?,
        version: event_bytes::read_version(field)?,
        reason: event_bytes::read_refusal(field)?,
    })
}

fn write_endpoint_use(tag: u8, used: &EndpointUse, bytes: &mut Vec<u8>) {
    if *used == EndpointUse::default() {
        return;
    }
    bytes.field(tag, |field| {
        field.number(used.failures.into());
        field.number(used.failing_seconds.into());
        field.push(used.fallback.into());
        field.number(used.tried_for.map_or(0, |time| time.0));
        if let Some(working) = &used.working {
            field.endpoint(working);
        }
    });
}

fn read_endpoint_use(field: &mut Reader<'_>) -> Option<EndpointUse> {
    Some(EndpointUse {
        failures: field.number_32()?,
        failing_seconds: field.number_32()?,
        fallback: field.byte()? != 0,
        tried_for: time(field.number()?),
        working: match field.is_empty() {
            true => None,
            false => Some(field.endpoint()?),
        },
    })
}

/// Times that may be none; 0 is none, as no such time is ever kept.
fn write_times(tag: u8, times: [Option<UnixSeconds>; 4], bytes: &mut Vec<u8>) {
    write_numbers(tag, &times.map(|time| time.map_or(0, |time| time.0)), bytes);
}

fn read_times(field: &mut Reader<'_>) -> Option<[Option<UnixSeconds>; 4]> {
    Some([
        time(field.number()?),
        time(field.number()?),
        time(field.number()?),
        time(field.number()?),
    ])
}

fn time(seconds: u64) -> Option<UnixSeconds> {
    (seconds > 0).then_some(UnixSeconds(seconds))
}

/// Numbers, left out where all are 0.
fn write_numbers(tag: u8, numbers: &[u64], bytes: &mut Vec<u8>) {
    if numbers.iter().any(|number| *number != 0) {
        bytes.field(tag, |field| {
            numbers.iter().for_each(|number| field.number(*number));
        });
    }
}
