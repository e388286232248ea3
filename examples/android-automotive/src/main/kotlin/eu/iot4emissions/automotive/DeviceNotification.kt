package eu.iot4emissions.automotive

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.app.Service
import android.content.Intent
import android.content.pm.ServiceInfo
import android.os.Build

/** The notification that a foreground service has to show: the state, and what it means. */
internal class DeviceNotification(private val service: Service) {
    private val manager: NotificationManager =
        checkNotNull(service.getSystemService(NotificationManager::class.java))
    private var shown: Pair<String, String>? = null

    init {
        manager.createNotificationChannel(
            NotificationChannel(
                CHANNEL,
                service.getString(R.string.channel),
                NotificationManager.IMPORTANCE_LOW,
            ),
        )
    }

    fun startForeground(screen: DeviceScreen) {
        shown = screen.state to screen.explanation
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            service.startForeground(
                ID,
                of(screen),
                ServiceInfo.FOREGROUND_SERVICE_TYPE_CONNECTED_DEVICE,
            )
        } else {
            service.startForeground(ID, of(screen))
        }
    }

    /** Where its words are others now. */
    fun show(screen: DeviceScreen) {
        val words = screen.state to screen.explanation
        if (words == shown) return
        shown = words
        manager.notify(ID, of(screen))
    }

    private fun of(screen: DeviceScreen): Notification =
        Notification.Builder(service, CHANNEL)
            .setSmallIcon(R.drawable.device)
            .setContentTitle(screen.state)
            .setContentText(screen.explanation)
            .setCategory(Notification.CATEGORY_SERVICE)
            .setOngoing(true)
            .setContentIntent(
                PendingIntent.getActivity(
                    service,
                    0,
                    Intent(service, MainActivity::class.java),
                    PendingIntent.FLAG_IMMUTABLE,
                ),
            )
            .build()

    companion object {
        const val ID: Int = 1
        private const val CHANNEL = "device"
    }
}
