package eu.iot4emissions.automotive

import android.app.Activity
import android.content.res.ColorStateList
import android.view.View
import android.widget.Button
import android.widget.ListView
import android.widget.TextView

/** The views of `layout/main.xml`, and what stands in them. */
class DevicePanel(private val activity: Activity, onTest: () -> Unit) {
    private val mark: View = activity.requireViewById(R.id.mark)
    private val state: TextView = activity.requireViewById(R.id.state)
    private val explanation: TextView = activity.requireViewById(R.id.explanation)
    private val lastTransfer: TextView = activity.requireViewById(R.id.last_transfer)
    private val pending: TextView = activity.requireViewById(R.id.pending)
    private val pendingUnit: TextView = activity.requireViewById(R.id.pending_unit)
    private val test: Button = activity.requireViewById(R.id.test)
    private val testResult: TextView = activity.requireViewById(R.id.test_result)
    private val events: ListView = activity.requireViewById(R.id.events)
    private val entries = EventAdapter(activity.layoutInflater)

    init {
        events.adapter = entries
        events.emptyView = activity.requireViewById(R.id.no_events)
        test.setOnClickListener { onTest() }
    }

    /** Shows this; what did not change is not drawn again. */
    fun show(screen: DeviceScreen) {
        mark.backgroundTintList = ColorStateList.valueOf(colorOf(screen.tone))
        state.say(screen.state)
        explanation.say(screen.explanation)
        lastTransfer.say(screen.lastTransfer)
        pending.say(screen.pending.number)
        pendingUnit.say(screen.pending.unit)
        test.say(screen.test.text)
        test.isEnabled = screen.test.enabled
        testResult.say(screen.testResult.text)
        testResult.setTextColor(
            screen.testResult.tone?.let(::colorOf) ?: activity.getColor(R.color.secondary),
        )
        entries.show(screen.events)
    }

    private fun colorOf(tone: Tone): Int = activity.getColor(
        when (tone) {
            Tone.GOOD -> R.color.good
            Tone.WAITING -> R.color.waiting
            Tone.BAD -> R.color.bad
        },
    )

    /** A text set again would be read out again. */
    private fun TextView.say(words: String) {
        if (text.toString() != words) text = words
    }
}
