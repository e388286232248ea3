//! Fuel type and mode by the lists of the public register ((EU) 2019/631, columns `Ft` and
//! `Fm`), which Table 4 does not have: they come as further attributes.

use std::str::FromStr;

/// No word of the list. It does not repeat the text, which may hold a VIN (P-1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a word of the register's list, found another text")]
pub struct UnknownFuel;

macro_rules! words {
    ($(#[$about:meta])* $type:ident { $($(#[$of:meta])* $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$of])* $variant),+
        }

        impl $type {
            /// All values.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The register's word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl FromStr for $type {
            type Err = UnknownFuel;

            /// In either letter case, which the register mixes.
            fn from_str(text: &str) -> Result<Self, UnknownFuel> {
                let mut all = Self::ALL.into_iter();
                all.find(|value| value.as_str().eq_ignore_ascii_case(text))
                    .ok_or(UnknownFuel)
            }
        }
    };
}

words!(
    /// What a vehicle runs on: the register's `Ft`.
    FuelType {
        /// Petrol.
        Petrol => "petrol",
        /// Diesel.
        Diesel => "diesel",
        /// Petrol, and electricity from the grid.
        PetrolElectric => "petrol/electric",
        /// Diesel, and electricity from the grid.
        DieselElectric => "diesel/electric",
        /// Electricity alone.
        Electric => "electric",
        /// Hydrogen.
        Hydrogen => "hydrogen",
        /// Liquefied petroleum gas.
        LiquefiedPetroleumGas => "lpg",
        /// Natural gas.
        NaturalGas => "ng",
        /// Natural gas and biomethane.
        NaturalGasBiomethane => "ng-biomethane",
        /// Ethanol and petrol.
        Ethanol85 => "e85",
        /// Biodiesel.
        Biodiesel => "biodiesel",
    }
);

words!(
    /// How it runs on that: the register's `Fm`.
    FuelMode {
        /// One fuel.
        Mono => "M",
        /// Two fuels.
        Bi => "B",
        /// A mixture.
        Flex => "F",
        /// Electricity alone.
        Electric => "E",
        /// A hybrid that is charged from outside.
        OffVehicleCharging => "P",
        /// A hybrid that is not.
        NotOffVehicleCharging => "H",
    }
);
