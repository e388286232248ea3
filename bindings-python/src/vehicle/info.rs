//! The attributes of a vehicle.

use std::collections::BTreeMap;

use iot4emissions_proto::vehicle::{
    self as core, AttributeText, CarbonDioxideEmissions, DescriptiveText,
    ElectricEnergyConsumption, FurtherAttributes, TestMass,
};
use pyo3::prelude::*;

use super::parameter::{Reduction, Text, WholeAttribute};
use super::{InterpolationFamily, TypeApprovalNumber, Vin};
use crate::convert::mapping::Texts;
use crate::error::OrRaise;
use crate::value;

/// The attributes of a vehicle from its certificate of conformity, all optional: there is
/// no place for a VIN.
///
/// Texts raise `VehicleAttributeError` where they are too long or, but for `family` and
/// `innovative_technology`, empty or with control characters. Numbers raise
/// `QuantityError`. `further` are attributes beyond Table 4, at most 32, by name. A text in
/// the shape of a VIN is hidden in the `repr`.
///
/// Clauses: P-5.10, P-5.12 to P-5.17, P-1.5; JRC127600 §3.3.1, Table 4.
///
/// >>> info = VehicleInfo(make="JEEP", test_mass=1575, further={"fuel": "petrol"})
/// >>> info
/// VehicleInfo(make='JEEP', test_mass=1575, further={'fuel': 'petrol'})
/// >>> info.variant is None
/// True
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct VehicleInfo(pub(crate) core::VehicleInfo);

fn further(attributes: Texts) -> PyResult<FurtherAttributes> {
    let mut further = FurtherAttributes::default();
    for (name, text) in attributes.0 {
        let (name, text) = (name.parse().or_raise()?, text.parse().or_raise()?);
        further.insert(name, text).or_raise()?;
    }
    Ok(further)
}

value::field_names!(VehicleInfo: "family", "manufacturer", "type_approval_number", "vehicle_type", "variant", "version", "make", "test_mass", "carbon_dioxide_emissions", "electric_energy_consumption", "innovative_technology", "carbon_dioxide_reduction", "further"; Present);

value::value_methods!(impl VehicleInfo {
    #[new]
    #[pyo3(signature = (
        family = None,
        manufacturer = None,
        type_approval_number = None,
        vehicle_type = None,
        variant = None,
        version = None,
        make = None,
        test_mass = None,
        carbon_dioxide_emissions = None,
        electric_energy_consumption = None,
        innovative_technology = None,
        carbon_dioxide_reduction = None,
        further = None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "the report has that many")]
    fn new(
        family: Option<Text<AttributeText<25>>>,
        manufacturer: Option<Text<DescriptiveText<50>>>,
        type_approval_number: Option<Text<DescriptiveText<50>>>,
        vehicle_type: Option<Text<DescriptiveText<25>>>,
        variant: Option<Text<DescriptiveText<25>>>,
        version: Option<Text<DescriptiveText<35>>>,
        make: Option<Text<DescriptiveText<25>>>,
        test_mass: Option<WholeAttribute<TestMass>>,
        carbon_dioxide_emissions: Option<WholeAttribute<CarbonDioxideEmissions>>,
        electric_energy_consumption: Option<WholeAttribute<ElectricEnergyConsumption>>,
        innovative_technology: Option<Text<AttributeText<25>>>,
        carbon_dioxide_reduction: Option<Reduction>,
        further: Option<Texts>,
    ) -> PyResult<Self> {
        Ok(Self(core::VehicleInfo {
            family: family.map(|text| text.0),
            manufacturer: manufacturer.map(|text| text.0),
            type_approval_number: type_approval_number.map(|text| text.0),
            vehicle_type: vehicle_type.map(|text| text.0),
            variant: variant.map(|text| text.0),
            version: version.map(|text| text.0),
            make: make.map(|text| text.0),
            test_mass: test_mass.map(|value| value.0),
            carbon_dioxide_emissions: carbon_dioxide_emissions.map(|value| value.0),
            electric_energy_consumption: electric_energy_consumption.map(|value| value.0),
            innovative_technology: innovative_technology.map(|text| text.0),
            carbon_dioxide_reduction: carbon_dioxide_reduction.map(|value| value.0),
            further: further.map_or_else(|| Ok(FurtherAttributes::default()), self::further)?,
        }))
    }

    /// `vfn`: vehicle (interpolation) family number, at most 25 characters (P-5.12).
    #[getter]
    fn family(&self) -> Option<&str> {
        Some(self.0.family.as_ref()?.as_str())
    }

    /// `mh`: manufacturer by its EU standard denomination, 1 to 50 characters (P-5.13).
    #[getter]
    fn manufacturer(&self) -> Option<&str> {
        Some(self.0.manufacturer.as_ref()?.as_str())
    }

    /// `tan`: type-approval number, 1 to 50 characters (P-5.13).
    #[getter]
    fn type_approval_number(&self) -> Option<&str> {
        Some(self.0.type_approval_number.as_ref()?.as_str())
    }

    /// `t`: type, 1 to 25 characters (P-5.13).
    #[getter]
    fn vehicle_type(&self) -> Option<&str> {
        Some(self.0.vehicle_type.as_ref()?.as_str())
    }

    /// `va`: variant, 1 to 25 characters (P-5.13).
    #[getter]
    fn variant(&self) -> Option<&str> {
        Some(self.0.variant.as_ref()?.as_str())
    }

    /// `ve`: version, 1 to 35 characters (P-5.13).
    #[getter]
    fn version(&self) -> Option<&str> {
        Some(self.0.version.as_ref()?.as_str())
    }

    /// `mk`: make, 1 to 25 characters (P-5.13).
    #[getter]
    fn make(&self) -> Option<&str> {
        Some(self.0.make.as_ref()?.as_str())
    }

    /// `mt`: WLTP test mass, kg, 0 to 99999 (P-5.14).
    #[getter]
    fn test_mass(&self) -> Option<u32> {
        Some(self.0.test_mass?.kilograms())
    }

    /// `ewltp`: specific CO2 emissions by WLTP, g/km, 0 to 99999 (P-5.14).
    #[getter]
    fn carbon_dioxide_emissions(&self) -> Option<u32> {
        Some(self.0.carbon_dioxide_emissions?.grams_per_kilometre())
    }

    /// `z`: electric energy consumption, Wh/km, 0 to 99999 (P-5.14).
    #[getter]
    fn electric_energy_consumption(&self) -> Option<u32> {
        Some(
            self.0
                .electric_energy_consumption?
                .watt_hours_per_kilometre(),
        )
    }

    /// `it`: code of the innovative technology, at most 25 characters (P-5.15).
    #[getter]
    fn innovative_technology(&self) -> Option<&str> {
        Some(self.0.innovative_technology.as_ref()?.as_str())
    }

    /// `erwltp`: reduction of CO2 emissions by innovative technology, g/km, a `Decimal`
    /// with two places, 0.00 to 999.99 (P-5.16).
    #[getter]
    fn carbon_dioxide_reduction(&self) -> Option<Reduction> {
        self.0.carbon_dioxide_reduction.map(Reduction)
    }

    /// Attributes beyond Table 4, at most 32, by name in byte order: names of 1 to 16
    /// letters and digits that begin with a letter, texts of at most 50 characters
    /// (P-5.17).
    #[getter]
    fn further(&self) -> BTreeMap<&str, &str> {
        self.0.further.iter().collect()
    }

    /// The parts of `family`, where it is an interpolation family identifier, otherwise
    /// `None` (P-5.12).
    #[getter]
    fn interpolation_family(&self) -> Option<InterpolationFamily> {
        self.0.interpolation_family().map(Into::into)
    }

    /// The parts of `type_approval_number`, where it has that form, otherwise `None`
    /// (P-5.13).
    #[getter]
    fn type_approval(&self) -> Option<TypeApprovalNumber> {
        self.0.type_approval().map(Into::into)
    }

    /// The wire name of the first attribute whose text contains `vin`, in any letter case,
    /// or `None`: such a vehicle is not to be introduced to the Data Service (P-1.5,
    /// P-7.3).
    ///
    /// >>> info = VehicleInfo(variant="of JFXHF05K1L4104934")
    /// >>> info.attribute_containing(Vin("JFXHF05K1L4104934"))
    /// 'va'
    fn attribute_containing(&self, vin: &Vin) -> Option<&str> {
        self.0.attribute_containing(&vin.0)
    }
});
