//! How long the device's code takes, and how large its record is: a year of one
//! vehicle that takes 12 snapshots and makes 4 connections, each with a configuration
//! check and a transfer (JRC127600 Table 13). `make bench` writes the results.
#![allow(clippy::print_stdout)]

use divan::{Bencher, black_box};
use iot4emissions_proto::device::{
    DisconnectReason, FactoryConfiguration, Input, OtaDevice, Output, Provisioning, Record,
    Settings, Wait,
};
use iot4emissions_proto::identity::DeviceSecret;
use iot4emissions_proto::message::{
    Configuration, ConfigurationStatus, ConfigurationVersion, ConfiguredState, Endpoint,
};
use iot4emissions_proto::obfcm::{Kilometres, Litres, Values};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis, UnixSeconds};
use iot4emissions_proto::topic::TopicKind;

const DEVICE: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
/// The endpoints of Box 3.
const REGISTRATION_HOST: &str = "a2blaheruvl40p-ats.iot.eu-west-1.amazonaws.com";
const DATA_HOST: &str = "a3blaheruvl40p-ats.iot.eu-west-1.amazonaws.com";
const MONTHLY: &str = "0 0 0 1 * ? *";
const QUARTERLY: &str = "0 0 0 1 1/3 ? *";

/// 2021-12-15 and 2022-01-01, both at midnight, and how long the latter's year is.
const CONFIGURED: UnixMillis = UnixMillis(1_639_526_400_000);
const NEW_YEAR: UnixMillis = UnixMillis(1_640_995_200_000);
const A_YEAR: u64 = 365 * 86_400 * 1000;
const JUNE: UnixSeconds = UnixSeconds(1_622_505_600);

fn main() {
    let world = World::at_new_year();
    let record = world.device.record().expect("an operational device");
    let empty = record.to_bytes().len();
    let mut world = world.clone();
    world.run_until(UnixMillis(NEW_YEAR.0 + A_YEAR / 4 - 86_400_000));
    let record = world.device.record().expect("an operational device");
    let pending = record.pending().len();
    println!("record without snapshots: {empty} bytes");
    println!(
        "record with {pending} snapshots of two values: {} bytes",
        record.to_bytes().len()
    );
    let (_, inputs) = a_year();
    let count =
        |wanted: fn(&Input) -> bool| inputs.iter().filter(|(_, input)| wanted(input)).count();
    println!(
        "a year: {} inputs, of them {} snapshots, {} connections, {} configuration checks and {} transfers\n",
        inputs.len(),
        count(|input| matches!(input, Input::Acquired { .. })),
        count(|input| matches!(input, Input::Connected { .. })),
        count(|input| matches!(input, Input::Message { .. })),
        count(|input| matches!(input, Input::PublishAcknowledged { .. })),
    );
    divan::main();
}

/// A vehicle, its driver and both services, as they are when nothing is wrong.
#[derive(Clone)]
struct World {
    device: OtaDevice,
    configuration: Vec<u8>,
    now: UnixMillis,
    until: Option<UnixMillis>,
    snapshots: u32,
    inputs: Vec<(Now, Input)>,
}

impl World {
    fn at_new_year() -> Self {
        let mut world = Self {
            device: OtaDevice::new(),
            configuration: configuration().to_canonical(),
            now: CONFIGURED,
            until: None,
            snapshots: 0,
            inputs: Vec::new(),
        };
        world.give(Input::ClockTrusted { trusted: true });
        world.give(Input::ProvisioningComplete(Box::new(provisioning())));
        world.run_until(UnixMillis(NEW_YEAR.0 - 1));
        world.inputs.clear();
        world
    }

    fn run_until(&mut self, end: UnixMillis) {
        while let Some(until) = self.until.filter(|until| *until <= end) {
            self.now = self.now.max(until);
            self.give(Input::Wake);
        }
    }

    fn give(&mut self, input: Input) {
        let now = both_clocks(self.now);
        self.inputs.push((now, input.clone()));
        self.device.handle_input(now, input);
        let mut answers = Vec::new();
        self.until = loop {
            match self.device.poll_output() {
                Output::Wait(wait) => break until(wait, now),
                // Stored at once, as the replay does it.
                Output::Persist => self.device.handle_input(now, Input::Persisted { bytes: 0 }),
                output => answers.extend(self.answer(output)),
            }
        };
        for answer in answers {
            self.give(answer);
        }
    }

    fn answer(&mut self, output: Output) -> Vec<Input> {
        match output {
            Output::Connect { connection, .. } => vec![Input::Connected { connection }],
            Output::Disconnect { connection } => {
                let reason = DisconnectReason::Closed;
                vec![Input::Disconnected { connection, reason }]
            }
            Output::Subscribe { connection, topic } => {
                let payload = match topic.kind() {
                    TopicKind::RegisterServer => br#"{"deviceState":"registered"}"#.to_vec(),
                    _ => self.configuration.clone(),
                };
                let message = Input::Message {
                    connection,
                    topic: topic.to_string().into(),
                    payload: payload.into(),
                    retain: true,
                };
                vec![Input::Subscribed { connection }, message]
            }
            Output::Publish {
                connection,
                publish,
                ..
            } => {
                vec![Input::PublishAcknowledged {
                    connection,
                    publish,
                }]
            }
            Output::Acquire { request } => {
                self.snapshots += 1;
                let values = values(self.snapshots);
                vec![Input::Acquired { request, values }]
            }
            _ => Vec::new(),
        }
    }
}

fn both_clocks(wall: UnixMillis) -> Now {
    Now {
        monotonic: MonotonicMillis(wall.0),
        wall,
    }
}

fn until(wait: Wait, now: Now) -> Option<UnixMillis> {
    wait.duration_from(now)
        .map(|duration| now.wall.plus(duration))
}

fn endpoint(host: &str) -> Endpoint {
    Endpoint {
        host: host.parse().expect("a host"),
        port: 8883.try_into().expect("a port"),
    }
}

fn schedule(text: &str) -> Schedule {
    text.parse().expect("a schedule")
}

fn secret() -> DeviceSecret {
    DeviceSecret::new([7; DeviceSecret::LENGTH]).expect("a secret")
}

fn provisioning() -> Provisioning {
    Provisioning {
        data_pseudonym: None,
        device: DEVICE.parse().expect("a device ID"),
        secret: secret(),
        factory: FactoryConfiguration {
            registration_mqtt: endpoint(REGISTRATION_HOST),
            obfcm_data_mqtt: endpoint(DATA_HOST),
            permitted_domains: vec!["amazonaws.com".parse().expect("a domain")],
            config_check_frequency: schedule(QUARTERLY),
            settings: Settings::default(),
        },
    }
}

fn configuration() -> ConfigurationStatus {
    ConfigurationStatus {
        device_state: ConfiguredState::Operational,
        configuration: Configuration {
            registration_mqtt: endpoint(REGISTRATION_HOST),
            obfcm_data_mqtt: endpoint(DATA_HOST),
            acquire_frequency: schedule(MONTHLY),
            transfer_frequency: schedule(QUARTERLY),
            config_check_frequency: schedule(QUARTERLY),
            version: ConfigurationVersion::FIRST,
        },
    }
}

fn values(number: u32) -> Values {
    Values {
        total_fuel_consumed: Litres::from_tenths(10_000 + number).ok(),
        total_distance_travelled: Kilometres::from_tenths(200_000 + 20 * number).ok(),
        ..Values::default()
    }
}

/// The device on the first of January, and what happens to it in the year.
fn a_year() -> (OtaDevice, Vec<(Now, Input)>) {
    let mut world = World::at_new_year();
    let device = world.device.clone();
    world.run_until(UnixMillis(NEW_YEAR.0 + A_YEAR - 1));
    (device, world.inputs)
}

/// Gives the inputs and takes all outputs; `persist` is what a driver does with the
/// record.
fn replay(
    mut device: OtaDevice,
    inputs: Vec<(Now, Input)>,
    persist: impl Fn(&Record),
) -> OtaDevice {
    for (now, input) in inputs {
        device.handle_input(now, input);
        loop {
            match device.poll_output() {
                Output::Wait(wait) => {
                    black_box(wait);
                    break;
                }
                Output::Persist => {
                    persist(device.record().expect("something to persist"));
                    device.handle_input(now, Input::Persisted { bytes: 0 });
                }
                output => drop(black_box(output)),
            }
        }
    }
    device
}

#[divan::bench]
fn year_of_device_code(bencher: Bencher) {
    bencher
        .with_inputs(a_year_again())
        .bench_values(|(device, inputs)| replay(device, inputs, |_| {}));
}

#[divan::bench]
fn year_with_the_record_serialised(bencher: Bencher) {
    bencher
        .with_inputs(a_year_again())
        .bench_values(|(device, inputs)| {
            replay(device, inputs, |record| drop(black_box(record.to_bytes())))
        });
}

fn a_year_again() -> impl Fn() -> (OtaDevice, Vec<(Now, Input)>) {
    let year = a_year();
    move || year.clone()
}

/// The device before the first input of a kind in the year, and that input.
fn step(bencher: Bencher, wanted: fn(&Input) -> bool) {
    let (device, mut inputs) = a_year();
    let at = inputs.iter().position(|(_, input)| wanted(input));
    let rest = inputs.split_off(at.expect("such an input"));
    let device = replay(device, inputs, |_| {});
    bencher
        .with_inputs(|| (device.clone(), rest[..1].to_vec()))
        .bench_values(|(device, inputs)| replay(device, inputs, |_| {}));
}

#[divan::bench]
fn step_wake_with_nothing_due(bencher: Bencher) {
    let device = World::at_new_year().device;
    bencher
        .with_inputs(|| (device.clone(), vec![(both_clocks(CONFIGURED), Input::Wake)]))
        .bench_values(|(device, inputs)| replay(device, inputs, |_| {}));
}

#[divan::bench]
fn step_snapshot(bencher: Bencher) {
    step(bencher, |input| matches!(input, Input::Acquired { .. }));
}

#[divan::bench]
fn step_configuration_check(bencher: Bencher) {
    step(bencher, |input| matches!(input, Input::Message { .. }));
}

#[divan::bench]
fn step_puback(bencher: Bencher) {
    step(bencher, |input| {
        matches!(input, Input::PublishAcknowledged { .. })
    });
}

#[divan::bench]
fn record_to_bytes(bencher: Bencher) {
    let world = World::at_new_year();
    let record = world.device.record().expect("a record");
    bencher.bench(|| black_box(record).to_bytes());
}

#[divan::bench]
fn record_from_bytes(bencher: Bencher) {
    let world = World::at_new_year();
    let bytes = world.device.record().expect("a record").to_bytes();
    bencher.bench(|| Record::from_bytes(black_box(&bytes)));
}

#[divan::bench(args = [MONTHLY, QUARTERLY, "0 0 0 ? * MON", "0 0 0 29 2 ?"])]
fn schedule_next_after(bencher: Bencher, text: &str) {
    let schedule = schedule(text);
    bencher.bench(|| schedule.next_after(black_box(JUNE)));
}

/// The same, as the cron crate finds it.
#[divan::bench(args = [MONTHLY, QUARTERLY, "0 0 0 ? * MON", "0 0 0 29 2 ?"])]
fn schedule_next_after_by_cron_crate(bencher: Bencher, text: &str) {
    let schedule: cron::Schedule = text.parse().expect("a schedule");
    let june = chrono::DateTime::<chrono::Utc>::from_timestamp(JUNE.0 as i64, 0);
    let june = june.expect("a time");
    bencher.bench(|| schedule.after(black_box(&june)).next());
}

#[divan::bench]
fn schedule_spread_after(bencher: Bencher) {
    let schedule = schedule(QUARTERLY);
    let secret = secret();
    bencher.bench(|| schedule.spread_after(&secret, 86_400, black_box(JUNE)));
}

#[divan::bench]
fn schedule_parse(bencher: Bencher) {
    bencher.bench(|| black_box(QUARTERLY).parse::<Schedule>());
}
