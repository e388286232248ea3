//! PyO3 as it is, but that an unexpected keyword argument is refused without its name, which
//! may be a VIN (P-1.5): `Vin(**row)` with the columns of a table that is turned wrongly.
//!
//! The bindings depend on this crate by the name `pyo3`, so that whatever PyO3's macros make of
//! their classes and functions calls it: nothing can be exported without it. PyO3 has no setting
//! for that. What stands here are its macros' internals, and compiles with the version that the
//! workspace names; that it still does what it should, a test shows that calls everything the
//! package exports.

pub use pyo3::*;

/// What PyO3's macros call.
#[doc(hidden)]
pub mod impl_ {
    pub use pyo3::impl_::*;

    /// How arguments find their parameters.
    pub mod extract_argument {
        pub use pyo3::impl_::extract_argument::*;

        pub use crate::description::FunctionDescription;
    }
}

mod description;
