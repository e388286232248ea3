//! The OTA device (P-6): what happens to it, and what it asks for, as values.

mod any_input;
mod any_output;
mod event;
mod input;
mod json;
mod ota_device;
mod output;
mod settings;
mod status;
mod value_class;

pub(crate) use event::Event;
pub(crate) use input::{
    Acquired, AcquisitionFailed, ClockTrusted, CommunicationTest, Connected, Disconnected, Message,
    PersistFailed, ProvisioningComplete, PublishAcknowledged, StatusQuery, Subscribed, VehicleRead,
    VehicleUnreadable, Wake,
};
pub(crate) use json::{input_from_json, input_to_json, output_from_json, output_to_json};
pub(crate) use ota_device::OtaDevice;
pub(crate) use output::{
    Acquire, Connect, Disconnect, Notify, Persist, Publish, ReadVehicle, Restart, Subscribe, Wait,
};
pub(crate) use settings::{FactoryConfiguration, Provisioning, Settings};
pub(crate) use status::{Accounts, DueTimes, Status, TestResult};
