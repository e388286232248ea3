//! Classes that have the fields of a type of the core, each in its Python form.

use iot4emissions_proto::message as core;
use iot4emissions_proto::time::UnixSeconds;

use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::time::Seconds;
use crate::convert::version::Version;
use crate::message::Endpoint;

/// What has a counterpart in the core.
pub(super) trait Mirror {
    type Core;

    fn of(core: Self::Core) -> Self;
    fn to_core(&self) -> Self::Core;
}

/// `mirror! { Class { field, … } }`: a class of the core's name and fields. All fields are
/// named on both sides: one that the core adds does not compile before it has its place.
macro_rules! mirror {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::device::mirror::Mirror for $name {
            type Core = iot4emissions_proto::device::$name;

            fn of(core: Self::Core) -> Self {
                let Self::Core { $($field),* } = core;
                Self { $($field: $crate::device::mirror::Mirror::of($field)),* }
            }

            fn to_core(&self) -> Self::Core {
                let Self { $($field),* } = self;
                Self::Core { $($field: $crate::device::mirror::Mirror::to_core($field)),* }
            }
        }
    )*};
}
pub(super) use mirror;

macro_rules! same {
    ($($same:ty),*) => {$(
        impl Mirror for $same {
            type Core = Self;

            fn of(core: Self) -> Self {
                core
            }

            fn to_core(&self) -> Self {
                *self
            }
        }
    )*};
}

same!(bool, u32, u64);

macro_rules! wrapped {
    ($($class:ty: $core:ty),*) => {$(
        impl Mirror for $class {
            type Core = $core;

            fn of(core: Self::Core) -> Self {
                Self(core)
            }

            fn to_core(&self) -> Self::Core {
                self.0.clone()
            }
        }
    )*};
}

wrapped! {
    Endpoint: core::Endpoint,
    Seconds: UnixSeconds,
    Version: core::ConfigurationVersion
}

impl<E: Copy> Mirror for Member<E> {
    type Core = E;

    fn of(core: E) -> Self {
        Self(core)
    }

    fn to_core(&self) -> E {
        self.0
    }
}

impl<T: Mirror> Mirror for Option<T> {
    type Core = Option<T::Core>;

    fn of(core: Self::Core) -> Self {
        core.map(T::of)
    }

    fn to_core(&self) -> Self::Core {
        self.as_ref().map(T::to_core)
    }
}

impl<T: Mirror> Mirror for Many<T> {
    type Core = Vec<T::Core>;

    fn of(core: Self::Core) -> Self {
        Self(core.into_iter().map(T::of).collect())
    }

    fn to_core(&self) -> Self::Core {
        self.0.iter().map(T::to_core).collect()
    }
}
