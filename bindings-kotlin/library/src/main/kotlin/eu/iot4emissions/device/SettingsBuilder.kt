package eu.iot4emissions.device

import eu.iot4emissions.SettingsException
import eu.iot4emissions.backoff.Backoff
import java.time.Instant

/** Collects settings; what is not set stays as it was. The units are those of [Settings]. */
@Suppress("TooManyFunctions")
public class SettingsBuilder internal constructor(settings: Settings) {
    private var connectTimeoutSeconds = settings.connectTimeoutSeconds
    private var retainedWaitSeconds = settings.retainedWaitSeconds
    private var answerWaitSeconds = settings.answerWaitSeconds
    private var backoff = settings.backoff
    private var refusalBackoff = settings.refusalBackoff
    private var acquisitionBackoff = settings.acquisitionBackoff
    private var spreadWindowSeconds = settings.spreadWindowSeconds
    private var storageLimit = settings.storageLimit
    private var eventLogLimit = settings.eventLogLimit
    private var resendWindow = settings.resendWindow
    private var endpointFailures = settings.endpointFailures
    private var endpointFailureSeconds = settings.endpointFailureSeconds
    private var maxPayload = settings.maxPayload
    private var refusalsAlone = settings.refusalsAlone
    private var minAcquireIntervalSeconds = settings.minAcquireIntervalSeconds
    private var minTransferIntervalSeconds = settings.minTransferIntervalSeconds
    private var minConfigCheckIntervalSeconds = settings.minConfigCheckIntervalSeconds
    private var dailyConnections = settings.dailyConnections
    private var dailyPersistedBytes = settings.dailyPersistedBytes
    private var earliestTime = settings.earliestTime

    /** Sets [Settings.connectTimeoutSeconds]. */
    public fun connectTimeoutSeconds(value: Long): SettingsBuilder =
        apply { connectTimeoutSeconds = value }

    /** Sets [Settings.retainedWaitSeconds]. */
    public fun retainedWaitSeconds(value: Long): SettingsBuilder =
        apply { retainedWaitSeconds = value }

    /** Sets [Settings.answerWaitSeconds]. */
    public fun answerWaitSeconds(value: Long): SettingsBuilder = apply { answerWaitSeconds = value }

    /** Sets [Settings.backoff]. */
    public fun backoff(value: Backoff): SettingsBuilder = apply { backoff = value }

    /** Sets [Settings.refusalBackoff]. */
    public fun refusalBackoff(value: Backoff): SettingsBuilder = apply { refusalBackoff = value }

    /** Sets [Settings.acquisitionBackoff]. */
    public fun acquisitionBackoff(value: Backoff): SettingsBuilder =
        apply { acquisitionBackoff = value }

    /** Sets [Settings.spreadWindowSeconds]. */
    public fun spreadWindowSeconds(value: Long): SettingsBuilder =
        apply { spreadWindowSeconds = value }

    /** Sets [Settings.storageLimit]. */
    public fun storageLimit(value: Long): SettingsBuilder = apply { storageLimit = value }

    /** Sets [Settings.eventLogLimit]. */
    public fun eventLogLimit(value: Long): SettingsBuilder = apply { eventLogLimit = value }

    /** Sets [Settings.resendWindow]. */
    public fun resendWindow(value: Long): SettingsBuilder = apply { resendWindow = value }

    /** Sets [Settings.endpointFailures]. */
    public fun endpointFailures(value: Long): SettingsBuilder = apply { endpointFailures = value }

    /** Sets [Settings.endpointFailureSeconds]. */
    public fun endpointFailureSeconds(value: Long): SettingsBuilder =
        apply { endpointFailureSeconds = value }

    /** Sets [Settings.maxPayload]. */
    public fun maxPayload(value: Long): SettingsBuilder = apply { maxPayload = value }

    /** Sets [Settings.refusalsAlone]. */
    public fun refusalsAlone(value: Long): SettingsBuilder = apply { refusalsAlone = value }

    /** Sets [Settings.minAcquireIntervalSeconds]. */
    public fun minAcquireIntervalSeconds(value: Long): SettingsBuilder =
        apply { minAcquireIntervalSeconds = value }

    /** Sets [Settings.minTransferIntervalSeconds]. */
    public fun minTransferIntervalSeconds(value: Long): SettingsBuilder =
        apply { minTransferIntervalSeconds = value }

    /** Sets [Settings.minConfigCheckIntervalSeconds]. */
    public fun minConfigCheckIntervalSeconds(value: Long): SettingsBuilder =
        apply { minConfigCheckIntervalSeconds = value }

    /** Sets [Settings.dailyConnections]. */
    public fun dailyConnections(value: Long): SettingsBuilder = apply { dailyConnections = value }

    /** Sets [Settings.dailyPersistedBytes]. */
    public fun dailyPersistedBytes(value: Long): SettingsBuilder =
        apply { dailyPersistedBytes = value }

    /** Sets [Settings.earliestTime]. */
    public fun earliestTime(value: Instant): SettingsBuilder = apply { earliestTime = value }

    /**
     * The settings.
     *
     * @throws SettingsException which names the first one that no device could live with
     * @throws eu.iot4emissions.TimeException if [Settings.earliestTime] is before 1970 or has a
     *   fraction of a second
     */
    public fun build(): Settings = Settings.invoke(
        connectTimeoutSeconds, retainedWaitSeconds, answerWaitSeconds, backoff, refusalBackoff,
        acquisitionBackoff, spreadWindowSeconds, storageLimit, eventLogLimit, resendWindow,
        endpointFailures, endpointFailureSeconds, maxPayload, refusalsAlone,
        minAcquireIntervalSeconds, minTransferIntervalSeconds, minConfigCheckIntervalSeconds,
        dailyConnections, dailyPersistedBytes, earliestTime,
    )
}
