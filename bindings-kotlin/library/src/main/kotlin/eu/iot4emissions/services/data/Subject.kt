package eu.iot4emissions.services.data

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.DataDeviceParts
import eu.iot4emissions.internal.SubjectParts
import eu.iot4emissions.services.call.Answer
import eu.iot4emissions.services.call.toFacade

/**
 * What is stored that a call may be about (P-7.16).
 *
 * @property named what is stored under the ID that the call names: a device that both services know
 *   by one ID, or a tombstone
 * @property linked the record of the device that the ID is linked to: a service finds it by a keyed
 *   hash of the ID that the call names, so that nobody joins the two who has its files and not its
 *   key
 * @property dataDevice the device ID in the introduction
 */
public data class Known @JvmOverloads constructor(
    public val named: DeviceEntry? = null,
    public val linked: DeviceRecord? = null,
    public val dataDevice: DataDevice = DataDevice.Absent,
)

/** The device ID that an introduction brings sealed (P-1.7, P-7.16). */
public sealed interface DataDevice {
    /** There is none: both services know the device by one ID, or it is no introduction. */
    public data object Absent : DataDevice

    /** It cannot be opened. */
    public data object Unopened : DataDevice

    /**
     * It was opened.
     *
     * @property device the ID
     * @property known whether there is a record under this ID
     */
    public data class Opened @JvmOverloads constructor(
        public val device: DeviceId,
        public val known: Boolean = false,
    ) : DataDevice
}

/** What a call is about, or what it is answered (P-7.16). */
public sealed interface Subject {
    /**
     * It is about this device.
     *
     * @property device the device, under the Data Service's ID: [answer] goes by what is stored of
     *   it
     * @property link whether the link is to be stored, once the call is applied; false where it
     *   stands already, or none is needed
     * @property replaced the device that is replaced, where it has another ID now: [retire] it once
     *   the call is applied, and no link leads to it any more
     */
    public data class Found(
        public val device: DeviceId,
        public val link: Boolean,
        public val replaced: DeviceId?,
    ) : Subject

    /**
     * The call takes no effect.
     *
     * @property answer what it is answered
     */
    public data class Answered(public val answer: Answer) : Subject
}

internal fun DataDevice.toInternal(): DataDeviceParts = when (this) {
    DataDevice.Absent -> DataDeviceParts.Absent
    DataDevice.Unopened -> DataDeviceParts.Unopened
    is DataDevice.Opened -> DataDeviceParts.Opened(device.text, known)
}

internal fun SubjectParts.toFacade(): Subject = when (this) {
    is SubjectParts.Found -> Subject.Found(DeviceId(device), link, replaced?.let { DeviceId(it) })
    is SubjectParts.Answered -> Subject.Answered(answer.toFacade())
}
