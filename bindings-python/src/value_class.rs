//! Value classes that are nothing but their fields.

/// `value_class! { "module"; /// Documentation. Name { /// What it is. field: Type = default, … }
/// }`: a frozen class of that module, made from its fields; `=> { … }` may follow with its
/// methods. Fields with a default stand last.
macro_rules! value_class {
    ($module:literal; $(
        $(#[$doc:meta])*
        $name:ident { $($(#[$about:meta])* $field:ident: $type:ty $(= $default:tt)?),* $(,)? }
        $(=> { $($method:tt)* })?
    )*) => {$(
        $(#[$doc])*
        #[pyo3::pyclass(frozen, eq, hash, get_all, from_py_object, module = $module)]
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub(crate) struct $name {
            $($(#[$about])* pub(crate) $field: $type),*
        }

        $crate::value::field_names!($name: $(stringify!($field)),*);

        $crate::value::value_methods!(
            impl $name {
                #[new]
                #[pyo3(signature = ($($field $(= $default)?),*))]
                #[allow(clippy::too_many_arguments, reason = "a value is made from its fields")]
                fn new($($field: $type),*) -> Self {
                    Self { $($field),* }
                }

                $($($method)*)?
            }
        );
    )*};
}

pub(crate) use value_class;
