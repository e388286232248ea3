//! The report's network in one process (JRC127600 §4): certificate authority, two MQTT
//! brokers with mutual TLS, Registration Service, Data Service, registrar and vehicles.
//!
//! | module | holds |
//! |---|---|
//! | [`authority`] | the root CA that issues the certificates of devices, services and servers |
//! | [`broker`] | an embedded MQTT broker, its access rules as a trait, what outlives its restarts |
//! | [`tls`] | client configurations, and a stream that counts what goes over the wire |
//! | [`rights`] | the core's access rules, as the broker asks for them |
//! | [`progress`] | knowing when nothing is in progress, without sleeping |
//! | [`service_client`] | a service's MQTT connection: acknowledge after the commit, publish until it stands |
//! | [`services`] | the Registration Service and the Data Service |
//! | [`registrar`] | what registrars, consent managers and operators tell |
//! | [`fleet`] | vehicles, their devices' IDs, and what their counters show |
//! | [`driver`], [`link`] | what carries out an OTA device's outputs, over TLS or by direct calls |
//! | [`story`], [`calendar`] | what happens to each vehicle, and when |
//! | [`demonstration`], [`accounts`] | one run, and its table |
//! | [`export`] | what the run's Data Service has stored, as files for its own analysts |
//! | [`publish`] | what of it may be given to people, under pseudonyms |
//! | [`faults`] | the same run with cut connections, power losses and killed brokers |
//! | [`served`] | both services for brokers and devices that are no part of this program |
//! | [`online`], [`offline`] | the run's network: over sockets, or by direct calls |
//!
//! The rules themselves live in `iot4emissions-proto`; nothing here decides anything of
//! its own.

pub mod accounts;
pub mod authority;
pub mod broker;
pub mod calendar;
pub mod demonstration;
pub mod driver;
pub mod export;
pub mod faults;
pub mod fleet;
mod issuer;
pub mod link;
pub mod offline;
pub mod online;
pub mod progress;
pub mod publish;
pub mod registrar;
pub mod rights;
pub mod served;
pub mod service_client;
pub mod services;
pub mod story;
pub mod tls;
