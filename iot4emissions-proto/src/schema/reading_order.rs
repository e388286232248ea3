//! In which order a person reads the members of a schema.

use crate::message::configuration_status::SCHEDULE_NAMES;
use crate::obfcm::Parameter;
use crate::vehicle::VehicleInfo;

/// What it is, what is allowed, what is in it, how it looks.
const KEYWORDS: [&str; 42] = [
    "asyncapi",
    "openapi",
    "id",
    "info",
    "$schema",
    "$id",
    "name",
    "title",
    "summary",
    "description",
    "$comment",
    "$ref",
    "type",
    "const",
    "enum",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "pattern",
    "minItems",
    "maxItems",
    "items",
    "required",
    "minProperties",
    "maxProperties",
    "properties",
    "propertyNames",
    "additionalProperties",
    "if",
    "then",
    "anyOf",
    "oneOf",
    "allOf",
    "not",
    "servers",
    "channels",
    "operations",
    "components",
    "defaultContentType",
];

/// Members of calls and messages in the order of the report's tables, but for the attributes,
/// schedules and values, whose names come from their types.
const BEFORE: [&str; 11] = [
    "deviceId",
    "sequence",
    "call",
    "vin",
    "vehicleInfo",
    "deviceState",
    "configuration",
    "registrationMqtt",
    "obfcmDataMqtt",
    "endpoint",
    "port",
];

/// The place of the member `name` among the members of an object, in a schema or in a
/// message: keywords first, then members of messages in canonical order (P-5.1), then
/// every other name, which all share a place and go by their bytes; examples and
/// definitions last.
///
/// ```
/// use iot4emissions_proto::schema::reading_order;
///
/// let mut names = ["tdt", "tfc", "examples", "acquired", "title"];
/// names.sort_by_key(|name| (reading_order(name), *name));
/// assert_eq!(names, ["title", "acquired", "tfc", "tdt", "examples"]);
/// ```
#[must_use]
pub fn reading_order(name: &str) -> usize {
    let schedules = SCHEDULE_NAMES.into_iter().map(|(name, _)| name);
    let table_names = SCHEDULE_NAMES.into_iter().map(|(_, name)| name);
    let mut names = KEYWORDS
        .into_iter()
        .chain(BEFORE)
        .chain(VehicleInfo::WIRE_NAMES)
        .chain(["protocol"])
        .chain(schedules)
        .chain(["version"])
        .chain(table_names)
        .chain(["data", "acquired"])
        .chain(Parameter::ALL.map(Parameter::wire_name));
    match name {
        "examples" => usize::MAX - 1,
        "$defs" => usize::MAX,
        _ => names
            .position(|known| known == name)
            .unwrap_or(usize::MAX - 2),
    }
}
