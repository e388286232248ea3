package eu.iot4emissions.access

import eu.iot4emissions.TextException
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.delivery.Delivery
import eu.iot4emissions.delivery.Party
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.topic.ShareGroup
import eu.iot4emissions.topic.Subscription
import eu.iot4emissions.topic.Topic
import eu.iot4emissions.topic.TopicFilter
import eu.iot4emissions.topic.TopicKind
import eu.iot4emissions.topic.TopicName
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class DecisionTest {
    private val own = DeviceId.of("vehicle-7")
    private val principals = mapOf(
        Party.DEVICE to Principal.Device(own),
        Party.REGISTRATION_SERVICE to Principal.RegistrationService,
        Party.DATA_SERVICE to Principal.DataService,
    )

    @Test
    fun `P-4_1 rights are those of the deliveries`() {
        for (kind in TopicKind.entries) for (broker in BrokerRole.entries) {
            val row = Delivery.of(kind)
            val topic = Topic(kind, own)
            for ((party, principal) in principals) {
                assertEquals(party, principal.party)
                val here = broker == row.broker
                val reads = here && party == row.subscriber
                val writes = here && party == row.publisher
                assertEquals(writes, mayPublish(principal, broker, topic).isAllowed)
                assertEquals(
                    writes && row.retained,
                    mayPublish(principal, broker, topic, retain = true).isAllowed,
                )
                val name = TopicName.of(topic.text)
                assertEquals(writes, mayPublish(principal, broker, name).isAllowed)
                assertEquals(reads, mayReceive(principal, broker, topic).isAllowed)
                assertEquals(reads, mayReceive(principal, broker, name).isAllowed)
                assertEquals(reads, maySubscribe(principal, broker, topic).isAllowed)
                val everything = TopicFilter.allDevices(kind)
                val service = party != Party.DEVICE
                assertEquals(reads && service, maySubscribe(principal, broker, everything).isAllowed)
                val shared = Subscription.shared(ShareGroup.of("readers"), everything)
                assertEquals(reads && service, maySubscribe(principal, broker, shared).isAllowed)
            }
        }
    }

    @Test
    fun `a denial says what would have to be different`() {
        val device = principals.getValue(Party.DEVICE)
        assertEquals(
            Decision.Denied(
                "P-4.1",
                "expected the device's own ID in the topic, found another one or a wildcard",
                "other-device",
            ),
            mayReceive(device, BrokerRole.DATA, "iot4emissions/configServer/vehicle-8"),
        )
        assertEquals(
            "P-4.2",
            (mayPublish(device, BrokerRole.DATA, "iot4emissions/dataDevice/vehicle-7", true)
                as Decision.Denied).rule,
        )
        assertEquals(
            Decision.Allowed,
            mayPublish(device, BrokerRole.DATA, "iot4emissions/dataDevice/vehicle-7"),
        )
    }

    @Test
    fun `what is no topic is denied, and what is no text is refused`() {
        val service = Principal.DataService
        val denied = maySubscribe(service, BrokerRole.DATA, "iot4emissions/#/a") as Decision.Denied
        assertEquals("P-3.8" to "not-last", denied.rule to denied.code)
        assertEquals("empty", (mayReceive(service, BrokerRole.DATA, "") as Decision.Denied).code)
        assertThrows<TextException> { mayPublish(service, BrokerRole.DATA, "a\udc00") }
        assertThrows<TextException> { Principal.fromName("\ud83d") }
    }

    @Test
    fun `a principal is known by its value`() {
        assertEquals(Principal.Device(own), Principal.fromName("vehicle-7"))
        assertEquals(Principal.Device(own).hashCode(), Principal.fromName("vehicle-7").hashCode())
        assertEquals("Device(id=vehicle-7)", Principal.Device(own).toString())
        assertEquals("ota-registration-service", Principal.RegistrationService.name())
    }
}
