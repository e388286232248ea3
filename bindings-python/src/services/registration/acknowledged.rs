//! What the Data Service is known to hold of a device's clearance (P-7.4, P-7.6, P-7.11).

use iot4emissions_proto::services::registration as core;

use crate::services::call::Introduced;
use crate::services::clearance::{Cleared, Suspended};
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.services.registration";
    /// Nothing is known of what the Data Service holds: one of the services has lost records
    /// (P-7.11).
    ///
    /// >>> Nothing()
    /// Nothing()
    Nothing {}

    /// The device may not send, and never again: no version of a configuration is left to
    /// clear it with (P-7.6).
    ///
    /// >>> NoVersionLeft()
    /// NoVersionLeft()
    NoVersionLeft {}
}

variants! {
    /// What the Data Service is known to hold of a device's clearance.
    #[derive(Clone, PartialEq, Eq, Hash)]
    AcknowledgedClearance(core::AcknowledgedClearance) "iot4emissions.services.registration" "AcknowledgedClearance",
    "what the Data Service is known to hold, such as Nothing()":
    Nothing: Nothing {}
    Introduced: Introduced {}
    Cleared: Cleared {}
    Suspended: Suspended { reason: 0 }
    NoVersionLeft: NoVersionLeft {}
}
