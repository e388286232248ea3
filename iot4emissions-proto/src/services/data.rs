//! The OBFCM Data Service's decisions (P-7.5 to P-7.9, P-7.12 to P-7.14, JRC127600 §2.2, §4.2): which
//! device may send, how it is configured, and what becomes of its data.
//!
//! Pure functions of what is stored of one device, its [`DeviceRecord`] or, once it is
//! forgotten, a [`Tombstone`]: [`answer`] for a [`Call`](super::call::Call) of the
//! Registration Service, [`reconfigure`] for an
//! operator's new parameters, [`reissue`] for a device that has not got its configuration,
//! [`receive`] for a Data Transfer. Nothing here has a field for a VIN (P-1.3, P-1.5).

mod answering;
mod configuring;
mod pseudonyms;
mod reception;
mod record;
mod segments;
mod tombstone;

pub use answering::{answer, restart_numbers, untold};
pub use configuring::{ConfigurationParameters, IssueError, reconfigure, reissue};
pub use pseudonyms::{DataDevice, Known, Subject, retire, subject};
pub use reception::{Denial, OperatorNotice, Reception, StorageDecision, receive, store};
pub use record::{DeviceRecord, LastCall, Withdrawal};
pub use segments::Segments;
pub use tombstone::{DeviceEntry, Tombstone};
