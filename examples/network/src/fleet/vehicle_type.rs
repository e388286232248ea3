//! The vehicle types of the simulation, read from `data/vehicle-types.json`.

use iot4emissions_proto::message::{DecodeError, Profile, RegistrationRequest};
use iot4emissions_proto::vehicle::VehicleInfo;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::powertrain::{Category, Powertrain};

/// The Registration Request of JRC127600 Box 1: its type is the first of every
/// fleet, and its fictional VIN that of the first vehicle.
pub(super) const BOX_1: &str = r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"vfn":"IP-03_MX_0169-1C4-1","mh":"FIAT GROUP","tan":"E4*2007/46*1410*01","t":"MX","va":"JHVFV","ve":"K5LE1C","mk":"JEEP","mt":"1872","ewltp":"157"}}"#;

/// How far a written consumption may be from the computed one, l/100 km: half of
/// the file's last digit, and a little for binary fractions.
const ROUNDING: f64 = 0.050_001;

/// A type of vehicle: what its approval says, and how vehicles of it are used on
/// average. All values but those of JRC127600 Box 1 are made up.
#[derive(Debug, Clone, PartialEq)]
pub struct VehicleType {
    info: VehicleInfo,
    powertrain: Powertrain,
    category: Category,
    segment: String,
    litres_per_100_kilometres: f64,
    kilometres_per_year: f64,
    plug_in: Option<PlugInType>,
}

/// What only a type that is charged from the grid has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlugInType {
    /// The part of the distance with the engine off, 0 to 1.
    pub(super) electric_share: f64,
    /// WLTP electric energy consumption, kWh/km.
    pub(super) kilowatt_hours_per_kilometre: f64,
}

/// Why a file of vehicle types cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VehicleTypesError {
    /// It is no JSON object of a note and types.
    #[error("expected an object of \"note\" and \"types\": {0}")]
    File(serde_json::Error),
    /// One of the types is wrong.
    #[error("vehicle type {place} ({name}): {problem}")]
    Type {
        /// The type's place in the file, from 1.
        place: usize,
        /// Make, type, variant and version, as far as they can be read.
        name: String,
        /// What is wrong.
        problem: VehicleTypeProblem,
    },
    /// The type of JRC127600 Box 1 is not among them.
    #[error("expected the vehicle type of JRC127600 Box 1 among the types, found {found} others")]
    NoBox1 {
        /// The number of types.
        found: usize,
    },
}

/// What is wrong with one vehicle type.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VehicleTypeProblem {
    /// A member is missing, unknown or of another JSON type.
    #[error("{0}")]
    Members(serde_json::Error),
    /// No vehicle could register with these attributes (P-5.10 to P-5.17).
    #[error("{0}")]
    Attributes(DecodeError),
    /// A member does not fit the others.
    #[error("expected {expected} in {member:?}, found {found}")]
    Member {
        /// The member's name.
        member: &'static str,
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// Two types have the same approval, type, variant and version.
    #[error("expected another approval, type, variant or version than that of vehicle type {of}")]
    Repeats {
        /// The place of the other one, from 1.
        of: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "note")]
    _note: Vec<String>,
    types: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    vehicle_info: Box<RawValue>,
    powertrain: Powertrain,
    category: Category,
    segment: String,
    litres_per_100_kilometres: f64,
    kilometres_per_year: f64,
    electric_share_percent: Option<f64>,
}

impl VehicleType {
    /// The types that come with this program: that of JRC127600 Box 1 first.
    ///
    /// # Errors
    /// As [`VehicleType::read`]; the file that the program was built with has
    /// been tested to have none.
    pub fn built_in() -> Result<Vec<Self>, VehicleTypesError> {
        Self::read(include_str!("../../data/vehicle-types.json"))
    }

    /// The types of a file in the shape of `data/vehicle-types.json`, that of
    /// JRC127600 Box 1 first.
    ///
    /// # Errors
    /// The first thing that is wrong, with the type's place and name: attributes
    /// that a Registration Request could not carry, or that the simulation
    /// cannot do without, and values that contradict each other.
    pub fn read(json: &str) -> Result<Vec<Self>, VehicleTypesError> {
        let file: File = serde_json::from_str(json).map_err(VehicleTypesError::File)?;
        let mut types: Vec<Self> = Vec::with_capacity(file.types.len());
        for (index, raw) in file.types.iter().enumerate() {
            let read = Self::read_one(raw.get()).and_then(|found| {
                match types.iter().position(|other| other.same_version(&found)) {
                    Some(other) => Err(VehicleTypeProblem::Repeats { of: other + 1 }),
                    None => Ok(found),
                }
            });
            types.push(read.map_err(|problem| VehicleTypesError::Type {
                place: index + 1,
                name: name_of(raw.get()),
                problem,
            })?);
        }
        let box_1 = decode(BOX_1).map(|request| request.vehicle_info).ok();
        let place = types.iter().position(|t| Some(&t.info) == box_1.as_ref());
        match place {
            Some(place) => types[..=place].rotate_right(1),
            None => return Err(VehicleTypesError::NoBox1 { found: types.len() }),
        }
        Ok(types)
    }

    /// The attributes as a Registration Request carries them (JRC127600 Table 4).
    #[must_use]
    pub fn info(&self) -> &VehicleInfo {
        &self.info
    }

    /// What drives the vehicle.
    #[must_use]
    pub fn powertrain(&self) -> Powertrain {
        self.powertrain
    }

    /// Passenger car or light commercial vehicle.
    #[must_use]
    pub fn category(&self) -> Category {
        self.category
    }

    /// The segment of the market, in words.
    #[must_use]
    pub fn segment(&self) -> &str {
        &self.segment
    }

    /// Fuel consumption by WLTP, l/100 km, from the CO2 emissions (`ewltp`).
    #[must_use]
    pub fn wltp_litres_per_100_kilometres(&self) -> f64 {
        let emissions = self.info.carbon_dioxide_emissions;
        let grams = emissions.map_or(0, |value| value.grams_per_kilometre());
        f64::from(grams) / self.powertrain.grams_per_kilometre_per_litre()
    }

    /// Average fuel consumption on the road, l/100 km.
    #[must_use]
    pub fn litres_per_100_kilometres(&self) -> f64 {
        self.litres_per_100_kilometres
    }

    /// Average distance in a year, km.
    #[must_use]
    pub fn kilometres_per_year(&self) -> f64 {
        self.kilometres_per_year
    }

    /// The average part of the distance with the engine off and the battery
    /// depleting, 0 to 1; `None` for what is not charged from the grid.
    #[must_use]
    pub fn electric_share(&self) -> Option<f64> {
        self.plug_in.map(|plug_in| plug_in.electric_share)
    }

    /// What only a type that is charged from the grid has.
    pub(super) fn plug_in(&self) -> Option<PlugInType> {
        self.plug_in
    }

    fn read_one(json: &str) -> Result<Self, VehicleTypeProblem> {
        let entry: Entry = serde_json::from_str(json).map_err(VehicleTypeProblem::Members)?;
        // The protocol's own reader decides, so that no type is in the file that
        // the Registration Service would refuse.
        let request = format!(
            r#"{{"vin":"JFXHF05K1L4104934","vehicleInfo":{}}}"#,
            entry.vehicle_info.get()
        );
        let info = decode(&request)
            .map_err(VehicleTypeProblem::Attributes)?
            .vehicle_info;
        check_attributes(&info)?;
        let electricity = info
            .electric_energy_consumption
            .map(|value| f64::from(value.watt_hours_per_kilometre()) / 1000.0);
        let found = Self {
            plug_in: plug_in(entry.powertrain, electricity, entry.electric_share_percent)?,
            info,
            powertrain: entry.powertrain,
            category: entry.category,
            segment: entry.segment,
            litres_per_100_kilometres: entry.litres_per_100_kilometres,
            kilometres_per_year: entry.kilometres_per_year,
        };
        found.check_use()?;
        Ok(found)
    }

    fn check_use(&self) -> Result<(), VehicleTypeProblem> {
        let (litres, kilometres) = (self.litres_per_100_kilometres, self.kilometres_per_year);
        let computed = self.wltp_litres_per_100_kilometres() * self.powertrain.real_world_ratio();
        require(
            (litres - computed).abs() <= ROUNDING,
            "litresPer100Kilometres",
            || format!("{computed:.1}, which follows from ewltp and powertrain"),
            || litres.to_string(),
        )?;
        require(
            (1_000.0..=100_000.0).contains(&kilometres),
            "kilometresPerYear",
            || "1000 to 100000".into(),
            || kilometres.to_string(),
        )?;
        require(
            !self.segment.is_empty(),
            "segment",
            || "a text".into(),
            || "an empty one".into(),
        )
    }

    fn same_version(&self, other: &Self) -> bool {
        let key = |info: &VehicleInfo| {
            (
                info.type_approval_number.clone(),
                info.vehicle_type.clone(),
                info.variant.clone(),
                info.version.clone(),
            )
        };
        key(&self.info) == key(&other.info)
    }
}

/// Attributes that a Registration Request may leave out, but not a type of the
/// simulation: VINs come from the family, fuel from the emissions.
fn check_attributes(info: &VehicleInfo) -> Result<(), VehicleTypeProblem> {
    let text = |text: Option<&str>| text.map_or("none".into(), |text| format!("{text:?}"));
    require(
        info.interpolation_family()
            .is_some_and(|family| family.family_type == "IP"),
        "vfn",
        || "an interpolation family IP-n…-WMI-x".into(),
        || text(info.family.as_ref().map(AsRef::as_ref)),
    )?;
    require(
        info.type_approval().is_some(),
        "tan",
        || "a type-approval number e<n>*<act>*<base>*<ext>".into(),
        || text(info.type_approval_number.as_ref().map(AsRef::as_ref)),
    )?;
    let emissions = info.carbon_dioxide_emissions;
    let all_there = [
        ("mh", info.manufacturer.is_some()),
        ("t", info.vehicle_type.is_some()),
        ("va", info.variant.is_some()),
        ("ve", info.version.is_some()),
        ("mk", info.make.is_some()),
        ("mt", info.test_mass.is_some()),
        (
            "ewltp",
            emissions.is_some_and(|value| value.grams_per_kilometre() > 0),
        ),
        (
            "erwltp",
            info.innovative_technology.is_some() == info.carbon_dioxide_reduction.is_some(),
        ),
    ];
    for (member, there) in all_there {
        require(
            there,
            member,
            || "a value, as the simulation needs it".into(),
            || "none, or 0".into(),
        )?;
    }
    // Further attributes are allowed on the wire (P-5.17), but here they would
    // most likely be a misspelt name of Table 4.
    require(
        info.further.is_empty(),
        "vehicleInfo",
        || "names of JRC127600 Table 4".into(),
        || text(info.further.iter().next().map(|(name, _)| name)),
    )
}

/// Plug-in vehicles, and no others, have an electric share and take energy.
fn plug_in(
    powertrain: Powertrain,
    kilowatt_hours_per_kilometre: Option<f64>,
    percent: Option<f64>,
) -> Result<Option<PlugInType>, VehicleTypeProblem> {
    let expected = match powertrain.is_plug_in() {
        true => format!("a number above 0 for {powertrain}"),
        false => format!("nothing for {powertrain}"),
    };
    let found = |value: Option<f64>| value.map_or("none".into(), |value| value.to_string());
    let fits = |value: Option<f64>| match powertrain.is_plug_in() {
        true => value.is_some_and(|value| value > 0.0),
        false => value.is_none(),
    };
    require(
        fits(kilowatt_hours_per_kilometre),
        "z",
        || expected.clone(),
        || found(kilowatt_hours_per_kilometre.map(|value| value * 1000.0)),
    )?;
    // Vehicles use up to half as much again, and more in summer: this keeps
    // every one of them below 100 %.
    require(
        fits(percent) && percent.is_none_or(|percent| percent <= 60.0),
        "electricSharePercent",
        || format!("{expected}, 60 at most"),
        || found(percent),
    )?;
    Ok(kilowatt_hours_per_kilometre
        .zip(percent)
        .map(|(kilowatt_hours_per_kilometre, percent)| PlugInType {
            electric_share: percent / 100.0,
            kilowatt_hours_per_kilometre,
        }))
}

fn require(
    met: bool,
    member: &'static str,
    expected: impl FnOnce() -> String,
    found: impl FnOnce() -> String,
) -> Result<(), VehicleTypeProblem> {
    if met {
        return Ok(());
    }
    Err(VehicleTypeProblem::Member {
        member,
        expected: expected(),
        found: found(),
    })
}

/// A Registration Request in canonical form.
pub(super) fn decode(json: &str) -> Result<RegistrationRequest, DecodeError> {
    RegistrationRequest::decode(json.as_bytes(), Profile::Strict).map(|decoded| decoded.message)
}

/// Make, type, variant and version of an entry that may be wrong elsewhere.
fn name_of(json: &str) -> String {
    let entry: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    let text = |name| entry["vehicleInfo"][name].as_str();
    let parts: Vec<&str> = ["mk", "t", "va", "ve"]
        .into_iter()
        .filter_map(text)
        .collect();
    match parts.is_empty() {
        true => "without a name".into(),
        false => parts.join(" "),
    }
}
