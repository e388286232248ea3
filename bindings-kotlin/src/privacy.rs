//! Keeping VINs out of texts that people and logs see (P-1.5).

use iot4emissions_proto::privacy;

/// The text without what has the shape of a VIN.
#[uniffi::export]
fn hide_vins(text: &str) -> String {
    privacy::hide_vins(text).into_owned()
}
