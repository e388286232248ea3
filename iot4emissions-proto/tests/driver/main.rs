//! The driver on byte streams, against a broker of its own, written from MQTT 3.1.1.
#![cfg(feature = "mqtt")]

mod broker;
mod chunks;
mod clocks;
mod endings;
mod host;
mod life;
mod storing;
