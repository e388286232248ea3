//! What the driver says of network and vehicle (P-6.21): attempts are made only when they
//! can succeed.

use super::acquisition::Acquisition;
use super::provisioned::Provisioned;

/// What the driver has said in this life of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Presence {
    /// Whether there is a network.
    pub(super) network: Option<bool>,
    /// Whether the control units are awake.
    pub(super) ignition: Option<bool>,
    /// Whether the last connection failed for want of a network.
    pub(super) missed_network: bool,
}

impl Presence {
    /// Whether a connection can be tried with a chance.
    pub(super) fn may_connect(&self) -> bool {
        self.network != Some(false)
    }

    /// Whether the OBFCM device can be asked with a chance.
    pub(super) fn may_acquire(&self) -> bool {
        self.ignition != Some(false)
    }
}

impl Provisioned {
    /// What failed for want of a network only is tried at once when there is one again; the
    /// daily cap stays (P-6.19).
    pub(super) fn network_available(&mut self, available: bool) {
        let came = available && self.presence.network != Some(true);
        self.presence.network = Some(available);
        if came && std::mem::take(&mut self.presence.missed_network) {
            self.retry_at = None;
        }
    }

    /// An OBFCM device that slept may answer now.
    pub(super) fn ignition(&mut self, on: bool) {
        let came = on && self.presence.ignition != Some(true);
        self.presence.ignition = Some(on);
        if came && !self.acquisition.is_running() {
            self.acquisition = Acquisition::READY;
        }
    }
}
