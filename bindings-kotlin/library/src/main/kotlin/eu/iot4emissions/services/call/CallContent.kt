package eu.iot4emissions.services.call

import eu.iot4emissions.identity.SealedDeviceId
import eu.iot4emissions.services.clearance.SuspensionReason
import eu.iot4emissions.services.clearance.toFacade
import eu.iot4emissions.services.clearance.toInternal
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.toFacade
import eu.iot4emissions.vehicle.toInternal
import eu.iot4emissions.internal.CallContent as InternalCallContent

/** What a call tells (P-5.51). */
public sealed interface CallContent {
    /** Whether a new segment of the device's data begins by it (P-7.13). */
    public val beginsSegment: Boolean get() = false

    /**
     * The device has registered (P-7.1).
     *
     * @property attributes its vehicle's attributes
     * @property dataDevice the ID under which the Data Service is to know the device, where it is
     *   another one: as the device sent it, sealed (P-1.7)
     */
    public data class Introduced @JvmOverloads constructor(
        public val attributes: VehicleInfo,
        public val dataDevice: SealedDeviceId? = null,
    ) : CallContent

    /**
     * The device may send (P-7.4).
     *
     * @property newSegment whether a new segment of its data begins (P-7.13)
     */
    public data class Cleared @JvmOverloads constructor(
        public val newSegment: Boolean = false,
    ) : CallContent {
        override val beginsSegment: Boolean get() = newSegment
    }

    /**
     * The device may not send (P-7.4).
     *
     * @property reason why
     * @property newSegment whether a new segment of its data begins (P-7.13)
     */
    public data class Suspended @JvmOverloads constructor(
        public val reason: SuspensionReason,
        public val newSegment: Boolean = false,
    ) : CallContent {
        override val beginsSegment: Boolean get() = newSegment
    }

    /** All that is stored of the device is to be erased (P-7.14). */
    public data object Forgotten : CallContent
}

internal fun CallContent.toInternal(): InternalCallContent = when (this) {
    is CallContent.Introduced ->
        InternalCallContent.Introduced(attributes.toInternal(), dataDevice?.text)
    is CallContent.Cleared -> InternalCallContent.Cleared(newSegment)
    is CallContent.Suspended -> InternalCallContent.Suspended(reason.toInternal(), newSegment)
    CallContent.Forgotten -> InternalCallContent.Forgotten
}

internal fun InternalCallContent.toFacade(): CallContent = when (this) {
    is InternalCallContent.Introduced ->
        CallContent.Introduced(attributes.toFacade(), dataDevice?.let { SealedDeviceId(it) })
    is InternalCallContent.Cleared -> CallContent.Cleared(newSegment)
    is InternalCallContent.Suspended -> CallContent.Suspended(reason.toFacade(), newSegment)
    is InternalCallContent.Forgotten -> CallContent.Forgotten
}
