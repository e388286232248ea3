//! What goes: a vehicle's record (P-7.14), and what has been kept for long enough (P-7.15).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::registration::Event;
use iot4emissions_proto::services::retention::{Kept, RetentionPeriods};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::Vin;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::{RegistrationService, decided, publish, store};
use crate::services::action::Action;
use crate::services::database::{self, StoreError, integer, unreadable};

/// All that is stored of a vehicle, and of the device that it had. The device's status stays
/// until its topic is cleared.
pub(super) async fn delete(
    connection: &mut SqliteConnection,
    vin: &Vin,
    device: Option<&DeviceId>,
) -> Result<(), StoreError> {
    for query in [
        "DELETE FROM vehicle WHERE vin = ?",
        "DELETE FROM refused WHERE vin = ?",
    ] {
        sqlx::query(query)
            .bind(vin.as_str())
            .execute(&mut *connection)
            .await?;
    }
    let Some(device) = device else {
        return Ok(());
    };
    for query in [
        "DELETE FROM device WHERE device = ?",
        // Of another device that asked for the vehicle, the words end with this one's ID.
        "DELETE FROM notice WHERE device = ?1
         OR substr(notice, -length(?1) - 1) = ' ' || ?1",
    ] {
        sqlx::query(query)
            .bind(device.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

impl RegistrationService {
    /// Deletes what has been kept for long enough (P-7.15): the records of vehicles that are
    /// registered nowhere end as those of scrapped ones. To be called once a day; what is
    /// returned is to be carried out.
    ///
    /// # Errors
    /// [`StoreError`]: what is left goes the next time. [`StoreError::ClockAhead`] where
    /// nothing was stored for a year.
    pub async fn sweep(
        &self,
        periods: &RetentionPeriods,
        now: UnixSeconds,
    ) -> Result<Vec<Action>, StoreError> {
        let earliest = |kept| integer(periods.earliest(kept, now).0);
        let mut transaction = database::begin(&self.pool).await?;
        let newest = "SELECT max(at) FROM (SELECT max(changed) AS at FROM vehicle
             UNION ALL SELECT max(changed) FROM status
             UNION ALL SELECT max(latest) FROM notice)";
        database::believe(&mut transaction, newest, now).await?;
        let mut rows = 0;
        let query = "DELETE FROM notice WHERE latest < ?";
        let notices = sqlx::query(query).bind(earliest(Kept::Notices));
        rows += notices.execute(&mut *transaction).await?.rows_affected();
        let query = "SELECT record FROM vehicle WHERE registered = 0 AND changed < ?";
        let idle = sqlx::query(query).bind(earliest(Kept::Vehicles));
        let mut actions = Vec::new();
        for row in idle.fetch_all(&mut *transaction).await? {
            let record = store::record(&row)?;
            let decided = decided(&mut transaction, &self.rules, record, Event::Scrapped, now);
            actions.extend(decided.await?.actions);
            rows += 1;
        }
        let query = "DELETE FROM device WHERE changed < ? AND device NOT IN
             (SELECT device FROM vehicle WHERE device IS NOT NULL)";
        let numbers = sqlx::query(query).bind(earliest(Kept::Vehicles));
        rows += numbers.execute(&mut *transaction).await?.rows_affected();
        // The answers to requests that nobody could read, which no record speaks of.
        let query = "SELECT device FROM status WHERE changed < ? AND payload <> x''
             AND device NOT IN (SELECT device FROM vehicle WHERE device IS NOT NULL)
             AND device NOT IN (SELECT device FROM refused)";
        let answers = sqlx::query(query).bind(earliest(Kept::Notices));
        for row in answers.fetch_all(&mut *transaction).await? {
            let device: String = row.try_get(0)?;
            let device = device.parse();
            let device = device.map_err(|error| unreadable("device ID", &error))?;
            let cleared = publish(&mut transaction, &device, None, now).await?;
            actions.push(Action::Publish(cleared));
        }
        transaction.commit().await?;
        if rows > 0 {
            database::overwrite_log(&self.pool).await?;
        }
        Ok(actions)
    }
}
