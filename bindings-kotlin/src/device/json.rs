//! Inputs and outputs written down: the core's serde form as JSON text.

use iot4emissions_proto::device::{Input, Output};

use crate::error::Fault;
use crate::json;

/// An input from its JSON form.
#[uniffi::export]
fn input_from_json(text: &str) -> Result<Input, Fault> {
    json::read("an input", text)
}

/// The JSON form of an input.
#[uniffi::export]
fn input_to_json(input: Input) -> Result<String, Fault> {
    json::write(&input)
}

/// An output from its JSON form.
#[uniffi::export]
fn output_from_json(text: &str) -> Result<Output, Fault> {
    json::read("an output", text)
}

/// The JSON form of an output.
#[uniffi::export]
fn output_to_json(output: Output) -> Result<String, Fault> {
    json::write(&output)
}
