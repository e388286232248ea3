//! OTA Communication Test (P-6.15, T-11, JRC127600 Table 1 and Annex 1).

use super::event::EventKind;
use super::state::{Trigger, transition};
use super::status::TestResult;
use super::{DeviceState, OtaDevice};

/// A communication test that waits for its connection, or has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CommunicationTest {
    /// Whether nothing that it does in Operational has failed so far.
    complete: bool,
}

impl OtaDevice {
    /// An immediate connection; in Operational it acquires, too.
    pub(super) fn request_test(&mut self) {
        if transition(self.state(), Trigger::TestRequested).is_none() {
            self.raise(EventKind::TestEnded { passed: false });
            return;
        }
        if !self.acquisition.is_running() {
            self.acquire(0);
        }
        let acquires = self.state() == DeviceState::Operational;
        self.test_requested = Some(CommunicationTest {
            complete: !acquires || self.acquisition.is_running(),
        });
    }

    /// The acquisition that a test waits for brought no snapshot.
    pub(super) fn test_acquired_nothing(&mut self) {
        if let Some(test) = &mut self.test_requested {
            test.complete = false;
        }
    }

    /// The test on the present connection could not transfer what there is.
    pub(super) fn test_transferred_nothing(&mut self) {
        let connection = self.connection.as_mut();
        if let Some(test) = connection.and_then(|connection| connection.test.as_mut()) {
            test.complete = false;
        }
    }

    /// The test's connection has ended, its work `done` or not.
    pub(super) fn test_connection_ended(&mut self, test: CommunicationTest, done: bool) {
        // Elsewhere it checks the configuration only.
        let operational = self.state() == DeviceState::Operational;
        self.test_ended(done && (test.complete || !operational));
    }

    pub(super) fn test_ended(&mut self, passed: bool) {
        let time = self.now();
        if let Some(record) = &mut self.record {
            record.last_test = Some(TestResult { time, passed });
            self.changed = true;
        }
        self.raise(EventKind::TestEnded { passed });
    }
}
