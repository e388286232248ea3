//! Data Acquisition (P-6.11, P-6.13, P-6.16, T-7).

use super::OtaDevice;
use super::clock::Deadline;
use super::event::EventKind;
use super::output::Output;
use super::state::{Trigger, transition};
use crate::obfcm::{Snapshot, Values};
use crate::time::UnixMillis;

/// How far the acquisition that is due has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Acquisition {
    /// None is going on; an earlier attempt holds the next one back.
    Idle {
        attempts: u32,
        retry_at: Option<Deadline>,
    },
    /// The OBFCM device has been asked, for the `attempts`-th time after the first.
    Running { attempts: u32, deadline: Deadline },
}

impl Acquisition {
    pub(super) const READY: Self = Self::Idle {
        attempts: 0,
        retry_at: None,
    };

    pub(super) const fn is_running(&self) -> bool {
        matches!(self, Self::Running { .. })
    }
}

impl OtaDevice {
    pub(super) fn acquire_if_due(&mut self) {
        let Acquisition::Idle { attempts, retry_at } = self.acquisition else {
            return;
        };
        let held_back = retry_at.is_some_and(|at| !self.clock.has_passed(at));
        if self.acquisition_has_come() && !held_back {
            self.acquire(attempts);
        }
    }

    /// Asks for the values, if the state allows it (T-7) and time can be trusted
    /// (P-6.13).
    pub(super) fn acquire(&mut self, attempts: u32) {
        let Some(record) = &self.record else { return };
        if !self.trusted || transition(record.state, Trigger::AcquisitionDue).is_none() {
            return;
        }
        let deadline = self.clock.after(record.settings().answer_wait());
        self.acquisition = Acquisition::Running { attempts, deadline };
        self.outputs.push_back(Output::Acquire);
    }

    pub(super) fn acquisition_expired(&mut self) {
        if let Acquisition::Running { deadline, .. } = self.acquisition {
            if self.clock.has_passed(deadline) {
                self.acquisition_failed();
            }
        }
    }

    pub(super) fn acquisition_failed(&mut self) {
        let (Acquisition::Running { attempts, .. }, Some(record)) =
            (self.acquisition, &self.record)
        else {
            return;
        };
        let delay = record.settings().backoff.delay(record.device(), attempts);
        self.acquisition = Acquisition::Idle {
            attempts: attempts.saturating_add(1),
            retry_at: Some(self.clock.after(delay)),
        };
        self.test_acquired_nothing();
        self.raise(EventKind::AcquisitionFailed);
    }

    pub(super) fn acquired(&mut self, values: Values) {
        if !self.acquisition.is_running() {
            return;
        }
        let now = self.now();
        let Some(record) = &mut self.record else {
            return;
        };
        // The configuration may have changed while the OBFCM device was read.
        if !self.trusted || transition(record.state, Trigger::AcquisitionDue).is_none() {
            self.acquisition = Acquisition::READY;
            self.test_acquired_nothing();
            return;
        }
        let newest = record.newest;
        if now <= newest {
            self.acquisition = Acquisition::READY;
            self.acquisition_done();
            self.changed = true;
            self.test_acquired_nothing();
            self.raise(EventKind::SnapshotNotLater { newest });
            return;
        }
        let Ok(snapshot) = Snapshot::new(now, values) else {
            self.acquisition_failed();
            return;
        };
        self.acquisition = Acquisition::READY;
        let evicted = record.store(snapshot);
        self.acquisition_done();
        self.changed = true;
        if let Some(evicted) = evicted {
            let acquired = evicted.acquired();
            if let Some(publish) = &mut self.in_flight {
                publish.evicted += u64::from(publish.carries(&evicted));
            }
            self.raise(EventKind::SnapshotEvicted { acquired });
        }
    }

    pub(super) fn acquisition_wait(&self) -> Option<UnixMillis> {
        let record = self.record.as_ref()?;
        match self.acquisition {
            Acquisition::Running { deadline, .. } => Some(self.clock.time_of(deadline)),
            Acquisition::Idle { retry_at, .. } => {
                let due = record.due.acquisition.filter(|_| self.trusted)?.to_millis();
                Some(retry_at.map_or(due, |at| due.max(self.clock.time_of(at))))
            }
        }
    }
}
