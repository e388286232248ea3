package eu.iot4emissions.automotive

import android.app.Notification
import android.app.NotificationManager
import android.content.Intent
import android.content.pm.ServiceInfo
import android.widget.Button
import android.widget.TextView
import kotlinx.coroutines.CompletableDeferred
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** The service with a real device in it, by the native library, and the activity that shows it. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApplication::class, qualifiers = "w800dp-h480dp-land-notnight-mdpi")
class ServiceTest {
    private val application get() = RuntimeEnvironment.getApplication() as TestApplication

    @Test
    fun `a device registers, becomes Operational and is tested by the button`() {
        RunningService().use { running ->
            waitUntil("Operational") { running.device.screen.value.state == "Operational" }

            val activity = Robolectric.buildActivity(MainActivity::class.java).setup()
            val state = activity.get().requireViewById<TextView>(R.id.state)
            waitUntil("the activity to show it") { state.text.toString() == "Operational" }

            // Brokers that do not answer: the test is seen under way.
            application.network.answers = CompletableDeferred()
            val button = activity.get().requireViewById<Button>(R.id.test)
            assertTrue(button.isEnabled)
            button.performClick()
            waitUntil("a test under way") { button.text.toString() == "Test under way…" }
            assertFalse(button.isEnabled)

            application.network.answers.complete(Unit)
            val result = activity.get().requireViewById<TextView>(R.id.test_result)
            waitUntil("a test that passed") { result.text.startsWith("Test passed, ") }
            waitUntil("the button to be there again") { button.isEnabled }
            assertEquals("OTA Communication Test", button.text.toString())

            // In Operational it acquires and transfers (P-6.15).
            assertEquals(1, application.network.transfers.size)
            assertTrue(application.network.transfers[0], "\"tdt\"" in application.network.transfers[0])
            val screen = running.device.screen.value
            assertEquals("OTA Communication Test passed", screen.events[0].text)
            assertEquals("0", screen.pending.number)
            assertTrue(screen.lastTransfer, screen.lastTransfer.contains('\n'))
            draw(activity.get(), 800, 480, "800x480-day-lived")
            activity.pause().stop().destroy()
        }
    }

    @Test
    fun `the service is in the foreground, and its notification says the state`() {
        RunningService().use { running ->
            val service = shadowOf(running.service)
            assertEquals(DeviceNotification.ID, service.lastForegroundNotificationId)
            assertTrue(service.isLastForegroundNotificationAttached)
            assertEquals(
                ServiceInfo.FOREGROUND_SERVICE_TYPE_CONNECTED_DEVICE,
                running.service.foregroundServiceType,
            )
            waitUntil("Operational") { titleOfNotification() == "Operational" }
        }
    }

    @Test
    fun `a device lives on where it was when the service ended`() {
        RunningService().use { running ->
            waitUntil("Operational") { running.device.screen.value.state == "Operational" }
        }
        application.network.answers = CompletableDeferred()
        RunningService().use { running ->
            waitUntil("Operational at once") { running.device.screen.value.state == "Operational" }
        }
    }

    @Test
    fun `a record that cannot be read is said, and looked for again`() {
        application.store.unreadable = true
        RunningService().use { running ->
            waitUntil("a defect") { running.device.screen.value.state == "Not working" }
            val screen = running.device.screen.value
            assertEquals("expected a record that can be read, found a broken disk", screen.events[0].text)
            assertEquals(Tone.BAD, screen.tone)
            assertFalse(screen.test.enabled)

            application.store.unreadable = false
            running.service.onStartCommand(Intent(), 0, 2)
            waitUntil("Operational") { running.device.screen.value.state == "Operational" }
        }
    }

    @Test
    @Config(application = DeviceApplication::class)
    fun `a unit without certificate is in PreProvisioning`() {
        RunningService().use { running ->
            waitUntil("PreProvisioning") { running.device.screen.value.state == "PreProvisioning" }
            assertFalse(running.device.screen.value.test.enabled)
        }
    }

    @Test
    fun `the unit's start starts the service`() {
        val application = RuntimeEnvironment.getApplication()
        BootReceiver().onReceive(application, Intent(Intent.ACTION_BOOT_COMPLETED))
        val started = shadowOf(application).nextStartedService
        assertEquals(DeviceService::class.java.name, started.component?.className)
    }

    private fun titleOfNotification(): String? {
        val manager = application.getSystemService(NotificationManager::class.java)
        val notification = shadowOf(manager).getNotification(DeviceNotification.ID)
        return notification?.extras?.getCharSequence(Notification.EXTRA_TITLE)?.toString()
    }
}
