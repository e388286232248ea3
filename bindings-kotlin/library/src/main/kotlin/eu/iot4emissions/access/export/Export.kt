package eu.iot4emissions.access.export

import eu.iot4emissions.internal.ExportedFile
import java.util.Collections

/**
 * All files of a broker's configuration; [exportRules] makes it. Clauses: P-4.1 to P-4.3;
 * JRC127600 §3.1.2.
 *
 * @property files the files, the one with the rules first
 */
@ConsistentCopyVisibility
public data class Export private constructor(public val files: List<ExportFile>) {
    /** The file of that [name], null if there is none. */
    public fun file(name: String): ExportFile? = files.find { it.name == name }

    /** Each file's text by its name, in their order. */
    public val texts: Map<String, String>
        get() = Collections.unmodifiableMap(files.associate { it.name to it.text })

    internal companion object {
        @JvmSynthetic
        internal fun of(files: List<ExportedFile>): Export = Export(
            Collections.unmodifiableList(files.map { ExportFile(it.name, it.purpose, it.text) }),
        )
    }
}

/**
 * One file of a broker's configuration.
 *
 * @property name its name, without a folder
 * @property purpose what it is for, as the rest of the sentence "this file holds"
 * @property text its text, which ends with a line feed
 */
public data class ExportFile(
    public val name: String,
    public val purpose: String,
    public val text: String,
)
