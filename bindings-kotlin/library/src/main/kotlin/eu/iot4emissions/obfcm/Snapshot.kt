package eu.iot4emissions.obfcm

import eu.iot4emissions.Native
import eu.iot4emissions.SnapshotException
import eu.iot4emissions.internal.SnapshotParts
import eu.iot4emissions.internal.snapshotCheck
import java.time.Instant

/**
 * What the vehicle's counters showed at one moment (P-5.40 to P-5.43).
 *
 * @property acquired when the vehicle took it, whole seconds, from 1 to 9999999999 s after 1970
 *   (P-5.41)
 * @property values at least one
 */
@ConsistentCopyVisibility
public data class Snapshot private constructor(
    public val acquired: Instant,
    public val values: Values,
) {
    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal operator fun invoke(acquired: Instant, values: Values): Snapshot =
            Snapshot(acquired, values)

        /**
         * The snapshot of this moment, whose parts of a second are left out.
         *
         * @throws SnapshotException if the time is out of range, or no value is there
         */
        @JvmStatic
        public fun of(acquired: Instant, values: Values): Snapshot {
            // Before 1970 is as wrong as 1970 itself, and the core's times have no sign.
            val seconds = maxOf(acquired.epochSecond, 0)
            Native.call { snapshotCheck(seconds.toULong(), values.toInternal()) }
            return Snapshot(Instant.ofEpochSecond(seconds), values)
        }
    }
}

internal fun Snapshot.toInternal() =
    SnapshotParts(acquired.epochSecond.toULong(), values.toInternal())

internal fun SnapshotParts.toFacade() =
    Snapshot(Instant.ofEpochSecond(acquired.toLong()), values.toFacade())
