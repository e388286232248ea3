//! Device and session, joined: inputs in, outputs out.

use std::collections::VecDeque;

use super::connection::DeviceConnection;
use super::input::{DriverInput, speaks_of_mqtt};
use super::output::DriverOutput;
use crate::device::{ConnectionNumber, DisconnectReason, Input, OtaDevice, Output, Wait};
use crate::mqtt::SessionConfig;
use crate::time::Now;

/// An [`OtaDevice`] with its MQTT sessions, for a host that has byte streams: the
/// [module](super) shows the loop around it.
///
/// Like the device it does no I/O and reads no clock (P-6.1). Copies are for models and
/// tests: a device has one driver.
#[derive(Debug, Clone)]
pub struct Driver {
    device: OtaDevice,
    session: fn(SessionConfig) -> SessionConfig,
    now: Now,
    /// The connection that the device uses.
    present: Option<DeviceConnection>,
    /// The one before it, while a PUBACK may still come on it (P-6.5).
    left: Option<DeviceConnection>,
    /// What is to be done before what the device asks for next.
    outputs: VecDeque<DriverOutput>,
    /// A record is being stored, and nothing may be done meanwhile (P-6.2).
    storing: bool,
}

impl Driver {
    /// A driver of a device that is new or was restored from its record; of another life
    /// of this device no stream may be open any more.
    #[must_use]
    pub fn new(device: OtaDevice) -> Self {
        Self {
            device,
            session: |config| config,
            now: Now::default(),
            present: None,
            left: None,
            outputs: VecDeque::new(),
            storing: false,
        }
    }

    /// With other settings for the sessions than the defaults.
    ///
    /// ```
    /// use iot4emissions_proto::device::OtaDevice;
    /// use iot4emissions_proto::driver::Driver;
    ///
    /// let driver = Driver::new(OtaDevice::new())
    ///     .with_session(|config| config.with_keep_alive_seconds(600));
    /// # drop(driver);
    /// ```
    #[must_use]
    pub fn with_session(mut self, settings: fn(SessionConfig) -> SessionConfig) -> Self {
        self.session = settings;
        self
    }

    /// The device: its state, its record, its status.
    #[must_use]
    pub const fn device(&self) -> &OtaDevice {
        &self.device
    }

    /// Takes in what happened at `now`. Any input is welcome at any time: what does not
    /// fit changes nothing.
    pub fn handle(&mut self, now: Now, input: DriverInput) {
        self.now = now;
        let monotonic = now.monotonic;
        match input {
            DriverInput::Opened { connection } => {
                let present = self.present.as_mut();
                if let Some(link) = present.filter(|link| link.number() == connection) {
                    link.opened(monotonic);
                }
            }
            DriverInput::Received { connection, bytes } => {
                if let Some(link) = self.connection(connection) {
                    link.received(monotonic, &bytes);
                }
            }
            DriverInput::Closed { connection, reason } => {
                let named = |link: &mut DeviceConnection| link.number() == connection;
                let present = self.present.take_if(named);
                if let Some(link) = present.or_else(|| self.left.take_if(named)) {
                    self.give_up(link, reason);
                }
            }
            DriverInput::Device(input) if speaks_of_mqtt(&input) => {}
            DriverInput::Device(input) => {
                if matches!(input, Input::Persisted { .. } | Input::PersistFailed) {
                    self.storing = false;
                }
                self.device.handle_input(now, input);
            }
        }
        for link in [&mut self.left, &mut self.present].into_iter().flatten() {
            link.wake(monotonic);
        }
        self.tell_device();
    }

    /// The next thing to do; [`DriverOutput::Wait`] when there is none before the next
    /// input.
    pub fn poll(&mut self) -> DriverOutput {
        loop {
            if !self.storing {
                if let Some(output) = self.outputs.pop_front().or_else(|| self.write()) {
                    return output;
                }
            }
            // While it is storing, the device just waits.
            let output = self.device.poll_output();
            if let Some(output) = self.carry_out(output) {
                self.storing |= output == DriverOutput::Persist;
                return output;
            }
        }
    }

    /// The earlier of the device's time-out and the session's.
    fn wait(&self, wait: Wait) -> Wait {
        let present = self.present.as_ref();
        let session = present.and_then(DeviceConnection::poll_timeout);
        let timeouts = [wait.timeout, session].into_iter().flatten();
        Wait {
            timeout: timeouts.min(),
            ..wait
        }
    }

    /// The connection of this number, if anything on it still counts.
    fn connection(&mut self, number: ConnectionNumber) -> Option<&mut DeviceConnection> {
        let both = [&mut self.present, &mut self.left];
        let mut known = both.into_iter().flatten();
        known.find(|link| link.number() == number)
    }

    /// What the sessions have to say to their brokers.
    fn write(&mut self) -> Option<DriverOutput> {
        let link = self.present.as_mut()?;
        let bytes = link.poll_transmit(self.now.monotonic)?;
        Some(DriverOutput::Write {
            connection: link.number(),
            bytes: bytes.into(),
        })
    }

    /// Has the device know what its connections have to say, and ends those that are over.
    fn tell_device(&mut self) {
        for link in [&mut self.left, &mut self.present].into_iter().flatten() {
            while let Some(input) = link.poll_input() {
                self.device.handle_input(self.now, input);
            }
        }
        self.left.take_if(|link| link.has_ended());
        if let Some(link) = self.present.take_if(|link| link.has_ended()) {
            self.close(link);
        }
    }

    /// A farewell, if one is due, then the end of the stream.
    fn close(&mut self, mut link: DeviceConnection) {
        let connection = link.number();
        if let Some(bytes) = link.poll_transmit(self.now.monotonic) {
            let bytes = bytes.into();
            self.outputs
                .push_back(DriverOutput::Write { connection, bytes });
        }
        self.outputs.push_back(DriverOutput::Close { connection });
        if !link.has_ended() {
            // Of the one before nobody has said that it is closed: it counts no longer.
            if let Some(before) = self.left.replace(link) {
                self.give_up(before, DisconnectReason::Closed);
            }
        }
    }

    /// Nothing more comes on this connection.
    fn give_up(&mut self, mut link: DeviceConnection, reason: DisconnectReason) {
        link.closed(reason);
        while let Some(input) = link.poll_input() {
            self.device.handle_input(self.now, input);
        }
    }

    fn carry_out(&mut self, output: Output) -> Option<DriverOutput> {
        Some(match output {
            Output::Connect {
                connection,
                broker,
                endpoint,
                device,
            } => {
                let config = (self.session)(SessionConfig::from(&device));
                self.present = Some(DeviceConnection::new(connection, config));
                DriverOutput::Open {
                    connection,
                    broker,
                    endpoint,
                    device,
                }
            }
            Output::Subscribe { .. } | Output::Publish { .. } | Output::Disconnect { .. } => {
                if let Some(link) = &mut self.present {
                    link.carry_out(&output);
                }
                self.tell_device();
                if let Some(link) = self.present.take_if(|link| link.is_over()) {
                    self.close(link);
                }
                return None;
            }
            Output::Persist => DriverOutput::Persist,
            Output::ReadVehicle { request } => DriverOutput::ReadVehicle { request },
            Output::Acquire { request } => DriverOutput::Acquire { request },
            Output::Notify(event) => DriverOutput::Notify(event),
            Output::Status(status) => DriverOutput::Status(status),
            Output::Restart => DriverOutput::Restart,
            Output::Wait(wait) => DriverOutput::Wait(self.wait(wait)),
        })
    }
}
