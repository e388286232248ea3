package eu.iot4emissions.device

import eu.iot4emissions.HostException
import eu.iot4emissions.Native
import eu.iot4emissions.internal.hostCheck
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.message.toInternal
import eu.iot4emissions.schedule.Schedule
import java.util.Collections

/**
 * The factory configuration (P-6.3, JRC127600 §4.2.1.1); its version counts as 0 (P-6.8). A new one
 * may replace it in the field (P-6.20): [Input.FactoryConfigured].
 *
 * @property registrationMqtt the Registration Service's broker
 * @property obfcmDataMqtt the Data Service's broker
 * @property permittedDomains the domains that a configuration's endpoints may lie in: hosts and
 *   everything below them, IP addresses only by themselves; an empty list permits none (P-6.8)
 * @property configCheckFrequency when to look for a configuration where the one in force gives no
 *   further time (JRC127600 §2.2.2)
 * @property settings how the device behaves
 */
@ConsistentCopyVisibility
public data class FactoryConfiguration private constructor(
    public val registrationMqtt: Endpoint,
    public val obfcmDataMqtt: Endpoint,
    public val permittedDomains: List<String>,
    public val configCheckFrequency: Schedule,
    public val settings: Settings,
) {
    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal fun of(factory: eu.iot4emissions.internal.FactoryConfiguration) =
            FactoryConfiguration(
                factory.registrationMqtt.toFacade(),
                factory.obfcmDataMqtt.toFacade(),
                Collections.unmodifiableList(factory.permittedDomains),
                Schedule.of(factory.configCheckFrequency),
                factory.settings.toFacade(),
            )

        /**
         * The factory configuration of these parts.
         *
         * @throws HostException if one of the domains is no host
         */
        @JvmStatic
        @JvmOverloads
        public fun of(
            registrationMqtt: Endpoint,
            obfcmDataMqtt: Endpoint,
            permittedDomains: List<String>,
            configCheckFrequency: Schedule,
            settings: Settings = Settings.DEFAULT,
        ): FactoryConfiguration {
            val domains = ArrayList(permittedDomains)
            Native.call { domains.forEach(::hostCheck) }
            return FactoryConfiguration(
                registrationMqtt, obfcmDataMqtt, Collections.unmodifiableList(domains),
                configCheckFrequency, settings,
            )
        }
    }
}

internal fun FactoryConfiguration.toInternal() =
    eu.iot4emissions.internal.FactoryConfiguration(
        registrationMqtt.toInternal(), obfcmDataMqtt.toInternal(), permittedDomains,
        configCheckFrequency.text, settings.toInternal(),
    )

internal fun eu.iot4emissions.internal.FactoryConfiguration.toFacade() =
    FactoryConfiguration.of(this)
