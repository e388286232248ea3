//! The Kotlin bindings of `iot4emissions-proto`: what crosses to the JVM, and nothing else.
//!
//! No rule, default, limit or error text lives here. What Kotlin users see is the facade in
//! `library/`; what UniFFI writes of this crate is its package `eu.iot4emissions.internal`.

mod access;
#[cfg(feature = "arrow")]
mod arrow;
mod backoff;
mod columns;
mod delivery;
mod device;
mod envelope;
mod error;
mod export;
mod hot_path;
mod identity;
mod json;
mod message;
mod obfcm;
mod privacy;
mod publication;
mod schedule;
mod schema;
mod sealing;
mod services;
mod topic;
mod vehicle;

uniffi::setup_scaffolding!();

/// The version of this library, which the facade compares with its own.
#[uniffi::export]
fn library_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
