//! What an OBFCM device reports (P-5.40 to P-5.43), and its plausibility (P-7.9).

mod finding;
mod snapshot;
mod values;

pub(crate) use finding::{Finding, plausibility};
pub(crate) use snapshot::Snapshot;
pub(crate) use values::Values;
