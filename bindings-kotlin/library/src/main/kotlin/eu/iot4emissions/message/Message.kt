package eu.iot4emissions.message

import eu.iot4emissions.DataTransferException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.SealedDeviceId
import eu.iot4emissions.internal.DataTransferParts
import eu.iot4emissions.internal.dataTransferCheck
import eu.iot4emissions.internal.messageEncode
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.toFacade
import eu.iot4emissions.obfcm.toInternal
import eu.iot4emissions.privacy.hideVins
import eu.iot4emissions.topic.TopicKind
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.Vin
import eu.iot4emissions.vehicle.toFacade
import eu.iot4emissions.vehicle.toInternal
import java.util.Collections

/** A message of the protocol (P-5). Read one by [Decoder]. */
public sealed interface Message {
    /** The topic family on which such a message is published. */
    public val topicKind: TopicKind

    /** The canonical payload: byte-stable JSON (P-5.1). */
    public fun encode(): ByteArray = Native.call { messageEncode(toInternal()) }
}

/**
 * A device registers (P-5.10, JRC127600 Table 4). Its [toString] hides the VIN.
 *
 * @property vin the vehicle's
 * @property vehicleInfo the vehicle's attributes
 * @property dataDevice the device's ID for the Data Service, sealed, where it has a second one
 *   (P-1.7)
 */
public data class RegistrationRequest @JvmOverloads constructor(
    public val vin: Vin,
    public val vehicleInfo: VehicleInfo,
    public val dataDevice: SealedDeviceId? = null,
) : Message {
    override val topicKind: TopicKind get() = TopicKind.REGISTER_DEVICE
}

/** What the Registration Service answers (P-5.20, JRC127600 Table 5). */
public sealed interface RegistrationStatus : Message {
    override val topicKind: TopicKind get() = TopicKind.REGISTER_SERVER

    /** The device is registered. */
    public data object Registered : RegistrationStatus

    /**
     * The device is not registered.
     *
     * @property text what was said in place of `error`, where a payload did (P-5.20); it is never
     *   written
     */
    public data class Error @JvmOverloads constructor(
        public val text: String? = null,
    ) : RegistrationStatus {
        /** Without VINs, which somebody's words may hold (P-1.5). */
        override fun toString(): String = "Error(text=${text?.let(::hideVins)})"
    }
}

/**
 * What the Data Service tells a device to do (P-5.30, JRC127600 Table 6).
 *
 * @property deviceState the state that the device is to be in
 * @property configuration how it is to work
 */
public data class ConfigurationStatus(
    public val deviceState: ConfiguredState,
    public val configuration: Configuration,
) : Message {
    override val topicKind: TopicKind get() = TopicKind.CONFIG_SERVER
}

/**
 * A device's snapshots (P-5.40, JRC127600 Table 7).
 *
 * @property snapshots at least one, strictly ascending by time
 */
@ConsistentCopyVisibility
public data class DataTransfer private constructor(
    public val snapshots: List<Snapshot>,
) : Message {
    override val topicKind: TopicKind get() = TopicKind.DATA_DEVICE

    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(snapshots: List<Snapshot>): DataTransfer =
            DataTransfer(snapshots)

        /**
         * The transfer of these snapshots.
         *
         * @throws DataTransferException if there is none, or they do not ascend
         */
        @JvmStatic
        public fun of(snapshots: List<Snapshot>): DataTransfer {
            val copy = Collections.unmodifiableList(ArrayList(snapshots))
            Native.call { dataTransferCheck(copy.map { it.toInternal() }) }
            return DataTransfer(copy)
        }
    }
}

internal fun Message.toInternal(): eu.iot4emissions.internal.Message = when (this) {
    is RegistrationRequest ->
        eu.iot4emissions.internal.Message.RegistrationRequest(toInternal())
    is RegistrationStatus ->
        eu.iot4emissions.internal.Message.RegistrationStatus(toInternal())
    is ConfigurationStatus ->
        eu.iot4emissions.internal.Message.ConfigurationStatus(toInternal())
    is DataTransfer ->
        eu.iot4emissions.internal.Message.DataTransfer(toInternal())
}

internal fun eu.iot4emissions.internal.Message.toFacade(): Message = when (this) {
    is eu.iot4emissions.internal.Message.RegistrationRequest -> v1.toFacade()
    is eu.iot4emissions.internal.Message.RegistrationStatus -> v1.toFacade()
    is eu.iot4emissions.internal.Message.ConfigurationStatus -> v1.toFacade()
    is eu.iot4emissions.internal.Message.DataTransfer -> v1.toFacade()
}

internal fun RegistrationRequest.toInternal() = eu.iot4emissions.internal.RegistrationRequest(
    vin.text, vehicleInfo.toInternal(), dataDevice?.text,
)

internal fun eu.iot4emissions.internal.RegistrationRequest.toFacade() = RegistrationRequest(
    Vin(vin), vehicleInfo.toFacade(), dataDevice?.let { SealedDeviceId(it) },
)

internal fun RegistrationStatus.toInternal(): eu.iot4emissions.internal.RegistrationStatus =
    when (this) {
        RegistrationStatus.Registered -> eu.iot4emissions.internal.RegistrationStatus.Registered
        is RegistrationStatus.Error -> eu.iot4emissions.internal.RegistrationStatus.Error(text)
    }

internal fun eu.iot4emissions.internal.RegistrationStatus.toFacade(): RegistrationStatus =
    when (this) {
        is eu.iot4emissions.internal.RegistrationStatus.Registered -> RegistrationStatus.Registered
        is eu.iot4emissions.internal.RegistrationStatus.Error -> RegistrationStatus.Error(text)
    }

internal fun ConfigurationStatus.toInternal() = eu.iot4emissions.internal.ConfigurationStatus(
    deviceState.toInternal(), configuration.toInternal(),
)

internal fun eu.iot4emissions.internal.ConfigurationStatus.toFacade() =
    ConfigurationStatus(deviceState.toFacade(), configuration.toFacade())

internal fun DataTransfer.toInternal() = DataTransferParts(snapshots.map { it.toInternal() })

internal fun DataTransferParts.toFacade() =
    DataTransfer(Collections.unmodifiableList(snapshots.map { it.toFacade() }))
