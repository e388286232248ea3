//! What of a vehicle's papers a publication may have (P-10.6): the allow-list of P-1.6.

use std::fmt;
use std::str::FromStr;

use crate::services::introduction::{FuelMode, FuelType, MinimalAttributes};

macro_rules! attributes {
    ($($(#[$about:meta])* $variant:ident => $name:literal, $of:expr;)+) => {
        /// An attribute of the allow-list of P-1.6, by which a publication tells vehicles apart
        /// and puts them into groups. There is no other: no type, variant, version,
        /// type-approval number or further attribute can be published.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Attribute {
            $($(#[$about])* $variant),+
        }

        impl Attribute {
            /// All of them, in the order of a publication's columns.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The name in Table 4 or in the public register, which is the column's.
            #[must_use]
            pub const fn wire_name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// What a vehicle has of it, as text.
            #[must_use]
            pub fn of(self, attributes: &MinimalAttributes) -> Option<String> {
                match self {
                    $(Self::$variant => {
                        let of: fn(&MinimalAttributes) -> Option<String> = $of;
                        of(attributes)
                    })+
                }
            }
        }
    };
}

attributes! {
    /// The interpolation family.
    Family => "vfn", |of| of.family.as_ref().map(|text| text.as_str().to_owned());
    /// The manufacturer.
    Manufacturer => "mh", |of| of.manufacturer.as_ref().map(|text| text.as_str().to_owned());
    /// The make.
    Make => "mk", |of| of.make.as_ref().map(|text| text.as_str().to_owned());
    /// The WLTP test mass, kg, to the nearest 100.
    TestMass => "mt", |of| of.test_mass.map(Into::into);
    /// Specific CO2 emissions by WLTP, g/km.
    CarbonDioxideEmissions => "ewltp", |of| of.carbon_dioxide_emissions.map(Into::into);
    /// Electric energy consumption, Wh/km.
    ElectricEnergyConsumption => "z", |of| of.electric_energy_consumption.map(Into::into);
    /// Reduction of CO2 emissions by innovative technology, g/km.
    CarbonDioxideReduction => "erwltp", |of| of.carbon_dioxide_reduction.map(Into::into);
    /// The fuel type.
    FuelType => "ft", |of| of.fuel_type.map(|word| FuelType::as_str(word).to_owned());
    /// The fuel mode.
    FuelMode => "fm", |of| of.fuel_mode.map(|word| FuelMode::as_str(word).to_owned());
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.wire_name())
    }
}

/// No attribute of the list. It does not repeat the text, which may hold a VIN (P-1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an attribute that may be published, one of vfn, mh, mk, mt, ewltp, z, erwltp, ft, fm, found another text"
)]
pub struct AttributeNameError;

impl AttributeNameError {
    /// The stable code, `unknown-attribute`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "unknown-attribute"
    }
}

impl FromStr for Attribute {
    type Err = AttributeNameError;

    fn from_str(text: &str) -> Result<Self, AttributeNameError> {
        let mut all = Self::ALL.into_iter();
        all.find(|attribute| attribute.wire_name() == text)
            .ok_or(AttributeNameError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vehicle::VehicleInfo;

    #[test]
    fn p_10_6_the_allow_list_of_p_1_6_and_nothing_else() {
        let papers = r#"{"vfn":"IP-03_MX_0169-1C4-1","mh":"FCA ITALY S.P.A.","tan":"e4*2007/46*1410*01","t":"BU","mk":"JEEP","mt":"1872","ewltp":"164","z":"0","erwltp":"1.50","ft":"petrol","fm":"h","x":"y"}"#;
        let papers: VehicleInfo = serde_json::from_str(papers).unwrap();
        let attributes = MinimalAttributes::of(&papers);
        let columns: Vec<_> = Attribute::ALL
            .iter()
            .map(|one| format!("{one}={}", one.of(&attributes).unwrap()))
            .collect();
        assert_eq!(
            columns.join(" "),
            "vfn=IP-03_MX_0169-1C4-1 mh=FCA ITALY S.P.A. mk=JEEP mt=1900 ewltp=164 z=0 erwltp=1.50 ft=petrol fm=H"
        );
        for attribute in Attribute::ALL {
            assert_eq!(attribute.wire_name().parse(), Ok(attribute));
            assert_eq!(attribute.of(&MinimalAttributes::default()), None);
            let listed = AttributeNameError.to_string();
            assert!(listed.contains(&format!(" {attribute},")), "{listed}");
        }
        for text in ["tan", "t", "va", "ve", "state", "device", "VFN", ""] {
            assert_eq!(text.parse::<Attribute>(), Err(AttributeNameError));
        }
    }
}
