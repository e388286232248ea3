//! A second evaluation, written from P-4.1 with texts alone: no rule table, no parsed
//! topic, no filter.

use crate::access::Principal;
use crate::delivery::BrokerRole;

fn is_device_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && text != "WVWZZZ1JZXW000001"
        && text != "obfcm-data-service"
        && text != "ota-registration-service"
}

fn is_one_level(text: &str) -> bool {
    !text.contains(['/', '+', '#', '\0'])
}

pub(super) fn publish(who: &Principal, broker: BrokerRole, topic: &str, retain: bool) -> bool {
    let (family, own) = match (who, broker) {
        (Principal::Device(id), BrokerRole::Registration) => ("registerDevice", Some(id)),
        (Principal::Device(id), BrokerRole::Data) => ("dataDevice", Some(id)),
        (Principal::RegistrationService, BrokerRole::Registration) => ("registerServer", None),
        (Principal::DataService, BrokerRole::Data) => ("configServer", None),
        _ => return false,
    };
    match (topic.strip_prefix(&format!("iot4emissions/{family}/")), own) {
        (Some(id), Some(own)) => id == own.as_str() && !retain,
        (Some(id), None) => is_device_id(id),
        (None, _) => false,
    }
}

pub(super) fn receive(who: &Principal, broker: BrokerRole, topic: &str) -> bool {
    let (family, own) = match (who, broker) {
        (Principal::Device(id), BrokerRole::Registration) => ("registerServer", Some(id)),
        (Principal::Device(id), BrokerRole::Data) => ("configServer", Some(id)),
        (Principal::RegistrationService, BrokerRole::Registration) => ("registerDevice", None),
        (Principal::DataService, BrokerRole::Data) => ("dataDevice", None),
        _ => return false,
    };
    match (topic.strip_prefix(&format!("iot4emissions/{family}/")), own) {
        (Some(id), Some(own)) => id == own.as_str(),
        (Some(id), None) => is_one_level(id),
        (None, _) => false,
    }
}

/// P-4.2 by its own words: every topic that the filter can match may be
/// received.
pub(super) fn subscribe(who: &Principal, broker: BrokerRole, matched: &[&String]) -> bool {
    assert!(
        !matched.is_empty(),
        "the world has no witness for the filter"
    );
    matched.iter().all(|topic| receive(who, broker, topic))
}
