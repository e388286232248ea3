//! What an OBFCM device reports: lifetime counters in exact tenths, taken as
//! [`Snapshot`]s (P-5.40 to P-5.43, JRC127600 §1.1 and Table 7).
//!
//! A quantity is a whole number of tenths of its unit and carries the unit in
//! its type, so no value passes through binary floating point, and litres
//! cannot be put where kilometres belong.

mod parameter;
mod plausibility;
mod quantity;
mod snapshot;

pub use parameter::{Parameter, Unit};
pub use plausibility::{Finding, FindingError, findings};
pub use quantity::{Kilometres, KilowattHours, Litres, QuantityError, Tenths};
pub use snapshot::{Snapshot, SnapshotError, Values};
