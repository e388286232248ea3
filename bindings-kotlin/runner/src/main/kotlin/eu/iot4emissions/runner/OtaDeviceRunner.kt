package eu.iot4emissions.runner

import eu.iot4emissions.device.Event
import eu.iot4emissions.device.Input
import eu.iot4emissions.device.OtaDevice
import eu.iot4emissions.device.Provisioning
import eu.iot4emissions.device.Status
import java.io.IOException
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.withContext

/**
 * An OTA device that lives: its connections, its record, its vehicle and its clocks, around the
 * state machine of [OtaDevice] (P-6).
 *
 * [run] it in a coroutine whose cancellation ends it. Say what holds outside by [clockTrusted],
 * [network] and [ignition], at any time: without a trusted clock a device acquires nothing (P-6.13).
 * What happens is in [status] and [events]. All functions may be called from any thread.
 *
 * Cancelled, it loses nothing: a record that is being stored is stored to its end, the connection
 * is closed with DISCONNECT, and what was acknowledged on it is stored. Killed, it goes on from
 * what was stored last; what was sent and not acknowledged is sent again, which the Data Service
 * stores once (P-6.6, P-7.7).
 *
 * @param provisioning what the device is: by the certificate and the factory as they are now. A
 *   device whose record has others is told (P-6.20): another factory configuration, another device
 *   ID or another data ID. The secret counts only where there is no record that can be read
 * @param transport its way to the brokers
 * @param store where its record is
 * @param vehicle what answers its questions
 * @param clock both clocks
 * @param onFailure told of what failed outside of the device, for a log; it must not throw
 */
public class OtaDeviceRunner @JvmOverloads constructor(
    provisioning: Provisioning,
    transport: MqttTransport,
    store: RecordStore,
    vehicle: Vehicle,
    clock: RunnerClock = RunnerClock.SYSTEM,
    onFailure: (RunnerFailure) -> Unit = {},
) {
    private val parts = Parts(provisioning, transport, store, vehicle, clock, onFailure)
    private val running = AtomicBoolean(false)
    private val conditions = MutableStateFlow(Conditions())
    private val told = Channel<Told>(Channel.RENDEZVOUS) { it.done?.completeExceptionally(RunnerEndedException()) }
    private val shown = MutableStateFlow(OtaDevice().use { it.status() })
    private val raised = MutableSharedFlow<Event>(0, EVENTS, BufferOverflow.DROP_OLDEST)

    /** The device's status after each input (T-10, P-6.22); before [run] that of a new device. */
    public val status: StateFlow<Status> = shown.asStateFlow()

    /**
     * What the device tells other control units, as it happens (T-9). Who collects too slowly misses
     * some; [Status.events] has all kinds, counted.
     */
    public val events: SharedFlow<Event> = raised.asSharedFlow()

    /**
     * Lives until it is cancelled. A runner that ended may run again.
     *
     * @throws IOException where the store cannot tell whether there is a record; to begin anew would
     *   lose one
     * @throws IllegalStateException where it runs already
     */
    public suspend fun run() {
        check(running.compareAndSet(false, true)) { "expected a runner that does not run, found one that does" }
        try {
            // Everything of the device on one thread at a time: no other lock is needed.
            val thread = Dispatchers.Default.limitedParallelism(1)
            withContext(thread) { DeviceActor(parts, conditions, told, shown, raised, thread).run() }
        } finally {
            running.set(false)
        }
    }

    /** Whether the wall clock can be trusted (P-6.13). Until this says so, it cannot. */
    public fun clockTrusted(trusted: Boolean): Unit = conditions.update { it.copy(clockTrusted = trusted) }

    /** Whether there is a network to connect by (P-6.21). */
    public fun network(available: Boolean): Unit = conditions.update { it.copy(network = available) }

    /** Whether the vehicle's control units are awake (P-6.21). */
    public fun ignition(on: Boolean): Unit = conditions.update { it.copy(ignition = on) }

    /**
     * Asks for an OTA Communication Test (T-11, P-6.15). Its result is [Status.lastTest].
     *
     * @throws NotStoredException where that cannot be stored
     * @throws RunnerEndedException where the runner ended meanwhile
     */
    public suspend fun communicationTest() {
        tell(Input.CommunicationTest)
    }

    /**
     * The status, asked of the device (T-10).
     *
     * @throws RunnerEndedException where the runner ended meanwhile
     */
    public suspend fun queryStatus(): Status = ask(Input.StatusQuery) ?: status.value

    /**
     * Tells the device what an authenticated party ordered or the vehicle found, such as
     * [Input.FactoryConfigured], [Input.RegisterAgain] or [Input.Decommissioned] (P-6.20). Suspends
     * until the runner runs and the device has taken it in; what it stored because of it is durable
     * then.
     *
     * @throws IllegalArgumentException for what the runner itself tells the device, as of its
     *   connections
     * @throws NotStoredException where it could not be stored: the device knows nothing of it
     * @throws RunnerEndedException where the runner ended meanwhile
     */
    public suspend fun tell(input: Input) {
        require(input.fromOutside()) {
            "expected an input that comes from outside of the runner, found ${input.javaClass.simpleName}"
        }
        ask(input)
    }

    private suspend fun ask(input: Input): Status? {
        val done = CompletableDeferred<Status?>()
        told.send(Told(input, done))
        return done.await()
    }

    private companion object {
        const val EVENTS = 256
    }
}

private fun Input.fromOutside(): Boolean = when (this) {
    is Input.CertificateRenewed, Input.CommunicationTest, Input.DataErased, Input.Decommissioned,
    is Input.FactoryConfigured, is Input.ProvisioningComplete, is Input.PseudonymRenewed,
    Input.RegisterAgain, Input.StatusQuery, Input.VehicleChanged, Input.Wake,
    -> true
    else -> false
}
