//! Many Data Transfers as Arrow columns: what reads them, and what takes them away.
//!
//! Lines and messages become columns in the core (`iot4emissions_proto::columns`); here
//! stand the input, the threads, and Arrow's C interface:
//!
//! | file | |
//! |---|---|
//! | [`source`] | where blocks of lines or messages come from |
//! | [`part`], [`rows`], [`refused`] | a piece of a block, read into Arrow arrays |
//! | [`memory`] | where the columns lie |
//! | [`pipeline`] | the threads that do so, and the order of what they give |
//! | [`schema`] | the columns' names, types, units and meanings |
//! | [`concat`] | several record batches as one |
//! | [`capsule`] | Arrow's `PyCapsule` interface |
//! | [`progress`] | who is told how far it is |
//! | [`options`], [`names`] | what a caller may ask for |
//! | [`devices`] | one dictionary of device IDs over several record batches |
//! | [`held`] | the rejected rows that a scan keeps |
//! | [`read`], [`table`], [`rejected`], [`scan`] | what Python sees |

mod capsule;
mod concat;
mod devices;
mod held;
mod memory;
mod names;
mod options;
mod part;
mod pipeline;
mod progress;
mod read;
mod refused;
mod rejected;
mod rows;
mod scan;
mod schema;
mod source;
mod table;

pub(crate) use options::{FormArgument, NamesArgument};
pub(crate) use read::{read_transfers, scan_transfers};
pub(crate) use rejected::RejectedRows;
pub(crate) use scan::TransferScan;
pub(crate) use table::Transfers;
