//! Inputs and outputs written down: the core's serde form as JSON text.

use pyo3::prelude::*;

use super::input::AnyInput;
use super::output::AnyOutput;
use crate::convert::text::Text;
use crate::json;

/// An input from its JSON form, as `input_to_json` writes it: a trace can be replayed, also
/// one that another language has written (P-6.1).
///
/// Raises `ProtocolError` with code `json-form` for any other text; it does not repeat
/// what it found.
///
/// >>> input_from_json('{"connected":{"connection":1}}')
/// Connected(1)
#[pyfunction]
pub(crate) fn input_from_json(text: Text) -> PyResult<AnyInput> {
    json::read("an input", "", &text).map(AnyInput)
}

/// The JSON form of an input: an object with the variant's name as its one member, or that
/// name where there is nothing more to say. Bytes are arrays of numbers, times milliseconds or
/// UNIX time in seconds, quantities tenths. Not for logs: it bears VINs
/// (P-1.5).
///
/// >>> input_to_json(Connected(connection=1))
/// '{"connected":{"connection":1}}'
#[pyfunction]
pub(crate) fn input_to_json(input: AnyInput) -> PyResult<String> {
    json::write(&input.0)
}

/// An output from its JSON form, as `output_to_json` writes it (P-6.1).
///
/// Raises `ProtocolError` with code `json-form` for any other text; it does not repeat
/// what it found.
///
/// >>> output_from_json('{"wait":{"timeout":30000,"alarm":null}}').timeout
/// datetime.timedelta(seconds=30)
#[pyfunction]
pub(crate) fn output_from_json(text: Text) -> PyResult<AnyOutput> {
    json::read("an output", "", &text).map(AnyOutput)
}

/// The JSON form of an output, alike. The payload of a `Publish` is a text. Not for logs: a
/// Registration Request bears a VIN (P-1.5).
///
/// >>> output_to_json(Persist())
/// '"persist"'
#[pyfunction]
pub(crate) fn output_to_json(output: AnyOutput) -> PyResult<String> {
    json::write(&output.0)
}
