//! The four messages (P-5).

mod decode;

pub(crate) use decode::{Deviation, Issue};
