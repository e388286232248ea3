//! The OTA Registration Service without its network (P-7.1 to P-7.4): events in,
//! actions out, everything in between on disk.
//!
//! Each event is one transaction; its actions are returned after the commit. The
//! decisions are the core's ([`iot4emissions_proto::services::registration`]); this module adds
//! what one vehicle's record cannot know:
//!
//! - **Whether a device is bound elsewhere**, by a unique index.
//! - **The last call number of each device** (P-5.51), for the device that moves to
//!   another vehicle.
//! - **What each device's retained topic shows**, with the order of decisions over all
//!   vehicles, and whether the broker has it: no crash loses a publication.
//!
//! **A request that cannot be read** is counted, raised, and answered with a retained
//! `error`: there is no VIN to file it under, but the device must back off and not
//! wait (P-6.4), and the operator must see it. The next request that can be read
//! replaces the status.

mod erasure;
mod requests;
mod store;

use std::path::Path;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{Profile, RegistrationRequest, RegistrationStatus};
use iot4emissions_proto::privacy::hide_vins;
use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    self, Effect, Event, StoredDataPolicy, VehicleRecord, decide, status_of,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicKind};
use iot4emissions_proto::vehicle::Vin;
use sqlx::{SqliteConnection, SqlitePool};

use super::action::{Action, OperatorNotice, Publication};
use super::database::{self, StoreError};

pub use requests::{
    ConsentChanged, DataErased, OwnerChanged, VehicleLeft, VehiclePaused, VehicleRegistered,
    VehicleReleased, VehicleRequest, VehicleScrapped,
};

/// The Registration Service on one database. Clones share it.
#[derive(Clone, Debug)]
pub struct RegistrationService {
    pool: SqlitePool,
    rules: RegistrationRules,
}

/// What an operator decides about vehicles' data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RegistrationRules {
    /// How much of vehicles' attributes the Data Service is told (P-1.6).
    pub scope: IntroductionScope,
    /// What becomes of stored data (P-7.14).
    pub stored_data: StoredDataPolicy,
}

impl From<IntroductionScope> for RegistrationRules {
    fn from(scope: IntroductionScope) -> Self {
        Self {
            scope,
            ..Self::default()
        }
    }
}

/// What the service has had to do since its database was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RegistrationCounts {
    /// Messages from devices, repetitions included.
    pub requests: u64,
    /// Those that could not be read.
    pub unreadable: u64,
    /// Those that the rules refused (P-7.3).
    pub refused: u64,
    /// Vehicles with a record.
    pub vehicles: u64,
    /// Vehicles with a device.
    pub bound: u64,
    /// Calls that the Data Service has not acknowledged.
    pub outstanding: u64,
}

impl RegistrationService {
    /// Opens `registration.sqlite`, or makes it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(
        path: &Path,
        rules: impl Into<RegistrationRules>,
    ) -> Result<Self, StoreError> {
        let rules = rules.into();
        let pool = database::open(path, store::SCHEMA).await?;
        Ok(Self { pool, rules })
    }

    /// Closes the database; what is under way ends first.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A message on a device's `registerDevice` topic (P-7.1 to P-7.3).
    ///
    /// # Errors
    /// [`StoreError`]: nothing took effect, and the message must not be acknowledged.
    pub async fn receive(
        &self,
        topic: &Topic,
        payload: &[u8],
        now: UnixSeconds,
    ) -> Result<Vec<Action>, StoreError> {
        if topic.kind() != TopicKind::RegisterDevice {
            return Ok(Vec::new());
        }
        let mut transaction = database::begin(&self.pool).await?;
        database::count(&mut transaction, "requests", 1).await?;
        let device = topic.device().clone();
        let actions = match RegistrationRequest::decode(payload, Profile::Tolerant) {
            Ok(decoded) => {
                requested(&mut transaction, &self.rules, device, decoded.message, now).await?
            }
            Err(error) => {
                database::count(&mut transaction, "unreadable", 1).await?;
                let problems = hide_vins(&error.to_string()).into_owned();
                let status = Some(RegistrationStatus::ERROR);
                let publication = publish(&mut transaction, &device, status, now).await?;
                vec![
                    Action::Raise(OperatorNotice::Unreadable { device, problems }),
                    Action::Publish(publication),
                ]
            }
        };
        store::put_notices(&mut transaction, topic.device(), &actions, now).await?;
        transaction.commit().await?;
        Ok(actions)
    }

    /// What a registrar, consent manager or operator says (P-5.50, P-7.3, P-7.4).
    ///
    /// # Errors
    /// [`StoreError`]: nothing took effect.
    pub async fn vehicle(
        &self,
        request: impl VehicleRequest,
        now: UnixSeconds,
    ) -> Result<Vec<Action>, StoreError> {
        let (vin, event) = request.into_event();
        let mut transaction = database::begin(&self.pool).await?;
        let record = store::vehicle(&mut transaction, &vin).await?;
        let record = known_or_new(record, vin);
        let decided = decided(&mut transaction, &self.rules, record, event, now).await?;
        transaction.commit().await?;
        if decided.deleted {
            database::overwrite_log(&self.pool).await?;
        }
        Ok(decided.actions)
    }

    /// The Data Service answered a call (P-5.51, P-7.11).
    ///
    /// # Errors
    /// [`StoreError`]: nothing took effect, the call is still outstanding.
    pub async fn call_answered(
        &self,
        call: &Call,
        answer: Answer,
        now: UnixSeconds,
    ) -> Result<Vec<Action>, StoreError> {
        let mut transaction = database::begin(&self.pool).await?;
        let device = &call.device_id;
        let Some(record) = store::vehicle_of(&mut transaction, device).await? else {
            return Ok(Vec::new());
        };
        let event = Event::CallAnswered {
            device: device.clone(),
            sequence: call.sequence,
            answer,
        };
        let decided = decided(&mut transaction, &self.rules, record, event, now).await?;
        store::put_notices(&mut transaction, device, &decided.actions, now).await?;
        transaction.commit().await?;
        if decided.deleted {
            database::overwrite_log(&self.pool).await?;
        }
        Ok(decided.actions)
    }

    /// Tells the Data Service again of every device what holds, after one of the services
    /// was restored from a backup (P-7.11).
    ///
    /// # Errors
    /// [`StoreError`]: nothing took effect.
    pub async fn tell_again(&self, now: UnixSeconds) -> Result<Vec<Action>, StoreError> {
        let mut transaction = database::begin(&self.pool).await?;
        let mut actions = Vec::new();
        for record in store::with_devices(&mut transaction).await? {
            let event = Event::TellAgain;
            let decided = decided(&mut transaction, &self.rules, record, event, now);
            actions.extend(decided.await?.actions);
        }
        transaction.commit().await?;
        Ok(actions)
    }

    /// All calls that wait for an acknowledgement, after a restart.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn outstanding(&self) -> Result<Vec<Call>, StoreError> {
        let records = store::with_outstanding_calls(&self.pool).await?;
        Ok(records
            .iter()
            .filter_map(|record| record.outstanding(self.rules.scope))
            .collect())
    }

    /// Whether a call still waits for its acknowledgement, and no other has overtaken
    /// it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_outstanding(&self, call: &Call) -> Result<bool, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let record = store::vehicle_of(&mut connection, &call.device_id).await?;
        let outstanding = record.and_then(|record| record.outstanding(self.rules.scope));
        Ok(outstanding.is_some_and(|now| now.sequence == call.sequence))
    }

    /// Every status that the broker should retain: to publish again where a broker
    /// lost them (P-7.8).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn retained(&self) -> Result<Vec<Publication>, StoreError> {
        let query = "SELECT device, payload FROM status WHERE payload <> x'' ORDER BY device";
        store::statuses(&self.pool, query).await
    }

    /// What was decided and is not known to stand at the broker, after a restart.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unpublished(&self) -> Result<Vec<Publication>, StoreError> {
        let query = "SELECT device, payload FROM status WHERE published = 0 ORDER BY device";
        store::statuses(&self.pool, query).await
    }

    /// The broker has these.
    ///
    /// # Errors
    /// [`StoreError`]: they will be published once more.
    pub async fn published(&self, publications: &[Publication]) -> Result<(), StoreError> {
        let mut transaction = database::begin(&self.pool).await?;
        for publication in publications {
            store::status_published(&mut transaction, publication).await?;
        }
        transaction.commit().await?;
        // Of a topic that is cleared nothing stays, nor in the log.
        if publications.iter().any(|it| it.payload.is_empty()) {
            database::overwrite_log(&self.pool).await?;
        }
        Ok(())
    }

    /// The counters.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counts(&self) -> Result<RegistrationCounts, StoreError> {
        let mut transaction = database::begin(&self.pool).await?;
        let connection = &mut *transaction;
        Ok(RegistrationCounts {
            requests: database::counted(connection, "requests").await?,
            unreadable: database::counted(connection, "unreadable").await?,
            refused: database::counted(connection, "refused").await?,
            vehicles: database::number(connection, "SELECT count(*) FROM vehicle").await?,
            bound: database::number(connection, "SELECT count(device) FROM vehicle").await?,
            outstanding: database::number(
                connection,
                "SELECT count(*) FROM vehicle WHERE outstanding = 1",
            )
            .await?,
        })
    }
}

async fn requested(
    connection: &mut SqliteConnection,
    rules: &RegistrationRules,
    device: DeviceId,
    request: RegistrationRequest,
    now: UnixSeconds,
) -> Result<Vec<Action>, StoreError> {
    let vin = request.vin;
    let bound_elsewhere = store::vehicle_of(connection, &device)
        .await?
        .is_some_and(|other| other.vin != vin);
    let record = known_or_new(store::vehicle(connection, &vin).await?, vin);
    let event = Event::Requested {
        last_sequence: store::sequence(connection, &device).await?,
        device,
        attributes: request.vehicle_info,
        data_device: request.data_device,
        bound_elsewhere,
    };
    let decided = decided(connection, rules, record, event, now).await?;
    Ok(decided.actions)
}

/// What follows from an event.
struct Decided {
    actions: Vec<Action>,
    /// Whether the vehicle's record was deleted (P-7.14): the log still has it.
    deleted: bool,
}

/// Decides, stores, and translates the effects.
async fn decided(
    connection: &mut SqliteConnection,
    rules: &RegistrationRules,
    record: VehicleRecord,
    event: Event,
    now: UnixSeconds,
) -> Result<Decided, StoreError> {
    let (after, effects) = decide(record.clone(), event, &rules.stored_data);
    // An event about a vehicle that nobody knows may leave nothing worth a record.
    if after != record {
        store::put_vehicle(connection, &after, now).await?;
    }
    let mut actions = Vec::new();
    let mut deleted = false;
    for effect in effects {
        match effect {
            Effect::PublishStatus { device, status } => {
                let publication = publish(connection, &device, Some(status), now).await?;
                actions.push(Action::Publish(publication));
            }
            Effect::ClearStatus { device } => {
                let others = store::naming(connection, &device).await?;
                let status = status_of(&device, &others);
                let publication = publish(connection, &device, status, now).await?;
                actions.push(Action::Publish(publication));
            }
            Effect::CallDataService => {
                if let Some(call) = after.outstanding(rules.scope) {
                    store::put_sequence(connection, &call.device_id, call.sequence, now).await?;
                    actions.push(Action::Call(call));
                }
            }
            Effect::DeleteRecord { device } => {
                erasure::delete(connection, &after.vin, device.as_ref()).await?;
                deleted = true;
            }
            Effect::Raise(notice) => {
                let refused = u64::from(is_refusal(&notice));
                database::count(connection, "refused", refused).await?;
                actions.push(Action::Raise(OperatorNotice::Registration(notice)));
            }
        }
    }
    Ok(Decided { actions, deleted })
}

/// Whether the notice is about a request (P-7.3), and not about a call.
const fn is_refusal(notice: &registration::OperatorNotice) -> bool {
    use registration::OperatorNotice::{
        AttributeContainsVin, DeviceContainsVin, DeviceHasAnotherVehicle, VehicleHasAnotherDevice,
    };
    matches!(
        notice,
        AttributeContainsVin { .. }
            | DeviceContainsVin
            | DeviceHasAnotherVehicle { .. }
            | VehicleHasAnotherDevice { .. }
    )
}

async fn publish(
    connection: &mut SqliteConnection,
    device: &DeviceId,
    status: Option<RegistrationStatus>,
    now: UnixSeconds,
) -> Result<Publication, StoreError> {
    let payload = status.map_or_else(Vec::new, |status| status.to_canonical());
    store::put_status(connection, device, &payload, now).await?;
    Ok(Publication {
        topic: Topic::new(TopicKind::RegisterServer, device.clone()),
        payload,
    })
}

fn known_or_new(record: Option<VehicleRecord>, vin: Vin) -> VehicleRecord {
    record.unwrap_or_else(|| VehicleRecord::new(vin))
}
