//! What goes: all of a device that is forgotten (P-7.14), and what has been kept for long
//! enough (P-7.15).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::data::DeviceEntry;
use iot4emissions_proto::services::retention::{Kept, RetentionPeriods};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicKind};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::{DataService, store};
use crate::services::action::Publication;
use crate::services::database::{self, StoreError, integer, unreadable};

/// What a sweep has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows that are gone, snapshots and all else.
    pub rows: u64,
    /// To be published: topics that are cleared.
    pub publications: Vec<Publication>,
}

/// The retained configuration goes: its topic names the device (P-3.6).
pub(super) fn cleared(device: &DeviceId) -> Publication {
    Publication {
        topic: Topic::new(TopicKind::ConfigServer, device.clone()),
        payload: Vec::new(),
    }
}

/// All that is stored of a device.
pub(super) async fn erase(
    connection: &mut SqliteConnection,
    device: &DeviceId,
) -> Result<(), StoreError> {
    for query in [
        "DELETE FROM snapshot WHERE device = ?",
        "DELETE FROM conflict WHERE device = ?",
        "DELETE FROM quarantine WHERE device = ?",
        "DELETE FROM device WHERE device = ?",
        "DELETE FROM link WHERE device = ?",
    ] {
        sqlx::query(query)
            .bind(device.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

impl DataService {
    /// Erases again what a backup has brought back, and what a crash has left.
    pub(super) async fn erase_again(&self) -> Result<(), StoreError> {
        if self.tombstones.is_empty().await? {
            return Ok(());
        }
        let mut transaction = database::begin(&self.pool).await?;
        let query = "SELECT device FROM device UNION SELECT device FROM snapshot
             UNION SELECT device FROM conflict UNION SELECT device FROM quarantine";
        let rows = sqlx::query(query).fetch_all(&mut *transaction).await?;
        for row in rows {
            let device: String = row.try_get(0)?;
            let device = device.parse();
            let device = device.map_err(|error| unreadable("device ID", &error))?;
            let entry = self.entry(&mut transaction, &device).await?;
            if entry.is_some_and(|entry| entry.is_forgotten()) {
                erase(&mut transaction, &device).await?;
            }
        }
        transaction.commit().await?;
        database::overwrite_log(&self.pool).await
    }

    /// What is stored of a device. A record from before the tombstone is one that a backup
    /// has brought back, or that is just being erased.
    pub(super) async fn entry(
        &self,
        connection: &mut SqliteConnection,
        device: &DeviceId,
    ) -> Result<Option<DeviceEntry>, StoreError> {
        let record = store::device(connection, device).await?;
        let tombstone = self.tombstones.get(device).await?;
        Ok(match (record, tombstone) {
            (Some(record), Some(tombstone)) if record.last.sequence <= tombstone.last => {
                Some(DeviceEntry::Forgotten(tombstone))
            }
            (Some(record), _) => Some(record.into()),
            (None, tombstone) => tombstone.map(DeviceEntry::Forgotten),
        })
    }

    /// Deletes what has been kept for long enough (P-7.15). To be called once a day; what is
    /// returned is to be published.
    ///
    /// # Errors
    /// [`StoreError`]: what is left goes the next time. [`StoreError::ClockAhead`] where
    /// nothing was stored for a year.
    pub async fn sweep(
        &self,
        periods: &RetentionPeriods,
        now: UnixSeconds,
    ) -> Result<Swept, StoreError> {
        let mut swept = Swept::default();
        let earliest = |kept| integer(periods.earliest(kept, now).0);
        let mut transaction = database::begin(&self.pool).await?;
        let newest = "SELECT max(at) FROM (SELECT max(received) AS at FROM snapshot
             UNION ALL SELECT max(received) FROM quarantine
             UNION ALL SELECT max(changed) FROM device)";
        database::believe(&mut transaction, newest, now).await?;
        for (query, kept) in [
            ("DELETE FROM snapshot WHERE acquired < ?", Kept::Snapshots),
            ("DELETE FROM conflict WHERE acquired < ?", Kept::Snapshots),
            (
                "DELETE FROM quarantine WHERE received < ?",
                Kept::Quarantine,
            ),
        ] {
            let query = sqlx::query(query).bind(earliest(kept));
            swept.rows += query.execute(&mut *transaction).await?.rows_affected();
        }
        let query = "SELECT record FROM device WHERE changed < ? AND clearance <> 'operational'
             AND NOT EXISTS (SELECT 1 FROM snapshot WHERE snapshot.device = device.device)";
        let idle = sqlx::query(query).bind(earliest(Kept::Devices));
        for row in idle.fetch_all(&mut *transaction).await? {
            let record = store::record(&row)?;
            erase(&mut transaction, &record.device).await?;
            swept.rows += 1;
            swept.publications.push(cleared(&record.device));
        }
        transaction.commit().await?;
        let tombstones = periods.earliest(Kept::Tombstones, now);
        swept.rows += self.tombstones.expire(tombstones).await?;
        if swept.rows > 0 {
            database::overwrite_log(&self.pool).await?;
        }
        Ok(swept)
    }
}
