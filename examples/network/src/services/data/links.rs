//! Which of the Data Service's devices a call is about, where the two services know a device by
//! different IDs (P-1.7, P-7.16).
//!
//! The link is found by a keyed hash of the ID that the call names, so that this service's
//! database has no ID of the Registration Service's.

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::call::{Answer, Call, CallContent};
use iot4emissions_proto::services::data::{
    ConfigurationParameters, DataDevice, DeviceEntry, Known, Subject, retire, subject,
};
use iot4emissions_proto::time::UnixSeconds;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::{DataService, store};
use crate::services::action::Publication;
use crate::services::database::{StoreError, unreadable};

impl DataService {
    /// Which device a call is about, or what it is answered.
    pub(super) async fn subject(
        &self,
        connection: &mut SqliteConnection,
        call: &Call,
    ) -> Result<Result<Subject, Answer>, StoreError> {
        let named = self.entry(connection, &call.device_id).await?;
        let linked = match self.link(connection, &call.device_id).await? {
            Some(device) => self.entry(connection, &device).await?,
            None => None,
        };
        let linked = linked.and_then(DeviceEntry::into_record);
        let sealed = match &call.content {
            CallContent::Introduced { data_device, .. } => data_device.as_ref(),
            CallContent::Cleared { .. }
            | CallContent::Suspended { .. }
            | CallContent::Forgotten => None,
        };
        let opened = sealed.map(|sealed| self.opening.open(sealed, &call.device_id));
        let data_device = match &opened {
            None => DataDevice::Absent,
            Some(Err(_)) => DataDevice::Unopened,
            Some(Ok(device)) => {
                let entry = self.entry(connection, device).await?;
                let known = entry.is_some_and(|entry| entry.record().is_some());
                DataDevice::Opened { device, known }
            }
        };
        let known = Known {
            named: named.as_ref(),
            linked: linked.as_ref(),
            data_device,
        };
        Ok(subject(call, known))
    }

    /// Stores what follows from a call that is applied: the link, and that the ID before may
    /// not send any more. What is returned is to be published.
    pub(super) async fn relink(
        &self,
        connection: &mut SqliteConnection,
        call: &Call,
        about: &Subject,
        parameters: &ConfigurationParameters,
        now: UnixSeconds,
    ) -> Result<Option<Publication>, StoreError> {
        let name = self.tombstones.link_name(&call.device_id);
        let mut publication = None;
        if let Some(replaced) = &about.replaced {
            let entry = self.entry(connection, replaced).await?;
            if let Some(record) = entry.and_then(DeviceEntry::into_record) {
                let retired = retire(record, parameters, now);
                store::put_device(connection, &retired, now).await?;
                publication = Some(store::publication(&retired));
            }
            sqlx::query("DELETE FROM link WHERE name = ?")
                .bind(&name)
                .execute(&mut *connection)
                .await?;
        }
        if about.link {
            sqlx::query("INSERT OR REPLACE INTO link (name, device) VALUES (?, ?)")
                .bind(&name)
                .bind(about.device.as_str())
                .execute(&mut *connection)
                .await?;
        }
        Ok(publication)
    }

    /// The device that the Registration Service's ID of it leads to.
    async fn link(
        &self,
        connection: &mut SqliteConnection,
        device: &DeviceId,
    ) -> Result<Option<DeviceId>, StoreError> {
        let row = sqlx::query("SELECT device FROM link WHERE name = ?")
            .bind(self.tombstones.link_name(device))
            .fetch_optional(connection)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let device: String = row.try_get(0)?;
        let device = device.parse();
        let device = device.map_err(|error| unreadable("device ID", &error))?;
        Ok(Some(device))
    }
}
