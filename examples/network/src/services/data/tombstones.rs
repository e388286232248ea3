//! `….tombstones.sqlite`: which devices were forgotten (P-7.14), found by a keyed hash of
//! their IDs. The file and its key lie beside the data and apart from it: who restores the
//! data from a backup keeps both as they are, and what was erased since is erased again when
//! the service is opened.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::publication::{Pseudonym, PseudonymKey};
use iot4emissions_proto::services::call::Sequence;
use iot4emissions_proto::services::data::Tombstone;
use iot4emissions_proto::time::UnixSeconds;
use sqlx::{Row, SqlitePool};

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
    /// Opens those that belong to the data in `data`, or makes them.
    pub(super) async fn open(data: &Path) -> Result<Self, StoreError> {
        let pool = database::open(&data.with_extension("tombstones.sqlite"), SCHEMA).await?;
        let may_be_made = is_empty(&pool).await?;
        let key = key(&data.with_extension("tombstones.key"), may_be_made)?;
        let key = Arc::new(key);
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

    fn name(&self, device: &DeviceId) -> String {
        Pseudonym::of_tombstone(&self.key, device).to_string()
    }
}

async fn is_empty(pool: &SqlitePool) -> Result<bool, StoreError> {
    let mut connection = pool.acquire().await?;
    let query = "SELECT count(*) FROM tombstone";
    Ok(database::number(&mut connection, query).await? == 0)
}

/// The key in the file. A new one is made only where no tombstone needs the old one: with
/// another key none would be found again.
fn key(path: &Path, may_be_made: bool) -> Result<PseudonymKey, StoreError> {
    let at = |reason: String| StoreError::Key {
        path: path.to_owned(),
        reason,
    };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && may_be_made => {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(|error| at(error.to_string()))?;
            let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let written = write(path, &text);
            written.map_err(|error| at(error.to_string()))?;
            text
        }
        Err(error) => return Err(at(error.to_string())),
    };
    PseudonymKey::from_hex(text.trim_end()).map_err(|error| at(error.to_string()))
}

/// Nobody else may read it, and it is on the disk before a tombstone is.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
