//! Registration Request (P-5.10 to P-5.17, JRC127600 Table 4 and Box 1).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::reading::decode;
use super::reading::member::{NumberForm, NumberRule, Object, is_absent, number, string};
use super::reading::path::Path;
use super::reading::report::Report;
use super::reading::tree::{Kind, Member, Node};
use super::{DecodeError, DecodeOptions, Decoded, IssueCode};
use crate::identity::{SealedDeviceId, SealedDeviceIdError};
use crate::privacy::shown;
use crate::vehicle::{
    AttributeError, AttributeName, CarbonDioxideEmissions, CarbonDioxideReduction,
    ElectricEnergyConsumption, FurtherAttributes, TestMass, VehicleInfo, Vin, VinError,
};

/// What a device asks the Registration Service with: the vehicle's VIN and its
/// attributes (P-5.10, JRC127600 Table 4). The VIN is personal data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationRequest {
    /// The vehicle identification number.
    pub vin: Vin,
    /// The vehicle's attributes; every one of them is optional.
    #[serde(rename = "vehicleInfo")]
    pub vehicle_info: VehicleInfo,
    /// The ID under which the Data Service is to know the device, sealed for it, where that is
    /// not the one that the Registration Service knows (P-1.7).
    #[serde(
        rename = "dataDevice",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub data_device: Option<SealedDeviceId>,
}

const NAME: &str = "Registration Request";
const CLAUSE: &str = "JRC127600 Table 4";

impl RegistrationRequest {
    /// Reads a payload.
    ///
    /// # Errors
    /// Every problem found (P-5.3); no text repeats the VIN.
    pub fn decode(
        payload: &[u8],
        reading: impl Into<DecodeOptions>,
    ) -> Result<Decoded<Self>, DecodeError> {
        decode(NAME, payload, reading.into(), read)
    }

    /// The canonical bytes (P-5.1): the known attributes in the order of Table 4,
    /// then the others in byte order of their names; behind them `dataDevice`, if any.
    ///
    /// # Panics
    /// Never: strings are always writable.
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings are always writable as JSON")
    }
}

fn read<'a>(node: &Node<'a>, report: &mut Report<'a>) -> Option<RegistrationRequest> {
    let top = Path::TOP;
    let mut object = Object::of(node, &top, report)?;
    let vin = object.require("vin", &top, report);
    let vin = vin.and_then(|node| read_vin(&node, &top.name("vin"), report));
    let info = object.require("vehicleInfo", &top, report);
    let info = info.and_then(|node| read_info(&node, &top.name("vehicleInfo"), report));
    let data_device = object.take("dataDevice", &top, report);
    let data_device = data_device.map(|node| read_sealed(&node, &top.name("dataDevice"), report));
    object.finish(&top, CLAUSE, report);
    Some(RegistrationRequest {
        vin: vin?,
        vehicle_info: info?,
        data_device: data_device.map_or(Some(None), |sealed| sealed.map(Some))?,
    })
}

/// The error says nothing of the text but its length.
fn read_sealed<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> Option<SealedDeviceId> {
    let text = string(node, path, report)?;
    let error = match text.parse() {
        Ok(sealed) => return Some(sealed),
        Err(error) => error,
    };
    let (code, found) = match error {
        SealedDeviceIdError::Length { found } => (IssueCode::Length, found.to_string()),
        SealedDeviceIdError::Characters => (IssueCode::Characters, "another text".to_owned()),
    };
    let expected = "150 characters of Base64 for URLs";
    report.issue(code, path, node.raw, &expected, &found);
    None
}

/// The error shows how the text is wrong, but nothing of it.
fn read_vin<'a>(node: &Node<'a>, path: &Path<'_>, report: &mut Report<'a>) -> Option<Vin> {
    if node.kind() != Kind::String {
        if node.is_readable(path, report) {
            let (code, found) = (IssueCode::Type, node.kind().name());
            report.issue(code, path, node.raw, &"a string", &found);
            node.judge(path, report);
        }
        return None;
    }
    let text = node.text(path, report)?;
    match text.parse() {
        Ok(vin) => Some(vin),
        Err(error) => {
            let (code, expected, found) = match error {
                VinError::Length { found } => {
                    (IssueCode::Length, "17 characters", format!("{found}"))
                }
                VinError::Character { position } => (
                    IssueCode::Characters,
                    "digits and capitals without I, O and Q",
                    format!("another character at position {position}"),
                ),
            };
            report.issue(code, path, node.raw, &expected, &found);
            None
        }
    }
}

/// A quantity among the attributes (P-5.14, P-5.16).
pub(crate) const fn quantity_rule(decimals: usize, expected: &'static str) -> NumberRule {
    NumberRule {
        canonical: NumberForm::String,
        decimals,
        is_whole: false,
        least: 0,
        most: crate::vehicle::MOST_QUANTITY as u64,
        expected,
        clause: CLAUSE,
    }
}

fn read_info<'a>(node: &Node<'a>, path: &Path<'_>, report: &mut Report<'a>) -> Option<VehicleInfo> {
    let mut object = Object::of(node, path, report)?;
    let mut info = VehicleInfo::default();
    macro_rules! text {
        ($($name:literal => $field:ident),*) => {
            $(if let Some(node) = object.take($name, path, report) {
                info.$field = read_text(&node, &path.name($name), report);
            })*
        };
    }
    macro_rules! quantity {
        ($($name:literal => $field:ident: $type:ty),*) => {
            $(if let Some(node) = object.take($name, path, report) {
                let rule = quantity_rule(<$type>::DECIMALS, <$type>::EXPECTED);
                info.$field = number(&node, &path.name($name), &rule, report)
                    .and_then(<$type>::from_scaled);
            })*
        };
    }
    text!(
        "vfn" => family, "mh" => manufacturer, "tan" => type_approval_number,
        "t" => vehicle_type, "va" => variant, "ve" => version, "mk" => make
    );
    quantity!(
        "mt" => test_mass: TestMass,
        "ewltp" => carbon_dioxide_emissions: CarbonDioxideEmissions,
        "z" => electric_energy_consumption: ElectricEnergyConsumption
    );
    text!("it" => innovative_technology);
    quantity!("erwltp" => carbon_dioxide_reduction: CarbonDioxideReduction);
    info.further = read_further(object.rest(), node, path, report);
    (!report.has_issues()).then_some(info)
}

/// P-5.17: the other members, which are no deviation.
fn read_further<'n, 'a: 'n>(
    members: impl Iterator<Item = &'n Member<'a>>,
    object: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> FurtherAttributes {
    let mut further = FurtherAttributes::default();
    let mut count = 0;
    for Member { name, node } in members {
        let at = path.name(name);
        if is_absent(node, &at, report) {
            continue;
        }
        count += 1;
        if count > FurtherAttributes::LIMIT {
            // That there are too many says enough of each of them.
            node.judge(&at, report);
            continue;
        }
        let text = read_text(node, &at, report);
        match (name.parse::<AttributeName>(), text) {
            (Ok(name), Some(text)) => {
                // None is one too many, and of two of one name the second is reported.
                let _ = further.insert(name, text);
            }
            (Ok(_), None) => {}
            (Err(_), _) => report.issue(
                IssueCode::Name,
                &at,
                node.raw,
                &"an attribute name of 1 to 16 letters and digits that starts with a letter",
                &format_args!("{:?}", shown(name)),
            ),
        }
    }
    if count > FurtherAttributes::LIMIT {
        let (code, expected) = (IssueCode::Length, "at most 32 further attributes");
        report.issue(code, path, object.raw, &expected, &count);
    }
    further
}

fn read_text<'a, T: FromStr<Err = AttributeError>>(
    node: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> Option<T> {
    let text = string(node, path, report)?;
    let error = match text.parse() {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    let (code, expected, found) = match error {
        AttributeError::TooLong { limit, found } => (
            IssueCode::Length,
            format!("at most {limit} characters"),
            found.to_string(),
        ),
        AttributeError::Empty => (
            IssueCode::Length,
            "a text".to_owned(),
            "an empty one".to_owned(),
        ),
        AttributeError::ControlCharacter { code, position } => (
            IssueCode::Characters,
            "no control character".to_owned(),
            format!("U+{code:04X} at position {position}"),
        ),
        // A text has neither a name nor others beside it.
        AttributeError::Name | AttributeError::KnownName | AttributeError::TooMany { .. } => {
            (IssueCode::Name, "a text".to_owned(), "another".to_owned())
        }
    };
    report.issue(code, path, node.raw, &expected, &found);
    None
}
