//! Who publishes what to whom, on which broker and how: the table of P-3.1 to
//! P-3.5 (JRC127600 §3.1, §3.2 Table 3, §4.1.3).
//!
//! # Who and where
//!
//! Four types name parts of the network. Each answers another question, so that no value of
//! one can stand where another belongs:
//!
//! | type | answers | of how many | known from | used for |
//! |---|---|---|---|---|
//! | [`Principal`](crate::access::Principal) | which client is it | as many as there are devices, and two | a certificate's common name (P-2.4) | decisions on access |
//! | [`Party`] | which kind of client is it | three: device, Registration Service, Data Service | [`Principal::party`](crate::access::Principal::party) | tables of deliveries and of rights, which name no device |
//! | [`Service`](crate::identity::Service) | which service is it | two, and never a device | [`ServiceNames::service`](crate::identity::ServiceNames::service) | names that no device may bear |
//! | [`BrokerRole`] | on which broker is it | two | [`Delivery::broker`] | where a right counts, and where a device connects |
//!
//! A broker's role is no service, although there is one broker for each: devices are on it,
//! too (P-4.3), and what they may do there says both, who and where. A service is no party:
//! what is said of names (P-2.4) has no case for devices.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::topic::TopicKind;

/// A kind of MQTT client (P-1.1 to P-1.3), of which [`Principal`](crate::access::Principal) is
/// one: [who and where](self#who-and-where). In serde `device`,
/// `registrationService`, `dataService`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Party {
    /// An OTA device (P-1.1).
    Device,
    /// The OTA Registration Service (P-1.2).
    RegistrationService,
    /// The OBFCM Data Service (P-1.3).
    DataService,
}

/// One of the two brokers, by whose service runs it (JRC127600 §3.1.1):
/// [who and where](self#who-and-where). In serde `registration`, `data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BrokerRole {
    /// The broker of the OTA Registration Service.
    Registration,
    /// The broker of the OBFCM Data Service.
    Data,
}

/// An MQTT quality of service. The protocol uses one throughout (P-3.5); in
/// serde `atLeastOnce`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum QoS {
    /// QoS 1: acknowledged, and repeated until it is. Every receiver tolerates
    /// duplicates.
    AtLeastOnce,
}

/// How the messages of one topic family travel: one row of P-3.1 to P-3.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// The topic family.
    pub kind: TopicKind,
    /// Who publishes.
    pub publisher: Party,
    /// Who subscribes.
    pub subscriber: Party,
    /// The only broker on which the family exists (P-4.3).
    pub broker: BrokerRole,
    /// The quality of service of publishing and of subscribing.
    pub qos: QoS,
    /// Whether the publisher sets RETAIN, so that the broker keeps the last
    /// message for whoever subscribes later (P-3.6).
    pub retained: bool,
}

/// P-3.1 to P-3.5, in the order of [`TopicKind::ALL`].
pub const DELIVERIES: [Delivery; 4] = [
    Delivery {
        kind: TopicKind::RegisterDevice,
        publisher: Party::Device,
        subscriber: Party::RegistrationService,
        broker: BrokerRole::Registration,
        qos: QoS::AtLeastOnce,
        retained: false,
    },
    Delivery {
        kind: TopicKind::RegisterServer,
        publisher: Party::RegistrationService,
        subscriber: Party::Device,
        broker: BrokerRole::Registration,
        qos: QoS::AtLeastOnce,
        retained: true,
    },
    Delivery {
        kind: TopicKind::ConfigServer,
        publisher: Party::DataService,
        subscriber: Party::Device,
        broker: BrokerRole::Data,
        qos: QoS::AtLeastOnce,
        retained: true,
    },
    Delivery {
        kind: TopicKind::DataDevice,
        publisher: Party::Device,
        subscriber: Party::DataService,
        broker: BrokerRole::Data,
        qos: QoS::AtLeastOnce,
        retained: false,
    },
];

impl TopicKind {
    /// How the messages of this family travel (P-3.1 to P-3.5).
    #[must_use]
    pub const fn delivery(self) -> &'static Delivery {
        match self {
            Self::RegisterDevice => &DELIVERIES[0],
            Self::RegisterServer => &DELIVERIES[1],
            Self::ConfigServer => &DELIVERIES[2],
            Self::DataDevice => &DELIVERIES[3],
        }
    }
}

impl QoS {
    /// The number in MQTT packets: 1.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::AtLeastOnce => 1,
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Device => "OTA Device",
            Self::RegistrationService => "OTA Registration Service",
            Self::DataService => "OBFCM Data Service",
        })
    }
}

impl fmt::Display for BrokerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Registration => "registration broker",
            Self::Data => "data broker",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of `protocol.md` §3, as it stands there.
    #[test]
    fn p_3_1_to_p_3_5_is_the_table_of_the_specification() {
        let rows: Vec<String> = TopicKind::ALL
            .iter()
            .map(|kind| serde_json::to_string(kind.delivery()).unwrap())
            .collect();
        assert_eq!(
            rows,
            [
                r#"{"kind":"registerDevice","publisher":"device","subscriber":"registrationService","broker":"registration","qos":"atLeastOnce","retained":false}"#,
                r#"{"kind":"registerServer","publisher":"registrationService","subscriber":"device","broker":"registration","qos":"atLeastOnce","retained":true}"#,
                r#"{"kind":"configServer","publisher":"dataService","subscriber":"device","broker":"data","qos":"atLeastOnce","retained":true}"#,
                r#"{"kind":"dataDevice","publisher":"device","subscriber":"dataService","broker":"data","qos":"atLeastOnce","retained":false}"#,
            ]
        );
        assert!(DELIVERIES.iter().all(|delivery| delivery.qos.level() == 1));
    }

    #[test]
    fn p_1_3_no_service_is_on_the_other_ones_broker() {
        for delivery in DELIVERIES {
            let parties = [delivery.publisher, delivery.subscriber];
            assert!(parties.contains(&Party::Device));
            assert!(parties.contains(&match delivery.broker {
                BrokerRole::Registration => Party::RegistrationService,
                BrokerRole::Data => Party::DataService,
            }));
        }
    }
}
