//! The publication of data for people (P-10).

mod fleet;
mod report;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::publication::{
    self, Attribute, MinVehicles, Month, MonthExclusion, Pseudonym, PseudonymKey,
    PublicationSettings, VehicleExclusion,
};
use iot4emissions_proto::time::UnixSeconds;

use crate::error::Fault;

uniffi::custom_type!(Month, String, {
    remote,
    lower: |month| month.to_string(),
    try_lift: |text| Ok(text.parse()?),
});

uniffi::custom_type!(MinVehicles, u32, {
    remote,
    lower: |least| least.vehicles(),
    try_lift: |vehicles| Ok(MinVehicles::new(vehicles)?),
});

/// What of a vehicle's papers may be published (P-10.6).
#[uniffi::remote(Enum)]
pub enum Attribute {
    Family,
    Manufacturer,
    Make,
    TestMass,
    CarbonDioxideEmissions,
    ElectricEnergyConsumption,
    CarbonDioxideReduction,
    FuelType,
    FuelMode,
}

/// What a publication is made by.
#[derive(uniffi::Record)]
pub struct PublicationSettingsParts {
    by: Vec<Attribute>,
    min_vehicles: MinVehicles,
    first: Option<Month>,
    last: Option<Month>,
}

impl From<PublicationSettingsParts> for PublicationSettings {
    fn from(parts: PublicationSettingsParts) -> Self {
        Self {
            by: parts.by.into_iter().collect(),
            min_vehicles: parts.min_vehicles,
            first: parts.first,
            last: parts.last,
        }
    }
}

/// Whether the bytes are a key (P-10.2). Keys cross as bytes: the facade holds no object of them,
/// so that none has to be closed.
#[uniffi::export]
fn pseudonym_key_check(bytes: Vec<u8>) -> Result<(), Fault> {
    PseudonymKey::from_bytes(&bytes)?;
    Ok(())
}

/// The bytes of a key's hexadecimal digits (P-10.2).
#[uniffi::export]
fn pseudonym_key_from_hex(text: &str) -> Result<Vec<u8>, Fault> {
    // The core's key does not give its bytes away; what it took are digits in pairs.
    PseudonymKey::from_hex(text)?;
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default() as u8;
    let pairs = text.as_bytes().chunks_exact(2);
    Ok(pairs
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect())
}

/// The pseudonym of one owner's time of a device (P-10.2).
#[uniffi::export]
fn pseudonym(key: Vec<u8>, device: DeviceId, segment: u32) -> Result<String, Fault> {
    let key = PseudonymKey::from_bytes(&key)?;
    Ok(Pseudonym::new(&key, &device, segment).to_string())
}

/// Whether the text is a month.
#[uniffi::export]
fn month_check(text: &str) -> Result<(), Fault> {
    text.parse::<Month>()?;
    Ok(())
}

/// The month that a time lies in; none after the year 9999.
#[uniffi::export]
fn month_of(time: UnixSeconds) -> Option<Month> {
    Month::of(time)
}

/// The month after this one.
#[uniffi::export]
fn month_next(month: Month) -> Option<Month> {
    month.next()
}

/// Whether so many vehicles are enough for a group (P-10.5).
#[uniffi::export]
fn min_vehicles_check(vehicles: u32) -> Result<(), Fault> {
    MinVehicles::new(vehicles)?;
    Ok(())
}

/// The attribute of this name (P-10.6).
#[uniffi::export]
fn attribute_of(name: &str) -> Result<Attribute, Fault> {
    Ok(name.parse()?)
}

/// An attribute's name, which is the column's.
#[uniffi::export]
fn attribute_name(attribute: Attribute) -> String {
    attribute.wire_name().to_owned()
}

/// What a publication is made by unless something else is said.
#[uniffi::export]
fn publication_settings_default() -> PublicationSettingsParts {
    let settings = PublicationSettings::default();
    PublicationSettingsParts {
        by: settings.by.into_iter().collect(),
        min_vehicles: settings.min_vehicles,
        first: settings.first,
        last: settings.last,
    }
}

/// The names of the columns of growth, one for each parameter, in their order.
#[uniffi::export]
fn growth_columns() -> Vec<String> {
    publication::COLUMNS.map(str::to_owned).into()
}

/// The codes of all reasons for which a vehicle is left out.
#[uniffi::export]
fn vehicle_exclusion_codes() -> Vec<String> {
    VehicleExclusion::ALL
        .map(|why| why.as_str().to_owned())
        .into()
}

/// The codes of all reasons for which a month is left out.
#[uniffi::export]
fn month_exclusion_codes() -> Vec<String> {
    MonthExclusion::ALL
        .map(|why| why.as_str().to_owned())
        .into()
}
