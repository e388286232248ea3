package eu.iot4emissions.message

import eu.iot4emissions.topic.TopicKind
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class StatusTest {
    @Test
    fun `P-1_5 hides a VIN in somebody's words, in a log`() {
        val payload = """{"deviceState":"JFXHF05K1L4104934 is taken"}""".toByteArray()
        val status = Decoder().decode(TopicKind.REGISTER_SERVER, payload).message
        assertEquals("JFXHF05K1L4104934 is taken", (status as RegistrationStatus.Error).text)
        assertEquals(false, "JFXHF05K1L4104934" in status.toString())
    }
}
