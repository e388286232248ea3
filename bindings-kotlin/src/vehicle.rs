//! The vehicle: VIN and attributes (P-5.10 to P-5.17).

use std::collections::HashMap;

use iot4emissions_proto::vehicle::{
    CarbonDioxideEmissions, CarbonDioxideReduction, ElectricEnergyConsumption, FurtherAttributes,
    InterpolationFamily, TestMass, TypeApprovalNumber, VehicleInfo, Vin,
};

use crate::error::Fault;

uniffi::custom_type!(Vin, String, {
    remote,
    lower: |vin| vin.as_str().to_owned(),
    try_lift: |text| Ok(text.parse()?),
});

uniffi::custom_type!(VehicleInfo, VehicleAttributes, {
    remote,
    lower: |info| VehicleAttributes::of(&info),
    try_lift: |attributes| Ok(attributes.info()?),
});

/// The attributes of a vehicle, as texts and numbers.
#[derive(Debug, Clone, uniffi::Record)]
pub struct VehicleAttributes {
    family: Option<String>,
    manufacturer: Option<String>,
    type_approval_number: Option<String>,
    vehicle_type: Option<String>,
    variant: Option<String>,
    version: Option<String>,
    make: Option<String>,
    /// kg
    test_mass: Option<u32>,
    /// g/km
    carbon_dioxide_emissions: Option<u32>,
    /// Wh/km
    electric_energy_consumption: Option<u32>,
    innovative_technology: Option<String>,
    /// Hundredths of g/km
    carbon_dioxide_reduction: Option<u32>,
    further: HashMap<String, String>,
}

fn read<T>(text: Option<&String>) -> Result<Option<T>, Fault>
where
    T: std::str::FromStr,
    Fault: From<T::Err>,
{
    Ok(text.map(|text| text.parse()).transpose()?)
}

impl VehicleAttributes {
    fn of(info: &VehicleInfo) -> Self {
        let further = info.further.iter();
        Self {
            family: info.family.as_ref().map(ToString::to_string),
            manufacturer: info.manufacturer.as_ref().map(ToString::to_string),
            type_approval_number: info.type_approval_number.as_ref().map(ToString::to_string),
            vehicle_type: info.vehicle_type.as_ref().map(ToString::to_string),
            variant: info.variant.as_ref().map(ToString::to_string),
            version: info.version.as_ref().map(ToString::to_string),
            make: info.make.as_ref().map(ToString::to_string),
            test_mass: info.test_mass.map(TestMass::kilograms),
            carbon_dioxide_emissions: info
                .carbon_dioxide_emissions
                .map(CarbonDioxideEmissions::grams_per_kilometre),
            electric_energy_consumption: info
                .electric_energy_consumption
                .map(ElectricEnergyConsumption::watt_hours_per_kilometre),
            innovative_technology: info.innovative_technology.as_ref().map(ToString::to_string),
            carbon_dioxide_reduction: info
                .carbon_dioxide_reduction
                .map(CarbonDioxideReduction::hundredths),
            further: further
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .collect(),
        }
    }

    fn info(&self) -> Result<VehicleInfo, Fault> {
        let mut further = FurtherAttributes::default();
        for (name, text) in &self.further {
            further.insert(name.parse()?, text.parse()?)?;
        }
        Ok(VehicleInfo {
            family: read(self.family.as_ref())?,
            manufacturer: read(self.manufacturer.as_ref())?,
            type_approval_number: read(self.type_approval_number.as_ref())?,
            vehicle_type: read(self.vehicle_type.as_ref())?,
            variant: read(self.variant.as_ref())?,
            version: read(self.version.as_ref())?,
            make: read(self.make.as_ref())?,
            test_mass: self.test_mass.map(TestMass::from_kilograms).transpose()?,
            carbon_dioxide_emissions: self
                .carbon_dioxide_emissions
                .map(CarbonDioxideEmissions::from_grams_per_kilometre)
                .transpose()?,
            electric_energy_consumption: self
                .electric_energy_consumption
                .map(ElectricEnergyConsumption::from_watt_hours_per_kilometre)
                .transpose()?,
            innovative_technology: read(self.innovative_technology.as_ref())?,
            carbon_dioxide_reduction: self
                .carbon_dioxide_reduction
                .map(CarbonDioxideReduction::from_hundredths)
                .transpose()?,
            further,
        })
    }
}

/// Whether the text is a VIN (P-5.11).
#[uniffi::export]
fn vin_check(text: &str) -> Result<(), Fault> {
    text.parse::<Vin>()?;
    Ok(())
}

/// Whether these are attributes of a vehicle.
#[uniffi::export]
fn vehicle_info_check(attributes: VehicleAttributes) -> Result<(), Fault> {
    attributes.info()?;
    Ok(())
}

/// How the attributes are shown: without what is in the shape of a VIN.
#[uniffi::export]
fn vehicle_info_shown(info: VehicleInfo) -> String {
    iot4emissions_proto::privacy::hide_vins(&format!("{info:?}")).into_owned()
}

/// The wire name of the first attribute whose text contains the VIN (P-1.5).
#[uniffi::export]
fn vehicle_info_attribute_containing(info: VehicleInfo, vin: Vin) -> Option<String> {
    info.attribute_containing(&vin).map(str::to_owned)
}

/// The parts of a type-approval number (P-5.13).
#[derive(uniffi::Record)]
pub struct TypeApprovalParts {
    member_state: u8,
    act: String,
    base: String,
    extension: String,
}

/// The parts of a type-approval number.
#[uniffi::export]
fn type_approval_parts(text: &str) -> Result<TypeApprovalParts, Fault> {
    let number = TypeApprovalNumber::try_from(text)?;
    Ok(TypeApprovalParts {
        member_state: number.member_state,
        act: number.act.to_owned(),
        base: number.base.to_owned(),
        extension: number.extension.to_owned(),
    })
}

/// The parts of an interpolation family identifier (P-5.12).
#[derive(uniffi::Record)]
pub struct InterpolationFamilyParts {
    family_type: String,
    number: String,
    world_manufacturer_identifier: String,
    suffix: String,
}

/// The parts of an interpolation family identifier.
#[uniffi::export]
fn interpolation_family_parts(text: &str) -> Result<InterpolationFamilyParts, Fault> {
    let family = InterpolationFamily::try_from(text)?;
    Ok(InterpolationFamilyParts {
        family_type: family.family_type.to_owned(),
        number: family.number.to_owned(),
        world_manufacturer_identifier: family.world_manufacturer_identifier.to_owned(),
        suffix: family.suffix.to_string(),
    })
}
