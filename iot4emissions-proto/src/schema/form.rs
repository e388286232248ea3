//! The two forms of every schema, and how types lend theirs to schemars.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::message::Profile;

/// What a schema is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// What may be sent (P-5.1), and what Strict accepts.
    Canonical,
    /// What Tolerant accepts: the report's other forms too (P-5.4).
    Accepted,
}

/// A type with a shape on the wire.
///
/// Its limits and patterns are made from the constants that the decoder checks; who
/// describes a member asks the member's type, so none is lost on the way.
pub(super) trait Wire {
    /// The name among a schema's `$defs`.
    const NAME: &'static str;
    /// Whether it stands among a schema's `$defs`, because it occurs several times.
    const SHARED: bool = false;

    fn wire_schema(form: Form, generator: &mut SchemaGenerator) -> Schema;
}

/// `T` in its canonical form.
pub(super) struct Canonical<T>(PhantomData<T>);
/// `T` in every form that Tolerant accepts.
pub(super) struct Accepted<T>(PhantomData<T>);

macro_rules! marker {
    ($marker:ident) => {
        impl<T: Wire> JsonSchema for $marker<T> {
            fn inline_schema() -> bool {
                !T::SHARED
            }

            fn schema_name() -> Cow<'static, str> {
                T::NAME.into()
            }

            fn schema_id() -> Cow<'static, str> {
                format!("{} {}", stringify!($marker), T::NAME).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                T::wire_schema(Form::$marker, generator)
            }
        }
    };
}
marker!(Canonical);
marker!(Accepted);

impl Form {
    /// The schema of `T` in this form, or a reference to it among the `$defs`.
    pub(super) fn schema_of<T: Wire>(self, generator: &mut SchemaGenerator) -> Schema {
        match self {
            Self::Canonical => generator.subschema_for::<Canonical<T>>(),
            Self::Accepted => generator.subschema_for::<Accepted<T>>(),
        }
    }

    /// The profile that agrees with schemas of this form.
    pub(super) const fn profile(self) -> Profile {
        match self {
            Self::Canonical => Profile::Strict,
            Self::Accepted => Profile::Tolerant,
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Canonical => "canonical",
            Self::Accepted => "accepted",
        }
    }
}

/// The types whose serde form is their canonical form on the wire lend it to schemars,
/// for whoever describes more than messages.
macro_rules! lend_to_schemars {
    (@body) => {
        fn inline_schema() -> bool {
            !<Self as $crate::schema::form::Wire>::SHARED
        }

        fn schema_name() -> std::borrow::Cow<'static, str> {
            <Self as $crate::schema::form::Wire>::NAME.into()
        }

        fn schema_id() -> std::borrow::Cow<'static, str> {
            std::any::type_name::<Self>().into()
        }

        fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
            use $crate::schema::form::{Form, Wire};
            <Self as Wire>::wire_schema(Form::Canonical, generator)
        }
    };
    ($($(#[$generic:ident])? $type:ty),* $(,)?) => {
        $(lend_to_schemars!(@ $($generic)? $type);)*
    };
    (@ LIMIT $type:ty) => {
        impl<const LIMIT: usize> schemars::JsonSchema for $type {
            $crate::schema::form::lend_to_schemars!(@body);
        }
    };
    (@ $type:ty) => {
        impl schemars::JsonSchema for $type {
            $crate::schema::form::lend_to_schemars!(@body);
        }
    };
}
pub(super) use lend_to_schemars;
