//! The run loop: gives the device what happened, and carries out what it asks for, in
//! order (P-6.2), on the core's public API only.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use iot4emissions_proto::device::{Input, OtaDevice, Output, Provisioning, Status, Wait};
use iot4emissions_proto::message::RegistrationRequest;
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::rustls::ClientConfig;

use crate::link::Link;
use crate::obfcm::Obfcm;
use crate::record_file::RecordFile;

/// The wall clock may be set while the device waits; this often it is looked at.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// A vehicle around its device.
pub(crate) struct Driver {
    device: OtaDevice,
    /// The ID that the certificate bears, and the factory's configuration.
    provisioning: Provisioning,
    record: RecordFile,
    tls: Arc<ClientConfig>,
    vehicle: RegistrationRequest,
    obfcm: Obfcm,
    /// Where the monotonic clock begins. It stands still while a computer sleeps; a unit
    /// that sleeps takes one that does not (P-6.17).
    began: Instant,
    link: Option<Link>,
    /// What is to be told to the device next, by itself and by its connections.
    inputs: mpsc::UnboundedReceiver<Input>,
    sender: mpsc::UnboundedSender<Input>,
}

impl Driver {
    /// A device as its record has it, or a new one where there is none.
    pub(crate) fn new(
        provisioning: Provisioning,
        record: RecordFile,
        tls: Arc<ClientConfig>,
        vehicle: RegistrationRequest,
        obfcm: Obfcm,
    ) -> io::Result<Self> {
        let (sender, inputs) = mpsc::unbounded_channel();
        let mut driver = Self {
            device: OtaDevice::new(),
            provisioning,
            record,
            tls,
            vehicle,
            obfcm,
            began: Instant::now(),
            link: None,
            inputs,
            sender,
        };
        driver.start()?;
        Ok(driver)
    }

    /// The device from what is stored, as after a reboot (P-6.9): what was meant for it
    /// before is lost. What cannot be read must not keep it dead: it begins anew from the
    /// factory, and says so (P-6.2).
    fn start(&mut self) -> io::Result<()> {
        (self.sender, self.inputs) = mpsc::unbounded_channel();
        self.device = OtaDevice::new();
        // A computer's clock is set over the network. A vehicle would say so only once
        // its own source of time does (P-6.13).
        self.tell(Input::ClockTrusted { trusted: true });
        let provisioning = self.provisioning.clone();
        match self.record.read()? {
            Some(Ok(record)) => {
                let other = *record.device() != provisioning.device;
                self.device = OtaDevice::restore(record);
                // What the command line says is the factory's; the same again is no news.
                self.tell(Input::FactoryConfigured(Box::new(provisioning.factory)));
                if other {
                    let device = provisioning.device;
                    self.tell(Input::CertificateRenewed { device });
                }
            }
            unreadable => {
                self.tell(Input::ProvisioningComplete(Box::new(provisioning)));
                if let Some(Err(error)) = unreadable {
                    self.tell(Input::RecordUnreadable(error));
                }
            }
        }
        Ok(())
    }

    /// The channel's other end is the driver's own.
    fn tell(&self, input: Input) {
        let _ = self.sender.send(input);
    }

    /// Runs until `enough`.
    pub(crate) async fn run(
        mut self,
        enough: impl Fn(&Status) -> bool,
    ) -> Result<Status, Box<dyn Error>> {
        loop {
            match self.device.poll_output() {
                Output::Wait(wait) => {
                    let status = self.device.status();
                    if self.inputs.is_empty() && self.link.is_none() && enough(&status) {
                        return Ok(status);
                    }
                    let input = self.next_input(wait).await;
                    self.device.handle_input(self.now(), input);
                }
                output => self.carry_out(output)?,
            }
        }
    }

    async fn next_input(&mut self, wait: Wait) -> Input {
        let left = wait.duration_from(self.now()).unwrap_or(LONGEST_SLEEP);
        let next = timeout(left.min(LONGEST_SLEEP), self.inputs.recv()).await;
        next.ok().flatten().unwrap_or(Input::Wake)
    }

    #[expect(clippy::print_stdout, reason = "events are what the program shows")]
    fn carry_out(&mut self, output: Output) -> Result<(), Box<dyn Error>> {
        match output {
            Output::Persist => {
                let stored = self.record.replace(self.device.record());
                let input = stored.map_or(Input::PersistFailed, |bytes| Input::Persisted { bytes });
                self.device.handle_input(self.now(), input);
            }
            Output::ReadVehicle { request } => {
                let vehicle = Box::new(self.vehicle.clone());
                self.tell(Input::VehicleRead { request, vehicle });
            }
            Output::Acquire { request } => self.tell(match self.obfcm.read() {
                Ok(values) => Input::Acquired { request, values },
                Err(_) => Input::AcquisitionFailed { request },
            }),
            Output::Connect {
                connection,
                endpoint,
                ..
            } => {
                let device = &self.provisioning.device;
                let (tls, inputs) = (Arc::clone(&self.tls), self.sender.clone());
                self.link = Some(Link::open(connection, device, endpoint, tls, inputs));
            }
            Output::Subscribe { .. } | Output::Publish { .. } => {
                if let Some(link) = &self.link {
                    link.carry_out(output);
                }
            }
            Output::Disconnect { connection } => {
                let ended = self.link.take_if(|link| link.connection == connection);
                ended.into_iter().for_each(Link::close);
            }
            // Other control units would be told; an event holds no VIN.
            Output::Notify(event) => println!("{}", serde_json::to_string(&event)?),
            Output::Restart => self.start()?,
            // Nobody asks for the status here.
            Output::Status(_) | Output::Wait(_) => {}
        }
        Ok(())
    }

    fn now(&self) -> Now {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Now {
            monotonic: MonotonicMillis::default().plus(self.began.elapsed()),
            wall: UnixMillis::default().plus(since.unwrap_or_default()),
        }
    }
}
