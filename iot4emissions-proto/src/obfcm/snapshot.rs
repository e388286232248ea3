//! What the vehicle's counters showed at one moment (P-5.40 to P-5.43).

use serde::{Deserialize, Serialize};

use super::{Kilometres, KilowattHours, Litres, Parameter, Tenths};
use crate::time::UnixSeconds;

/// The eight lifetime counters; one that the vehicle has not got is `None`,
/// never zero (P-5.43, JRC127600 Table 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Values {
    /// `tfc`: total fuel consumed, l.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_fuel_consumed: Option<Litres>,
    /// `tdt`: total distance travelled, km.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_distance_travelled: Option<Kilometres>,
    /// `tfccdo`: total fuel consumed in charge depleting operation, l.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_fuel_consumed_charge_depleting: Option<Litres>,
    /// `tfcdscio`: total fuel consumed in driver-selectable charge increasing
    /// operation, l.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_fuel_consumed_charge_increasing: Option<Litres>,
    /// `tdtcdoeo`: total distance travelled in charge depleting operation with
    /// engine off, km.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_distance_charge_depleting_engine_off: Option<Kilometres>,
    /// `tdtcdoer`: total distance travelled in charge depleting operation with
    /// engine running, km.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_distance_charge_depleting_engine_running: Option<Kilometres>,
    /// `tdtdscio`: total distance travelled in driver-selectable charge
    /// increasing operation, km.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_distance_charge_increasing: Option<Kilometres>,
    /// `tgeib`: total grid energy into the battery, kWh.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_grid_energy_into_battery: Option<KilowattHours>,
}

impl Values {
    /// The value of `parameter` in tenths of its unit, `None` where the vehicle
    /// has not got it.
    #[must_use]
    pub fn value(&self, parameter: Parameter) -> Option<Tenths> {
        match parameter {
            Parameter::TotalFuelConsumed => self.total_fuel_consumed.map(|v| v.0),
            Parameter::TotalDistanceTravelled => self.total_distance_travelled.map(|v| v.0),
            Parameter::TotalFuelConsumedChargeDepleting => {
                self.total_fuel_consumed_charge_depleting.map(|v| v.0)
            }
            Parameter::TotalFuelConsumedChargeIncreasing => {
                self.total_fuel_consumed_charge_increasing.map(|v| v.0)
            }
            Parameter::TotalDistanceChargeDepletingEngineOff => {
                self.total_distance_charge_depleting_engine_off.map(|v| v.0)
            }
            Parameter::TotalDistanceChargeDepletingEngineRunning => self
                .total_distance_charge_depleting_engine_running
                .map(|v| v.0),
            Parameter::TotalDistanceChargeIncreasing => {
                self.total_distance_charge_increasing.map(|v| v.0)
            }
            Parameter::TotalGridEnergyIntoBattery => {
                self.total_grid_energy_into_battery.map(|v| v.0)
            }
        }
    }

    /// Sets the value of `parameter`, in tenths of its unit.
    pub fn set(&mut self, parameter: Parameter, value: Option<Tenths>) {
        match parameter {
            Parameter::TotalFuelConsumed => self.total_fuel_consumed = value.map(Litres),
            Parameter::TotalDistanceTravelled => {
                self.total_distance_travelled = value.map(Kilometres);
            }
            Parameter::TotalFuelConsumedChargeDepleting => {
                self.total_fuel_consumed_charge_depleting = value.map(Litres);
            }
            Parameter::TotalFuelConsumedChargeIncreasing => {
                self.total_fuel_consumed_charge_increasing = value.map(Litres);
            }
            Parameter::TotalDistanceChargeDepletingEngineOff => {
                self.total_distance_charge_depleting_engine_off = value.map(Kilometres);
            }
            Parameter::TotalDistanceChargeDepletingEngineRunning => {
                self.total_distance_charge_depleting_engine_running = value.map(Kilometres);
            }
            Parameter::TotalDistanceChargeIncreasing => {
                self.total_distance_charge_increasing = value.map(Kilometres);
            }
            Parameter::TotalGridEnergyIntoBattery => {
                self.total_grid_energy_into_battery = value.map(KilowattHours);
            }
        }
    }

    /// The values that are present, in the order of Table 7.
    pub fn present(&self) -> impl Iterator<Item = (Parameter, Tenths)> + '_ {
        // All at once, so that none is looked up by its name.
        let values = Parameter::ALL.map(|parameter| (parameter, self.value(parameter)));
        let present = |(parameter, value): (_, Option<_>)| Some((parameter, value?));
        values.into_iter().filter_map(present)
    }

    /// Whether no value is present: then it is no snapshot (P-5.43).
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Why time and values make no snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// P-5.41: `acquired` is outside 1 to 9999999999.
    #[error("expected an acquisition time from 1 to 9999999999 s, found {0}")]
    Acquired(UnixSeconds),
    /// P-5.43: not one value is present.
    #[error("expected at least one OBFCM value, found none")]
    NoValue,
}

impl SnapshotError {
    /// The stable code, such as `acquired`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Acquired(_) => "acquired",
            Self::NoValue => "no-value",
        }
    }
}

/// What the counters showed at one moment (P-5.41 to P-5.43, JRC127600 Table 7):
/// at least one value, and a time that ten digits can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Snapshot {
    acquired: UnixSeconds,
    values: Values,
}

impl Snapshot {
    /// The earliest and the latest time that a snapshot can bear (P-5.41).
    pub const ACQUIRED: std::ops::RangeInclusive<u64> = 1..=9_999_999_999;

    /// A snapshot of `values` taken at `acquired`.
    ///
    /// # Errors
    /// Where the time is out of range (P-5.41) or no value is present (P-5.43).
    #[inline]
    pub fn new(acquired: UnixSeconds, values: Values) -> Result<Self, SnapshotError> {
        if !Self::ACQUIRED.contains(&acquired.0) {
            return Err(SnapshotError::Acquired(acquired));
        }
        if values.is_empty() {
            return Err(SnapshotError::NoValue);
        }
        Ok(Self { acquired, values })
    }

    /// When the snapshot was taken, in UNIX seconds (P-5.41).
    #[must_use]
    pub const fn acquired(&self) -> UnixSeconds {
        self.acquired
    }

    /// What the counters showed.
    #[must_use]
    pub const fn values(&self) -> &Values {
        &self.values
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    acquired: UnixSeconds,
    values: Values,
}

impl TryFrom<Parts> for Snapshot {
    type Error = SnapshotError;

    fn try_from(parts: Parts) -> Result<Self, SnapshotError> {
        Self::new(parts.acquired, parts.values)
    }
}

impl From<Snapshot> for Parts {
    fn from(snapshot: Snapshot) -> Self {
        Self {
            acquired: snapshot.acquired,
            values: snapshot.values,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fuel() -> Values {
        Values {
            total_fuel_consumed: Some(Litres::from_tenths(325).unwrap()),
            ..Values::default()
        }
    }

    #[test]
    fn p_5_41_the_time_has_at_most_ten_digits_and_is_not_zero() {
        let at = |seconds| Snapshot::new(UnixSeconds(seconds), fuel());
        assert!(at(1).is_ok());
        assert!(at(9_999_999_999).is_ok());
        assert_eq!(
            at(0).unwrap_err().to_string(),
            "expected an acquisition time from 1 to 9999999999 s, found 0"
        );
        assert_eq!(
            at(10_000_000_000).unwrap_err().to_string(),
            "expected an acquisition time from 1 to 9999999999 s, found 10000000000"
        );
    }

    #[test]
    fn p_5_43_at_least_one_value() {
        assert_eq!(
            Snapshot::new(UnixSeconds(1), Values::default())
                .unwrap_err()
                .to_string(),
            "expected at least one OBFCM value, found none"
        );
    }

    #[test]
    fn values_by_parameter_and_by_name_are_the_same() {
        for (place, parameter) in Parameter::ALL.into_iter().enumerate() {
            let value = Tenths::new(place as u32 + 1);
            let mut values = Values::default();
            values.set(parameter, value);
            assert_eq!(values.value(parameter), value);
            assert_eq!(
                values.present().collect::<Vec<_>>(),
                [(parameter, value.unwrap())]
            );
        }
    }

    #[test]
    fn serde_keeps_the_rules() {
        let snapshot = Snapshot::new(UnixSeconds(7), fuel()).unwrap();
        let text = serde_json::to_string(&snapshot).unwrap();
        assert_eq!(
            text,
            r#"{"acquired":7,"values":{"total_fuel_consumed":325}}"#
        );
        assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), snapshot);
        let error = serde_json::from_str::<Snapshot>(r#"{"acquired":7,"values":{}}"#);
        assert_eq!(
            error.unwrap_err().to_string(),
            "expected at least one OBFCM value, found none"
        );
    }
}
