package eu.iot4emissions.device

import eu.iot4emissions.delivery.toFacade
import eu.iot4emissions.delivery.toInternal
import eu.iot4emissions.toWholeUnixSeconds
import eu.iot4emissions.internal.EventKind as Kind

internal fun EventKind.toInternal(): Kind = when (this) {
    is EventKind.StateChanged -> Kind.StateChanged(from.toInternal(), to.toInternal())
    is EventKind.ConnectionFailed ->
        Kind.ConnectionFailed(broker.toInternal(), reason.toInternal())
    is EventKind.ConnectionLost -> Kind.ConnectionLost(broker.toInternal(), reason.toInternal())
    is EventKind.SubscriptionRefused ->
        Kind.SubscriptionRefused(broker.toInternal(), reason.toInternal())
    EventKind.RegistrationRefused -> Kind.RegistrationRefused
    EventKind.RegistrationUnanswered -> Kind.RegistrationUnanswered
    EventKind.VehicleUnreadable -> Kind.VehicleUnreadable
    EventKind.VehicleRefused -> Kind.VehicleRefused
    is EventKind.RequestRefused -> Kind.RequestRefused(reason.toInternal())
    EventKind.NoConfiguration -> Kind.NoConfiguration
    is EventKind.MessageUnreadable -> Kind.MessageUnreadable(broker.toInternal())
    is EventKind.ConfigurationApplied -> Kind.ConfigurationApplied(u32(version))
    is EventKind.ConfigurationRefused ->
        Kind.ConfigurationRefused(u32(version), reason.toInternal())
    is EventKind.EndpointSwitched -> Kind.EndpointSwitched(broker.toInternal(), fallback)
    EventKind.AcquisitionFailed -> Kind.AcquisitionFailed
    is EventKind.SnapshotNotLater -> Kind.SnapshotNotLater(newest.toWholeUnixSeconds())
    is EventKind.SnapshotEvicted -> Kind.SnapshotEvicted(acquired.toWholeUnixSeconds())
    is EventKind.SnapshotsErased -> Kind.SnapshotsErased(u32(count))
    is EventKind.SnapshotsSetAside -> Kind.SnapshotsSetAside(u32(count), reason.toInternal())
    is EventKind.SnapshotsReadmitted -> Kind.SnapshotsReadmitted(u32(count))
    EventKind.TransferUnacknowledged -> Kind.TransferUnacknowledged
    is EventKind.TransferRefused -> Kind.TransferRefused(reason.toInternal())
    EventKind.PayloadLimitTooSmall -> Kind.PayloadLimitTooSmall
    EventKind.PersistFailed -> Kind.PersistFailed
    is EventKind.ClockWentBack -> Kind.ClockWentBack(before.toWholeUnixSeconds())
    EventKind.ClockNotTrusted -> Kind.ClockNotTrusted
    EventKind.ClockTooEarly -> Kind.ClockTooEarly
    is EventKind.DailyCapReached -> Kind.DailyCapReached(cap.toInternal())
    is EventKind.RecordUnreadable -> Kind.RecordUnreadable(fault.toInternal())
    EventKind.FactoryConfigured -> Kind.FactoryConfigured
    is EventKind.CertificateRenewed -> Kind.CertificateRenewed(otherDevice)
    EventKind.VehicleChanged -> Kind.VehicleChanged
    EventKind.PseudonymRenewed -> Kind.PseudonymRenewed
    is EventKind.TestEnded -> Kind.TestEnded(passed)
}

internal fun Kind.toFacade(): EventKind = when (this) {
    is Kind.StateChanged -> EventKind.StateChanged(from.toFacade(), to.toFacade())
    is Kind.ConnectionFailed -> EventKind.ConnectionFailed(broker.toFacade(), reason.toFacade())
    is Kind.ConnectionLost -> EventKind.ConnectionLost(broker.toFacade(), reason.toFacade())
    is Kind.SubscriptionRefused ->
        EventKind.SubscriptionRefused(broker.toFacade(), reason.toReasonCode())
    Kind.RegistrationRefused -> EventKind.RegistrationRefused
    Kind.RegistrationUnanswered -> EventKind.RegistrationUnanswered
    Kind.VehicleUnreadable -> EventKind.VehicleUnreadable
    Kind.VehicleRefused -> EventKind.VehicleRefused
    is Kind.RequestRefused -> EventKind.RequestRefused(reason.toReasonCode())
    Kind.NoConfiguration -> EventKind.NoConfiguration
    is Kind.MessageUnreadable -> EventKind.MessageUnreadable(broker.toFacade())
    is Kind.ConfigurationApplied -> EventKind.ConfigurationApplied(version.toLong())
    is Kind.ConfigurationRefused ->
        EventKind.ConfigurationRefused(version.toLong(), reason.toFacade())
    is Kind.EndpointSwitched -> EventKind.EndpointSwitched(broker.toFacade(), fallback)
    Kind.AcquisitionFailed -> EventKind.AcquisitionFailed
    is Kind.SnapshotNotLater -> EventKind.SnapshotNotLater(newest.toTime())
    is Kind.SnapshotEvicted -> EventKind.SnapshotEvicted(acquired.toTime())
    is Kind.SnapshotsErased -> EventKind.SnapshotsErased(count.toLong())
    is Kind.SnapshotsSetAside -> EventKind.SnapshotsSetAside(count.toLong(), reason.toFacade())
    is Kind.SnapshotsReadmitted -> EventKind.SnapshotsReadmitted(count.toLong())
    Kind.TransferUnacknowledged -> EventKind.TransferUnacknowledged
    is Kind.TransferRefused -> EventKind.TransferRefused(reason.toReasonCode())
    Kind.PayloadLimitTooSmall -> EventKind.PayloadLimitTooSmall
    Kind.PersistFailed -> EventKind.PersistFailed
    is Kind.ClockWentBack -> EventKind.ClockWentBack(before.toTime())
    Kind.ClockNotTrusted -> EventKind.ClockNotTrusted
    Kind.ClockTooEarly -> EventKind.ClockTooEarly
    is Kind.DailyCapReached -> EventKind.DailyCapReached(cap.toFacade())
    is Kind.RecordUnreadable -> EventKind.RecordUnreadable(error.toFacade())
    Kind.FactoryConfigured -> EventKind.FactoryConfigured
    is Kind.CertificateRenewed -> EventKind.CertificateRenewed(otherDevice)
    Kind.VehicleChanged -> EventKind.VehicleChanged
    Kind.PseudonymRenewed -> EventKind.PseudonymRenewed
    is Kind.TestEnded -> EventKind.TestEnded(passed)
}
