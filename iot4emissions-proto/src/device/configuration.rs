//! Device Initialization and Device Configuration (P-6.5, P-6.8 to P-6.10, T-4 to
//! T-6, JRC127600 §4.2.1.4).

use std::sync::Arc;

use super::connection::Step;
use super::event::{ConfigurationRefusal, EventKind};
use super::in_force::InForce;
use super::output::Output;
use super::record::{EndpointUse, Record};
use super::state::Trigger;
use super::{DeviceState, OtaDevice};
use crate::delivery::BrokerRole;
use crate::message::{ConfigurationStatus, ConfiguredState, Profile};

/// What a configuration that arrived is to the device.
enum Judgement {
    Equal,
    Refused(ConfigurationRefusal),
    New,
}

impl OtaDevice {
    /// A message on the device's own ConfigServer topic.
    pub(super) fn configuration_status(&mut self, payload: &[u8]) {
        let record = self.record.as_ref();
        let current = record.and_then(|record| record.configuration.as_deref());
        if current.is_some_and(|in_force| in_force.is_written_as(payload)) {
            self.configuration_checked();
            return;
        }
        let Ok(decoded) = ConfigurationStatus::decode(payload, Profile::Tolerant) else {
            let broker = BrokerRole::Data;
            self.raise(EventKind::MessageUnreadable { broker });
            self.configuration_checked();
            return;
        };
        let status = decoded.message;
        let Some(record) = &self.record else { return };
        match judge(record, &status) {
            Judgement::Equal => self.configuration_checked(),
            Judgement::Refused(reason) => {
                let version = status.configuration.version;
                self.raise(EventKind::ConfigurationRefused { version, reason });
                self.configuration_checked();
            }
            Judgement::New => self.apply(status),
        }
    }

    /// The retained message did not come in time.
    pub(super) fn no_configuration(&mut self) {
        self.raise(EventKind::NoConfiguration);
        self.configuration_checked();
    }

    /// The device goes on with the configuration that it has (P-6.5).
    pub(super) fn configuration_checked(&mut self) {
        match &mut self.connection {
            Some(connection) if connection.step == Step::AwaitingRetained => {}
            // A broker may send what is retained before the SUBACK (MQTT 3.1.1 §3.8.4).
            Some(connection) if connection.step == Step::Subscribing => {
                connection.checked = true;
                return;
            }
            _ => return,
        }
        if self.state() == DeviceState::Registered {
            self.give_up();
            return;
        }
        self.config_check_done();
        self.publish_or_finish();
    }

    fn apply(&mut self, status: ConfigurationStatus) {
        let acquisition_is_due = self.acquisition_has_come();
        let transfer_is_due = self.transfer_has_come() || self.transfer_is_tested();
        let now = self.now();
        let Some(record) = &mut self.record else {
            return;
        };
        let version = status.configuration.version;
        let state = status.device_state;
        let before = record.configuration.take();
        let in_use = match record.endpoint.fallback {
            true => record.endpoint.working.take(),
            false => None,
        };
        let in_use = in_use.unwrap_or_else(|| match &before {
            Some(status) => status.configuration.obfcm_data_mqtt.clone(),
            None => record.provisioning.factory.obfcm_data_mqtt.clone(),
        });
        record.endpoint = EndpointUse {
            working: (in_use != status.configuration.obfcm_data_mqtt).then_some(in_use),
            failures: 0,
            fallback: false,
        };
        let changed = |pick: fn(&ConfigurationStatus) -> &crate::schedule::Schedule| {
            before.as_deref().map(|before| pick(before)) != Some(pick(&status))
        };
        // A due time counts from now where its expression is another one (P-6.11); what
        // is due already stays due (P-6.9).
        if changed(|status| &status.configuration.acquire_frequency) && !acquisition_is_due {
            record.due.acquisition = None;
        }
        if changed(|status| &status.configuration.transfer_frequency) && !transfer_is_due {
            record.due.transfer = None;
        }
        if changed(|status| &status.configuration.config_check_frequency) {
            record.due.config_check = None;
        }
        // What a communication test came to transfer is due after the restart (P-6.15).
        if transfer_is_due {
            record.due.transfer = record.due.transfer.map(|due| due.min(now));
        }
        record.configuration = Some(Arc::new(InForce::new(status)));
        self.enter(Trigger::Configured(state));
        self.config_check_done();
        self.raise(EventKind::ConfigurationApplied { version });
        self.changed = true;
        self.finish();
        self.outputs.push_back(Output::Restart);
    }

    /// What a state that has been entered by a configuration brings with it.
    pub(super) fn entered(&mut self, from: DeviceState, to: ConfiguredState) {
        let Some(record) = &mut self.record else {
            return;
        };
        if to != ConfiguredState::Operational {
            // Nothing is acquired or sent, and nothing becomes due (P-6.10, P-6.11).
            record.due.acquisition = None;
            record.due.transfer = None;
        }
        if to == ConfiguredState::Initialized && from != DeviceState::Registered {
            if let Some(publish) = &mut self.in_flight {
                let pending = record.pending.iter();
                publish.erased +=
                    pending.filter(|snapshot| publish.carries(snapshot)).count() as u64;
            }
            let count = record.erase();
            if count > 0 {
                self.raise(EventKind::SnapshotsErased { count });
            }
        }
    }

    /// P-6.8: the endpoint in use accepted connection and subscription. Without the
    /// subscription no configuration could lead the device away from it again.
    pub(super) fn endpoint_worked(&mut self, broker: BrokerRole) {
        let (Some(record), BrokerRole::Data) = (&mut self.record, broker) else {
            return;
        };
        let endpoint = &mut record.endpoint;
        if endpoint.working.is_none() || (endpoint.fallback && endpoint.failures == 0) {
            return;
        }
        endpoint.failures = 0;
        if !endpoint.fallback {
            endpoint.working = None;
        }
        self.changed = true;
    }

    /// P-6.8: the endpoint in use did not answer. As the one that once worked may be
    /// gone for good, the device turns back to the new one after as many failures.
    pub(super) fn endpoint_failed(&mut self, broker: BrokerRole) {
        let (Some(record), BrokerRole::Data) = (&mut self.record, broker) else {
            return;
        };
        if record.endpoint.working.is_none() {
            return;
        }
        self.changed = true;
        let limit = record.settings().endpoint_failures.max(1);
        record.endpoint.failures += 1;
        if record.endpoint.failures >= limit {
            record.endpoint.failures = 0;
            record.endpoint.fallback = !record.endpoint.fallback;
            let fallback = record.endpoint.fallback;
            self.raise(EventKind::EndpointSwitched { fallback });
        }
    }
}

fn judge(record: &Record, status: &ConfigurationStatus) -> Judgement {
    if let Some(current) = record.configuration() {
        if current == status {
            return Judgement::Equal;
        }
        let (in_force, offered) = (current.configuration.version, status.configuration.version);
        if offered < in_force {
            return Judgement::Refused(ConfigurationRefusal::OlderVersion);
        }
        if offered == in_force {
            return Judgement::Refused(ConfigurationRefusal::SameVersion);
        }
    }
    let permitted = &record.provisioning.factory.permitted_domains;
    let endpoints = [
        &status.configuration.registration_mqtt,
        &status.configuration.obfcm_data_mqtt,
    ];
    let foreign = endpoints.iter().any(|endpoint| {
        !permitted
            .iter()
            .any(|domain| endpoint.host.is_within(domain))
    });
    match foreign {
        true => Judgement::Refused(ConfigurationRefusal::ForeignEndpoint),
        false => Judgement::New,
    }
}
