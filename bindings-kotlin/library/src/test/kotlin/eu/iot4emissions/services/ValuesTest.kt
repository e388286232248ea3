package eu.iot4emissions.services

import eu.iot4emissions.ConfigurationException
import eu.iot4emissions.JsonFormException
import eu.iot4emissions.SequenceException
import eu.iot4emissions.TimeException
import eu.iot4emissions.services.call.Answer
import eu.iot4emissions.services.call.Call
import eu.iot4emissions.services.call.CallKind
import eu.iot4emissions.services.call.Sequence
import eu.iot4emissions.services.clearance.Clearance
import eu.iot4emissions.services.clearance.SuspensionReason
import eu.iot4emissions.services.data.ConfigurationParameters
import eu.iot4emissions.services.data.Denial
import eu.iot4emissions.services.data.DeviceEntry
import eu.iot4emissions.services.data.DeviceRecord
import eu.iot4emissions.services.data.LastCall
import eu.iot4emissions.services.data.Segments
import eu.iot4emissions.services.data.Tombstone
import eu.iot4emissions.services.data.Withdrawal
import eu.iot4emissions.services.registration.AcknowledgedClearance
import eu.iot4emissions.services.registration.Binding
import eu.iot4emissions.services.registration.ClearanceCall
import eu.iot4emissions.services.registration.Effect
import eu.iot4emissions.services.registration.Event
import eu.iot4emissions.services.registration.OperatorNotice
import eu.iot4emissions.services.registration.Phase
import eu.iot4emissions.services.registration.StoredData
import eu.iot4emissions.services.registration.StoredDataPolicy
import eu.iot4emissions.services.registration.VehicleRecord
import eu.iot4emissions.services.retention.Kept
import eu.iot4emissions.services.retention.RetentionPeriods
import eu.iot4emissions.vehicle.VehicleInfo
import eu.iot4emissions.vehicle.Vin
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import eu.iot4emissions.services.data.OperatorNotice as DataNotice

/** The values that the services decide upon: what they refuse, hide, and write. */
class ValuesTest {
    private val vin = Samples.VIN
    private val other = Samples.other

    /** Changes to a record's JSON form, the place of the problem, and a part of the text. */
    private val wrong = listOf(
        Triple(""""consent":"$vin"""", "/consent", "invalid type, expected a boolean"),
        Triple(""""sequence":-1""", "/sequence", "invalid value, expected u64"),
        Triple(""""country":"${vin.dropLast(1)}"""", "/country", "expected an ISO 3166-1 alpha-2 code"),
        Triple(""""vin":"${vin.dropLast(1)}"""", "/vin", "expected 17 characters, found 16"),
        Triple(""""binding":"${vin.dropLast(1)}"""", "/binding", "expected struct Binding"),
        Triple(""""binding":{"device":"d1"}""", "/binding", "missing field `attributes`"),
        Triple(""""binding":{"phase":"${vin.lowercase()}"}""", "/binding/phase", "unknown variant"),
        Triple(
            """"binding":{"phase":{"releasing":{"$vin":1}}}""",
            "/binding/phase/releasing/<VIN hidden>", "unknown field",
        ),
        Triple(""""refused":["d1",{"a":"$vin"}]""", "/refused/1", "invalid type"),
        Triple(""""$vin":"$vin"""", "/<VIN hidden>", "unknown field"),
        Triple(""""a/b~c":"$vin"""", "/a~1b~0c", "unknown field"),
    )

    @TestFactory
    fun `texts of another shape`() = wrong.map { (member, path, text) ->
        DynamicTest.dynamicTest(path) {
            val name = member.substringBefore(':')
            // In its place, as the place of a problem in the last member is the object's.
            val changed = FULL.map { if (it.startsWith(name)) member else it }
            val written = (if (member in changed) changed else changed + member)
                .joinToString(",", "{", "}")
            val refused = assertThrows<JsonFormException> { VehicleRecord.fromJson(written) }
            assertEquals("json-form" to path, refused.code to refused.path)
            assertTrue(text in refused.message!!, refused.message)
            assertTrue(
                refused.message!!.startsWith("expected a vehicle's record in its JSON form: "),
            )
            assertFalse(vin.dropLast(1) in "$refused ${refused.path}".uppercase())
        }
    }

    @Test
    fun `every JSON form is read as it was written`() {
        val attributes = VehicleInfo(make = "JEEP")
        val clearance = Clearance.Suspended(SuspensionReason.PAUSE)
        val call = ClearanceCall(Sequence.of(3), clearance, newSegment = true)
        val phases = listOf(
            Phase.Introducing(Sequence.of(1)), Phase.Forgetting(Sequence.of(2)), Phase.Forgotten,
            Phase.Releasing(Sequence.of(3), erase = true),
            Phase.Introduced(AcknowledgedClearance.Nothing, call),
            Phase.Introduced(AcknowledgedClearance.Introduced, null),
            Phase.Introduced(AcknowledgedClearance.Cleared, null),
            Phase.Introduced(AcknowledgedClearance.Suspended(SuspensionReason.NOT_CLEARED), null),
            Phase.Introduced(AcknowledgedClearance.NoVersionLeft, null),
        )
        for (phase in phases) {
            same(phase, Phase::fromJson, Phase::toJson)
            val binding = Binding(Samples.device, attributes, phase, newSegment = true)
            same(binding, Binding::fromJson, Binding::toJson)
            if (phase is Phase.Introduced) {
                val acknowledged = phase.acknowledged
                same(acknowledged, AcknowledgedClearance::fromJson, AcknowledgedClearance::toJson)
            }
        }
        same(call, ClearanceCall::fromJson, ClearanceCall::toJson)
        same(clearance, Clearance::fromJson, Clearance::toJson)
        same(Clearance.Cleared, Clearance::fromJson, Clearance::toJson)
        for (kind in listOf(
            CallKind.Introduced, CallKind.Cleared, CallKind.Suspended(SuspensionReason.NOT_CLEARED),
            CallKind.Forgotten,
        )) {
            same(kind, CallKind::fromJson, CallKind::toJson)
            same(LastCall(Sequence.of(2), kind, true), LastCall::fromJson, LastCall::toJson)
        }
        same(Withdrawal.Lasts, Withdrawal::fromJson, Withdrawal::toJson)
        same(Withdrawal.EndedAt(Samples.now), Withdrawal::fromJson, Withdrawal::toJson)
        val segments = Segments.of(1, listOf(Samples.now))
        same(segments, Segments::fromJson, Segments::toJson)
        val tombstone = Tombstone.of(Sequence.of(2), Samples.now, 7)
        same(tombstone, Tombstone::fromJson, Tombstone::toJson)
        same(DeviceEntry.Forgotten(tombstone), DeviceEntry::fromJson, DeviceEntry::toJson)
        val record = Samples.cleared()
        val full = DeviceRecord.of(
            record.device, attributes, record.last, record.configuration, record.issued, 3,
            Withdrawal.EndedAt(Samples.now), segments,
        )
        same(full, DeviceRecord::fromJson, DeviceRecord::toJson)
        for (notice in NOTICES) {
            same(notice, OperatorNotice::fromJson, OperatorNotice::toJson)
            same(Effect.Raise(notice), Effect::fromJson, Effect::toJson)
        }
    }

    private fun <T : Any> same(value: T, read: (String) -> T, write: (T) -> String) {
        assertEquals(value, read(write(value)))
    }

    @Test
    fun `P-1_5 no VIN in what is shown`() {
        val attributes = VehicleInfo(variant = "of $vin")
        val record = VehicleRecord.of(Vin.of(vin), registeredAttributes = attributes)
        val notice = OperatorNotice.AttributeContainsVin(Samples.device, vin)
        val binding = Binding(Samples.device, attributes, Phase.Forgotten)
        val values = listOf(
            record, notice, Effect.Raise(notice), binding,
            Event.Requested(Samples.device, attributes), VehicleRecord.fromJson(record.toJson()),
        )
        for (value in values) {
            assertFalse(vin in value.toString(), value.javaClass.name)
        }
        for (text in listOf("\"odd\"", "{\"$vin\":1}", "\"$vin", "1")) {
            for (read in READERS) {
                val refused = assertThrows<JsonFormException> { read(text) }
                assertFalse(vin in "$refused ${refused.path}")
            }
        }
    }

    @Test
    fun `P-5_51 numbers of calls`() {
        for (number in listOf(0L, (1L shl 53) - 1)) {
            assertEquals(number, Sequence.of(number).number)
        }
        assertEquals(Sequence.LARGEST, Sequence.of((1L shl 53) - 1))
        assertEquals(null, Sequence.LARGEST.next())
        val wrong = mapOf(
            -1L to "expected a call's number of 0 or more, found -1",
            (1L shl 53) to
                "expected a call's number, at most 9007199254740991, found 9007199254740992",
        )
        for ((number, text) in wrong) {
            val refused = assertThrows<SequenceException> { Sequence.of(number) }
            assertEquals("sequence" to text, refused.code to refused.message)
        }
    }

    @Test
    fun `P-7_13 segments are in order, and the latest 64`() {
        val times = (1L..70).map { Samples.now.plusSeconds(it) }
        val segments = Segments.of(0, times.reversed())
        assertEquals(6L to times.drop(6), segments.first to segments.begun)
        assertEquals(70, segments.present)
        assertEquals(70, segments.number(times.last()))
        assertEquals(0, Segments.UNDIVIDED.number(Samples.now))
        assertEquals(Segments.UNDIVIDED, Segments.of(0, emptyList()))
        val fraction = Samples.now.plusMillis(1)
        assertThrows<TimeException> { Segments.of(0, listOf(fraction)) }
        assertThrows<UnsupportedOperationException> {
            @Suppress("PLATFORM_CLASS_MAPPED_TO_KOTLIN")
            (segments.begun as java.util.List<Instant>).add(Samples.now)
        }
    }

    @Test
    fun `what no field has is refused`() {
        assertThrows<IllegalArgumentException> { Denial(-1, 0) }
        assertThrows<IllegalArgumentException> { RetentionPeriods(quarantine = 1L shl 32) }
        assertThrows<IllegalArgumentException> { Segments.of(-1, emptyList()) }
        assertThrows<ConfigurationException> { Tombstone.of(Sequence.NONE, Samples.now, 0) }
        assertThrows<ConfigurationException> { DataNotice.StillSending(Samples.device, 0) }
        assertThrows<TimeException> { Withdrawal.EndedAt(Samples.now.plusNanos(1)) }
        val parameters = Samples.parameters
        assertThrows<ConfigurationException> {
            ConfigurationParameters.of(
                parameters.registrationMqtt, parameters.obfcmDataMqtt, parameters.acquireFrequency,
                parameters.transferFrequency, parameters.configCheckFrequency, 1L shl 32,
            )
        }
    }

    @Test
    fun `a stored time that no Instant can say is a named error`() {
        val last = Instant.MAX.epochSecond
        val read = { seconds: String -> Tombstone.fromJson("""{"last":1,"forgotten":$seconds}""") }
        assertEquals(last, read("$last").forgotten.epochSecond)
        assertEquals(read("$last"), Tombstone.fromJson(read("$last").toJson()))
        for (beyond in listOf("${last + 1}", "9223372036854775808", "18446744073709551615")) {
            val refused = assertThrows<JsonFormException> { read(beyond) }
            assertTrue("found $beyond" in refused.message!!)
        }
    }

    @Test
    fun `P-7_3 refused devices stand once and in order`() {
        val record = VehicleRecord.of(Vin.of(vin), refused = listOf(Samples.device, other, Samples.device))
        assertEquals(listOf(other, Samples.device), record.refused.toList())
    }

    @Test
    fun `texts of enumerations are those of JSON`() {
        for (reason in SuspensionReason.entries) {
            assertEquals(
                """{"suspended":"${reason.text}"}""", Clearance.Suspended(reason).toJson(),
            )
        }
        for (stored in StoredData.entries) {
            assertTrue("\"leaving\":\"${stored.text}\"" in StoredDataPolicy(leaving = stored).toJson())
        }
        val names = RetentionPeriods.STANDARD.toJson().split('"').filterIndexed { at, _ -> at % 2 == 1 }
        assertEquals(Kept.entries.map { it.text }, names)
    }

    /** The core may learn a notice that has no class here. */
    @Test
    fun `notices are those of the core`() {
        assertEquals(variants("registration/event.rs"), NOTICES.map { it.javaClass.simpleName })
        assertEquals(
            variants("data/reception.rs"), listOf(DataNotice.StillSending::class.java.simpleName),
        )
    }

    private fun variants(file: String): List<String> {
        val core = Path.of("../../iot4emissions-proto/src/services")
        val text = Files.readString(core.resolve(file))
        val body = text.substringAfter("pub enum OperatorNotice {").substringBefore("\n}\n")
        return Regex("""^    (\w+)(?: \{|,|\()""", RegexOption.MULTILINE).findAll(body)
            .map { it.groupValues[1] }.toList()
    }

    private companion object {
        val FULL = listOf(
            """"vin":"${Samples.VIN}"""", """"country":null""", """"registeredAttributes":null""",
            """"consent":false""", """"paused":false""", """"binding":null""", """"refused":[]""",
            """"sequence":0""",
        )

        val NOTICES = listOf(
            OperatorNotice.DeviceContainsVin,
            OperatorNotice.DeviceHasAnotherVehicle(Samples.device),
            OperatorNotice.VehicleHasAnotherDevice(Samples.device, Samples.other),
            OperatorNotice.AttributeContainsVin(Samples.device, "va"),
            OperatorNotice.NotIntroduced(Samples.device),
            OperatorNotice.Misnumbered(Samples.device, Sequence.of(1), Sequence.of(2)),
            OperatorNotice.DataDeviceRefused(Samples.device),
            OperatorNotice.VersionsExhausted(Samples.device),
        )

        val READERS: List<(String) -> Any> = listOf(
            Call::fromJson, CallKind::fromJson, Answer::fromJson, Clearance::fromJson,
            Event::fromJson, Effect::fromJson, OperatorNotice::fromJson, VehicleRecord::fromJson,
            Binding::fromJson, Phase::fromJson, AcknowledgedClearance::fromJson,
            ClearanceCall::fromJson, StoredDataPolicy::fromJson, ConfigurationParameters::fromJson,
            DeviceRecord::fromJson, DeviceEntry::fromJson, Tombstone::fromJson, Segments::fromJson,
            LastCall::fromJson, Withdrawal::fromJson, Denial::fromJson, DataNotice::fromJson,
            RetentionPeriods::fromJson,
        )
    }
}
