//! The run loop: gives the device what happened, and carries out what it asks for, in
//! order (P-6.2), on the core's public API only.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use iot4emissions_proto::device::{Input, OtaDevice, Output, Provisioning, Record, Status};
use iot4emissions_proto::message::RegistrationRequest;
use iot4emissions_proto::time::UnixMillis;
use tokio::sync::mpsc;
use tokio_rustls::rustls::ClientConfig;

use crate::link::Link;
use crate::obfcm::Obfcm;
use crate::record_file::RecordFile;

/// The clock may be set while the device waits; this often it is looked at.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// A vehicle around its device.
pub(crate) struct Driver {
    device: OtaDevice,
    record: RecordFile,
    tls: Arc<ClientConfig>,
    vehicle: RegistrationRequest,
    obfcm: Obfcm,
    link: Option<Link>,
    /// What is to be told to the device next.
    inputs: VecDeque<Input>,
    sender: mpsc::UnboundedSender<Input>,
    receiver: mpsc::UnboundedReceiver<Input>,
}

impl Driver {
    /// A device as its record has it, or a new one where there is none.
    pub(crate) fn new(
        provisioning: Provisioning,
        record: RecordFile,
        tls: Arc<ClientConfig>,
        vehicle: RegistrationRequest,
        obfcm: Obfcm,
    ) -> Result<Self, Box<dyn Error>> {
        // A computer's clock is set over the network. A vehicle would say so only once
        // its own source of time does (P-6.13).
        let mut inputs = VecDeque::from([Input::ClockTrusted { trusted: true }]);
        let device = match record.read()? {
            Some(bytes) => OtaDevice::restore(Record::from_bytes(&bytes)?),
            None => {
                let provisioning = Box::new(provisioning);
                inputs.push_back(Input::ProvisioningComplete(provisioning));
                OtaDevice::new()
            }
        };
        let (sender, receiver) = mpsc::unbounded_channel();
        Ok(Self {
            device,
            record,
            tls,
            vehicle,
            obfcm,
            link: None,
            inputs,
            sender,
            receiver,
        })
    }

    /// Runs until `enough`.
    pub(crate) async fn run(
        mut self,
        enough: impl Fn(&Status) -> bool,
    ) -> Result<Status, Box<dyn Error>> {
        loop {
            match self.device.poll_output() {
                Output::Wait { until } => {
                    let status = self.device.status();
                    if self.inputs.is_empty() && self.link.is_none() && enough(&status) {
                        return Ok(status);
                    }
                    let input = self.next_input(until).await;
                    self.device.handle_input(now(), input);
                }
                output => self.carry_out(output)?,
            }
        }
    }

    async fn next_input(&mut self, until: Option<UnixMillis>) -> Input {
        if let Some(input) = self.inputs.pop_front() {
            return input;
        }
        let left = until.map(|until| Duration::from_millis(until.0.saturating_sub(now().0)));
        let sleep = tokio::time::sleep(left.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP));
        tokio::select! {
            Some(input) = self.receiver.recv() => input,
            () = sleep => Input::Wake,
        }
    }

    #[expect(clippy::print_stdout, reason = "events are what the program shows")]
    fn carry_out(&mut self, output: Output) -> Result<(), Box<dyn Error>> {
        match output {
            Output::Persist => {
                let bytes = self.device.record().map(Record::to_bytes);
                let stored = self.record.replace(&bytes.unwrap_or_default());
                if stored.is_err() {
                    // At once, before any other output (P-6.2).
                    self.device.handle_input(now(), Input::PersistFailed);
                }
            }
            Output::ReadVehicle => {
                let request = Box::new(self.vehicle.clone());
                self.inputs.push_back(Input::VehicleRead(request));
            }
            Output::Acquire => self.inputs.push_back(match self.obfcm.read() {
                Ok(values) => Input::Acquired(values),
                Err(_) => Input::AcquisitionFailed,
            }),
            Output::Connect {
                connection,
                endpoint,
                ..
            } => {
                let Some(record) = self.device.record() else {
                    return Ok(());
                };
                self.link = Some(Link::open(
                    connection,
                    record.device(),
                    &endpoint,
                    Arc::clone(&self.tls),
                    self.sender.clone(),
                ));
            }
            Output::Subscribe { connection, topic } => {
                let link = self.link.as_ref().filter(|it| it.connection == connection);
                if link.is_some_and(|link| link.subscribe(&topic).is_err()) {
                    self.inputs.push_back(Input::Disconnected { connection });
                }
            }
            Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } => {
                let link = self.link.as_ref().filter(|it| it.connection == connection);
                let sent = link.map(|link| link.publish(publish, &topic, payload.as_bytes()));
                if sent.is_some_and(|sent| sent.is_err()) {
                    self.inputs.push_back(Input::Disconnected { connection });
                }
            }
            Output::Disconnect { connection } => {
                let ended = self.link.take_if(|link| link.connection == connection);
                ended.into_iter().for_each(Link::close);
            }
            // Other control units would be told; an event holds no VIN.
            Output::Notify(event) => println!("{}", serde_json::to_string(&event)?),
            Output::Restart => self.restart()?,
            // Nobody asks for the status here.
            Output::Status(_) | Output::Wait { .. } => {}
        }
        Ok(())
    }

    /// P-6.9: the device anew from what is stored, as after a reboot.
    fn restart(&mut self) -> Result<(), Box<dyn Error>> {
        if let Some(bytes) = self.record.read()? {
            self.device = OtaDevice::restore(Record::from_bytes(&bytes)?);
            self.inputs.clear();
            self.inputs.push_back(Input::ClockTrusted { trusted: true });
        }
        Ok(())
    }
}

fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since.unwrap_or_default().as_millis();
    UnixMillis(u64::try_from(millis).unwrap_or(u64::MAX))
}
