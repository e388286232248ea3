package eu.iot4emissions.device

import eu.iot4emissions.ClosedException
import eu.iot4emissions.Native
import eu.iot4emissions.RecordException
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.delivery.toInternal
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.internal.otaDeviceRestoreLast
import eu.iot4emissions.message.ConfigurationStatus
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.obfcm.Snapshot
import eu.iot4emissions.obfcm.toFacade
import java.util.Collections

/**
 * An OTA device (P-6, JRC127600 §1.3, §4.2): a state machine without I/O, clock and randomness. The
 * same inputs give the same outputs (P-6.1).
 *
 * Say what happened by [handle], then carry out what it gives, in order. Where the list ends in
 * [Output.Persist], store [record] and say [Input.Persisted] or [Input.PersistFailed], which gives
 * the rest; nothing that follows from a record is given out before it is stored (P-6.2). Where it
 * ends in [Output.Wait], nothing is to be done before the next input.
 *
 * Several threads may call one device: the calls are carried out one after the other. It holds
 * memory outside the JVM's, which [close] gives back at once, and otherwise the garbage collector
 * some time. Each function and property but [close] and [toString] throws [ClosedException] after
 * [close].
 *
 * A device in PreProvisioning is made by the constructor; [restore] goes on from what is stored.
 */
@Suppress("TooManyFunctions")
public class OtaDevice private constructor(private val held: eu.iot4emissions.internal.OtaDevice) :
    AutoCloseable {
    @Volatile
    private var closed = false

    /** A device in PreProvisioning. */
    public constructor() : this(Native.call { eu.iot4emissions.internal.OtaDevice() })

    /**
     * Takes in what happened at [now], and gives what is to be done: up to the first [Output.Persist],
     * which the driver has to answer before it gets the rest, or else up to an [Output.Wait]. While
     * such an answer is owing it is an [Output.Wait] alone (P-6.2).
     *
     * Both in one piece: no other thread's input comes between them. Any input is welcome in any
     * state: what does not fit changes nothing.
     */
    public fun handle(now: Now, input: Input): List<Output> {
        val (moment, happened) = now.toInternal() to input.toInternal()
        val outputs = open { it.takeIn(moment, happened) }
        return Collections.unmodifiableList(outputs.map { it.toFacade() })
    }

    /** Takes in what happened at [now], as [handle] does; [pollOutput] gives what is to be done. */
    public fun handleInput(now: Now, input: Input) {
        val (moment, happened) = now.toInternal() to input.toInternal()
        open { it.handleInput(moment, happened) }
    }

    /**
     * The next thing to do; [Output.Wait] when there is none before the next input, such as
     * [Input.Persisted] after an [Output.Persist].
     */
    public fun pollOutput(): Output = open { it.pollOutput() }.toFacade()

    /**
     * What must survive power loss, which [Output.Persist] asks to store: bytes for [restore], or to
     * be appended for [restoreLast], without a VIN (P-6.2, P-6.3). Null in PreProvisioning, when there
     * is nothing to remember: after [Input.Decommissioned], delete what is stored.
     */
    public fun record(): ByteArray? = open { it.record() }

    /** The status, as [Input.StatusQuery] is answered (T-10). */
    public fun status(): Status = open { it.status() }.toFacade()

    /** The state (JRC127600 §1.3.2). */
    public val state: DeviceState get() = open { it.state() }.toFacade()

    /**
     * The device ID, which is the MQTT client ID, at both brokers unless there is a [dataPseudonym];
     * null in PreProvisioning.
     */
    public val deviceId: DeviceId? get() = open { it.device() }?.let { DeviceId(it) }

    /** The ID for the Data Service's broker, where it is another one (P-1.7). */
    public val dataPseudonym: DataPseudonym? get() = open { it.dataPseudonym() }?.toFacade()

    /** The ID that the certificate for a broker has to bear (P-1.7); null in PreProvisioning. */
    public fun deviceIdAt(broker: BrokerRole): DeviceId? =
        open { it.deviceAt(broker.toInternal()) }?.let { DeviceId(it) }

    /** The factory configuration (P-6.3); null in PreProvisioning. */
    public val factory: FactoryConfiguration? get() = open { it.factory() }?.toFacade()

    /** The configuration in force; null for the factory's (P-6.8). */
    public val configuration: ConfigurationStatus? get() = open { it.configuration() }?.toFacade()

    /** The snapshots not yet acknowledged, oldest first (P-6.6). */
    public val pending: List<Snapshot>
        get() = Collections.unmodifiableList(open { it.pending() }.map { it.toFacade() })

    /** The snapshots that are set aside, in the order in which they were (P-6.13, P-6.18). */
    public val setAside: List<SnapshotSetAside>
        get() = Collections.unmodifiableList(
            open { it.setAside() }
                .map { SnapshotSetAside(it.snapshot.toFacade(), it.reason.toFacade()) },
        )

    /** When each schedule is due next (P-6.11). */
    public val due: DueTimes get() = open { it.due() }.toFacade()

    /** What became of the snapshots (P-6.16), as in [status]. */
    public val accounts: Accounts get() = status().accounts

    /** The event log, oldest first (P-6.16), as in [status]. */
    public val events: List<LoggedEvent> get() = status().events

    /**
     * Whether both are in the same state of everything; then they go on alike (P-6.1). [equals] asks
     * whether they are one.
     */
    public fun isSameAs(other: OtaDevice): Boolean =
        open { own -> other.open { others -> own.isEqual(others) } }

    /** A device of its own in the same state of everything. */
    public fun copy(): OtaDevice = OtaDevice(open { it.twin() })

    /**
     * Gives back what the device holds; the second time it does nothing. A call of another thread
     * that has begun is carried out to its end.
     */
    override fun close() {
        closed = true
        held.close()
    }

    override fun toString(): String = try {
        val (id, state) = deviceId to state.text
        if (id == null) "OtaDevice($state)" else "OtaDevice($id: $state)"
    } catch (_: ClosedException) {
        "OtaDevice(closed)"
    }

    /** Half of the check is [held]'s: another thread may close the device at any moment. */
    private inline fun <T> open(block: (eu.iot4emissions.internal.OtaDevice) -> T): T {
        if (closed) {
            throw ClosedException(NAME)
        }
        return try {
            Native.call { block(held) }
        } catch (error: IllegalStateException) {
            throw if (closed && error.cause == null) ClosedException(NAME) else error
        }
    }

    public companion object {
        private const val NAME = "OTA device"

        /**
         * The device whose [record] the bytes are, as after a lost connection (P-6.2). What is said
         * of clock, network and ignition has to be said anew, and the monotonic clock may begin anew.
         *
         * @throws RecordException where the bytes are no record, were damaged since, come from a
         *   later version in another form, or do not fit each other: begin anew from the factory, and
         *   say so with [Input.RecordUnreadable]
         */
        @JvmStatic
        public fun restore(record: ByteArray): OtaDevice =
            OtaDevice(Native.call { eu.iot4emissions.internal.OtaDevice.restore(record) })

        /**
         * The device of the last intact record of those that were appended one behind the other
         * (P-6.2).
         *
         * @throws RecordException as [restore] does, where not even the first one is intact
         */
        @JvmStatic
        public fun restoreLast(records: ByteArray): RestoredDevice {
            val restored = Native.call { otaDeviceRestoreLast(records) }
            return RestoredDevice(OtaDevice(restored.device), restored.end.toInt())
        }
    }
}

/**
 * What [OtaDevice.restoreLast] found.
 *
 * @property device the device
 * @property end where its record ends, in bytes: what follows, such as one whose writing was cut
 *   short, is to be cut off before the next is appended
 */
public data class RestoredDevice(public val device: OtaDevice, public val end: Int)

/**
 * A snapshot that is set aside (P-6.13, P-6.18).
 *
 * @property snapshot the snapshot
 * @property reason why
 */
public data class SnapshotSetAside(
    public val snapshot: Snapshot,
    public val reason: SetAsideReason,
)
