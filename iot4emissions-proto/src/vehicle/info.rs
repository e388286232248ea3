//! The attributes of a vehicle (P-5.12 to P-5.17, JRC127600 Table 4).

use serde::{Deserialize, Serialize};

use super::{
    AttributeText, CarbonDioxideEmissions, CarbonDioxideReduction, DescriptiveText,
    ElectricEnergyConsumption, FurtherAttributes, InterpolationFamily, TestMass,
    TypeApprovalNumber, Vin,
};

/// Attributes from the vehicle's certificate of conformity, all optional
/// (P-5.10, JRC127600 §3.3.1 and Table 4). They go to the Data Service as well:
/// there is no field for a VIN (P-1.5).
///
/// Serialised, it is the `vehicleInfo` object of the canonical Registration
/// Request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct VehicleInfo {
    /// `vfn`: vehicle (interpolation) family number, at most 25 characters.
    #[serde(rename = "vfn", default, skip_serializing_if = "Option::is_none")]
    pub family: Option<AttributeText<25>>,
    /// `mh`: manufacturer by its EU standard denomination, 1 to 50 characters.
    #[serde(rename = "mh", default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<DescriptiveText<50>>,
    /// `tan`: type-approval number, 1 to 50 characters.
    #[serde(rename = "tan", default, skip_serializing_if = "Option::is_none")]
    pub type_approval_number: Option<DescriptiveText<50>>,
    /// `t`: type, 1 to 25 characters.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub vehicle_type: Option<DescriptiveText<25>>,
    /// `va`: variant, 1 to 25 characters.
    #[serde(rename = "va", default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<DescriptiveText<25>>,
    /// `ve`: version, 1 to 35 characters.
    #[serde(rename = "ve", default, skip_serializing_if = "Option::is_none")]
    pub version: Option<DescriptiveText<35>>,
    /// `mk`: make, 1 to 25 characters.
    #[serde(rename = "mk", default, skip_serializing_if = "Option::is_none")]
    pub make: Option<DescriptiveText<25>>,
    /// `mt`: WLTP test mass, kg.
    #[serde(rename = "mt", default, skip_serializing_if = "Option::is_none")]
    pub test_mass: Option<TestMass>,
    /// `ewltp`: specific CO2 emissions by WLTP, g/km.
    #[serde(rename = "ewltp", default, skip_serializing_if = "Option::is_none")]
    pub carbon_dioxide_emissions: Option<CarbonDioxideEmissions>,
    /// `z`: electric energy consumption, Wh/km.
    #[serde(rename = "z", default, skip_serializing_if = "Option::is_none")]
    pub electric_energy_consumption: Option<ElectricEnergyConsumption>,
    /// `it`: code of the innovative technology, at most 25 characters.
    #[serde(rename = "it", default, skip_serializing_if = "Option::is_none")]
    pub innovative_technology: Option<AttributeText<25>>,
    /// `erwltp`: reduction of CO2 emissions by innovative technology, g/km in
    /// hundredths.
    #[serde(rename = "erwltp", default, skip_serializing_if = "Option::is_none")]
    pub carbon_dioxide_reduction: Option<CarbonDioxideReduction>,
    /// Further attributes of the certificate of conformity (P-5.17), written
    /// after the others.
    #[serde(flatten)]
    pub further: FurtherAttributes,
}

impl VehicleInfo {
    /// The member names of Table 4 in its order.
    pub const WIRE_NAMES: [&'static str; 12] = [
        "vfn", "mh", "tan", "t", "va", "ve", "mk", "mt", "ewltp", "z", "it", "erwltp",
    ];

    /// The parts of the family number, where it is an interpolation family
    /// identifier (P-5.12).
    #[must_use]
    pub fn interpolation_family(&self) -> Option<InterpolationFamily<'_>> {
        InterpolationFamily::parse(self.family.as_ref()?.as_str())
    }

    /// The parts of the type-approval number, where it has that form (P-5.13).
    #[must_use]
    pub fn type_approval(&self) -> Option<TypeApprovalNumber<'_>> {
        TypeApprovalNumber::parse(self.type_approval_number.as_ref()?.as_str())
    }

    /// The wire name of the first attribute whose text contains `vin`, in any
    /// letter case: such a vehicle is not to be introduced to the Data Service
    /// (P-1.5, P-7.3).
    #[must_use]
    pub fn attribute_containing(&self, vin: &Vin) -> Option<&str> {
        let vin = vin.as_str();
        let contains = |text: &str| {
            text.as_bytes()
                .windows(vin.len())
                .any(|window| window.eq_ignore_ascii_case(vin.as_bytes()))
        };
        self.texts()
            .find(|(_, text)| contains(text))
            .map(|(name, _)| name)
    }

    /// Every attribute that is text, with its wire name. Numbers have at most six
    /// characters and can hide nothing.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let known: [(&str, Option<&str>); 8] = [
            ("vfn", self.family.as_ref().map(AttributeText::as_str)),
            (
                "mh",
                self.manufacturer.as_ref().map(DescriptiveText::as_str),
            ),
            (
                "tan",
                self.type_approval_number
                    .as_ref()
                    .map(DescriptiveText::as_str),
            ),
            ("t", self.vehicle_type.as_ref().map(DescriptiveText::as_str)),
            ("va", self.variant.as_ref().map(DescriptiveText::as_str)),
            ("ve", self.version.as_ref().map(DescriptiveText::as_str)),
            ("mk", self.make.as_ref().map(DescriptiveText::as_str)),
            (
                "it",
                self.innovative_technology
                    .as_ref()
                    .map(AttributeText::as_str),
            ),
        ];
        known
            .into_iter()
            .filter_map(|(name, text)| Some((name, text?)))
            .chain(self.further.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_1_5_a_vin_in_an_attribute_is_found_in_any_letter_case() {
        let vin: Vin = "JFXHF05K1L4104934".parse().unwrap();
        let mut info = VehicleInfo {
            version: Some("K5LE1C".parse().unwrap()),
            ..VehicleInfo::default()
        };
        assert_eq!(info.attribute_containing(&vin), None);
        info.further
            .insert(
                "x".parse().unwrap(),
                "no jfxhf05k1L4104934!".parse().unwrap(),
            )
            .unwrap();
        assert_eq!(info.attribute_containing(&vin), Some("x"));
        info.version = Some("JFXHF05K1L4104934".parse().unwrap());
        assert_eq!(info.attribute_containing(&vin), Some("ve"));
        assert!(!format!("{info:?}").contains("4104934"));
    }

    #[test]
    fn further_attributes_serialise_after_the_known_ones() {
        let json = r#"{"ve":"K5LE1C","erwltp":"1.50","aa":"1","bb":"2"}"#;
        let info: VehicleInfo = serde_json::from_str(json).unwrap();
        assert_eq!(info.further.len(), 2);
        assert_eq!(serde_json::to_string(&info).unwrap(), json);
    }
}
