//! Data Acquisition (P-6.11, P-6.13, P-6.16, T-7).

use super::clock::Deadline;
use super::event::EventKind;
use super::input::RequestNumber;
use super::output::Output;
use super::provisioned::Provisioned;
use super::state::{Trigger, transition};
use crate::obfcm::{Snapshot, Values};

/// How far the acquisition that is due has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Acquisition {
    /// None is going on; an earlier attempt holds the next one back.
    Idle {
        attempts: u32,
        retry_at: Option<Deadline>,
    },
    /// The OBFCM device has been asked, for the `attempts`-th time after the first.
    Running {
        request: RequestNumber,
        attempts: u32,
        deadline: Deadline,
    },
}

impl Acquisition {
    pub(super) const READY: Self = Self::Idle {
        attempts: 0,
        retry_at: None,
    };

    pub(super) const fn is_running(&self) -> bool {
        matches!(self, Self::Running { .. })
    }

    fn answers(&self, request: RequestNumber) -> bool {
        matches!(self, Self::Running { request: asked, .. } if *asked == request)
    }
}

impl Provisioned {
    pub(super) fn acquire_if_due(&mut self) {
        let Acquisition::Idle { attempts, retry_at } = self.acquisition else {
            return;
        };
        let held_back = retry_at.is_some_and(|at| !self.clock.has_passed(at));
        if self.acquisition_has_come()
            && !held_back
            && self.presence.may_acquire()
            && self.record.allowance.persist_wait().is_none()
        {
            self.acquire(attempts);
        }
    }

    /// Asks for the values, if the state allows it (T-7) and time can be trusted
    /// (P-6.13).
    pub(super) fn acquire(&mut self, attempts: u32) {
        if !self.may_take_snapshots() {
            return;
        }
        let deadline = self.clock.after(self.record.settings().answer_wait());
        let request = self.next_request();
        self.acquisition = Acquisition::Running {
            request,
            attempts,
            deadline,
        };
        self.outputs.push(Output::Acquire { request });
    }

    fn may_take_snapshots(&self) -> bool {
        let in_state = transition(self.record.state, Trigger::AcquisitionDue).is_some();
        in_state && self.trusts_clock()
    }

    pub(super) fn acquisition_expired(&mut self) {
        if let Acquisition::Running { deadline, .. } = self.acquisition {
            if self.clock.has_passed(deadline) {
                self.acquisition_brought_nothing();
            }
        }
    }

    pub(super) fn acquisition_failed(&mut self, request: RequestNumber) {
        if self.acquisition.answers(request) {
            self.acquisition_brought_nothing();
        }
    }

    #[cold]
    fn acquisition_brought_nothing(&mut self) {
        let Acquisition::Running { attempts, .. } = self.acquisition else {
            return;
        };
        let record = self.record.note();
        record.failures.acquisitions = record.failures.acquisitions.saturating_add(1);
        let backoff = record.settings().acquisition_backoff;
        let delay = backoff.delay(record.secret(), attempts, record.last_connection.0);
        self.acquisition = Acquisition::Idle {
            attempts: attempts.saturating_add(1),
            retry_at: Some(self.clock.after(delay)),
        };
        self.test_acquired_nothing();
        self.raise(EventKind::AcquisitionFailed);
    }

    pub(super) fn acquired(&mut self, request: RequestNumber, values: Values) {
        if !self.acquisition.answers(request) {
            return;
        }
        // The configuration may have changed while the OBFCM device was read.
        if !self.may_take_snapshots() {
            self.acquisition = Acquisition::READY;
            self.test_acquired_nothing();
            return;
        }
        let (now, newest) = (self.now(), self.record.newest);
        if now <= newest {
            self.acquisition = Acquisition::READY;
            self.acquisition_done();
            self.test_acquired_nothing();
            self.raise(EventKind::SnapshotNotLater { newest });
            return;
        }
        let Ok(snapshot) = Snapshot::new(now, values) else {
            self.acquisition_brought_nothing();
            return;
        };
        self.acquisition = Acquisition::READY;
        let record = self.record.edit();
        record.store(snapshot);
        record.last_success.acquisition = Some(now);
        self.acquisition_done();
        self.evict_surplus();
    }

    /// P-6.16: what is above the bound goes, and is raised.
    pub(super) fn evict_surplus(&mut self) {
        while let Some((evicted, was_pending)) = self.record.edit().evict() {
            let acquired = evicted.acquired();
            if let Some(publish) = &mut self.in_flight {
                publish.evicted += u64::from(was_pending && publish.carries(&evicted));
            }
            self.raise(EventKind::SnapshotEvicted { acquired });
        }
    }
}
