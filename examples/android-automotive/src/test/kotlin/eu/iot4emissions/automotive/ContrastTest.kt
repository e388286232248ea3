package eu.iot4emissions.automotive

import kotlin.math.max
import kotlin.math.min
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** Every text stands out from what it stands on by 7 : 1 at least (WCAG 1.4.6), day and night. */
@RunWith(RobolectricTestRunner::class)
class ContrastTest {
    @Test
    @Config(qualifiers = "notnight")
    fun `by day`() = everyPair()

    @Test
    @Config(qualifiers = "night")
    fun `by night`() = everyPair()

    private fun everyPair() {
        val texts = mapOf(
            R.color.card to listOf(R.color.text, R.color.secondary, R.color.good, R.color.waiting, R.color.bad),
            R.color.background to listOf(R.color.secondary, R.color.good, R.color.bad),
            R.color.accent to listOf(R.color.on_accent),
        )
        for ((below, above) in texts) {
            for (color in above) {
                val found = contrast(of(color), of(below))
                val names = RuntimeEnvironment.getApplication().resources
                val pair = "${names.getResourceEntryName(color)} on ${names.getResourceEntryName(below)}"
                assertTrue("$pair: %.2f".format(found), found >= 7)
            }
        }
        // Of what cannot be pressed less is asked (WCAG 1.4.3), and it can be read all the same.
        assertTrue(contrast(of(R.color.secondary), of(R.color.disabled)) >= 4.5)
    }

    private fun of(color: Int) = RuntimeEnvironment.getApplication().getColor(color)

    private fun contrast(one: Int, other: Int): Double {
        val (a, b) = listOf(one, other).map { android.graphics.Color.luminance(it).toDouble() }
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
}
