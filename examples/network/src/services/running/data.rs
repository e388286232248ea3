//! The Data Service on its network.

use std::fmt;
use std::sync::Arc;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::data::ConfigurationParameters;
use iot4emissions_proto::services::retention::RetentionPeriods;
use iot4emissions_proto::topic::Topic;
use tokio::sync::{Mutex, oneshot, watch};
use tokio::time::timeout;

use super::messages::{self, Receive};
use super::outbox::{Outbox, Record, Worker};
use super::sweeping;
use super::{Clock, PUBLISHED_WITHIN, RepublishError, StartError, Task};
use crate::progress::Progress;
use crate::service_client::{ConnectionState, ServiceClient, ServiceSettings};
use crate::services::action::{OperatorNotice, Publication};
use crate::services::data::{DataService, OperatorError, Received};
use crate::services::data_http;
use crate::services::database::StoreError;
use crate::services::http::{ErrorKind, HttpServer, HttpSettings, Refusal};
use crate::services::observer::{Direction, Observer};

/// What a Data Service needs to run.
#[derive(Clone)]
pub struct DataSettings {
    /// Its broker, with `iot4emissions/dataDevice/+` as filter.
    pub mqtt: ServiceSettings,
    /// Its HTTPS interface.
    pub http: HttpSettings,
    /// The Registration Service's name in its certificate.
    pub registration_service: String,
    /// How long what names a device is kept (P-7.15).
    pub retention: RetentionPeriods,
    /// The time.
    pub clock: Clock,
    /// Who watches.
    pub observer: Observer,
}

/// A running Data Service. Dropped, it ends at once, as a killed process does.
pub struct RunningDataService {
    shared: Arc<Shared>,
    outbox: Worker,
    http: HttpServer,
    messages: Task<ServiceClient>,
    connection: watch::Receiver<ConnectionState>,
    sweeping: Task<()>,
    stop: watch::Sender<bool>,
}

/// What its tasks share.
pub(in crate::services) struct Shared {
    service: DataService,
    outbox: Outbox,
    progress: Progress,
    /// Held from before a commit until what follows is in the outbox.
    order: Mutex<()>,
    clock: Clock,
    observer: Observer,
}

impl RunningDataService {
    /// Starts: publishes what an earlier run left unpublished, and listens. A broker
    /// that is not there yet is waited for.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(service: DataService, settings: DataSettings) -> Result<Self, StartError> {
        let unpublished = service.unpublished().await?;
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
            progress,
            order: Mutex::new(()),
            clock: settings.clock,
            observer: settings.observer,
        });
        for publication in unpublished {
            shared.outbox.put(publication);
        }
        let router =
            data_http::interface(&settings.registration_service).router(Arc::clone(&shared));
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
            shared,
            outbox: worker,
            http,
            messages: Task(messages),
            connection,
            sweeping,
            stop,
        })
    }

    /// The service behind it: its counts and its data.
    #[must_use]
    pub fn service(&self) -> &DataService {
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

    /// Gives all devices new parameters, and returns how many configurations changed
    /// once the broker has them.
    ///
    /// # Errors
    /// [`RepublishError`].
    pub async fn reconfigure(
        &self,
        parameters: ConfigurationParameters,
    ) -> Result<usize, RepublishError> {
        let _in_progress = self.shared.progress.begin();
        let published = {
            let _order = self.shared.order.lock().await;
            let now = (self.shared.clock)();
            let reconfigured = self.shared.service.reconfigure(parameters, now).await?;
            for device in reconfigured.exhausted {
                self.shared
                    .observer
                    .notice(&OperatorNotice::NoVersionLeft { device });
            }
            self.shared.put(reconfigured.publications)
        };
        all(published).await
    }

    /// Issues a device's configuration anew, for one that does not obey (P-7.12); returns
    /// what there is to wait for until the broker has it.
    ///
    /// # Errors
    /// [`OperatorError`].
    pub async fn reissue(
        &self,
        device: &DeviceId,
        version: Option<ConfigurationVersion>,
    ) -> Result<oneshot::Receiver<()>, OperatorError> {
        let _in_progress = self.shared.progress.begin();
        let _order = self.shared.order.lock().await;
        let now = (self.shared.clock)();
        let publication = self.shared.service.reissue(device, version, now).await?;
        Ok(self.shared.outbox.put(publication))
    }

    /// Puts a device on the deny-list and restarts its numbers: for one whose numbers are
    /// used up, or that the Registration Service no longer knows (P-5.51, P-7.11). What is
    /// returned is done once the broker has its configuration.
    ///
    /// # Errors
    /// [`OperatorError`]: nothing took effect.
    pub async fn restart_numbers(
        &self,
        device: &DeviceId,
    ) -> Result<oneshot::Receiver<()>, OperatorError> {
        let _in_progress = self.shared.progress.begin();
        let _order = self.shared.order.lock().await;
        let now = (self.shared.clock)();
        let publication = self.shared.service.restart_numbers(device, now).await?;
        Ok(self.shared.outbox.put(publication))
    }

    /// Publishes all configurations again, for a broker that lost them (P-7.8), and
    /// returns how many once it has them.
    ///
    /// # Errors
    /// [`RepublishError`].
    pub async fn republish_retained(&self) -> Result<usize, RepublishError> {
        let _in_progress = self.shared.progress.begin();
        let published = {
            let _order = self.shared.order.lock().await;
            let publications = self.shared.service.retained().await?;
            self.shared.put(publications)
        };
        all(published).await
    }

    /// Waits until no message is in hand, no request under way, and every publication
    /// with the broker.
    pub async fn settled(&self) {
        self.shared.progress.settled().await;
    }

    /// How much of that there is.
    #[must_use]
    pub fn in_progress(&self) -> usize {
        self.shared.progress.count()
    }

    /// Ends requests, messages and publications under way, then disconnects.
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

impl fmt::Debug for RunningDataService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningDataService")
            .field("connection", &*self.connection.borrow())
            .field("http_port", &self.http_port())
            .finish_non_exhaustive()
    }
}

/// Waits until the broker has all.
pub(super) async fn all(published: Vec<oneshot::Receiver<()>>) -> Result<usize, RepublishError> {
    let count = published.len();
    for one in published {
        one.await.map_err(|_| RepublishError::Stopped)?;
    }
    Ok(count)
}

/// The same for a request, which does not wait for ever.
pub(super) async fn all_in_time(published: Vec<oneshot::Receiver<()>>) -> Result<(), Refusal> {
    match timeout(PUBLISHED_WITHIN, all(published)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Refusal::unavailable(&error)),
        Err(_) => {
            let detail = "it is stored, and the broker does not have what follows from it yet";
            Err(Refusal::new(ErrorKind::NotPublished, detail))
        }
    }
}

impl Shared {
    /// Answers a call; applied, its configuration is published.
    pub(in crate::services) async fn call(
        self: Arc<Self>,
        call: Call,
        path: &'static str,
    ) -> Result<Answer, Refusal> {
        let in_progress = self.progress.begin();
        // In a task of its own: a client that hangs up must not stop it between the
        // commit and the publication.
        let task = tokio::spawn(messages::counted(in_progress, self.answer(call, path)));
        task.await
            .unwrap_or_else(|error| Err(Refusal::unavailable(&error)))
    }

    async fn answer(self: Arc<Self>, call: Call, path: &'static str) -> Result<Answer, Refusal> {
        let body = serde_json::to_vec(&call).unwrap_or_default();
        self.observer
            .message(&format!("POST {path}"), Direction::In, &body);
        let (answer, published) = {
            let _order = self.order.lock().await;
            let now = (self.clock)();
            let answered = self.service.answer(&call, now).await;
            let (answer, publications) = answered.map_err(|error| Refusal::unavailable(&error))?;
            (answer, self.put(publications))
        };
        all_in_time(published).await?;
        self.observer
            .line(|| format!("-> POST {path} {} {answer:?}", call.device_id));
        Ok(answer)
    }

    async fn sweep(self: Arc<Self>, periods: RetentionPeriods) {
        let _in_progress = self.progress.begin();
        let _order = self.order.lock().await;
        match self.service.sweep(&periods, (self.clock)()).await {
            Ok(swept) => drop(self.put(swept.publications)),
            Err(error) => self.observer.line(|| error.to_string()),
        }
    }

    fn put(
        &self,
        publications: impl IntoIterator<Item = Publication>,
    ) -> Vec<oneshot::Receiver<()>> {
        publications
            .into_iter()
            .map(|publication| self.outbox.put(publication))
            .collect()
    }
}

struct Messages(Arc<Shared>);

impl Receive for Messages {
    async fn receive(&self, topic: &Topic, payload: &[u8]) -> Result<(), StoreError> {
        let now = (self.0.clock)();
        let _order = self.0.order.lock().await;
        let received = self.0.service.receive(topic, payload, now).await?;
        self.0.observer.line(|| format!("{received:?}"));
        if let Received::Refused {
            notice: Some(notice),
            ..
        } = &received
        {
            self.0.observer.notice(notice);
        }
        Ok(())
    }

    fn observer(&self) -> &Observer {
        &self.0.observer
    }
}

impl Record for DataService {
    async fn published(&self, publications: &[Publication]) -> Result<(), StoreError> {
        Self::published(self, publications).await
    }
}
