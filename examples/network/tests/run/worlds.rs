//! Runs on both kinds of network, through the library.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use iot4emissions_proto::device::DeviceState;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::obfcm::Values;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::time::UnixSeconds;
use network::accounts::{ServiceSide, Table};
use network::calendar::Calendar;
use network::demonstration::{RunError, RunSettings, World, prepare_database, run};
use network::driver::Patience;
use network::fleet::{Fleet, Vehicle};
use network::link::Network;
use network::offline::OfflineWorld;
use network::online::OnlineWorld;
use network::story::Step;

/// A folder of the test's own, removed at its end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let process = std::process::id();
        let folder = std::env::temp_dir().join(format!("iot4emissions-{process}-{name}"));
        prepare_database(&folder, true).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn settings(vehicles: u32, months: u32, seed: u64, database: &Path) -> RunSettings {
    RunSettings {
        introduce: IntroductionScope::default(),
        two_pseudonyms: false,
        vehicles,
        months,
        seed,
        database: database.to_owned(),
        trace: None,
        progress: Arc::new(|_: &str| {}),
    }
}

async fn offline(vehicles: u32, months: u32, seed: u64, name: &str) -> Table {
    let folder = Folder::new(name);
    let settings = settings(vehicles, months, seed, &folder.0);
    let fleet = Fleet::new(seed, vehicles).unwrap();
    let calendar = Calendar::new(months);
    let world = OfflineWorld::start(&settings, calendar.clock())
        .await
        .unwrap();
    let table = run(&settings, &fleet, &calendar, &world).await.unwrap();
    world.stop().await;
    table
}

/// What the network costs on the wire has no counterpart in direct calls.
fn without_wire(mut table: Table) -> Table {
    table.devices.mqtt_bytes = 0;
    table.devices.wire_bytes = 0;
    table.devices.connections = 0;
    table
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_gives_the_same_table_and_another_seed_another() {
    let first = offline(20, 12, 5, "first").await;
    assert_eq!(first.problems(), Vec::<String>::new());
    assert_eq!(first, offline(20, 12, 5, "second").await);
    assert_ne!(first, offline(20, 12, 6, "third").await);
}

/// The whole life of JRC127600 §4.2, over MQTT, TLS, HTTPS and SQLite, and the same by
/// direct calls.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sockets_and_direct_calls_play_the_same() {
    let (vehicles, months, seed) = (6, 10, 3);
    let folder = Folder::new("sockets");
    let settings = settings(vehicles, months, seed, &folder.0);
    let fleet = Fleet::new(seed, vehicles).unwrap();
    let calendar = Calendar::new(months);
    let world = OnlineWorld::start(&settings, &fleet, calendar.clock())
        .await
        .unwrap();
    let table = run(&settings, &fleet, &calendar, &world).await.unwrap();
    world.stop().await;

    assert_eq!(table.problems(), Vec::<String>::new());
    assert!(table.devices.wire_bytes > table.devices.mqtt_bytes);
    assert!(table.devices.mqtt_bytes > table.devices.payload_bytes);
    let direct = offline(vehicles, months, seed, "direct").await;
    assert_eq!(without_wire(table), without_wire(direct));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_life_is_played() {
    let table = offline(6, 12, 3, "lives").await;
    let devices = &table.devices;
    // Two lost their clearance and one never had it; three are under way.
    assert_eq!(devices.states.get(&DeviceState::Initialized), Some(&3));
    assert_eq!(devices.states.get(&DeviceState::Operational), Some(&3));
    assert!(devices.snapshots.erased > 0);
    assert!(devices.snapshots.pending > 0);
    assert!(devices.snapshots.acknowledged > 0);
    assert_eq!(devices.messages[0], 6);

    // In the middle of the year, one is on hold.
    let table = offline(6, 6, 3, "pause").await;
    assert_eq!(table.devices.states.get(&DeviceState::Standby), Some(&1));
}

/// A world whose Data Service has lost a snapshot, or changed one.
struct Forgetful {
    inside: OfflineWorld,
    forget: Mutex<Option<Forget>>,
}

#[derive(Clone, Copy)]
enum Forget {
    Lose,
    Change,
}

#[async_trait]
impl World for Forgetful {
    fn network(&self) -> Arc<dyn Network> {
        self.inside.network()
    }

    fn patience(&self) -> Patience {
        self.inside.patience()
    }

    fn endpoints(&self) -> [Endpoint; 2] {
        self.inside.endpoints()
    }

    async fn tell(&self, vehicle: &Vehicle, step: Step) -> Result<(), RunError> {
        self.inside.tell(vehicle, step).await
    }

    async fn settled(&self) -> Result<(), RunError> {
        self.inside.settled().await
    }

    async fn account(&self) -> Result<ServiceSide, RunError> {
        self.inside.account().await
    }

    async fn stored(&self, device: &DeviceId) -> Result<BTreeMap<UnixSeconds, Values>, RunError> {
        let mut stored = self.inside.stored(device).await?;
        if let Some(mut snapshot) = stored.first_entry() {
            match self.forget.lock().unwrap().take() {
                Some(Forget::Lose) => drop(snapshot.remove()),
                Some(Forget::Change) => drop(snapshot.insert(Values::default())),
                None => {}
            }
        }
        Ok(stored)
    }

    async fn stop(&self) {
        self.inside.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_snapshot_lost_or_changed_is_a_problem() {
    for forget in [Forget::Lose, Forget::Change] {
        let folder = Folder::new("forgetful");
        let settings = settings(3, 6, 1, &folder.0);
        let fleet = Fleet::new(1, 3).unwrap();
        let calendar = Calendar::new(6);
        let world = Forgetful {
            inside: OfflineWorld::start(&settings, calendar.clock())
                .await
                .unwrap(),
            forget: Mutex::new(Some(forget)),
        };
        let table = run(&settings, &fleet, &calendar, &world).await.unwrap();
        world.stop().await;
        assert_eq!(
            table.problems(),
            ["1 acknowledged snapshots that are not stored as sent"]
        );
    }
}

#[test]
fn an_earlier_run_is_not_overwritten() {
    let folder = Folder::new("earlier");
    std::fs::write(folder.0.join("data.sqlite"), "an earlier run").unwrap();
    let error = prepare_database(&folder.0, false).unwrap_err();
    let path = folder.0.display();
    assert_eq!(
        error.to_string(),
        format!("the database folder: {path} holds an earlier run")
    );
    prepare_database(&folder.0, true).unwrap();
    assert!(!folder.0.join("data.sqlite").exists());
}
