//! The OTA device against section 6 of the protocol: every test is named after its
//! rule, and drives the device as an embedder does, by inputs and outputs only.

mod backoff;
mod batches;
mod caps;
mod clock;
mod clock_trusted_again;
mod communication_test;
mod configuration;
mod connection;
mod diagnosis;
mod due_times;
mod endpoint;
mod endpoint_fallback;
mod factory;
mod floors;
mod in_force;
mod life;
mod persist_async;
mod persistence;
mod power_loss;
mod presence;
mod privacy;
mod properties;
mod reboots;
mod record;
mod record_forward;
mod record_properties;
mod refused_publishes;
mod registration;
mod service;
mod storage;
mod suspension;
mod transfer;
mod transitions;
mod two_clocks;
mod world;
