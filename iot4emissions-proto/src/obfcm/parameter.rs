//! The eight parameters of a snapshot (P-5.42): names, units, meaning.

use std::fmt;

/// The unit of a parameter (JRC127600 Table 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Litres of fuel.
    Litre,
    /// Kilometres travelled.
    Kilometre,
    /// Kilowatt-hours of electric energy.
    KilowattHour,
}

impl Unit {
    /// The unit's symbol: `l`, `km` or `kWh`.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Litre => "l",
            Self::Kilometre => "km",
            Self::KilowattHour => "kWh",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

/// One of the lifetime counters that Regulation (EU) 2018/1832 has every
/// vehicle keep (P-5.42, JRC127600 §1.1 and Table 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parameter {
    /// `tfc`: total fuel consumed, l.
    TotalFuelConsumed,
    /// `tdt`: total distance travelled, km.
    TotalDistanceTravelled,
    /// `tfccdo`: total fuel consumed in charge depleting operation, l.
    TotalFuelConsumedChargeDepleting,
    /// `tfcdscio`: total fuel consumed in driver-selectable charge increasing
    /// operation, l.
    TotalFuelConsumedChargeIncreasing,
    /// `tdtcdoeo`: total distance travelled in charge depleting operation with
    /// engine off, km.
    TotalDistanceChargeDepletingEngineOff,
    /// `tdtcdoer`: total distance travelled in charge depleting operation with
    /// engine running, km.
    TotalDistanceChargeDepletingEngineRunning,
    /// `tdtdscio`: total distance travelled in driver-selectable charge
    /// increasing operation, km.
    TotalDistanceChargeIncreasing,
    /// `tgeib`: total grid energy into the battery, kWh.
    TotalGridEnergyIntoBattery,
}

impl Parameter {
    /// All parameters in the order of Table 7, which is their order on the wire.
    pub const ALL: [Self; 8] = [
        Self::TotalFuelConsumed,
        Self::TotalDistanceTravelled,
        Self::TotalFuelConsumedChargeDepleting,
        Self::TotalFuelConsumedChargeIncreasing,
        Self::TotalDistanceChargeDepletingEngineOff,
        Self::TotalDistanceChargeDepletingEngineRunning,
        Self::TotalDistanceChargeIncreasing,
        Self::TotalGridEnergyIntoBattery,
    ];

    /// The member name in a Data Transfer message (Table 7).
    #[must_use]
    pub const fn wire_name(self) -> &'static str {
        match self {
            Self::TotalFuelConsumed => "tfc",
            Self::TotalDistanceTravelled => "tdt",
            Self::TotalFuelConsumedChargeDepleting => "tfccdo",
            Self::TotalFuelConsumedChargeIncreasing => "tfcdscio",
            Self::TotalDistanceChargeDepletingEngineOff => "tdtcdoeo",
            Self::TotalDistanceChargeDepletingEngineRunning => "tdtcdoer",
            Self::TotalDistanceChargeIncreasing => "tdtdscio",
            Self::TotalGridEnergyIntoBattery => "tgeib",
        }
    }

    /// The parameter's meaning in words (Table 7).
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::TotalFuelConsumed => "total fuel consumed (lifetime)",
            Self::TotalDistanceTravelled => "total distance travelled (lifetime)",
            Self::TotalFuelConsumedChargeDepleting => {
                "total fuel consumed in charge depleting operation (lifetime)"
            }
            Self::TotalFuelConsumedChargeIncreasing => {
                "total fuel consumed in driver-selectable charge increasing operation (lifetime)"
            }
            Self::TotalDistanceChargeDepletingEngineOff => {
                "total distance travelled in charge depleting operation with engine off (lifetime)"
            }
            Self::TotalDistanceChargeDepletingEngineRunning => {
                "total distance travelled in charge depleting operation with engine running (lifetime)"
            }
            Self::TotalDistanceChargeIncreasing => {
                "total distance travelled in driver-selectable charge increasing operation (lifetime)"
            }
            Self::TotalGridEnergyIntoBattery => "total grid energy into the battery (lifetime)",
        }
    }

    /// The unit of the parameter's values (Table 7).
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::TotalFuelConsumed
            | Self::TotalFuelConsumedChargeDepleting
            | Self::TotalFuelConsumedChargeIncreasing => Unit::Litre,
            Self::TotalDistanceTravelled
            | Self::TotalDistanceChargeDepletingEngineOff
            | Self::TotalDistanceChargeDepletingEngineRunning
            | Self::TotalDistanceChargeIncreasing => Unit::Kilometre,
            Self::TotalGridEnergyIntoBattery => Unit::KilowattHour,
        }
    }

    /// The parameter's place in Table 7, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_42_order_and_names_are_those_of_table_7() {
        let names: Vec<_> = Parameter::ALL.iter().map(|p| p.wire_name()).collect();
        assert_eq!(
            names.join(" "),
            "tfc tdt tfccdo tfcdscio tdtcdoeo tdtcdoer tdtdscio tgeib"
        );
        let units: Vec<_> = Parameter::ALL.iter().map(|p| p.unit().symbol()).collect();
        assert_eq!(units.join(" "), "l km l l km km km kWh");
        for (place, parameter) in Parameter::ALL.iter().enumerate() {
            assert_eq!(parameter.index(), place);
        }
    }
}
