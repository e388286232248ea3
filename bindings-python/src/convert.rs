//! Times, quantities and enumerations, as Python has them.

pub(crate) mod collection;
pub(crate) mod enumeration;
pub(crate) mod quantity;
pub(crate) mod time;
