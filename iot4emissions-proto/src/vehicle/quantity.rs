//! Attributes that are numbers, written as strings (P-5.14, P-5.16).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::privacy::shown;

/// Why a text or a number is no such attribute (P-5.14, P-5.16).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VehicleQuantityError {
    /// The text is no number, or has another number of decimals.
    #[error("expected {expected}, found {found:?}")]
    Form {
        /// What was expected.
        expected: &'static str,
        /// The text that was found.
        found: String,
    },
    /// The number is out of range.
    #[error("expected {expected}, found {found}")]
    Range {
        /// What was expected.
        expected: &'static str,
        /// The number that was found.
        found: String,
    },
}

impl VehicleQuantityError {
    /// The stable code, such as `form`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "form",
            Self::Range { .. } => "range",
        }
    }
}

/// The largest quantity, in units of its last decimal.
pub(crate) const MOST: u32 = 99_999;

macro_rules! vehicle_quantity {
    (
        $(#[$doc:meta])* $name:ident, decimals $decimals:literal, expected $expected:literal,
        $(#[$of:meta])* $make:ident, $(#[$read:meta])* $value:ident
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(u32);

        impl $name {
            pub(crate) const EXPECTED: &'static str = $expected;
            pub(crate) const DECIMALS: usize = $decimals;

            $(#[$of])*
            ///
            /// # Errors
            /// [`VehicleQuantityError::Range`] above 99,999.
            pub fn $make(value: u32) -> Result<Self, VehicleQuantityError> {
                match value {
                    0..=MOST => Ok(Self(value)),
                    _ => Err(VehicleQuantityError::Range {
                        expected: $expected,
                        found: Self(value).to_string(),
                    }),
                }
            }

            $(#[$read])*
            #[must_use]
            pub const fn $value(self) -> u32 {
                self.0
            }

            /// The number of a scaled decimal, if it is in range.
            pub(crate) fn from_scaled(value: u64) -> Option<Self> {
                Self::$make(u32::try_from(value).ok()?).ok()
            }
        }

        impl FromStr for $name {
            type Err = VehicleQuantityError;

            fn from_str(text: &str) -> Result<Self, VehicleQuantityError> {
                let expected = $expected;
                let decimal = Decimal::parse(text)
                    .filter(|decimal| decimal.decimals() == $decimals)
                    .ok_or_else(|| VehicleQuantityError::Form { expected, found: shown(text) })?;
                decimal
                    .scaled($decimals)
                    .and_then(Self::from_scaled)
                    .ok_or_else(|| VehicleQuantityError::Range { expected, found: shown(text) })
            }
        }

        impl TryFrom<String> for $name {
            type Error = VehicleQuantityError;

            fn try_from(text: String) -> Result<Self, VehicleQuantityError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let scale = 10u32.pow($decimals);
                match $decimals {
                    0 => write!(f, "{}", self.0),
                    _ => write!(f, "{}.{:02$}", self.0 / scale, self.0 % scale, $decimals),
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

vehicle_quantity!(
    /// `mt`: WLTP test mass in kilograms, 0 to 99,999 (P-5.14).
    TestMass, decimals 0, expected "a whole number of kilograms from 0 to 99999",
    /// A mass of `value` kilograms.
    from_kilograms,
    /// The mass in kilograms.
    kilograms
);
vehicle_quantity!(
    /// `ewltp`: specific CO2 emissions by WLTP in grams per kilometre, 0 to
    /// 99,999 (P-5.14).
    CarbonDioxideEmissions, decimals 0,
    expected "a whole number of grams per kilometre from 0 to 99999",
    /// Emissions of `value` grams per kilometre.
    from_grams_per_kilometre,
    /// The emissions in grams per kilometre.
    grams_per_kilometre
);
vehicle_quantity!(
    /// `z`: electric energy consumption in watt-hours per kilometre, 0 to 99,999
    /// (P-5.14).
    ElectricEnergyConsumption, decimals 0,
    expected "a whole number of watt-hours per kilometre from 0 to 99999",
    /// A consumption of `value` watt-hours per kilometre.
    from_watt_hours_per_kilometre,
    /// The consumption in watt-hours per kilometre.
    watt_hours_per_kilometre
);
vehicle_quantity!(
    /// `erwltp`: reduction of CO2 emissions by innovative technology in hundredths
    /// of a gram per kilometre, 0.00 to 999.99 g/km (P-5.16).
    CarbonDioxideReduction, decimals 2,
    expected "grams per kilometre with two decimals from 0.00 to 999.99",
    /// A reduction of `value` hundredths of a gram per kilometre.
    from_hundredths,
    /// The reduction in hundredths of a gram per kilometre.
    hundredths
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_14_whole_numbers_from_0_to_99999() {
        for text in ["0", "157", "99999"] {
            assert_eq!(text.parse::<TestMass>().unwrap().to_string(), text);
        }
        let error = |text: &str| text.parse::<TestMass>().unwrap_err().to_string();
        assert_eq!(
            error("100000"),
            "expected a whole number of kilograms from 0 to 99999, found 100000"
        );
        assert_eq!(
            error("-1"),
            "expected a whole number of kilograms from 0 to 99999, found -1"
        );
        assert_eq!(
            error("1.0"),
            "expected a whole number of kilograms from 0 to 99999, found \"1.0\""
        );
        assert_eq!(
            error("0157"),
            "expected a whole number of kilograms from 0 to 99999, found \"0157\""
        );
    }

    #[test]
    fn p_5_16_two_decimals_from_0_to_999_99() {
        for text in ["0.00", "1.05", "999.99"] {
            assert_eq!(
                text.parse::<CarbonDioxideReduction>().unwrap().to_string(),
                text
            );
        }
        let error = |text: &str| {
            text.parse::<CarbonDioxideReduction>()
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            error("1000.00"),
            "expected grams per kilometre with two decimals from 0.00 to 999.99, found 1000.00"
        );
        assert_eq!(
            error("1.5"),
            "expected grams per kilometre with two decimals from 0.00 to 999.99, found \"1.5\""
        );
    }
}
