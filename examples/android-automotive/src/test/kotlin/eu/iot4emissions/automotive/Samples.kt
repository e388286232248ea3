package eu.iot4emissions.automotive

import eu.iot4emissions.delivery.BrokerRole
import eu.iot4emissions.device.Accounts
import eu.iot4emissions.device.ClockStatus
import eu.iot4emissions.device.DeviceState
import eu.iot4emissions.device.DisconnectReason
import eu.iot4emissions.device.EventKind
import eu.iot4emissions.device.LastSuccess
import eu.iot4emissions.device.LoggedEvent
import eu.iot4emissions.device.OtaDevice
import eu.iot4emissions.device.Status
import eu.iot4emissions.device.TestResult
import java.time.Instant

private fun at(text: String) = Instant.parse("2026-11-$text:00Z")

private fun logged(first: String, last: String, count: Long, kind: EventKind) =
    LoggedEvent(at(first), at(last), count, kind)

/** A device that nobody has given anything. */
internal fun unprovisioned(): Status = OtaDevice().use { it.status() }

/** A device with half a year behind it. */
internal fun operational(): Status = unprovisioned().copy(
    state = DeviceState.OPERATIONAL,
    configurationVersion = 4,
    clock = ClockStatus(trusted = true, lastTrusted = at("26T08:15")),
    network = true,
    ignition = true,
    lastSuccess = LastSuccess(at("02T17:01"), at("26T08:15"), at("26T08:14"), at("26T08:15")),
    accounts = Accounts(acquired = 214, acknowledged = 211, pending = 3, erased = 0, evicted = 0, setAside = 0),
    lastTest = TestResult(at("25T17:02"), passed = true),
    events = listOf(
        logged("02T17:00", "02T17:00", 1, EventKind.StateChanged(DeviceState.PRE_PROVISIONING, DeviceState.PROVISIONED)),
        logged("02T17:01", "02T17:01", 1, EventKind.StateChanged(DeviceState.PROVISIONED, DeviceState.REGISTERED)),
        logged("02T17:02", "24T06:00", 4, EventKind.ConfigurationApplied(4)),
        logged("25T17:02", "25T17:02", 1, EventKind.TestEnded(passed = true)),
        logged("03T09:11", "25T22:40", 12, EventKind.ConnectionLost(BrokerRole.DATA, DisconnectReason.NoNetwork)),
        logged("26T08:14", "26T08:14", 1, EventKind.StateChanged(DeviceState.INITIALIZED, DeviceState.OPERATIONAL)),
    ),
)

/** One for which nothing goes well, with the longest words. */
internal fun troubled(): Status = operational().copy(
    state = DeviceState.PROVISIONED,
    network = false,
    lastSuccess = LastSuccess(null, null, null, null),
    accounts = Accounts(acquired = 12_000, acknowledged = 0, pending = 11_999, erased = 1, evicted = 0, setAside = 0),
    lastTest = TestResult(at("25T17:02"), passed = false),
    events = listOf(
        logged("02T17:00", "02T17:00", 1, EventKind.VehicleRefused),
        logged("02T17:00", "26T17:00", 4_000_000_000, EventKind.RegistrationRefused),
        logged("02T17:00", "26T17:10", 31, EventKind.ConnectionFailed(BrokerRole.REGISTRATION, DisconnectReason.NameResolution)),
    ),
)
