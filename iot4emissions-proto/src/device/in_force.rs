//! The configuration in force, with the bytes that the service writes it in.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::message::ConfigurationStatus;

/// A configuration and its canonical bytes (P-5.1). Nearly every payload that a device
/// finds on its ConfigServer topic is these bytes: then it need not be read, which
/// takes longer than all else that a device does in a year.
///
/// Both are made together and never changed, so the bytes always are the
/// configuration's. They follow from it, so neither equality nor hash looks at them.
pub(super) struct InForce {
    status: ConfigurationStatus,
    canonical: Box<[u8]>,
}

impl InForce {
    pub(super) fn new(status: ConfigurationStatus) -> Self {
        let canonical = status.to_canonical().into();
        Self { status, canonical }
    }

    /// Whether `payload` is this configuration in its canonical bytes: all of them are
    /// compared, so no other payload is taken for it.
    pub(super) fn is_written_as(&self, payload: &[u8]) -> bool {
        *self.canonical == *payload
    }
}

impl Deref for InForce {
    type Target = ConfigurationStatus;

    fn deref(&self) -> &ConfigurationStatus {
        &self.status
    }
}

/// As the configuration alone: the bytes are written anew where it is read.
impl Serialize for InForce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.status.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for InForce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ConfigurationStatus::deserialize(deserializer).map(Self::new)
    }
}

impl PartialEq for InForce {
    fn eq(&self, other: &Self) -> bool {
        self.status == other.status
    }
}

impl Eq for InForce {}

impl Hash for InForce {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.status.hash(state);
    }
}

impl fmt::Debug for InForce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.status.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Profile;

    #[test]
    fn p_6_8_its_own_bytes_and_no_others_are_recognised() {
        let box_3 = include_bytes!("../../tests/boxes/box_3.json");
        let decoded = ConfigurationStatus::decode(box_3, Profile::Tolerant);
        let status = decoded.unwrap().message;
        let canonical = status.to_canonical();
        let in_force = InForce::new(status.clone());
        assert!(in_force.is_written_as(&canonical));
        let more = [canonical.as_slice(), b" "].concat();
        assert!(!in_force.is_written_as(&more));
        for length in 0..canonical.len() {
            assert!(!in_force.is_written_as(&canonical[..length]));
            let mut other = canonical.clone();
            other[length] ^= 1;
            assert!(!in_force.is_written_as(&other), "{length}");
        }
        // What is recognised would have been read as an equal configuration.
        let read = ConfigurationStatus::decode(&canonical, Profile::Tolerant).unwrap();
        assert_eq!(read.message, status);
    }
}
