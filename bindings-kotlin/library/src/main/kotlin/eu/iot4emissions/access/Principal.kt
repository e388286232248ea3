package eu.iot4emissions.access

import eu.iot4emissions.DeviceIdException
import eu.iot4emissions.Native
import eu.iot4emissions.delivery.Party
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.Service
import eu.iot4emissions.identity.ServiceNames
import eu.iot4emissions.identity.toInternal
import eu.iot4emissions.internal.principalFromName

/**
 * Who is at the other end of a connection, by its certificate's common name: a device or one of
 * the two services.
 *
 * Clauses: P-1.1 to P-1.3, P-2.4; JRC127600 §4.3.
 *
 * @property party the kind of client that it is
 */
public sealed class Principal(public val party: Party) {
    /** The name by which brokers of services with the default names know the principal. */
    public fun name(): String = name(ServiceNames.DEFAULT)

    /** The name by which brokers know the principal, where the services have these [services] names. */
    public abstract fun name(services: ServiceNames): String

    /**
     * An OTA device (P-1.1).
     *
     * @property id its ID (P-2.1)
     */
    public data class Device(public val id: DeviceId) : Principal(Party.DEVICE) {
        override fun name(services: ServiceNames): String = id.text
    }

    /** The OTA Registration Service (P-1.2). */
    public data object RegistrationService : Principal(Party.REGISTRATION_SERVICE) {
        override fun name(services: ServiceNames): String = services.name(Service.REGISTRATION)
    }

    /** The OBFCM Data Service (P-1.3). */
    public data object DataService : Principal(Party.DATA_SERVICE) {
        override fun name(services: ServiceNames): String = services.name(Service.DATA)
    }

    public companion object {
        /**
         * The principal that bears [name]: a service if it is one of [services], otherwise a
         * device. The default names stay reserved where an operator chose others (P-2.4).
         *
         * @throws DeviceIdException if the name is neither
         */
        @JvmStatic
        @JvmOverloads
        public fun fromName(
            name: String,
            services: ServiceNames = ServiceNames.DEFAULT,
        ): Principal = Native.call { principalFromName(name, services.toInternal()) }.toFacade()
    }
}

internal fun Principal.toInternal(): eu.iot4emissions.internal.Principal = when (this) {
    is Principal.Device -> eu.iot4emissions.internal.Principal.Device(id.text)
    Principal.RegistrationService -> eu.iot4emissions.internal.Principal.RegistrationService
    Principal.DataService -> eu.iot4emissions.internal.Principal.DataService
}

private fun eu.iot4emissions.internal.Principal.toFacade(): Principal = when (this) {
    is eu.iot4emissions.internal.Principal.Device -> Principal.Device(DeviceId(v1))
    eu.iot4emissions.internal.Principal.RegistrationService -> Principal.RegistrationService
    eu.iot4emissions.internal.Principal.DataService -> Principal.DataService
}
