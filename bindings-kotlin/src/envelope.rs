//! What stands around a payload in files and streams.

use iot4emissions_proto::envelope::{self, EnvelopeNames, LineForm, TimeUnit};

/// What each line is.
#[uniffi::remote(Enum)]
pub enum LineForm {
    Each,
    Payload,
    Envelope,
}

/// The unit of a time that is a number.
#[uniffi::remote(Enum)]
pub enum TimeUnit {
    Seconds,
    Milliseconds,
}

/// The names of an envelope's members.
#[uniffi::remote(Record)]
pub struct EnvelopeNames {
    pub device: String,
    pub topic: String,
    pub payload: String,
    pub received: String,
    pub received_unit: TimeUnit,
}

/// The names that are used where nothing is said.
#[uniffi::export]
fn envelope_names_default() -> EnvelopeNames {
    EnvelopeNames::default()
}

/// The names that a widely used sink writes.
#[uniffi::export]
fn envelope_names_preset(name: &str) -> Option<EnvelopeNames> {
    EnvelopeNames::preset(name)
}

/// The sinks whose names are known.
#[uniffi::export]
fn envelope_names_presets() -> Vec<String> {
    EnvelopeNames::presets().map(str::to_owned).collect()
}

/// What bytes begin like, where it is a file that holds no lines.
#[uniffi::export]
fn envelope_file_kind(start: Vec<u8>) -> Option<String> {
    envelope::file_kind(&start).map(str::to_owned)
}
