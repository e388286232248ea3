//! Times, quantities, enumerations and what else has another form in Python.

pub(crate) mod bytes;
pub(crate) mod collection;
pub(crate) mod device_text;
pub(crate) mod enumeration;
pub(crate) mod many;
pub(crate) mod number;
pub(crate) mod quantity;
pub(crate) mod schedule;
pub(crate) mod time;
pub(crate) mod whole_seconds;
