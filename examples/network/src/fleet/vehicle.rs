//! One vehicle: its type, its names, its use, and what its counters show.

use std::sync::Arc;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::RegistrationRequest;
use iot4emissions_proto::obfcm::{Parameter, Tenths, Values};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;
use iot4emissions_proto::vehicle::Vin;

use super::behaviour::Behaviour;
use super::identity::{Numbering, device_id};
use super::random::{Draws, Purpose};
use super::vehicle_type::{BOX_1, VehicleType, decode};

/// 2021-01-01T00:00:00Z: from that day every new car has OBFCM counters
/// ((EU) 2018/1832).
const FIRST_PRODUCED: u64 = 1_609_459_200;

/// Four years of 365 days, so that a fleet has vehicles of different ages.
const PRODUCTION_SPAN: u32 = 1460 * 86_400;

/// 2020-09-01T00:00:00Z: the tenth character of Box 1's VIN is that of 2020.
const BOX_1_PRODUCED: UnixSeconds = UnixSeconds(1_598_918_400);

/// Millionths of a unit in a tenth of it.
const PER_TENTH: u128 = 100_000;

/// A vehicle of the simulation. All of it follows from the fleet's seed and the
/// vehicle's index.
///
/// Its `Debug` output hides the VIN.
#[derive(Debug, Clone, PartialEq)]
pub struct Vehicle {
    vehicle_type: Arc<VehicleType>,
    vin: Vin,
    device_id: DeviceId,
    data_device_id: DeviceId,
    produced: UnixSeconds,
    behaviour: Behaviour,
}

impl Vehicle {
    /// The vehicle at `index` in the fleet of `seed`; the first one has Box 1's
    /// VIN.
    pub(super) fn draw(
        seed: u64,
        index: u32,
        vehicle_type: Arc<VehicleType>,
        numbering: Numbering,
    ) -> Self {
        let mut draws = Draws::new(seed, Purpose::Vehicle, index);
        let data_device_id = device_id(&mut Draws::new(seed, Purpose::Pseudonym, index));
        let device_id = device_id(&mut draws);
        let produced = UnixSeconds(FIRST_PRODUCED + u64::from(draws.below(PRODUCTION_SPAN)));
        let behaviour = Behaviour::draw(&vehicle_type, &mut draws);
        let box_1 = (index == 0).then(|| decode(BOX_1).ok()).flatten();
        let (vin, produced) = match box_1 {
            Some(request) => (request.vin, BOX_1_PRODUCED),
            None => (
                numbering.vin(index, vehicle_type.info(), produced),
                produced,
            ),
        };
        Self {
            vehicle_type,
            vin,
            device_id,
            data_device_id,
            produced,
            behaviour,
        }
    }

    /// What kind of vehicle it is.
    #[must_use]
    pub fn vehicle_type(&self) -> &VehicleType {
        &self.vehicle_type
    }

    /// The vehicle identification number: personal data, were it not made up.
    #[must_use]
    pub fn vin(&self) -> &Vin {
        &self.vin
    }

    /// The ID of its OTA device.
    #[must_use]
    pub fn device_id(&self) -> &DeviceId {
        &self.device_id
    }

    /// The ID by which the Data Service knows the device where the two services know it by
    /// different ones (P-1.7).
    #[must_use]
    pub fn data_device_id(&self) -> &DeviceId {
        &self.data_device_id
    }

    /// When it was produced, and its counters started at zero.
    #[must_use]
    pub fn produced(&self) -> UnixSeconds {
        self.produced
    }

    /// How it is used.
    #[must_use]
    pub fn behaviour(&self) -> &Behaviour {
        &self.behaviour
    }

    /// What its OTA device registers with (P-5.10, JRC127600 Table 4).
    #[must_use]
    pub fn registration_request(&self) -> RegistrationRequest {
        RegistrationRequest {
            data_device: None,
            vin: self.vin,
            vehicle_info: self.papers(),
        }
    }

    /// What its papers say, which is what its device sends: Table 4, and fuel type and mode as
    /// further attributes.
    fn papers(&self) -> VehicleInfo {
        let mut papers = self.vehicle_type.info().clone();
        let powertrain = self.vehicle_type.powertrain();
        for (name, word) in [
            ("ft", powertrain.fuel_type()),
            ("fm", powertrain.fuel_mode()),
        ] {
            if let (Ok(name), Ok(word)) = (name.parse(), word.parse()) {
                // Two of 32.
                let _ = papers.further.insert(name, word);
            }
        }
        papers
    }

    /// What its lifetime counters show at `at` (P-5.42): total fuel and distance,
    /// and for plug-ins all eight, in tenths rounded down, as a counter shows
    /// them. Zero before production; never less at a later time; parts never more
    /// than their total.
    ///
    /// Time alone decides, so the vehicle may be asked at any time in any order.
    #[must_use]
    pub fn counters(&self, at: UnixSeconds) -> Values {
        let since = |yearly: &super::season::Yearly| yearly.between(self.produced, at);
        let other = &self.behaviour.other;
        let (mut fuel, mut distance) = (since(&other.fuel), since(&other.distance));
        let mut values = Values::default();
        if let Some(plug_in) = &self.behaviour.plug_in {
            let (running, increasing) = (&plug_in.engine_running, &plug_in.charge_increasing);
            let parts = [
                (
                    Parameter::TotalFuelConsumedChargeDepleting,
                    since(&running.fuel),
                ),
                (
                    Parameter::TotalFuelConsumedChargeIncreasing,
                    since(&increasing.fuel),
                ),
                (
                    Parameter::TotalDistanceChargeDepletingEngineOff,
                    since(&plug_in.engine_off),
                ),
                (
                    Parameter::TotalDistanceChargeDepletingEngineRunning,
                    since(&running.distance),
                ),
                (
                    Parameter::TotalDistanceChargeIncreasing,
                    since(&increasing.distance),
                ),
            ];
            // Totals are sums of parts before anything is rounded: rounded down,
            // no part, nor their sum, can then exceed them.
            fuel += parts[..2].iter().map(|part| part.1).sum::<u128>();
            distance += parts[2..].iter().map(|part| part.1).sum::<u128>();
            for (parameter, millionths) in parts {
                values.set(parameter, Some(tenths(millionths)));
            }
            values.set(
                Parameter::TotalGridEnergyIntoBattery,
                Some(tenths(since(&plug_in.grid_energy))),
            );
        }
        values.set(Parameter::TotalFuelConsumed, Some(tenths(fuel)));
        values.set(Parameter::TotalDistanceTravelled, Some(tenths(distance)));
        values
    }
}

/// Whole tenths; a counter that has reached its end stays there (P-5.43).
fn tenths(millionths: u128) -> Tenths {
    u32::try_from(millionths / PER_TENTH)
        .ok()
        .and_then(Tenths::new)
        .unwrap_or(Tenths::MAX)
}
