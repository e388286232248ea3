//! The device's MQTT session against bytes computed by hand from the layouts
//! of MQTT 3.1.1.
#![cfg(feature = "mqtt")]

mod broker;
mod calls;
mod endings;
mod properties;
mod refusals;
mod timeline;
mod vectors;
