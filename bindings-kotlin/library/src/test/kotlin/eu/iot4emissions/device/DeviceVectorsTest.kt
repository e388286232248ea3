package eu.iot4emissions.device

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import eu.iot4emissions.Vectors
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.TestFactory
import java.time.Duration
import java.time.Instant

/** `device.json` (P-6, T-1 to T-13): what a device does, step by step. */
class DeviceVectorsTest {
    private val cases = Vectors.cases("device").associateBy { it["name"].textValue() }

    @TestFactory
    fun handled() = Vectors.tests("device") { run(it) { device -> Handling(device) } }

    @TestFactory
    fun polled() = Vectors.tests("device") { run(it) { device -> Polling(device) } }

    private fun run(case: JsonNode, driving: (OtaDevice) -> Driving) {
        val bench = Bench(driving)
        for (trace in lineage(case)) {
            for (step in trace["steps"]) {
                // P-6.1: the same inputs, the same outputs.
                val twin = bench.twin()
                bench.step(step)
                twin.step(step)
                assertTrue(twin.device.isSameAs(bench.device))
                assertTrue(bench.device.isSameAs(twin.device))
                twin.device.close()
            }
        }
        bench.device.close()
    }

    /** The traces that a trace goes on from, the first one first, and itself. */
    private fun lineage(case: JsonNode): List<JsonNode> =
        case["after"].textValue()?.let { lineage(cases.getValue(it)) }.orEmpty() + listOf(case)
}

/** The two ways to get at what a device asks for. */
private sealed interface Driving {
    val device: OtaDevice

    fun takeIn(now: Now, input: Input)

    fun next(): Output
}

/** By [OtaDevice.handle], of whose lists nothing is left over. */
private class Handling(override val device: OtaDevice) : Driving {
    private val given = ArrayDeque<Output>()

    override fun takeIn(now: Now, input: Input) {
        // Past a Persist nothing was given out, so that nothing but a Wait can be left (P-6.2).
        assertTrue(given.all { it is Output.Wait }, "$given")
        given.clear()
        val outputs = device.handle(now, input)
        assertTrue(outputs.last() is Output.Persist || outputs.last() is Output.Wait)
        assertFalse(outputs.dropLast(1).any { it is Output.Persist || it is Output.Wait })
        given += outputs
    }

    override fun next(): Output = given.removeFirstOrNull() ?: device.pollOutput()
}

private class Polling(override val device: OtaDevice) : Driving {
    override fun takeIn(now: Now, input: Input) = device.handleInput(now, input)

    override fun next(): Output = device.pollOutput()
}

/** A device and what is on its disk. */
private class Bench(
    private val driving: (OtaDevice) -> Driving,
    private var driven: Driving = driving(OtaDevice()),
    private var disk: ByteArray? = null,
    /** What has been handed out to be stored, until the driver says what became of it. */
    private var storing: Stored? = null,
) {
    class Stored(val record: ByteArray?)

    val device: OtaDevice get() = driven.device

    fun twin() = Bench(driving, driving(device.copy()), disk, storing)

    fun step(step: JsonNode) {
        val now = Now(
            Duration.ofMillis(step["now"]["monotonic"].longValue()),
            Instant.ofEpochMilli(step["now"]["wall"].longValue()),
        )
        takeIn(now, step["input"])
        val expected = step["outputs"].map { Output.fromJson(it.toString()) }
        val take = step["take"]?.intValue()
        assertEquals(take == null, expected.last() is Output.Wait)
        val found = mutableListOf<Output>()
        while (take == null || found.size < take) {
            // What it took out before it goes on, it has stored.
            if (storing != null) {
                persisted(now, 0)
            }
            found += driven.next()
            if (found.last() is Output.Persist) {
                storing = Stored(device.record())
            }
            if (found.last() is Output.Wait) {
                break
            }
        }
        assertEquals(expected, found)
        assertEquals(expected.map { it.hashCode() }, found.map { it.hashCode() })
        assertEquals(step["outputs"].toList(), found.map { mapper.readTree(it.toJson()) })
        assertEquals(step["record"], remembered(device))
        assertTrue(device.accounts.balance(), "P-6.16")
    }

    private fun persisted(now: Now, bytes: Long) {
        storing?.let { disk = it.record }
        storing = null
        driven.takeIn(now, Input.Persisted(bytes))
    }

    private fun takeIn(now: Now, happened: JsonNode) {
        if (happened.textValue() == "powerLoss") {
            storing = null
            device.close()
            driven = driving(disk?.let(OtaDevice::restore) ?: OtaDevice())
            return
        }
        val json = TypedInputs.json(happened)
        val input = Input.fromJson(json.toString())
        assertEquals(TypedInputs.input(happened), input)
        assertEquals(TypedInputs.input(happened).hashCode(), input.hashCode())
        assertEquals(json, mapper.readTree(input.toJson()))
        when (input) {
            is Input.Persisted -> persisted(now, input.bytes)
            is Input.PersistFailed -> {
                storing = null
                driven.takeIn(now, input)
            }
            else -> driven.takeIn(now, input)
        }
    }
}

private val mapper = ObjectMapper()

/** What the vectors say of a device's record. */
private fun remembered(device: OtaDevice): JsonNode {
    if (device.record() == null) {
        return mapper.nullNode()
    }
    val status = device.status()
    assertEquals(status.state, device.state)
    assertEquals(status.due, device.due)
    val version = device.configuration?.configuration?.version
    assertEquals(version, status.configurationVersion)
    val accounts = status.accounts
    val found = mapOf(
        "accounts" to mapOf(
            "acknowledged" to accounts.acknowledged,
            "acquired" to accounts.acquired,
            "erased" to accounts.erased,
            "evicted" to accounts.evicted,
            "pending" to accounts.pending,
            "setAside" to accounts.setAside,
        ),
        "configurationVersion" to version,
        "due" to mapOf(
            "acquisition" to device.due.acquisition?.epochSecond,
            "config_check" to device.due.configCheck?.epochSecond,
            "transfer" to device.due.transfer?.epochSecond,
        ),
        "lastTest" to status.lastTest?.let {
            mapOf("time" to it.time.epochSecond, "passed" to it.passed)
        },
        "pending" to device.pending.map { it.acquired.epochSecond },
        "setAside" to device.setAside.map { it.snapshot.acquired.epochSecond },
        "state" to device.state.text,
    )
    // Read again, so that numbers have the type that reading gives them.
    return mapper.readTree(mapper.writeValueAsString(found))
}
