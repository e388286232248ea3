//! What registrars, consent managers and operators tell the Registration Service
//! (P-5.50, P-7.3, P-7.4). The VIN stands in the body only: paths and queries end up
//! in logs.

use iot4emissions_proto::services::registration::{Country, Event};
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::services::http::Named;

/// A registrar registered a vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "vehicle-registered")]
pub struct VehicleRegistered {
    /// The vehicle.
    #[schemars(with = "Named<Vin>")]
    pub vin: Vin,
    /// The attributes in the registrar's papers.
    #[schemars(with = "Named<VehicleInfo>")]
    pub attributes: VehicleInfo,
    /// Where it is registered.
    #[schemars(with = "Named<Country>")]
    pub country: Country,
    /// Whether its owner consents to the collection of data.
    pub consent: bool,
}

/// A vehicle's owner gave or withdrew consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "consent-changed")]
pub struct ConsentChanged {
    /// The vehicle.
    #[schemars(with = "Named<Vin>")]
    pub vin: Vin,
    /// Whether the owner consents now.
    pub consent: bool,
}

/// A vehicle has another owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "owner-changed")]
pub struct OwnerChanged {
    /// The vehicle.
    #[schemars(with = "Named<Vin>")]
    pub vin: Vin,
    /// Whether the new owner consents.
    pub consent: bool,
}

/// A vehicle left the Union, or circulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "vehicle-left")]
pub struct VehicleLeft {
    /// The vehicle.
    #[schemars(with = "Named<Vin>")]
    pub vin: Vin,
}

/// A vehicle was scrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "vehicle-scrapped")]
pub struct VehicleScrapped {
    /// The vehicle.
    #[schemars(with = "Named<Vin>")]
    pub vin: Vin,
}

/// A vehicle's owner had erased what is stored of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "data-erased")]
pub struct DataErased {
    /// The vehicle.
    #[schemars(with = "Named<Vin>")]
    pub vin: Vin,
}

/// An operator pauses a vehicle's collection, or resumes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "vehicle-paused")]
pub struct VehiclePaused {
    /// The vehicle.
    #[schemars(with = "Named<Vin>")]
    pub vin: Vin,
    /// Whether it is paused now.
    pub paused: bool,
}

/// An operator releases a VIN from its device, which was replaced (P-7.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "vehicle-released")]
pub struct VehicleReleased {
    /// The vehicle.
    #[schemars(with = "Named<Vin>")]
    pub vin: Vin,
}

/// One of the eight.
pub trait VehicleRequest: Send {
    /// The vehicle, and what happened to it.
    fn into_event(self) -> (Vin, Event);
}

impl VehicleRequest for VehicleRegistered {
    fn into_event(self) -> (Vin, Event) {
        let event = Event::Registered {
            country: self.country,
            attributes: self.attributes,
            consent: self.consent,
        };
        (self.vin, event)
    }
}

impl VehicleRequest for ConsentChanged {
    fn into_event(self) -> (Vin, Event) {
        let consent = self.consent;
        (self.vin, Event::ConsentChanged { consent })
    }
}

impl VehicleRequest for OwnerChanged {
    fn into_event(self) -> (Vin, Event) {
        let consent = self.consent;
        (self.vin, Event::OwnerChanged { consent })
    }
}

impl VehicleRequest for VehicleScrapped {
    fn into_event(self) -> (Vin, Event) {
        (self.vin, Event::Scrapped)
    }
}

impl VehicleRequest for DataErased {
    fn into_event(self) -> (Vin, Event) {
        (self.vin, Event::Erased)
    }
}

impl VehicleRequest for VehicleLeft {
    fn into_event(self) -> (Vin, Event) {
        (self.vin, Event::Left)
    }
}

impl VehicleRequest for VehiclePaused {
    fn into_event(self) -> (Vin, Event) {
        let paused = self.paused;
        (self.vin, Event::Paused { paused })
    }
}

impl VehicleRequest for VehicleReleased {
    fn into_event(self) -> (Vin, Event) {
        (self.vin, Event::Released)
    }
}
