//! Which of two endpoints a device uses for a broker (P-6.8): the configured one, or the
//! other one that it knows, for as long as the configured one does not work.

use std::time::Duration;

use super::event::EventKind;
use super::provisioned::Provisioned;
use super::reason::DisconnectReason;
use super::record::Record;
use super::status::{EndpointInUse, EndpointOrigin};
use crate::delivery::BrokerRole;
use crate::message::Endpoint;
use crate::time::{MonotonicMillis, UnixSeconds};

/// How a broker's endpoint is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct EndpointUse {
    /// The last endpoint that worked, until the configured one has.
    pub(super) working: Option<Endpoint>,
    /// Failed connections in a row, as far as they speak of the endpoint.
    pub(super) failures: u32,
    /// For how long they have failed, in seconds of running time.
    pub(super) failing_seconds: u32,
    /// Whether `working` is in use, not the configured one.
    pub(super) fallback: bool,
    /// The configuration check for which the configured one was tried in spite of that.
    pub(super) tried_for: Option<UnixSeconds>,
}

/// When a broker's endpoint failed last, in this life of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct LastFailures {
    registration: Option<MonotonicMillis>,
    data: Option<MonotonicMillis>,
}

impl LastFailures {
    fn of(&mut self, broker: BrokerRole) -> &mut Option<MonotonicMillis> {
        match broker {
            BrokerRole::Registration => &mut self.registration,
            BrokerRole::Data => &mut self.data,
        }
    }
}

impl Record {
    pub(super) fn endpoint_use(&self, broker: BrokerRole) -> &EndpointUse {
        match broker {
            BrokerRole::Registration => &self.registration_endpoint,
            BrokerRole::Data => &self.data_endpoint,
        }
    }

    pub(super) fn endpoint_use_mut(&mut self, broker: BrokerRole) -> &mut EndpointUse {
        match broker {
            BrokerRole::Registration => &mut self.registration_endpoint,
            BrokerRole::Data => &mut self.data_endpoint,
        }
    }

    /// Where a broker is, as the last configuration says, or the factory.
    pub(super) fn configured_endpoint(&self, broker: BrokerRole) -> &Endpoint {
        let factory = self.factory();
        let status = self.last_configuration();
        match (broker, status) {
            (BrokerRole::Registration, Some(status)) => &status.configuration.registration_mqtt,
            (BrokerRole::Registration, None) => &factory.registration_mqtt,
            (BrokerRole::Data, Some(status)) => &status.configuration.obfcm_data_mqtt,
            (BrokerRole::Data, None) => &factory.obfcm_data_mqtt,
        }
    }

    /// The other endpoint that the device knows: the last that worked, or else the
    /// factory's, which may have been replaced since (P-6.20).
    fn other_endpoint(&self, broker: BrokerRole) -> Option<&Endpoint> {
        let working = self.endpoint_use(broker).working.as_ref();
        let factory = match broker {
            BrokerRole::Registration => &self.factory().registration_mqtt,
            BrokerRole::Data => &self.factory().obfcm_data_mqtt,
        };
        let configured = self.configured_endpoint(broker);
        Some(working.unwrap_or(factory)).filter(|other| *other != configured)
    }

    /// Where a broker is to be found now (P-6.8).
    pub(super) fn endpoint_in_use(&self, broker: BrokerRole) -> &Endpoint {
        let other = self.other_endpoint(broker);
        other
            .filter(|_| self.endpoint_use(broker).fallback)
            .unwrap_or_else(|| self.configured_endpoint(broker))
    }

    /// The same for the status, with the reason.
    pub(super) fn endpoint_status(&self, broker: BrokerRole) -> EndpointInUse {
        let used = self.endpoint_use(broker);
        let fallback = used.fallback && self.other_endpoint(broker).is_some();
        EndpointInUse {
            endpoint: self.endpoint_in_use(broker).clone(),
            origin: match (fallback, &self.configuration) {
                (true, _) => EndpointOrigin::Fallback,
                (false, Some(_)) => EndpointOrigin::Configuration,
                (false, None) => EndpointOrigin::Factory,
            },
            failures: used.failures,
            failing_seconds: used.failing_seconds,
        }
    }
}

impl Provisioned {
    /// The endpoint to connect to now. A device that has turned to the other one tries the
    /// configured one once for every configuration check, as it may well be there by then.
    pub(super) fn choose_endpoint(&mut self, broker: BrokerRole) -> Endpoint {
        let check = self.record.due.config_check;
        let used = self.record.endpoint_use(broker);
        if used.fallback && self.is_due(check) && used.tried_for != check {
            self.record.edit().endpoint_use_mut(broker).tried_for = check;
            return self.record.configured_endpoint(broker).clone();
        }
        self.record.endpoint_in_use(broker).clone()
    }

    /// P-6.8: `endpoint` accepted connection and subscription. Without the subscription no
    /// configuration could lead the device away from it again.
    pub(super) fn endpoint_worked(&mut self, broker: BrokerRole, endpoint: &Endpoint) {
        *self.last_failures.of(broker) = None;
        let configured = self.record.configured_endpoint(broker) == endpoint;
        let used = self.record.endpoint_use(broker);
        if !configured {
            if used.failures > 0 {
                let used = self.record.edit().endpoint_use_mut(broker);
                (used.failures, used.failing_seconds) = (0, 0);
            }
            return;
        }
        if *used == EndpointUse::default() {
            return;
        }
        let fallback = used.fallback;
        *self.record.edit().endpoint_use_mut(broker) = EndpointUse::default();
        if fallback {
            let fallback = false;
            self.raise(EventKind::EndpointSwitched { broker, fallback });
        }
    }

    /// P-6.8: the endpoint in use did not answer. Only what speaks of the endpoint counts,
    /// and only so often *and* for so long is enough. As the one that once worked may be
    /// gone for good, the device turns back to the new one by the same measure.
    pub(super) fn endpoint_failed(
        &mut self,
        broker: BrokerRole,
        endpoint: &Endpoint,
        reason: DisconnectReason,
    ) {
        let known_other = self.record.other_endpoint(broker).is_some();
        // What was tried in spite of the fallback says nothing about the fallback.
        if !known_other
            || !reason.speaks_of_endpoint()
            || self.record.endpoint_in_use(broker) != endpoint
        {
            return;
        }
        let now = self.clock.monotonic();
        let since = self.last_failures.of(broker).replace(now);
        let passed = match since {
            Some(since) => now.since(since),
            None => self.clock.running(),
        };
        let settings = self.record.settings();
        let (limit, seconds) = (
            settings.endpoint_failures,
            settings.endpoint_failure_seconds,
        );
        let check = self.record.due.config_check;
        let used = self.record.edit().endpoint_use_mut(broker);
        if used.failures > 0 {
            used.failing_seconds = used.failing_seconds.saturating_add(whole_seconds(passed));
        }
        used.failures = used.failures.saturating_add(1);
        if used.failures >= limit && used.failing_seconds >= seconds {
            used.failures = 0;
            used.failing_seconds = 0;
            used.fallback = !used.fallback;
            // For this check, the configured one has been tried.
            used.tried_for = check;
            let fallback = used.fallback;
            self.raise(EventKind::EndpointSwitched { broker, fallback });
        }
    }
}

fn whole_seconds(duration: Duration) -> u32 {
    u32::try_from(duration.as_secs()).unwrap_or(u32::MAX)
}
