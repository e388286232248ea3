//! The four messages (P-5): values, reading, canonical writing.

mod any;
mod configuration;
mod data_transfer;
mod decoded;
mod issue;
mod registration;
mod source;

pub(crate) use any::{encode, is_canonical};
pub(crate) use configuration::{Configuration, ConfigurationStatus, Endpoint};
pub(crate) use data_transfer::DataTransfer;
pub(crate) use decoded::{Decoded, decode};
pub(crate) use issue::{Deviation, Issue};
pub(crate) use registration::{RegistrationRequest, RegistrationStatus};
