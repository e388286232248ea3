//! The OTA device against section 6 of the protocol: every test is named after its
//! rule, and drives the device as an embedder does, by inputs and outputs only.

mod backoff;
mod clock;
mod communication_test;
mod configuration;
mod connection;
mod due_times;
mod endpoint;
mod factory;
mod in_force;
mod persistence;
mod power_loss;
mod privacy;
mod properties;
mod record;
mod registration;
mod service;
mod storage;
mod suspension;
mod transfer;
mod transitions;
mod world;
