//! A host around a driver: streams to a [`Broker`], a record in memory, two clocks.

use iot4emissions_proto::device::{
    ConnectionNumber, DeviceState, DisconnectReason, EventKind, FactoryConfiguration, Input,
    OtaDevice, Provisioning, Record, Settings, SettingsValues, Wait,
};
use iot4emissions_proto::driver::{Driver, DriverInput, DriverOutput};
use iot4emissions_proto::identity::DeviceSecret;
use iot4emissions_proto::message::{
    Configuration, ConfigurationStatus, ConfigurationVersion, ConfiguredState, Endpoint, Profile,
    RegistrationRequest,
};
use iot4emissions_proto::obfcm::{Kilometres, Litres, Values};
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};

use crate::broker::Broker;

pub(crate) const DEVICE: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
pub(crate) const REGISTERED: &[u8] = br#"{"deviceState":"registered"}"#;

/// Since the unit started, and 2021-06-01T00:00:00Z.
const START: Now = Now {
    monotonic: MonotonicMillis(12_000),
    wall: UnixMillis(1_622_505_600_000),
};

pub(crate) struct Host {
    pub(crate) driver: Driver,
    pub(crate) now: Now,
    pub(crate) broker: Broker,
    /// Where a stream cannot be opened.
    pub(crate) unreachable: Option<DisconnectReason>,
    /// How many bytes a read gives at most, one read after the other.
    pub(crate) chunks: Vec<usize>,
    reads: usize,
    pub(crate) stream: Option<ConnectionNumber>,
    pub(crate) stored: Option<Vec<u8>>,
    pub(crate) events: Vec<EventKind>,
    /// Every byte that was written.
    pub(crate) written: Vec<u8>,
    acquired: u32,
}

impl Host {
    pub(crate) fn new() -> Self {
        let mut host = Self {
            driver: Driver::new(OtaDevice::new()),
            now: START,
            broker: Broker::new(),
            unreachable: None,
            chunks: vec![usize::MAX],
            reads: 0,
            stream: None,
            stored: None,
            events: Vec::new(),
            written: Vec::new(),
            acquired: 0,
        };
        host.tell(Input::ClockTrusted { trusted: true });
        host.tell(Input::ProvisioningComplete(Box::new(provisioning())));
        host
    }

    /// One that has registered, is Operational and waits without a connection.
    pub(crate) fn operational() -> Self {
        let mut host = Self::new();
        host.retain("registerServer", REGISTERED);
        host.retain("configServer", &operational(1).to_canonical());
        host.run(DeviceState::Operational);
        host.settle();
        host
    }

    pub(crate) fn retain(&mut self, family: &str, payload: &[u8]) {
        let topic = format!("iot4emissions/{family}/{DEVICE}");
        self.broker.retained.insert(topic, payload.to_vec());
    }

    pub(crate) fn tell(&mut self, input: impl Into<DriverInput>) {
        self.driver.handle(self.now, input.into());
    }

    pub(crate) fn pass(&mut self, millis: u64) {
        self.now.monotonic.0 += millis;
        self.now.wall.0 += millis;
    }

    /// Carries out what there is to do, the network's answers included, until the driver
    /// waits for time; gives what it waits for.
    pub(crate) fn settle(&mut self) -> Wait {
        loop {
            match self.driver.poll() {
                DriverOutput::Wait(wait) => match self.read() {
                    Some(input) => self.tell(input),
                    None => return wait,
                },
                output => self.carry_out(output),
            }
        }
    }

    /// Settles, and goes on to the next time-out or alarm.
    pub(crate) fn step(&mut self) {
        let wait = self.settle();
        self.pass_to(wait);
    }

    pub(crate) fn pass_to(&mut self, wait: Wait) {
        let left = wait.duration_from(self.now).expect("nothing to wait for");
        self.pass(u64::try_from(left.as_millis()).unwrap());
        self.tell(Input::Wake);
    }

    /// Steps until the device is in this state.
    pub(crate) fn run(&mut self, state: DeviceState) {
        for _ in 0..200 {
            if self.driver.device().state() == state {
                return;
            }
            self.step();
        }
        panic!("never {state}: {:?}", self.events);
    }

    /// Goes on to the acquisition that is due, and through it.
    pub(crate) fn acquire(&mut self) {
        let before = self.record().pending().len();
        while self.record().pending().len() == before {
            self.step();
            self.settle();
        }
    }

    pub(crate) fn record(&self) -> &Record {
        self.driver.device().record().unwrap()
    }

    pub(crate) fn read(&mut self) -> Option<DriverInput> {
        let connection = self.stream?;
        let most = self.chunks[self.reads % self.chunks.len()];
        let length = self.broker.answers.len().min(most);
        if length == 0 {
            return None;
        }
        self.reads += 1;
        let bytes: Vec<u8> = self.broker.answers.drain(..length).collect();
        Some(DriverInput::Received {
            connection,
            bytes: bytes.into(),
        })
    }

    pub(crate) fn carry_out(&mut self, output: DriverOutput) {
        match output {
            DriverOutput::Open { connection, .. } => {
                if let Some(reason) = self.unreachable {
                    return self.tell(DriverInput::Closed { connection, reason });
                }
                self.broker.accept();
                self.stream = Some(connection);
                self.tell(DriverInput::Opened { connection });
            }
            DriverOutput::Write { connection, bytes } => {
                assert_eq!(self.stream, Some(connection), "a write to no stream");
                self.written.extend_from_slice(&bytes);
                self.broker.take(&bytes);
            }
            DriverOutput::Close { connection } => {
                if self.stream.take_if(|open| *open == connection).is_some() {
                    let reason = DisconnectReason::Closed;
                    self.tell(DriverInput::Closed { connection, reason });
                }
            }
            DriverOutput::Persist => {
                self.stored = self.driver.device().record().map(Record::to_bytes);
                let bytes = self.stored.as_ref().map_or(0, Vec::len) as u32;
                self.tell(Input::Persisted { bytes });
            }
            DriverOutput::ReadVehicle { request } => {
                let vehicle = Box::new(vehicle());
                self.tell(Input::VehicleRead { request, vehicle });
            }
            DriverOutput::Acquire { request } => {
                self.acquired += 1;
                let values = values(self.acquired);
                self.tell(Input::Acquired { request, values });
            }
            DriverOutput::Notify(event) => self.events.push(event.kind),
            DriverOutput::Status(_) | DriverOutput::Restart => {}
            DriverOutput::Wait(_) => unreachable!("settle waits"),
        }
    }

    /// The next output that is not an event.
    pub(crate) fn next(&mut self) -> DriverOutput {
        loop {
            match self.driver.poll() {
                DriverOutput::Notify(event) => self.events.push(event.kind),
                output => return output,
            }
        }
    }

    /// Goes on, time included, until a stream is open; nothing is read from it yet.
    pub(crate) fn connect(&mut self) -> ConnectionNumber {
        for _ in 0..1000 {
            match (self.stream, self.driver.poll()) {
                (Some(connection), DriverOutput::Wait(_)) => return connection,
                (None, DriverOutput::Wait(wait)) => self.pass_to(wait),
                (_, output) => self.carry_out(output),
            }
        }
        panic!("never connected: {:?}", self.events);
    }
}

fn endpoint(host: &str) -> Endpoint {
    Endpoint {
        host: host.parse().unwrap(),
        port: 8883.try_into().unwrap(),
    }
}

fn provisioning() -> Provisioning {
    let values = SettingsValues {
        spread_window_seconds: 0,
        ..SettingsValues::default()
    };
    Provisioning {
        data_pseudonym: None,
        device: DEVICE.parse().unwrap(),
        secret: DeviceSecret::new([7; 16]).unwrap(),
        factory: FactoryConfiguration {
            registration_mqtt: endpoint("registration.example.eu"),
            obfcm_data_mqtt: endpoint("data.example.eu"),
            permitted_domains: vec!["example.eu".parse().unwrap()],
            config_check_frequency: "0 0 3 * * ?".parse().unwrap(),
            settings: Settings::new(values).unwrap(),
        },
    }
}

/// Acquires every four hours, checks at 06:00 and transfers at 12:00.
pub(crate) fn operational(version: u32) -> ConfigurationStatus {
    ConfigurationStatus {
        device_state: ConfiguredState::Operational,
        configuration: Configuration {
            registration_mqtt: endpoint("registration.example.eu"),
            obfcm_data_mqtt: endpoint("data.example.eu"),
            acquire_frequency: "0 0 0/4 * * ?".parse().unwrap(),
            transfer_frequency: "0 0 12 * * ?".parse().unwrap(),
            config_check_frequency: "0 0 6 * * ?".parse().unwrap(),
            version: ConfigurationVersion::new(version).unwrap(),
        },
    }
}

fn values(number: u32) -> Values {
    Values {
        total_fuel_consumed: Some(Litres::from_tenths(10_000 + number).unwrap()),
        total_distance_travelled: Some(Kilometres::from_tenths(200_000 + 20 * number).unwrap()),
        ..Values::default()
    }
}

/// Box 1's.
fn vehicle() -> RegistrationRequest {
    let payload = br#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{}}"#;
    RegistrationRequest::decode(payload, Profile::Strict)
        .unwrap()
        .message
}
