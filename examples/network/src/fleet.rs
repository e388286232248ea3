//! The vehicles of the simulation: types as in JRC127600 Box 1, and for each
//! vehicle names, use and OBFCM counters, all from one seed.
//!
//! Nothing here has a state or reads a clock: a [`Vehicle`] says what its
//! counters show at any time it is asked for, so that the same fleet can run in
//! real time, a year in a minute, or backwards.
//!
//! The types but Box 1's are made up, and so are their manufacturers: no VIN of
//! the simulation belongs to a real vehicle of a real make, and no result says
//! anything about one.
//!
//! ```
//! use iot4emissions_proto::time::UnixSeconds;
//! use network::fleet::Fleet;
//!
//! let fleet = Fleet::new(1, 20)?;
//! let vehicle = &fleet.vehicles()[0];
//! assert_eq!(vehicle.vin().as_str(), "JFXHF05K1L4104934");
//! let after_a_year = vehicle.counters(vehicle.produced().plus(31_556_952));
//! assert!(after_a_year.total_distance_travelled > vehicle.counters(vehicle.produced()).total_distance_travelled);
//! # Ok::<(), network::fleet::VehicleTypesError>(())
//! ```

mod behaviour;
mod identity;
mod powertrain;
mod random;
mod season;
mod vehicle;
mod vehicle_type;

use std::sync::Arc;

pub use behaviour::Behaviour;
pub use powertrain::{Category, Powertrain};
pub use vehicle::Vehicle;
pub use vehicle_type::{VehicleType, VehicleTypeProblem, VehicleTypesError};

use identity::Numbering;
pub(crate) use random::{Draws, Purpose};

/// Vehicles made from a seed: the same seed makes the same vehicles, and vehicle
/// `i` is the same however many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Fleet {
    vehicles: Vec<Vehicle>,
}

impl Fleet {
    /// The first `number_of_vehicles` vehicles of `seed`, of the built-in types.
    ///
    /// The first is the vehicle of JRC127600 Box 1. Every type is used once
    /// before any is used again, and the powertrains are spread evenly, so that
    /// a few vehicles already show all of them.
    ///
    /// # Errors
    /// As [`VehicleType::built_in`].
    pub fn new(seed: u64, number_of_vehicles: u32) -> Result<Self, VehicleTypesError> {
        let types: Vec<_> = VehicleType::built_in()?.into_iter().map(Arc::new).collect();
        let numbering = Numbering::new(seed);
        let mut deck = Vec::new();
        let mut vehicles = Vec::new();
        for index in 0..number_of_vehicles {
            let place = index as usize % types.len();
            if place == 0 {
                deck = shuffled(&types, seed, index / types.len() as u32);
            }
            let vehicle_type = Arc::clone(&types[deck[place]]);
            vehicles.push(Vehicle::draw(seed, index, vehicle_type, numbering));
        }
        Ok(Self { vehicles })
    }

    /// The vehicles.
    #[must_use]
    pub fn vehicles(&self) -> &[Vehicle] {
        &self.vehicles
    }
}

/// The order of the types in the deck at `number`: all of them once, at random,
/// with each powertrain's types spread over the whole deck. Box 1's, the first
/// of `types`, is the first of the first deck.
fn shuffled(types: &[Arc<VehicleType>], seed: u64, number: u32) -> Vec<usize> {
    let mut draws = Draws::new(seed, Purpose::Deck, number);
    let mut places: Vec<(f64, usize)> = Vec::with_capacity(types.len());
    for powertrain in Powertrain::ALL {
        let of_powertrain = |index: &usize| types[*index].powertrain() == powertrain;
        let mut group: Vec<usize> = (0..types.len()).filter(of_powertrain).collect();
        draws.shuffle(&mut group);
        let size = group.len() as f64;
        for (rank, index) in group.into_iter().enumerate() {
            places.push(((rank as f64 + draws.unit()) / size, index));
        }
    }
    if number == 0 {
        for (place, index) in &mut places {
            if *index == 0 {
                *place = -1.0;
            }
        }
    }
    places.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    places.into_iter().map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests;
