//! What the Data Service answers (P-5.51, P-7.5, P-7.6).

use serde::{Deserialize, Serialize};

use super::Sequence;

/// The answer to a call. Only an applied one took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
#[must_use]
pub enum Answer {
    /// It holds now. The configuration of the record, where there is one now, is to be
    /// published, retained, before the answer is given: a call that is repeated because
    /// its answer was lost finds the broker in order as well.
    Applied,
    /// A later call came before it (P-5.51).
    Overtaken {
        /// The number of the last call that the Data Service knows.
        last: Sequence,
    },
    /// Another call with the same number came before it (P-5.51): whoever numbers the
    /// calls has forgotten that one.
    Contradiction {
        /// The number of the last call that the Data Service knows.
        last: Sequence,
    },
    /// Its number is more than [`Sequence::LARGEST_STEP`] above the last one's (P-5.51).
    TooFar {
        /// The number of the last call that the Data Service knows, 0 where it knows none.
        last: Sequence,
    },
    /// The device was never introduced, or the Data Service has forgotten that it was
    /// (P-5.51, P-7.11).
    NotIntroduced,
    /// The ID under which the Data Service is to know the device cannot be opened, or another
    /// device has it (P-7.16). The device is not introduced.
    DataDeviceRefused,
    /// The device is not cleared: there is no version of a configuration left by which it
    /// could be told so (P-7.6).
    VersionsExhausted,
}

impl Answer {
    /// The last number that the Data Service knows, where the call's did not fit it: the
    /// call is to be made again with the next one (P-5.51).
    #[must_use]
    pub const fn last(self) -> Option<Sequence> {
        match self {
            Self::Overtaken { last } | Self::Contradiction { last } | Self::TooFar { last } => {
                Some(last)
            }
            Self::Applied
            | Self::NotIntroduced
            | Self::DataDeviceRefused
            | Self::VersionsExhausted => None,
        }
    }
}
