//! Publications (P-10): what of a fleet's data may be given to people.

mod fleet;
mod key;
mod report;

pub(crate) use fleet::{Fleet, attribute_names, growth_columns};
pub(crate) use key::{PseudonymKey, pseudonym};
pub(crate) use report::{PublicationReport, Uniqueness};
