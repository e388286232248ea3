//! The attributes of a vehicle (P-5.12 to P-5.17, JRC127600 Table 4).

use serde::{Deserialize, Serialize};

use super::{
    AttributeText, CarbonDioxideEmissions, CarbonDioxideReduction, DescriptiveText,
    ElectricEnergyConsumption, FurtherAttributes, InterpolationFamily, TestMass,
    TypeApprovalNumber, Vin,
};
use crate::privacy;

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

    /// The wire name of the first attribute whose text contains `vin`, or has the shape of
    /// a VIN: in any letter case, and with whatever stands between its characters. Such a
    /// vehicle is neither registered nor introduced to the Data Service (P-1.5, P-7.3).
    ///
    /// UUIDs, digits alone, a family number and a type-approval number that are well formed
    /// have no such shape, but none of them may be the vehicle's own number either.
    ///
    /// ```
    /// use iot4emissions_proto::vehicle::{VehicleInfo, Vin};
    ///
    /// let vin: Vin = "JFXHF05K1L4104934".parse()?;
    /// let info: VehicleInfo = serde_json::from_str(r#"{"mk":"JEEP","ve":"wvw-zzz1jzxw-000001"}"#)?;
    /// assert_eq!(info.attribute_containing(&vin), Some("ve"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attribute_containing(&self, vin: &Vin) -> Option<&str> {
        let mut texts = self.texts();
        texts
            .find(|(name, text)| {
                privacy::contains_spread(text, vin.as_str()) || has_vin_shape(name, text)
            })
            .map(|(name, _)| name)
    }

    /// The same without the attributes that have the shape of a VIN: a Data Service leaves
    /// them behind (P-1.5).
    #[must_use]
    pub fn without_vins(mut self) -> Self {
        let shaped = self
            .texts()
            .filter(|(name, text)| has_vin_shape(name, text));
        let names: Vec<String> = shaped.map(|(name, _)| name.to_owned()).collect();
        for name in names {
            self.remove(&name);
        }
        self
    }

    /// Takes away an attribute that is text.
    fn remove(&mut self, name: &str) {
        match name {
            "vfn" => self.family = None,
            "mh" => self.manufacturer = None,
            "tan" => self.type_approval_number = None,
            "t" => self.vehicle_type = None,
            "va" => self.variant = None,
            "ve" => self.version = None,
            "mk" => self.make = None,
            "it" => self.innovative_technology = None,
            further => self.further.remove(further),
        }
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

/// Whether an attribute has the shape of a VIN. Well-formed numbers of families and
/// approvals can look like one where their parts are put together.
fn has_vin_shape(name: &str, text: &str) -> bool {
    match (
        name,
        InterpolationFamily::parse(text),
        TypeApprovalNumber::parse(text),
    ) {
        ("vfn", Some(_), _) => false,
        ("tan", _, Some(number)) => privacy::has_vin_shape(number.act),
        _ => privacy::has_vin_shape(text),
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

    fn info(json: &str) -> VehicleInfo {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn p_1_5_another_vehicles_vin_and_the_own_one_spread_are_found() {
        let vin: Vin = "JFXHF05K1L410493A".parse().unwrap();
        for (json, name) in [
            (r#"{"mk":"WVWZZZ1JZXW000001"}"#, "mk"),
            (r#"{"ve":"wvw zzz1jzxw-000001"}"#, "ve"),
            (r#"{"remark":"VIN: WVWZZZ1JZXW000001."}"#, "remark"),
            (r#"{"it":"JFXHF05K1-L410493A"}"#, "it"),
            (r#"{"vfn":"JFXHF05K1L410493A"}"#, "vfn"),
            (r#"{"tan":"e4*WVWZZZ1JZXW000001*1*1"}"#, "tan"),
        ] {
            assert_eq!(info(json).attribute_containing(&vin), Some(name), "{json}");
            let left = info(json).without_vins();
            assert_eq!(left.attribute_containing(&vin).is_some(), name == "it");
        }
        // A well-formed family number is no VIN, unless it is this one.
        let family = info(r#"{"vfn":"JF-XHF05K1L4104934-1C4-1"}"#);
        assert_eq!(family.attribute_containing(&vin), None);
        let own: Vin = "JFXHF05K1L4104934".parse().unwrap();
        assert_eq!(family.attribute_containing(&own), Some("vfn"));
    }

    #[test]
    fn p_1_5_what_is_no_vin_is_kept() {
        let vin: Vin = "WVWZZZ1JZXW000001".parse().unwrap();
        for json in [
            r#"{"vfn":"IP-123456789012345-1C4-1"}"#,
            r#"{"tan":"e13*2007/46*1410*0123"}"#,
            r#"{"it":"00000000000000000"}"#,
            r#"{"coc":"f371cb00-68ea-4d5d-9bea-d24cbff21234"}"#,
            r#"{"euro":"EURO 6 AP (715/2007*2018/1832AP)"}"#,
        ] {
            assert_eq!(info(json).attribute_containing(&vin), None, "{json}");
            assert_eq!(info(json).without_vins(), info(json), "{json}");
        }
    }

    /// Each text attribute can be left behind, and nothing else goes with it.
    #[test]
    fn p_1_5_what_has_the_shape_is_left_behind() {
        let shape = "WVWZZZ1JZXW000001";
        for name in ["vfn", "mh", "tan", "t", "va", "ve", "mk", "it", "other"] {
            let json = format!(r#"{{"{name}":"{shape}","mt":"1872","kept":"x"}}"#);
            let kept = info(r#"{"mt":"1872","kept":"x"}"#);
            assert_eq!(info(&json).without_vins(), kept, "{name}");
        }
    }

    #[test]
    fn further_attributes_serialise_after_the_known_ones() {
        let json = r#"{"ve":"K5LE1C","erwltp":"1.50","aa":"1","bb":"2"}"#;
        let info: VehicleInfo = serde_json::from_str(json).unwrap();
        assert_eq!(info.further.len(), 2);
        assert_eq!(serde_json::to_string(&info).unwrap(), json);
    }
}
