package eu.iot4emissions.automotive

import android.os.Looper
import org.robolectric.Shadows.shadowOf

/** Lets the main thread work until this holds; the device has threads of its own. */
internal fun waitUntil(what: String, seconds: Long = 20, holds: () -> Boolean) {
    val end = System.nanoTime() + seconds * 1_000_000_000
    while (true) {
        shadowOf(Looper.getMainLooper()).idle()
        if (holds()) return
        check(System.nanoTime() < end) { "expected $what within $seconds s" }
        Thread.sleep(20)
    }
}
