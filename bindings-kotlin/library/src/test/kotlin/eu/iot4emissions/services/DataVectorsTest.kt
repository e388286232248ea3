package eu.iot4emissions.services

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.ProtocolException
import eu.iot4emissions.Vectors
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.Profile
import eu.iot4emissions.obfcm.Plausibility
import eu.iot4emissions.services.call.Answer
import eu.iot4emissions.services.call.Call
import eu.iot4emissions.services.data.ConfigurationParameters
import eu.iot4emissions.services.data.DataDevice
import eu.iot4emissions.services.data.Denial
import eu.iot4emissions.services.data.DeviceEntry
import eu.iot4emissions.services.data.DeviceRecord
import eu.iot4emissions.services.data.Known
import eu.iot4emissions.services.data.OperatorNotice
import eu.iot4emissions.services.data.Reception
import eu.iot4emissions.services.data.Subject
import eu.iot4emissions.services.data.answer
import eu.iot4emissions.services.data.receive
import eu.iot4emissions.services.data.reconfigure
import eu.iot4emissions.services.data.reissue
import eu.iot4emissions.services.data.restartNumbers
import eu.iot4emissions.services.data.retire
import eu.iot4emissions.services.data.store
import eu.iot4emissions.services.data.subject
import eu.iot4emissions.services.retention.Kept
import eu.iot4emissions.services.retention.RetentionPeriods
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.time.Instant

class DataVectorsTest {
    @TestFactory
    fun data() = Vectors.tests("data") { case ->
        val before = record(case["record"])
        judge(case, before)
        assertEquals(record(case["record"]), before, "what is passed stays as it is")
    }

    private fun judge(case: JsonNode, before: DeviceRecord?) {
        when (val function = case["function"].textValue()) {
            "answer" -> answered(case)
            "reconfigure" ->
                either(case) { reconfigure(before!!, parameters(case), time(case["now"])) }
            "reissue" -> {
                val version = case["version"].takeUnless { it.isNull }?.longValue()
                either(case) { reissue(before!!, version, time(case["now"])) }
            }
            "restartNumbers" -> {
                val after = restartNumbers(before!!, parameters(case), time(case["now"]))
                assertEquals(record(case["after"]), after)
            }
            "subject" -> found(case)
            "retire" -> {
                val after = retire(before!!, parameters(case), time(case["now"]))
                assertEquals(record(case["after"]), after)
            }
            "earliest" -> {
                val periods = JsonForms.roundTrip(
                    case["periods"], RetentionPeriods::fromJson, RetentionPeriods::toJson,
                )
                val kept = Kept.entries.single { it.text == case["kept"].textValue() }
                assertEquals(time(case["earliest"]), periods.earliest(kept, time(case["now"])))
                assertEquals(case["periods"][kept.text].longValue(), periods.days(kept))
            }
            "note" -> noted(case, before!!)
            "receive" -> received(case, before)
            "keeps" ->
                assertEquals(
                    case["keeps"].booleanValue(),
                    before!!.keeps(Vectors.snapshot(case["snapshot"])),
                )
            "store" -> {
                val stored = case["stored"].takeUnless { it.isNull }?.let(Vectors::snapshot)
                val decision = store(stored, Vectors.snapshot(case["snapshot"]))
                assertEquals(case["storing"].textValue(), decision.text)
            }
            "findings" -> {
                val earlier = case["before"].takeUnless { it.isNull }?.let(Vectors::snapshot)
                val found = Plausibility.findings(
                    earlier, Vectors.snapshot(case["snapshot"]), time(case["received"]),
                )
                val texts = found.map { finding ->
                    finding.parameter?.let { "${finding.code}:${it.wireName}" } ?: finding.code
                }
                assertEquals(case["findings"].map { it.textValue() }, texts.sorted())
            }
            else -> error("there is no function $function")
        }
    }

    private fun answered(case: JsonNode) {
        val call = JsonForms.roundTrip(case["call"], Call::fromJson, Call::toJson)
        val expected = JsonForms.roundTrip(case["answer"], Answer::fromJson, Answer::toJson)
        val (after, answer) =
            answer(entry(case["entry"]), call, parameters(case), time(case["now"]))
        assertEquals(entry(case["after"]), after)
        assertEquals(expected, answer)
    }

    private fun found(case: JsonNode) {
        val call = JsonForms.roundTrip(case["call"], Call::fromJson, Call::toJson)
        val given = case["dataDevice"]
        val device = when (given.textValue()) {
            "absent" -> DataDevice.Absent
            "unopened" -> DataDevice.Unopened
            else -> DataDevice.Opened(
                DeviceId.of(given["device"].textValue()), given["known"].booleanValue(),
            )
        }
        val known = Known(entry(case["named"]), record(case["linked"]), device)
        val expected = case["subject"]
        when (val subject = subject(call, known)) {
            is Subject.Answered ->
                assertEquals(expected["answer"], JsonForms.tree(subject.answer.toJson()))
            is Subject.Found -> {
                assertNull(expected["answer"])
                assertEquals(expected["device"].textValue(), subject.device.text)
                assertEquals(expected["link"].booleanValue(), subject.link)
                assertEquals(expected["replaced"].textValue(), subject.replaced?.text)
            }
        }
    }

    private fun noted(case: JsonNode, before: DeviceRecord) {
        val denial = JsonForms.roundTrip(case["denied"], Denial::fromJson, Denial::toJson)
        val (after, notice) = before.note(denial)
        assertEquals(record(case["after"]), after)
        val expected =
            JsonForms.optional(case["notice"], OperatorNotice::fromJson, OperatorNotice::toJson)
        assertEquals(expected, notice)
    }

    private fun received(case: JsonNode, before: DeviceRecord?) {
        val profile = Profile.valueOf(case["profile"].textValue().uppercase())
        val said = when (val got = receive(before, Vectors.bytes(case["payload"]), profile)) {
            Reception.Unknown -> "unknown"
            is Reception.Denied -> "denied ${got.denial.snapshots} ${got.denial.afterSuspension}"
            is Reception.Quarantine -> {
                check(got.error.issues.isNotEmpty())
                "quarantine"
            }
            is Reception.Accept -> {
                check(got.message.snapshots.isNotEmpty())
                check(got.counts.values.sum() == got.deviations.size.toLong())
                "accept"
            }
        }
        assertEquals(case["reception"].textValue(), said)
    }

    /** The call gives the record that is expected, or is refused as expected. */
    private fun either(case: JsonNode, call: () -> DeviceRecord?) {
        val refused = case["refused"]?.textValue()
        if (refused == null) {
            assertEquals(record(case["after"]), call())
        } else {
            assertEquals(refused, assertThrows<ProtocolException> { call() }.code)
        }
    }

    private fun record(value: JsonNode?): DeviceRecord? =
        JsonForms.optional(value, DeviceRecord::fromJson, DeviceRecord::toJson)

    private fun entry(value: JsonNode?): DeviceEntry? =
        JsonForms.optional(value, DeviceEntry::fromJson, DeviceEntry::toJson)

    private fun parameters(case: JsonNode): ConfigurationParameters = JsonForms.roundTrip(
        case["parameters"], ConfigurationParameters::fromJson, ConfigurationParameters::toJson,
    )

    private fun time(seconds: JsonNode): Instant = Instant.ofEpochSecond(seconds.longValue())
}
