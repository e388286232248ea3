package eu.iot4emissions.automotive

import android.content.Context
import android.util.Log
import eu.iot4emissions.device.EventKind
import eu.iot4emissions.device.Status
import eu.iot4emissions.runner.NotStoredException
import eu.iot4emissions.runner.OtaDeviceRunner
import eu.iot4emissions.runner.RunnerEndedException
import eu.iot4emissions.runner.RunnerFailure
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.launch

/** A device that lives, between what Android and the vehicle say and what the screen shows. */
internal class DeviceSession(
    private val context: Context,
    private val parts: DeviceParts,
    private val show: (status: Status, testing: Boolean) -> Unit,
) {
    private val runner =
        OtaDeviceRunner(parts.provisioning, parts.transport, parts.store, parts.vehicle, parts.clock, ::log)
    private val testing = MutableStateFlow(false)

    /** Lives until it is cancelled, or until the store cannot tell whether there is a record. */
    suspend fun run(): Unit = coroutineScope {
        val around = launch {
            // Before the runner runs, so that no test's end is missed.
            launch(start = CoroutineStart.UNDISPATCHED) {
                runner.events.collect { if (it.kind is EventKind.TestEnded) testing.value = false }
            }
            launch { parts.vehicle.clockTrusted.collect(runner::clockTrusted) }
            launch { parts.vehicle.ignition.collect(runner::ignition) }
            launch { networks(context).collect(runner::network) }
            launch { combine(runner.status, testing, ::Pair).collect { (status, tested) -> show(status, tested) } }
        }
        try {
            runner.run()
        } finally {
            around.cancel()
        }
    }

    /** Asks for an OTA Communication Test (T-11), unless one is under way. */
    suspend fun testCommunication() {
        if (!testing.compareAndSet(expect = false, update = true)) return
        try {
            runner.communicationTest()
        } catch (error: NotStoredException) {
            testing.value = false
            Log.w(TAG, "no test: the record could not be stored", error)
        } catch (error: RunnerEndedException) {
            testing.value = false
            Log.w(TAG, "no test: the device has ended", error)
        }
    }

    /** Not the causes' texts: what a vehicle throws might hold a VIN. */
    private fun log(failure: RunnerFailure) {
        val what = when (failure) {
            is RunnerFailure.NotStored -> "not stored"
            is RunnerFailure.NotConnected -> "not connected to the ${failure.broker.text} broker, ${failure.cause.reason}"
            is RunnerFailure.VehicleFailed -> "the vehicle failed"
        }
        Log.w(TAG, "$what: ${failure.cause.javaClass.name}")
    }

    private companion object {
        const val TAG = "OtaDevice"
    }
}
