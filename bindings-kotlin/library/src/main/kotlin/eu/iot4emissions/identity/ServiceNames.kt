package eu.iot4emissions.identity

import eu.iot4emissions.DeviceIdException
import eu.iot4emissions.Native
import eu.iot4emissions.ServiceNamesException
import eu.iot4emissions.internal.ServiceNamesParts
import eu.iot4emissions.internal.serviceNamesAdmit
import eu.iot4emissions.internal.serviceNamesCheck
import eu.iot4emissions.internal.serviceNamesDefault
import eu.iot4emissions.internal.serviceNamesService

/**
 * The names by which the two services are known to the brokers: the common names of their
 * certificates. No device may bear them (P-2.4).
 *
 * Shape: that of a [DeviceId] (P-2.1), two different ones. The default names stay reserved
 * whatever an operator chooses.
 *
 * @property registration the principal name of the OTA Registration Service (P-1.2)
 * @property data the principal name of the OBFCM Data Service (P-1.3)
 */
@ConsistentCopyVisibility
public data class ServiceNames private constructor(
    public val registration: String,
    public val data: String,
) {
    /** The principal name of [service]. */
    public fun name(service: Service): String = when (service) {
        Service.REGISTRATION -> registration
        Service.DATA -> data
    }

    /** The service that bears [name], null if neither does. */
    public fun service(name: String): Service? =
        Native.call { serviceNamesService(toInternal(), name) }?.toFacade()

    /**
     * [device], if no service bears its ID (P-2.4).
     *
     * @throws DeviceIdException with code `reserved` if one does
     */
    public fun admit(device: DeviceId): DeviceId {
        Native.call { serviceNamesAdmit(toInternal(), device.text) }
        return device
    }

    public companion object {
        /** `ota-registration-service` and `obfcm-data-service`. */
        @JvmStatic
        public val DEFAULT: ServiceNames by lazy {
            val names = Native.call { serviceNamesDefault() }
            ServiceNames(names.registration, names.data)
        }

        /**
         * The names that an operator chose.
         *
         * @throws ServiceNamesException if one is no principal name, or both are the same
         */
        @JvmStatic
        public fun of(registration: String, data: String): ServiceNames {
            val names = ServiceNames(registration, data)
            Native.call { serviceNamesCheck(names.toInternal()) }
            return names
        }
    }
}

internal fun ServiceNames.toInternal() = ServiceNamesParts(registration, data)
