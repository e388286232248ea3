//! Enumerations of the core with fields: a class for each variant.

/// `variants! { /// What it is. Any(core::Enum) "module" "Alias", "a text such as Variant()":
/// Variant: Class { field, field: 0, … } … }`: any of the classes, as the core's enumeration.
/// A field that the core calls by another name, or by its place, is written with that, and one
/// that it has in a `Box` or in a type of its own with `in Box` or `in Number`. A variant whose
/// only field the class itself mirrors is `= Variant: Class`, behind the others. Exhaustive: a
/// new variant of the core does not compile before it has a class, but for `..`, with which the
/// core says that it may add some.
macro_rules! variants {
    (
        $(#[$attribute:meta])*
        $any:ident($core:ty) $module:literal $alias:literal, $expected:literal:
        $($variant:ident: $class:ident { $($field:ident $(: $place:tt)? $(in $wrapper:ident)?),* })*
        $(= $whole:ident: $mirror:ident $(in $whole_wrapper:ident)?)*
        $(.. $unknown:literal)?
    ) => {
        $(#[$attribute])*
        pub(crate) struct $any(pub(crate) $core);

        impl<'py> pyo3::IntoPyObject<'py> for $any {
            type Target = pyo3::PyAny;
            type Output = pyo3::Bound<'py, pyo3::PyAny>;
            type Error = pyo3::PyErr;

            #[cfg(feature = "stubs")]
            const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr =
                pyo3::type_hint_identifier!($module, $alias);

            fn into_pyobject(self, py: pyo3::Python<'py>) -> pyo3::PyResult<Self::Output> {
                type Core = $core;
                match self.0 {
                    $(Core::$variant { $($($place:)? $field),* } => {
                        let class = $class {
                            $($field: $crate::mirror::Mirror::of(
                                $crate::variants::unwrapped!($field $(in $wrapper)?)
                            )),*
                        };
                        pyo3::IntoPyObjectExt::into_bound_py_any(class, py)
                    })*
                    $(Core::$whole(whole) => {
                        let class: $mirror = $crate::mirror::Mirror::of(
                            $crate::variants::unwrapped!(whole $(in $whole_wrapper)?)
                        );
                        pyo3::IntoPyObjectExt::into_bound_py_any(class, py)
                    })*
                    $(_ => Err(pyo3::exceptions::PyNotImplementedError::new_err($unknown)),)?
                }
            }
        }

        impl<'py> pyo3::FromPyObject<'_, 'py> for $any {
            type Error = pyo3::PyErr;

            #[cfg(feature = "stubs")]
            const INPUT_TYPE: pyo3::inspect::PyStaticExpr =
                pyo3::type_hint_identifier!($module, $alias);

            fn extract(any: pyo3::Borrowed<'_, 'py, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                use pyo3::prelude::PyAnyMethods;
                use pyo3::types::PyTypeMethods;

                type Core = $core;
                $(if let Ok(class) = any.cast::<$class>() {
                    let $class { $($field),* } = class.get();
                    $(let $field = $crate::variants::wrapped!(
                        $crate::mirror::Mirror::to_core($field) $(, $wrapper)?
                    );)*
                    return Ok(Self(Core::$variant { $($($place:)? $field),* }));
                })*
                $(if let Ok(class) = any.cast::<$mirror>() {
                    return Ok(Self(Core::$whole($crate::variants::wrapped!(
                        $crate::mirror::Mirror::to_core(class.get()) $(, $whole_wrapper)?
                    ))));
                })*
                Err(pyo3::exceptions::PyTypeError::new_err(format!(
                    concat!("expected ", $expected, ", found {}"),
                    any.get_type().name()?
                )))
            }
        }

        impl $crate::mirror::Mirror for $any {
            type Core = $core;

            fn of(core: $core) -> Self {
                Self(core)
            }

            fn to_core(&self) -> $core {
                self.0.clone()
            }
        }
    };
}
pub(crate) use variants;

/// A field of a variant, out of what the core has it in, if anything.
macro_rules! unwrapped {
    ($field:ident) => {
        $field
    };
    ($field:ident in Box) => {
        *$field
    };
    // A text in the core, which only what is UTF-8 becomes; bytes in Python.
    ($field:ident in Payload) => {
        $field.0.into_bytes()
    };
    ($field:ident in $wrapper:ident) => {
        $field.0
    };
}
pub(crate) use unwrapped;

/// The same the other way round.
macro_rules! wrapped {
    ($field:expr) => {
        $field
    };
    ($field:expr, Box) => {
        Box::new($field)
    };
    ($field:expr, Payload) => {
        Payload(String::from_utf8($field)?)
    };
    ($field:expr, $wrapper:ident) => {
        $wrapper($field)
    };
}
pub(crate) use wrapped;
