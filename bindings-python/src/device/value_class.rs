//! Value classes that are nothing but their fields.

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

        $crate::value::field_names!($name: $(stringify!($field)),*);

        #[pyo3::pymethods]
        impl $name {
            #[new]
            #[allow(clippy::too_many_arguments, reason = "a value is made from its fields")]
            fn new($($field: $type),*) -> Self {
                Self { $($field),* }
            }

            #[classattr]
            fn __match_args__() -> $crate::value::MatchArgs<Self> {
                $crate::value::match_args()
            }

            fn __reduce__<'py>(this: &pyo3::Bound<'py, Self>) -> pyo3::PyResult<$crate::value::Reduced<'py>> {
                $crate::value::reduce(this)
            }

            fn __repr__(this: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                $crate::value::repr(this)
            }

            $($($method)*)?
        }
    )*};
}

pub(super) use value_class;
