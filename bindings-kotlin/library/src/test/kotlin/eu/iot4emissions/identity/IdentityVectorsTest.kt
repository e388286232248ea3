package eu.iot4emissions.identity

import com.fasterxml.jackson.databind.JsonNode
import eu.iot4emissions.CertificateException
import eu.iot4emissions.Vectors
import eu.iot4emissions.either
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.time.Instant
import java.util.HexFormat

class IdentityVectorsTest {
    @TestFactory
    fun identity() = Vectors.tests("identity") { case ->
        when (val function = case["function"].textValue()) {
            "deviceId" -> either(case) { DeviceId.of(Vectors.text(case["text"])) }
            "serviceNames" -> either(case) {
                ServiceNames.of(Vectors.text(case["registration"]), Vectors.text(case["data"]))
            }
            "certificate" -> certificate(case)
            "seal" -> {
                val key = SealingKey.of(hex(case, "sealingKey"))
                assertEquals(key, OpeningKey.of(hex(case, "key")).sealingKey)
                either(case, { assertEquals(case["sealed"].textValue(), it.text) }) {
                    key.seal(device(case, "dataDevice"), device(case, "deviceId"), hex(case, "random"))
                }
            }
            "open" -> {
                val sealed = SealedDeviceId.of(case["sealed"].textValue())
                either(case, { assertEquals(device(case, "dataDevice"), it) }) {
                    OpeningKey.of(hex(case, "key")).open(sealed, device(case, "deviceId"))
                }
            }
            else -> error("there is no function $function")
        }
    }

    private fun certificate(case: JsonNode) {
        val bytes = Vectors.bytes(case["certificate"])
        val now = Instant.ofEpochSecond(case["now"].longValue())
        either(case, { assertEquals(case["deviceId"].textValue(), it.text) }) {
            DeviceId.fromCertificate(bytes, now)
        }
        if (case.has("commonName")) {
            assertEquals(case["commonName"].textValue(), certificateCommonName(bytes, now))
        } else {
            assertThrows<CertificateException> { certificateCommonName(bytes, now) }
        }
    }

    private fun device(case: JsonNode, name: String) = DeviceId.of(case[name].textValue())

    private fun hex(case: JsonNode, name: String) = HexFormat.of().parseHex(case[name].textValue())
}
