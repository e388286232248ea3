//! What is stored of a fleet, on its way into a publication.

use std::sync::{Mutex, MutexGuard};

use iot4emissions_proto::analysis::{Reading, Reason};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::{Snapshot, Tenths};
use iot4emissions_proto::publication::{self as core, Attribute, PseudonymKey};
use iot4emissions_proto::services::introduction::MinimalAttributes;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;

use super::PublicationSettingsParts;
use super::report::{PublicationParts, UniquenessParts};
use crate::error::Fault;

/// A snapshot of one owner's time.
#[derive(uniffi::Record)]
pub struct FleetReading {
    /// None where nobody knows whose it is.
    device: Option<DeviceId>,
    segment: u32,
    snapshot: Snapshot,
    received: Option<UnixSeconds>,
}

/// A vehicle's types, which may be any texts.
#[derive(uniffi::Record)]
pub struct VehicleTypes {
    device: DeviceId,
    types: Vec<Option<String>>,
}

/// A fleet. Its calls are carried out one after the other.
#[derive(uniffi::Object)]
pub struct Fleet(Mutex<core::Fleet>);

impl Fleet {
    /// A fleet whose thread panicked may lack what was being added.
    fn lock(&self) -> MutexGuard<'_, core::Fleet> {
        let held = self.0.lock();
        held.expect("the fleet failed before; fill another one")
    }
}

#[uniffi::export]
impl Fleet {
    /// A fleet without vehicles.
    #[uniffi::constructor]
    fn new() -> Self {
        Self(Mutex::default())
    }

    /// Adds a vehicle by its device (P-10.1): what of its papers is on the allow-list stays.
    fn add_vehicle(
        &self,
        device: DeviceId,
        papers: VehicleInfo,
        cleared: bool,
    ) -> Result<(), Fault> {
        let attributes = MinimalAttributes::of(&papers);
        Ok(self.lock().add_vehicle(device, attributes, cleared)?)
    }

    /// Adds snapshots; the report counts those that are nobody's.
    fn add_readings(&self, readings: Vec<FleetReading>) {
        let mut fleet = self.lock();
        for reading in readings {
            match reading.device {
                None => fleet.exclude(Reason::NoDevice),
                Some(device) => fleet.add_reading(
                    device,
                    reading.segment,
                    Reading::new(reading.snapshot, reading.received),
                ),
            }
        }
    }

    /// What may be given to people (P-10.1 to P-10.8).
    fn publish(
        &self,
        key: Vec<u8>,
        settings: PublicationSettingsParts,
    ) -> Result<PublicationParts, Fault> {
        let key = PseudonymKey::from_bytes(&key)?;
        let published = self.lock().publish(&key, &settings.into());
        Ok(published.into())
    }

    /// How many cleared vehicles are unique by these attributes (P-10.7).
    fn uniqueness(&self, by: Vec<Attribute>) -> UniquenessParts {
        self.lock().uniqueness(&by.into_iter().collect()).into()
    }

    /// How many of these vehicles are unique by their types, and by them with the first odometer
    /// reading that the fleet has (P-10.7).
    fn uniqueness_of(&self, vehicles: Vec<VehicleTypes>) -> UniquenessParts {
        let fleet = self.lock();
        let known = vehicles
            .into_iter()
            .map(|vehicle| (vehicle.types, fleet.first_odometer(&vehicle.device)));
        core::Uniqueness::of(known).into()
    }

    /// What a device's odometer showed first, in tenths of a kilometre.
    fn first_odometer(&self, device: DeviceId) -> Option<u32> {
        self.lock().first_odometer(&device).map(Tenths::get)
    }
}
