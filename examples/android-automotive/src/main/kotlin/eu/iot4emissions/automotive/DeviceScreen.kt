package eu.iot4emissions.automotive

/**
 * What the screen and the notification show, in words of the car's language.
 *
 * @property state the device's state, by the report's name (JRC127600 §1.3.2)
 * @property explanation what the device does in that state, or what is wrong
 * @property tone whether that is how it should be
 * @property lastTransfer when the broker last acknowledged a transfer
 * @property pending how many snapshots are stored and not yet acknowledged (P-6.16)
 * @property test whether the button is there to be pressed, and what stands on it
 * @property testResult how the last OTA Communication Test ended (P-6.15)
 * @property events the event log, newest first
 */
data class DeviceScreen(
    val state: String,
    val explanation: String,
    val tone: Tone,
    val lastTransfer: String,
    val pending: Counted,
    val test: TestButton,
    val testResult: TestLine,
    val events: List<EventLine>,
)

/** How a state or a result looks. */
enum class Tone { GOOD, WAITING, BAD }

/** A number, and what it counts. */
data class Counted(val number: String, val unit: String)

/** The button of the OTA Communication Test. */
data class TestButton(val text: String, val enabled: Boolean)

/** The line below it; without a tone where there is no result. */
data class TestLine(val text: String, val tone: Tone?)

/** An entry of the event log. */
data class EventLine(val text: String, val time: String)
