//! Times, quantities, enumerations and what else has another form in Python.

pub(crate) mod bytes;
pub(crate) mod country_code;
pub(crate) mod delta;
pub(crate) mod devices;
pub(crate) mod enumeration;
pub(crate) mod many;
pub(crate) mod mapping;
pub(crate) mod number;
pub(crate) mod numbers;
pub(crate) mod owned_bytes;
pub(crate) mod quantity;
pub(crate) mod schedule;
pub(crate) mod text;
pub(crate) mod texts;
pub(crate) mod time;
pub(crate) mod whole_seconds;
