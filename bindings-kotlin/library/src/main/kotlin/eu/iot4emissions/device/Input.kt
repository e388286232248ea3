package eu.iot4emissions.device

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.inputFromJson
import eu.iot4emissions.internal.inputToJson
import eu.iot4emissions.message.RegistrationRequest
import eu.iot4emissions.obfcm.Values
import eu.iot4emissions.privacy.hideVins

/**
 * What happened, as the driver tells the device: plain values, which can be written down and
 * replayed (P-6.1). Any input is welcome in any state: what does not fit changes nothing.
 */
public sealed interface Input {
    /**
     * The JSON form: an object with the input's name as its one member, or that name where there is
     * nothing more to say. Bytes are arrays of numbers, times milliseconds or UNIX time in seconds,
     * quantities tenths. Not for logs: it bears VINs and the device's secret (P-1.5).
     */
    public fun toJson(): String = Native.call { inputToJson(toInternal()) }

    /**
     * Security assets and factory configuration are complete (T-1, P-6.3).
     *
     * Where the first [Output.Persist] after it fails, the device is in PreProvisioning again and
     * waits for no time: the driver has to repeat it (P-6.2). Repeated to a device that is
     * provisioned it changes nothing.
     *
     * @property provisioning the device's identity and factory configuration
     */
    public data class ProvisioningComplete(public val provisioning: Provisioning) : Input

    /**
     * What is stored is no record that this version can read, and the device begins anew from the
     * factory (P-6.2): said after [ProvisioningComplete], so that it stands in the log.
     *
     * @property fault what [OtaDevice.restore] found: [RecordFault.of]
     */
    public data class RecordUnreadable(public val fault: RecordFault) : Input

    /**
     * A new factory configuration, which the driver has authenticated (P-6.20). The configuration
     * in force stays.
     *
     * @property factory the factory configuration
     */
    public data class FactoryConfigured(public val factory: FactoryConfiguration) : Input

    /**
     * The certificate was renewed (P-6.20). With the same device ID the driver connects with the
     * new one from now on; with another one what the device has is erased, and it registers anew.
     *
     * @property device the device ID that the new certificate bears
     */
    public data class CertificateRenewed(public val device: DeviceId) : Input

    /**
     * The device has another ID for the Data Service, from a certificate of its own, as for a new
     * owner (P-1.7, P-6.24). What it has is erased, as it was acquired under the ID before, and it
     * registers again.
     *
     * @property pseudonym the ID, and the same sealed
     */
    public data class PseudonymRenewed(public val pseudonym: DataPseudonym) : Input

    /**
     * The device is to register again, at the broker that the configuration names (P-6.20): a
     * service has lost it.
     */
    public data object RegisterAgain : Input

    /**
     * The unit sits in another vehicle now: what it has is erased, and it registers again (P-6.20).
     */
    public data object VehicleChanged : Input

    /**
     * The vehicle's owner had erased what is stored of it: so is what the device has not sent, and
     * what it keeps to send again (P-6.23). Nothing else changes.
     */
    public data object DataErased : Input

    /**
     * The vehicle or the unit is scrapped: everything is erased (T-13, P-6.20). At the
     * [Output.Persist] that follows, [OtaDevice.record] is null: delete what is stored.
     */
    public data object Decommissioned : Input

    /** Time has passed, or the vehicle woke (P-6.1). */
    public data object Wake : Input

    /**
     * Whether the wall clock can be trusted (P-6.13). Until the driver says so, it cannot.
     *
     * @property trusted whether it can
     */
    public data class ClockTrusted(public val trusted: Boolean) : Input

    /**
     * Whether there is a network to connect by (P-6.21). A driver that never says it has every
     * attempt made at its time.
     *
     * @property available whether there is
     */
    public data class NetworkAvailable(public val available: Boolean) : Input

    /**
     * Whether the vehicle's control units are awake (P-6.21). A driver that never says it has them
     * asked at every acquisition's time.
     *
     * @property on whether they are
     */
    public data class Ignition(public val on: Boolean) : Input

    /**
     * The vehicle's answer to [Output.ReadVehicle] (P-6.3). Its [toString] hides the VIN.
     *
     * @property request the question's number, from [Output.ReadVehicle]
     * @property vehicle the VIN and the attributes
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class VehicleRead(
        public val request: Long,
        public val vehicle: RegistrationRequest,
    ) : Input {
        init {
            counted("request", request)
        }
    }

    /**
     * The vehicle gave no answer to [Output.ReadVehicle] (P-6.3).
     *
     * @property request the question's number
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class VehicleUnreadable(public val request: Long) : Input {
        init {
            counted("request", request)
        }
    }

    /**
     * The broker accepted the connection: CONNACK 0 (P-6.4).
     *
     * @property connection its number, from [Output.Connect]
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Connected(public val connection: Long) : Input {
        init {
            counted("connection", connection)
        }
    }

    /**
     * The connection ended without having been asked to, or was never established (P-6.4, P-6.8).
     *
     * @property connection its number, from [Output.Connect]
     * @property reason why
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Disconnected(
        public val connection: Long,
        public val reason: DisconnectReason,
    ) : Input {
        init {
            counted("connection", connection)
        }
    }

    /**
     * The broker accepted the subscription: SUBACK (P-6.4).
     *
     * @property connection the connection's number
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Subscribed(public val connection: Long) : Input {
        init {
            counted("connection", connection)
        }
    }

    /**
     * The broker refused the subscription: SUBACK (P-6.4).
     *
     * @property connection the connection's number
     * @property reason 0x80 in MQTT 3.1.1, and what MQTT 5 says
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class SubscribeRefused(
        public val connection: Long,
        public val reason: ReasonCode,
    ) : Input {
        init {
            counted("connection", connection)
        }
    }

    /**
     * A message arrived (P-3.6, P-6.4). Its [toString] hides VINs, and shows of the payload the
     * length alone.
     *
     * @property connection the connection's number
     * @property topic its topic name, as it came
     * @property payload its payload, as it came
     * @property retain its RETAIN flag: whether it is old news
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Message(
        public val connection: Long,
        public val topic: String,
        public val payload: Payload,
        public val retain: Boolean,
    ) : Input {
        init {
            counted("connection", connection)
        }

        override fun toString(): String =
            "Message(connection=$connection, topic=${hideVins(topic)}, payload=$payload, retain=$retain)"
    }

    /**
     * The broker acknowledged a publish: PUBACK (P-6.6).
     *
     * @property connection the connection's number
     * @property publish the publish's number, from [Output.Publish]
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class PublishAcknowledged(
        public val connection: Long,
        public val publish: Long,
    ) : Input {
        init {
            counted("connection", connection)
            counted("publish", publish)
        }
    }

    /**
     * The broker answered a publish with a reason other than success (P-6.18): MQTT 5 only, as MQTT
     * 3.1.1 has no word for it.
     *
     * @property connection the connection's number
     * @property publish the publish's number, from [Output.Publish]
     * @property reason why
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class PublishRefused(
        public val connection: Long,
        public val publish: Long,
        public val reason: ReasonCode,
    ) : Input {
        init {
            counted("connection", connection)
            counted("publish", publish)
        }
    }

    /**
     * The OBFCM device's answer to [Output.Acquire] (P-6.13).
     *
     * @property request the question's number, from [Output.Acquire]
     * @property values what the counters showed
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Acquired(public val request: Long, public val values: Values) : Input {
        init {
            counted("request", request)
        }
    }

    /**
     * The OBFCM device gave no answer to [Output.Acquire] (P-6.13).
     *
     * @property request the question's number
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class AcquisitionFailed(public val request: Long) : Input {
        init {
            counted("request", request)
        }
    }

    /**
     * The last [Output.Persist] was carried out: what it asked for is durable (P-6.2). What follows
     * it is given out only now.
     *
     * @property bytes how many bytes were written for it, for the daily cap (P-6.19)
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Persisted(public val bytes: Long) : Input {
        init {
            counted("bytes", bytes)
        }
    }

    /**
     * The last [Output.Persist] could not be carried out (P-6.2). The device tries again by itself,
     * but for the very first one: see [ProvisioningComplete].
     */
    public data object PersistFailed : Input

    /** Somebody asks for the status (T-10); [Output.Status] answers. */
    public data object StatusQuery : Input

    /** Somebody asks for a communication test (T-11, P-6.15). */
    public data object CommunicationTest : Input

    public companion object {
        /**
         * The input of this JSON form, as [toJson] writes it: a trace can be replayed, also one that
         * another language has written (P-6.1).
         *
         * @throws JsonFormException for any other text
         */
        @JvmStatic
        public fun fromJson(text: String): Input = Native.call { inputFromJson(text) }.toFacade()
    }
}
