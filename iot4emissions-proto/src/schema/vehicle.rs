//! The Registration Request and what is in it (P-5.10 to P-5.17, JRC127600 Table 4).

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::examples;
use super::form::{Form, Wire, lend_to_schemars};
use super::number::number;
use super::object::{About, described, generated_as_any, object, with};
use super::pattern::{self, anchored};
use crate::identity::{DeviceId, SealedDeviceId};
use crate::message::RegistrationRequest;
use crate::message::registration_request::quantity_rule;
use crate::vehicle::{
    AttributeName, AttributeText, CarbonDioxideEmissions, CarbonDioxideReduction, DescriptiveText,
    ElectricEnergyConsumption, FurtherAttributes, TestMass, VehicleInfo, Vin,
};

const CLAUSE: &str = "JRC127600 Table 4";

lend_to_schemars! {
    DeviceId, Vin, AttributeName, FurtherAttributes, VehicleInfo, RegistrationRequest,
    TestMass, CarbonDioxideEmissions, ElectricEnergyConsumption, CarbonDioxideReduction,
    #[LIMIT] AttributeText<LIMIT>, #[LIMIT] DescriptiveText<LIMIT>,
}

impl Wire for DeviceId {
    const NAME: &'static str = "device-id";

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let most = crate::identity::MAX_CHARACTERS;
        let schema = json_schema!({
            "type": "string",
            "minLength": 1,
            "maxLength": most,
            "pattern": format!("^{}*$", pattern::class(crate::identity::is_name_character)),
            "not": {
                "title": "shape of a VIN, the default name of a service, or no printable ASCII",
                "anyOf": [
                    pattern::not_printable_ascii(),
                    { "pattern": vin_shape_pattern() },
                    { "enum": [
                        crate::identity::ServiceNames::default().registration(),
                        crate::identity::ServiceNames::default().data(),
                    ] },
                ],
            },
        });
        let about = About {
            title: "device ID".into(),
            description: format!(
                "The anonymous name of one OTA Device: the common name of its certificate, its \
                 MQTT client id and the last level of its topics. Limits: 1 to {most} ASCII \
                 letters, digits, `-` or `_`; not the shape of a VIN, nor anything in it, whatever \
                 stands between the characters; not the name of a service. \
                 Lower-case UUIDs are recommended. Source: JRC127600 §3.1.1, §4.1.4, Figure 5."
            )
            .into(),
            rules: "P-2.1, P-2.4, P-1.5".into(),
            example: json!("f371cb00-68ea-4d5d-9bea-d24cbff2ed28"),
        };
        described(about, schema)
    }
}

fn vin_pattern() -> String {
    let class = pattern::class(|c| crate::privacy::is_vin_byte(c as u8));
    format!("^{class}{{{}}}$", Vin::LENGTH)
}

/// The same in either letter case. What else has the shape of a VIN (P-1.5), no pattern
/// says that people can read.
fn vin_shape_pattern() -> String {
    let class = pattern::class(|c| crate::privacy::is_vin_byte((c as u8).to_ascii_uppercase()));
    format!("^{class}{{{}}}$", Vin::LENGTH)
}

impl Wire for SealedDeviceId {
    const NAME: &'static str = "sealed-device-id";

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let schema = json_schema!({
            "type": "string",
            "minLength": Self::CHARACTERS,
            "maxLength": Self::CHARACTERS,
        });
        // The last character has two bits of the last byte, and four that no byte has.
        let pattern = format!("^[A-Za-z0-9_-]{{{}}}[AQgw]$", Self::CHARACTERS - 1);
        let schema = with(schema, anchored(pattern));
        let about = About {
            title: "sealed device ID".into(),
            description: format!(
                "The ID under which the Data Service knows the device, sealed for it by HPKE \
                 (RFC 9180): nobody else can read it. Limits: {} characters of Base64 for URLs \
                 (RFC 4648 §5), which are {} bytes. Source: JRC127600 §2.1.1, which \
                 has one ID for both services; a second one is a decision.",
                Self::CHARACTERS,
                Self::LENGTH,
            )
            .into(),
            rules: "P-1.7, P-5.10".into(),
            example: json!(SealedDeviceId::from_bytes([0x5a; Self::LENGTH])),
        };
        described(about, schema)
    }
}

impl Wire for Vin {
    const NAME: &'static str = "vin";

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let schema = json_schema!({
            "type": "string",
            "minLength": Vin::LENGTH,
            "maxLength": Vin::LENGTH,
        });
        let schema = with(schema, anchored(vin_pattern()));
        let about = About {
            title: "vehicle identification number".into(),
            description: format!(
                "Vehicle identification number by ISO 3779: personal data. Limits: exactly {} \
                 digits and capitals without I, O and Q; no check digit. Source: {CLAUSE} \
                 (whose 36 characters Box 1 contradicts).",
                Vin::LENGTH
            )
            .into(),
            rules: "P-5.11".into(),
            example: json!("JFXHF05K1L4104934"),
        };
        described(about, schema)
    }
}

impl<const LIMIT: usize> Wire for AttributeText<LIMIT> {
    const NAME: &'static str = "attribute-text";

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let schema = json_schema!({
            "description": format!("A text. Limits: at most {LIMIT} characters, no control character."),
            "type": "string",
            "maxLength": LIMIT,
        });
        with(schema, pattern::without_control_characters())
    }
}

impl<const LIMIT: usize> Wire for DescriptiveText<LIMIT> {
    const NAME: &'static str = "descriptive-text";

    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let schema = json_schema!({
            "description": format!("A text. Limits: 1 to {LIMIT} characters, no control character."),
            "type": "string",
            "minLength": 1,
            "maxLength": LIMIT,
        });
        with(schema, pattern::without_control_characters())
    }
}

impl Wire for AttributeName {
    const NAME: &'static str = "attribute-name";

    /// Names of Table 4 are no further attributes; where a schema uses this for the
    /// names of an object's members, those are allowed.
    fn wire_schema(_: Form, _: &mut SchemaGenerator) -> Schema {
        let mut schema = member_name();
        let others = json!([pattern::not_printable_ascii(), { "enum": VehicleInfo::WIRE_NAMES }]);
        schema.insert("not".to_owned(), json!({ "anyOf": others }));
        schema
    }
}

fn member_name() -> Schema {
    let pattern = format!("^[A-Za-z][A-Za-z0-9]{{0,{}}}$", AttributeName::LIMIT - 1);
    let schema = json_schema!({
        "title": "attribute name",
        "description": format!(
            "1 to {} ASCII letters and digits, a letter first.", AttributeName::LIMIT
        ),
        "$comment": "P-5.17",
        "type": "string",
    });
    with(schema, anchored(pattern))
}

impl Wire for FurtherAttributes {
    const NAME: &'static str = "further-attributes";

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "further attributes",
            "$comment": "P-5.17",
            "type": "object",
            "maxProperties": FurtherAttributes::LIMIT,
            "propertyNames": form.schema_of::<AttributeName>(generator).to_value(),
            "additionalProperties": further_attribute(form, generator).to_value(),
        })
    }
}

fn further_attribute(form: Form, generator: &mut SchemaGenerator) -> Schema {
    let about = About {
        title: "further attribute".into(),
        description: format!(
            "A further attribute of the certificate of conformity. Limits: at most 50 \
             characters, no control character; at most {} further attributes. Source: JRC127600 §3.3.1 (Table 4 is \
             an \"indicative list\").",
            FurtherAttributes::LIMIT
        )
        .into(),
        rules: "P-5.17".into(),
        example: json!("M1"),
    };
    described(about, form.schema_of::<AttributeText<50>>(generator))
}

macro_rules! quantity {
    ($($type:ty, $name:literal, $wire:literal, $title:literal, $unit:literal, $rule:literal,
       $example:literal;)*) => {$(
        impl Wire for $type {
            const NAME: &'static str = $name;

            fn wire_schema(form: Form, _: &mut SchemaGenerator) -> Schema {
                let rule = quantity_rule(<$type>::DECIMALS, <$type>::EXPECTED);
                let about = About {
                    title: $title.into(),
                    description: format!(
                        "`{}`: {}. Unit: {}. Limits: {}, as a string. Source: {CLAUSE}.",
                        $wire, $title, $unit, <$type>::EXPECTED,
                    )
                    .into(),
                    rules: $rule.into(),
                    example: json!($example),
                };
                described(about, number(&rule, form))
            }
        }
    )*};
}
quantity! {
    TestMass, "test-mass", "mt", "WLTP test mass", "kg", "P-5.14", "1872";
    CarbonDioxideEmissions, "carbon-dioxide-emissions", "ewltp",
        "specific emissions of CO2 (WLTP)", "g/km", "P-5.14", "157";
    ElectricEnergyConsumption, "electric-energy-consumption", "z",
        "electric energy consumption", "Wh/km", "P-5.14", "180";
    CarbonDioxideReduction, "carbon-dioxide-reduction", "erwltp",
        "CO2 emissions reduction due to an innovative technology (WLTP)", "g/km", "P-5.16",
        "1.05";
}

/// An attribute that is text: the limits stand in the type's own description.
fn text<T: Wire>(
    form: Form,
    generator: &mut SchemaGenerator,
    (name, title, rule, example): (&str, &str, &str, &str),
) -> Schema {
    let schema = form.schema_of::<T>(generator);
    let own = schema.get("description").and_then(Value::as_str);
    let limits = own.unwrap_or_default().trim_start_matches("A text. ");
    let about = About {
        title: title.to_owned().into(),
        description: format!("`{name}`: {title}. {limits} Source: {CLAUSE}.").into(),
        rules: rule.to_owned().into(),
        example: json!(example),
    };
    described(about, schema)
}

impl Wire for VehicleInfo {
    const NAME: &'static str = "vehicle-info";

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        let [vfn, mh, tan, t, va, ve, mk, mt, ewltp, z, it, erwltp] = VehicleInfo::WIRE_NAMES;
        let g = generator;
        let members = [
            (
                vfn,
                text::<AttributeText<25>>(
                    form,
                    g,
                    (
                        vfn,
                        "vehicle (interpolation) family number",
                        "P-5.12",
                        "IP-03_MX_0169-1C4-1",
                    ),
                ),
            ),
            (
                mh,
                text::<DescriptiveText<50>>(
                    form,
                    g,
                    (
                        mh,
                        "manufacturer, EU standard denomination",
                        "P-5.13",
                        "FIAT GROUP",
                    ),
                ),
            ),
            (
                tan,
                text::<DescriptiveText<50>>(
                    form,
                    g,
                    (tan, "type-approval number", "P-5.13", "E4*2007/46*1410*01"),
                ),
            ),
            (
                t,
                text::<DescriptiveText<25>>(form, g, (t, "type", "P-5.13", "MX")),
            ),
            (
                va,
                text::<DescriptiveText<25>>(form, g, (va, "variant", "P-5.13", "JHVFV")),
            ),
            (
                ve,
                text::<DescriptiveText<35>>(form, g, (ve, "version", "P-5.13", "K5LE1C")),
            ),
            (
                mk,
                text::<DescriptiveText<25>>(form, g, (mk, "make", "P-5.13", "JEEP")),
            ),
            (mt, form.schema_of::<TestMass>(g)),
            (ewltp, form.schema_of::<CarbonDioxideEmissions>(g)),
            (z, form.schema_of::<ElectricEnergyConsumption>(g)),
            (
                it,
                text::<AttributeText<25>>(
                    form,
                    g,
                    (
                        it,
                        "code for innovative technology or group of innovative technology",
                        "P-5.15",
                        "e13 29",
                    ),
                ),
            ),
            (erwltp, form.schema_of::<CarbonDioxideReduction>(g)),
        ];
        let members = members.map(|(name, schema)| (name, false, schema));
        let mut schema = object(Form::Canonical, 1, members, g);
        let most = VehicleInfo::WIRE_NAMES.len() + FurtherAttributes::LIMIT;
        let further = generated_as_any(further_attribute(form, g));
        schema.insert("additionalProperties".to_owned(), further.to_value());
        schema.insert("propertyNames".to_owned(), member_name().to_value());
        // Further attributes alone cannot be counted; these are all there can be.
        schema.insert("maxProperties".to_owned(), json!(most));
        let about = About {
            title: "vehicle attributes".into(),
            description: format!(
                "Attributes from the vehicle's certificate of conformity, all optional. Members \
                 other than those of Table 4 are further attributes, at most {} of them. \
                 Source: JRC127600 §3.3.1, Table 4.",
                FurtherAttributes::LIMIT
            )
            .into(),
            rules: "P-5.10, P-5.17".into(),
            example: examples::registration_request()["vehicleInfo"].take(),
        };
        described(about, schema)
    }
}

impl Wire for RegistrationRequest {
    const NAME: &'static str = "registration-request";

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema {
        let members = [
            ("vin", true, form.schema_of::<Vin>(generator)),
            (
                "vehicleInfo",
                true,
                form.schema_of::<VehicleInfo>(generator),
            ),
            (
                "dataDevice",
                false,
                form.schema_of::<SealedDeviceId>(generator),
            ),
        ];
        object(form, 0, members, generator)
    }
}
