//! Snapshots on disk, each once per device and time, with their plausibility findings
//! (P-7.7, P-7.9).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::{Finding, Parameter, Snapshot, Tenths, Values, findings};
use iot4emissions_proto::services::data::{StorageDecision, store};
use iot4emissions_proto::time::UnixSeconds;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::services::database::{StoreError, integer, to_json, unreadable, unsigned};

/// A snapshot as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSnapshot {
    /// As first seen.
    pub snapshot: Snapshot,
    /// Whose it is: no series goes on from one segment into another (P-7.13).
    pub segment: u32,
    /// When it was first received.
    pub received: UnixSeconds,
    /// Whether another one of the same time came later (P-7.7).
    pub conflicting: bool,
    /// The codes of what is implausible, such as `decrease:tfc` (P-7.9).
    pub findings: Vec<String>,
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT acquired, tfc, tdt, tfccdo, tfcdscio, tdtcdoeo, tdtcdoer, tdtdscio, tgeib, ",
            "segment, received, conflicting, findings FROM snapshot WHERE device = ? AND ",
            $condition
        )
    };
}

const AT: &str = select!("acquired = ?");
const BEFORE: &str = select!("acquired < ? ORDER BY acquired DESC LIMIT 1");
const AFTER: &str = select!("acquired > ? ORDER BY acquired LIMIT 1");
const ALL: &str = select!("acquired >= ? ORDER BY acquired");

/// Stores a snapshot once; the one after it is judged anew, as it has another
/// predecessor now.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    (snapshot, segment): (&Snapshot, u32),
    received: UnixSeconds,
) -> Result<StorageDecision, StoreError> {
    // What another owner drove is no predecessor (P-7.13).
    let same = |stored: Option<StoredSnapshot>| stored.filter(|it| it.segment == segment);
    let acquired = snapshot.acquired();
    let stored = one(connection, AT, device, acquired).await?;
    let storing = store(stored.as_ref().map(|stored| &stored.snapshot), snapshot);
    match storing {
        StorageDecision::Duplicate => {}
        StorageDecision::Conflict => conflict(connection, device, snapshot, received).await?,
        StorageDecision::New => {
            let before = same(one(connection, BEFORE, device, acquired).await?);
            let before = before.as_ref().map(|stored| &stored.snapshot);
            let found = findings(before, snapshot, received);
            insert(connection, device, (snapshot, segment), received, &found).await?;
            if let Some(after) = same(one(connection, AFTER, device, acquired).await?) {
                let found = findings(Some(snapshot), &after.snapshot, after.received);
                judge(connection, device, after.snapshot.acquired(), &found).await?;
            }
        }
    }
    Ok(storing)
}

/// All snapshots of a device, oldest first.
pub(super) async fn all(
    connection: &mut SqliteConnection,
    device: &DeviceId,
) -> Result<Vec<StoredSnapshot>, StoreError> {
    sqlx::query(ALL)
        .bind(device.as_str())
        .bind(0)
        .fetch_all(connection)
        .await?
        .iter()
        .map(read)
        .collect()
}

async fn one(
    connection: &mut SqliteConnection,
    query: &'static str,
    device: &DeviceId,
    acquired: UnixSeconds,
) -> Result<Option<StoredSnapshot>, StoreError> {
    let row = sqlx::query(query)
        .bind(device.as_str())
        .bind(integer(acquired.0))
        .fetch_optional(connection)
        .await?;
    row.map(|row| read(&row)).transpose()
}

async fn insert(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    (snapshot, segment): (&Snapshot, u32),
    received: UnixSeconds,
    findings: &[Finding],
) -> Result<(), StoreError> {
    let mut query = sqlx::query(
        "INSERT INTO snapshot (device, acquired, tfc, tdt, tfccdo, tfcdscio, tdtcdoeo, tdtcdoer,
         tdtdscio, tgeib, segment, received, conflicting, findings)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
    )
    .bind(device.as_str())
    .bind(integer(snapshot.acquired().0));
    for parameter in Parameter::ALL {
        let value = snapshot.values().value(parameter);
        query = query.bind(value.map(|tenths| i64::from(tenths.get())));
    }
    query
        .bind(segment)
        .bind(integer(received.0))
        .bind(codes(findings))
        .execute(connection)
        .await?;
    Ok(())
}

async fn judge(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    acquired: UnixSeconds,
    findings: &[Finding],
) -> Result<(), StoreError> {
    sqlx::query("UPDATE snapshot SET findings = ? WHERE device = ? AND acquired = ?")
        .bind(codes(findings))
        .bind(device.as_str())
        .bind(integer(acquired.0))
        .execute(connection)
        .await?;
    Ok(())
}

async fn conflict(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    snapshot: &Snapshot,
    received: UnixSeconds,
) -> Result<(), StoreError> {
    let acquired = integer(snapshot.acquired().0);
    sqlx::query("UPDATE snapshot SET conflicting = 1 WHERE device = ? AND acquired = ?")
        .bind(device.as_str())
        .bind(acquired)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT OR IGNORE INTO conflict (device, acquired, snapshot, received) VALUES (?, ?, ?, ?)",
    )
    .bind(device.as_str())
    .bind(acquired)
    .bind(to_json("snapshot", snapshot)?)
    .bind(integer(received.0))
    .execute(connection)
    .await?;
    Ok(())
}

fn codes(findings: &[Finding]) -> String {
    let codes: Vec<String> = findings.iter().map(Finding::to_string).collect();
    codes.join(" ")
}

fn read(row: &SqliteRow) -> Result<StoredSnapshot, StoreError> {
    let mut values = Values::default();
    for parameter in Parameter::ALL {
        let tenths: Option<i64> = row.try_get(1 + parameter.index())?;
        let tenths = tenths.map(u32::try_from).transpose();
        let tenths = tenths.map_err(|error| unreadable("number of tenths", &error))?;
        values.set(parameter, tenths.and_then(Tenths::new));
    }
    let acquired = UnixSeconds(unsigned(row.try_get(0)?)?);
    let snapshot =
        Snapshot::new(acquired, values).map_err(|error| unreadable("snapshot", &error))?;
    let findings: String = row.try_get(12)?;
    Ok(StoredSnapshot {
        snapshot,
        segment: row.try_get(9)?,
        received: UnixSeconds(unsigned(row.try_get(10)?)?),
        conflicting: row.try_get(11)?,
        findings: findings.split_whitespace().map(str::to_owned).collect(),
    })
}
