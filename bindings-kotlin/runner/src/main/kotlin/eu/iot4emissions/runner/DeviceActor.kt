package eu.iot4emissions.runner

import eu.iot4emissions.RecordException
import eu.iot4emissions.device.DisconnectReason
import eu.iot4emissions.device.Event
import eu.iot4emissions.device.Input
import eu.iot4emissions.device.OtaDevice
import eu.iot4emissions.device.Output
import eu.iot4emissions.device.Provisioning
import eu.iot4emissions.device.RecordFault
import eu.iot4emissions.device.Status
import java.io.IOException
import java.time.Duration
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.withContext

/** What a runner is made of. */
internal class Parts(
    val provisioning: Provisioning,
    val transport: MqttTransport,
    val store: RecordStore,
    val vehicle: Vehicle,
    val clock: RunnerClock,
    val onFailure: (RunnerFailure) -> Unit,
)

/**
 * Something that a device is told.
 *
 * @property done completed once it has taken it in, with the status where that was asked for
 * @property life which device it is meant for; null for any. What was meant for a device before a
 *   restart is lost with it (P-6.9)
 */
internal class Told(val input: Input, val done: CompletableDeferred<Status?>? = null, val life: Int? = null)

/** Owns the device: one input at a time, and all that follows from it, in order (P-6.2). */
@Suppress("TooManyFunctions")
internal class DeviceActor(
    private val parts: Parts,
    private val conditions: StateFlow<Conditions>,
    private val outside: ReceiveChannel<Told>,
    private val status: MutableStateFlow<Status>,
    private val events: MutableSharedFlow<Event>,
    thread: CoroutineDispatcher,
) {
    /** What connections and vehicle say; who has more to say waits. */
    private val inside = Channel<Told>(CAPACITY)

    /** Not the caller's children: at the end they are ended in order, not all at once. */
    private val work = SupervisorJob()
    private val scope = CoroutineScope(thread + work)

    private var device = OtaDevice()
    private var life = 0
    private var wait = Output.Wait(null, null)
    private var link: Link? = null
    private var reading: Job? = null
    private var watching: Job? = null
    private var restarting = false
    private var answer: Status? = null
    private var notStored: Exception? = null

    /** Until the first record is stored the device forgets that it was provisioned (P-6.2). */
    private var provisioned = true
    private var provisioningFailures = 0

    suspend fun run() {
        try {
            start()
            while (true) take(next())
        } finally {
            withContext(NonCancellable) {
                end()
                work.cancelAndJoin()
            }
            device.close()
        }
    }

    /** The device from what is stored, as after a reboot (P-6.9), or from the factory. */
    private suspend fun start() {
        val stored = withContext(Dispatchers.IO) { parts.store.read() }
        val unreadable = stored?.let { begin(it) }
        if (stored == null || unreadable != null) {
            begin(null)
            tellConditions()
            provisioned = false
            handle(Input.ProvisioningComplete(parts.provisioning))
            unreadable?.let { handle(Input.RecordUnreadable(RecordFault.of(it))) }
        } else {
            tellConditions()
            whatChanged().forEach { handle(it) }
        }
        handle(Input.Wake)
    }

    /** What holds outside, before the device decides anything; and from now on its changes. */
    private suspend fun tellConditions() {
        var known = conditions.value
        known.news(Conditions()).forEach { handle(it) }
        watching?.cancel()
        val mine = life
        watching = scope.launch {
            conditions.collect { now ->
                now.news(known).forEach { inside.send(Told(it, life = mine)) }
                known = now
            }
        }
    }

    /** Puts a device in the present one's place; why it cannot, where the record is none. */
    private fun begin(record: ByteArray?): RecordException? {
        val next = try {
            if (record == null) OtaDevice() else OtaDevice.restore(record)
        } catch (error: RecordException) {
            return error
        }
        device.close()
        device = next
        life += 1
        return null
    }

    /** What certificate and factory say, and the record does not (P-6.20, P-6.24). */
    private fun whatChanged(): List<Input> {
        val wanted = parts.provisioning
        return listOfNotNull(
            Input.FactoryConfigured(wanted.factory).takeIf { device.factory != wanted.factory },
            Input.CertificateRenewed(wanted.device).takeIf { device.deviceId != wanted.device },
            wanted.dataPseudonym?.takeIf { it != device.dataPseudonym }?.let { Input.PseudonymRenewed(it) },
        )
    }

    private suspend fun next(): Told = coroutineScope {
        val alarm = launch { parts.clock.sleep(wait) }
        try {
            select {
                inside.onReceive { it }
                outside.onReceive { it }
                alarm.onJoin { Told(Input.Wake) }
            }
        } finally {
            alarm.cancel()
        }
    }

    private suspend fun take(told: Told) {
        if (told.life != null && told.life != life) return
        try {
            notStored = null
            answer = null
            handle(told.input)
            val failure = notStored
            if (failure == null) told.done?.complete(answer) else told.done?.completeExceptionally(NotStoredException(failure))
        } finally {
            // After it was done this changes nothing.
            told.done?.completeExceptionally(RunnerEndedException())
        }
    }

    private suspend fun handle(input: Input) {
        val outputs = device.handle(parts.clock.now(), input)
        if (input is Input.ProvisioningComplete && outputs.lastOrNull() == Output.Persist) {
            // Until now it heard of the clock alone. What follows from the record waits; where there
            // is no network that is one attempt, which it gives up at once (P-6.21).
            conditions.value.news(Conditions()).forEach { device.handle(parts.clock.now(), it) }
        }
        follow(outputs, ::carryOut)
        status.value = device.status()
        if (restarting) restart()
    }

    /** All that follows, up to a Wait; what follows a Persist only once it is stored (P-6.2). */
    private suspend fun follow(first: List<Output>, each: (Output) -> Unit) {
        var outputs = first
        while (true) {
            outputs.forEach(each)
            if (outputs.lastOrNull() != Output.Persist) return
            // Whoever cancels waits for it; and what was stored has to be said.
            outputs = withContext(NonCancellable) { device.handle(parts.clock.now(), store()) }
        }
    }

    private suspend fun store(): Input {
        val record = device.record()
        return try {
            withContext(Dispatchers.IO) {
                if (record == null) parts.store.delete() else parts.store.replace(record)
            }
            provisioned = true
            Input.Persisted((record?.size ?: 0).toLong())
        } catch (@Suppress("TooGenericExceptionCaught") error: Exception) {
            // Whatever a store throws: it is not stored.
            notStored = error
            parts.onFailure(RunnerFailure.NotStored(error))
            if (!provisioned) provisionAgain()
            Input.PersistFailed
        }
    }

    /** The device waits for nothing then, so this does. */
    private fun provisionAgain() {
        val again = Told(Input.ProvisioningComplete(parts.provisioning), life = life)
        val pause = Duration.ofSeconds(1L shl minOf(provisioningFailures++, LONGEST_PAUSE))
        val until = parts.clock.now().monotonic + pause
        scope.launch {
            while (parts.clock.now().monotonic < until) parts.clock.sleep(Output.Wait(until, null))
            inside.send(again)
        }
    }

    private fun carryOut(output: Output) {
        when (output) {
            is Output.Connect -> life.let { mine ->
                link = Link(parts, scope, output) { inside.send(Told(it, life = mine)) }
            }
            is Output.Subscribe -> linkOf(output.connection)?.subscribe(output)
            is Output.Publish -> linkOf(output.connection)?.publish(output)
            is Output.Disconnect -> linkOf(output.connection)?.let {
                it.close()
                link = null
            }
            is Output.ReadVehicle -> read({ readVehicle() }) { vehicle ->
                vehicle?.let { Input.VehicleRead(output.request, it) } ?: Input.VehicleUnreadable(output.request)
            }
            is Output.Acquire -> read({ acquire() }) { values ->
                values?.let { Input.Acquired(output.request, it) } ?: Input.AcquisitionFailed(output.request)
            }
            is Output.Notify -> events.tryEmit(output.event)
            is Output.Status -> answer = output.status
            is Output.Wait -> wait = output
            Output.Restart -> restarting = true
            // Where the list ends.
            Output.Persist -> {}
        }
    }

    private fun linkOf(connection: Long): Link? = link?.takeIf { it.connection == connection }

    private fun <T> read(ask: suspend Vehicle.() -> T?, answer: (T?) -> Input) {
        reading?.cancel()
        val mine = life
        reading = scope.launch {
            val read = try {
                parts.vehicle.ask()
            } catch (_: CancellationException) {
                // A time-out of the vehicle's own is no answer, too.
                currentCoroutineContext().ensureActive()
                null
            } catch (@Suppress("TooGenericExceptionCaught") error: Exception) {
                parts.onFailure(RunnerFailure.VehicleFailed(error))
                null
            }
            inside.send(Told(answer(read), life = mine))
        }
    }

    /** P-6.9: from its record in its place. One that cannot be read now goes on as it is. */
    private suspend fun restart() {
        restarting = false
        val stored = try {
            withContext(Dispatchers.IO) { parts.store.read() } ?: return
        } catch (error: IOException) {
            parts.onFailure(RunnerFailure.NotStored(error))
            return
        }
        reading?.cancel()
        link?.close()
        link = null
        if (begin(stored) == null) {
            tellConditions()
            handle(Input.Wake)
        }
    }

    /** DISCONNECT, and what was acknowledged until then is stored (P-6.5, P-6.6). */
    private suspend fun end() {
        val open = link ?: return
        open.closeAndJoin()
        while (true) takeLast(inside.tryReceive().getOrNull() ?: break)
        takeLast(Told(Input.Disconnected(open.connection, DisconnectReason.Closed), life = life))
        status.value = device.status()
    }

    private suspend fun takeLast(told: Told) {
        if (told.life == life) follow(device.handle(parts.clock.now(), told.input)) {}
    }

    private companion object {
        const val CAPACITY = 64

        /** 512 s: two to the power of it. */
        const val LONGEST_PAUSE = 9
    }
}
