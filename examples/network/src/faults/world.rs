//! The network of a run, with everything that the plan lets fail.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{Settings as DeviceSettings, SettingsValues};
use iot4emissions_proto::identity::{DeviceId, SealingKey};
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::obfcm::Values;
use iot4emissions_proto::time::UnixSeconds;

use super::FaultSettings;
use super::connections::FaultyNetwork;
use super::plan::{Cut, Kill, Plan};
use crate::accounts::ServiceSide;
use crate::demonstration::{AT_ONCE, RunError, World};
use crate::driver::{Mishaps, Patience};
use crate::fleet::{Fleet, Vehicle};
use crate::link::Network;
use crate::online::{Memory, OnlineWorld};
use crate::story::Step;

/// A retained message that is there comes much sooner; each registration waits so long
/// for one that is not.
const PATIENCE: Patience = Patience {
    short: Duration::from_millis(500),
    long: Patience::NETWORK.long,
};

/// One vehicle in so many stores fewer snapshots than it acquires from one transfer to
/// the next, and so evicts (P-6.16).
const SMALL_STORAGE_EVERY: usize = 5;

/// How many snapshots it stores.
const SMALL_STORAGE: u32 = 2;

/// What the brokers went through. It depends on which packet comes first, and so on the
/// machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BrokerFaults {
    /// Connections that were cut.
    pub cuts: u64,
    /// Times that a broker was killed.
    pub kills: u64,
    /// Acknowledged messages that a forgetful broker lost.
    pub forgotten: u64,
}

/// What fails, and what has failed.
pub(super) struct Sabotage {
    world: OnlineWorld,
    plan: Plan,
    settings: FaultSettings,
    indices: HashMap<DeviceId, usize>,
    healed: AtomicBool,
    today: Mutex<Today>,
    cuts: AtomicU64,
    kills: AtomicU64,
    forgotten: AtomicU64,
    /// A broker that did not start again.
    failure: Mutex<Option<RunError>>,
}

#[derive(Default)]
struct Today {
    day: u32,
    /// Connections by vehicle.
    connections: HashMap<usize, u32>,
    /// Packets by broker: registration, data.
    packets: [u32; 2],
    kills: Vec<Kill>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sabotage {
    pub(super) fn world(&self) -> &OnlineWorld {
        &self.world
    }

    /// Where the device's next connection is cut.
    pub(super) fn next_cut(&self, device: &DeviceId) -> Option<Cut> {
        if self.healed.load(Ordering::Acquire) {
            return None;
        }
        let index = *self.indices.get(device)?;
        let mut today = lock(&self.today);
        let count = today.connections.entry(index).or_default();
        let number = *count;
        *count += 1;
        self.plan.cut(index, today.day, number)
    }

    pub(super) fn count_cut(&self) {
        self.cuts.fetch_add(1, Ordering::Relaxed);
    }

    /// A device has heard from a broker, which may have been its last word.
    pub(super) async fn packet(&self, broker: BrokerRole, acknowledgement: bool) {
        // A forgetful broker is killed after so many transfers.
        if self.settings.forgetful && !acknowledgement {
            return;
        }
        let struck = {
            let mut today = lock(&self.today);
            let place = usize::from(broker == BrokerRole::Data);
            today.packets[place] += 1;
            let count = today.packets[place];
            let due = |kill: &Kill| kill.broker == broker && kill.after <= count;
            let found = today.kills.iter().position(due);
            found.map(|position| today.kills.swap_remove(position))
        };
        if let Some(kill) = struck {
            self.strike(kill).await;
        }
    }

    async fn strike(&self, kill: Kill) {
        let memory = match self.settings.forgetful {
            true => Memory::Lost,
            false => Memory::Kept,
        };
        self.kills.fetch_add(1, Ordering::Relaxed);
        match self.world.kill(kill.broker, memory).await {
            Ok(lost) => {
                self.forgotten.fetch_add(lost as u64, Ordering::Relaxed);
            }
            Err(error) => *lock(&self.failure) = Some(error),
        }
    }
}

/// An [`OnlineWorld`] in which things fail.
pub struct FaultyWorld(Arc<Sabotage>);

impl FaultyWorld {
    /// Lets things fail in `world`.
    #[must_use]
    pub fn new(world: OnlineWorld, fleet: &Fleet, settings: FaultSettings) -> Self {
        let vehicles = fleet.vehicles().iter().enumerate();
        Self(Arc::new(Sabotage {
            world,
            plan: Plan {
                seed: settings.seed,
            },
            settings,
            indices: vehicles
                .flat_map(|(index, vehicle)| {
                    let devices = [vehicle.device_id(), vehicle.data_device_id()];
                    devices.map(|device| (device.clone(), index))
                })
                .collect(),
            healed: AtomicBool::new(false),
            today: Mutex::default(),
            cuts: AtomicU64::new(0),
            kills: AtomicU64::new(0),
            forgotten: AtomicU64::new(0),
            failure: Mutex::default(),
        }))
    }

    /// From now on, nothing fails any more.
    pub fn heal(&self) {
        self.0.healed.store(true, Ordering::Release);
    }

    /// What the brokers went through.
    #[must_use]
    pub fn broker_faults(&self) -> BrokerFaults {
        BrokerFaults {
            cuts: self.0.cuts.load(Ordering::Relaxed),
            kills: self.0.kills.load(Ordering::Relaxed),
            forgotten: self.0.forgotten.load(Ordering::Relaxed),
        }
    }

    /// What the brokers refused by their rules or for want of space.
    #[must_use]
    pub fn denied(&self) -> u64 {
        self.0.world.denied()
    }
}

#[async_trait]
impl World for FaultyWorld {
    fn network(&self) -> Arc<dyn Network> {
        Arc::new(FaultyNetwork(Arc::clone(&self.0)))
    }

    fn patience(&self) -> Patience {
        PATIENCE
    }

    fn endpoints(&self) -> [Endpoint; 2] {
        self.0.world.endpoints()
    }

    fn sealing_key(&self) -> Option<SealingKey> {
        self.0.world.sealing_key()
    }

    async fn tell(&self, vehicle: &Vehicle, step: Step) -> Result<(), RunError> {
        self.0.world.tell(vehicle, step).await
    }

    async fn settled(&self) -> Result<(), RunError> {
        self.0.world.settled().await
    }

    async fn account(&self) -> Result<ServiceSide, RunError> {
        self.0.world.account().await
    }

    async fn stored(&self, device: &DeviceId) -> Result<BTreeMap<UnixSeconds, Values>, RunError> {
        self.0.world.stored(device).await
    }

    async fn stop(&self) {
        self.0.world.stop().await;
    }

    fn device_settings(&self, index: usize) -> Result<DeviceSettings, RunError> {
        let usual = SettingsValues::default();
        let settings = DeviceSettings::new(SettingsValues {
            resend_window: self.0.settings.resend_window,
            storage_limit: match index % SMALL_STORAGE_EVERY {
                0 => SMALL_STORAGE,
                _ => usual.storage_limit,
            },
            ..usual
        });
        settings.map_err(|error| RunError::of("the devices' settings", error))
    }

    fn day_begins(&self, day: u32, waking: usize) -> usize {
        let forgetful = self.0.settings.forgetful;
        let kills = match forgetful {
            true => self
                .0
                .plan
                .forgetful_kill(day, waking)
                .into_iter()
                .collect(),
            false => self.0.plan.kills(day, waking),
        };
        for kill in kills.iter().filter(|kill| kill.held) {
            self.0.world.hold(kill.broker);
        }
        // One after the other, it is always the same transfers that are forgotten.
        let at_once = if forgetful && !kills.is_empty() {
            1
        } else {
            AT_ONCE
        };
        *lock(&self.0.today) = Today {
            day,
            kills,
            ..Today::default()
        };
        at_once
    }

    fn mishaps(&self, index: usize, day: u32) -> Mishaps {
        self.0.plan.mishaps(index, day)
    }

    /// A service that is still cut off is heard by killing its broker, and a kill that
    /// has not come does not come any more.
    async fn day_ends(&self) -> Result<(), RunError> {
        let left = std::mem::take(&mut lock(&self.0.today).kills);
        for kill in left.into_iter().filter(|kill| kill.held) {
            self.0.strike(kill).await;
        }
        lock(&self.0.failure).take().map_or(Ok(()), Err)
    }
}
