//! Value classes that are nothing but their fields.

#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;

/// What a class of fields has besides them.
pub(super) trait Fields {
    /// Their names, in the order of the constructor's arguments.
    const NAMES: &'static [&'static str];
    /// `tuple[Literal["…"], …]`: type checkers need the names to match by place.
    #[cfg(feature = "stubs")]
    const MATCH_ARGS: PyStaticExpr;
}

/// The names of `T`'s fields as a tuple, `__match_args__`.
pub(super) struct MatchArgs<T>(std::marker::PhantomData<T>);

impl<T> MatchArgs<T> {
    pub(super) const NEW: Self = Self(std::marker::PhantomData);
}

impl<'py, T: Fields> pyo3::IntoPyObject<'py> for MatchArgs<T> {
    type Target = pyo3::types::PyTuple;
    type Output = pyo3::Bound<'py, pyo3::types::PyTuple>;
    type Error = pyo3::PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = T::MATCH_ARGS;

    fn into_pyobject(self, py: pyo3::Python<'py>) -> pyo3::PyResult<Self::Output> {
        pyo3::types::PyTuple::new(py, T::NAMES)
    }
}

/// `value_class! { /// Documentation. Name { /// What it is. field: Type, … } }`: a frozen
/// class of `iot4emissions.device`, made from its fields; `=> { … }` may follow with its
/// methods.
macro_rules! value_class {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$about:meta])* $field:ident: $type:ty),* $(,)? }
        $(=> { $($method:tt)* })?
    )*) => {$(
        $(#[$doc])*
        #[pyo3::pyclass(
            frozen, eq, hash, get_all, from_py_object, module = "iot4emissions.device"
        )]
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub(crate) struct $name {
            $($(#[$about])* pub(super) $field: $type),*
        }

        $crate::device::value_class::field_names!($name: $($field)*);

        #[pyo3::pymethods]
        impl $name {
            #[new]
            fn new($($field: $type),*) -> Self {
                Self { $($field),* }
            }

            #[classattr]
            fn __match_args__() -> $crate::device::value_class::MatchArgs<Self> {
                $crate::device::value_class::MatchArgs::NEW
            }

            fn __getnewargs__<'py>(
                this: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyTuple>> {
                $crate::value::fields(this)
            }

            fn __repr__(this: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                $crate::value::repr(this)
            }

            $($($method)*)?
        }
    )*};
}

/// `field_names!(Class: field …)`.
macro_rules! field_names {
    ($name:ident: $($field:ident)*) => {
        impl $crate::device::value_class::Fields for $name {
            const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            #[cfg(feature = "stubs")]
            const MATCH_ARGS: pyo3::inspect::PyStaticExpr = pyo3::inspect::PyStaticExpr::Subscript {
                value: &pyo3::type_hint_identifier!("builtins", "tuple"),
                slice: &pyo3::inspect::PyStaticExpr::Tuple {
                    elts: &[$(pyo3::inspect::PyStaticExpr::Subscript {
                        value: &pyo3::type_hint_identifier!("typing", "Literal"),
                        slice: &pyo3::inspect::PyStaticExpr::Constant {
                            value: pyo3::inspect::PyStaticConstant::Str(stringify!($field)),
                        },
                    }),*],
                },
            };
        }
    };
}

pub(super) use field_names;
pub(super) use value_class;
