//! How the values are held.

use std::fmt;

/// A form of the eight values of a snapshot: exact tenths as `i128` (Arrow's
/// decimal(10,1)) or `i64`, or the nearest `f64`.
///
/// A value that is absent has 0 in its place, which its [`Bitmap`](super::Bitmap) tells
/// from a counter that stands at 0 (P-5.43).
pub trait ColumnNumber: Copy + Default + PartialEq + fmt::Debug + sealed::Sealed {
    /// The form of a number of tenths of the unit.
    fn from_tenths(tenths: u32) -> Self;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for i128 {}
    impl Sealed for i64 {}
    impl Sealed for f64 {}
}

/// Tenths of the unit.
impl ColumnNumber for i128 {
    fn from_tenths(tenths: u32) -> Self {
        tenths.into()
    }
}

/// Tenths of the unit.
impl ColumnNumber for i64 {
    fn from_tenths(tenths: u32) -> Self {
        tenths.into()
    }
}

/// The unit, in the number nearest to the decimal one.
impl ColumnNumber for f64 {
    fn from_tenths(tenths: u32) -> Self {
        // Both are exact, so the quotient is rounded once.
        Self::from(tenths) / 10.0
    }
}
