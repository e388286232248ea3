//! The two services: their logic on disk, and running on real sockets with real
//! certificates.

#[path = "../infrastructure/common.rs"]
mod common;

mod data_offline;
mod end_to_end;
mod erasure;
mod https;
mod lost_records;
mod network;
mod openapi;
mod pseudonyms;
mod registration_offline;
mod restarts;
mod smuggling;
