package eu.iot4emissions.device

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.message.toInternal
import eu.iot4emissions.obfcm.toFacade
import eu.iot4emissions.obfcm.toInternal
import eu.iot4emissions.internal.Input as Taken

internal fun Input.toInternal(): Taken = when (this) {
    is Input.ProvisioningComplete -> Taken.ProvisioningComplete(provisioning.toInternal())
    is Input.RecordUnreadable -> Taken.RecordUnreadable(fault.toInternal())
    is Input.FactoryConfigured -> Taken.FactoryConfigured(factory.toInternal())
    is Input.CertificateRenewed -> Taken.CertificateRenewed(device.text)
    is Input.PseudonymRenewed -> Taken.PseudonymRenewed(pseudonym.toInternal())
    Input.RegisterAgain -> Taken.RegisterAgain
    Input.VehicleChanged -> Taken.VehicleChanged
    Input.DataErased -> Taken.DataErased
    Input.Decommissioned -> Taken.Decommissioned
    Input.Wake -> Taken.Wake
    is Input.ClockTrusted -> Taken.ClockTrusted(trusted)
    is Input.NetworkAvailable -> Taken.NetworkAvailable(available)
    is Input.Ignition -> Taken.Ignition(on)
    is Input.VehicleRead -> Taken.VehicleRead(u32(request), vehicle.toInternal())
    is Input.VehicleUnreadable -> Taken.VehicleUnreadable(u32(request))
    is Input.Connected -> Taken.Connected(u32(connection))
    is Input.Disconnected -> Taken.Disconnected(u32(connection), reason.toInternal())
    is Input.Subscribed -> Taken.Subscribed(u32(connection))
    is Input.SubscribeRefused -> Taken.SubscribeRefused(u32(connection), reason.toInternal())
    is Input.Message -> Taken.Message(u32(connection), topic, payload.bytes(), retain)
    is Input.PublishAcknowledged -> Taken.PublishAcknowledged(u32(connection), u32(publish))
    is Input.PublishRefused ->
        Taken.PublishRefused(u32(connection), u32(publish), reason.toInternal())
    is Input.Acquired -> Taken.Acquired(u32(request), values.toInternal())
    is Input.AcquisitionFailed -> Taken.AcquisitionFailed(u32(request))
    is Input.Persisted -> Taken.Persisted(u32(bytes))
    Input.PersistFailed -> Taken.PersistFailed
    Input.StatusQuery -> Taken.StatusQuery
    Input.CommunicationTest -> Taken.CommunicationTest
}

internal fun Taken.toFacade(): Input = when (this) {
    is Taken.ProvisioningComplete -> Input.ProvisioningComplete(v1.toFacade())
    is Taken.RecordUnreadable -> Input.RecordUnreadable(v1.toFacade())
    is Taken.FactoryConfigured -> Input.FactoryConfigured(v1.toFacade())
    is Taken.CertificateRenewed -> Input.CertificateRenewed(DeviceId(device))
    is Taken.PseudonymRenewed -> Input.PseudonymRenewed(v1.toFacade())
    Taken.RegisterAgain -> Input.RegisterAgain
    Taken.VehicleChanged -> Input.VehicleChanged
    Taken.DataErased -> Input.DataErased
    Taken.Decommissioned -> Input.Decommissioned
    Taken.Wake -> Input.Wake
    is Taken.ClockTrusted -> Input.ClockTrusted(trusted)
    is Taken.NetworkAvailable -> Input.NetworkAvailable(available)
    is Taken.Ignition -> Input.Ignition(on)
    is Taken.VehicleRead -> Input.VehicleRead(request.toLong(), vehicle.toFacade())
    is Taken.VehicleUnreadable -> Input.VehicleUnreadable(request.toLong())
    is Taken.Connected -> Input.Connected(connection.toLong())
    is Taken.Disconnected -> Input.Disconnected(connection.toLong(), reason.toFacade())
    is Taken.Subscribed -> Input.Subscribed(connection.toLong())
    is Taken.SubscribeRefused ->
        Input.SubscribeRefused(connection.toLong(), reason.toReasonCode())
    is Taken.Message -> Input.Message(connection.toLong(), topic, Payload.owning(payload), retain)
    is Taken.PublishAcknowledged ->
        Input.PublishAcknowledged(connection.toLong(), publish.toLong())
    is Taken.PublishRefused ->
        Input.PublishRefused(connection.toLong(), publish.toLong(), reason.toReasonCode())
    is Taken.Acquired -> Input.Acquired(request.toLong(), values.toFacade())
    is Taken.AcquisitionFailed -> Input.AcquisitionFailed(request.toLong())
    is Taken.Persisted -> Input.Persisted(bytes.toLong())
    Taken.PersistFailed -> Input.PersistFailed
    Taken.StatusQuery -> Input.StatusQuery
    Taken.CommunicationTest -> Input.CommunicationTest
}
