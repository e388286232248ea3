//! Fleets to publish: every vehicle goes its own way, from a seed.

use iot4emissions_proto::analysis::Reading;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
use iot4emissions_proto::publication::{Fleet, PseudonymKey};
use iot4emissions_proto::services::introduction::MinimalAttributes;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;

/// 2025-01-01T00:00:00Z.
pub(crate) const START: u64 = 1_735_689_600;
pub(crate) const DAY: u64 = 86_400;

/// The first day of each month of 2025 and 2026, counted from [`START`].
pub(crate) fn first_days(months: usize) -> Vec<u64> {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut days = vec![0];
    for length in lengths.iter().cycle().take(months) {
        days.push(days[days.len() - 1] + length);
    }
    days
}

pub(crate) fn key(first: u8) -> PseudonymKey {
    let bytes: Vec<u8> = (0..32).map(|n| n ^ first).collect();
    PseudonymKey::from_bytes(&bytes).unwrap()
}

pub(crate) fn device(vehicle: usize) -> DeviceId {
    format!("f371cb00-68ea-4d5d-9bea-{vehicle:012}")
        .parse()
        .unwrap()
}

pub(crate) fn attributes(json: &str) -> MinimalAttributes {
    let papers: VehicleInfo = serde_json::from_str(json).unwrap();
    MinimalAttributes::of(&papers)
}

/// Papers of the vehicles of one of some types.
pub(crate) fn of_type(kind: usize) -> MinimalAttributes {
    let make = ["ALFA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA"][kind % 6];
    let fuel = ["petrol", "diesel"][kind / 6 % 2];
    attributes(&format!(r#"{{"mk":"{make}","ft":"{fuel}"}}"#))
}

/// Fuel and distance, in tenths.
pub(crate) fn read(second: u64, fuel: u32, distance: u32) -> Reading {
    let mut values = Values::default();
    values.set(Parameter::TotalFuelConsumed, Tenths::new(fuel));
    values.set(Parameter::TotalDistanceTravelled, Tenths::new(distance));
    Reading::new(Snapshot::new(UnixSeconds(second), values).unwrap(), None)
}

/// Numbers of a seed (SplitMix64).
pub(crate) struct Draws(pub(crate) u64);

impl Draws {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// Vehicles of `types` types in turn, each with a snapshot on some second of the first day
/// of each month: a habit of 400 to 1,600 km a month, each month up to 30 % more or less, and of
/// 5 to 8 l per 100 km, each month up to 10 % more or less.
pub(crate) fn usual(vehicles: usize, types: usize, months: usize) -> Fleet {
    let mut draws = Draws(7);
    let mut fleet = Fleet::new();
    for vehicle in 0..vehicles {
        let device = device(vehicle);
        fleet
            .add_vehicle(device.clone(), of_type(vehicle % types), true)
            .unwrap();
        let (habit, thirst) = (4_000 + draws.below(12_000), 50 + draws.below(30));
        let mut distance = 20_000 + draws.below(2_000_000);
        let mut fuel = distance * thirst / 1000;
        for day in first_days(months) {
            let second = START + day * DAY + draws.below(DAY);
            let (fuel_now, now) = (
                u32::try_from(fuel).unwrap(),
                u32::try_from(distance).unwrap(),
            );
            fleet.add_reading(device.clone(), 0, read(second, fuel_now, now));
            let driven = habit * (700 + draws.below(600)) / 1000;
            distance += driven;
            fuel += driven * thirst * (900 + draws.below(200)) / 1_000_000;
        }
    }
    fleet
}
