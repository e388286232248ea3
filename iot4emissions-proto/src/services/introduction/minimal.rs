//! The allow-list of what the Data Service learns.

use super::{FuelMode, FuelType};
use crate::vehicle::{
    AttributeText, CarbonDioxideEmissions, CarbonDioxideReduction, DescriptiveText,
    ElectricEnergyConsumption, TestMass, VehicleInfo,
};

/// The names under which fuel type and mode come, and go on.
const FUEL_TYPE: &str = "ft";
const FUEL_MODE: &str = "fm";

/// The test mass is told in steps of so many kilograms, and goes to so many (P-5.14).
const STEP: u32 = 100;
const LARGEST: u32 = 99_999;

/// What the Data Service learns of a vehicle by default (P-1.6): a type of its own, which has
/// no room for anything else, free attributes, type, variant and version among it.
///
/// ```
/// use iot4emissions_proto::services::introduction::MinimalAttributes;
/// use iot4emissions_proto::vehicle::VehicleInfo;
///
/// let papers = r#"{"vfn":"IP-03_MX_0169-1C4-1","tan":"e4*2007/46*1410*01","mk":"JEEP","mt":"1872","Ft":"PETROL","note":"x"}"#;
/// let papers: VehicleInfo = serde_json::from_str(papers)?;
/// let introduced = VehicleInfo::from(MinimalAttributes::of(&papers));
/// assert_eq!(
///     serde_json::to_string(&introduced)?,
///     r#"{"vfn":"IP-03_MX_0169-1C4-1","mk":"JEEP","mt":"1900","ft":"petrol"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct MinimalAttributes {
    /// The interpolation family, where its number is well formed (P-5.12): what comparison
    /// with type approval needs.
    pub family: Option<AttributeText<25>>,
    /// The manufacturer, where the text has no digit: a VIN has some.
    pub manufacturer: Option<DescriptiveText<50>>,
    /// The make, where the text has no digit.
    pub make: Option<DescriptiveText<25>>,
    /// The WLTP test mass in steps of 100 kg, the nearest.
    pub test_mass: Option<TestMass>,
    /// Specific CO2 emissions by WLTP, g/km.
    pub carbon_dioxide_emissions: Option<CarbonDioxideEmissions>,
    /// Electric energy consumption, Wh/km.
    pub electric_energy_consumption: Option<ElectricEnergyConsumption>,
    /// Reduction of CO2 emissions by innovative technology, g/km in hundredths.
    pub carbon_dioxide_reduction: Option<CarbonDioxideReduction>,
    /// The fuel type, out of a further attribute `ft` in either letter case.
    pub fuel_type: Option<FuelType>,
    /// The fuel mode, out of a further attribute `fm` in either letter case.
    pub fuel_mode: Option<FuelMode>,
}

impl MinimalAttributes {
    /// What of a vehicle's attributes is on the list.
    #[must_use]
    pub fn of(attributes: &VehicleInfo) -> Self {
        let further = |name: &str| {
            let mut further = attributes.further.iter();
            further.find(|(found, _)| found.eq_ignore_ascii_case(name))
        };
        Self {
            family: attributes
                .interpolation_family()
                .and(attributes.family.clone()),
            manufacturer: without_digits(attributes.manufacturer.as_ref()),
            make: without_digits(attributes.make.as_ref()),
            test_mass: attributes.test_mass.map(in_steps),
            carbon_dioxide_emissions: attributes.carbon_dioxide_emissions,
            electric_energy_consumption: attributes.electric_energy_consumption,
            carbon_dioxide_reduction: attributes.carbon_dioxide_reduction,
            fuel_type: further(FUEL_TYPE).and_then(|(_, text)| text.parse().ok()),
            fuel_mode: further(FUEL_MODE).and_then(|(_, text)| text.parse().ok()),
        }
    }
}

impl From<MinimalAttributes> for VehicleInfo {
    fn from(minimal: MinimalAttributes) -> Self {
        let mut info = Self {
            family: minimal.family,
            manufacturer: minimal.manufacturer,
            make: minimal.make,
            test_mass: minimal.test_mass,
            carbon_dioxide_emissions: minimal.carbon_dioxide_emissions,
            electric_energy_consumption: minimal.electric_energy_consumption,
            carbon_dioxide_reduction: minimal.carbon_dioxide_reduction,
            ..Self::default()
        };
        for (name, word) in [
            (FUEL_TYPE, minimal.fuel_type.map(FuelType::as_str)),
            (FUEL_MODE, minimal.fuel_mode.map(FuelMode::as_str)),
        ] {
            if let (Ok(name), Some(Ok(word))) = (name.parse(), word.map(str::parse)) {
                // Two of 32.
                let _ = info.further.insert(name, word);
            }
        }
        info
    }
}

fn without_digits<const LIMIT: usize>(
    text: Option<&DescriptiveText<LIMIT>>,
) -> Option<DescriptiveText<LIMIT>> {
    let digits = |text: &&DescriptiveText<LIMIT>| text.as_str().chars().any(char::is_numeric);
    text.filter(|text| !digits(text)).cloned()
}

/// The nearest step that is a mass.
fn in_steps(mass: TestMass) -> TestMass {
    let nearest = (mass.kilograms() + STEP / 2) / STEP;
    TestMass::from_kilograms(nearest.min(LARGEST / STEP) * STEP).unwrap_or(mass)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn introduced(json: &str) -> String {
        let info: VehicleInfo = serde_json::from_str(json).unwrap();
        serde_json::to_string(&VehicleInfo::from(MinimalAttributes::of(&info))).unwrap()
    }

    #[test]
    fn p_1_6_what_is_not_on_the_list_stays_behind() {
        let full = r#"{"vfn":"IP-03_MX_0169-1C4-1","mh":"FCA ITALY S.P.A.","tan":"e4*2007/46*1410*01","t":"BU","va":"BXB","ve":"K5LE1C","mk":"JEEP","mt":"1872","ewltp":"164","z":"0","it":"e9 37","erwltp":"1.50","Fm":"h","Ft":"Petrol/Electric","cn":"COMPASS","x":"y"}"#;
        assert_eq!(
            introduced(full),
            r#"{"vfn":"IP-03_MX_0169-1C4-1","mh":"FCA ITALY S.P.A.","mk":"JEEP","mt":"1900","ewltp":"164","z":"0","erwltp":"1.50","fm":"H","ft":"petrol/electric"}"#
        );
        assert_eq!(introduced("{}"), "{}");
    }

    #[test]
    fn p_1_6_what_is_on_the_list_has_its_form() {
        for (name, text, told) in [
            ("vfn", "03_MX_0169", None),
            ("vfn", "IP-03-MX-0169-1C4-1", None),
            ("mk", "WVWZZZ1JZXW000001", None),
            ("mk", "JEEP 4", None),
            ("mk", "JEEP \u{0664}", None),
            ("mh", "Volkswagen AG", Some("Volkswagen AG")),
            ("mh", "000001", None),
            ("ft", "WVWZZZ1JZXW", None),
            ("ft", "DIESEL", Some("diesel")),
            ("fm", "X", None),
            ("fm", "p", Some("P")),
            ("mt", "1949", Some("1900")),
            ("mt", "1950", Some("2000")),
            ("mt", "49", Some("0")),
            ("mt", "99999", Some("99900")),
        ] {
            let object = |text: &str| format!(r#"{{"{name}":"{text}"}}"#);
            let expected = told.map_or("{}".to_owned(), object);
            assert_eq!(introduced(&object(text)), expected, "{text}");
        }
    }

    proptest! {
        /// Whatever somebody writes into the attributes that are text, nothing of a serial
        /// number comes through: its digits have no place but in a family's number.
        #[test]
        fn p_1_6_no_serial_number_comes_through(
            serial in "[1-9][0-9]{5}",
            names in proptest::sample::subsequence(
                vec!["mh", "tan", "t", "va", "ve", "mk", "it", "ft", "fm", "cn", "a1"], 1..=11,
            ),
            before in "[A-Z ]{0,4}",
        ) {
            let members: Vec<String> = names
                .iter()
                .map(|name| format!(r#""{name}":"{before}{serial}""#))
                .collect();
            let told = introduced(&format!("{{{}}}", members.join(",")));
            prop_assert!(!told.contains(&serial), "{}", told);
        }
    }
}
