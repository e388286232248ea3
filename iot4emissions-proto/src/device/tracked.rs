//! A record that notes its own change, so that no change is left unstored by oversight
//! (P-6.2).

use std::ops::Deref;

use super::record::Record;

/// The record, to be read as it is, and changed in three ways only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Tracked {
    record: Record,
    changed: bool,
    /// Whether something was changed that is to be stored no later than it is settled.
    deferred: bool,
}

impl Tracked {
    pub(super) const fn new(record: Record) -> Self {
        Self {
            record,
            changed: false,
            deferred: false,
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

    /// To change what may be stored together with what follows, and no later than
    /// [`settle`](Self::settle) says.
    pub(super) fn defer(&mut self) -> &mut Record {
        self.deferred = true;
        &mut self.record
    }

    /// What was deferred is to be stored now.
    pub(super) fn settle(&mut self) {
        self.changed |= self.deferred;
    }

    /// Whether it was changed since the last question: then all of it is stored.
    pub(super) fn take_changed(&mut self) -> bool {
        self.deferred &= !self.changed;
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
        self.deferred = false;
    }
}

impl Deref for Tracked {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::super::settings::{FactoryConfiguration, Provisioning, Settings};
    use super::*;
    use crate::identity::DeviceSecret;
    use crate::message::Endpoint;

    fn tracked() -> Tracked {
        let endpoint = || Endpoint {
            host: "broker.example.eu".parse().unwrap(),
            port: NonZeroU16::MIN,
        };
        Tracked::new(Record::new(Provisioning {
            data_pseudonym: None,
            device: "vehicle-7".parse().unwrap(),
            secret: DeviceSecret::new([7; 16]).unwrap(),
            factory: FactoryConfiguration {
                registration_mqtt: endpoint(),
                obfcm_data_mqtt: endpoint(),
                permitted_domains: Vec::new(),
                config_check_frequency: "0 0 3 * * ?".parse().unwrap(),
                settings: Settings::default(),
            },
        }))
    }

    #[test]
    fn p_6_6_what_was_deferred_is_stored_once_when_it_is_settled() {
        let mut record = tracked();
        record.settle();
        assert!(!record.take_changed());
        record.defer();
        assert!(!record.take_changed());
        record.settle();
        assert!(record.take_changed());
        record.settle();
        assert!(!record.take_changed());
    }

    #[test]
    fn p_6_6_what_was_deferred_is_stored_with_another_change() {
        let mut record = tracked();
        record.defer();
        record.edit();
        assert!(record.take_changed());
        record.settle();
        assert!(!record.take_changed());
    }

    #[test]
    fn p_6_2_what_never_happened_is_not_settled() {
        let mut record = tracked();
        let before = (*record).clone();
        record.defer().request_anew = true;
        record.roll_back(&before);
        record.settle();
        assert!(!record.take_changed());
        assert!(!record.request_anew);
    }
}
