//! The protocol by which vehicles report their real fuel and energy consumption to the
//! public authority, under pseudonyms, over MQTT: JRC report
//! [JRC127600](https://doi.org/10.2760/46158), without any I/O.
//!
//! Bytes, times and events go in; decisions, bytes and effects come out. The crate
//! opens no socket and no file, reads no clock and draws no random number, so the same
//! code runs in a vehicle, in a cloud function and in a simulation of a hundred
//! million vehicles. Rules are cited as `P-4.2` or `T-5` and stand in [`rules`], clauses
//! of the report as JRC127600 §3.1.2.
//!
//! | module | answers |
//! |---|---|
//! | [`identity`] | who is this device, and may it be called so? |
//! | [`topic`], [`delivery`] | where does a message go, and how? |
//! | [`access`] | who may publish, subscribe, receive? |
//! | [`message`], [`vehicle`], [`obfcm`] | what does a payload say, and how does it deviate? |
//! | [`columns`] | what do a million payloads say, as arrays? |
//! | [`schedule`], [`backoff`] | when is something done, and when again? |
//! | [`device`] | what does the OTA device do next? |
//! | [`services`] | what do the two services decide, and tell each other? |
//! | `mqtt` (feature) | how does it look on the wire? |
//! | `driver` (feature `mqtt`) | how does a device run on a byte stream? |
//! | `publication` (feature) | what of the stored data may leave for people? |
//! | `schema` (feature) | what may a payload say, for machines and auditors? |
//!
//! # From a topic to the device's loop
//!
//! ```
//! use iot4emissions_proto::access::{self, Principal};
//! use iot4emissions_proto::delivery::BrokerRole;
//! use iot4emissions_proto::device::{
//!     FactoryConfiguration, Input, OtaDevice, Output, Provisioning, Settings,
//! };
//! use iot4emissions_proto::identity::{DeviceId, DeviceSecret};
//! use iot4emissions_proto::message::{DataTransfer, Endpoint, Profile};
//! use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
//! use iot4emissions_proto::topic::{Topic, TopicKind};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A device ID comes from the device's certificate, and names its four topics.
//! let device: DeviceId = "9a7d21e7-8652-4442-b1a0-0c6f1f3f2b5a".parse()?;
//! let topic = Topic::new(TopicKind::DataDevice, device.clone());
//! assert_eq!(topic.to_string(), format!("iot4emissions/dataDevice/{device}"));
//!
//! // It may publish there, but not with RETAIN (P-4.2).
//! let principal = Principal::Device(device.clone());
//! let text = topic.to_string();
//! assert!(access::publish(&principal, BrokerRole::Data, &text, false).is_ok());
//! assert!(access::publish(&principal, BrokerRole::Data, &text, true).is_err());
//!
//! // A receiver reads exact tenths, and learns of every deviation (P-5.4).
//! let payload = br#"{"data":[{"acquired":1622538000,"tfc":"32.5","tdt":295.9}]}"#;
//! let decoded = DataTransfer::decode(payload, Profile::Tolerant)?;
//! let snapshot = &decoded.message.snapshots()[0];
//! assert_eq!(snapshot.values().total_fuel_consumed.map(|fuel| fuel.tenths()), Some(325));
//! assert_eq!(
//!     decoded.deviations[0].to_string(),
//!     r#"number-as-string at "/data/0/tfc" (JRC127600 Table 7)"#
//! );
//!
//! // The device itself: an input in, outputs out, until it waits.
//! let endpoint = |host: &str| -> Result<Endpoint, Box<dyn std::error::Error>> {
//!     Ok(Endpoint { host: host.parse()?, port: 8883.try_into()? })
//! };
//! let factory = FactoryConfiguration {
//!     registration_mqtt: endpoint("registration.example")?,
//!     obfcm_data_mqtt: endpoint("data.example")?,
//!     permitted_domains: vec!["example".parse()?],
//!     config_check_frequency: "0 0 0 1 * ? *".parse()?,
//!     settings: Settings::default(),
//! };
//! # let drawn_at_random = [7; 16];
//! let secret = DeviceSecret::new(drawn_at_random)?;
//! let mut ota_device = OtaDevice::new();
//! let provisioning = Box::new(Provisioning { device, data_pseudonym: None, secret, factory });
//! let now = Now { monotonic: MonotonicMillis(0), wall: UnixMillis(1_622_538_000_000) };
//! ota_device.handle_input(now, Input::ProvisioningComplete(provisioning));
//! let mut asked = Vec::new();
//! loop {
//!     match ota_device.poll_output() {
//!         Output::Wait(_) => break,
//!         // Store the record; only then what follows from it is given out (P-6.2).
//!         Output::Persist => ota_device.handle_input(now, Input::Persisted { bytes: 0 }),
//!         Output::Connect { endpoint, .. } => asked.push(endpoint.to_string()),
//!         _ => {} // tell other control units
//!     }
//! }
//! assert_eq!(asked, ["mqtts://registration.example:8883"]);
//! # Ok(())
//! # }
//! ```
//!
//! # What this crate does not do
//!
//! It does not do TLS, verify certificate chains or revocation, store anything, or
//! speak to a vehicle's bus. It does not read the shorthand of the prototype's logs
//! (JRC127600 Figure 5). Where the report leaves something open or contradicts itself,
//! it implements one resolved profile, whose rules it cites.
#![forbid(unsafe_code)]

pub mod access;
pub mod analysis;
pub mod backoff;
pub mod columns;
pub mod delivery;
pub mod device;
#[cfg(feature = "mqtt")]
pub mod driver;
pub mod envelope;
pub mod identity;
pub mod message;
#[cfg(feature = "mqtt")]
pub mod mqtt;
pub mod obfcm;
pub mod privacy;
#[cfg(feature = "publication")]
pub mod publication;
pub mod schedule;
#[cfg(feature = "schema")]
pub mod schema;
pub mod services;
pub mod time;
pub mod topic;
pub mod vehicle;

#[doc = include_str!("../docs/protocol.md")]
pub mod rules {}

mod cost;
mod decimal;
mod hash;
mod named;

// README.md is a link to the one at the top, so that it is here in a package too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
