//! The fields of the record's binary form (P-6.2). A field keeps its tag and its meaning for
//! ever; what a later version of the library adds is skipped by an earlier one, and what an
//! earlier one has not written is as in a new device.

use std::sync::Arc;

use super::allowance::Allowance;
use super::codec::{Reader, Write};
use super::endpoint::EndpointUse;
use super::event::SetAsideReason;
use super::input::ConnectionNumber;
use super::record::{Record, SetAside};
use super::settings::{FactoryConfiguration, Provisioning};
use super::status::TestResult;
use super::{configuration_bytes, device_bytes, event_bytes, settings_bytes};
use crate::identity::DeviceSecret;
use crate::time::UnixSeconds;

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
    /// Stands behind [`DEVICE`].
    pub(super) const SECRET: u8 = 28;
    /// Stands behind [`SECRET`].
    pub(super) const DATA_PSEUDONYM: u8 = 29;
    /// What is higher is a later version's, but for [`SECRET`] and [`DATA_PSEUDONYM`].
    pub(super) const LAST: u8 = REQUEST_ANEW;
}

impl Record {
    pub(super) fn write_fields(&self, bytes: &mut Vec<u8>) {
        let factory = self.factory();
        bytes.field(tag::DEVICE, |field| {
            device_bytes::write(self.device(), field);
        });
        bytes.field(tag::SECRET, |field| {
            field.extend_from_slice(self.secret().as_bytes());
        });
        if let Some(pseudonym) = self.data_pseudonym() {
            bytes.field(tag::DATA_PSEUDONYM, |field| {
                device_bytes::write_pseudonym(pseudonym, field);
            });
        }
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
                configuration_bytes::write(configuration, field);
            });
        }
        bytes.number_field(tag::REQUEST_ANEW, self.request_anew.into());
        if let Some(refused) = &self.refused_configuration {
            bytes.field(tag::REFUSED_CONFIGURATION, |field| {
                configuration_bytes::write_refused(refused, field);
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

    pub(super) fn read_fields(mut reader: Reader<'_>) -> Option<Self> {
        let mut device = None;
        let mut secret = None;
        let mut data_pseudonym = None;
        let mut endpoints = [None, None];
        let mut permitted_domains = None;
        let mut config_check_frequency = None;
        let mut settings = None;
        let mut record = None;
        while !reader.is_empty() {
            let (tag, mut field) = reader.field()?;
            match tag {
                tag::DEVICE => device = device_bytes::read(field),
                tag::SECRET => secret = DeviceSecret::try_from(field.0).ok(),
                // One that cannot be read must not be taken for none.
                tag::DATA_PSEUDONYM => {
                    data_pseudonym = Some(Box::new(device_bytes::read_pseudonym(field)?));
                }
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
                            secret: secret.take()?,
                            data_pseudonym: data_pseudonym.take(),
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
                self.configuration = Some(Arc::new(configuration_bytes::read(&mut field)?));
            }
            tag::REQUEST_ANEW => self.request_anew = field.number()? != 0,
            tag::REFUSED_CONFIGURATION => {
                self.refused_configuration = configuration_bytes::read_refused(&mut field)
            }
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
