package eu.iot4emissions.access.export

import eu.iot4emissions.ExportException
import eu.iot4emissions.TextException
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.ServiceNames
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class ExportTest {
    private val devices = listOf(DeviceId.of("vehicle-1"), DeviceId.of("vehicle-2"))
    private val tls = TlsFiles("/pki/clients.pem", "/pki/broker.pem", "/pki/broker.key")

    private fun text(format: Format, settings: ExportSettings = ExportSettings()) =
        exportRules(format, BrokerRole.DATA, settings).texts.values.joinToString("")

    @Test
    fun `every format for both brokers`() {
        for (format in Format.entries) for (broker in BrokerRole.entries) {
            val export = exportRules(format, broker, ExportSettings(devices = devices))
            assertEquals(export, exportRules(format, broker, ExportSettings(devices = devices)))
            assertEquals(export.files.map { it.name }, export.texts.keys.toList())
            for (file in export.files) {
                assertTrue(file.text.endsWith("\n") && file.purpose.isNotEmpty())
                assertEquals(file, export.file(file.name))
            }
            assertNull(export.file("another"))
            val listed = export.texts.values.any { "vehicle-2" in it }
            assertEquals(format.notes.listsDevices, listed)
        }
    }

    @Test
    fun `every setting arrives`() {
        val none = ExportSettings()
        fun shows(part: String, format: Format, settings: ExportSettings) {
            assertTrue(part in text(format, settings), part)
            assertFalse(part in text(format), part)
        }
        assertTrue("listener 8883 0.0.0.0\n" in text(Format.MOSQUITTO))
        val names = ServiceNames.of("other", "my-service")
        shows("user my-service\n", Format.MOSQUITTO, none.withServices(names))
        shows("vehicle-2", Format.RMQTT, none.withDevices(devices))
        shows("listener 1883 127.0.0.1\n", Format.MOSQUITTO, none.withListen("127.0.0.1:1883"))
        shows("/srv/mqtt/acl", Format.MOSQUITTO, none.withFolder("/srv/mqtt"))
        val state = none.withStateFolder("/srv/state")
        shows("persistence_location /srv/state/\n", Format.MOSQUITTO, state)
        shows("keyfile /pki/broker.key\n", Format.MOSQUITTO, none.withTls(tls))
        val revocation = tls.copy(revocationList = "/pki/crl.pem")
        shows("crlfile /pki/crl.pem\n", Format.MOSQUITTO, none.withTls(revocation))
        val plugin = none.withPlugin("/opt/plugin.so")
        shows("plugin /opt/plugin.so\n", Format.MOSQUITTO_DYNSEC, plugin)
        val newer = none.withVersion(BrokerVersion.of("2.1"))
        shows("\nplugin_opt_acl_file /etc", Format.MOSQUITTO, newer)
        val older = none.withOldestTls(TlsVersion.V1_2)
        assertTrue(text(Format.MOSQUITTO) != text(Format.MOSQUITTO, older))
        val place = none.withAws(AwsPlace("cn-north-1", "000000000001"))
        shows("arn:aws-cn:iot:cn-north-1:000000000001:", Format.AWS_IOT, place)
        assertTrue("eu-central-1:${AwsPlace.DEFAULT.account}" in text(Format.AWS_IOT))
    }

    @Test
    fun `errors say what is not fit to be written`() {
        val none = ExportSettings()
        for ((settings, code, text) in listOf(
            Triple(
                none.withDevices(listOf(devices[0], devices[0])),
                "device-twice",
                "expected each device once, found device 1 again as device 2",
            ),
            Triple(
                none.withFolder("/a b"),
                "path",
                "expected a path of ASCII letters, digits and \"/._:@+-\" for the folder, " +
                    "found ' ' at character 3",
            ),
            Triple(
                none.withListen("1M8GDM9AXKP042788"),
                "listen",
                "expected an address and port such as \"0.0.0.0:8883\", found \"<VIN hidden>\"",
            ),
            Triple(
                none.withVersion(BrokerVersion.of("0.22")),
                "version",
                "expected a version of rmqtt among 0.23, 0.24, found 0.22",
            ),
            Triple(
                none.withAws(AwsPlace("eu-central-1", "1")),
                "aws-account",
                "expected an AWS account of 12 digits, found \"1\"",
            ),
            Triple(
                none.withServices(ServiceNames.of("other", "vehicle-1")).withDevices(devices),
                "reserved",
                "expected a device ID as device 1, found the principal name of the OBFCM Data Service",
            ),
        )) {
            val refused = assertThrows<ExportException> {
                exportRules(Format.RMQTT, BrokerRole.DATA, settings)
            }
            assertEquals(code to text, refused.code to refused.message)
        }
        val long = assertThrows<ExportException> { text(Format.EMQX, none.withListen("x".repeat(9999))) }
        assertTrue(long.message!!.length < 200)
        assertThrows<TextException> { text(Format.EMQX, none.withFolder("\ud800")) }
        assertEquals(
            "broker-version",
            assertThrows<ExportException> { BrokerVersion.of("two") }.code,
        )
    }

    @Test
    fun `the notes are the core's`() {
        assertEquals(Enforcement(true, true, true, true), Format.AWS_IOT.notes.enforces)
        assertFalse(Format.MOSQUITTO.notes.enforces.subscribe)
        assertTrue(Format.MOSQUITTO.notes.readsRevocationLists)
        assertEquals(listOf("2.0", "2.1"), Format.MOSQUITTO.notes.versions.map { it.text })
        val emqx = Format.EMQX.notes
        assertEquals(emqx.versions.last(), emqx.defaultVersion)
        assertNull(Format.AWS_IOT.notes.defaultVersion)
        assertTrue(Format.MOSQUITTO.notes.differences.any { it.name == "retain" })
        for (format in Format.entries) {
            val notes = format.notes
            assertEquals(format, notes.format)
            assertTrue(notes.broker.isNotEmpty() && notes.denied.isNotEmpty())
            assertTrue(notes.pitfalls.isNotEmpty())
        }
    }

    @Test
    fun `nothing can be changed`() {
        val mutable = devices.toMutableList()
        val settings = ExportSettings(devices = mutable)
        mutable.clear()
        assertEquals(ExportSettings(devices = devices), settings)
        assertEquals(ExportSettings(devices = devices).hashCode(), settings.hashCode())
        val export = exportRules(Format.EMQX, BrokerRole.DATA)
        assertThrows<UnsupportedOperationException> {
            (export.files as MutableList<ExportFile>).clear()
        }
        assertThrows<UnsupportedOperationException> {
            (export.texts as MutableMap<String, String>).clear()
        }
    }
}
