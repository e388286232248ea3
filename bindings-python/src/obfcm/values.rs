//! The eight lifetime counters.

use iot4emissions_proto::obfcm::{self as core, Parameter};
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::convert::mapping::Pairs;
use crate::convert::quantity::Quantity;
use crate::value;

/// The eight lifetime counters as they stood at one moment; one that the vehicle has not
/// got is `None`, never zero.
///
/// Each is a `Decimal` with one place, 0.0 to 429496729.4, in litres, kilometres or
/// kilowatt-hours. The constructor also takes an `int` or a `float` with at most one
/// place, and raises `QuantityError` for any other number.
///
/// Clauses: P-5.42, P-5.43; JRC127600 Table 7.
///
/// >>> values = Values(total_fuel_consumed=Decimal("32.5"), total_distance_travelled=296)
/// >>> values.total_distance_travelled
/// Decimal('296.0')
/// >>> values
/// Values(total_fuel_consumed=Decimal('32.5'), total_distance_travelled=Decimal('296.0'))
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Values(pub(crate) core::Values);

impl Values {
    fn quantity(&self, parameter: Parameter) -> Option<Quantity> {
        self.0.value(parameter).map(Quantity)
    }
}

value::field_names!(Values: "total_fuel_consumed", "total_distance_travelled", "total_fuel_consumed_charge_depleting", "total_fuel_consumed_charge_increasing", "total_distance_charge_depleting_engine_off", "total_distance_charge_depleting_engine_running", "total_distance_charge_increasing", "total_grid_energy_into_battery"; Present);

value::value_methods!(impl Values {
    #[new]
    #[pyo3(signature = (
        total_fuel_consumed = None,
        total_distance_travelled = None,
        total_fuel_consumed_charge_depleting = None,
        total_fuel_consumed_charge_increasing = None,
        total_distance_charge_depleting_engine_off = None,
        total_distance_charge_depleting_engine_running = None,
        total_distance_charge_increasing = None,
        total_grid_energy_into_battery = None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "the report has eight")]
    fn new(
        total_fuel_consumed: Option<Quantity>,
        total_distance_travelled: Option<Quantity>,
        total_fuel_consumed_charge_depleting: Option<Quantity>,
        total_fuel_consumed_charge_increasing: Option<Quantity>,
        total_distance_charge_depleting_engine_off: Option<Quantity>,
        total_distance_charge_depleting_engine_running: Option<Quantity>,
        total_distance_charge_increasing: Option<Quantity>,
        total_grid_energy_into_battery: Option<Quantity>,
    ) -> Self {
        let in_order = [
            total_fuel_consumed,
            total_distance_travelled,
            total_fuel_consumed_charge_depleting,
            total_fuel_consumed_charge_increasing,
            total_distance_charge_depleting_engine_off,
            total_distance_charge_depleting_engine_running,
            total_distance_charge_increasing,
            total_grid_energy_into_battery,
        ];
        let mut values = core::Values::default();
        for (parameter, value) in Parameter::ALL.into_iter().zip(in_order) {
            values.set(parameter, value.map(|value| value.0));
        }
        Self(values)
    }

    /// `tfc`: total fuel consumed, l (P-5.42).
    #[getter]
    fn total_fuel_consumed(&self) -> Option<Quantity> {
        self.quantity(Parameter::TotalFuelConsumed)
    }

    /// `tdt`: total distance travelled, km (P-5.42).
    #[getter]
    fn total_distance_travelled(&self) -> Option<Quantity> {
        self.quantity(Parameter::TotalDistanceTravelled)
    }

    /// `tfccdo`: total fuel consumed in charge depleting operation, l (P-5.42).
    #[getter]
    fn total_fuel_consumed_charge_depleting(&self) -> Option<Quantity> {
        self.quantity(Parameter::TotalFuelConsumedChargeDepleting)
    }

    /// `tfcdscio`: total fuel consumed in driver-selectable charge increasing operation,
    /// l (P-5.42).
    #[getter]
    fn total_fuel_consumed_charge_increasing(&self) -> Option<Quantity> {
        self.quantity(Parameter::TotalFuelConsumedChargeIncreasing)
    }

    /// `tdtcdoeo`: total distance travelled in charge depleting operation with engine
    /// off, km (P-5.42).
    #[getter]
    fn total_distance_charge_depleting_engine_off(&self) -> Option<Quantity> {
        self.quantity(Parameter::TotalDistanceChargeDepletingEngineOff)
    }

    /// `tdtcdoer`: total distance travelled in charge depleting operation with engine
    /// running, km (P-5.42).
    #[getter]
    fn total_distance_charge_depleting_engine_running(&self) -> Option<Quantity> {
        self.quantity(Parameter::TotalDistanceChargeDepletingEngineRunning)
    }

    /// `tdtdscio`: total distance travelled in driver-selectable charge increasing
    /// operation, km (P-5.42).
    #[getter]
    fn total_distance_charge_increasing(&self) -> Option<Quantity> {
        self.quantity(Parameter::TotalDistanceChargeIncreasing)
    }

    /// `tgeib`: total grid energy into the battery, kWh (P-5.42).
    #[getter]
    fn total_grid_energy_into_battery(&self) -> Option<Quantity> {
        self.quantity(Parameter::TotalGridEnergyIntoBattery)
    }

    /// The value of `parameter`, a `Parameter` or its wire name, in its unit; `None` where
    /// the vehicle has not got it.
    ///
    /// >>> Values(total_fuel_consumed=32.5).value(Parameter.TOTAL_FUEL_CONSUMED)
    /// Decimal('32.5')
    fn value(&self, parameter: Member<Parameter>) -> Option<Quantity> {
        self.quantity(parameter.0)
    }

    /// The values that are present, by `Parameter`, in the order of Table 7.
    ///
    /// >>> Values(total_fuel_consumed=32.5).present()
    /// {Parameter.TOTAL_FUEL_CONSUMED: Decimal('32.5')}
    fn present(&self) -> Pairs<Member<Parameter>, Quantity> {
        let present = self.0.present();
        Pairs(
            present
                .map(|(parameter, value)| (Member(parameter), Quantity(value)))
                .collect(),
        )
    }

    /// The same as the nearest binary floating point numbers.
    ///
    /// >>> Values(total_fuel_consumed=32.5).floats()
    /// {Parameter.TOTAL_FUEL_CONSUMED: 32.5}
    fn floats(&self) -> Pairs<Member<Parameter>, f64> {
        let present = self.0.present();
        Pairs(
            present
                .map(|(parameter, value)| (Member(parameter), value.as_f64()))
                .collect(),
        )
    }
});
