//! How messages travel (P-3.1 to P-3.6).

use iot4emissions_proto::delivery::{BrokerRole, Delivery, Party, QoS};
use iot4emissions_proto::topic::TopicKind;

/// A kind of MQTT client (P-1.1 to P-1.3).
#[uniffi::remote(Enum)]
pub enum Party {
    Device,
    RegistrationService,
    DataService,
}

/// One of the two brokers.
#[uniffi::remote(Enum)]
pub enum BrokerRole {
    Registration,
    Data,
}

/// A quality of service (P-3.5).
#[uniffi::remote(Enum)]
pub enum QoS {
    AtLeastOnce,
}

/// How one family travels.
#[uniffi::remote(Record)]
pub struct Delivery {
    pub kind: TopicKind,
    pub publisher: Party,
    pub subscriber: Party,
    pub broker: BrokerRole,
    pub qos: QoS,
    pub retained: bool,
}

/// How the messages of the family travel.
#[uniffi::export]
fn delivery(kind: TopicKind) -> Delivery {
    *kind.delivery()
}

/// The number in MQTT packets.
#[uniffi::export]
fn qos_level(qos: QoS) -> u8 {
    qos.level()
}
