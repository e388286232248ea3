package eu.iot4emissions.topic

import eu.iot4emissions.SubscriptionException
import eu.iot4emissions.identity.DeviceId
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class TopicTest {
    private val topic = Topic(TopicKind.DATA_DEVICE, DeviceId.of("vehicle-7"))

    @Test
    fun `P-3_7 filters of all devices and of one`() {
        for (kind in TopicKind.entries) {
            assertEquals("${kind.prefix}+", TopicFilter.allDevices(kind).text)
            assertEquals("iot4emissions/${kind.text}/", kind.prefix)
        }
        val own = TopicFilter.of(topic)
        assertEquals("iot4emissions/dataDevice/vehicle-7", "$own")
        assertTrue(own.matches(topic))
        assertTrue(TopicFilter.allDevices(TopicKind.DATA_DEVICE).covers(own))
        assertFalse(TopicFilter.allDevices(TopicKind.CONFIG_SERVER).matches(topic))
    }

    @Test
    fun `P-3_7 a shared subscription is as long as MQTT can write`() {
        val filter = TopicFilter.of("a".repeat(65_525))
        assertEquals(65_535, Subscription.shared(ShareGroup.of("gg"), filter).text.length)
        val refused = assertThrows<SubscriptionException> {
            Subscription.shared(ShareGroup.of("ggg"), filter)
        }
        assertEquals("too-long", refused.code)
        assertEquals("empty", assertThrows<SubscriptionException> { ShareGroup.of("") }.code)
        assertEquals("character", assertThrows<SubscriptionException> { ShareGroup.of("a/b") }.code)
    }
}
