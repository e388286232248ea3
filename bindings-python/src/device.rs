//! The OTA device (P-6): what happens to it, and what it asks for, as values.

mod disconnect_reason;
mod event;
mod failures;
mod input;
mod json;
mod now;
mod ota_device;
mod output;
mod record_fault;
mod settings;
mod status;

pub(crate) use disconnect_reason::{Disconnected, ReasonKind};
pub(crate) use event::{Event, LoggedEvent};
pub(crate) use failures::Failures;
pub(crate) use input::{
    Acquired, AcquisitionFailed, CertificateRenewed, ClockTrusted, CommunicationTest, Connected,
    DataErased, Decommissioned, FactoryConfigured, Ignition, Message, NetworkAvailable,
    PersistFailed, Persisted, ProvisioningComplete, PseudonymRenewed, PublishAcknowledged,
    PublishRefused, RegisterAgain, StatusQuery, SubscribeRefused, Subscribed, VehicleChanged,
    VehicleRead, VehicleUnreadable, Wake,
};
pub(crate) use json::{input_from_json, input_to_json, output_from_json, output_to_json};
pub(crate) use now::Now;
pub(crate) use ota_device::OtaDevice;
pub(crate) use output::{
    Acquire, Connect, Disconnect, Notify, Persist, Publish, ReadVehicle, Restart, Subscribe, Wait,
};
pub(crate) use record_fault::{RecordFault, RecordUnreadable};
pub(crate) use settings::{DataPseudonym, FactoryConfiguration, Provisioning, Settings};
pub(crate) use status::{
    Accounts, AllowanceLeft, ClockStatus, DueTimes, EndpointInUse, LastSuccess,
    RefusedConfiguration, Status, TestResult,
};
