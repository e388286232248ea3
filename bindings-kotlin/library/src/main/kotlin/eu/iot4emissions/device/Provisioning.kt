package eu.iot4emissions.device

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.identity.SealedDeviceId

/**
 * What makes a device Provisioned (T-1, P-6.3). Its [toString] hides the secret.
 *
 * @property device the device ID, read from the certificate (P-2.2)
 * @property secret what keys its spread and its back-off (P-6.12, P-6.14): drawn for this device
 *   alone, and anew whenever it is provisioned
 * @property factory the factory configuration
 * @property dataPseudonym another ID for the Data Service, from a certificate of its own; null
 *   where both services know the device by one ID, as in the report (P-1.7)
 */
public data class Provisioning @JvmOverloads constructor(
    public val device: DeviceId,
    public val secret: DeviceSecret,
    public val factory: FactoryConfiguration,
    public val dataPseudonym: DataPseudonym? = null,
)

/**
 * The ID under which the Data Service knows a device that the Registration Service knows by another
 * one (P-1.7).
 *
 * @property device the device ID, read from the certificate for the Data Service's broker (P-2.2)
 * @property sealed the same, sealed for the Data Service: it goes with the Registration Request
 */
public data class DataPseudonym(
    public val device: DeviceId,
    public val sealed: SealedDeviceId,
)

internal fun Provisioning.toInternal() = eu.iot4emissions.internal.Provisioning(
    device.text, dataPseudonym?.toInternal(), secret.toByteArray(), factory.toInternal(),
)

internal fun eu.iot4emissions.internal.Provisioning.toFacade() = Provisioning(
    DeviceId(device), DeviceSecret.of(secret), factory.toFacade(), dataPseudonym?.toFacade(),
)

internal fun DataPseudonym.toInternal() =
    eu.iot4emissions.internal.DataPseudonym(device.text, sealed.text)

internal fun eu.iot4emissions.internal.DataPseudonym.toFacade() =
    DataPseudonym(DeviceId(device), SealedDeviceId(sealed))
