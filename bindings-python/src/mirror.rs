//! Classes that have the fields of a type of the core, each in its Python form.

use std::collections::BTreeSet;

use iot4emissions_proto::services::call::Sequence;
use iot4emissions_proto::services::registration::Country;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::{device, identity, message, obfcm, schedule, topic, vehicle};

use crate::convert::country_code::CountryCode;
use crate::convert::devices::Devices;
use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::numbers::{CallNumber, Version};
use crate::convert::owned_bytes::OwnedBytes;
use crate::convert::schedule::Expression;
use crate::convert::time::Seconds;
use crate::device::{FactoryConfiguration, Provisioning};
use crate::identity::{DeviceId, SealedDeviceId};
use crate::message::{Configuration, Endpoint, RegistrationRequest, RegistrationStatus};
use crate::obfcm::Values;
use crate::topic::Topic;
use crate::vehicle::{VehicleInfo, Vin};

/// What has a counterpart in the core.
pub(crate) trait Mirror {
    type Core;

    fn of(core: Self::Core) -> Self;
    fn to_core(&self) -> Self::Core;
}

/// `mirror! { core::Struct => Class { field, … } }`: a class with the core's fields. All fields
/// are named on both sides: one that the core adds does not compile before it has its place.
macro_rules! mirror {
    ($($core:ty => $name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::mirror::Mirror for $name {
            type Core = $core;

            fn of(core: Self::Core) -> Self {
                let Self::Core { $($field),* } = core;
                Self { $($field: $crate::mirror::Mirror::of($field)),* }
            }

            fn to_core(&self) -> Self::Core {
                let Self { $($field),* } = self;
                Self::Core { $($field: $crate::mirror::Mirror::to_core($field)),* }
            }
        }
    )*};
}
pub(crate) use mirror;

macro_rules! same {
    ($($same:ty),*) => {$(
        impl Mirror for $same {
            type Core = Self;

            fn of(core: Self) -> Self {
                core
            }

            fn to_core(&self) -> Self {
                self.clone()
            }
        }
    )*};
}

same!(
    bool,
    u8,
    u32,
    u64,
    String,
    device::DisconnectReason,
    device::RecordError
);

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
    CallNumber: Sequence,
    Configuration: message::Configuration,
    CountryCode: Country,
    DeviceId: identity::DeviceId,
    Devices: BTreeSet<identity::DeviceId>,
    Endpoint: message::Endpoint,
    Expression: schedule::Schedule,
    FactoryConfiguration: device::FactoryConfiguration,
    OwnedBytes: Vec<u8>,
    Provisioning: device::Provisioning,
    RegistrationRequest: message::RegistrationRequest,
    RegistrationStatus: message::RegistrationStatus,
    SealedDeviceId: identity::SealedDeviceId,
    Seconds: UnixSeconds,
    Topic: topic::Topic,
    Values: obfcm::Values,
    VehicleInfo: vehicle::VehicleInfo,
    Version: message::ConfigurationVersion,
    Vin: vehicle::Vin
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
