package eu.iot4emissions.access.export

import eu.iot4emissions.identity.DeviceId
import eu.iot4emissions.identity.ServiceNames
import eu.iot4emissions.identity.toInternal
import eu.iot4emissions.internal.ExportParts
import java.util.Collections

/**
 * What an export is made for; [exportRules] checks it. For Java there is a `with…` for each part.
 *
 * @property services the services' principal names (P-2.4); null for the default ones
 * @property devices the devices, for the formats that list them ([BrokerNotes.listsDevices]); the
 *   others ignore them
 * @property listen address and port of the TLS listener, such as `0.0.0.0:8883`, which it is for
 *   null
 * @property folder where the files will be on the broker's machine; null for where its own package
 *   puts them
 * @property stateFolder where the broker keeps messages across its restarts; null for where its own
 *   package does
 * @property tls the paths of certificates; null for `certs/` in the folder
 * @property plugin the path of Mosquitto's plugin, for dynamic security or from 2.1 for ACL files;
 *   null for where Debian's package puts the first on x86-64
 * @property version the broker's release; null for [BrokerNotes.defaultVersion]
 * @property oldestTls the oldest version of TLS that the broker speaks; null for 1.3 (P-3.10)
 * @property aws region and account; null for [AwsPlace.DEFAULT]
 */
public class ExportSettings(
    public val services: ServiceNames? = null,
    devices: Iterable<DeviceId> = emptyList(),
    public val listen: String? = null,
    public val folder: String? = null,
    public val stateFolder: String? = null,
    public val tls: TlsFiles? = null,
    public val plugin: String? = null,
    public val version: BrokerVersion? = null,
    public val oldestTls: TlsVersion? = null,
    public val aws: AwsPlace? = null,
) {
    public val devices: List<DeviceId> = Collections.unmodifiableList(devices.toList())

    /** The same with these [services]. */
    public fun withServices(services: ServiceNames?): ExportSettings = with(services = services)

    /** The same with these [devices]. */
    public fun withDevices(devices: Iterable<DeviceId>): ExportSettings = with(devices = devices)

    /** The same with this address and port to [listen] at. */
    public fun withListen(listen: String?): ExportSettings = with(listen = listen)

    /** The same with this [folder]. */
    public fun withFolder(folder: String?): ExportSettings = with(folder = folder)

    /** The same with this [folder] of the broker's state. */
    public fun withStateFolder(folder: String?): ExportSettings = with(stateFolder = folder)

    /** The same with these paths of certificates. */
    public fun withTls(tls: TlsFiles?): ExportSettings = with(tls = tls)

    /** The same with this path of the plugin. */
    public fun withPlugin(plugin: String?): ExportSettings = with(plugin = plugin)

    /** The same for this release. */
    public fun withVersion(version: BrokerVersion?): ExportSettings = with(version = version)

    /** The same with this oldest version of TLS. */
    public fun withOldestTls(version: TlsVersion?): ExportSettings = with(oldestTls = version)

    /** The same with this place in AWS. */
    public fun withAws(aws: AwsPlace?): ExportSettings = with(aws = aws)

    private val parts: List<Any?>
        get() = listOf(
            services, devices, listen, folder, stateFolder, tls, plugin, version, oldestTls, aws,
        )

    override fun equals(other: Any?): Boolean = other is ExportSettings && parts == other.parts

    override fun hashCode(): Int = parts.hashCode()

    override fun toString(): String =
        "ExportSettings(services=$services, devices=$devices, listen=$listen, folder=$folder, " +
            "stateFolder=$stateFolder, tls=$tls, plugin=$plugin, version=$version, " +
            "oldestTls=$oldestTls, aws=$aws)"

    private fun with(
        services: ServiceNames? = this.services,
        devices: Iterable<DeviceId> = this.devices,
        listen: String? = this.listen,
        folder: String? = this.folder,
        stateFolder: String? = this.stateFolder,
        tls: TlsFiles? = this.tls,
        plugin: String? = this.plugin,
        version: BrokerVersion? = this.version,
        oldestTls: TlsVersion? = this.oldestTls,
        aws: AwsPlace? = this.aws,
    ) = ExportSettings(
        services, devices, listen, folder, stateFolder, tls, plugin, version, oldestTls, aws,
    )
}

internal fun ExportSettings.toInternal() = ExportParts(
    services = services?.toInternal(),
    devices = devices.map { it.text },
    listen = listen,
    folder = folder,
    stateFolder = stateFolder,
    tls = tls?.toInternal(),
    plugin = plugin,
    version = version?.text,
    oldestTls = oldestTls?.toInternal(),
    aws = aws?.toInternal(),
)
