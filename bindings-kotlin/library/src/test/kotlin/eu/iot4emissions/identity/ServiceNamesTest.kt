package eu.iot4emissions.identity

import eu.iot4emissions.DeviceIdException
import eu.iot4emissions.ServiceNamesException
import eu.iot4emissions.TimeException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Instant

class ServiceNamesTest {
    @Test
    fun `P-2_4 no device bears a service's name`() {
        val names = ServiceNames.of("kba-registration", "eea-obfcm")
        assertEquals("ServiceNames(registration=kba-registration, data=eea-obfcm)", "$names")
        assertEquals(Service.DATA, names.service("eea-obfcm"))
        assertNull(names.service("obfcm-data-service"))
        for (service in Service.entries) {
            assertEquals(service, names.service(names.name(service)))
        }
        assertEquals(DeviceId.of("a"), names.admit(DeviceId.of("a")))
        val refused = assertThrows<DeviceIdException> { names.admit(DeviceId.of("eea-obfcm")) }
        assertEquals("reserved", refused.code)
    }

    @Test
    fun `P-2_4 the default names`() {
        val default = ServiceNames.DEFAULT
        assertEquals(ServiceNames.of("ota-registration-service", "obfcm-data-service"), default)
        assertEquals("equal", assertThrows<ServiceNamesException> { ServiceNames.of("a", "a") }.code)
    }

    @Test
    fun `a certificate is not judged before 1970`() {
        val refused = assertThrows<TimeException> {
            certificateCommonName(ByteArray(0), Instant.ofEpochMilli(-1))
        }
        assertEquals("before-1970", refused.code)
        assertEquals(
            "expected a time from 1970-01-01T00:00:00Z, found an earlier one",
            refused.message,
        )
    }
}
