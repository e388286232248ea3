//! The OBFCM Data Service without its network (P-7.5 to P-7.9): calls and data in,
//! answers and configurations out, everything in between on disk.
//!
//! What is forgotten is erased, and what has been kept for long enough (P-7.14, P-7.15):
//! [`DataService::answer`], [`DataService::sweep`].
//!
//! Nothing in its database, its types or its answers has a place for a VIN (P-1.3). The
//! decisions are the core's ([`iot4emissions_proto::services::data`]). Every operation may be
//! repeated, and several services may work on one file.

mod erasure;
mod key_files;
mod links;
mod operator;
mod snapshots;
mod store;
mod tombstones;

use std::path::Path;
use std::sync::Arc;

use iot4emissions_proto::identity::{DeviceId, OpeningKey, SealingKey};
use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::data::{
    ConfigurationParameters, Denial, DeviceEntry, DeviceRecord, Reception, StorageDecision, answer,
    receive,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicKind};
use sqlx::{SqliteConnection, SqlitePool};
use tokio::sync::RwLock;

use super::action::{OperatorNotice, Publication};
use super::database::{self, StoreError};

use tombstones::Tombstones;

pub use erasure::Swept;
pub use operator::{OperatorError, Reconfigured};
pub use snapshots::StoredSnapshot;

/// The Data Service on one database. Clones share it.
#[derive(Clone, Debug)]
pub struct DataService {
    pool: SqlitePool,
    tombstones: Tombstones,
    opening: Arc<OpeningKey>,
    parameters: Arc<RwLock<ConfigurationParameters>>,
}

/// What became of a message (P-7.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// The device is not known.
    Unknown,
    /// The device is on the deny-list: nothing was stored.
    Refused {
        /// How many snapshots were refused; 0 where they cannot be read.
        snapshots: u64,
        /// What the operator is told: the first time that the device shows that it does
        /// not obey (P-7.12).
        notice: Option<OperatorNotice>,
    },
    /// It cannot be read.
    Quarantined,
    /// Each snapshot that may be kept is stored once.
    Stored {
        /// Stored now.
        new: u64,
        /// Stored before, with the same values.
        duplicate: u64,
        /// Stored before, with other values, which stay.
        conflicting: u64,
        /// Acquired before the device's last withdrawal ended, and refused.
        withdrawn: u64,
    },
}

/// What the service has had to do since its database was made. Messages and snapshots
/// are counted as often as they arrive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DataCounts {
    /// Messages from devices.
    pub messages: u64,
    /// Messages from unknown devices.
    pub unknown: u64,
    /// Messages from devices on the deny-list.
    pub refused: u64,
    /// Snapshots in those, as far as they could be read.
    pub refused_snapshots: u64,
    /// Messages of allowed devices that could not be read.
    pub quarantined: u64,
    /// Snapshots that were stored.
    pub stored: u64,
    /// Snapshots that were stored before.
    pub duplicate: u64,
    /// Snapshots of a time for which there are others.
    pub conflicting: u64,
    /// Snapshots of allowed devices that were refused, as they were acquired before the
    /// last withdrawal ended (P-7.7).
    pub withdrawn: u64,
    /// Messages in a form that only the tolerant profile reads (P-5.4).
    pub deviating: u64,
    /// Devices that were introduced.
    pub devices: u64,
    /// Those on the allow-list.
    pub cleared: u64,
    /// Stored snapshots with findings (P-7.9).
    pub implausible: u64,
}

impl DataService {
    /// Opens `data.sqlite`, or makes it, and `data.tombstones.sqlite` with its key beside it,
    /// and the key that opens device IDs, `data.opening.key`.
    /// What the tombstones say is erased from it, if it is in there again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(
        path: &Path,
        parameters: ConfigurationParameters,
    ) -> Result<Self, StoreError> {
        let pool = database::open(path, store::SCHEMA).await?;
        let has_links = has_links(&pool).await?;
        let service = Self {
            tombstones: Tombstones::open(path, has_links).await?,
            opening: Arc::new(opening_key(path, has_links)?),
            pool,
            parameters: Arc::new(RwLock::new(parameters)),
        };
        service.erase_again().await?;
        Ok(service)
    }

    /// What devices seal their IDs for this service with (P-1.7).
    #[must_use]
    pub fn sealing_key(&self) -> SealingKey {
        self.opening.sealing_key()
    }

    /// Closes the database; what is under way ends first.
    pub async fn close(&self) {
        self.pool.close().await;
        self.tombstones.close().await;
    }

    /// Answers a call of the Registration Service (P-5.51, P-7.5, P-7.6, P-7.14). The
    /// publications are to stand before the answer is given. A device that is forgotten is
    /// erased when this returns, in the file and in its log.
    ///
    /// # Errors
    /// [`StoreError`]: nothing took effect.
    pub async fn answer(
        &self,
        call: &Call,
        now: UnixSeconds,
    ) -> Result<(Answer, Vec<Publication>), StoreError> {
        let parameters = self.parameters.read().await;
        let mut transaction = database::begin(&self.pool).await?;
        let about = match self.subject(&mut transaction, call).await? {
            Ok(about) => about,
            Err(answer) => return Ok((answer, Vec::new())),
        };
        let device = &about.device;
        let before = self.entry(&mut transaction, device).await?;
        let told = Call {
            device_id: device.clone(),
            ..call.clone()
        };
        let (after, answer) = answer(before.clone(), &told, &parameters, now);
        let changed = before != after;
        let mut publications = Vec::new();
        let mut erased = false;
        match after {
            Some(DeviceEntry::Introduced(record)) => {
                if changed {
                    store::put_device(&mut transaction, &record, now).await?;
                }
                if answer == Answer::Applied {
                    publications.push(store::publication(&record));
                    let transaction = &mut transaction;
                    let replaced = self.relink(transaction, call, &about, &parameters, now);
                    publications.extend(replaced.await?);
                }
            }
            // First the tombstone: where this is killed in between, the device counts as
            // forgotten, and the call comes again.
            Some(DeviceEntry::Forgotten(tombstone)) if answer == Answer::Applied => {
                self.tombstones.put(device, tombstone).await?;
                if *device != call.device_id {
                    // The link goes: a late call finds the tombstone by the ID that it names.
                    self.tombstones.put(&call.device_id, tombstone).await?;
                }
                erasure::erase(&mut transaction, device).await?;
                publications.push(erasure::cleared(device));
                erased = true;
            }
            Some(DeviceEntry::Forgotten(_)) | None => {}
        }
        transaction.commit().await?;
        if erased {
            database::overwrite_log(&self.pool).await?;
        }
        Ok((answer, publications))
    }

    /// A message on a device's `dataDevice` topic (P-7.7, P-7.9).
    ///
    /// # Errors
    /// [`StoreError`]: nothing took effect, and the message must not be acknowledged.
    pub async fn receive(
        &self,
        topic: &Topic,
        payload: &[u8],
        now: UnixSeconds,
    ) -> Result<Received, StoreError> {
        if topic.kind() != TopicKind::DataDevice {
            return Ok(Received::Unknown);
        }
        let device = topic.device();
        let mut transaction = database::begin(&self.pool).await?;
        let entry = self.entry(&mut transaction, device).await?;
        let record = entry.and_then(DeviceEntry::into_record);
        let mut deviating = false;
        let received = match receive(record.as_ref(), payload, Profile::Tolerant) {
            Reception::Unknown => Received::Unknown,
            Reception::Denied(denial) => denied(&mut transaction, record, denial).await?,
            Reception::Quarantine(error) => {
                store::quarantine(&mut transaction, device, payload, &error, now).await?;
                Received::Quarantined
            }
            Reception::Accept(decoded) => {
                deviating = !decoded.deviations.is_empty();
                stored(&mut transaction, record.as_ref(), &decoded.message, now).await?
            }
        };
        count(&mut transaction, &received).await?;
        database::count(&mut transaction, "deviating", u64::from(deviating)).await?;
        transaction.commit().await?;
        Ok(received)
    }

    /// Every configuration that the broker should retain: to publish again where a
    /// broker lost them (P-7.8).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn retained(&self) -> Result<Vec<Publication>, StoreError> {
        store::records(&self.pool, ALL_DEVICES).await
    }

    /// What was decided and is not known to stand at the broker, after a restart.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unpublished(&self) -> Result<Vec<Publication>, StoreError> {
        let query = "SELECT record FROM device WHERE published = 0 ORDER BY device";
        store::records(&self.pool, query).await
    }

    /// The broker has these.
    ///
    /// # Errors
    /// [`StoreError`]: they will be published once more.
    pub async fn published(&self, publications: &[Publication]) -> Result<(), StoreError> {
        let mut transaction = database::begin(&self.pool).await?;
        for publication in publications {
            store::configuration_published(&mut transaction, publication).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// A device's record.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn device(&self, device: &DeviceId) -> Result<Option<DeviceRecord>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        store::device(&mut connection, device).await
    }

    /// The records of all devices, by device ID.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn devices(&self) -> Result<Vec<DeviceRecord>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        store::devices(&mut connection, ALL_DEVICES).await
    }

    /// A device's snapshots, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn snapshots(&self, device: &DeviceId) -> Result<Vec<StoredSnapshot>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        snapshots::all(&mut connection, device).await
    }

    /// The counters.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counts(&self) -> Result<DataCounts, StoreError> {
        let mut transaction = database::begin(&self.pool).await?;
        let connection = &mut *transaction;
        Ok(DataCounts {
            messages: database::counted(connection, "messages").await?,
            unknown: database::counted(connection, "unknown").await?,
            refused: database::counted(connection, "refused").await?,
            refused_snapshots: database::counted(connection, "refused snapshots").await?,
            quarantined: database::counted(connection, "quarantined").await?,
            stored: database::counted(connection, "stored").await?,
            duplicate: database::counted(connection, "duplicate").await?,
            conflicting: database::counted(connection, "conflicting").await?,
            withdrawn: database::counted(connection, "withdrawn").await?,
            deviating: database::counted(connection, "deviating").await?,
            devices: database::number(connection, "SELECT count(*) FROM device").await?,
            cleared: database::number(
                connection,
                "SELECT count(*) FROM device WHERE clearance = 'operational'",
            )
            .await?,
            implausible: database::number(
                connection,
                "SELECT count(*) FROM snapshot WHERE findings <> ''",
            )
            .await?,
        })
    }
}

/// Whether a device is known here by another ID: by other keys it would not be found again.
async fn has_links(pool: &SqlitePool) -> Result<bool, StoreError> {
    let mut connection = pool.acquire().await?;
    Ok(database::number(&mut connection, "SELECT count(*) FROM link").await? > 0)
}

/// The key that opens device IDs. A new one is made only where none was opened by the old one.
fn opening_key(data: &Path, has_links: bool) -> Result<OpeningKey, StoreError> {
    let file = data.with_extension("opening.key");
    key_files::read_or_make(&file, !has_links, |text| {
        OpeningKey::from_bytes(&key_files::bytes(text)?).map_err(|error| error.to_string())
    })
}

const ALL_DEVICES: &str = "SELECT record FROM device ORDER BY device";

/// Only counted: nothing of a refused payload is stored (P-7.7, P-7.12).
async fn denied(
    connection: &mut SqliteConnection,
    record: Option<DeviceRecord>,
    denial: Denial,
) -> Result<Received, StoreError> {
    let snapshots = denial.snapshots.into();
    let (after, notice) = match &record {
        Some(record) => {
            let (after, notice) = record.clone().note(denial);
            (Some(after), notice)
        }
        None => (None, None),
    };
    if let Some(after) = after.filter(|after| record.as_ref() != Some(after)) {
        store::note_device(connection, &after).await?;
    }
    Ok(Received::Refused {
        snapshots,
        notice: notice.map(OperatorNotice::Data),
    })
}

/// Stores what the record keeps; the rest is only counted (P-7.7).
async fn stored(
    connection: &mut SqliteConnection,
    record: Option<&DeviceRecord>,
    transfer: &DataTransfer,
    now: UnixSeconds,
) -> Result<Received, StoreError> {
    let Some(record) = record else {
        return Ok(Received::Unknown);
    };
    let (mut new, mut duplicate, mut conflicting, mut withdrawn) = (0, 0, 0, 0);
    for snapshot in transfer.snapshots() {
        if !record.keeps(snapshot) {
            withdrawn += 1;
            continue;
        }
        let segment = record.segments.of(snapshot.acquired());
        match snapshots::put(connection, &record.device, (snapshot, segment), now).await? {
            StorageDecision::New => new += 1,
            StorageDecision::Duplicate => duplicate += 1,
            StorageDecision::Conflict => conflicting += 1,
        }
    }
    Ok(Received::Stored {
        new,
        duplicate,
        conflicting,
        withdrawn,
    })
}

async fn count(connection: &mut SqliteConnection, received: &Received) -> Result<(), StoreError> {
    let counters: &[(&'static str, u64)] = match *received {
        Received::Unknown => &[("unknown", 1)],
        Received::Refused { snapshots, .. } => &[("refused", 1), ("refused snapshots", snapshots)],
        Received::Quarantined => &[("quarantined", 1)],
        Received::Stored {
            new,
            duplicate,
            conflicting,
            withdrawn,
        } => &[
            ("stored", new),
            ("duplicate", duplicate),
            ("conflicting", conflicting),
            ("withdrawn", withdrawn),
        ],
    };
    database::count(connection, "messages", 1).await?;
    for (name, by) in counters {
        database::count(connection, name, *by).await?;
    }
    Ok(())
}
