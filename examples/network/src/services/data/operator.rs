//! What an operator does to devices' configurations (P-5.32, P-7.6, P-7.12).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::services::call::Sequence;
use iot4emissions_proto::services::data::{
    ConfigurationParameters, DeviceEntry, DeviceRecord, IssueError, reconfigure, reissue,
    restart_numbers,
};
use iot4emissions_proto::time::UnixSeconds;

use super::{ALL_DEVICES, DataService, store};
use crate::services::action::Publication;
use crate::services::database::{self, StoreError};

/// What new parameters lead to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconfigured {
    /// To be published.
    pub publications: Vec<Publication>,
    /// Devices that have had the last version, and stay as they are.
    pub exhausted: Vec<DeviceId>,
}

/// Why an operator's word has no effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OperatorError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No such device.
    #[error("expected a device that was introduced, found another one")]
    Unknown,
    /// No such version.
    #[error(transparent)]
    Issue(#[from] IssueError),
}

impl DataService {
    /// Gives every device an operator's new parameters (P-5.32).
    ///
    /// # Errors
    /// [`StoreError`]: nothing took effect.
    pub async fn reconfigure(
        &self,
        parameters: ConfigurationParameters,
        now: UnixSeconds,
    ) -> Result<Reconfigured, StoreError> {
        // No device is introduced with the old ones meanwhile.
        let mut current = self.parameters.write().await;
        let mut transaction = database::begin(&self.pool).await?;
        let mut reconfigured = Reconfigured::default();
        for record in store::devices(&mut transaction, ALL_DEVICES).await? {
            let device = record.device.clone();
            match reconfigure(record, &parameters, now) {
                Ok(None) => {}
                Ok(Some(changed)) => {
                    store::put_device(&mut transaction, &changed, now).await?;
                    let publication = store::publication(&changed);
                    reconfigured.publications.push(publication);
                }
                Err(_) => reconfigured.exhausted.push(device),
            }
        }
        transaction.commit().await?;
        *current = parameters;
        Ok(reconfigured)
    }

    /// Issues a device's present state anew, with the next version or `version`, for a
    /// device that does not obey (P-7.12). It is to be published.
    ///
    /// # Errors
    /// [`OperatorError`]: nothing took effect.
    pub async fn reissue(
        &self,
        device: &DeviceId,
        version: Option<ConfigurationVersion>,
        now: UnixSeconds,
    ) -> Result<Publication, OperatorError> {
        let changed = |record| reissue(record, version, now);
        self.change(device, changed, now).await
    }

    /// Restarts the numbers of a device's calls, which are used up (P-5.51). The device is
    /// on the deny-list until the next call. Its configuration is to be published.
    ///
    /// # Errors
    /// [`OperatorError`]: nothing took effect.
    pub async fn restart_numbers(
        &self,
        device: &DeviceId,
        now: UnixSeconds,
    ) -> Result<Publication, OperatorError> {
        let parameters = self.parameters.read().await;
        let changed = |record| Ok(restart_numbers(record, &parameters, now));
        self.change(device, changed, now).await
    }

    async fn change(
        &self,
        device: &DeviceId,
        changed: impl FnOnce(DeviceRecord) -> Result<DeviceRecord, IssueError>,
        now: UnixSeconds,
    ) -> Result<Publication, OperatorError> {
        let mut transaction = database::begin(&self.pool).await?;
        let entry = self.entry(&mut transaction, device).await?;
        let record = entry.and_then(DeviceEntry::into_record);
        let record = changed(record.ok_or(OperatorError::Unknown)?)?;
        // A device whose numbers begin anew must not be taken for one from before.
        if record.last.sequence == Sequence::NONE {
            self.tombstones.remove(device).await?;
        }
        store::put_device(&mut transaction, &record, now).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(store::publication(&record))
    }
}
