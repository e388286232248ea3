//! The OTA device (P-6, JRC127600 §1.3, §4.2, Table 1 and Annex 1): what an OEM
//! embeds in a vehicle.
//!
//! The device does no I/O and reads no clock and no randomness (P-6.1). Its driver
//! says what happened by [`OtaDevice::handle_input`] and then carries out what
//! [`OtaDevice::poll_output`] asks for, in order, until the output is [`Output::Wait`].
//! With a TLS stream and no MQTT client, let the `driver` (feature `mqtt`) do the MQTT.
//!
//! # What to store, and when
//!
//! Everything that must survive power loss is the [`Record`]. At [`Output::Persist`] store
//! its bytes, in place of those before or appended to them ([`Record::last_of`]), and say
//! [`Input::Persisted`] once they are durable: at once, or from another thread when the
//! flash has them. Nothing else is given out before, so what a broker was told can never run
//! ahead of what is stored (P-6.2). At start, [`OtaDevice::restore`] from what is there.
//!
//! ```
//! use iot4emissions_proto::device::{Input, OtaDevice, Output, Provisioning, Record, Wait};
//! use iot4emissions_proto::time::Now;
//!
//! /// The unit starts: from its record, or, where that cannot be read, from the factory.
//! fn start(now: Now, stored: Option<&[u8]>, provisioning: Provisioning) -> OtaDevice {
//!     let unreadable = match stored.map(Record::from_bytes) {
//!         Some(Ok(record)) => return OtaDevice::restore(record),
//!         Some(Err(error)) => Some(error),
//!         None => None,
//!     };
//!     let mut device = OtaDevice::new();
//!     device.handle_input(now, Input::ProvisioningComplete(Box::new(provisioning)));
//!     if let Some(error) = unreadable {
//!         device.handle_input(now, Input::RecordUnreadable(error));
//!     }
//!     device
//! }
//!
//! /// One input, and all that follows from it.
//! fn run(device: &mut OtaDevice, now: Now, input: Input, flash: &mut Vec<u8>) -> Wait {
//!     device.handle_input(now, input);
//!     loop {
//!         match device.poll_output() {
//!             Output::Persist => {
//!                 // No record any more: the device was decommissioned.
//!                 *flash = device.record().map(Record::to_bytes).unwrap_or_default();
//!                 let bytes = flash.len() as u32;
//!                 device.handle_input(now, Input::Persisted { bytes });
//!             }
//!             Output::Wait(wait) => return wait,
//!             // Connect, subscribe, publish, read the OBFCM device, …
//!             other => println!("{other:?}"),
//!         }
//!     }
//! }
//!
//! let mut flash = Vec::new();
//! let wait = run(&mut OtaDevice::new(), Now::default(), Input::Wake, &mut flash);
//! assert_eq!(wait, Wait::default());
//! ```
//!
//! # What to wake for
//!
//! [`Wait`] has two times, each on its own clock (P-6.17). A **timeout** on the monotonic
//! clock is the end of a wait for a broker or of a back-off: a timer of the running unit. An
//! **alarm** on the wall clock is what a schedule says: an alarm of the real-time clock may
//! wake a sleeping unit for it. Say [`Input::Wake`] when either has come; too early or too
//! often does no harm. Tell the device what it cannot know, and it tries only what can
//! succeed (P-6.21):
//!
//! ```
//! use iot4emissions_proto::device::{Input, OtaDevice};
//! use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
//!
//! let mut device = OtaDevice::new();
//! let now = Now { monotonic: MonotonicMillis(5_000), wall: UnixMillis(1_800_000_000_000) };
//! // Only once the time came from a source that can be relied on (P-6.13).
//! device.handle_input(now, Input::ClockTrusted { trusted: true });
//! device.handle_input(now, Input::NetworkAvailable { available: true });
//! device.handle_input(now, Input::Ignition { on: true });
//! ```
//!
#![doc = include_str!("../docs/device-life.md")]
//!
//! # What to show
//!
//! [`OtaDevice::status`], also as the answer to [`Input::StatusQuery`]: for a workshop, and
//! for a screen that says what is sent (P-6.22). [`Output::Notify`] is for other control
//! units, as it happens.
//!
//! ```
//! use iot4emissions_proto::device::{DeviceState, OtaDevice};
//!
//! let status = OtaDevice::new().status();
//! assert_eq!(status.state, DeviceState::PreProvisioning);
//! assert!(status.accounts.balance());
//! for event in &status.events {
//!     println!("{:?} {} times, last at {}", event.kind, event.count, event.last);
//! }
//! ```
//!
//! # What to update
//!
//! A vehicle lives fifteen years, and nothing that the factory set holds for so long
//! (P-6.20). The driver authenticates what is new and tells the device:
//!
//! | what | input | and then |
//! |---|---|---|
//! | endpoints, domains, settings | [`Input::FactoryConfigured`] | the configuration in force stays |
//! | certificate, same device ID | [`Input::CertificateRenewed`] | connect with the new one |
//! | certificate, other device ID | [`Input::CertificateRenewed`] | all is erased; it registers again |
//! | ID for the Data Service alone | [`Input::PseudonymRenewed`] | all is erased; it registers again |
//! | a service has lost the device | [`Input::RegisterAgain`] | at the configured broker |
//! | the unit sits in another car | [`Input::VehicleChanged`] | all is erased; it registers again |
//! | its owner had its data erased | [`Input::DataErased`] | what is not sent is erased |
//! | the vehicle is scrapped | [`Input::Decommissioned`] | all is erased; delete the record |
//!
//! The device's secret (P-6.3) is drawn once, by whoever provisions it, and again where it is
//! provisioned again; in another car or under another ID the device goes on with one that
//! follows from it, and needs none. The record has it, so keep the record as you keep the
//! private key; `Debug`, status and outputs do not, but a trace of inputs does.
//!
//! Where the Persist that follows fails, the device knows nothing of the input: repeat it.
//! At each start compare the record's device with the certificate's:
//!
//! ```
//! use iot4emissions_proto::device::{Input, OtaDevice};
//! use iot4emissions_proto::identity::DeviceId;
//! use iot4emissions_proto::time::Now;
//!
//! fn renewed(device: &mut OtaDevice, now: Now, certificate: DeviceId) {
//!     if device.record().is_some_and(|record| *record.device() != certificate) {
//!         let input = Input::CertificateRenewed { device: certificate };
//!         device.handle_input(now, input);
//!     }
//! }
//! # renewed(&mut OtaDevice::new(), Now::default(), "vehicle-7".parse().unwrap());
//! ```
//!
#![doc = include_str!("../docs/device-states.md")]

mod acquisition;
mod allowance;
mod clock;
mod codec;
mod communication_test;
mod configuration;
mod configuration_bytes;
mod connection;
mod device_bytes;
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
mod record_fields;
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
pub use settings::{
    DataPseudonym, FactoryConfiguration, Provisioning, Settings, SettingsError, SettingsValues,
};
pub use state::{DeviceState, Function, Transition, Trigger, transition};
pub use status::{
    Accounts, AllowanceLeft, ClockStatus, EndpointInUse, EndpointOrigin, Failures, LastSuccess,
    RefusedConfiguration, Status, TestResult,
};
pub use steps::{Next, Signal, Step, StepTransition, step};
