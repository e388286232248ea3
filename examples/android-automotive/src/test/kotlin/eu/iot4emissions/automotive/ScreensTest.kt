package eu.iot4emissions.automotive

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Color
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import eu.iot4emissions.device.Status
import java.time.ZoneOffset
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** Draws the screens by day and by night, on a small display and a large one: `target/screens`. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApplication::class)
class ScreensTest {
    @Test
    @Config(qualifiers = "w800dp-h480dp-land-notnight-mdpi")
    fun `small by day`() = drawAll(800, 480, "day")

    @Test
    @Config(qualifiers = "w800dp-h480dp-land-night-mdpi")
    fun `small by night`() = drawAll(800, 480, "night")

    @Test
    @Config(qualifiers = "w1920dp-h1080dp-land-notnight-mdpi")
    fun `large by day`() = drawAll(1920, 1080, "day")

    @Test
    @Config(qualifiers = "w1920dp-h1080dp-land-night-mdpi")
    fun `large by night`() = drawAll(1920, 1080, "night")

    private fun drawAll(width: Int, height: Int, light: String) {
        val size = "${width}x$height-$light"
        draw(operational(), false, width, height, "$size-operational")
        draw(operational(), true, width, height, "$size-testing")
        draw(troubled(), false, width, height, "$size-troubled")
        draw(unprovisioned(), false, width, height, "$size-unprovisioned")
        val why = "expected a native library for Linux on aarch64, found none: " +
            "libiot4emissions_kotlin.so is neither in the app nor on the library path"
        draw(width, height, "$size-defect") { it.defect(why) }
    }

    private fun draw(status: Status, testing: Boolean, width: Int, height: Int, name: String) =
        draw(width, height, name) { it.of(status, testing) }

    private fun draw(width: Int, height: Int, name: String, screen: (StatusWords) -> DeviceScreen) {
        val activity = Robolectric.buildActivity(LookedAt::class.java).create().start().resume().visible().get()
        val words = StatusWords(activity.resources, ZoneOffset.UTC)
        DevicePanel(activity) {}.show(screen(words))
        val bitmap = draw(activity, width, height, name)
        everythingIsReadable(activity, name)
        somethingIsDrawn(activity, bitmap, name)
    }

    /** No text is cut off, and none is too small for a seat. */
    private fun everythingIsReadable(activity: Activity, name: String) {
        val smallest = 24 * activity.resources.displayMetrics.scaledDensity
        for (view in texts(activity.window.decorView).filter { it.isShown && it.text.isNotEmpty() }) {
            val what = "\"${view.text}\" in $name"
            assertTrue("$what is ${view.textSize} px", view.textSize >= smallest)
            val layout = view.layout
            for (line in 0 until layout.lineCount) {
                assertEquals("$what is shortened", 0, layout.getEllipsisCount(line))
                assertTrue("$what is wider than its place", layout.getLineWidth(line) <= view.width)
            }
            val room = view.height - view.paddingTop - view.paddingBottom
            assertTrue("$what needs ${layout.height} px, found $room", layout.height <= room)
        }
    }

    private fun somethingIsDrawn(activity: Activity, bitmap: Bitmap, name: String) {
        assertEquals(name, activity.getColor(R.color.background), bitmap.getPixel(2, 2))
        val mark = activity.requireViewById<View>(R.id.mark)
        val place = IntArray(2).also(mark::getLocationInWindow)
        val drawn = bitmap.getPixel(place[0] + mark.width / 2, place[1] + mark.height / 2)
        assertEquals(name, 0xff, Color.alpha(drawn))
        val tones = listOf(R.color.good, R.color.waiting, R.color.bad).map(activity::getColor)
        assertTrue("$name: no tone, #%08x".format(drawn), drawn in tones)
    }

    private fun texts(view: View): List<TextView> = when (view) {
        is TextView -> listOf(view)
        is ViewGroup -> (0 until view.childCount).flatMap { texts(view.getChildAt(it)) }
        else -> emptyList()
    }
}

/** The layout alone, without a service. */
internal class LookedAt : Activity() {
    override fun onCreate(state: android.os.Bundle?) {
        setTheme(R.style.Device)
        super.onCreate(state)
        setContentView(R.layout.main)
    }
}
