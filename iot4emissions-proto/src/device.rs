//! The OTA device (P-6, JRC127600 §1.3, §4.2, Table 1 and Annex 1): what an OEM
//! embeds in a vehicle.
//!
//! The device does no I/O and reads no clock and no randomness (P-6.1). Its driver
//! says what happened by [`OtaDevice::handle_input`] and then carries out what
//! [`OtaDevice::poll_output`] asks for, in order, until the output is
//! [`Output::Wait`]:
//!
//! ```
//! use iot4emissions_proto::device::{Input, OtaDevice, Output};
//! use iot4emissions_proto::time::UnixMillis;
//!
//! fn run(device: &mut OtaDevice, now: UnixMillis, input: Input) -> Option<UnixMillis> {
//!     device.handle_input(now, input);
//!     loop {
//!         match device.poll_output() {
//!             Output::Persist => {
//!                 // Store the bytes durably before going on (P-6.2).
//!                 let bytes = device.record().map(|record| record.to_bytes());
//!                 # let _ = bytes;
//!             }
//!             Output::Wait { until } => return until,
//!             // Connect, subscribe, publish, read the OBFCM device, …
//!             other => println!("{other:?}"),
//!         }
//!     }
//! }
//!
//! let mut device = OtaDevice::new();
//! assert_eq!(run(&mut device, UnixMillis(0), Input::Wake), None);
//! ```
//!
//! Everything that must survive power loss is the [`Record`]. A device that is
//! [restored](OtaDevice::restore) from it goes on as it would after a lost
//! connection.
//!
#![doc = include_str!("../docs/device-states.md")]

mod acquisition;
mod allowance;
mod clock;
mod codec;
mod communication_test;
mod configuration;
mod connection;
mod due;
mod endpoint;
mod event;
mod event_bytes;
mod event_log;
mod in_force;
mod input;
mod life;
mod ota_device;
mod output;
mod persist;
mod presence;
mod provisioned;
mod reason;
mod record;
mod record_bytes;
mod registration;
mod settings;
mod settings_bytes;
mod state;
mod status;
mod steps;
mod tracked;
mod transfer;

pub use event::{ConfigurationRefusal, DailyCap, Event, EventKind, SetAsideReason};
pub use event_log::LoggedEvent;
pub use input::{
    ConnectionNumber, Input, PublishNumber, ReceivedPayload, ReceivedTopic, RequestNumber,
};
pub use ota_device::OtaDevice;
pub use output::{Output, Payload, Wait};
pub use reason::{DisconnectReason, ReasonCode};
pub use record::{DueTimes, Record};
pub use record_bytes::RecordError;
pub use settings::{FactoryConfiguration, Provisioning, Settings, SettingsError, SettingsValues};
pub use state::{DeviceState, Function, Transition, Trigger, transition};
pub use status::{
    Accounts, AllowanceLeft, ClockStatus, EndpointInUse, EndpointOrigin, Failures, LastSuccess,
    RefusedConfiguration, Status, TestResult,
};
pub use steps::{Next, Signal, Step, StepTransition, step};
