package eu.iot4emissions.access.export

import eu.iot4emissions.Native
import eu.iot4emissions.internal.awsPlaceDefault

/**
 * Where in AWS the broker is: part of every resource's name (P-4.1). [exportRules] checks both.
 *
 * @property region such as `eu-central-1`
 * @property account 12 digits
 */
public data class AwsPlace(public val region: String, public val account: String) {
    public companion object {
        /** `eu-central-1`, and the account of AWS's own documentation. */
        @JvmStatic
        public val DEFAULT: AwsPlace by lazy {
            val place = Native.call { awsPlaceDefault() }
            AwsPlace(place.region, place.account)
        }
    }
}

internal fun AwsPlace.toInternal() = eu.iot4emissions.internal.AwsPlace(region, account)
