//! What goes wrong in fifteen years, and how often it did: a mishap that never happened
//! proves nothing, so one without a count fails the run.

/// A mishap, or a change that a device has to live through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mishap {
    /// The receiver reported the year 2000, and the driver trusted it.
    ClockInYear2000,
    /// The receiver reported the year 2045, and the driver trusted it.
    ClockInYear2045,
    /// The clock crept back by less than an hour at a time, for days in all.
    ClockCreptBack,
    /// The clock ran ahead by hours, and was set right.
    ClockRanAhead,
    /// For weeks there was no time that could be trusted.
    ClockNeverTrusted,
    /// The monotonic clock began anew.
    Reboot,
    /// The unit rebooted again and again.
    RebootLoop,
    /// Power was lost while outputs were being carried out.
    PowerLossAtOutput,
    /// Power was lost while the record was being written, and the write was torn.
    TornWrite,
    /// Power was lost after the record was written and before the device heard of it.
    WriteNotHeardOf,
    /// The record could not be stored.
    PersistFailed,
    /// The stored record was damaged, and the device began anew from the factory.
    RecordDamaged,
    /// Firmware was rolled back: the record had fields and events of a later version.
    FirmwareRolledBack,
    /// A gap of coverage that the driver told the device of.
    GapTold,
    /// A gap of coverage that the device had to find out about.
    GapNotTold,
    /// A gap of coverage that the driver took for a name that was not found.
    GapMisreported,
    /// A connection was tried while the broker was down for weeks.
    BrokerDown,
    /// A connection was lost half-way.
    ConnectionLost,
    /// A PUBACK was lost after the data had arrived.
    PubackLost,
    /// A PUBACK came after the device had given up waiting.
    PubackLate,
    /// The broker refused a subscription.
    SubscriptionRefused,
    /// The broker had lost what it retains.
    RetainedLost,
    /// A payload was larger than the broker takes, and it closed the connection.
    PayloadTooLarge,
    /// The broker refused a payload by a reason code.
    PayloadRefused,
    /// A device went to a new broker.
    Migrated,
    /// A device tried a broker that had been switched off.
    OldBrokerGone,
    /// A device gave the new broker up for the one before.
    FellBack,
    /// A new factory configuration.
    FactoryRenewed,
    /// A renewed certificate with the same device ID.
    CertificateSameId,
    /// A renewed certificate with another device ID.
    CertificateOtherId,
    /// The order to register again.
    RegisteredAgain,
    /// The VIN belonged to another device for a while.
    VinTaken,
    /// The unit was put into another vehicle.
    UnitSwapped,
    /// The unit was scrapped.
    Decommissioned,
    /// The vehicle was scrapped, said the registrar.
    Scrapped,
    /// The vehicle was sold to an owner who did not consent, and perhaps did later.
    Sold,
    /// The vehicle was sold to an owner who consented at once.
    SoldWithConsent,
    /// The owner had erased what is stored of the vehicle.
    ErasedByOwner,
    /// The unit was told that its owner had its data erased.
    ErasedOnUnit,
    /// Something was erased at the Data Service that was stored there.
    ErasedAtService,
    /// A device that was forgotten sent something, which was ignored.
    IgnoredAsForgotten,
    /// Consent was withdrawn, and given again later.
    Withdrawn,
    /// An operator paused the collection.
    Paused,
    /// An operator changed the schedules.
    Reconfigured,
    /// The Data Service was restored from a backup.
    DataServiceRestored,
    /// The Registration Service was restored from a backup.
    RegistrationServiceRestored,
    /// The Data Service did not hear a call, or its answer was lost.
    CallLost,
    /// The control units slept when they were asked.
    AskedWhileAsleep,
    /// The device knew that the control units slept, and waited.
    SleepTold,
    /// The OBFCM device did not answer, or the vehicle did not say its VIN.
    VehicleSilent,
    /// Somebody asked for a communication test.
    Tested,
    /// A snapshot was lost to the storage bound.
    Evicted,
    /// A snapshot was set aside for its time.
    SetAsideForTime,
    /// A snapshot was set aside as the broker refused it alone.
    SetAsideAsRefused,
    /// Snapshots were pending again.
    Readmitted,
    /// The daily cap of connections was reached.
    ConnectionCapReached,
    /// The daily cap of bytes stored was reached.
    FlashCapReached,
}

impl Mishap {
    /// All mishaps.
    pub const ALL: [Self; 57] = [
        Self::ClockInYear2000,
        Self::ClockInYear2045,
        Self::ClockCreptBack,
        Self::ClockRanAhead,
        Self::ClockNeverTrusted,
        Self::Reboot,
        Self::RebootLoop,
        Self::PowerLossAtOutput,
        Self::TornWrite,
        Self::WriteNotHeardOf,
        Self::PersistFailed,
        Self::RecordDamaged,
        Self::FirmwareRolledBack,
        Self::GapTold,
        Self::GapNotTold,
        Self::GapMisreported,
        Self::BrokerDown,
        Self::ConnectionLost,
        Self::PubackLost,
        Self::PubackLate,
        Self::SubscriptionRefused,
        Self::RetainedLost,
        Self::PayloadTooLarge,
        Self::PayloadRefused,
        Self::Migrated,
        Self::OldBrokerGone,
        Self::FellBack,
        Self::FactoryRenewed,
        Self::CertificateSameId,
        Self::CertificateOtherId,
        Self::RegisteredAgain,
        Self::VinTaken,
        Self::UnitSwapped,
        Self::Decommissioned,
        Self::Scrapped,
        Self::Sold,
        Self::SoldWithConsent,
        Self::ErasedByOwner,
        Self::ErasedOnUnit,
        Self::ErasedAtService,
        Self::IgnoredAsForgotten,
        Self::Withdrawn,
        Self::Paused,
        Self::Reconfigured,
        Self::DataServiceRestored,
        Self::RegistrationServiceRestored,
        Self::CallLost,
        Self::AskedWhileAsleep,
        Self::SleepTold,
        Self::VehicleSilent,
        Self::Tested,
        Self::Evicted,
        Self::SetAsideForTime,
        Self::SetAsideAsRefused,
        Self::Readmitted,
        Self::ConnectionCapReached,
        Self::FlashCapReached,
    ];
}

/// How often each mishap happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MishapCounts([u64; Mishap::ALL.len()]);

impl Default for MishapCounts {
    fn default() -> Self {
        Self([0; Mishap::ALL.len()])
    }
}

impl MishapCounts {
    /// How often it happened.
    #[must_use]
    pub fn of(&self, mishap: Mishap) -> u64 {
        self.0[mishap as usize]
    }

    pub(crate) fn count(&mut self, mishap: Mishap) {
        self.0[mishap as usize] += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, count) in self.0.iter_mut().zip(other.0) {
            *sum += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mishap_has_its_place() {
        for (place, mishap) in Mishap::ALL.into_iter().enumerate() {
            assert_eq!(mishap as usize, place, "{mishap:?}");
        }
    }
}
