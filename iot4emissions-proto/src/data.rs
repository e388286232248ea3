//! The OBFCM Data Service's decisions (P-7.5 to P-7.9, JRC127600 §2.2, §4.2): which
//! device may send, how it is configured, and what becomes of its data.
//!
//! Pure functions of one device's [`DeviceRecord`]: [`answer`] for a [`Call`] of the
//! Registration Service, [`reconfigure`] for an operator's new parameters,
//! [`receive`] for a Data Transfer. Nothing here has a field for a VIN (P-1.3, P-1.5).

mod call;
mod configuring;
mod history;
mod reception;
mod record;

pub use call::{Call, CallContent, CallKind, Introduction, SuspensionReason};
pub use configuring::{Answer, ConfigurationParameters, answer, reconfigure};
pub use history::{History, Standing};
pub use reception::{Reception, Storing, receive, store};
pub use record::{Clearance, DeviceRecord};
