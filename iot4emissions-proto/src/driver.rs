//! A whole device on a bare byte stream: [`device`](crate::device) and
//! [`mqtt`](crate::mqtt) joined, for a telematics unit that has TLS and nothing else.
//!
//! The driver opens no socket and no file and reads no clock (P-6.1). Its host has three
//! things: a way to open a TLS stream with the device's certificate, a place for the
//! record, and the vehicle's data. This is the whole loop, on streams that return from
//! `read` within a second or so (`set_read_timeout`), and with the record in a `Vec`:
//!
//! ```
//! use std::io::{ErrorKind, Read, Write};
//! use iot4emissions_proto::device::{ConnectionNumber, DisconnectReason, Input};
//! use iot4emissions_proto::driver::{Driver, DriverInput, DriverOutput};
//! use iot4emissions_proto::message::{Endpoint, RegistrationRequest};
//! # use iot4emissions_proto::device::{OtaDevice, FactoryConfiguration, Provisioning, Settings};
//! # use iot4emissions_proto::{identity::DeviceSecret, message::Profile, time::{MonotonicMillis, UnixMillis}};
//! use iot4emissions_proto::{obfcm::Values, time::Now};
//!
//! fn run<S: Read + Write>(
//!     driver: &mut Driver,
//!     clock: impl Fn() -> Now, // CLOCK_BOOTTIME and the time of day
//!     open: impl Fn(&Endpoint) -> Result<S, DisconnectReason>, // TCP and mutual TLS
//!     vehicle: &RegistrationRequest, // VIN and attributes, as the vehicle says them
//!     obfcm: impl Fn() -> Option<Values>,
//!     stored: &mut Vec<u8>, // in a vehicle a file: written, flushed, renamed
//!     mut runs: impl FnMut() -> bool,
//! ) {
//!     let (mut opened, mut buffer) = (None::<(ConnectionNumber, S)>, [0; 4096]);
//!     let closed = |connection, reason| DriverInput::Closed { connection, reason };
//!     while runs() {
//!         let input = match (driver.poll(), &mut opened) {
//!             (DriverOutput::Open { connection, endpoint, .. }, _) => match open(&endpoint) {
//!                 Ok(stream) => { opened = Some((connection, stream)); DriverInput::Opened { connection } }
//!                 Err(reason) => closed(connection, reason),
//!             },
//!             (DriverOutput::Write { bytes, .. }, Some((connection, stream))) => {
//!                 if stream.write_all(&bytes).and_then(|()| stream.flush()).is_ok() { continue }
//!                 closed(*connection, DisconnectReason::Closed)
//!             }
//!             (DriverOutput::Close { connection }, _) => { opened = None; closed(connection, DisconnectReason::Closed) }
//!             (DriverOutput::Persist, _) => {
//!                 *stored = driver.device().record().map(|record| record.to_bytes()).unwrap_or_default();
//!                 Input::Persisted { bytes: stored.len() as u32 }.into()
//!             }
//!             (DriverOutput::ReadVehicle { request }, _) => Input::VehicleRead { request, vehicle: Box::new(vehicle.clone()) }.into(),
//!             (DriverOutput::Acquire { request }, _) => obfcm()
//!                 .map_or(Input::AcquisitionFailed { request }, |values| Input::Acquired { request, values }).into(),
//!             (DriverOutput::Wait(_), Some((connection, stream))) => match stream.read(&mut buffer) {
//!                 Ok(length @ 1..) => DriverInput::Received { connection: *connection, bytes: buffer[..length].into() },
//!                 Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Input::Wake.into(),
//!                 Ok(_) | Err(_) => closed(*connection, DisconnectReason::Closed),
//!             },
//!             (DriverOutput::Wait(wait), None) => { sleep(wait.duration_from(clock())); Input::Wake.into() }
//!             _ => continue, // events, status and restart are for whom they concern
//!         };
//!         driver.handle(clock(), input);
//!     }
//! }
//! # fn sleep(_: Option<std::time::Duration>) {} // at most a minute, as the wall clock may be set
//! # let endpoint = |host: &str| Endpoint { host: host.parse().unwrap(), port: 8883.try_into().unwrap() };
//! # let factory = FactoryConfiguration {
//! #     registration_mqtt: endpoint("registration.example"),
//! #     obfcm_data_mqtt: endpoint("data.example"),
//! #     permitted_domains: vec!["example".parse().unwrap()],
//! #     config_check_frequency: "0 0 0 1 * ? *".parse().unwrap(),
//! #     settings: Settings::default(),
//! # };
//! # let secret = DeviceSecret::new([7; 16]).unwrap();
//! # let provisioning = Provisioning { device: "9a7d21e7".parse().unwrap(), data_pseudonym: None, secret, factory };
//! # let provisioning = Box::new(provisioning);
//! # let vehicle = br#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{}}"#;
//! # let vehicle = RegistrationRequest::decode(vehicle, Profile::Strict).unwrap().message;
//! # let clock = || Now { monotonic: MonotonicMillis(12_000), wall: UnixMillis(1_622_538_000_000) };
//! # // A broker that accepts the connection, then closes it.
//! # struct Broker(Vec<u8>);
//! # impl Write for Broker {
//! #     fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> { self.0.extend([0x20, 2, 0, 0]); Ok(bytes.len()) }
//! #     fn flush(&mut self) -> std::io::Result<()> { Ok(()) }
//! # }
//! # impl Read for Broker {
//! #     fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> { (&std::mem::take(&mut self.0)[..]).read(to) }
//! # }
//! # let mut driver = Driver::new(OtaDevice::new());
//! # driver.handle(clock(), Input::ProvisioningComplete(provisioning).into());
//! # let (mut stored, mut steps) = (Vec::new(), 0..40);
//! # run(&mut driver, clock, |_| Ok(Broker(Vec::new())), &vehicle, || None, &mut stored, || steps.next().is_some());
//! # assert!(!stored.is_empty());
//! # assert_eq!(driver.device().status().failures.connections.iter().sum::<u32>(), 1);
//! ```
//!
//! # What ends a connection
//! The host says what it knows of the stream, and the driver the rest, so that the device
//! can weigh it (P-6.8): a CONNACK other than 0 is [`Refused`], silence [`TimedOut`], what
//! is not MQTT [`Protocol`]. When the device disconnects, DISCONNECT is written before
//! [`DriverOutput::Close`]; a PUBACK that comes before the host says that it has closed
//! still counts (P-6.5), and nothing that comes after.
//!
//! # Storing
//! While a record is being stored, nothing else is given out (P-6.2): not what the device
//! asks for, and not what its sessions have to say. So a host may store in the background,
//! and wait meanwhile.
//!
//! # With an MQTT client
//! A host that has one needs no driver: it runs the [device](crate::device) itself. One that
//! wants to see what is published takes a [`DeviceConnection`] for each connection.
//!
//! [`Refused`]: crate::device::DisconnectReason::Refused
//! [`TimedOut`]: crate::device::DisconnectReason::TimedOut
//! [`Protocol`]: crate::device::DisconnectReason::Protocol

mod bytes;
mod connection;
mod input;
mod joined;
mod output;

pub use bytes::StreamBytes;
pub use connection::DeviceConnection;
pub use input::DriverInput;
pub use joined::Driver;
pub use output::DriverOutput;
