//! `data.sqlite`: devices, and what could not be read. No column for a VIN.

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::DecodeError;
use iot4emissions_proto::privacy::hide_vins;
use iot4emissions_proto::services::data::DeviceRecord;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicKind};
use serde::Serialize;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, SqlitePool};

use crate::services::action::Publication;
use crate::services::database::{StoreError, from_json, integer, to_json};

/// A link is found by a keyed hash (P-7.16). Values are in tenths of their unit. A snapshot is kept as first seen; `conflicting`
/// flags that others of its time came later, and `conflict` holds those.
pub(super) const SCHEMA: &str = "
CREATE TABLE device (
    device TEXT PRIMARY KEY,
    clearance TEXT NOT NULL,
    record TEXT NOT NULL,
    changed INTEGER NOT NULL,
    published INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_unpublished ON device (published) WHERE published = 0;
CREATE TABLE link (
    name TEXT PRIMARY KEY,
    device TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot (
    device TEXT NOT NULL,
    acquired INTEGER NOT NULL,
    tfc INTEGER,
    tdt INTEGER,
    tfccdo INTEGER,
    tfcdscio INTEGER,
    tdtcdoeo INTEGER,
    tdtcdoer INTEGER,
    tdtdscio INTEGER,
    tgeib INTEGER,
    segment INTEGER NOT NULL,
    received INTEGER NOT NULL,
    conflicting INTEGER NOT NULL,
    findings TEXT NOT NULL,
    PRIMARY KEY (device, acquired)
) STRICT, WITHOUT ROWID;
CREATE TABLE conflict (
    device TEXT NOT NULL,
    acquired INTEGER NOT NULL,
    snapshot TEXT NOT NULL,
    received INTEGER NOT NULL,
    PRIMARY KEY (device, acquired, snapshot)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
    device TEXT NOT NULL,
    payload BLOB NOT NULL,
    received INTEGER NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (device, payload)
) STRICT;
";

const RECORD: &str = "device record";

pub(super) async fn device(
    connection: &mut SqliteConnection,
    device: &DeviceId,
) -> Result<Option<DeviceRecord>, StoreError> {
    let row = sqlx::query("SELECT record FROM device WHERE device = ?")
        .bind(device.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|row| record(&row)).transpose()
}

pub(super) async fn devices(
    connection: &mut SqliteConnection,
    query: &'static str,
) -> Result<Vec<DeviceRecord>, StoreError> {
    sqlx::query(query)
        .fetch_all(connection)
        .await?
        .iter()
        .map(record)
        .collect()
}

pub(super) async fn put_device(
    connection: &mut SqliteConnection,
    record: &DeviceRecord,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT OR REPLACE INTO device (device, clearance, record, changed, published)
         VALUES (?, ?, ?, ?, 0)",
    )
    .bind(record.device.as_str())
    .bind(state(record))
    .bind(to_json(RECORD, record)?)
    .bind(integer(now.0))
    .execute(connection)
    .await?;
    Ok(())
}

/// Stores what does not change the configuration: whether that is published stays true.
pub(super) async fn note_device(
    connection: &mut SqliteConnection,
    record: &DeviceRecord,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE device SET record = ? WHERE device = ?")
        .bind(to_json(RECORD, record)?)
        .bind(record.device.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// The clearance by the state that it commands.
fn state(record: &DeviceRecord) -> &'static str {
    use iot4emissions_proto::message::ConfiguredState;
    match record.clearance().device_state() {
        ConfiguredState::Initialized => "initialized",
        ConfiguredState::Operational => "operational",
        ConfiguredState::Standby => "standby",
    }
}

pub(super) fn publication(record: &DeviceRecord) -> Publication {
    Publication {
        topic: Topic::new(TopicKind::ConfigServer, record.device.clone()),
        payload: record.status().to_canonical(),
    }
}

/// A configuration that was replaced meanwhile stays unpublished.
pub(super) async fn configuration_published(
    connection: &mut SqliteConnection,
    published: &Publication,
) -> Result<(), StoreError> {
    let id = published.topic.device();
    let now = device(connection, id).await?;
    if now.is_some_and(|record| publication(&record) == *published) {
        sqlx::query("UPDATE device SET published = 1 WHERE device = ?")
            .bind(id.as_str())
            .execute(connection)
            .await?;
    }
    Ok(())
}

pub(super) async fn records(
    pool: &SqlitePool,
    query: &'static str,
) -> Result<Vec<Publication>, StoreError> {
    let mut connection = pool.acquire().await?;
    let records = devices(&mut connection, query).await?;
    Ok(records.iter().map(publication).collect())
}

/// One problem of a payload as it is stored.
#[derive(Serialize)]
struct Problem {
    code: &'static str,
    pointer: String,
    text: String,
}

/// Keeps a payload that cannot be read. What looks like a VIN in it is hidden even so:
/// a device that sends its registration request to the wrong topic must not bring a VIN
/// here (P-1.3).
pub(super) async fn quarantine(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    payload: &[u8],
    error: &DecodeError,
    received: UnixSeconds,
) -> Result<(), StoreError> {
    let problems: Vec<Problem> = error
        .issues()
        .iter()
        .map(|issue| Problem {
            code: issue.code.as_str(),
            pointer: hide_vins(&issue.pointer).into_owned(),
            text: hide_vins(&issue.to_string()).into_owned(),
        })
        .collect();
    sqlx::query(
        "INSERT OR IGNORE INTO quarantine (device, payload, received, problems) VALUES (?, ?, ?, ?)",
    )
    .bind(device.as_str())
    .bind(without_vins(payload))
    .bind(integer(received.0))
    .bind(to_json("list of problems", &problems)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// The bytes with VINs hidden; those that are no UTF-8 stay as they are.
fn without_vins(payload: &[u8]) -> Vec<u8> {
    let mut hidden = Vec::with_capacity(payload.len());
    for chunk in payload.utf8_chunks() {
        hidden.extend_from_slice(hide_vins(chunk.valid()).as_bytes());
        hidden.extend_from_slice(chunk.invalid());
    }
    hidden
}

pub(super) fn record(row: &SqliteRow) -> Result<DeviceRecord, StoreError> {
    from_json(RECORD, row.try_get(0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_1_3_bytes_stay_and_vins_go() {
        for (payload, hidden) in [
            (&b"\xff{\xfe"[..], &b"\xff{\xfe"[..]),
            (b"\xffJFXHF05K1L4104934\xc3", b"\xff<VIN hidden>\xc3"),
        ] {
            assert_eq!(without_vins(payload), hidden);
        }
    }
}
