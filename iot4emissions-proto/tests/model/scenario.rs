//! What a model starts with, and how much may go wrong in it.

use std::num::NonZeroU16;
use std::sync::LazyLock;
use std::time::Duration;

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::device::{FactoryConfiguration, Provisioning, Settings, SettingsValues};
use iot4emissions_proto::identity::{DeviceId, DeviceSecret};
use iot4emissions_proto::message::{ConfigurationVersion, Endpoint, RegistrationRequest};
use iot4emissions_proto::obfcm::{Litres, Values};
use iot4emissions_proto::services::data::ConfigurationParameters;
use iot4emissions_proto::services::registration::{
    self, Event, StoredData, StoredDataPolicy, VehicleRecord,
};
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};

/// The VIN of Box 1, and that of the vehicle into which a unit may be put.
pub(crate) const VINS: [&str; 2] = ["JFXHF05K1L4104934", "JFXHF05K1L4104935"];

/// Where the Data Service's broker is, and where it may move to.
pub(crate) const OLD_HOST: &str = "data.example.eu";
pub(crate) const NEW_HOST: &str = "data2.example.eu";

/// Half an hour: a tick of the model's time, at which every wait ends. An answer may take
/// two (no setting allows more than an hour), so that a snapshot can be acquired while a
/// publish is not acknowledged.
const TICK: u64 = 1800;
/// 2021-06-01T00:00:00Z.
const START: u64 = 1_622_505_600;

pub(crate) const DEVICES: [&str; 2] = ["d1", "d3"];

/// Searched for: with them, on each of the first nine connections, the back-off is 0 ms after
/// the first failure in a row, 1 ms after the second, and so on by turns: some are tried
/// again at once, the others at the next tick. The unit that starts anew again and again is
/// the first.
const SECRETS: [&str; 2] = [
    "0000000000000000000000003cf7ef84",
    "00000000000000000000000031acbf82",
];

fn secret(index: usize) -> DeviceSecret {
    SECRETS[index].parse().unwrap()
}

/// How often the environment may do what; each use is part of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Budget {
    /// Connections that drop or are refused.
    pub(crate) drops: u8,
    pub(crate) power_losses: u8,
    /// Messages and calls that are delivered once more, and answers that are lost.
    pub(crate) repeats: u8,
    /// Consent given or withdrawn, collection paused or resumed.
    pub(crate) changes: u8,
    /// Retained configurations that a lagging broker hands out after newer ones.
    pub(crate) lags: u8,
    /// Vehicles that an operator releases from their device.
    pub(crate) releases: u8,
    /// Subscriptions that a broker refuses.
    pub(crate) refusals: u8,
    /// Records that a device's disk does not take.
    pub(crate) disk_failures: u8,
    /// Records whose storing takes its time, so that other things happen meanwhile.
    pub(crate) slow_disks: u8,
    /// Wall clocks that are set, rightly or wrongly.
    pub(crate) clock_sets: u8,
    /// Units that start anew, whatever they are doing.
    pub(crate) reboots: u8,
    /// Publishes that a broker refuses for want of a right (MQTT 5).
    pub(crate) denials: u8,
    /// Whether the Data Service's broker refuses each publish that carries the reading of
    /// the tick [`POISON`] (MQTT 5): for ever.
    pub(crate) poison: bool,
    /// Moves of the Data Service's broker to another host.
    pub(crate) moves: u8,
    /// Hosts that go down.
    pub(crate) outages: u8,
    /// Connections that are tried where there is no network.
    pub(crate) coverage_gaps: u8,
    /// Units that are put into the other vehicle.
    pub(crate) swaps: u8,
    /// Devices that are told to register again.
    pub(crate) registers: u8,
    /// Times that each service's records are restored from a backup.
    pub(crate) data_restores: u8,
    pub(crate) registration_restores: u8,
    /// Services that stop between a commit and what follows from it.
    pub(crate) crashes: u8,
    /// Vehicles that change hands, consent staying as it is.
    pub(crate) sales: u8,
    /// Owners who have erased what both services have.
    pub(crate) erasures: u8,
    /// Vehicles that a registrar registers anew after that, with consent.
    pub(crate) returns: u8,
    /// Owners who have erased what a device has not sent.
    pub(crate) data_erasures: u8,
}

#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    pub(crate) devices: usize,
    /// How many ticks each device lives.
    pub(crate) ticks: [u64; DEVICES.len()],
    pub(crate) storage_limit: u32,
    /// Whether a publish carries one snapshot, and a transfer has four of them.
    pub(crate) parts: bool,
    /// Whether the driver restores the device when it asks for a restart (P-6.9).
    pub(crate) restarts: bool,
    /// Whether the owner consents from the start.
    pub(crate) consent: bool,
    /// Whether another vehicle's record has the device (P-7.3), until an operator
    /// settles that.
    pub(crate) bound_elsewhere: bool,
    /// What becomes of stored data (P-7.14).
    pub(crate) stored_data: StoredDataPolicy,
    /// Whether a restored Data Service has lost its tombstones as well, which are to be kept
    /// apart from its backup.
    pub(crate) tombstones_lost: bool,
    /// How far a clock is set wrong, in ticks.
    pub(crate) clock_error: i64,
    pub(crate) budget: Budget,
    /// What has to be come across.
    pub(crate) situations: &'static [&'static str],
}

pub(crate) const NOTHING_GOES_WRONG: Budget = Budget {
    drops: 0,
    power_losses: 0,
    repeats: 0,
    changes: 0,
    lags: 0,
    releases: 0,
    refusals: 0,
    disk_failures: 0,
    slow_disks: 0,
    clock_sets: 0,
    reboots: 0,
    denials: 0,
    poison: false,
    moves: 0,
    outages: 0,
    coverage_gaps: 0,
    swaps: 0,
    registers: 0,
    data_restores: 0,
    registration_restores: 0,
    crashes: 0,
    sales: 0,
    erasures: 0,
    returns: 0,
    data_erasures: 0,
};

/// As a [`StoredDataPolicy`] is by default.
pub(crate) const BY_DEFAULT: StoredDataPolicy = StoredDataPolicy {
    withdrawal: StoredData::Separate,
    leaving: StoredData::Separate,
    release: StoredData::Keep,
    scrapping: StoredData::Keep,
};

/// Whoever withdraws consent has what is stored erased.
pub(crate) const WITHDRAWAL_ERASES: StoredDataPolicy = StoredDataPolicy {
    withdrawal: StoredData::Erase,
    ..BY_DEFAULT
};

/// Both clocks at a tick, where the wall clock is so many ticks ahead.
pub(crate) fn at(tick: u64, ahead: i64) -> Now {
    let wall = (START + tick * TICK).saturating_add_signed(ahead * TICK as i64);
    Now {
        monotonic: MonotonicMillis(tick * TICK * 1000),
        wall: UnixMillis(wall * 1000),
    }
}

pub(crate) fn device_id(index: usize) -> DeviceId {
    DEVICES[index].parse().unwrap()
}

fn endpoint(host: &str) -> Endpoint {
    Endpoint {
        host: host.parse().unwrap(),
        port: NonZeroU16::new(8883).unwrap(),
    }
}

/// Every wait ends at a tick. The daily caps are as good as none, and the log is empty:
/// neither is to tell states apart that do the same from then on.
pub(crate) fn provisioning(scenario: &Scenario, index: usize) -> Provisioning {
    let tick = TICK as u32;
    let shortest = Duration::from_millis(1);
    let backoff = Backoff::new(shortest, shortest).unwrap();
    let settings = SettingsValues {
        connect_timeout_seconds: tick,
        retained_wait_seconds: tick,
        answer_wait_seconds: 2 * tick,
        backoff,
        refusal_backoff: backoff,
        acquisition_backoff: backoff,
        spread_window_seconds: 0,
        storage_limit: scenario.storage_limit,
        endpoint_failures: 2,
        endpoint_failure_seconds: tick,
        refusals_alone: 2,
        event_log_limit: 0,
        min_acquire_interval_seconds: tick,
        min_transfer_interval_seconds: tick,
        min_config_check_interval_seconds: tick,
        daily_connections: u32::MAX,
        daily_persisted_bytes: u32::MAX,
        max_payload: if scenario.parts { 70 } else { 1 << 17 },
        ..SettingsValues::default()
    };
    Provisioning {
        data_pseudonym: None,
        device: device_id(index),
        secret: secret(index),
        factory: FactoryConfiguration {
            registration_mqtt: endpoint("registration.example.eu"),
            obfcm_data_mqtt: endpoint(OLD_HOST),
            permitted_domains: vec!["example.eu".parse().unwrap()],
            config_check_frequency: EVERY_TICK.parse().unwrap(),
            settings: Settings::new(settings).unwrap(),
        },
    }
}

/// When everything is due.
const EVERY_TICK: &str = "0 0/30 * * * ?";

pub(crate) static PARAMETERS: LazyLock<ConfigurationParameters> =
    LazyLock::new(|| ConfigurationParameters {
        registration_mqtt: endpoint("registration.example.eu"),
        obfcm_data_mqtt: endpoint(OLD_HOST),
        acquire_frequency: EVERY_TICK.parse().unwrap(),
        transfer_frequency: EVERY_TICK.parse().unwrap(),
        config_check_frequency: EVERY_TICK.parse().unwrap(),
        first_version: ConfigurationVersion::new(1).unwrap(),
    });

/// The same where a transfer is due after the fourth reading.
pub(crate) static IN_PARTS: LazyLock<ConfigurationParameters> =
    LazyLock::new(|| ConfigurationParameters {
        transfer_frequency: "0 30 2/3 * * ?".parse().unwrap(),
        ..PARAMETERS.clone()
    });

/// The same once the broker has moved.
pub(crate) static MOVED: LazyLock<ConfigurationParameters> =
    LazyLock::new(|| ConfigurationParameters {
        obfcm_data_mqtt: endpoint(NEW_HOST),
        ..PARAMETERS.clone()
    });

/// The same after a loss of data: above the highest version ever issued (P-7.6).
pub(crate) static AFTER_A_LOSS: LazyLock<ConfigurationParameters> =
    LazyLock::new(|| ConfigurationParameters {
        first_version: ConfigurationVersion::new(100).unwrap(),
        ..PARAMETERS.clone()
    });

pub(crate) fn vin(vehicle: usize) -> Vin {
    VINS[vehicle].parse().unwrap()
}

pub(crate) fn request(vehicle: usize) -> RegistrationRequest {
    RegistrationRequest {
        data_device: None,
        vin: vin(vehicle),
        vehicle_info: VehicleInfo::default(),
    }
}

/// A vehicle that a registrar has registered in the Union.
pub(crate) fn vehicle(scenario: &Scenario, vehicle: usize) -> VehicleRecord {
    let record = VehicleRecord::new(vin(vehicle));
    let event = registered(scenario.consent);
    registration::decide(record, event, &scenario.stored_data).0
}

/// What a registrar says of a vehicle.
pub(crate) fn registered(consent: bool) -> Event {
    Event::Registered {
        country: "GR".parse().unwrap(),
        attributes: VehicleInfo::default(),
        consent,
    }
}

/// Values that differ from reading to reading: after what leads to another one in the same
/// tick, too.
pub(crate) fn values(vehicle: usize, tick: u64, budget: &Budget) -> Values {
    let tick = u32::try_from(tick).unwrap();
    let left = u32::from(budget.power_losses + budget.reboots + budget.clock_sets);
    let tenths = LEAST * (1 + vehicle as u32) + 10 * tick + left;
    Values {
        total_fuel_consumed: Some(Litres::from_tenths(tenths).unwrap()),
        ..Values::default()
    }
}

/// The tick at which [`values`] were read.
pub(crate) fn tick_of(fuel: Litres) -> u64 {
    u64::from(fuel.tenths() % LEAST / 10)
}

/// The earliest tick at which there is a reading: a device waits for a retained status
/// until the first, and is configured then.
pub(crate) const POISON: u64 = 2;

/// The vehicle in which they were read.
pub(crate) fn vehicle_of(fuel: Litres) -> usize {
    (fuel.tenths() / LEAST) as usize - 1
}

/// What a vehicle has used before the first tick.
const LEAST: u32 = 100_000;

/// As the default says.
#[test]
fn by_default_is_the_default() {
    assert_eq!(BY_DEFAULT, StoredDataPolicy::default());
}

/// The model's assumption about its devices' secrets.
#[test]
fn devices_try_again_at_once_and_at_the_next_tick_by_turns() {
    let shortest = Duration::from_millis(1);
    let backoff = Backoff::new(shortest, shortest).unwrap();
    for (index, attempts) in [4, 3].into_iter().enumerate() {
        for connection in 1..=9 {
            // Each attempt has taken a connection.
            for attempt in 0..connection.min(attempts) {
                let delay = backoff.delay(&secret(index), attempt, connection);
                let turn = u128::from(attempt % 2);
                assert_eq!(delay.as_millis(), turn, "{index} {attempt} {connection}");
            }
        }
    }
}
