//! A fleet's fifteen years in simulated time, through the real device and the real
//! services' decisions: clocks lie, coverage is gone for weeks, brokers move, certificates
//! are renewed, vehicles are sold and units swapped, owners have erased what is stored of
//! them. Every snapshot is accounted for.
//!
//! `cargo run --release -p fifteen-years` plays 10,000 devices; `make fifteen-years` does
//! the same.

mod agenda;
mod brokers;
mod days;
mod driver;
mod failure;
mod flash;
mod fleet;
mod habits;
mod happenings;
mod later_version;
mod ledger;
mod life;
mod link;
mod meters;
mod mishap;
mod orders;
mod outcome;
mod plan;
mod power;
mod random;
mod report;
mod services;
mod situations;
mod vehicle;
mod verdict;
mod wall_clock;

pub use failure::{Check, Failure};
pub use fleet::{play, play_one};
pub use meters::Cost;
pub use mishap::{Mishap, MishapCounts};
pub use outcome::{Outcome, Sums};
pub use report::Report;
pub use situations::{Row, Situations};
