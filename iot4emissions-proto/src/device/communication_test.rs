//! OTA Communication Test (P-6.15, T-11, JRC127600 Table 1 and Annex 1).

use super::DeviceState;
use super::event::EventKind;
use super::provisioned::Provisioned;
use super::state::{Trigger, transition};
use super::status::TestResult;

/// A communication test that waits for its connection, or has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CommunicationTest {
    /// Whether nothing that it does in Operational has failed so far.
    complete: bool,
}

impl Provisioned {
    /// An immediate connection; in Operational it acquires, too.
    pub(super) fn request_test(&mut self) {
        if transition(self.record.state, Trigger::TestRequested).is_none() {
            self.raise(EventKind::TestEnded { passed: false });
            return;
        }
        if !self.acquisition.is_running() {
            self.acquire(0);
        }
        let acquires = self.record.state == DeviceState::Operational;
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
        let operational = self.record.state == DeviceState::Operational;
        self.test_ended(done && (test.complete || !operational));
    }

    pub(super) fn test_ended(&mut self, passed: bool) {
        let time = self.now();
        self.record.edit().last_test = Some(TestResult { time, passed });
        self.raise(EventKind::TestEnded { passed });
    }
}
