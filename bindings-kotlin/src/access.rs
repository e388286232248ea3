//! Who may publish, subscribe and receive what (P-4).

use iot4emissions_proto::access::{self, Denied, Principal};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, ServiceNames};

use crate::error::Fault;
use crate::identity::ServiceNamesParts;

/// Who is at the other end of a connection (P-1.1 to P-1.3).
#[uniffi::remote(Enum)]
pub enum Principal {
    Device(DeviceId),
    RegistrationService,
    DataService,
}

/// Why something is denied.
#[derive(uniffi::Record)]
pub struct Denial {
    rule: String,
    reason: String,
    code: String,
}

fn denial(decision: Result<(), Denied>) -> Option<Denial> {
    decision.err().map(|denied| Denial {
        rule: denied.rule().to_owned(),
        reason: denied.to_string(),
        code: denied.code().to_owned(),
    })
}

/// The principal that bears the name (P-2.4).
#[uniffi::export]
fn principal_from_name(name: &str, services: ServiceNamesParts) -> Result<Principal, Fault> {
    Ok(Principal::from_name(
        name,
        &ServiceNames::try_from(services)?,
    )?)
}

/// Why the principal may not publish; `None` where it may.
#[uniffi::export]
fn may_publish(
    principal: Principal,
    broker: BrokerRole,
    topic: &str,
    retain: bool,
) -> Option<Denial> {
    denial(access::publish(&principal, broker, topic, retain))
}

/// Why the principal may not subscribe; `None` where it may.
#[uniffi::export]
fn may_subscribe(principal: Principal, broker: BrokerRole, filter: &str) -> Option<Denial> {
    denial(access::subscribe(&principal, broker, filter))
}

/// Why the broker may not deliver to the principal; `None` where it may.
#[uniffi::export]
fn may_receive(principal: Principal, broker: BrokerRole, topic: &str) -> Option<Denial> {
    denial(access::receive(&principal, broker, topic))
}
