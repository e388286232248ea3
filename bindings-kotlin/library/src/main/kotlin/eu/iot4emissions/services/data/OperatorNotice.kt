package eu.iot4emissions.services.data

import eu.iot4emissions.ConfigurationException
import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.DataNotice
import eu.iot4emissions.internal.configurationVersionCheck
import eu.iot4emissions.internal.dataNoticeFromJson
import eu.iot4emissions.internal.dataNoticeToJson

/** What the Data Service's operator is told (P-7.12). Later releases may know more. */
public sealed interface OperatorNotice {
    /** The JSON form. */
    public fun toJson(): String = Native.call { dataNoticeToJson(toInternal()) }

    /**
     * A suspended device acquires and sends on: it has not got the configuration that suspends it,
     * refuses it, or its clock is ahead (P-7.12).
     *
     * @property device the device
     * @property version the version of the configuration that it does not obey, 1 to 4294967295
     * @throws ConfigurationException if the version is none
     */
    public data class StillSending(
        public val device: DeviceId,
        public val version: Long,
    ) : OperatorNotice {
        init {
            Native.call { configurationVersionCheck(version) }
        }
    }

    public companion object {
        /**
         * The notice of this JSON form.
         *
         * @throws JsonFormException for any other text, which it does not repeat
         */
        @JvmStatic
        public fun fromJson(text: String): OperatorNotice =
            Native.call { dataNoticeFromJson(text) }.toFacade()
    }
}

internal fun OperatorNotice.toInternal(): DataNotice = when (this) {
    is OperatorNotice.StillSending -> DataNotice.StillSending(device.text, version.toUInt())
}

internal fun DataNotice.toFacade(): OperatorNotice = when (this) {
    is DataNotice.StillSending -> OperatorNotice.StillSending(DeviceId(device), version.toLong())
}
