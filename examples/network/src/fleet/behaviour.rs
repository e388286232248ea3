//! How one vehicle is used: distance, fuel and grid energy of every month, by
//! mode of operation.

use super::random::Draws;
use super::season::{self, Profile, Yearly};
use super::vehicle_type::{PlugInType, VehicleType};

/// Fuel per kilometre with the engine running while the battery depletes, as a
/// multiple of that with the battery level held: the motor takes part of the load.
const FUEL_CHARGE_DEPLETING: f64 = 0.7;

/// Fuel per kilometre while the driver has the battery charged, as such a
/// multiple: the engine works for later kilometres, too.
const FUEL_CHARGE_INCREASING: f64 = 1.35;

/// Grid energy per kilometre with the engine running while the battery depletes,
/// as a multiple of that with the engine off.
const ENERGY_ENGINE_RUNNING: f64 = 0.4;

/// How one vehicle is used, in a year that repeats.
///
/// Vehicles of a type differ from each other, but have the type's averages.
#[derive(Debug, Clone, PartialEq)]
pub struct Behaviour {
    /// Driving that no counter of Table 7 singles out: all of it but for plug-ins.
    pub(super) other: Driving,
    pub(super) plug_in: Option<PlugInBehaviour>,
}

/// Distance and fuel in one mode of operation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Driving {
    /// Distance, km.
    pub(super) distance: Yearly,
    /// Fuel, l.
    pub(super) fuel: Yearly,
}

/// What only plug-in vehicles do. The modes do not overlap, so that their sum
/// never exceeds the total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlugInBehaviour {
    /// Distance in charge depleting operation with the engine off, km.
    pub(super) engine_off: Yearly,
    /// Charge depleting operation with the engine running.
    pub(super) engine_running: Driving,
    /// Driver-selected charge increasing operation.
    pub(super) charge_increasing: Driving,
    /// Grid energy into the battery, kWh.
    pub(super) grid_energy: Yearly,
}

impl Behaviour {
    /// A vehicle of `vehicle_type`, drawn so that the mean over many vehicles is
    /// the type's.
    pub(super) fn draw(vehicle_type: &VehicleType, draws: &mut Draws) -> Self {
        let kilometres = vehicle_type.kilometres_per_year() * draws.around(1.0, 0.6);
        let litres_per_100 = vehicle_type.litres_per_100_kilometres() * draws.around(1.0, 0.2);
        let distance = distances(kilometres, draws);
        let fuel_per_kilometre = seasonal(season::FUEL, draws.around(1.0, 0.5));
        match vehicle_type.plug_in() {
            None => {
                let fuel = of_a_year(
                    times(&distance, &fuel_per_kilometre),
                    kilometres * litres_per_100 / 100.0,
                );
                let other = Driving {
                    distance: Yearly::new(distance),
                    fuel: Yearly::new(fuel),
                };
                Self {
                    other,
                    plug_in: None,
                }
            }
            Some(plug_in) => draw_plug_in(
                plug_in,
                &distance,
                &fuel_per_kilometre,
                litres_per_100,
                draws,
            ),
        }
    }

    /// Distance in a year, km.
    #[must_use]
    pub fn kilometres_per_year(&self) -> f64 {
        self.driving()
            .map(|driving| driving.distance.in_a_year())
            .sum::<f64>()
            + self
                .plug_in
                .map_or(0.0, |plug_in| plug_in.engine_off.in_a_year())
    }

    /// Fuel consumption over a year, l/100 km.
    #[must_use]
    pub fn litres_per_100_kilometres(&self) -> f64 {
        let litres: f64 = self.driving().map(|driving| driving.fuel.in_a_year()).sum();
        litres * 100.0 / self.kilometres_per_year()
    }

    /// The part of a year's distance in charge depleting operation with the
    /// engine off, 0 to 1; `None` for what is not charged from the grid.
    #[must_use]
    pub fn electric_share(&self) -> Option<f64> {
        let engine_off = self.plug_in?.engine_off.in_a_year();
        Some(engine_off / self.kilometres_per_year())
    }

    /// Grid energy into the battery in a year, kWh; `None` for what is not
    /// charged from the grid.
    #[must_use]
    pub fn kilowatt_hours_per_year(&self) -> Option<f64> {
        Some(self.plug_in?.grid_energy.in_a_year())
    }

    /// The modes that burn fuel.
    fn driving(&self) -> impl Iterator<Item = &Driving> {
        let plug_in = self.plug_in.as_ref();
        let modes = plug_in.map(|plug_in| [&plug_in.engine_running, &plug_in.charge_increasing]);
        std::iter::once(&self.other).chain(modes.into_iter().flatten())
    }
}

fn draw_plug_in(
    plug_in: PlugInType,
    distance: &Profile,
    fuel_per_kilometre: &Profile,
    litres_per_100: f64,
    draws: &mut Draws,
) -> Behaviour {
    let kilometres: f64 = distance.iter().sum();
    let share = plug_in.electric_share * draws.around(1.0, 0.5);
    // Who drives less electrically burns more, by what the engine has to drive
    // in place of the motor.
    let litres =
        kilometres * litres_per_100 / 100.0 * (1.0 - share) / (1.0 - plug_in.electric_share);
    let running_share = draws.around(0.25, 0.10);
    let increasing_share = draws.around(0.05, 0.04);
    let kilowatt_hours_per_kilometre =
        plug_in.kilowatt_hours_per_kilometre * draws.around(1.1, 0.15);
    let share_by_month = seasonal(season::ELECTRIC_SHARE, draws.around(1.0, 0.5));

    let electric = of_a_year(times(distance, &share_by_month), kilometres * share);
    // More than nearly everything cannot be electric, whatever was drawn.
    let engine_off: Profile =
        std::array::from_fn(|month| electric[month].min(0.98 * distance[month]));
    let rest: Profile = std::array::from_fn(|month| distance[month] - engine_off[month]);
    let running = rest.map(|km| km * running_share);
    let increasing = rest.map(|km| km * increasing_share);
    let holding = rest.map(|km| km * (1.0 - running_share - increasing_share));

    let relative_fuel =
        |km: &Profile, multiple: f64| times(km, fuel_per_kilometre).map(|fuel| fuel * multiple);
    let fuel_running = relative_fuel(&running, FUEL_CHARGE_DEPLETING);
    let fuel_increasing = relative_fuel(&increasing, FUEL_CHARGE_INCREASING);
    let fuel_holding = relative_fuel(&holding, 1.0);
    let sum = |profile: &Profile| profile.iter().sum::<f64>();
    let scale = litres / (sum(&fuel_running) + sum(&fuel_increasing) + sum(&fuel_holding));
    let driving = |km: Profile, fuel: Profile| Driving {
        distance: Yearly::new(km),
        fuel: Yearly::new(fuel.map(|relative| relative * scale)),
    };

    let electric_equivalent: Profile =
        std::array::from_fn(|month| engine_off[month] + ENERGY_ENGINE_RUNNING * running[month]);
    let grid_energy = times(&electric_equivalent, &season::GRID_ENERGY)
        .map(|km| km * kilowatt_hours_per_kilometre);

    Behaviour {
        other: driving(holding, fuel_holding),
        plug_in: Some(PlugInBehaviour {
            engine_off: Yearly::new(engine_off),
            engine_running: driving(running, fuel_running),
            charge_increasing: driving(increasing, fuel_increasing),
            grid_energy: Yearly::new(grid_energy),
        }),
    }
}

/// The distances of the months, km: the season's, and the vehicle's own habits.
fn distances(kilometres: f64, draws: &mut Draws) -> Profile {
    let habits = season::DISTANCE.map(|of_season| of_season * draws.around(1.0, 0.25));
    of_a_year(habits, kilometres)
}

/// `profile` with its distance from the average stretched by `strength`.
fn seasonal(profile: Profile, strength: f64) -> Profile {
    profile.map(|of_season| 1.0 + strength * (of_season - 1.0))
}

fn times(one: &Profile, other: &Profile) -> Profile {
    std::array::from_fn(|month| one[month] * other[month])
}

/// `profile` scaled so that its months add up to `total`.
fn of_a_year(profile: Profile, total: f64) -> Profile {
    let sum: f64 = profile.iter().sum();
    profile.map(|month| month * total / sum)
}
