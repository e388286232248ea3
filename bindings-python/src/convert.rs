//! Times, quantities and enumerations, as Python has them.

pub(crate) mod collection;
pub(crate) mod device_text;
pub(crate) mod enumeration;
pub(crate) mod quantity;
pub(crate) mod time;
pub(crate) mod whole_seconds;
