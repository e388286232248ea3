package eu.iot4emissions.runner

import java.math.BigInteger
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.SecureRandom
import java.security.cert.X509Certificate
import java.security.spec.ECGenParameterSpec
import java.time.Instant
import java.time.temporal.ChronoUnit.DAYS
import java.util.Date
import org.bouncycastle.asn1.x500.X500Name
import org.bouncycastle.asn1.x509.BasicConstraints
import org.bouncycastle.asn1.x509.Extension
import org.bouncycastle.asn1.x509.GeneralName
import org.bouncycastle.asn1.x509.GeneralNames
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder

/** A certificate authority of one test. */
internal class TestAuthority(name: String = "Test CA") {
    private val issuer = X500Name("CN=$name")
    private val keys = newKeys()
    val certificate: X509Certificate = sign(issuer, keys) {
        addExtension(Extension.basicConstraints, true, BasicConstraints(0))
    }

    /** A key store with a certificate of each name. */
    fun keyStore(vararg commonNames: String): KeyStore = newKeyStore().also { store ->
        for (name in commonNames) {
            val pair = newKeys()
            val issued = sign(X500Name("O=A Maker,CN=$name"), pair) {}
            store.setKeyEntry("key of $name", pair.private, PASSWORD, arrayOf(issued, certificate))
        }
    }

    fun trust(): KeyStore = newKeyStore().also { it.setCertificateEntry("authority", certificate) }

    fun identity(vararg commonNames: String) = TlsIdentity(keyStore(*commonNames), PASSWORD, trust())

    /** A broker's certificate for 127.0.0.1 or another name, in a file. */
    fun server(folder: Path, dns: String? = null): Path {
        val pair = newKeys()
        val name = dns?.let { GeneralName(GeneralName.dNSName, it) } ?: GeneralName(GeneralName.iPAddress, "127.0.0.1")
        val issued = sign(X500Name("CN=broker"), pair) {
            addExtension(Extension.subjectAlternativeName, false, GeneralNames(name))
        }
        val store = trust()
        store.setKeyEntry("broker", pair.private, PASSWORD, arrayOf(issued, certificate))
        return folder.resolve("broker.p12").also { file ->
            Files.newOutputStream(file).use { store.store(it, PASSWORD) }
        }
    }

    private fun sign(subject: X500Name, pair: KeyPair, extend: JcaX509v3CertificateBuilder.() -> Unit): X509Certificate {
        val now = Instant.now()
        val builder = JcaX509v3CertificateBuilder(
            issuer,
            BigInteger(100, SecureRandom()),
            Date.from(now.minus(1, DAYS)),
            Date.from(now.plus(1, DAYS)),
            subject,
            pair.public,
        )
        builder.extend()
        val signer = JcaContentSignerBuilder("SHA256withECDSA").build(keys.private)
        return JcaX509CertificateConverter().getCertificate(builder.build(signer))
    }

    companion object {
        val PASSWORD: CharArray = "test".toCharArray()

        private fun newKeys(): KeyPair = KeyPairGenerator.getInstance("EC").run {
            initialize(ECGenParameterSpec("secp256r1"))
            generateKeyPair()
        }

        fun newKeyStore(): KeyStore = KeyStore.getInstance("PKCS12").apply { load(null, null) }
    }
}
