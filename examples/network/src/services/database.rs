//! SQLite files: opening, the one migration, counters.
//!
//! **Durability.** Write-ahead log with `synchronous = FULL`: a commit has reached
//! the disk before it returns, so what a service acknowledges survives a power cut
//! (P-7.8). `NORMAL` would be several times faster and lose the last commits.
//!
//! **Erasure.** `secure_delete`: what is deleted is overwritten with zeros. The write-ahead
//! log still has the pages from before, until a checkpoint has taken it into the file
//! and cut it.
//!
//! **Concurrency.** SQLite has one writer. Each service has one connection, and every
//! transaction takes the write lock at its beginning, so that several processes on one
//! file wait for each other instead of failing half-way.

use std::path::{Path, PathBuf};
use std::time::Duration;

use iot4emissions_proto::privacy::hide_vins;
use iot4emissions_proto::time::UnixSeconds;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Row, Sqlite, Transaction};

/// How long a transaction waits for another process's.
const BUSY: Duration = Duration::from_secs(30);

/// Why nothing was stored: no part of the event took effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file cannot be opened or created.
    #[error("cannot open {}: {reason}", .path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        reason: sqlx::Error,
    },
    /// Another version of this program wrote the file.
    #[error("expected a database of schema version 3, found {found}")]
    SchemaVersion {
        /// The file's version.
        found: i64,
    },
    /// SQLite refused; its words name columns, never values.
    #[error("cannot read or write the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The key of the tombstones cannot be read or made, or is missing although there are
    /// tombstones (P-7.14).
    #[error("cannot use the key {}: {reason}", .path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Another process reads the database: what was deleted is still in its log. To be tried
    /// again.
    #[error("expected a write-ahead log that nobody reads, found one in use")]
    LogInUse,
    /// Nothing has happened for more than a year, says the clock: nothing is deleted for its
    /// age on the word of one that may be wrong (P-7.15).
    #[error("expected a time within a year after {}, the newest that is stored, found {}", .newest.0, .now.0)]
    ClockAhead {
        /// The newest time that is stored.
        newest: UnixSeconds,
        /// What the clock says.
        now: UnixSeconds,
    },
    /// A stored record is not one that this program writes.
    #[error("expected a {what} in the database, found something else: {reason}")]
    Record {
        /// What should be there.
        what: &'static str,
        /// What is wrong with it, VINs hidden.
        reason: String,
    },
}

/// Opens or creates the file, and gives an empty one the schema.
pub(super) async fn open(path: &Path, schema: &'static str) -> Result<SqlitePool, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .busy_timeout(BUSY);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await
        .map_err(|reason| StoreError::Open {
            path: path.to_owned(),
            reason,
        })?;
    let mut transaction = begin(&pool).await?;
    let row = sqlx::query("PRAGMA user_version")
        .fetch_one(&mut *transaction)
        .await?;
    match row.try_get(0)? {
        0_i64 => {
            for part in [schema, COUNTERS] {
                sqlx::raw_sql(part).execute(&mut *transaction).await?;
            }
            sqlx::raw_sql("PRAGMA user_version = 3")
                .execute(&mut *transaction)
                .await?;
        }
        3 => {}
        found => return Err(StoreError::SchemaVersion { found }),
    }
    transaction.commit().await?;
    Ok(pool)
}

/// Begins a transaction with the write lock; dropped without a commit, nothing of it
/// remains.
pub(super) async fn begin(pool: &SqlitePool) -> Result<Transaction<'static, Sqlite>, StoreError> {
    Ok(pool.begin_with("BEGIN IMMEDIATE").await?)
}

/// Whether the clock may be believed when it says that something is old (P-7.15): by `newest`,
/// a query for the newest time that is stored.
pub(super) async fn believe(
    connection: &mut SqliteConnection,
    newest: &'static str,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    const YEAR: u64 = 366 * 86_400;
    let row = sqlx::query(newest).fetch_one(connection).await?;
    let Some(newest) = row.try_get::<Option<i64>, _>(0)? else {
        return Ok(());
    };
    let newest = UnixSeconds(unsigned(newest)?);
    match now.0 > newest.0.saturating_add(YEAR) {
        true => Err(StoreError::ClockAhead { newest, now }),
        false => Ok(()),
    }
}

/// Overwrites what was deleted in the write-ahead log, too.
pub(super) async fn overwrite_log(pool: &SqlitePool) -> Result<(), StoreError> {
    let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(pool)
        .await?;
    match row.try_get(0)? {
        0_i64 => Ok(()),
        _ => Err(StoreError::LogInUse),
    }
}

/// Part of each schema.
const COUNTERS: &str = "
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Adds to a counter.
pub(super) async fn count(
    connection: &mut SqliteConnection,
    name: &'static str,
    by: u64,
) -> Result<(), StoreError> {
    if by == 0 {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO counter (name, value) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
    )
    .bind(name)
    .bind(integer(by))
    .execute(connection)
    .await?;
    Ok(())
}

/// A counter's value, 0 where nothing was counted.
pub(super) async fn counted(
    connection: &mut SqliteConnection,
    name: &'static str,
) -> Result<u64, StoreError> {
    let row = sqlx::query("SELECT value FROM counter WHERE name = ?")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(0), |row| unsigned(row.try_get(0)?))
}

/// The one number that a query gives.
pub(super) async fn number(
    connection: &mut SqliteConnection,
    query: &'static str,
) -> Result<u64, StoreError> {
    let row = sqlx::query(query).fetch_one(connection).await?;
    unsigned(row.try_get(0)?)
}

/// SQLite's integers are signed; nothing that is stored comes near their end.
pub(super) fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(value: i64) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|error| unreadable("number that is not negative", &error))
}

pub(super) fn to_json(what: &'static str, record: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(record).map_err(|error| unreadable(what, &error))
}

pub(super) fn from_json<T: DeserializeOwned>(
    what: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| unreadable(what, &error))
}

pub(super) fn unreadable(what: &'static str, error: &dyn std::error::Error) -> StoreError {
    StoreError::Record {
        what,
        reason: hide_vins(&error.to_string()).into_owned(),
    }
}
