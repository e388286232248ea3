//! A record that notes its own change, so that no change is left unstored by oversight
//! (P-6.2).

use std::ops::Deref;

use super::record::Record;

/// The record, to be read as it is, and changed in two ways only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Tracked {
    record: Record,
    changed: bool,
}

impl Tracked {
    pub(super) const fn new(record: Record) -> Self {
        Self {
            record,
            changed: false,
        }
    }

    /// To change what must survive power loss.
    pub(super) fn edit(&mut self) -> &mut Record {
        self.changed = true;
        &mut self.record
    }

    /// To change what is worth keeping, but not worth storing by itself: events, counters,
    /// times of successes. It is stored with the next change.
    pub(super) fn note(&mut self) -> &mut Record {
        &mut self.record
    }

    /// Whether it was changed since the last question.
    pub(super) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// What was changed is not worth another attempt to store it.
    pub(super) fn forget_change(&mut self) {
        self.changed = false;
    }

    /// The record as it was, in place of the present one.
    pub(super) fn roll_back(&mut self, record: &Record) {
        self.record.clone_from(record);
        self.changed = false;
    }
}

impl Deref for Tracked {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}
