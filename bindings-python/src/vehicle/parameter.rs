//! Attributes as parameters, each read by itself: Python then says which one is wrong.

use std::str::FromStr;

use iot4emissions_proto::vehicle as core;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_union};

use crate::convert::number::Whole;
use crate::convert::quantity::{decimal, decimal_text};
use crate::convert::text;
use crate::error::OrRaise;

/// An attribute that is text (P-5.12, P-5.13, P-5.15).
pub(super) struct Text<T>(pub(super) T);

impl<'py, T: FromStr<Err = core::AttributeError>> FromPyObject<'_, 'py> for Text<T> {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "str");

    fn extract(text: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        text.extract::<text::Text>()?.parse().or_raise().map(Self)
    }
}

/// `WholeAttribute<TestMass>` and its like: an `int` (P-5.14).
pub(super) struct WholeAttribute<T>(pub(super) T);

impl<'py, T> FromPyObject<'_, 'py> for WholeAttribute<T>
where
    T: FromStr<Err = core::VehicleQuantityError>,
{
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = Whole::INPUT_TYPE;

    fn extract(number: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let Whole(number) = number.extract()?;
        // As on the wire: the core knows the limits of that.
        number.to_string().parse().or_raise().map(Self)
    }
}

/// Grams per kilometre, a `Decimal` with two places (P-5.16).
pub(super) struct Reduction(pub(super) core::CarbonDioxideReduction);

impl<'py> FromPyObject<'_, 'py> for Reduction {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("decimal", "Decimal"),
        type_hint_identifier!("builtins", "float")
    );

    fn extract(number: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        decimal_text(&number, "0.01")?.parse().or_raise().map(Self)
    }
}

impl<'py> IntoPyObject<'py> for Reduction {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("decimal", "Decimal");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py)?.call1((self.0.to_string(),))
    }
}
