//! What drives a vehicle, and how far its consumption on the road is from the
//! type-approval test.

use std::fmt;

use serde::Deserialize;

/// What drives a vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Powertrain {
    /// A petrol engine.
    #[serde(rename = "petrol")]
    Petrol,
    /// A diesel engine.
    #[serde(rename = "diesel")]
    Diesel,
    /// A petrol engine and an electric motor that takes no energy from the grid.
    #[serde(rename = "hybrid")]
    Hybrid,
    /// A petrol engine and an electric motor that is charged from the grid.
    #[serde(rename = "plug-in petrol")]
    PlugInPetrol,
    /// A diesel engine and an electric motor that is charged from the grid.
    #[serde(rename = "plug-in diesel")]
    PlugInDiesel,
}

impl Powertrain {
    /// Every powertrain.
    pub const ALL: [Self; 5] = [
        Self::Petrol,
        Self::Diesel,
        Self::Hybrid,
        Self::PlugInPetrol,
        Self::PlugInDiesel,
    ];

    /// The name in `vehicle-types.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Petrol => "petrol",
            Self::Diesel => "diesel",
            Self::Hybrid => "hybrid",
            Self::PlugInPetrol => "plug-in petrol",
            Self::PlugInDiesel => "plug-in diesel",
        }
    }

    /// Whether it is charged from the grid: only then has the vehicle the six
    /// counters for charge depleting and increasing operation (JRC127600 §1.1).
    #[must_use]
    pub const fn is_plug_in(self) -> bool {
        matches!(self, Self::PlugInPetrol | Self::PlugInDiesel)
    }

    /// The fuel type, as the European Environment Agency's database of new cars writes
    /// it (`Ft`).
    #[must_use]
    pub const fn fuel_type(self) -> &'static str {
        match self {
            Self::Petrol | Self::Hybrid => "petrol",
            Self::Diesel => "diesel",
            Self::PlugInPetrol => "petrol/electric",
            Self::PlugInDiesel => "diesel/electric",
        }
    }

    /// The fuel mode, as that database writes it (`Fm`): one fuel, hybrid that is not
    /// charged from the grid, plug-in.
    #[must_use]
    pub const fn fuel_mode(self) -> &'static str {
        match self {
            Self::Petrol | Self::Diesel => "M",
            Self::Hybrid => "H",
            Self::PlugInPetrol | Self::PlugInDiesel => "P",
        }
    }

    /// CO2 of a litre of fuel burnt on 100 km, g/km.
    #[must_use]
    pub const fn grams_per_kilometre_per_litre(self) -> f64 {
        match self {
            Self::Petrol | Self::Hybrid | Self::PlugInPetrol => 23.1,
            Self::Diesel | Self::PlugInDiesel => 26.4,
        }
    }

    /// Consumption on the road and by WLTP in l/100 km, as the averages of the
    /// vehicles whose OBFCM values have been published. Hybrids are counted there
    /// under their fuel, so they take petrol's.
    #[must_use]
    pub const fn real_world_and_wltp(self) -> (f64, f64) {
        match self {
            Self::Petrol | Self::Hybrid => (7.3, 6.1),
            Self::Diesel => (7.1, 6.0),
            Self::PlugInPetrol => (6.0, 1.8),
            Self::PlugInDiesel => (5.9, 1.4),
        }
    }

    /// Consumption on the road divided by that of WLTP.
    #[must_use]
    pub fn real_world_ratio(self) -> f64 {
        let (real_world, wltp) = self.real_world_and_wltp();
        real_world / wltp
    }
}

impl fmt::Display for Powertrain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The category of a vehicle under (EU) 2018/858: it decides which annex of
/// (EU) 2019/631 its attributes come from (JRC127600 §3.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Category {
    /// M1: passenger car.
    #[serde(rename = "M1")]
    PassengerCar,
    /// N1: light commercial vehicle.
    #[serde(rename = "N1")]
    LightCommercialVehicle,
}

impl Category {
    /// The category's sign: `M1` or `N1`.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::PassengerCar => "M1",
            Self::LightCommercialVehicle => "N1",
        }
    }
}
