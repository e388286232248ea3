//! One run: a fleet lives through the calendar on a network (JRC127600 §4.2).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use iot4emissions_proto::device::{
    DataPseudonym, FactoryConfiguration, Provisioning, RecordError, Settings as DeviceSettings,
};
use iot4emissions_proto::identity::{DeviceId, DeviceSecret, SealingKey};
use iot4emissions_proto::message::{ConfigurationVersion, Endpoint};
use iot4emissions_proto::obfcm::Values;
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::services::data::ConfigurationParameters;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::time::{UnixMillis, UnixSeconds};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::accounts::{DevicesSide, ServiceSide, Table};
use crate::calendar::Calendar;
use crate::driver::{Driver, Mishaps, Patience, TraceLines};
use crate::fleet::{Draws, Fleet, Purpose, Vehicle, VehicleTypesError};
use crate::link::Network;
use crate::story::{Step, Story, story};

/// How many devices communicate at the same time.
pub const AT_ONCE: usize = 16;

/// How often a device may wake on one day before it counts as running in circles.
const WAKES_A_DAY: u32 = 1_000;

/// Nothing takes nearly as long by the real clock; whoever waits longer would wait for
/// ever.
pub const STANDSTILL: Duration = Duration::from_secs(5 * 60);

/// What a run is to be.
pub struct RunSettings {
    /// The number of vehicles.
    pub vehicles: u32,
    /// The number of months.
    pub months: u32,
    /// What vehicles, stories and identities are made from.
    pub seed: u64,
    /// The folder of the two services' databases.
    pub database: PathBuf,
    /// How much of vehicles' attributes the Data Service is told (P-1.6).
    pub introduce: IntroductionScope,
    /// Whether the two services know each device by another ID (P-1.7).
    pub two_pseudonyms: bool,
    /// Where a line for every message goes, with VINs hidden.
    pub trace: Option<TraceLines>,
    /// Where a line for every month goes.
    pub progress: TraceLines,
}

/// Why a run could not be carried through.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The vehicle types are not in order.
    #[error(transparent)]
    VehicleTypes(#[from] VehicleTypesError),
    /// A device could not read its own record.
    #[error("device {device}: {error}")]
    Record {
        /// The device.
        device: DeviceId,
        /// Why.
        error: RecordError,
    },
    /// A device woke again and again on one day.
    #[error("device {device} woke {WAKES_A_DAY} times on one day")]
    Restless {
        /// The device.
        device: DeviceId,
    },
    /// A part of the network could not be started or did not answer.
    #[error("{part}: {reason}")]
    Network {
        /// Which part.
        part: &'static str,
        /// Why.
        reason: String,
    },
}

impl RunError {
    /// The error of a part of the network.
    pub fn of(part: &'static str, reason: impl std::fmt::Display) -> Self {
        Self::Network {
            part,
            reason: reason.to_string(),
        }
    }
}

/// The services and brokers of a run, over sockets or by direct calls.
#[async_trait::async_trait]
pub trait World: Send + Sync {
    /// What the devices reach their brokers by.
    fn network(&self) -> Arc<dyn Network>;

    /// How long a device waits by the real clock.
    fn patience(&self) -> Patience;

    /// Where the registration broker and the data broker listen.
    fn endpoints(&self) -> [Endpoint; 2];

    /// Tells the Registration Service what happened to a vehicle.
    async fn tell(&self, vehicle: &Vehicle, step: Step) -> Result<(), RunError>;

    /// Returns when the services have nothing left to do.
    async fn settled(&self) -> Result<(), RunError>;

    /// What the services account for.
    async fn account(&self) -> Result<ServiceSide, RunError>;

    /// The snapshots that the Data Service has stored of a device.
    async fn stored(&self, device: &DeviceId) -> Result<BTreeMap<UnixSeconds, Values>, RunError>;

    /// Stops everything.
    async fn stop(&self);

    /// What devices seal their IDs for the Data Service with, where they have another one
    /// there (P-1.7).
    fn sealing_key(&self) -> Option<SealingKey> {
        None
    }

    /// How the device in the vehicle at `index` behaves.
    ///
    /// # Errors
    /// Where such settings cannot be.
    fn device_settings(&self, _index: usize) -> Result<DeviceSettings, RunError> {
        Ok(DeviceSettings::default())
    }

    /// A day begins, on which so many devices wake; how many may communicate at the
    /// same time.
    fn day_begins(&self, _day: u32, _waking: usize) -> usize {
        AT_ONCE
    }

    /// What goes wrong in the vehicle at `index` on this day.
    fn mishaps(&self, _index: usize, _day: u32) -> Mishaps {
        Mishaps::default()
    }

    /// All devices have done what was due on this day.
    async fn day_ends(&self) -> Result<(), RunError> {
        Ok(())
    }
}

/// Snapshots monthly, transfers quarterly (JRC127600 Table 13), configuration checks
/// monthly, so that a withdrawn consent is heard within a month.
const ACQUIRE: &str = "0 0 0 1 * ? *";
const TRANSFER: &str = "0 0 0 1 1/3 ? *";
const CONFIGURATION_CHECK: &str = "0 0 0 1 * ? *";

fn schedule(text: &str) -> Result<Schedule, RunError> {
    text.parse()
        .map_err(|error| RunError::of("a schedule", error))
}

/// A broker on this machine.
///
/// # Errors
/// For port 0.
pub fn endpoint(port: u16) -> Result<Endpoint, RunError> {
    let host = "127.0.0.1"
        .parse()
        .map_err(|error| RunError::of("the host", error))?;
    let port = port
        .try_into()
        .map_err(|error| RunError::of("the port", error))?;
    Ok(Endpoint { host, port })
}

/// What the Data Service configures devices with.
///
/// # Errors
/// Never: the expressions are well formed.
pub fn parameters(endpoints: &[Endpoint; 2]) -> Result<ConfigurationParameters, RunError> {
    let [registration_mqtt, obfcm_data_mqtt] = endpoints.clone();
    Ok(ConfigurationParameters {
        registration_mqtt,
        obfcm_data_mqtt,
        acquire_frequency: schedule(ACQUIRE)?,
        transfer_frequency: schedule(TRANSFER)?,
        config_check_frequency: schedule(CONFIGURATION_CHECK)?,
        first_version: ConfigurationVersion::FIRST,
    })
}

/// Lets the fleet live through the months.
///
/// # Errors
/// Where a part of the network fails; what does not balance is in the table.
pub async fn run(
    settings: &RunSettings,
    fleet: &Fleet,
    calendar: &Calendar,
    world: &dyn World,
) -> Result<Table, RunError> {
    let mut run = Run::new(settings, world, fleet);
    run.live(calendar).await?;
    run.table(settings).await
}

/// A run under way.
pub(crate) struct Run<'w> {
    world: &'w dyn World,
    seed: u64,
    progress: TraceLines,
    /// Each vehicle's driver; away while it runs.
    drivers: Vec<Option<Driver>>,
    /// Until when each device waits; `None` before it is provisioned.
    waits: Vec<Option<UnixMillis>>,
    stories: Vec<Story>,
}

impl<'w> Run<'w> {
    pub(crate) fn new(settings: &RunSettings, world: &'w dyn World, fleet: &Fleet) -> Self {
        let drivers = fleet.vehicles().iter().map(|vehicle| {
            let driver = Driver::new(vehicle.clone(), world.network(), world.patience());
            Some(driver.with_trace(settings.trace.clone()))
        });
        Self {
            world,
            seed: settings.seed,
            progress: Arc::clone(&settings.progress),
            drivers: drivers.collect(),
            waits: vec![None; fleet.vehicles().len()],
            stories: (0..settings.vehicles)
                .map(|index| story(settings.seed, index))
                .collect(),
        }
    }

    pub(crate) async fn live(&mut self, calendar: &Calendar) -> Result<(), RunError> {
        for day in 0..calendar.days() {
            calendar.set(day);
            self.tell_services(day).await?;
            self.wake_devices(day, calendar).await?;
            let name = calendar.name_of(day);
            if calendar.name_of(day + 1).ends_with("-01") {
                self.report(&name).await?;
            }
        }
        Ok(())
    }

    /// The vehicles, each with its device.
    pub(crate) fn drivers(&mut self) -> impl Iterator<Item = &mut Driver> {
        self.drivers.iter_mut().flatten()
    }

    /// What registrars, owners and operators do on this day, before any device wakes.
    async fn tell_services(&self, day: u32) -> Result<(), RunError> {
        let mut told = false;
        for (driver, story) in self.drivers.iter().zip(&self.stories) {
            let Some(driver) = driver else { continue };
            for (_, step) in story.iter().filter(|(when, _)| *when == day) {
                if *step != Step::Provisioned {
                    self.world.tell(driver.vehicle(), *step).await?;
                    told = true;
                }
            }
        }
        if told {
            self.world.settled().await?;
        }
        Ok(())
    }

    async fn wake_devices(&mut self, day: u32, calendar: &Calendar) -> Result<(), RunError> {
        let start = calendar.start_of(day).to_millis();
        let end = calendar.end_of(day);
        let is_new = |index: usize| self.stories[index].contains(&(day, Step::Provisioned));
        let wakes = |index: usize| self.waits[index].is_some_and(|wait| wait <= end);
        let waking: Vec<_> = (0..self.drivers.len())
            .filter(|index| is_new(*index) || wakes(*index))
            .collect();
        if waking.is_empty() {
            return Ok(());
        }
        let permits = Arc::new(Semaphore::new(self.world.day_begins(day, waking.len())));
        let mut running = JoinSet::new();
        for index in waking {
            let provisioned = self.stories[index].contains(&(day, Step::Provisioned));
            let Some(mut driver) = self.drivers[index].take() else {
                continue;
            };
            driver.suffer(self.world.mishaps(index, day));
            let provisioning = match provisioned {
                true => Some(self.provisioning(index, driver.vehicle())?),
                false => None,
            };
            let at = self.waits[index].unwrap_or(start).max(start);
            // The semaphore is never closed. Waited for here, so that the devices come in
            // their order where only one may communicate at a time.
            let permit = Arc::clone(&permits).acquire_owned().await;
            running.spawn(async move {
                let _permit = permit;
                (index, live_a_day(driver, provisioning, at, end).await)
            });
        }
        loop {
            let Ok(joined) = timeout(STANDSTILL, running.join_next()).await else {
                let (left, limit) = (running.len(), STANDSTILL.as_secs());
                let reason = format!("{left} of them still at work on day {day} after {limit} s");
                return Err(RunError::of("the devices", reason));
            };
            let Some(joined) = joined else { break };
            let (index, lived) =
                joined.map_err(|error| RunError::of("a device's driver", error))?;
            let (driver, wait) = lived?;
            self.drivers[index] = Some(driver);
            self.waits[index] = wait;
        }
        self.world.day_ends().await?;
        self.world.settled().await
    }

    fn provisioning(&self, index: usize, vehicle: &Vehicle) -> Result<Provisioning, RunError> {
        let [registration_mqtt, obfcm_data_mqtt] = self.world.endpoints();
        let stream = u32::try_from(index).unwrap_or(u32::MAX);
        let mut secret = Draws::new(self.seed, Purpose::Secret, stream);
        let sealing = self.world.sealing_key();
        Ok(Provisioning {
            device: vehicle.device_id().clone(),
            data_pseudonym: sealing
                .map(|key| self.data_pseudonym(&key, vehicle, stream))
                .transpose()?,
            secret: DeviceSecret::new(secret.sixteen_bytes())
                .map_err(|error| RunError::of("a device's secret", error))?,
            factory: FactoryConfiguration {
                permitted_domains: vec![
                    registration_mqtt.host.clone(),
                    obfcm_data_mqtt.host.clone(),
                ],
                registration_mqtt,
                obfcm_data_mqtt,
                config_check_frequency: schedule(CONFIGURATION_CHECK)?,
                settings: self.world.device_settings(index)?,
            },
        })
    }

    /// The ID for the Data Service, sealed for it.
    fn data_pseudonym(
        &self,
        key: &SealingKey,
        vehicle: &Vehicle,
        stream: u32,
    ) -> Result<Box<DataPseudonym>, RunError> {
        let mut draws = Draws::new(self.seed, Purpose::Sealing, stream);
        let mut random = [0; 32];
        for half in random.chunks_exact_mut(16) {
            half.copy_from_slice(&draws.sixteen_bytes());
        }
        let device = vehicle.data_device_id().clone();
        let sealed = key.seal(&device, vehicle.device_id(), random);
        Ok(Box::new(DataPseudonym {
            sealed: sealed.map_err(|error| RunError::of("a device's second ID", error))?,
            device,
        }))
    }

    async fn report(&self, day: &str) -> Result<(), RunError> {
        let devices = DevicesSide::of(self.drivers.iter().flatten());
        let service = self.world.account().await?;
        let states: Vec<_> = devices
            .states
            .iter()
            .map(|(state, count)| format!("{count} {state}"))
            .collect();
        (self.progress)(&format!(
            "{day}: {}; {} snapshots acquired, {} stored",
            states.join(", "),
            devices.snapshots.acquired,
            service.stored
        ));
        Ok(())
    }

    async fn table(&self, settings: &RunSettings) -> Result<Table, RunError> {
        let (mut missing, mut surplus) = (0, 0);
        for driver in self.drivers.iter().flatten() {
            let acknowledged = &driver.tally().acknowledged;
            let stored = self.world.stored(driver.data_device_id()).await?;
            let differs =
                |(time, values): &(&UnixSeconds, &Values)| stored.get(*time) != Some(*values);
            missing += acknowledged.iter().filter(differs).count() as u64;
            surplus += stored
                .keys()
                .filter(|time| !acknowledged.contains_key(time))
                .count() as u64;
        }
        Ok(Table {
            vehicles: settings.vehicles,
            months: settings.months,
            devices: DevicesSide::of(self.drivers.iter().flatten()),
            service: self.world.account().await?,
            missing,
            surplus,
        })
    }
}

/// Lets a device do all that is due until the day's end.
async fn live_a_day(
    mut driver: Driver,
    provisioning: Option<Provisioning>,
    at: UnixMillis,
    end: UnixMillis,
) -> Result<(Driver, Option<UnixMillis>), RunError> {
    let failed = |driver: &Driver, error| RunError::Record {
        device: driver.device_id().clone(),
        error,
    };
    let first = match provisioning {
        Some(provisioning) => driver.provision(at, provisioning).await,
        None => driver.wake(at).await,
    };
    let mut wait = first.map_err(|error| failed(&driver, error))?;
    for _ in 0..WAKES_A_DAY {
        match wait {
            Some(until) if until <= end => {
                let woken = driver.wake(until).await;
                wait = woken.map_err(|error| failed(&driver, error))?;
            }
            later => return Ok((driver, later)),
        }
    }
    Err(RunError::Restless {
        device: driver.device_id().clone(),
    })
}

/// Makes the folder of a run's databases ready.
///
/// # Errors
/// Where it cannot be made, or holds an earlier run's databases and `replace` is not
/// allowed.
pub fn prepare_database(folder: &Path, replace: bool) -> Result<(), RunError> {
    let failed = |error| RunError::of("the database folder", error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    for name in ["registration.sqlite", "data.sqlite"] {
        for suffix in ["", "-wal", "-shm"] {
            let file = folder.join(format!("{name}{suffix}"));
            if !file.exists() {
                continue;
            }
            if !replace {
                let reason = format!("{} holds an earlier run", folder.display());
                return Err(RunError::of("the database folder", reason));
            }
            std::fs::remove_file(&file).map_err(failed)?;
        }
    }
    Ok(())
}
