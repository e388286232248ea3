//! Storing the record (P-6.2): nothing that follows from a record is given out before the
//! driver says that it is durable, and where it cannot be stored, the old one is in force.

use super::event::EventKind;
use super::input::Input;
use super::ota_device::OtaDevice;
use super::output::Output;
use super::provisioned::Provisioned;
use super::record::Record;
use super::tracked::Tracked;
use crate::time::Now;

/// What is known to be stored, and what is being stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Persistence {
    /// The record as it is known to be stored.
    durable: Option<Box<Record>>,
    /// How many changes `durable` lacks, as far as they ask to be stored.
    unstored: u32,
    /// What is being stored, while the driver has not said what became of it.
    storing: Option<HandedOut>,
}

/// A record that has been handed out to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum HandedOut {
    /// The present one.
    Present,
    /// One that has been changed since; `None` where what is stored was to be deleted.
    Earlier(Option<Box<Record>>),
}

impl Persistence {
    pub(super) fn of(record: Record) -> Self {
        Self {
            durable: Some(Box::new(record)),
            ..Self::default()
        }
    }

    pub(super) const fn is_storing(&self) -> bool {
        self.storing.is_some()
    }

    /// The record may be changed while it is being stored: what was handed out is kept.
    pub(super) fn before_change(&mut self, record: &Tracked) {
        if matches!(self.storing, Some(HandedOut::Present)) {
            self.storing = Some(HandedOut::Earlier(Some(Box::new((**record).clone()))));
        }
    }

    /// The same where there was no record, which another one may follow.
    pub(super) fn before_provisioning(&mut self) {
        if matches!(self.storing, Some(HandedOut::Present)) {
            self.storing = Some(HandedOut::Earlier(None));
        }
    }

    pub(super) fn changed(&mut self) {
        self.unstored = self.unstored.saturating_add(1);
    }

    /// Hands the record out; `false` where all of it was stored with an earlier one.
    pub(super) fn begin(&mut self) -> bool {
        if std::mem::take(&mut self.unstored) == 0 {
            return false;
        }
        self.storing = Some(HandedOut::Present);
        true
    }

    /// What was handed out is durable.
    fn finish(&mut self, present: Option<&Record>) -> bool {
        let Some(storing) = self.storing.take() else {
            return false;
        };
        match (storing, &mut self.durable, present) {
            (HandedOut::Earlier(earlier), _, _) => self.durable = earlier,
            // Reuses what is there.
            (HandedOut::Present, Some(durable), Some(present)) => (**durable).clone_from(present),
            (HandedOut::Present, durable, present) => {
                *durable = present.map(|record| Box::new(record.clone()));
            }
        }
        true
    }
}

impl OtaDevice {
    /// The driver says that what it was given is stored.
    pub(super) fn persisted(&mut self, bytes: u32) {
        let present = self.provisioned.as_ref().map(|device| &*device.record);
        if !self
            .persistence
            .finish(present.map(|record| record as &Record))
        {
            return;
        }
        self.leaving = None;
        if let (Some(device), Some(durable)) = (&mut self.provisioned, &self.persistence.durable) {
            device.stored(durable.last_connection, bytes);
        }
    }

    /// P-6.2: the old record stays in force, and what was not carried out never happened.
    #[cold]
    pub(super) fn persist_failed(&mut self, now: Now) {
        if self.persistence.storing.take().is_none() {
            return;
        }
        self.persistence.unstored = 0;
        let dropped: Vec<Output> = self.outputs.drain(..).collect();
        let clock = self.set_clock(now);
        let Some(durable) = &self.persistence.durable else {
            // The very first one: the device is in PreProvisioning again.
            self.provisioned = None;
            self.notify(EventKind::PersistFailed);
            let asked = |output: &Output| matches!(output, Output::Status(_));
            if dropped.iter().any(asked) {
                self.handle_input(now, Input::StatusQuery);
            }
            return;
        };
        let leaving = self.leaving.take();
        let device = self.provisioned.get_or_insert_with(|| {
            leaving.unwrap_or_else(|| Box::new(Provisioned::restore((**durable).clone(), clock)))
        });
        device.storing_failed(now, durable, &dropped);
        self.take_outputs();
    }
}
