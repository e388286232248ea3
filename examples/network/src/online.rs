//! The network of a run: certificate authority, two brokers with mutual TLS, both
//! services with their HTTPS interfaces, registrar, consent manager and operator, all
//! on loopback.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, SealingKey, Service, ServiceNames};
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::obfcm::Values;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::retention::RetentionPeriods;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{TopicFilter, TopicKind};
use tokio::sync::{Mutex, watch};
use tokio::time::timeout;

use crate::accounts::{ServiceSide, stored};
use crate::broker::{Broker, BrokerSettings, BrokerStore, Counts, SpoolSettings};
use crate::demonstration::{RunError, RunSettings, STANDSTILL, World, endpoint, parameters};
use crate::driver::{Patience, TraceLines};
use crate::fleet::{Fleet, Vehicle};
use crate::issuer::Issuer;
use crate::link::{Network, TlsNetwork};
use crate::registrar::Notification;
use crate::service_client::ConnectionState;
use crate::services::data::DataService;
use crate::services::http::HttpClient;
use crate::services::observer::Observer;
use crate::services::registration::RegistrationService;
use crate::services::registration_http::{
    CONSENT, LEFT, PAUSE, REGISTERED, RegistrationClients, VehicleAnswer,
};
use crate::services::running::Clock;
use crate::services::running::data::{DataSettings, RunningDataService};
use crate::services::running::registration::{RegistrationSettings, RunningRegistrationService};
use crate::story::Step;

/// Everything of a run that is not a vehicle.
pub struct OnlineWorld {
    network: Arc<TlsNetwork>,
    endpoints: [Endpoint; 2],
    stores: [Arc<BrokerStore>; 2],
    /// What each broker is started with, its port included.
    broker_settings: [BrokerSettings; 2],
    /// None while a broker is down; locked until it is up again.
    brokers: [Mutex<Option<Broker>>; 2],
    registrar: HttpClient,
    consent_manager: HttpClient,
    operator: HttpClient,
    /// Taken when all is stopped.
    running: Mutex<Option<Running>>,
    registration: RegistrationService,
    data: DataService,
    two_pseudonyms: bool,
}

struct Running {
    registration: RunningRegistrationService,
    data: RunningDataService,
}

impl OnlineWorld {
    /// Issues all certificates, and starts brokers and services.
    ///
    /// # Errors
    /// Where one of them does not start.
    pub async fn start(
        settings: &RunSettings,
        fleet: &Fleet,
        clock: Clock,
    ) -> Result<Self, RunError> {
        let issuer = Issuer::new()?;
        let stores = [
            broker_store(Service::Registration, TopicKind::RegisterDevice),
            broker_store(Service::Data, TopicKind::DataDevice),
        ];
        let mut broker_settings = [
            issuer.broker(BrokerRole::Registration)?,
            issuer.broker(BrokerRole::Data)?,
        ];
        let brokers = [
            start_broker(&mut broker_settings[0], &stores[0]).await?,
            start_broker(&mut broker_settings[1], &stores[1]).await?,
        ];
        let endpoints = [endpoint(brokers[0].port())?, endpoint(brokers[1].port())?];
        let folder = &settings.database;
        let data = open_data(folder, &endpoints).await?;
        let running_data = RunningDataService::start(
            data.clone(),
            DataSettings {
                mqtt: issuer.mqtt(Service::Data, &endpoints[1])?,
                http: issuer.https("obfcm-data-service-https")?,
                registration_service: issuer.names().registration().to_owned(),
                retention: RetentionPeriods::default(),
                clock: Arc::clone(&clock),
                observer: observer("data", settings.trace.as_ref()),
            },
        );
        let running_data = running_data
            .await
            .map_err(|e| RunError::of("the Data Service", e))?;
        let registration = open_registration(folder, settings.introduce).await?;
        let clients = RegistrationClients::default();
        let running_registration = RunningRegistrationService::start(
            registration.clone(),
            RegistrationSettings {
                mqtt: issuer.mqtt(Service::Registration, &endpoints[0])?,
                http: issuer.https("ota-registration-service-https")?,
                clients: clients.clone(),
                data_service: issuer.client_of(Service::Registration, running_data.http_port())?,
                backoff: Backoff::default(),
                retention: RetentionPeriods::default(),
                clock,
                observer: observer("registration", settings.trace.as_ref()),
            },
        );
        let running_registration = running_registration
            .await
            .map_err(|error| RunError::of("the Registration Service", error))?;
        let port = running_registration.http_port();
        Ok(Self {
            network: Arc::new(TlsNetwork::new(
                issuer.devices(fleet, settings.two_pseudonyms)?,
            )),
            two_pseudonyms: settings.two_pseudonyms,
            endpoints,
            stores,
            broker_settings,
            brokers: brokers.map(|broker| Mutex::new(Some(broker))),
            registrar: issuer.http_client(&clients.vehicle_registrar, port)?,
            consent_manager: issuer.http_client(&clients.consent_manager, port)?,
            operator: issuer.http_client(&clients.operator, port)?,
            running: Mutex::new(Some(Running {
                registration: running_registration,
                data: running_data,
            })),
            registration,
            data,
        })
    }
}

/// What a broker that is killed still has when it comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// All that it acknowledged: a broker with a disk.
    Kept,
    /// Nothing: what the service has not taken is lost, and both services publish their
    /// retained messages again (P-7.8).
    Lost,
}

impl OnlineWorld {
    /// Devices reach their brokers by this, and may break it.
    #[must_use]
    pub fn tls(&self) -> Arc<TlsNetwork> {
        Arc::clone(&self.network)
    }

    /// Cuts the service off from its broker until the broker is killed: what devices
    /// send waits in the spool.
    pub fn hold(&self, role: BrokerRole) {
        self.stores[place(role)].spool().hold(true);
    }

    /// Kills a broker and starts it again on its port; how many acknowledged messages
    /// it lost.
    ///
    /// # Errors
    /// Where it does not start again.
    pub async fn kill(&self, role: BrokerRole, memory: Memory) -> Result<usize, RunError> {
        let place = place(role);
        let store = &self.stores[place];
        let mut broker = self.brokers[place].lock().await;
        if let Some(broker) = broker.take() {
            broker.stop().await;
        }
        let mut lost = 0;
        if memory == Memory::Lost {
            lost = store.spool().forget();
            store.retained().clear();
        }
        store.spool().hold(false);
        *broker = Some(start_broker(&mut self.broker_settings[place].clone(), store).await?);
        if memory == Memory::Lost
            && let Some(running) = self.running.lock().await.as_ref()
        {
            // Before the devices are let in again.
            match role {
                BrokerRole::Registration => running.registration.republish_retained().await,
                BrokerRole::Data => running.data.republish_retained().await,
            }
            .map_err(|error| RunError::of("publishing again", error))?;
        }
        Ok(lost)
    }

    /// Waits until a broker that is being killed is up again.
    pub async fn up(&self, role: BrokerRole) {
        drop(self.brokers[place(role)].lock().await);
    }

    /// What is still to be done when nothing goes on any more.
    fn standstill(&self, running: &Running) -> String {
        let [registration, data] = &self.stores;
        let state = |connection: &watch::Receiver<ConnectionState>| connection.borrow().clone();
        format!(
            "expected them to settle within {} s, found {} and {} messages with the brokers, {} and {} things in progress, {:?} and {:?}",
            STANDSTILL.as_secs(),
            registration.spool().len(),
            data.spool().len(),
            running.registration.in_progress(),
            running.data.in_progress(),
            state(&running.registration.connection()),
            state(&running.data.connection()),
        )
    }

    /// What the brokers refused by their rules or for want of space.
    #[must_use]
    pub fn denied(&self) -> u64 {
        let denied = |store: &Arc<BrokerStore>| {
            let counts = store.counters().read();
            refused(counts) - counts.dropped
        };
        self.stores.iter().map(denied).sum()
    }
}

const fn place(role: BrokerRole) -> usize {
    match role {
        BrokerRole::Registration => 0,
        BrokerRole::Data => 1,
    }
}

#[async_trait]
impl World for OnlineWorld {
    fn network(&self) -> Arc<dyn Network> {
        Arc::<TlsNetwork>::clone(&self.network)
    }

    fn patience(&self) -> Patience {
        Patience::NETWORK
    }

    fn endpoints(&self) -> [Endpoint; 2] {
        self.endpoints.clone()
    }

    fn sealing_key(&self) -> Option<SealingKey> {
        self.two_pseudonyms.then(|| self.data.sealing_key())
    }

    async fn tell(&self, vehicle: &Vehicle, step: Step) -> Result<(), RunError> {
        let told: Result<VehicleAnswer, _> = match Notification::of(vehicle, step) {
            Some(Notification::Registered(body)) => self.registrar.post(REGISTERED, &body).await,
            Some(Notification::Left(body)) => self.registrar.post(LEFT, &body).await,
            Some(Notification::ConsentChanged(body)) => {
                self.consent_manager.post(CONSENT, &body).await
            }
            Some(Notification::Paused(body)) => self.operator.post(PAUSE, &body).await,
            None => return Ok(()),
        };
        match told {
            Ok(VehicleAnswer { .. }) => Ok(()),
            Err(error) => Err(RunError::of("the Registration Service", error)),
        }
    }

    /// What a broker holds becomes the service's before it lets go of it, and what the
    /// Registration Service begins it ends itself; so this order misses nothing.
    async fn settled(&self) -> Result<(), RunError> {
        let running = self.running.lock().await;
        let Some(running) = running.as_ref() else {
            return Ok(());
        };
        let settling = async {
            for store in &self.stores {
                store.spool().emptied().await;
            }
            running.registration.settled().await;
            running.data.settled().await;
        };
        match timeout(STANDSTILL, settling).await {
            Ok(()) => Ok(()),
            Err(_) => Err(RunError::of("the services", self.standstill(running))),
        }
    }

    async fn account(&self) -> Result<ServiceSide, RunError> {
        let refused = self
            .stores
            .iter()
            .map(|store| refused(store.counters().read()))
            .sum();
        ServiceSide::of(&self.registration, &self.data, refused).await
    }

    async fn stored(&self, device: &DeviceId) -> Result<BTreeMap<UnixSeconds, Values>, RunError> {
        stored(&self.data, device).await
    }

    async fn stop(&self) {
        if let Some(running) = self.running.lock().await.take() {
            running.registration.stop().await;
            running.data.stop().await;
            for broker in &self.brokers {
                if let Some(broker) = broker.lock().await.take() {
                    broker.stop().await;
                }
            }
        }
    }
}

/// What a broker refused or lost; in a run where all keep to the rules, nothing.
const fn refused(counts: Counts) -> u64 {
    counts.refused_connects
        + counts.denied_publishes
        + counts.denied_subscribes
        + counts.denied_receives
        + counts.refused_for_space
        + counts.dropped
}

/// Starts a broker, and notes its port for the next start.
async fn start_broker(
    settings: &mut BrokerSettings,
    store: &Arc<BrokerStore>,
) -> Result<Broker, RunError> {
    let started = Broker::start(settings.clone(), Arc::clone(store)).await;
    let broker = started.map_err(|error| RunError::of("a broker", error))?;
    settings.port = broker.port();
    Ok(broker)
}

fn broker_store(service: Service, kind: TopicKind) -> Arc<BrokerStore> {
    let consumer = ServiceNames::default().name(service).to_owned();
    let filter = TopicFilter::all_devices(kind);
    Arc::new(BrokerStore::new(SpoolSettings::new(&consumer, filter)))
}

async fn open_registration(
    folder: &Path,
    scope: IntroductionScope,
) -> Result<RegistrationService, RunError> {
    let opened = RegistrationService::open(&folder.join("registration.sqlite"), scope).await;
    opened.map_err(|error| RunError::of("the Registration Service's database", error))
}

async fn open_data(folder: &Path, endpoints: &[Endpoint; 2]) -> Result<DataService, RunError> {
    let opened = DataService::open(&folder.join("data.sqlite"), parameters(endpoints)?).await;
    opened.map_err(|error| RunError::of("the Data Service's database", error))
}

fn observer(service: &'static str, trace: Option<&TraceLines>) -> Observer {
    let trace = trace.map(|trace| {
        let trace = Arc::clone(trace);
        let line: TraceLines =
            Arc::new(move |line: &str| trace(&format!("{service} service {line}")));
        line
    });
    Observer {
        trace,
        ..Observer::default()
    }
}
