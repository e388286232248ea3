@file:JvmName("Privacy")

package eu.iot4emissions.privacy

import eu.iot4emissions.Native

/**
 * [text] with everything that has the shape of a VIN replaced by `<VIN hidden>`: for logs and
 * traces. What has the shape but is no VIN goes too; a VIN is personal data.
 *
 * Total: half a surrogate pair becomes the replacement character. Clauses: P-1.5, P-5.11;
 * JRC127600 §1.2.
 */
public fun hideVins(text: String): String =
    Native.call { eu.iot4emissions.internal.hideVins(text.withoutHalfPairs()) }

/** The text with U+FFFD for what no UTF-8 can write. */
private fun String.withoutHalfPairs(): String {
    if (none(Char::isSurrogate)) {
        return this
    }
    val whole = codePoints().map { if (it in 0xD800..0xDFFF) 0xFFFD else it }.toArray()
    return String(whole, 0, whole.size)
}
