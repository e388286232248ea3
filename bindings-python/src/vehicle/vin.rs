//! The vehicle identification number: personal data.

use iot4emissions_proto::vehicle as core;
use pyo3::prelude::*;

use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::value;

/// A vehicle identification number: 17 characters of `[A-HJ-NPR-Z0-9]`. Europe uses no
/// check digit.
///
/// Personal data: neither `repr` nor `str` show it, only `text` does, and no error repeats
/// it. Raises `VinError` for any other text. A pickle holds it.
///
/// Clauses: P-5.11, P-1.5; ISO 3779; JRC127600 §1.2, Table 4.
///
/// >>> vin = Vin("JFXHF05K1L4104934")
/// >>> vin
/// Vin('<VIN hidden>')
/// >>> vin.text[:3]
/// 'JFX'
#[pyclass(frozen, eq, hash, ord, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Vin(pub(crate) core::Vin);

// Nothing of it, whatever it looks like: digits alone are no VIN anywhere else.
value::field_names!(Vin: "text"; Hidden);

value::value_methods!(impl Vin {
    #[new]
    fn new(text: Text) -> PyResult<Self> {
        text.parse().or_raise().map(Self)
    }

    /// The number itself: personal data, not for logs (P-1.5).
    #[getter]
    fn text(&self) -> &str {
        self.0.as_str()
    }
});
