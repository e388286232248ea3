package eu.iot4emissions.automotive

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent

/** The device lives whenever the unit does, whether anybody looks or not. */
class BootReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        if (intent.action != Intent.ACTION_BOOT_COMPLETED) return
        context.startForegroundService(Intent(context, DeviceService::class.java))
    }
}
