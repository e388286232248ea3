//! `….tombstones.sqlite`: which devices were forgotten (P-7.14), found by a keyed hash of
//! their IDs. The file and its key lie beside the data and apart from it: who restores the
//! data from a backup keeps both as they are, and what was erased since is erased again when
//! the service is opened.

use std::path::Path;
use std::sync::Arc;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::publication::{Pseudonym, PseudonymKey};
use iot4emissions_proto::services::call::Sequence;
use iot4emissions_proto::services::data::Tombstone;
use iot4emissions_proto::time::UnixSeconds;
use sqlx::{Row, SqlitePool};

use super::key_files;
use crate::services::database::{self, StoreError, integer, unreadable, unsigned};

const SCHEMA: &str = "
CREATE TABLE tombstone (
    name TEXT PRIMARY KEY,
    last INTEGER NOT NULL,
    forgotten INTEGER NOT NULL,
    version INTEGER
) STRICT, WITHOUT ROWID;
";

/// The tombstones. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Tombstones {
    pool: SqlitePool,
    key: Arc<PseudonymKey>,
}

impl Tombstones {
    /// Opens those that belong to the data in `data`, or makes them. Links are found by the same
    /// key.
    pub(super) async fn open(data: &Path, has_links: bool) -> Result<Self, StoreError> {
        let pool = database::open(&data.with_extension("tombstones.sqlite"), SCHEMA).await?;
        let may_be_made = !has_links && is_empty(&pool).await?;
        // A new one is made only where no tombstone and no link needs the old one: with another key none
        // would be found again.
        let file = data.with_extension("tombstones.key");
        let read = |text: &str| PseudonymKey::from_hex(text).map_err(|error| error.to_string());
        let key = Arc::new(key_files::read_or_make(&file, may_be_made, read)?);
        Ok(Self { pool, key })
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    pub(super) async fn get(&self, device: &DeviceId) -> Result<Option<Tombstone>, StoreError> {
        let row = sqlx::query("SELECT last, forgotten, version FROM tombstone WHERE name = ?")
            .bind(self.name(device))
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let last = Sequence::try_from(unsigned(row.try_get(0)?)?);
        let version: Option<i64> = row.try_get(2)?;
        let version = version.map(|version| {
            ConfigurationVersion::try_from(version).map_err(|error| unreadable("version", &error))
        });
        Ok(Some(Tombstone {
            version: version.transpose()?,
            last: last.map_err(|error| unreadable("call's number", &error))?,
            forgotten: UnixSeconds(unsigned(row.try_get(1)?)?),
        }))
    }

    pub(super) async fn put(
        &self,
        device: &DeviceId,
        tombstone: Tombstone,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT OR REPLACE INTO tombstone (name, last, forgotten, version) VALUES (?, ?, ?, ?)",
        )
        .bind(self.name(device))
        .bind(integer(tombstone.last.get()))
        .bind(integer(tombstone.forgotten.0))
        .bind(tombstone.version.map(ConfigurationVersion::get))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The device's numbers begin anew: an old one says nothing of it any more.
    pub(super) async fn remove(&self, device: &DeviceId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM tombstone WHERE name = ?")
            .bind(self.name(device))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Those of before go (P-7.15).
    pub(super) async fn expire(&self, earliest: UnixSeconds) -> Result<u64, StoreError> {
        let done = sqlx::query("DELETE FROM tombstone WHERE forgotten < ?")
            .bind(integer(earliest.0))
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }

    pub(super) async fn is_empty(&self) -> Result<bool, StoreError> {
        is_empty(&self.pool).await
    }

    /// What leads from the Registration Service's ID of a device to the Data Service's own
    /// (P-7.16), by the same key.
    pub(super) fn link_name(&self, device: &DeviceId) -> String {
        Pseudonym::of_link(&self.key, device).to_string()
    }

    fn name(&self, device: &DeviceId) -> String {
        Pseudonym::of_tombstone(&self.key, device).to_string()
    }
}

async fn is_empty(pool: &SqlitePool) -> Result<bool, StoreError> {
    let mut connection = pool.acquire().await?;
    let query = "SELECT count(*) FROM tombstone";
    Ok(database::number(&mut connection, query).await? == 0)
}
