package eu.iot4emissions.device

import eu.iot4emissions.Native
import eu.iot4emissions.internal.accountsBalance
import eu.iot4emissions.message.Endpoint
import java.time.Instant

/**
 * All that a workshop wants to see of a device (T-10, P-6.22): what [OtaDevice.status] gives, and
 * [Output.Status] as the answer to an [Input.StatusQuery].
 *
 * @property state the state
 * @property configurationVersion the version of the configuration in force, 1 or more; null for the
 *   factory's
 * @property refusedConfiguration the last configuration that was refused since, if any: a device
 *   that stays behind the Data Service's record shows it here
 * @property registrationEndpoint where the Registration Service's broker is; null before the device
 *   is provisioned
 * @property dataEndpoint where the Data Service's broker is
 * @property due when each schedule is due next
 * @property wait until when the device waits, if nothing happens meanwhile
 * @property clock what the device holds of its wall clock
 * @property network what the driver said of the network; null where it said nothing (P-6.21)
 * @property ignition the same of the ignition
 * @property lastSuccess when something succeeded last
 * @property failures how often what failed, by reason, in the device's life
 * @property allowance what is left of the daily caps (P-6.19)
 * @property accounts what became of the snapshots
 * @property lastTest the last communication test (P-6.15); null before the first
 * @property events the event log, oldest first (P-6.16)
 */
public data class Status(
    public val state: DeviceState,
    public val configurationVersion: Long?,
    public val refusedConfiguration: RefusedConfiguration?,
    public val registrationEndpoint: EndpointInUse?,
    public val dataEndpoint: EndpointInUse?,
    public val due: DueTimes,
    public val wait: Output.Wait,
    public val clock: ClockStatus,
    public val network: Boolean?,
    public val ignition: Boolean?,
    public val lastSuccess: LastSuccess,
    public val failures: Failures,
    public val allowance: AllowanceLeft,
    public val accounts: Accounts,
    public val lastTest: TestResult?,
    public val events: List<LoggedEvent>,
) {
    init {
        configurationVersion?.let(::version)
    }
}

/**
 * A configuration that was refused (P-6.8).
 *
 * @property time when it was refused last, in whole seconds
 * @property version its version, 1 to 4294967295
 * @property reason why
 */
public data class RefusedConfiguration(
    public val time: Instant,
    public val version: Long,
    public val reason: ConfigurationRefusal,
) {
    init {
        version(version)
    }
}

/**
 * An endpoint in use, and why it is that one (P-6.8).
 *
 * @property endpoint the endpoint
 * @property origin where it comes from
 * @property failures how many connections in a row have failed for reasons that speak of the
 *   endpoint
 * @property failingSeconds for how many seconds of running time
 */
public data class EndpointInUse(
    public val endpoint: Endpoint,
    public val origin: EndpointOrigin,
    public val failures: Long,
    public val failingSeconds: Long,
) {
    init {
        counted("failures", failures)
        counted("failing seconds", failingSeconds)
    }
}

/**
 * When each schedule is due next (P-6.11), in whole seconds; null where it is never, or where no
 * trusted time has been known yet.
 *
 * @property acquisition the next snapshot; only in Operational
 * @property transfer the next transfer, spread (P-6.12); only in Operational
 * @property configCheck the next configuration check, spread; from Initialized on
 */
public data class DueTimes(
    public val acquisition: Instant?,
    public val transfer: Instant?,
    public val configCheck: Instant?,
)

/**
 * What the device holds of its wall clock (P-6.13).
 *
 * @property trusted whether it trusts it now
 * @property lastTrusted the latest time that it trusted, in whole seconds; null before the first
 */
public data class ClockStatus(public val trusted: Boolean, public val lastTrusted: Instant?)

/**
 * When something succeeded last, in whole seconds; null where it never did (P-6.22).
 *
 * @property registration a connection to the Registration Service's broker that did its work
 * @property data a connection to the Data Service's broker that did its work
 * @property acquisition an acquisition
 * @property transfer a transfer that was acknowledged
 */
public data class LastSuccess(
    public val registration: Instant?,
    public val data: Instant?,
    public val acquisition: Instant?,
    public val transfer: Instant?,
)

/**
 * How often what failed in the device's life (P-6.22); each number stops at 4294967295.
 *
 * @property connections connections that failed or were lost, by the kind of reason; one that is not
 *   there counts as 0
 * @property subscriptionsRefused subscriptions that a broker refused
 * @property publishes publishes that a broker refused, or did not acknowledge in time
 * @property registrations registrations that were refused or not answered
 * @property acquisitions acquisitions that brought no values
 * @property persists records that could not be stored
 */
public data class Failures(
    public val connections: Map<DisconnectReason.Kind, Long>,
    public val subscriptionsRefused: Long,
    public val publishes: Long,
    public val registrations: Long,
    public val acquisitions: Long,
    public val persists: Long,
) {
    init {
        connections.values.forEach { counted("failures", it) }
        listOf(subscriptionsRefused, publishes, registrations, acquisitions, persists)
            .forEach { counted("failures", it) }
    }
}

/**
 * What is left of the daily caps (P-6.19).
 *
 * @property connections connections that may be tried at once
 * @property persistedBytes bytes that may be stored before acquisitions and connections wait
 */
public data class AllowanceLeft(public val connections: Long, public val persistedBytes: Long) {
    init {
        counted("connections", connections)
        counted("persisted bytes", persistedBytes)
    }
}

/**
 * What became of the snapshots that the device has acquired (P-6.16): numbers of snapshots in its
 * life.
 *
 * @property acquired acquired in the device's life
 * @property acknowledged acknowledged by the broker
 * @property pending stored and not yet acknowledged
 * @property erased erased because the vehicle was no longer cleared (P-6.10)
 * @property evicted lost to the storage bound
 * @property setAside stored, and set aside (P-6.13, P-6.18)
 */
public data class Accounts(
    public val acquired: Long,
    public val acknowledged: Long,
    public val pending: Long,
    public val erased: Long,
    public val evicted: Long,
    public val setAside: Long,
) {
    /**
     * Whether every snapshot is accounted for: acquired = acknowledged + pending + erased + evicted +
     * set aside (P-6.16).
     */
    public fun balance(): Boolean = Native.call { accountsBalance(toInternal()) }
}

/**
 * The result of a communication test (P-6.15).
 *
 * @property time when it ended, in whole seconds
 * @property passed whether it did what the state allows
 */
public data class TestResult(public val time: Instant, public val passed: Boolean)
