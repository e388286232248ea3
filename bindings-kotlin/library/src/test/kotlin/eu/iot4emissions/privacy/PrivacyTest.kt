package eu.iot4emissions.privacy

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class PrivacyTest {
    @Test
    fun `P-1_5 VINs are hidden, whatever the text`() {
        assertEquals(
            "x <VIN hidden>, <VIN hidden>",
            hideVins("x 1M8GDM9AXKP042788, 1m8gdm9axkp042788"),
        )
        val id = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28"
        assertEquals(id, hideVins(id))
        assertEquals(
            "\ufffd<VIN hidden> \ud83d\ude97 \ufffd",
            hideVins("\udc001M8GDM9AXKP042788 \ud83d\ude97 \ud83d"),
        )
    }
}
