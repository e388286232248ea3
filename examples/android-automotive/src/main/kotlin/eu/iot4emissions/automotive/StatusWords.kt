package eu.iot4emissions.automotive

import android.content.res.Resources
import eu.iot4emissions.device.DeviceState
import eu.iot4emissions.device.LoggedEvent
import eu.iot4emissions.device.Status
import eu.iot4emissions.device.TestResult
import java.time.Instant
import java.time.ZoneId
import java.time.format.DateTimeFormatter

/** The words for what the device says of itself, in the car's language and time zone. */
class StatusWords(private val resources: Resources, private val zone: ZoneId = ZoneId.systemDefault()) {
    private val locale = resources.configuration.locales[0]
    private val day = DateTimeFormatter.ofPattern("d MMM yyyy", locale)
    private val time = DateTimeFormatter.ofPattern("HH:mm", locale)
    private val moment = DateTimeFormatter.ofPattern("d MMM, HH:mm", locale)
    private val events = EventWords(resources, ::moment)

    /** Before the device has said anything. */
    fun starting(): DeviceScreen = without(
        resources.getString(R.string.starting),
        resources.getString(R.string.starting_explained),
        Tone.WAITING,
    )

    /** Where there can be no device: why, in the log, where there is room for words of any length. */
    fun defect(why: String): DeviceScreen = without(
        resources.getString(R.string.defect),
        resources.getString(R.string.defect_explained),
        Tone.BAD,
    ).copy(events = listOf(EventLine(why, moment(Instant.now()))))

    /** A device; `testing` from the press of the button until the test has ended (T-11). */
    fun of(status: Status, testing: Boolean): DeviceScreen {
        val (explanation, tone) = doing(status)
        return DeviceScreen(
            state = resources.getString(status.state.name()),
            explanation = explanation,
            tone = tone,
            lastTransfer = status.lastSuccess.transfer
                ?.let { "${day.format(it.atZone(zone))}\n${time.format(it.atZone(zone))}" }
                ?: resources.getString(R.string.no_transfer),
            pending = pending(status.accounts.pending),
            test = button(status.state, testing),
            testResult = result(status.lastTest),
            events = status.events.asReversed().map(::line),
        )
    }

    private fun doing(status: Status): Pair<String, Tone> = when {
        status.state == DeviceState.PRE_PROVISIONING ->
            resources.getString(status.state.doing()) to Tone.WAITING
        status.network == false -> resources.getString(R.string.no_network) to Tone.WAITING
        !status.clock.trusted -> resources.getString(R.string.no_time) to Tone.WAITING
        else -> resources.getString(status.state.doing()) to
            if (status.state == DeviceState.OPERATIONAL) Tone.GOOD else Tone.WAITING
    }

    private fun pending(count: Long) = Counted(
        "%,d".format(locale, count),
        resources.getQuantityString(R.plurals.snapshots, quantity(count)),
    )

    /** In PreProvisioning there is no communication (T-11). */
    private fun button(state: DeviceState, testing: Boolean): TestButton = when {
        state == DeviceState.PRE_PROVISIONING ->
            TestButton(resources.getString(R.string.test), enabled = false)
        testing -> TestButton(resources.getString(R.string.test_running), enabled = false)
        else -> TestButton(resources.getString(R.string.test), enabled = true)
    }

    private fun result(last: TestResult?): TestLine = when (last?.passed) {
        null -> TestLine(resources.getString(R.string.test_never), null)
        true -> TestLine(resources.getString(R.string.test_passed, moment(last.time)), Tone.GOOD)
        false -> TestLine(resources.getString(R.string.test_failed, moment(last.time)), Tone.BAD)
    }

    private fun line(event: LoggedEvent) = EventLine(
        events.of(event.kind),
        resources.getQuantityString(
            R.plurals.logged_times,
            quantity(event.count),
            event.count,
            moment(event.last),
        ),
    )

    private fun moment(at: Instant): String = moment.format(at.atZone(zone))

    private fun without(state: String, explanation: String, tone: Tone) = DeviceScreen(
        state = state,
        explanation = explanation,
        tone = tone,
        lastTransfer = "–",
        pending = Counted("–", ""),
        test = TestButton(resources.getString(R.string.test), enabled = false),
        testResult = TestLine("", null),
        events = emptyList(),
    )
}

/** What Android chooses a plural by. */
internal fun quantity(count: Long): Int = count.coerceAtMost(Int.MAX_VALUE.toLong()).toInt()

/** The state's name (JRC127600 §1.3.2). */
internal fun DeviceState.name(): Int = when (this) {
    DeviceState.PRE_PROVISIONING -> R.string.state_pre_provisioning
    DeviceState.PROVISIONED -> R.string.state_provisioned
    DeviceState.REGISTERED -> R.string.state_registered
    DeviceState.INITIALIZED -> R.string.state_initialized
    DeviceState.OPERATIONAL -> R.string.state_operational
    DeviceState.STANDBY -> R.string.state_standby
}

private fun DeviceState.doing(): Int = when (this) {
    DeviceState.PRE_PROVISIONING -> R.string.doing_pre_provisioning
    DeviceState.PROVISIONED -> R.string.doing_provisioned
    DeviceState.REGISTERED -> R.string.doing_registered
    DeviceState.INITIALIZED -> R.string.doing_initialized
    DeviceState.OPERATIONAL -> R.string.doing_operational
    DeviceState.STANDBY -> R.string.doing_standby
}
