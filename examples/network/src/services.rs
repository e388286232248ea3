//! The report's two services: the OTA Registration Service and the OBFCM Data Service
//! (P-1.2, P-1.3).
//!
//! | module | holds |
//! |---|---|
//! | [`registration`] | the Registration Service on its database, without a network |
//! | [`data`] | the Data Service on its database, without a network |
//! | [`action`] | what the Registration Service is to do once an event is stored |
//! | [`registration_http`], [`data_http`] | their HTTPS interfaces and clients of them |
//! | [`http`] | what both interfaces share: TLS, the client's name, bodies, errors |
//! | [`openapi`] | the description of both interfaces, from the code that serves them |
//! | [`running`] | the services on their networks |
//! | [`observer`] | trace lines and notices |
//! | [`database`] | SQLite, durability, errors |
//!
//! The two without a network are all of the logic: a simulation calls them directly.

pub mod action;
pub mod data;
pub mod data_http;
pub mod database;
pub mod http;
pub mod observer;
pub mod openapi;
pub mod registration;
pub mod registration_http;
pub mod running;
