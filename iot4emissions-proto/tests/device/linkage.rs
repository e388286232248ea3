//! P-6.12, P-6.14: who sees nothing but when devices connect cannot tell which one is which.
//!
//! The observer has the times of all devices of a fleet in two quarters, or in two outages,
//! without any names, and pairs those that look most alike. By chance one pair is right on
//! average, however many devices there are, and more than eleven once in a hundred million
//! fleets (Poisson with mean 1). So what is proven is: better than chance by at most
//! [`MARGIN`] pairs. The same observer pairs nearly all devices of a fleet that lives by the
//! rule that was there before, the same second in every quarter: it is an attack that works.

use iot4emissions_proto::device::{Provisioning, Settings};
use iot4emissions_proto::identity::DeviceSecret;
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::time::UnixMillis;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DATA_HOST, DAY, operational, provisioning, settings};
use crate::service::Service;
use crate::world::World;

const DEVICES: usize = 500;
/// Pairs above the one that chance finds: 2 % of the fleet.
const MARGIN: usize = 10;

/// 2021-07-01, 2021-10-01 and 2022-01-01, at midnight.
const QUARTERS: [u64; 3] = [1_625_097_600, 1_633_046_400, 1_640_995_200];

/// Numbers that look drawn, and are the same in every run (SplitMix64).
fn drawn(number: usize, half: u64) -> u64 {
    let mut state = (number as u64 * 2 + half)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

fn provisioned(number: usize, settings: Settings) -> Provisioning {
    let bytes = [0, 1]
        .map(|half| drawn(number, half).to_be_bytes())
        .concat();
    Provisioning {
        secret: DeviceSecret::try_from(&bytes[..]).unwrap(),
        ..provisioning(settings)
    }
}

/// How many of the devices the observer pairs rightly: the one that is n-th in the one
/// quarter with the one that is n-th in the other.
fn paired_by_order(one: &[u64], other: &[u64]) -> usize {
    let order = |seconds: &[u64]| {
        let mut order: Vec<usize> = (0..seconds.len()).collect();
        order.sort_by_key(|device| seconds[*device]);
        order
    };
    let pairs = order(one).into_iter().zip(order(other));
    pairs.filter(|(one, other)| one == other).count()
}

/// How many the observer pairs rightly, each row of delays with the row that is nearest.
fn paired_by_likeness(one: &[Vec<u64>], other: &[Vec<u64>]) -> usize {
    let distance =
        |a: &[u64], b: &[u64]| -> u64 { a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).sum() };
    let nearest = |row: &[u64]| (0..other.len()).min_by_key(|at| distance(row, &other[*at]));
    let rows = one.iter().enumerate();
    rows.filter(|(device, row)| nearest(row) == Some(*device))
        .count()
}

/// FNV-1a-64, which times were made of before.
fn fnv1a_64(parts: &[&[u8]]) -> u64 {
    let bytes = parts.concat();
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn name(number: usize) -> String {
    let (high, low) = (drawn(number, 2), drawn(number, 3));
    format!("{:08x}-0000-4000-8000-{:012x}", high >> 32, low >> 16)
}

fn quarterly() -> ConfigurationStatus {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 0 0 1 * ?".parse().unwrap();
    status.configuration.transfer_frequency = "0 0 0 1 1/3 ?".parse().unwrap();
    status.configuration.config_check_frequency = "0 0 0 1 1/3 ?".parse().unwrap();
    status
}

/// The second of each quarter at which the real device connects, and only then.
fn quarters_of(number: usize) -> [u64; 3] {
    let mut service = Service::new(Some(quarterly()));
    service.registered = true;
    let mut world = World::provisioned_with(provisioned(number, Settings::default()));
    let first = world.give(iot4emissions_proto::device::Input::Wake);
    service.run_with(&mut world, UnixMillis((QUARTERS[0] - DAY) * 1000), first);
    let before = world.tried.len();
    service.run(&mut world, UnixMillis((QUARTERS[2] + 2 * DAY) * 1000));
    // The monotonic clock never stops here.
    let ahead = world.now.0 - (world.earlier + world.running.0);
    let connected: Vec<u64> = world.tried[before..]
        .iter()
        .map(|(at, _)| (at + ahead) / 1000)
        .collect();
    assert_eq!(connected.len(), 3, "one connection for check and transfer");
    let mut seconds = [0; 3];
    for ((second, at), quarter) in seconds.iter_mut().zip(connected).zip(QUARTERS) {
        *second = at - quarter;
        assert!(*second < DAY, "{second}");
    }
    seconds
}

#[test]
fn p_6_12_times_link_no_device_to_its_next_quarter() {
    let fleet: Vec<[u64; 3]> = (0..DEVICES).map(quarters_of).collect();
    let in_quarter = |quarter: usize| -> Vec<u64> { fleet.iter().map(|it| it[quarter]).collect() };
    // By the rule before, which anybody can compute who knows the names.
    let before: Vec<u64> = (0..DEVICES)
        .map(|number| fnv1a_64(&[name(number).as_bytes()]) % DAY)
        .collect();
    assert!(paired_by_order(&before, &before) == DEVICES);
    for (one, other) in [(0, 1), (1, 2), (0, 2)] {
        let (one, other) = (in_quarter(one), in_quarter(other));
        let paired = paired_by_order(&one, &other);
        assert!(paired <= 1 + MARGIN, "{paired} of {DEVICES}");
        // Nor is a device early or late in both: of unrelated ones the correlation of ranks is
        // above this once in a million fleets.
        let correlation = correlation(&one, &other);
        assert!(correlation.abs() < 0.22, "{correlation}");
        let paired = paired_by_order(&before, &one);
        assert!(paired <= 1 + MARGIN, "{paired} of {DEVICES} by their names");
    }
}

fn correlation(one: &[u64], other: &[u64]) -> f64 {
    let mean = |values: &[u64]| values.iter().sum::<u64>() as f64 / values.len() as f64;
    let (m, n) = (mean(one), mean(other));
    let products = |a: &[u64], m: f64, b: &[u64], n: f64| -> f64 {
        a.iter()
            .zip(b)
            .map(|(a, b)| (*a as f64 - m) * (*b as f64 - n))
            .sum()
    };
    products(one, m, other, n) / (products(one, m, one, m) * products(other, n, other, n)).sqrt()
}

/// How long the device waits after each of eight failures in a row, in milliseconds.
fn outage(world: &mut World) -> Vec<u64> {
    let mut delays = Vec::new();
    for _ in 0..8 {
        world.disconnected();
        let failed_at = world.now.0;
        if world.link.number().is_none() {
            world.sleep_until_connect();
        }
        delays.push(world.now.0 - failed_at);
    }
    delays
}

/// The same by the rule before, of the same attempts in every outage.
fn outage_before(number: usize) -> Vec<u64> {
    let delay = |attempt: u32| {
        let hash = fnv1a_64(&[name(number).as_bytes(), &attempt.to_be_bytes()]);
        hash % ((1000 << attempt).min(3_600_000) + 1)
    };
    (0..8).map(delay).collect()
}

/// The registration broker does not answer, and after it the data broker.
#[test]
fn p_6_14_retries_link_no_device_to_its_next_outage() {
    let mut outages = [Vec::new(), Vec::new()];
    for number in 0..DEVICES {
        let mut world = World::provisioned_with(provisioned(number, settings()));
        outages[0].push(outage(&mut world));
        world.connect_and_subscribe();
        let registered = r#"{"deviceState":"registered"}"#;
        world.deliver(TopicKind::RegisterServer, registered, true);
        assert_eq!(world.host, DATA_HOST);
        outages[1].push(outage(&mut world));
    }
    let before: Vec<Vec<u64>> = (0..DEVICES).map(outage_before).collect();
    assert_eq!(paired_by_likeness(&before, &before), DEVICES);
    let [first, second] = &outages;
    let paired = paired_by_likeness(first, second);
    assert!(paired <= 1 + MARGIN, "{paired} of {DEVICES}");
    let paired = paired_by_likeness(&before, first);
    assert!(paired <= 1 + MARGIN, "{paired} of {DEVICES} by their names");
}
