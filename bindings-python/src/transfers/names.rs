//! The argument `names`: what the members of an envelope are called.

use iot4emissions_proto::envelope::{EnvelopeNames, TimeUnit};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};

/// The names of a preset, or those of a mapping and the default for the others.
pub(super) fn names(argument: &Bound<'_, PyAny>) -> PyResult<EnvelopeNames> {
    if let Ok(preset) = argument.cast::<PyString>() {
        let preset = preset.to_string_lossy();
        return EnvelopeNames::preset(&preset).ok_or_else(|| {
            let known: Vec<_> = EnvelopeNames::presets().collect();
            let known = known.join(", ");
            PyValueError::new_err(format!(
                "names: expected a mapping or one of {known}, found another text"
            ))
        });
    }
    let Ok(mapping) = argument.cast::<PyMapping>() else {
        let found = argument.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "names: expected a preset's name or a mapping, found {found}"
        )));
    };
    let mut names = EnvelopeNames::default();
    for item in mapping.items()? {
        let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
        let (Ok(key), Ok(value)) = (key.extract::<String>(), value.extract::<String>()) else {
            return Err(PyTypeError::new_err("names: expected texts by name"));
        };
        match &*key {
            "device" => names.device = value,
            "topic" => names.topic = value,
            "payload" => names.payload = value,
            "received" => names.received = value,
            "received_unit" => names.received_unit = unit(&value)?,
            _ => {
                return Err(PyValueError::new_err(
                    "names: expected device, topic, payload, received or received_unit, \
                     found another key",
                ));
            }
        }
    }
    let mut all = [&names.device, &names.topic, &names.payload, &names.received];
    all.sort_unstable();
    if all.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(PyValueError::new_err(
            "names: expected a name of its own for each member, found one for two",
        ));
    }
    Ok(names)
}

fn unit(text: &str) -> PyResult<TimeUnit> {
    match text {
        "s" => Ok(TimeUnit::Seconds),
        "ms" => Ok(TimeUnit::Milliseconds),
        _ => Err(PyValueError::new_err(
            r#"names: expected "s" or "ms" as received_unit, found another text"#,
        )),
    }
}
