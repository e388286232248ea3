//! How a message is read, and what reading gives.

use super::{Deviation, DeviationCounts};

/// How a payload is read (P-5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Only the forms that the library itself writes; white space, member order
    /// and escapes are free.
    Strict,
    /// Also the forms of the report's own tables and boxes, each reported as a
    /// [`Deviation`]: the default for receivers.
    #[default]
    Tolerant,
}

/// How payloads are read: by which profile, and whether `null` is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DecodeOptions {
    /// Which forms are accepted (P-5.2).
    pub profile: Profile,
    /// Whether a member that is `null` counts as one that is not there, as data frames and
    /// structs of message brokers write what is absent: a deviation, `null-member`.
    /// Otherwise `null` is always wrong (P-5.3), and no device may write it.
    pub null_is_absent: bool,
}

impl From<Profile> for DecodeOptions {
    fn from(profile: Profile) -> Self {
        Self {
            profile,
            null_is_absent: false,
        }
    }
}

/// A message and how its payload deviated from the canonical forms.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decoded<M> {
    /// The message.
    pub message: M,
    /// The deviations in the order in which they were met, the first 64 of them; none in
    /// [`Profile::Strict`] (P-5.2).
    pub deviations: Vec<Deviation>,
    /// How many there are of each code, listed or not.
    pub counts: DeviationCounts,
}

impl<M> Decoded<M> {
    /// The same deviations with another message.
    pub fn map<N>(self, f: impl FnOnce(M) -> N) -> Decoded<N> {
        Decoded {
            message: f(self.message),
            deviations: self.deviations,
            counts: self.counts,
        }
    }
}
