//! Who can say whose data it is (P-1.2, P-1.3, P-1.5): with both services' files anybody, with
//! one of them nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use iot4emissions_proto::publication::{Pseudonym, PseudonymKey};
use network::fleet::Fleet;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Row};

use crate::worlds::Folder;

const VEHICLES: u32 = 12;

/// The life of a fleet, with everything that a run can write.
fn run(folder: &Folder, words: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_network"))
        .args(["--offline", "--trace"])
        .arg("--database")
        .arg(&folder.0)
        .arg("--export")
        .arg(folder.0.join("export"))
        .args(words)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    [output.stdout, output.stderr].concat()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .collect()
}

/// Whether a VIN stands somewhere, in either letter case, whatever but letters and digits
/// stands in between.
fn holds(bytes: &[u8], vin: &str) -> bool {
    let characters = bytes.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let together: Vec<u8> = characters.map(u8::to_ascii_uppercase).collect();
    let mut windows = together.windows(vin.len());
    windows.any(|window| window == vin.as_bytes())
}

async fn rows(file: PathBuf, query: &'static str) -> Vec<(String, String)> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut connection: SqliteConnection = options.connect().await.unwrap();
    let rows = sqlx::query(query).fetch_all(&mut connection).await.unwrap();
    let pair = |row: &sqlx::sqlite::SqliteRow| (row.get(0), row.get(1));
    rows.iter().map(pair).collect()
}

#[tokio::test]
async fn with_both_services_files_anybody_joins_and_with_one_nobody() {
    let folder = Folder::new("linkage");
    let vehicles = VEHICLES.to_string();
    let printed = run(&folder, &["--months", "12", "--vehicles", &vehicles]);
    let fleet = Fleet::new(1, VEHICLES).unwrap();
    let truth: BTreeMap<String, String> = fleet
        .vehicles()
        .iter()
        .map(|vehicle| {
            (
                vehicle.device_id().to_string(),
                vehicle.vin().as_str().to_owned(),
            )
        })
        .collect();

    // Both: a join by device ID names each vehicle that has data.
    let file = |name: &str| folder.0.join(name);
    let bound = rows(
        file("registration.sqlite"),
        "SELECT device, vin FROM vehicle",
    )
    .await;
    let bound: BTreeMap<_, _> = bound.into_iter().collect();
    let query = "SELECT device, count(*) || '' FROM snapshot GROUP BY device";
    let stored = rows(file("data.sqlite"), query).await;
    assert!(stored.len() > VEHICLES as usize / 2, "{}", stored.len());
    for (device, _) in &stored {
        assert_eq!(bound.get(device), truth.get(device), "{device}");
    }

    // One: nothing that the run has written has a VIN, but the one file that is there for it.
    let mut with_vins = BTreeSet::new();
    for path in files(&folder.0) {
        let bytes = std::fs::read(&path).unwrap();
        if truth.values().any(|vin| holds(&bytes, vin)) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            with_vins.insert(name);
        }
    }
    with_vins.remove("registration.sqlite-wal");
    assert_eq!(
        with_vins,
        BTreeSet::from(["registration.sqlite".to_owned()])
    );
    assert!(truth.values().all(|vin| !holds(&printed, vin)));

    // The other: the Registration Service has nowhere to keep a value or a time of one.
    let query = "SELECT name, coalesce(sql, '') FROM sqlite_schema";
    for (name, sql) in rows(file("registration.sqlite"), query).await {
        for word in ["tfc", "tdt", "acquired", "snapshot"] {
            assert!(!sql.contains(word), "{name}: {word}");
        }
    }
    let registration = std::fs::read(file("registration.sqlite")).unwrap();
    for member in ["\"tfc\"", "\"tdt\"", "acquired"] {
        let found = registration.windows(member.len());
        assert_eq!(found.filter(|it| *it == member.as_bytes()).count(), 0);
    }
}

/// Two pseudonyms (P-1.7): the files of both services together have no ID in common, and only
/// who has the Data Service's keys as well can join them.
#[tokio::test]
async fn p_1_7_with_two_pseudonyms_both_services_files_do_not_join() {
    let folder = Folder::new("pseudonyms");
    let vehicles = VEHICLES.to_string();
    let words = [
        "--months",
        "12",
        "--vehicles",
        &vehicles,
        "--two-pseudonyms",
    ];
    let printed = run(&folder, &words);
    let fleet = Fleet::new(1, VEHICLES).unwrap();
    let file = |name: &str| folder.0.join(name);
    let query = "SELECT device, vin FROM vehicle";
    let bound = rows(file("registration.sqlite"), query).await;
    let bound: BTreeMap<_, _> = bound.into_iter().collect();
    let query = "SELECT device, count(*) || '' FROM snapshot GROUP BY device";
    let stored = rows(file("data.sqlite"), query).await;
    assert!(stored.len() > VEHICLES as usize / 2, "{}", stored.len());
    assert_eq!(
        stored
            .iter()
            .filter(|(it, _)| bound.contains_key(it))
            .count(),
        0
    );

    // No file has IDs of both sides: each is where it belongs, and what the Data Service gives
    // to analysts has its own.
    let has = |bytes: &[u8], id: &str| bytes.windows(id.len()).any(|it| it == id.as_bytes());
    let ids = |of: fn(&network::fleet::Vehicle) -> String| -> Vec<String> {
        fleet.vehicles().iter().map(of).collect()
    };
    let first = ids(|vehicle| vehicle.device_id().to_string());
    let second = ids(|vehicle| vehicle.data_device_id().to_string());
    let (mut with_first, mut with_second) = (BTreeSet::new(), BTreeSet::new());
    for path in files(&folder.0) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let name = name.trim_end_matches("-wal").to_owned();
        if first.iter().any(|id| has(&bytes, id)) {
            with_first.insert(name.clone());
        }
        if second.iter().any(|id| has(&bytes, id)) {
            with_second.insert(name);
        }
    }
    let expected = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    assert_eq!(with_first, expected(&["registration.sqlite"]));
    assert_eq!(
        with_second,
        expected(&["data.sqlite", "transfers.ndjson", "vehicles.ndjson"])
    );
    assert!(
        !fleet
            .vehicles()
            .iter()
            .any(|it| holds(&printed, it.vin().as_str()))
    );

    // Both databases and the Data Service's key: everybody.
    let key = std::fs::read_to_string(file("data.tombstones.key")).unwrap();
    let key = PseudonymKey::from_hex(key.trim_end()).unwrap();
    let links = rows(file("data.sqlite"), "SELECT name, device FROM link").await;
    let links: BTreeMap<_, _> = links.into_iter().collect();
    for vehicle in fleet.vehicles() {
        let name = Pseudonym::of_link(&key, vehicle.device_id()).to_string();
        let link = links.get(&name);
        assert_eq!(link, Some(&vehicle.data_device_id().to_string()));
    }
}

/// What the Data Service learns by default tells no more vehicles apart than the report's set,
/// and has none of the columns that join with the public register one by one.
#[tokio::test]
async fn p_1_6_the_minimum_has_no_column_of_one_vehicle() {
    let learnt = async |words: &[&str]| {
        let folder = Folder::new(&format!("kinds-{}", words.len()));
        let fleet = ["--months", "2", "--vehicles", "40"];
        run(&folder, &[&fleet[..], words].concat());
        let query = "SELECT json_extract(record, '$.attributes'), count(*) || ''
             FROM device GROUP BY 1";
        rows(folder.0.join("data.sqlite"), query).await
    };
    let joins = |kinds: &[(String, String)]| {
        let columns = ["t", "va", "ve", "tan"].map(|name| format!("\"{name}\":"));
        let has = |kind: &&(String, String)| columns.iter().any(|it| kind.0.contains(it));
        kinds.iter().filter(has).count()
    };
    let minimal = learnt(&[]).await;
    let report = learnt(&["--introduce", "report"]).await;
    assert_eq!((joins(&minimal), joins(&report)), (0, report.len()));
    assert!(minimal.len() <= report.len() && minimal.len() > 1);
}
