//! The report's network in one process: certificate authority, two MQTT
//! brokers with mutual TLS, and the connections of services and vehicles.
//!
//! | module | holds |
//! |---|---|
//! | [`authority`] | the root CA that issues the certificates of devices, services and servers |
//! | [`broker`] | an embedded MQTT broker, its access rules as a trait, what outlives its restarts |
//! | [`rights`] | the core's access rules as a broker asks for them |
//! | [`tls`] | client configurations, and a stream that counts what goes over the wire |
//! | [`progress`] | knowing when nothing is in progress, without sleeping |
//! | [`service_client`] | a service's MQTT connection: acknowledge after the commit, publish until it stands |
//! | [`services`] | the Registration Service and the Data Service |
//!
//! Everything here runs on real TLS sockets; nothing is simulated. The rules
//! themselves (who may do what on which topic) live in `iot4emissions-proto`
//! and come in through [`broker::Rights`].

pub mod authority;
pub mod broker;
pub mod progress;
pub mod rights;
pub mod service_client;
pub mod services;
pub mod tls;
