package eu.iot4emissions.access

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.Vectors
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.either
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.ServiceNames
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.TestFactory

class AccessVectorsTest {
    @TestFactory
    fun access() = Vectors.tests("access") { case ->
        if (case["function"].textValue() == "principal") {
            val names = case["services"]
            val services =
                ServiceNames.of(names["registration"].textValue(), names["data"].textValue())
            either(case, {
                assertEquals(principal(case["principal"]), it)
                assertEquals(Vectors.text(case["text"]), it.name(services))
            }) { Principal.fromName(Vectors.text(case["text"]), services) }
        } else {
            val decision = decide(case)
            val denied = decision as? Decision.Denied
            assertEquals(case["deniedBy"].textValue(), denied?.rule)
            assertEquals(denied == null, decision.isAllowed)
        }
    }

    private fun decide(case: JsonNode): Decision {
        val who = principal(case["principal"])
        val broker = BrokerRole.entries.single { it.text == case["broker"].textValue() }
        return when (val function = case["function"].textValue()) {
            "publish" ->
                mayPublish(who, broker, Vectors.text(case["topic"]), case["retain"].booleanValue())
            "subscribe" -> maySubscribe(who, broker, Vectors.text(case["filter"]))
            "receive" -> mayReceive(who, broker, Vectors.text(case["topic"]))
            else -> error("there is no function $function")
        }
    }

    private fun principal(value: JsonNode): Principal = when {
        value.has("device") -> Principal.Device(DeviceId.of(value["device"].textValue()))
        value.textValue() == "registrationService" -> Principal.RegistrationService
        value.textValue() == "dataService" -> Principal.DataService
        else -> error("$value is no principal")
    }
}
