//! The protocol's access rules as the broker asks for them.

use iot4emissions_proto::access::{self, Principal};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::ServiceNames;

use crate::broker::Rights;

/// P-4.1 to P-4.3 on one of the two brokers.
#[derive(Clone, Debug)]
pub struct ProtocolRights {
    broker: BrokerRole,
    services: ServiceNames,
}

impl ProtocolRights {
    /// The rules of `broker`, where the services bear these names.
    #[must_use]
    pub fn new(broker: BrokerRole, services: ServiceNames) -> Self {
        Self { broker, services }
    }

    fn principal(&self, common_name: &str) -> Option<Principal> {
        Principal::from_name(common_name, &self.services).ok()
    }
}

impl Rights for ProtocolRights {
    /// Every device and the broker's own service; the other one has no business
    /// here (P-4.3).
    fn connect(&self, common_name: &str) -> bool {
        match (self.principal(common_name), self.broker) {
            (Some(Principal::Device(_)), _)
            | (Some(Principal::RegistrationService), BrokerRole::Registration)
            | (Some(Principal::DataService), BrokerRole::Data) => true,
            (Some(_), _) | (None, _) => false,
        }
    }

    fn publish(&self, common_name: &str, topic: &str, retain: bool) -> bool {
        self.principal(common_name)
            .is_some_and(|who| access::publish(&who, self.broker, topic, retain).is_ok())
    }

    fn subscribe(&self, common_name: &str, filter: &str) -> bool {
        self.principal(common_name)
            .is_some_and(|who| access::subscribe(&who, self.broker, filter).is_ok())
    }

    fn receive(&self, common_name: &str, topic: &str) -> bool {
        self.principal(common_name)
            .is_some_and(|who| access::receive(&who, self.broker, topic).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules themselves are the core's and tested there.
    #[test]
    fn p_4_3_each_service_keeps_to_its_broker() {
        let rights = |broker| ProtocolRights::new(broker, ServiceNames::default());
        let registration = rights(BrokerRole::Registration);
        let data = rights(BrokerRole::Data);
        for (name, on_registration, on_data) in [
            ("device-1", true, true),
            ("ota-registration-service", true, false),
            ("obfcm-data-service", false, true),
            ("WVWZZZ1JZXW000001", false, false),
            ("a.b", false, false),
        ] {
            assert_eq!(registration.connect(name), on_registration, "{name}");
            assert_eq!(data.connect(name), on_data, "{name}");
        }
        let topic = "iot4emissions/configServer/device-1";
        assert!(data.publish("obfcm-data-service", topic, true));
        assert!(!registration.publish("obfcm-data-service", topic, true));
        assert!(data.subscribe("device-1", topic) && data.receive("device-1", topic));
        assert!(!data.subscribe("device-2", topic) && !data.receive("device-2", topic));
        assert!(!data.publish("device-1", topic, true));
    }
}
