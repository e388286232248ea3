//! The Registration Service on its network.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::retention::RetentionPeriods;
use iot4emissions_proto::topic::Topic;
use serde::Serialize;
use tokio::sync::{Mutex, oneshot, watch};

use super::calls::Calls;
use super::data::{all, all_in_time};
use super::messages::{self, Receive};
use super::outbox::{Outbox, Record, Worker};
use super::sweeping;
use super::{Clock, RepublishError, StartError, Task};
use crate::progress::Progress;
use crate::service_client::{ConnectionState, ServiceClient, ServiceSettings};
use crate::services::action::{Action, Publication};
use crate::services::data_http::DataServiceClient;
use crate::services::database::StoreError;
use crate::services::http::{HttpClient, HttpServer, HttpSettings, Refusal};
use crate::services::observer::{Direction, Observer};
use crate::services::registration::{RegistrationService, VehicleRequest};
use crate::services::registration_http::{self, RegistrationClients};

/// What a Registration Service needs to run.
#[derive(Clone)]
pub struct RegistrationSettings {
    /// Its broker, with `iot4emissions/registerDevice/+` as filter.
    pub mqtt: ServiceSettings,
    /// Its HTTPS interface.
    pub http: HttpSettings,
    /// Who may call what there.
    pub clients: RegistrationClients,
    /// The Data Service, with the Registration Service's certificate.
    pub data_service: HttpClient,
    /// The pauses before a call is made again.
    pub backoff: Backoff,
    /// How long what names a vehicle or a device is kept (P-7.15).
    pub retention: RetentionPeriods,
    /// The time.
    pub clock: Clock,
    /// Who watches.
    pub observer: Observer,
}

/// A running Registration Service. Dropped, it ends at once, as a killed process does.
pub struct RunningRegistrationService {
    shared: Owner,
    outbox: Worker,
    http: HttpServer,
    messages: Task<ServiceClient>,
    connection: watch::Receiver<ConnectionState>,
    sweeping: Task<()>,
    stop: watch::Sender<bool>,
}

/// What its tasks share.
pub(in crate::services) struct Shared {
    service: RegistrationService,
    outbox: Outbox,
    calls: Calls,
    data_service: DataServiceClient,
    backoff: Backoff,
    progress: Progress,
    /// Held from before a commit until what follows is under way.
    order: Mutex<()>,
    clock: Clock,
    observer: Observer,
}

impl RunningRegistrationService {
    /// Starts: carries on with what an earlier run left unpublished or unacknowledged,
    /// and listens. A broker or a Data Service that is not there yet is waited for.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(
        service: RegistrationService,
        settings: RegistrationSettings,
    ) -> Result<Self, StartError> {
        let left = service.unpublished().await?.into_iter();
        let outstanding = service.outstanding().await?.into_iter();
        let left: Vec<Action> = left
            .map(Action::Publish)
            .chain(outstanding.map(Action::Call))
            .collect();
        let client = ServiceClient::start(settings.mqtt);
        let progress = client.progress();
        let (outbox, worker) = Outbox::start(
            client.publisher(),
            service.clone(),
            progress.clone(),
            settings.observer.clone(),
        );
        let shared = Arc::new(Shared {
            service,
            outbox,
            calls: Calls::new(),
            data_service: DataServiceClient::new(settings.data_service),
            backoff: settings.backoff,
            progress,
            order: Mutex::new(()),
            clock: settings.clock,
            observer: settings.observer,
        });
        shared.carry_out(left);
        let router = registration_http::interface(&settings.clients).router(Arc::clone(&shared));
        let http = HttpServer::start(settings.http, router).await?;
        let sweeping = sweeping::daily({
            let (shared, periods) = (Arc::clone(&shared), settings.retention);
            move || Arc::clone(&shared).sweep(periods)
        });
        let (stop, stopped) = watch::channel(false);
        let connection = client.state();
        let messages = tokio::spawn(messages::serve(
            client,
            Messages(Arc::clone(&shared)),
            stopped,
        ));
        Ok(Self {
            shared: Owner(shared),
            outbox: worker,
            http,
            messages: Task(messages),
            connection,
            sweeping,
            stop,
        })
    }

    /// The service behind it: its counts.
    #[must_use]
    pub fn service(&self) -> &RegistrationService {
        &self.shared.service
    }

    /// The port of its HTTPS interface.
    #[must_use]
    pub fn http_port(&self) -> u16 {
        self.http.port()
    }

    /// How its connection to the broker stands.
    #[must_use]
    pub fn connection(&self) -> watch::Receiver<ConnectionState> {
        self.connection.clone()
    }

    /// Publishes all statuses again, for a broker that lost them (P-7.8), and returns
    /// how many once it has them.
    ///
    /// # Errors
    /// [`RepublishError`].
    pub async fn republish_retained(&self) -> Result<usize, RepublishError> {
        let _in_progress = self.shared.progress.begin();
        let published = {
            let _order = self.shared.order.lock().await;
            let publications = self.shared.service.retained().await?;
            self.shared
                .carry_out(publications.into_iter().map(Action::Publish))
        };
        all(published).await
    }

    /// Tells the Data Service again of every device what holds, after one of the services
    /// was restored from a backup (P-7.11).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tell_again(&self) -> Result<(), StoreError> {
        let _in_progress = self.shared.progress.begin();
        let _order = self.shared.order.lock().await;
        let actions = self
            .shared
            .service
            .tell_again((self.shared.clock)())
            .await?;
        self.shared.carry_out(actions);
        Ok(())
    }

    /// Waits until no message is in hand, no request under way, every call acknowledged
    /// and every publication with the broker.
    pub async fn settled(&self) {
        self.shared.progress.settled().await;
    }

    /// How much of that there is.
    #[must_use]
    pub fn in_progress(&self) -> usize {
        self.shared.progress.count()
    }

    /// Ends requests, messages and publications under way, then disconnects. Calls that
    /// are not acknowledged are made again after the next start.
    pub async fn stop(self) {
        drop(self.sweeping);
        self.http.stop().await;
        let _ = self.stop.send(true);
        let client = self.messages.end().await;
        let service = self.shared.service.clone();
        drop(self.shared);
        self.outbox.finish().await;
        if let Some(client) = client {
            client.stop().await;
        }
        service.close().await;
    }
}

/// Calls under way hold what holds them.
struct Owner(Arc<Shared>);

impl Deref for Owner {
    type Target = Arc<Shared>;

    fn deref(&self) -> &Arc<Shared> {
        &self.0
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.calls.stop();
    }
}

impl fmt::Debug for RunningRegistrationService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningRegistrationService")
            .field("connection", &*self.connection.borrow())
            .field("http_port", &self.http_port())
            .finish_non_exhaustive()
    }
}

impl Shared {
    pub(super) fn service(&self) -> &RegistrationService {
        &self.service
    }

    pub(super) fn data_service(&self) -> &DataServiceClient {
        &self.data_service
    }

    pub(super) fn backoff(&self) -> &Backoff {
        &self.backoff
    }

    pub(super) fn observer(&self) -> &Observer {
        &self.observer
    }

    /// The Data Service answered a call.
    pub(super) async fn answered(
        self: &Arc<Self>,
        call: &Call,
        answer: Answer,
    ) -> Result<(), StoreError> {
        let _order = self.order.lock().await;
        let now = (self.clock)();
        let actions = self.service.call_answered(call, answer, now).await?;
        self.carry_out(actions);
        Ok(())
    }

    /// A registrar, consent manager or operator called; whether the Data Service is
    /// still to be told because of it.
    pub(in crate::services) async fn vehicle(
        self: Arc<Self>,
        path: &'static str,
        client: &str,
        request: impl VehicleRequest + Serialize + 'static,
    ) -> Result<bool, Refusal> {
        let body = serde_json::to_vec(&request).unwrap_or_default();
        let place = format!("POST {path} of {client}");
        self.observer.message(&place, Direction::In, &body);
        let in_progress = self.progress.begin();
        // In a task of its own: a client that hangs up must not stop it between the
        // commit and what follows.
        let task = tokio::spawn(messages::counted(in_progress, self.store(request)));
        task.await
            .unwrap_or_else(|error| Err(Refusal::unavailable(&error)))
    }

    async fn store(self: Arc<Self>, request: impl VehicleRequest) -> Result<bool, Refusal> {
        let (calls, published) = {
            let _order = self.order.lock().await;
            let actions = self.service.vehicle(request, (self.clock)()).await;
            let actions = actions.map_err(|error| Refusal::unavailable(&error))?;
            let calls = actions
                .iter()
                .any(|action| matches!(action, Action::Call(_)));
            (calls, self.carry_out(actions))
        };
        all_in_time(published).await?;
        Ok(calls)
    }

    async fn sweep(self: Arc<Self>, periods: RetentionPeriods) {
        let _in_progress = self.progress.begin();
        let _order = self.order.lock().await;
        match self.service.sweep(&periods, (self.clock)()).await {
            Ok(actions) => drop(self.carry_out(actions)),
            Err(error) => self.observer.line(|| error.to_string()),
        }
    }

    /// Sets everything under way, in its order; whoever waits for the publications
    /// has them.
    fn carry_out(
        self: &Arc<Self>,
        actions: impl IntoIterator<Item = Action>,
    ) -> Vec<oneshot::Receiver<()>> {
        let mut published = Vec::new();
        for action in actions {
            match action {
                Action::Publish(publication) => published.push(self.outbox.put(publication)),
                Action::Call(call) => {
                    let in_progress = self.progress.begin();
                    self.calls.make(Arc::clone(self), call, in_progress);
                }
                Action::Raise(notice) => self.observer.notice(&notice),
            }
        }
        published
    }
}

struct Messages(Arc<Shared>);

impl Receive for Messages {
    async fn receive(&self, topic: &Topic, payload: &[u8]) -> Result<(), StoreError> {
        let now = (self.0.clock)();
        let _order = self.0.order.lock().await;
        let actions = self.0.service.receive(topic, payload, now).await?;
        self.0.carry_out(actions);
        Ok(())
    }

    fn observer(&self) -> &Observer {
        &self.0.observer
    }
}

impl Record for RegistrationService {
    async fn published(&self, publications: &[Publication]) -> Result<(), StoreError> {
        Self::published(self, publications).await
    }
}
