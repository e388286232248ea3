package eu.iot4emissions.services

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.ProtocolException
import eu.iot4emissions.Vectors
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.message.RegistrationStatus
import eu.iot4emissions.services.registration.Country
import eu.iot4emissions.services.registration.Effect
import eu.iot4emissions.services.registration.Event
import eu.iot4emissions.services.registration.StoredDataPolicy
import eu.iot4emissions.services.registration.VehicleRecord
import eu.iot4emissions.services.registration.decide
import eu.iot4emissions.services.registration.isMemberState
import eu.iot4emissions.services.registration.statusOf
import eu.iot4emissions.vehicle.Vin
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows

class RegistrationVectorsTest {
    @TestFactory
    fun registration() = Vectors.tests("registration") { case ->
        when (val function = case["function"].textValue()) {
            "decide" -> decided(case)
            "country" -> country(case)
            "statusOf" -> {
                val records = case["records"].map(::record)
                val found = statusOf(DeviceId.of(case["device"].textValue()), records)
                assertEquals(status(case["status"]), found)
            }
            "attribute" -> {
                val vin = Vin.of(case["vin"].textValue())
                val found = Vectors.vehicleInfo(case["attributes"]).attributeContaining(vin)
                assertEquals(case["attribute"].textValue(), found)
            }
            else -> error("there is no function $function")
        }
    }

    private fun decided(case: JsonNode) {
        val before = record(case["record"])
        val event = JsonForms.roundTrip(case["event"], Event::fromJson, Event::toJson)
        val policy = JsonForms.roundTrip(
            case["policy"], StoredDataPolicy::fromJson, StoredDataPolicy::toJson,
        )
        val (after, effects) = decide(before, event, policy)
        assertEquals(record(case["record"]), before, "what is passed stays as it is")
        assertEquals(record(case["after"]), after)
        val expected =
            case["effects"].map { JsonForms.roundTrip(it, Effect::fromJson, Effect::toJson) }
        assertEquals(expected, effects)
        val call = after.outstanding()
        assertEquals(case["outstanding"], JsonForms.tree(call?.toJson()))
        assertEquals(call != null, after.hasOutstandingCall)
        val retained = case["retained"].map {
            DeviceId.of(it[0].textValue()) to status(it[1])!!
        }
        assertEquals(retained, after.retained().toList())
        // P-1.5: no call bears the VIN, and no text that logs might show.
        val vin = after.vin.text
        assertFalse(vin in call?.toJson().orEmpty())
        assertFalse(vin in "$before $event $after $effects $call", "a VIN in a text")
    }

    private fun country(case: JsonNode) {
        val text = Vectors.text(case["text"])
        val refused = case["refused"]?.textValue()
        if (refused != null) {
            assertEquals(refused, assertThrows<ProtocolException> { isMemberState(text) }.code)
            return
        }
        assertEquals(case["isMemberState"].booleanValue(), isMemberState(text))
        assertEquals(case["isMemberState"].booleanValue(), Country.of(text).isMemberState)
    }

    private fun record(value: JsonNode): VehicleRecord =
        JsonForms.roundTrip(value, VehicleRecord::fromJson, VehicleRecord::toJson)

    private fun status(value: JsonNode): RegistrationStatus? = value.takeUnless { it.isNull }
        ?.let { Vectors.message("registerServer", it) as RegistrationStatus }
}
