//! The report's two services: the OTA Registration Service and the OBFCM Data Service
//! (P-1.2, P-1.3).
//!
//! | module | holds |
//! |---|---|
//! | [`registration`] | the Registration Service on its database, without a network |
//! | [`data`] | the Data Service on its database, without a network |
//! | [`action`] | what the Registration Service is to do once an event is stored |
//! | [`database`] | SQLite, durability, errors |
//!
//! The two without a network are all of the logic: a simulation calls them directly.

pub mod action;
pub mod data;
pub mod database;
pub mod registration;
