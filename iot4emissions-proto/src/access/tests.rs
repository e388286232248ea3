//! P-4.1 to P-4.3 and P-3.7 over a small world, against a second evaluation.

mod agreement;
mod denials;
mod implication;
mod naive;
mod properties;
mod rules;

use super::*;

const BROKERS: [BrokerRole; 2] = [BrokerRole::Registration, BrokerRole::Data];

const FAMILIES: [&str; 4] = [
    "registerDevice",
    "registerServer",
    "configServer",
    "dataDevice",
];

fn principals() -> [Principal; 4] {
    [
        Principal::Device("a".parse().unwrap()),
        Principal::Device("b".parse().unwrap()),
        Principal::RegistrationService,
        Principal::DataService,
    ]
}
