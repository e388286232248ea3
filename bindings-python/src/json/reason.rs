//! What is wrong with a JSON text, without what was found there: it may be a VIN, or nearly.
//! `bindings-kotlin` has this file and `place.rs`, too.

use iot4emissions_proto::privacy::hide_vins;

/// What serde says of the text.
pub(super) fn of(error: &serde_json::Error) -> String {
    const REPEATING: [&str; 5] = [
        "invalid type",
        "invalid value",
        "invalid length",
        "unknown variant",
        "unknown field",
    ];
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let kind = REPEATING.iter().find(|kind| text.starts_with(*kind));
    let text = match (
        kind,
        text.rsplit_once(", expected "),
        text.split_once(", found "),
    ) {
        (Some(kind), Some((_, expected)), _) => format!("{kind}, expected {expected}"),
        (None, _, Some((expected, found))) if found.contains('"') => expected.to_owned(),
        _ => text.to_owned(),
    };
    hide_vins(&text).into_owned()
}
