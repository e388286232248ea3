package eu.iot4emissions.automotive

import eu.iot4emissions.device.FactoryConfiguration
import eu.iot4emissions.device.Provisioning
import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.DeviceSecret
import eu.iot4emissions.identity.certificateCommonName
import eu.iot4emissions.message.Endpoint
import eu.iot4emissions.runner.TlsIdentity
import eu.iot4emissions.schedule.Schedule
import java.io.File
import java.io.IOException
import java.security.KeyStore
import java.security.cert.CertificateFactory
import java.util.Properties

/**
 * What the factory put into the unit (P-2.2, P-6.3), in a folder of the app's own storage:
 *
 * - `identity.p12`: the device's key and certificate, PKCS #12,
 * - `authorities.pem`: the authorities of the brokers' certificates,
 * - `factory.properties`: `password` of the key store, `registration` and `data` as `host:port`,
 *   `permittedDomains` between commas, and `configCheckFrequency`.
 *
 * A unit that is sold keeps its key in `AndroidKeyStore`, which never gives it out.
 */
class UnitFiles(private val folder: File) {
    private val keys = File(folder, "identity.p12")
    private val authorities = File(folder, "authorities.pem")
    private val factory = File(folder, "factory.properties")

    /** Whether the unit was given them, all of them. */
    val areThere: Boolean get() = listOf(keys, authorities, factory).all(File::exists)

    private val properties: Properties by lazy {
        Properties().apply { factory.reader().use(::load) }
    }

    private val keyStore: KeyStore by lazy {
        KeyStore.getInstance("PKCS12").apply { keys.inputStream().use { load(it, password) } }
    }

    private val password: CharArray get() = property("password").toCharArray()

    /** By what the device authenticates itself, and whom it trusts. */
    fun identity(): TlsIdentity {
        val trusted = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null, null) }
        val certificates = authorities.inputStream().use {
            CertificateFactory.getInstance("X.509").generateCertificates(it)
        }
        certificates.forEachIndexed { index, one -> trusted.setCertificateEntry("$index", one) }
        return TlsIdentity(keyStore, password, trusted)
    }

    /** Who the device is, by its certificate; its secret is drawn anew, and kept by its record. */
    fun provisioning(): Provisioning {
        val alias = keyStore.aliases().toList().singleOrNull(keyStore::isKeyEntry)
            ?: throw IOException("expected one key in ${keys.name}, found none or several")
        val name = certificateCommonName(keyStore.getCertificate(alias).encoded)
        return Provisioning(DeviceId.of(name), DeviceSecret.generate(), configuration())
    }

    private fun configuration() = FactoryConfiguration.of(
        endpoint("registration"),
        endpoint("data"),
        property("permittedDomains").split(',').map(String::trim),
        Schedule.of(property("configCheckFrequency")),
    )

    private fun endpoint(name: String): Endpoint {
        val text = property(name)
        val port = text.substringAfterLast(':', "").toIntOrNull()
            ?: throw IOException("expected host:port as $name in ${factory.name}, found \"$text\"")
        return Endpoint.of(text.substringBeforeLast(':'), port)
    }

    private fun property(name: String): String = properties.getProperty(name)
        ?: throw IOException("expected $name in ${factory.name}, found none")
}
