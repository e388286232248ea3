//! Arguments that are texts.
//!
//! Python's texts may hold halves of surrogate pairs, which no encoding of Unicode has.
//! Python's own error for them repeats the whole text, which may be a VIN (P-1.5).

use std::borrow::Cow;
use std::ops::Deref;

#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::protocol_error;
use crate::mirror::Mirror;

/// A text of whole characters; any other is a `ProtocolError`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Text(pub(crate) String);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = <&str>::INPUT_TYPE;

    fn extract(text: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        unicode(&*text.cast::<PyString>()?).map(|text| Self(text.into_owned()))
    }
}

impl<'py> IntoPyObject<'py> for Text {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <&str>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::new(py, &self.0))
    }
}

impl<'py> IntoPyObject<'py> for &Text {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <&str>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::new(py, &self.0))
    }
}

impl Mirror for Text {
    type Core = String;

    fn of(core: String) -> Self {
        Self(core)
    }

    fn to_core(&self) -> String {
        self.0.clone()
    }
}

/// The characters of a text.
///
/// # Errors
/// `ProtocolError` with code `surrogate` where one of them is half of a pair: its place is
/// said, and nothing of the text.
pub(crate) fn unicode<'t>(text: &'t Bound<'_, PyString>) -> PyResult<Cow<'t, str>> {
    if let Ok(text) = text.to_str() {
        return Ok(text.into());
    }
    // Python's error says where it is.
    let place = text.call_method0("encode").err().and_then(|error| {
        let place = error.value(text.py()).getattr("start").ok()?;
        place.extract::<usize>().ok()
    });
    let place = place.map_or_else(String::new, |place| format!(" at character {}", place + 1));
    let text = format!("expected a text of Unicode characters, found half a surrogate pair{place}");
    Err(protocol_error("ProtocolError", &text, "surrogate", ""))
}
