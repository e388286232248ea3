package eu.iot4emissions.automotive

import android.content.ComponentName
import android.content.Intent
import android.os.Looper
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ServiceController

/** The service as Android would run it, so that an activity can bind to it. */
internal class RunningService : AutoCloseable {
    private val controller: ServiceController<DeviceService> =
        Robolectric.buildService(DeviceService::class.java).create().startCommand(0, 1)

    val service: DeviceService = controller.get()
    val device = service.onBind(Intent()) as DeviceService.Device

    init {
        val application = RuntimeEnvironment.getApplication()
        val name = ComponentName(application, DeviceService::class.java)
        shadowOf(application).setComponentNameAndServiceForBindService(name, device)
        shadowOf(Looper.getMainLooper()).idle()
    }

    override fun close() {
        controller.destroy()
        shadowOf(Looper.getMainLooper()).idle()
    }
}
