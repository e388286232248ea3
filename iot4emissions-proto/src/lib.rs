//! The iot4emissions protocol (JRC127600) without any I/O.
#![forbid(unsafe_code)]

pub mod access;
pub mod backoff;
pub mod delivery;
pub mod device;
pub mod identity;
pub mod message;
#[cfg(feature = "mqtt")]
pub mod mqtt;
pub mod obfcm;
pub mod privacy;
pub mod schedule;
pub mod time;
pub mod topic;
pub mod vehicle;

mod decimal;
mod hash;

// README.md is a link to the one at the top, so that it is here in a package too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
