package eu.iot4emissions.services.data

import eu.iot4emissions.ConfigurationException
import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.configurationParametersFromJson
import eu.iot4emissions.internal.configurationParametersToJson
import eu.iot4emissions.internal.configurationVersionCheck
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.message.toInternal
import eu.iot4emissions.schedule.Schedule
import eu.iot4emissions.internal.ConfigurationParameters as InternalParameters

/**
 * What an operator configures devices with (P-5.31): state and version come from each device's
 * record.
 *
 * @property registrationMqtt the Registration Service's broker
 * @property obfcmDataMqtt the Data Service's broker
 * @property acquireFrequency when to take a snapshot
 * @property transferFrequency when to transfer the snapshots
 * @property configCheckFrequency when to look for a new configuration
 * @property firstVersion the least version that is issued, 1 to 4294967295: after a loss of data,
 *   one above the highest ever issued (P-7.6)
 */
@ConsistentCopyVisibility
public data class ConfigurationParameters private constructor(
    public val registrationMqtt: Endpoint,
    public val obfcmDataMqtt: Endpoint,
    public val acquireFrequency: Schedule,
    public val transferFrequency: Schedule,
    public val configCheckFrequency: Schedule,
    public val firstVersion: Long,
) {
    /** The JSON form (P-5.31). */
    public fun toJson(): String = Native.call { configurationParametersToJson(toInternal()) }

    public companion object {
        /**
         * These parameters.
         *
         * @throws ConfigurationException if [firstVersion] is no version
         */
        @JvmStatic
        @Suppress("LongParameterList")
        public fun of(
            registrationMqtt: Endpoint,
            obfcmDataMqtt: Endpoint,
            acquireFrequency: Schedule,
            transferFrequency: Schedule,
            configCheckFrequency: Schedule,
            firstVersion: Long,
        ): ConfigurationParameters {
            Native.call { configurationVersionCheck(firstVersion) }
            return ConfigurationParameters(
                registrationMqtt, obfcmDataMqtt, acquireFrequency, transferFrequency,
                configCheckFrequency, firstVersion,
            )
        }

        /**
         * The parameters of this JSON form.
         *
         * @throws JsonFormException for any other text; its path says where
         */
        @JvmStatic
        public fun fromJson(text: String): ConfigurationParameters {
            val read = Native.call { configurationParametersFromJson(text) }
            return ConfigurationParameters(
                read.registrationMqtt.toFacade(),
                read.obfcmDataMqtt.toFacade(),
                Schedule.of(read.acquireFrequency),
                Schedule.of(read.transferFrequency),
                Schedule.of(read.configCheckFrequency),
                read.firstVersion.toLong(),
            )
        }
    }
}

internal fun ConfigurationParameters.toInternal() = InternalParameters(
    registrationMqtt.toInternal(),
    obfcmDataMqtt.toInternal(),
    acquireFrequency.text,
    transferFrequency.text,
    configCheckFrequency.text,
    firstVersion.toUInt(),
)
