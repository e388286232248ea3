package eu.iot4emissions.device

import eu.iot4emissions.Native
import eu.iot4emissions.SettingsException
import eu.iot4emissions.backoff.Backoff
import eu.iot4emissions.backoff.toInternal
import eu.iot4emissions.internal.SettingsValues
import eu.iot4emissions.internal.settingsCheck
import eu.iot4emissions.internal.settingsDefault
import eu.iot4emissions.toWholeUnixSeconds
import java.time.Instant

/**
 * How a device behaves (P-6.3); the defaults are those of the rules. From Java, and for a change of
 * some, by [builder].
 *
 * @property connectTimeoutSeconds how long establishing a connection and its subscription may
 *   take, in seconds each, 1 to 3600; 30 by default
 * @property retainedWaitSeconds how long to wait for a retained message after the SUBACK, in
 *   seconds, 1 to 3600 (P-6.4, P-6.5); 5 by default
 * @property answerWaitSeconds how long to wait for an answer: of the Registration Service, of
 *   the broker to a publish, of the vehicle to a reading; in seconds, 1 to 3600 (P-6.4); 60 by
 *   default
 * @property backoff base and cap of the back-off after a failure (P-6.14); 1 s and 1 h by
 *   default
 * @property refusalBackoff base and cap of the back-off after somebody said no: the
 *   Registration Service, a broker's rights, a vehicle without a VIN (P-6.14); 1 min and 24 h
 *   by default
 * @property acquisitionBackoff base and cap of the back-off between readings of an OBFCM device
 *   that does not answer (P-6.14); 10 s and 6 h by default
 * @property spreadWindowSeconds over how long transfers and configuration checks of a fleet are
 *   spread, in seconds, at most 366 days (P-6.12); 24 h by default
 * @property storageLimit how many snapshots are stored before the oldest is evicted (P-6.16), 1
 *   to 100,000; 512 by default
 * @property eventLogLimit how many kinds of events the log holds, at most 256 (P-6.16); 32 by
 *   default
 * @property resendWindow how many acknowledged snapshots are kept and sent again with the next
 *   transfer, at most 100,000 (P-6.7); 0 by default
 * @property endpointFailures after how many failed connections in a row to a new endpoint the
 *   device turns to the last that worked, at least 1 (P-6.8); 5 by default
 * @property endpointFailureSeconds for how long, in seconds of running time, those connections
 *   must have failed besides, at most 366 days (P-6.8); 24 h by default
 * @property maxPayload the largest payload of a Data Transfer in bytes, at least 1 (P-6.6); 128
 *   KiB by default, which is also the largest that counts
 * @property refusalsAlone how often a snapshot that is published alone may be refused before it
 *   is set aside, at least 1 (P-6.18); 8 by default
 * @property minAcquireIntervalSeconds the shortest interval of acquisitions in seconds, at most
 *   366 days (P-6.11); 1 h by default
 * @property minTransferIntervalSeconds the shortest interval of transfers in seconds, at most
 *   366 days (P-6.11); 1 h by default
 * @property minConfigCheckIntervalSeconds the shortest interval of configuration checks in
 *   seconds, at most 366 days (P-6.11); 1 h by default
 * @property dailyConnections how many connections are tried in 24 hours at most, at least 2
 *   (P-6.19); 24 by default
 * @property dailyPersistedBytes how many bytes are stored in 24 hours before acquisitions and
 *   connections wait, at least 2 (P-6.19); 256 KiB by default. It counts what [Input.Persisted]
 *   says
 * @property earliestTime no time before this one is trusted, whatever the driver says (P-6.13):
 *   the day on which the device was made, in whole seconds, up to 2100-01-01; 1970 by default
 */
@ConsistentCopyVisibility
public data class Settings private constructor(
    public val connectTimeoutSeconds: Long,
    public val retainedWaitSeconds: Long,
    public val answerWaitSeconds: Long,
    public val backoff: Backoff,
    public val refusalBackoff: Backoff,
    public val acquisitionBackoff: Backoff,
    public val spreadWindowSeconds: Long,
    public val storageLimit: Long,
    public val eventLogLimit: Long,
    public val resendWindow: Long,
    public val endpointFailures: Long,
    public val endpointFailureSeconds: Long,
    public val maxPayload: Long,
    public val refusalsAlone: Long,
    public val minAcquireIntervalSeconds: Long,
    public val minTransferIntervalSeconds: Long,
    public val minConfigCheckIntervalSeconds: Long,
    public val dailyConnections: Long,
    public val dailyPersistedBytes: Long,
    public val earliestTime: Instant,
) {
    public companion object {
        /** For what the native library gives, and has checked: Java sees no internal constructor. */
        @JvmSynthetic
        internal fun of(values: SettingsValues): Settings = Settings(
            values.connectTimeoutSeconds.toLong(),
            values.retainedWaitSeconds.toLong(),
            values.answerWaitSeconds.toLong(),
            Backoff(values.backoff),
            Backoff(values.refusalBackoff),
            Backoff(values.acquisitionBackoff),
            values.spreadWindowSeconds.toLong(),
            values.storageLimit.toLong(),
            values.eventLogLimit.toLong(),
            values.resendWindow.toLong(),
            values.endpointFailures.toLong(),
            values.endpointFailureSeconds.toLong(),
            values.maxPayload.toLong(),
            values.refusalsAlone.toLong(),
            values.minAcquireIntervalSeconds.toLong(),
            values.minTransferIntervalSeconds.toLong(),
            values.minConfigCheckIntervalSeconds.toLong(),
            values.dailyConnections.toLong(),
            values.dailyPersistedBytes.toLong(),
            values.earliestTime.toTime(),
        )

        /** The settings where none are chosen. */
        @JvmStatic
        public val DEFAULT: Settings by lazy { Native.call { settingsDefault() }.toFacade() }

        /** Changes some of [settings], for Java. */
        @JvmStatic
        @JvmOverloads
        public fun builder(settings: Settings = DEFAULT): SettingsBuilder = SettingsBuilder(settings)

        /**
         * These settings; see the properties for units and ranges.
         *
         * @throws SettingsException which names the first one that no device could live with
         * @throws eu.iot4emissions.TimeException if [earliestTime] is before 1970 or has a fraction
         *   of a second
         */
        @Suppress("LongParameterList")
        public operator fun invoke(
            connectTimeoutSeconds: Long = DEFAULT.connectTimeoutSeconds,
            retainedWaitSeconds: Long = DEFAULT.retainedWaitSeconds,
            answerWaitSeconds: Long = DEFAULT.answerWaitSeconds,
            backoff: Backoff = DEFAULT.backoff,
            refusalBackoff: Backoff = DEFAULT.refusalBackoff,
            acquisitionBackoff: Backoff = DEFAULT.acquisitionBackoff,
            spreadWindowSeconds: Long = DEFAULT.spreadWindowSeconds,
            storageLimit: Long = DEFAULT.storageLimit,
            eventLogLimit: Long = DEFAULT.eventLogLimit,
            resendWindow: Long = DEFAULT.resendWindow,
            endpointFailures: Long = DEFAULT.endpointFailures,
            endpointFailureSeconds: Long = DEFAULT.endpointFailureSeconds,
            maxPayload: Long = DEFAULT.maxPayload,
            refusalsAlone: Long = DEFAULT.refusalsAlone,
            minAcquireIntervalSeconds: Long = DEFAULT.minAcquireIntervalSeconds,
            minTransferIntervalSeconds: Long = DEFAULT.minTransferIntervalSeconds,
            minConfigCheckIntervalSeconds: Long = DEFAULT.minConfigCheckIntervalSeconds,
            dailyConnections: Long = DEFAULT.dailyConnections,
            dailyPersistedBytes: Long = DEFAULT.dailyPersistedBytes,
            earliestTime: Instant = DEFAULT.earliestTime,
        ): Settings {
            val settings = Settings(
                connectTimeoutSeconds, retainedWaitSeconds, answerWaitSeconds, backoff,
                refusalBackoff, acquisitionBackoff, spreadWindowSeconds, storageLimit,
                eventLogLimit, resendWindow, endpointFailures, endpointFailureSeconds,
                maxPayload, refusalsAlone, minAcquireIntervalSeconds,
                minTransferIntervalSeconds, minConfigCheckIntervalSeconds, dailyConnections,
                dailyPersistedBytes, earliestTime,
            )
            Native.call { settingsCheck(settings.toInternal()) }
            return settings
        }
    }
}

/** The core's settings have 32 bits and no sign; it refuses what is out of its ranges. */
private fun Long.setting(name: String): UInt {
    if (this !in 0..UInt.MAX_VALUE.toLong()) {
        val expected = "0 to ${UInt.MAX_VALUE} as $name"
        throw SettingsException("expected $expected, found $this", "settings", name)
    }
    return toUInt()
}

internal fun Settings.toInternal() = SettingsValues(
    connectTimeoutSeconds.setting("connect_timeout_seconds"),
    retainedWaitSeconds.setting("retained_wait_seconds"),
    answerWaitSeconds.setting("answer_wait_seconds"),
    backoff.toInternal(),
    refusalBackoff.toInternal(),
    acquisitionBackoff.toInternal(),
    spreadWindowSeconds.setting("spread_window_seconds"),
    storageLimit.setting("storage_limit"),
    eventLogLimit.setting("event_log_limit"),
    resendWindow.setting("resend_window"),
    endpointFailures.setting("endpoint_failures"),
    endpointFailureSeconds.setting("endpoint_failure_seconds"),
    maxPayload.setting("max_payload"),
    refusalsAlone.setting("refusals_alone"),
    minAcquireIntervalSeconds.setting("min_acquire_interval_seconds"),
    minTransferIntervalSeconds.setting("min_transfer_interval_seconds"),
    minConfigCheckIntervalSeconds.setting("min_config_check_interval_seconds"),
    dailyConnections.setting("daily_connections"),
    dailyPersistedBytes.setting("daily_persisted_bytes"),
    earliestTime.toWholeUnixSeconds(),
)

internal fun SettingsValues.toFacade(): Settings = Settings.of(this)
