//! What every value class has in common: it is its fields, in their order.
//!
//! A class names its fields once, by `field_names!`, in the order of its constructor's
//! arguments; pattern matching, pickling, copying and `repr` all follow from that, by
//! `value_methods!`.

use std::marker::PhantomData;

use iot4emissions_proto::privacy::{HIDDEN_VIN, hide_vins};
use pyo3::PyClass;
#[cfg(feature = "stubs")]
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple, PyType};
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_subscript};

/// A class that names its fields.
pub(crate) trait FieldNames {
    /// The names, in the order of the constructor's arguments.
    const NAMES: &'static [&'static str];
    /// Their type in stubs: literals, so that type checkers can follow `case Topic(kind, _)`.
    #[cfg(feature = "stubs")]
    const HINT: PyStaticExpr;
    /// What of them the `repr` shows.
    const SHOWN: Shown;
}

/// What a `repr` shows of a class's fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// All of them.
    All,
    /// Those that are neither `None` nor an empty `dict`: for a class whose constructor makes
    /// that of a field that it is not given.
    Present,
    /// None of their content, as it is a VIN.
    Hidden,
    /// None of their content, as nobody else is to know it.
    Secret,
}

/// `value_methods!(impl Class { … });`: the methods of a class that names its fields, with
/// those that all value classes have. `eq` and `hash` are in its `#[pyclass]`. In parentheses,
/// so that it is formatted.
macro_rules! value_methods {
    (impl $class:ident { $($method:tt)* }) => {
        #[pyo3::pymethods]
        impl $class {
            $($method)*

            #[classattr]
            fn __match_args__() -> $crate::value::MatchArgs<Self> {
                $crate::value::match_args()
            }

            fn __reduce__<'py>(
                this: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<$crate::value::Reduced<'py>> {
                $crate::value::reduce(this)
            }

            fn __repr__(this: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                $crate::value::repr(this)
            }
        }
    };
}
pub(crate) use value_methods;

/// `__match_args__` of a class whose fields `field_names!` says.
pub(crate) struct MatchArgs<T>(PhantomData<T>);

impl<'py, T: FieldNames> IntoPyObject<'py> for MatchArgs<T> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = T::HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, T::NAMES)
    }
}

/// What `__match_args__` gives.
pub(crate) const fn match_args<T>() -> MatchArgs<T> {
    MatchArgs(PhantomData)
}

/// `field_names!(Class: "field", …)`, texts that are known when it is compiled; `; Present`,
/// `; Hidden` or `; Secret` may follow, by `Shown`.
macro_rules! field_names {
    ($class:ty: $($name:expr),* $(,)?) => {
        $crate::value::field_names!($class: $($name),*; All);
    };
    ($class:ty: $($name:expr),*; $shown:ident) => {
        impl $crate::value::FieldNames for $class {
            const NAMES: &'static [&'static str] = &[$($name),*];
            const SHOWN: $crate::value::Shown = $crate::value::Shown::$shown;
            #[cfg(feature = "stubs")]
            const HINT: pyo3::inspect::PyStaticExpr = {
                use pyo3::inspect::PyStaticExpr;
                use pyo3::type_hint_identifier;

                PyStaticExpr::Subscript {
                    value: &type_hint_identifier!("builtins", "tuple"),
                    slice: &PyStaticExpr::Tuple {
                        elts: &[$(PyStaticExpr::Subscript {
                            value: &type_hint_identifier!("typing", "Literal"),
                            slice: &PyStaticExpr::Constant {
                                value: pyo3::inspect::PyStaticConstant::Str($name),
                            },
                        }),*],
                    },
                }
            };
        }
    };
}
pub(crate) use field_names;

/// How pickle and copy make an equal value: the class, and its constructor's arguments.
pub(crate) struct Reduced<'py> {
    class: Bound<'py, PyType>,
    fields: Bound<'py, PyTuple>,
}

impl<'py> IntoPyObject<'py> for Reduced<'py> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "tuple"),
        type_hint_identifier!("builtins", "type"),
        type_hint_subscript!(
            type_hint_identifier!("builtins", "tuple"),
            type_hint_identifier!("builtins", "object"),
            PyStaticExpr::Constant {
                value: PyStaticConstant::Ellipsis
            }
        )
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        (self.class, self.fields).into_pyobject(py)
    }
}

/// What `__reduce__` gives; `__getnewargs__` would do in protocol 2 and later only.
pub(crate) fn reduce<'py, T>(value: &Bound<'py, T>) -> PyResult<Reduced<'py>>
where
    T: PyClass + FieldNames,
{
    let value = value.as_any();
    let class = value.get_type();
    let fields = T::NAMES
        .iter()
        .map(|name| value.getattr(*name))
        .collect::<PyResult<Vec<_>>>()?;
    let fields = PyTuple::new(value.py(), fields)?;
    Ok(Reduced { class, fields })
}

/// The value as an expression that makes it, such as `Topic(kind=…, device=…)`; a single
/// field without its name. What has the shape of a VIN is hidden, and the expression then
/// makes nothing (P-1.5).
pub(crate) fn repr<T: PyClass + FieldNames>(value: &Bound<'_, T>) -> PyResult<String> {
    let value = value.as_any();
    let mut parts = Vec::with_capacity(T::NAMES.len());
    for name in T::NAMES {
        let field = match T::SHOWN {
            Shown::All => without_vins(&value.getattr(*name)?)?,
            Shown::Present => match value.getattr(*name)? {
                field if is_absent(&field) => continue,
                field => without_vins(&field)?,
            },
            Shown::Hidden => format!("'{HIDDEN_VIN}'"),
            Shown::Secret => "<hidden>".to_owned(),
        };
        parts.push(match T::NAMES.len() {
            1 => field,
            _ => format!("{name}={field}"),
        });
    }
    let class = value.get_type().name()?;
    Ok(format!("{class}({})", parts.join(", ")))
}

fn is_absent(field: &Bound<'_, PyAny>) -> bool {
    field.is_none() || field.cast::<PyDict>().is_ok_and(|items| items.is_empty())
}

/// The repr of a field. VINs are hidden before characters are escaped, since the letter
/// of an escape such as `\x0b` would stand before them, and after: nothing is shown
/// because it was overlooked.
fn without_vins(field: &Bound<'_, PyAny>) -> PyResult<String> {
    let text = if let Ok(text) = field.cast::<PyString>() {
        match hide_vins(&text.to_string_lossy()) {
            std::borrow::Cow::Borrowed(_) => field.repr()?.to_string(),
            hidden => PyString::new(field.py(), &hidden).repr()?.to_string(),
        }
    } else if let Ok(bytes) = field.cast::<PyBytes>() {
        match hide_vins(&String::from_utf8_lossy(bytes.as_bytes())) {
            std::borrow::Cow::Borrowed(_) => field.repr()?.to_string(),
            // The other bytes are not what the expression should make.
            hidden => format!("<{}>", PyBytes::new(field.py(), hidden.as_bytes()).repr()?),
        }
    } else if let Ok(items) = field.cast::<PyDict>() {
        let item = |(name, value)| {
            let (name, value) = (without_vins(&name)?, without_vins(&value)?);
            Ok(format!("{name}: {value}"))
        };
        let items: PyResult<Vec<String>> = items.iter().map(item).collect();
        format!("{{{}}}", items?.join(", "))
    } else {
        field.repr()?.to_string()
    };
    Ok(hide_vins(&text).into_owned())
}
