//! The same run by direct calls: no broker, no socket, no certificate, but the same
//! services, databases and rules.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use iot4emissions_proto::access::Principal;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, SealingKey};
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::obfcm::Values;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicKind};

use crate::accounts::{ServiceSide, stored};
use crate::demonstration::{RunError, RunSettings, World, endpoint, parameters};
use crate::driver::Patience;
use crate::fleet::Vehicle;
use crate::link::{DirectNetwork, Exchange, Network, Receiver};
use crate::registrar::Notification;
use crate::services::action::{Action, Publication};
use crate::services::data::DataService;
use crate::services::database::StoreError;
use crate::services::registration::RegistrationService;
use crate::story::Step;

/// Ports that nobody listens on, as long as those of a real run.
const PORTS: [u16; 2] = [48_883, 58_883];

type Clock = Arc<dyn Fn() -> UnixSeconds + Send + Sync>;

/// Both services and both brokers, by direct calls.
pub struct OfflineWorld {
    desk: Arc<Desk>,
    endpoints: [Endpoint; 2],
    two_pseudonyms: bool,
}

impl OfflineWorld {
    /// Opens the databases.
    ///
    /// # Errors
    /// Where that fails.
    pub async fn start(settings: &RunSettings, clock: Clock) -> Result<Self, RunError> {
        let failed = |error| RunError::of("the database", error);
        let endpoints = [endpoint(PORTS[0])?, endpoint(PORTS[1])?];
        let registration = settings.database.join("registration.sqlite");
        let data = settings.database.join("data.sqlite");
        let registration = RegistrationService::open(&registration, settings.introduce)
            .await
            .map_err(failed)?;
        let data = DataService::open(&data, parameters(&endpoints)?)
            .await
            .map_err(failed)?;
        let desk = Arc::new(Desk {
            registration,
            data,
            exchange: Arc::default(),
            clock,
            failure: Mutex::default(),
        });
        let two_pseudonyms = settings.two_pseudonyms;
        Ok(Self {
            desk,
            endpoints,
            two_pseudonyms,
        })
    }
}

#[async_trait]
impl World for OfflineWorld {
    fn network(&self) -> Arc<dyn Network> {
        let receiver: Arc<dyn Receiver> = Arc::<Desk>::clone(&self.desk);
        Arc::new(DirectNetwork::new(
            Arc::clone(&self.desk.exchange),
            receiver,
        ))
    }

    fn patience(&self) -> Patience {
        Patience::NONE
    }

    fn endpoints(&self) -> [Endpoint; 2] {
        self.endpoints.clone()
    }

    fn sealing_key(&self) -> Option<SealingKey> {
        self.two_pseudonyms.then(|| self.desk.data.sealing_key())
    }

    async fn tell(&self, vehicle: &Vehicle, step: Step) -> Result<(), RunError> {
        let failed = |error| RunError::of("the Registration Service", error);
        let registration = &self.desk.registration;
        let now = (self.desk.clock)();
        let actions = match Notification::of(vehicle, step) {
            Some(Notification::Registered(request)) => registration.vehicle(request, now).await,
            Some(Notification::ConsentChanged(request)) => registration.vehicle(request, now).await,
            Some(Notification::Left(request)) => registration.vehicle(request, now).await,
            Some(Notification::Paused(request)) => registration.vehicle(request, now).await,
            None => return Ok(()),
        };
        self.desk
            .perform(actions.map_err(failed)?)
            .await
            .map_err(failed)
    }

    async fn settled(&self) -> Result<(), RunError> {
        let mut failure = self
            .desk
            .failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match failure.take() {
            Some(reason) => Err(RunError::of("a service", reason)),
            None => Ok(()),
        }
    }

    async fn account(&self) -> Result<ServiceSide, RunError> {
        let refused = self.desk.exchange.refused();
        ServiceSide::of(&self.desk.registration, &self.desk.data, refused).await
    }

    async fn stored(&self, device: &DeviceId) -> Result<BTreeMap<UnixSeconds, Values>, RunError> {
        stored(&self.desk.data, device).await
    }

    async fn stop(&self) {
        self.desk.registration.close().await;
        self.desk.data.close().await;
    }
}

/// The services' work, done at once.
struct Desk {
    registration: RegistrationService,
    data: DataService,
    exchange: Arc<Exchange>,
    clock: Clock,
    /// What went wrong while a device's message was taken.
    failure: Mutex<Option<String>>,
}

impl Desk {
    async fn take(&self, topic: &Topic, payload: &[u8]) -> Result<(), StoreError> {
        let now = (self.clock)();
        match topic.kind() {
            TopicKind::RegisterDevice => {
                let actions = self.registration.receive(topic, payload, now).await?;
                self.perform(actions).await
            }
            TopicKind::DataDevice => self.data.receive(topic, payload, now).await.map(drop),
            TopicKind::RegisterServer | TopicKind::ConfigServer => Ok(()),
        }
    }

    async fn perform(&self, actions: Vec<Action>) -> Result<(), StoreError> {
        let mut actions = VecDeque::from(actions);
        while let Some(action) = actions.pop_front() {
            match action {
                Action::Publish(publication) => {
                    self.publish(&Principal::RegistrationService, &publication);
                    self.registration.published(&[publication]).await?;
                }
                Action::Call(call) => {
                    let now = (self.clock)();
                    let (answer, publications) = self.data.answer(&call, now).await?;
                    for publication in publications {
                        self.publish(&Principal::DataService, &publication);
                        self.data.published(&[publication]).await?;
                    }
                    let answered = self.registration.call_answered(&call, answer, now);
                    actions.extend(answered.await?);
                }
                // Counted where it was decided.
                Action::Raise(_) => {}
            }
        }
        Ok(())
    }

    fn publish(&self, service: &Principal, publication: &Publication) {
        let Publication { topic, payload } = publication;
        let broker = match topic.kind() {
            TopicKind::RegisterDevice | TopicKind::RegisterServer => BrokerRole::Registration,
            TopicKind::ConfigServer | TopicKind::DataDevice => BrokerRole::Data,
        };
        self.exchange.publish(service, broker, topic, payload);
    }
}

#[async_trait]
impl Receiver for Desk {
    async fn receive(&self, topic: &Topic, payload: &[u8]) {
        if let Err(error) = self.take(topic, payload).await {
            let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            *failure = Some(error.to_string());
        }
    }
}
