//! `registration.sqlite`: the only database with VINs.

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::call::Sequence;
use iot4emissions_proto::services::registration::VehicleRecord;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicKind};
use iot4emissions_proto::vehicle::Vin;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, SqlitePool};

use crate::services::action::{Action, OperatorNotice, Publication};
use crate::services::database::{StoreError, from_json, integer, to_json, unreadable, unsigned};

/// The unique index keeps P-7.3 whatever runs at the same time. `refused` has the vehicles
/// whose records refuse a device (P-7.10). `status` holds what
/// each device's retained topic is to show, and whether the broker has it.
pub(super) const SCHEMA: &str = "
CREATE TABLE vehicle (
    vin TEXT PRIMARY KEY,
    device TEXT,
    outstanding INTEGER NOT NULL,
    registered INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX vehicle_by_device ON vehicle (device) WHERE device IS NOT NULL;
CREATE INDEX vehicle_outstanding ON vehicle (outstanding) WHERE outstanding = 1;
CREATE TABLE refused (
    device TEXT NOT NULL,
    vin TEXT NOT NULL,
    PRIMARY KEY (device, vin)
) STRICT, WITHOUT ROWID;
CREATE INDEX refused_by_vehicle ON refused (vin);
CREATE TABLE device (
    device TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE status (
    device TEXT PRIMARY KEY,
    payload BLOB NOT NULL,
    changed INTEGER NOT NULL,
    published INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE notice (
    device TEXT NOT NULL,
    notice TEXT NOT NULL,
    first INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (device, notice)
) STRICT, WITHOUT ROWID;
CREATE INDEX status_unpublished ON status (published) WHERE published = 0;
";

const RECORD: &str = "vehicle record";

pub(super) async fn vehicle(
    connection: &mut SqliteConnection,
    vin: &Vin,
) -> Result<Option<VehicleRecord>, StoreError> {
    let row = sqlx::query("SELECT record FROM vehicle WHERE vin = ?")
        .bind(vin.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|row| record(&row)).transpose()
}

pub(super) async fn vehicle_of(
    connection: &mut SqliteConnection,
    device: &DeviceId,
) -> Result<Option<VehicleRecord>, StoreError> {
    let row = sqlx::query("SELECT record FROM vehicle WHERE device = ?")
        .bind(device.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|row| record(&row)).transpose()
}

/// The records of all vehicles that have a device.
pub(super) async fn with_devices(
    connection: &mut SqliteConnection,
) -> Result<Vec<VehicleRecord>, StoreError> {
    let query = "SELECT record FROM vehicle WHERE device IS NOT NULL ORDER BY vin";
    let rows = sqlx::query(query).fetch_all(connection).await?;
    rows.iter().map(record).collect()
}

/// The records of all vehicles that have the device, or refuse it (P-7.10).
pub(super) async fn naming(
    connection: &mut SqliteConnection,
    device: &DeviceId,
) -> Result<Vec<VehicleRecord>, StoreError> {
    let rows = sqlx::query(
        "SELECT record FROM vehicle WHERE device = ?1
         UNION ALL SELECT record FROM vehicle JOIN refused USING (vin)
         WHERE refused.device = ?1",
    )
    .bind(device.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(record).collect()
}

pub(super) async fn with_outstanding_calls(
    pool: &SqlitePool,
) -> Result<Vec<VehicleRecord>, StoreError> {
    sqlx::query("SELECT record FROM vehicle WHERE outstanding = 1 ORDER BY vin")
        .fetch_all(pool)
        .await?
        .iter()
        .map(record)
        .collect()
}

pub(super) async fn put_vehicle(
    connection: &mut SqliteConnection,
    record: &VehicleRecord,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    let device = record
        .binding
        .as_ref()
        .map(|binding| binding.device.as_str());
    sqlx::query(
        "INSERT OR REPLACE INTO vehicle (vin, device, outstanding, registered, changed, record)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(record.vin.as_str())
    .bind(device)
    .bind(record.has_outstanding_call())
    .bind(record.country.is_some())
    .bind(integer(now.0))
    .bind(to_json(RECORD, record)?)
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM refused WHERE vin = ?")
        .bind(record.vin.as_str())
        .execute(&mut *connection)
        .await?;
    for device in &record.refused {
        sqlx::query("INSERT INTO refused (device, vin) VALUES (?, ?)")
            .bind(device.as_str())
            .bind(record.vin.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The number of the last call about a device, for whichever vehicle.
pub(super) async fn sequence(
    connection: &mut SqliteConnection,
    device: &DeviceId,
) -> Result<Sequence, StoreError> {
    let row = sqlx::query("SELECT sequence FROM device WHERE device = ?")
        .bind(device.as_str())
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else {
        return Ok(Sequence::NONE);
    };
    let number = unsigned(row.try_get(0)?)?;
    Sequence::try_from(number).map_err(|error| unreadable("call's number", &error))
}

pub(super) async fn put_sequence(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    sequence: Sequence,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    sqlx::query("INSERT OR REPLACE INTO device (device, sequence, changed) VALUES (?, ?, ?)")
        .bind(device.as_str())
        .bind(integer(sequence.get()))
        .bind(integer(now.0))
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn put_status(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    payload: &[u8],
    now: UnixSeconds,
) -> Result<(), StoreError> {
    let query = "INSERT OR REPLACE INTO status (device, payload, changed, published)
         VALUES (?, ?, ?, 0)";
    sqlx::query(query)
        .bind(device.as_str())
        .bind(payload)
        .bind(integer(now.0))
        .execute(connection)
        .await?;
    Ok(())
}

/// A status that was replaced meanwhile stays unpublished. Of one that is cleared nothing
/// stays: the row names the device.
pub(super) async fn status_published(
    connection: &mut SqliteConnection,
    publication: &Publication,
) -> Result<(), StoreError> {
    if publication.payload.is_empty() {
        sqlx::query("DELETE FROM status WHERE device = ? AND payload = x''")
            .bind(publication.topic.device().as_str())
            .execute(connection)
            .await?;
        return Ok(());
    }
    sqlx::query("UPDATE status SET published = 1 WHERE device = ? AND payload = ?")
        .bind(publication.topic.device().as_str())
        .bind(publication.payload.as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// What the operator is told of these actions.
pub(super) async fn put_notices(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    actions: &[Action],
    now: UnixSeconds,
) -> Result<(), StoreError> {
    for action in actions {
        if let Action::Raise(notice) = action {
            put_notice(&mut *connection, device, notice, now).await?;
        }
    }
    Ok(())
}

/// For the operator: a device that asks again and again has one line.
async fn put_notice(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    notice: &OperatorNotice,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO notice (device, notice, first, latest, times) VALUES (?, ?, ?3, ?3, 1)
         ON CONFLICT (device, notice) DO UPDATE SET latest = excluded.latest, times = times + 1",
    )
    .bind(device.as_str())
    .bind(notice.to_string())
    .bind(integer(now.0))
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn statuses(
    pool: &SqlitePool,
    query: &'static str,
) -> Result<Vec<Publication>, StoreError> {
    sqlx::query(query)
        .fetch_all(pool)
        .await?
        .iter()
        .map(|row| {
            let device: String = row.try_get(0)?;
            let device = device
                .parse()
                .map_err(|error| unreadable("device ID", &error))?;
            Ok(Publication {
                topic: Topic::new(TopicKind::RegisterServer, device),
                payload: row.try_get(1)?,
            })
        })
        .collect()
}

pub(super) fn record(row: &SqliteRow) -> Result<VehicleRecord, StoreError> {
    from_json(RECORD, row.try_get(0)?)
}
