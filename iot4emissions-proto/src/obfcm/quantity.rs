//! Exact tenths of litres, kilometres and kilowatt-hours (P-5.42, P-5.43).

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;

/// A whole number of tenths, 0 to 4,294,967,294 (0.0 to 429,496,729.4; P-5.43).
///
/// The next value that the vehicle's bus could carry means "not available". It
/// cannot be held here: the number is kept plus one in a [`NonZeroU32`], so
/// that `Option<Tenths>` has that very value for `None` and takes four bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Tenths(NonZeroU32);

/// A number that is no lifetime counter's value (P-5.43).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// The text is no decimal number in the form of P-5.5.
    #[error("expected a decimal number such as 32.5, found {found:?}")]
    Form {
        /// The text that was found.
        found: String,
    },
    /// The number has other than one decimal.
    #[error("expected exactly one decimal, found {found:?}")]
    Precision {
        /// The text that was found.
        found: String,
    },
    /// The number is negative or above 429,496,729.4.
    #[error("expected a value from 0.0 to 429496729.4, found {found}")]
    Range {
        /// The number that was found.
        found: String,
    },
}

impl QuantityError {
    /// The stable code, such as `form`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "form",
            Self::Precision { .. } => "precision",
            Self::Range { .. } => "range",
        }
    }
}

impl Tenths {
    /// The largest counter value, 429,496,729.4 (P-5.43).
    pub const MAX: Self = Self(NonZeroU32::MAX);

    /// `tenths` tenths of the unit, or `None` for the bus's "not available"
    /// (`u32::MAX`, P-5.43).
    #[must_use]
    pub const fn new(tenths: u32) -> Option<Self> {
        match tenths.checked_add(1) {
            Some(stored) => match NonZeroU32::new(stored) {
                Some(stored) => Some(Self(stored)),
                None => None,
            },
            None => None,
        }
    }

    /// The number of tenths.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get() - 1
    }

    /// The value in its unit as the nearest binary floating point number.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.get()) / 10.0
    }
}

impl TryFrom<u32> for Tenths {
    type Error = QuantityError;

    fn try_from(tenths: u32) -> Result<Self, QuantityError> {
        Self::new(tenths).ok_or_else(|| QuantityError::Range {
            found: format!("{}.{}", tenths / 10, tenths % 10),
        })
    }
}

impl From<Tenths> for u32 {
    fn from(value: Tenths) -> Self {
        value.get()
    }
}

impl FromStr for Tenths {
    type Err = QuantityError;

    /// Reads a number with exactly one decimal, such as `32.5` (P-5.42).
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let found = || crate::privacy::shown(text);
        let decimal = Decimal::parse(text).ok_or_else(|| QuantityError::Form { found: found() })?;
        if decimal.decimals() != 1 {
            return Err(QuantityError::Precision { found: found() });
        }
        decimal
            .scaled(1)
            .and_then(|tenths| u32::try_from(tenths).ok())
            .and_then(Self::new)
            .ok_or_else(|| QuantityError::Range { found: found() })
    }
}

impl fmt::Display for Tenths {
    /// Writes exactly one decimal: the canonical form of P-5.42.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.get();
        write!(f, "{}.{}", tenths / 10, tenths % 10)
    }
}

impl fmt::Debug for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Tenths);

        impl $name {
            #[doc = concat!("`tenths` tenths of ", $unit, ".")]
            ///
            /// # Errors
            /// [`QuantityError::Range`] for `u32::MAX`, the bus's "not available".
            pub fn from_tenths(tenths: u32) -> Result<Self, QuantityError> {
                Tenths::try_from(tenths).map(Self)
            }

            #[doc = concat!("The value in tenths of ", $unit, ", exactly.")]
            #[must_use]
            pub const fn tenths(self) -> u32 {
                self.0.get()
            }

            #[doc = concat!("The value in ", $unit, " as the nearest binary floating point number.")]
            #[must_use]
            pub fn as_f64(self) -> f64 {
                self.0.as_f64()
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;

            fn from_str(text: &str) -> Result<Self, QuantityError> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            /// Writes the number with exactly one decimal and without the unit.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{} ", $unit), self.0)
            }
        }
    };
}

quantity!(
    /// Fuel in litres, in exact tenths (P-5.42, JRC127600 Table 7).
    Litres,
    "l"
);
quantity!(
    /// Distance in kilometres, in exact tenths (P-5.42, JRC127600 Table 7).
    Kilometres,
    "km"
);
quantity!(
    /// Electric energy in kilowatt-hours, in exact tenths (P-5.42, JRC127600
    /// Table 7).
    KilowattHours,
    "kWh"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_43_an_absent_value_costs_nothing() {
        assert_eq!(size_of::<Option<Litres>>(), 4);
    }

    #[test]
    fn p_5_43_the_bus_value_for_not_available_is_no_quantity() {
        assert_eq!(Litres::from_tenths(u32::MAX - 1).unwrap().0, Tenths::MAX);
        assert_eq!(
            Litres::from_tenths(u32::MAX).unwrap_err().to_string(),
            "expected a value from 0.0 to 429496729.4, found 429496729.5"
        );
    }

    #[test]
    fn p_5_42_text_has_exactly_one_decimal() {
        for text in ["0.0", "0.1", "32.5", "429496729.4"] {
            assert_eq!(text.parse::<Kilometres>().unwrap().to_string(), text);
        }
        let error = |text: &str| text.parse::<Tenths>().unwrap_err().to_string();
        assert_eq!(error("32"), r#"expected exactly one decimal, found "32""#);
        assert_eq!(
            error("32.54"),
            r#"expected exactly one decimal, found "32.54""#
        );
        assert_eq!(
            error("+1.0"),
            r#"expected a decimal number such as 32.5, found "+1.0""#
        );
        assert_eq!(
            error("429496729.5"),
            "expected a value from 0.0 to 429496729.4, found 429496729.5"
        );
        assert_eq!(
            error("-0.1"),
            "expected a value from 0.0 to 429496729.4, found -0.1"
        );
        assert_eq!("-0.0".parse::<Tenths>().unwrap().get(), 0);
    }

    #[test]
    fn units_show_in_debug_output_only() {
        let litres: Litres = "32.5".parse().unwrap();
        assert_eq!(format!("{litres}"), "32.5");
        assert_eq!(format!("{litres:?}"), "32.5 l");
        assert_eq!(litres.as_f64(), 32.5);
    }
}
