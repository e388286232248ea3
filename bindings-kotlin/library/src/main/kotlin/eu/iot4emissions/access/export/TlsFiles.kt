package eu.iot4emissions.access.export

/**
 * The broker's certificate and the authority that issues its clients' certificates: paths of PEM
 * files on the broker's machine. [exportRules] checks them. Clauses: P-1.1 to P-1.3; JRC127600 §4.3.
 *
 * @property clientAuthority the authority that the clients' certificates come from
 * @property certificate the broker's certificate with its chain
 * @property key the broker's private key
 * @property revocationList the authority's revocation list, where there is one;
 *   [BrokerNotes.readsRevocationLists] says who reads it
 */
public data class TlsFiles @JvmOverloads constructor(
    public val clientAuthority: String,
    public val certificate: String,
    public val key: String,
    public val revocationList: String? = null,
)

internal fun TlsFiles.toInternal() =
    eu.iot4emissions.internal.TlsFiles(clientAuthority, certificate, key, revocationList)
