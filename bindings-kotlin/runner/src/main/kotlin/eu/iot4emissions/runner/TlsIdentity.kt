package eu.iot4emissions.runner

import eu.iot4emissions.identity.DeviceId
import java.net.Socket
import java.security.KeyStore
import java.security.Principal
import java.security.PrivateKey
import java.security.Provider
import java.security.cert.X509Certificate
import javax.net.ssl.KeyManager
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.KeyManagerFactorySpi
import javax.net.ssl.ManagerFactoryParameters
import javax.net.ssl.SSLEngine
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509ExtendedKeyManager

/**
 * How a device authenticates itself, and whom it trusts.
 *
 * The key store is looked at for every connection, so that a certificate that was renewed counts
 * from the next one on. It may hold several: the one whose common name is the device ID is taken
 * (P-2.2), so that a device with two pseudonyms (P-1.7) has both in one key store. Keys that never
 * leave their hardware (`AndroidKeyStore`) will do.
 *
 * @param keys the certificates with their chains and private keys
 * @param password what opens the keys; null where nothing does, as in `AndroidKeyStore`
 * @param trusted the authorities of the brokers' certificates, and no others
 */
public class TlsIdentity(
    private val keys: KeyStore,
    private val password: CharArray?,
    private val trusted: KeyStore,
) {
    internal fun keyManagers(device: DeviceId): KeyManagerFactory? {
        val alias = aliasOf(device) ?: return null
        val factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
        factory.init(keys, password)
        val managers = factory.keyManagers.filterIsInstance<X509ExtendedKeyManager>()
        val key = keys.getKey(alias, password) as? PrivateKey ?: return null
        val chain = keys.getCertificateChain(alias)?.map { it as X509Certificate } ?: return null
        return managers.firstOrNull()?.let { OneKeyManagerFactory(OneKey(it, key, chain), factory.provider) }
    }

    internal fun trustManagers(): TrustManagerFactory {
        val factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
        factory.init(trusted)
        return factory
    }

    private fun aliasOf(device: DeviceId): String? = keys.aliases().toList().firstOrNull { alias ->
        val certificate = keys.getCertificate(alias) as? X509Certificate
        certificate != null && keys.isKeyEntry(alias) && certificate.names(device)
    }

    // A device ID has no character that RFC 2253 would escape.
    private fun X509Certificate.names(device: DeviceId): Boolean =
        subjectX500Principal.getName("RFC2253").split(',', '+').any { it == "CN=${device.text}" }

    /** Nothing of its keys. */
    override fun toString(): String = "TlsIdentity"
}

/** Offers one key, whatever else the key store holds and whichever authorities a broker names. */
private class OneKey(
    private val others: X509ExtendedKeyManager,
    private val key: PrivateKey,
    private val chain: List<X509Certificate>,
) : X509ExtendedKeyManager() {
    override fun getClientAliases(type: String?, issuers: Array<Principal>?) = arrayOf(ALIAS)

    override fun chooseClientAlias(types: Array<String>?, issuers: Array<Principal>?, socket: Socket?) = ALIAS

    override fun chooseEngineClientAlias(types: Array<String>?, issuers: Array<Principal>?, engine: SSLEngine?) =
        if (types == null || key.algorithm in types) ALIAS else null

    override fun getServerAliases(type: String?, issuers: Array<Principal>?): Array<String>? =
        others.getServerAliases(type, issuers)

    override fun chooseServerAlias(type: String?, issuers: Array<Principal>?, socket: Socket?): String? = null

    override fun getCertificateChain(alias: String?) = chain.toTypedArray()

    override fun getPrivateKey(alias: String?) = key

    private companion object {
        const val ALIAS = "device"
    }
}

private class OneKeyManagerFactory(manager: KeyManager, provider: Provider) :
    KeyManagerFactory(Spi(manager), provider, "device") {
    private class Spi(private val manager: KeyManager) : KeyManagerFactorySpi() {
        override fun engineInit(keys: KeyStore?, password: CharArray?) = Unit

        override fun engineInit(parameters: ManagerFactoryParameters?) = Unit

        override fun engineGetKeyManagers() = arrayOf(manager)
    }

    init {
        init(null)
    }
}
