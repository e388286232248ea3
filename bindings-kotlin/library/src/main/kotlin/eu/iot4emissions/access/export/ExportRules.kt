@file:JvmName("Exports")

package eu.iot4emissions.access.export

import eu.iot4emissions.ExportException
import eu.iot4emissions.Native
import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.delivery.toInternal

/**
 * Who may publish, subscribe and receive what, as the configuration of a broker: every file that it
 * needs, with the listener settings without which the rules protect nothing.
 *
 * [format] is the broker, [broker] which of the two it is. Pure: nothing is written; the same
 * arguments give the same bytes. What the broker does not enforce is in [Format.notes]. Clauses:
 * P-4.1 to P-4.3, P-2.4; JRC127600 §3.1.2.
 *
 * @throws ExportException if a setting is not fit to be written into a configuration, or a file
 *   would be larger than its broker accepts
 */
@JvmOverloads
public fun exportRules(
    format: Format,
    broker: BrokerRole,
    settings: ExportSettings = ExportSettings(),
): Export {
    val files = Native.call {
        eu.iot4emissions.internal.exportRules(
            format.toInternal(), broker.toInternal(), settings.toInternal(),
        )
    }
    return Export.of(files)
}
