//! The proof by model checking: devices, brokers, both services and the calls between
//! them as one state, and every order of events up to a bound.
//!
//! Real are the device ([`OtaDevice`], with its record as the disk), what it writes
//! and reads, and the services' decisions ([`registration::decide`], [`data::answer`],
//! [`data::receive`], [`data::store`]). The model plays everything around them:
//!
//! - **The network.** A publish is on the wire, with the broker, or its PUBACK is under
//!   way; a connection drops at any of these points, or is given up with something
//!   still under way on it. Retained messages come before the SUBACK, after it, or
//!   after the device has stopped waiting; a lagging broker hands out an older
//!   configuration. Messages to the services are delivered again, and in any order.
//! - **The calls** are repeated, delayed and reordered, and their answers lost.
//! - **Power** fails between any two outputs of a device; it goes on from its disk. A
//!   disk does not take a record, or takes its time, and other things happen meanwhile.
//! - **Clocks** are set: forwards, back, and right again.
//! - **Brokers** refuse a subscription or a publish, this time or always, deliver a message
//!   to a device once more, move to another host, and are down or out of reach.
//! - **Services** crash after a commit and before any of the effects: the message was
//!   not acknowledged and comes again, and what was owed to the broker was stored. Their
//!   records are restored from a backup.
//! - **People** give and withdraw consent, pause and resume, sell and release a vehicle,
//!   have erased what is stored of it or what its unit has not sent, restart a unit, put it
//!   into another vehicle, or have it register again.
//!
//! Simplified are: time, which moves by half an hour at a device's tick, when all waits
//! end and everything is due; services that commit a message's effects in one step; two
//! equal messages that wait, which are one; a half-open connection, which is one that is
//! slow; a broker that delivers before it refuses; a restore, which takes longer than a
//! call; a unit that is put elsewhere once its registration has come to an end; times in
//! what the Data Service keeps, but for when a segment begins where a vehicle is sold.
//!
//! What a device counts for people's eyes only (failures, successes, what is left of the
//! caps) is part of its state like all else; only the event log is switched off, and the
//! caps are as good as none. So no two states are taken for one that might go on
//! differently.
//!
//! Left out are the re-send window, communication tests, new certificates and factory
//! configurations, decommissioning and payloads that cannot be read: `tests/device` has
//! those.
//!
//! How often something goes wrong is bounded by each [`Scenario`](scenario::Scenario),
//! and so is a device's life; within these bounds nothing is left out. `faults` shows
//! that each property can fail.
//!
//! [`OtaDevice`]: iot4emissions_proto::device::OtaDevice
//! [`registration::decide`]: iot4emissions_proto::services::registration::decide
//! [`data::answer`]: iot4emissions_proto::services::data::answer
//! [`data::receive`]: iot4emissions_proto::services::data::receive
//! [`data::store`]: iot4emissions_proto::services::data::store

mod actions;
mod at_device;
mod backups;
mod clocks;
mod driver;
mod fault;
mod faults;
mod field;
mod field_faults;
mod hosts;
mod inbound;
mod mishaps;
mod model;
mod node;
mod progress;
mod proofs;
mod properties;
mod pseudonyms;
mod scenario;
mod services;
mod shared;
mod situations;
mod stored_data;
mod two_devices;
mod world;
