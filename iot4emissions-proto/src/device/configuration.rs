//! Device Initialization and Device Configuration (P-6.5, P-6.8 to P-6.10, T-4 to
//! T-6, JRC127600 §4.2.1.4).

use std::sync::Arc;

use super::DeviceState;
use super::connection::subscribed;
use super::endpoint::EndpointUse;
use super::event::{ConfigurationRefusal, EventKind, SetAsideReason};
use super::in_force::{InForce, LastSpreads};
use super::input::ConnectionNumber;
use super::output::Output;
use super::provisioned::Provisioned;
use super::record::Record;
use super::state::Trigger;
use super::status::RefusedConfiguration;
use super::steps::{Signal, Step};
use crate::delivery::BrokerRole;
use crate::message::{ConfigurationStatus, ConfigurationVersion, Profile};
use crate::schedule::Schedule;

/// What a configuration that arrived is to the device.
enum Judgement {
    Equal,
    Refused(ConfigurationRefusal),
    New(Box<InForce>),
}

impl Provisioned {
    /// A message from a broker.
    pub(super) fn message(
        &mut self,
        number: ConnectionNumber,
        topic: &str,
        payload: &[u8],
        retain: bool,
    ) {
        let present = self
            .present(number)
            .filter(|connection| connection.step != Step::Connecting);
        // A zero-length retained payload clears the topic, and is no message (P-3.6).
        let (Some(connection), false) = (present, payload.is_empty()) else {
            return;
        };
        // A device hears what it has subscribed (P-4.1), and nothing of one broker's
        // families on the other (P-4.3).
        let broker = connection.broker;
        let device = topic.strip_prefix(subscribed(broker).prefix());
        if device != Some(self.record.device_at(broker).as_str()) {
            return;
        }
        match broker {
            BrokerRole::Registration => self.registration_status(payload, retain),
            BrokerRole::Data => self.configuration_status(payload),
        }
    }

    /// A message on the device's own ConfigServer topic.
    fn configuration_status(&mut self, payload: &[u8]) {
        let configured = self.record.state.is_configured();
        let current = self.record.configuration.as_deref();
        if configured && current.is_some_and(|in_force| in_force.is_written_as(payload)) {
            self.configuration_kept();
            return;
        }
        let Ok(decoded) = ConfigurationStatus::decode(payload, Profile::Tolerant) else {
            let broker = BrokerRole::Data;
            self.raise(EventKind::MessageUnreadable { broker });
            self.configuration_checked();
            return;
        };
        let version = decoded.message.configuration.version;
        match judge(&self.record, decoded.message) {
            Judgement::Equal => self.configuration_kept(),
            Judgement::Refused(reason) => {
                self.configuration_refused(version, reason);
                self.configuration_checked();
            }
            Judgement::New(in_force) => self.apply(*in_force),
        }
    }

    #[cold]
    fn configuration_refused(
        &mut self,
        version: ConfigurationVersion,
        reason: ConfigurationRefusal,
    ) {
        let time = self.now();
        self.raise(EventKind::ConfigurationRefused { version, reason });
        let refused = Some(RefusedConfiguration {
            time,
            version,
            reason,
        });
        self.record.note().refused_configuration = refused;
    }

    /// The configuration on the broker is the one in force.
    fn configuration_kept(&mut self) {
        if self.record.refused_configuration.is_some() {
            self.record.note().refused_configuration = None;
        }
        self.configuration_checked();
    }

    /// The retained message did not come in time.
    pub(super) fn no_configuration(&mut self) {
        self.raise(EventKind::NoConfiguration);
        self.configuration_checked();
    }

    /// The device goes on with the configuration that it has (P-6.5).
    pub(super) fn configuration_checked(&mut self) {
        // A broker may send what is retained before the SUBACK (MQTT 3.1.1 §3.8.4).
        if self.signal(Signal::ConfigurationCame) {
            if let Some(connection) = &mut self.connection {
                connection.checked = true;
            }
            return;
        }
        if self.at() != Some(Step::AwaitingConfiguration) {
            return;
        }
        if self.record.state == DeviceState::Registered {
            self.refused(Signal::Unconfigured);
            return;
        }
        self.config_check_done();
        self.publish_or_finish();
    }

    #[cold]
    fn apply(&mut self, in_force: InForce) {
        if !self.fits(Signal::ConfigurationApplied) {
            return;
        }
        let acquisition_is_due = self.acquisition_has_come();
        let transfer_is_due = self.transfer_has_come() || self.transfer_is_tested();
        let now = self.now();
        let Some(connection) = &self.connection else {
            return;
        };
        // It came from here, so this is where the device finds its way back to (P-6.8).
        let in_use = connection.endpoint.clone();
        let record = self.record.edit();
        let status: &ConfigurationStatus = &in_force;
        let version = status.configuration.version;
        let state = status.device_state;
        // In Registered it is the one before registering again, and nothing is due (P-6.20).
        let before = record.configuration.take();
        let elsewhere = in_use != status.configuration.obfcm_data_mqtt;
        record.data_endpoint = EndpointUse {
            working: elsewhere.then_some(in_use),
            ..EndpointUse::default()
        };
        record.registration_endpoint = EndpointUse::default();
        record.refused_configuration = None;
        let changed = |pick: fn(&ConfigurationStatus) -> &Schedule| {
            before.as_deref().map(|before| pick(before)) != Some(pick(status))
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
        // Another broker, or the same with other limits, may take what was refused (P-6.18).
        record.batch = None;
        record.refused_alone = 0;
        record.configuration = Some(Arc::new(in_force));
        record.last_spread = LastSpreads::default();
        self.enter(Trigger::Configured(state));
        self.config_check_done();
        self.raise(EventKind::ConfigurationApplied { version });
        self.readmit(SetAsideReason::Refused);
        self.signal(Signal::ConfigurationApplied);
        self.outputs.push(Output::Restart);
    }
}

fn judge(record: &Record, status: ConfigurationStatus) -> Judgement {
    let offered = status.configuration.version;
    // In Registered there is nothing that it could be older than.
    let mut furthest = ConfigurationVersion::LARGEST_FIRST;
    if let Some(current) = record.configuration() {
        if *current == status {
            return Judgement::Equal;
        }
        let in_force = current.configuration.version;
        if offered < in_force {
            return Judgement::Refused(ConfigurationRefusal::OlderVersion);
        }
        if offered == in_force {
            return Judgement::Refused(ConfigurationRefusal::SameVersion);
        }
        furthest = in_force.furthest();
    }
    if offered > furthest {
        return Judgement::Refused(ConfigurationRefusal::VersionTooFar);
    }
    let permitted = &record.factory().permitted_domains;
    let endpoints = [
        &status.configuration.registration_mqtt,
        &status.configuration.obfcm_data_mqtt,
    ];
    let foreign = endpoints.iter().any(|endpoint| {
        !permitted
            .iter()
            .any(|domain| endpoint.host.is_within(domain))
    });
    if foreign {
        return Judgement::Refused(ConfigurationRefusal::ForeignEndpoint);
    }
    let in_force = InForce::new(status);
    match in_force.is_too_frequent(record.settings()) {
        true => Judgement::Refused(ConfigurationRefusal::TooFrequent),
        false => Judgement::New(Box::new(in_force)),
    }
}
