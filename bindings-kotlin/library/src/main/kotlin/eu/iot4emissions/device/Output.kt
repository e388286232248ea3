package eu.iot4emissions.device

import eu.iot4emissions.JsonFormException
import eu.iot4emissions.Native
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.outputFromJson
import eu.iot4emissions.internal.outputToJson
import eu.iot4emissions.internal.waitDurationFrom
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.topic.Topic
import java.time.Duration
import java.time.Instant

/**
 * What is to be done, in the order in which it is given out (P-6.2): plain values, which can be
 * written down and compared.
 */
public sealed interface Output {
    /**
     * The JSON form, as [Input.toJson] describes it; the payload of a [Publish] is a text. Not for
     * logs: a Registration Request bears a VIN (P-1.5).
     *
     * @throws JsonFormException if the payload of a [Publish] is not in UTF-8, which no device gives
     *   out
     */
    public fun toJson(): String = Native.call { outputToJson(toInternal()) }

    /**
     * Store [OtaDevice.record] durably, and say [Input.Persisted] when it is, or
     * [Input.PersistFailed]: nothing else is given out before (P-6.2). Where it is null, delete
     * what is stored.
     */
    public data object Persist : Output

    /**
     * Read VIN and attributes from the vehicle, and answer with [Input.VehicleRead] or
     * [Input.VehicleUnreadable] (P-6.3).
     *
     * @property request the question's number, to be repeated with the answer
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class ReadVehicle(public val request: Long) : Output {
        init {
            counted("request", request)
        }
    }

    /**
     * Connect to a broker over mutually authenticated TLS, with the certificate that bears
     * [device]: MQTT, client ID = [device], clean session, no will, no user name (P-3.9).
     *
     * @property connection the connection's number, which what happens on it is reported with
     * @property broker which broker it is
     * @property endpoint where it listens
     * @property device the device ID there: the same at both brokers unless there are two
     *   pseudonyms (P-1.7)
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Connect(
        public val connection: Long,
        public val broker: BrokerRole,
        public val endpoint: Endpoint,
        public val device: DeviceId,
    ) : Output {
        init {
            counted("connection", connection)
        }
    }

    /**
     * Subscribe the topic with QoS 1, and answer with [Input.Subscribed] or
     * [Input.SubscribeRefused] (P-6.4).
     *
     * @property connection the connection's number
     * @property topic the topic, which is its own filter
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Subscribe(public val connection: Long, public val topic: Topic) : Output {
        init {
            counted("connection", connection)
        }
    }

    /**
     * Publish with QoS 1, not retained, DUP = 0, and answer with [Input.PublishAcknowledged] or
     * [Input.PublishRefused] (P-6.6). Its [toString] shows of the payload the length alone: a
     * Registration Request bears a VIN.
     *
     * @property connection the connection's number
     * @property publish the publish's number, to be repeated with the PUBACK
     * @property topic the topic
     * @property payload the bytes to send: JSON in UTF-8 (P-5.1)
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Publish(
        public val connection: Long,
        public val publish: Long,
        public val topic: Topic,
        public val payload: Payload,
    ) : Output {
        init {
            counted("connection", connection)
            counted("publish", publish)
        }
    }

    /**
     * Disconnect. What still arrives on that connection may be reported (P-6.5).
     *
     * @property connection the connection's number
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Disconnect(public val connection: Long) : Output {
        init {
            counted("connection", connection)
        }
    }

    /**
     * Read the OBFCM device, and answer with [Input.Acquired] or [Input.AcquisitionFailed]
     * (P-6.13).
     *
     * @property request the question's number, to be repeated with the answer
     * @throws IllegalArgumentException if a number is not within 0 to 4294967295
     */
    public data class Acquire(public val request: Long) : Output {
        init {
            counted("request", request)
        }
    }

    /**
     * Tell other control units (T-9, Device Status Push).
     *
     * @property event what happened
     */
    public data class Notify(public val event: Event) : Output

    /**
     * The answer to a status query (T-10, Device Status Pull).
     *
     * @property status the status
     */
    public data class Status(public val status: eu.iot4emissions.device.Status) : Output

    /**
     * The configuration changed (P-6.9): reboot, or restore the device from its record in its
     * place. One that does neither goes on all the same.
     */
    public data object Restart : Output

    /**
     * Nothing more is to be done before the next input; say [Input.Wake] when either time has come
     * (P-6.1). Each is on its own clock (P-6.17); too early or too often does no harm.
     *
     * @property timeout a time-out or the end of a back-off, on the monotonic clock: since its
     *   beginning, as in [Now]; a timer of the running unit
     * @property alarm what a schedule says, on the wall clock: an alarm may wake a sleeping unit for
     *   it
     * @throws eu.iot4emissions.TimeException for times that [Now] cannot have
     */
    public data class Wait(public val timeout: Duration?, public val alarm: Instant?) : Output {
        init {
            timeout?.millis()
            alarm?.millis()
        }

        /**
         * How long it is from [now], if no clock is set meanwhile; null where only an input can
         * bring something about.
         */
        public fun durationFrom(now: Now): Duration? =
            Native.call { waitDurationFrom(toInternal(), now.toInternal()) }
    }

    public companion object {
        /**
         * The output of this JSON form, as [toJson] writes it (P-6.1).
         *
         * @throws JsonFormException for any other text, and for times beyond those of [Instant]
         */
        @JvmStatic
        public fun fromJson(text: String): Output {
            val read = Native.call { outputFromJson(text) }
            val output = read.toFacade()
            if (output.toInternal() != read) {
                throw JsonFormException("expected an output with times up to ${Instant.MAX}, found later ones", "")
            }
            return output
        }
    }
}
