package eu.iot4emissions.device

import eu.iot4emissions.internal.DeviceStatus
import eu.iot4emissions.internal.FailuresParts
import eu.iot4emissions.message.toFacade
import eu.iot4emissions.message.toInternal
import eu.iot4emissions.toWholeUnixSeconds
import java.util.Collections
import java.util.EnumMap

internal fun Status.toInternal() = DeviceStatus(
    state.toInternal(),
    configurationVersion?.let(::u32),
    refusedConfiguration?.toInternal(),
    registrationEndpoint?.toInternal(),
    dataEndpoint?.toInternal(),
    due.toInternal(),
    wait.toInternal(),
    eu.iot4emissions.internal.ClockStatus(clock.trusted, clock.lastTrusted?.toWholeUnixSeconds()),
    network,
    ignition,
    lastSuccess.toInternal(),
    failures.toInternal(),
    eu.iot4emissions.internal.AllowanceLeft(
        u32(allowance.connections), u32(allowance.persistedBytes),
    ),
    accounts.toInternal(),
    lastTest?.toInternal(),
    events.map { it.toInternal() },
)

internal fun DeviceStatus.toFacade() = Status(
    state.toFacade(),
    configurationVersion?.toLong(),
    refusedConfiguration?.toFacade(),
    registrationEndpoint?.toFacade(),
    dataEndpoint?.toFacade(),
    due.toFacade(),
    wait.toFacade(),
    ClockStatus(clock.trusted, clock.lastTrusted?.toTime()),
    network,
    ignition,
    lastSuccess.toFacade(),
    failures.toFacade(),
    AllowanceLeft(allowance.connections.toLong(), allowance.persistedBytes.toLong()),
    accounts.toFacade(),
    lastTest?.toFacade(),
    Collections.unmodifiableList(events.map { it.toFacade() }),
)

private fun RefusedConfiguration.toInternal() = eu.iot4emissions.internal.RefusedConfiguration(
    time.toWholeUnixSeconds(), u32(version), reason.toInternal(),
)

private fun eu.iot4emissions.internal.RefusedConfiguration.toFacade() =
    RefusedConfiguration(time.toTime(), version.toLong(), reason.toFacade())

private fun EndpointInUse.toInternal() = eu.iot4emissions.internal.EndpointInUse(
    endpoint.toInternal(), origin.toInternal(), u32(failures), u32(failingSeconds),
)

private fun eu.iot4emissions.internal.EndpointInUse.toFacade() = EndpointInUse(
    endpoint.toFacade(), origin.toFacade(), failures.toLong(), failingSeconds.toLong(),
)

internal fun DueTimes.toInternal() = eu.iot4emissions.internal.DueTimes(
    acquisition?.toWholeUnixSeconds(),
    transfer?.toWholeUnixSeconds(),
    configCheck?.toWholeUnixSeconds(),
)

internal fun eu.iot4emissions.internal.DueTimes.toFacade() =
    DueTimes(acquisition?.toTime(), transfer?.toTime(), configCheck?.toTime())

private fun LastSuccess.toInternal() = eu.iot4emissions.internal.LastSuccess(
    registration?.toWholeUnixSeconds(),
    data?.toWholeUnixSeconds(),
    acquisition?.toWholeUnixSeconds(),
    transfer?.toWholeUnixSeconds(),
)

private fun eu.iot4emissions.internal.LastSuccess.toFacade() = LastSuccess(
    registration?.toTime(), data?.toTime(), acquisition?.toTime(), transfer?.toTime(),
)

private fun Failures.toInternal() = FailuresParts(
    DisconnectReason.Kind.entries.map { u32(connections[it] ?: 0) },
    u32(subscriptionsRefused),
    u32(publishes),
    u32(registrations),
    u32(acquisitions),
    u32(persists),
)

private fun FailuresParts.toFacade(): Failures {
    val byKind = EnumMap<DisconnectReason.Kind, Long>(DisconnectReason.Kind::class.java)
    DisconnectReason.Kind.entries.zip(connections).forEach { (kind, n) -> byKind[kind] = n.toLong() }
    return Failures(
        Collections.unmodifiableMap(byKind),
        subscriptionsRefused.toLong(),
        publishes.toLong(),
        registrations.toLong(),
        acquisitions.toLong(),
        persists.toLong(),
    )
}

internal fun Accounts.toInternal() = eu.iot4emissions.internal.Accounts(
    acquired.toULong(),
    acknowledged.toULong(),
    pending.toULong(),
    erased.toULong(),
    evicted.toULong(),
    setAside.toULong(),
)

/** No device lives to count beyond what a Long holds. */
internal fun eu.iot4emissions.internal.Accounts.toFacade() = Accounts(
    acquired.toLong(),
    acknowledged.toLong(),
    pending.toLong(),
    erased.toLong(),
    evicted.toLong(),
    setAside.toLong(),
)

private fun TestResult.toInternal() =
    eu.iot4emissions.internal.TestResult(time.toWholeUnixSeconds(), passed)

private fun eu.iot4emissions.internal.TestResult.toFacade() = TestResult(time.toTime(), passed)
