package eu.iot4emissions.publication

import eu.iot4emissions.Native
import eu.iot4emissions.internal.PublicationSettingsParts
import eu.iot4emissions.internal.publicationSettingsDefault
import java.util.Collections
import java.util.EnumSet

/**
 * What a publication is made by (P-10.3, P-10.5, P-10.6).
 *
 * @property by the attributes that are published, and that groups are made by: vehicles that have
 *   the same in all of them are a group in each month. By default family, fuel type and fuel mode;
 *   each further one makes groups smaller
 * @property minVehicles the fewest vehicles of a group; 10 by default. Smaller groups are left out
 *   and counted
 * @property first the first month to publish; by default, null, the first that there is
 * @property last the last month to publish; by default, null, the last that there is. Each month is
 *   published once: values of the same months join two publications (P-10.7)
 */
@ConsistentCopyVisibility
public data class PublicationSettings private constructor(
    public val by: Set<Attribute>,
    public val minVehicles: MinVehicles,
    public val first: Month?,
    public val last: Month?,
) {
    public companion object {
        /** The settings where none are chosen. */
        @JvmStatic
        public val DEFAULT: PublicationSettings by lazy {
            Native.call { publicationSettingsDefault() }.toFacade()
        }

        /** For Kotlin, as [of]. */
        @JvmSynthetic
        public operator fun invoke(
            by: Set<Attribute> = DEFAULT.by,
            minVehicles: MinVehicles = DEFAULT.minVehicles,
            first: Month? = null,
            last: Month? = null,
        ): PublicationSettings = of(by, minVehicles, first, last)

        /** These settings; see the properties. */
        @JvmStatic
        @JvmOverloads
        public fun of(
            by: Set<Attribute> = DEFAULT.by,
            minVehicles: MinVehicles = DEFAULT.minVehicles,
            first: Month? = null,
            last: Month? = null,
        ): PublicationSettings = PublicationSettings(ordered(by), minVehicles, first, last)

        /** In the order of the columns. */
        private fun ordered(by: Set<Attribute>): Set<Attribute> =
            Collections.unmodifiableSet(EnumSet.noneOf(Attribute::class.java).apply { addAll(by) })
    }
}

internal fun PublicationSettings.toInternal() = PublicationSettingsParts(
    by.map { it.toInternal() }, minVehicles.vehicles.toUInt(), first?.text, last?.text,
)

internal fun PublicationSettingsParts.toFacade() = PublicationSettings(
    by.map { it.toFacade() }.toSet(), MinVehicles(minVehicles), first?.let { Month(it) },
    last?.let { Month(it) },
)
