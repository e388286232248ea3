package eu.iot4emissions.message

import eu.iot4emissions.ConfigurationException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.configurationVersionCheck
import eu.iot4emissions.schedule.Schedule

/**
 * How a device is to work: where it connects, and when it acquires, transfers and looks for a new
 * configuration (P-5.31 to P-5.33, JRC127600 Table 6).
 *
 * @property registrationMqtt where the Registration Service's broker listens
 * @property obfcmDataMqtt where the Data Service's broker listens
 * @property acquireFrequency when snapshots are taken
 * @property transferFrequency when they are sent
 * @property configCheckFrequency when the device looks for a new configuration
 * @property version 1 to 4294967295; a device takes a configuration of a later version only
 *   (P-5.32)
 */
@ConsistentCopyVisibility
public data class Configuration private constructor(
    public val registrationMqtt: Endpoint,
    public val obfcmDataMqtt: Endpoint,
    public val acquireFrequency: Schedule,
    public val transferFrequency: Schedule,
    public val configCheckFrequency: Schedule,
    public val version: Long,
) {
    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(
            registrationMqtt: Endpoint,
            obfcmDataMqtt: Endpoint,
            acquireFrequency: Schedule,
            transferFrequency: Schedule,
            configCheckFrequency: Schedule,
            version: Long,
        ): Configuration = Configuration(
            registrationMqtt, obfcmDataMqtt, acquireFrequency, transferFrequency,
            configCheckFrequency, version,
        )

        /**
         * The configuration of these parts.
         *
         * @throws ConfigurationException if the version is none
         */
        @JvmStatic
        @Suppress("LongParameterList")
        public fun of(
            registrationMqtt: Endpoint,
            obfcmDataMqtt: Endpoint,
            acquireFrequency: Schedule,
            transferFrequency: Schedule,
            configCheckFrequency: Schedule,
            version: Long,
        ): Configuration {
            Native.call { configurationVersionCheck(version) }
            return Configuration(
                registrationMqtt, obfcmDataMqtt, acquireFrequency, transferFrequency,
                configCheckFrequency, version,
            )
        }
    }
}

internal fun Configuration.toInternal() = eu.iot4emissions.internal.Configuration(
    registrationMqtt.toInternal(),
    obfcmDataMqtt.toInternal(),
    acquireFrequency.text,
    transferFrequency.text,
    configCheckFrequency.text,
    version.toUInt(),
)

internal fun eu.iot4emissions.internal.Configuration.toFacade() = Configuration(
    registrationMqtt.toFacade(),
    obfcmDataMqtt.toFacade(),
    Schedule.of(acquireFrequency),
    Schedule.of(transferFrequency),
    Schedule.of(configCheckFrequency),
    version.toLong(),
)
