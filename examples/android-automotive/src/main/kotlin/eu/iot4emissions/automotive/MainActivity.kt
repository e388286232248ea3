package eu.iot4emissions.automotive

import android.Manifest
import android.app.Activity
import android.content.ComponentName
import android.content.Intent
import android.content.ServiceConnection
import android.os.Build
import android.os.Bundle
import android.os.IBinder
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** Shows the device while it is looked at; the device lives in [DeviceService]. */
class MainActivity : Activity() {
    private lateinit var panel: DevicePanel
    private var watching: Watching? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContentView(R.layout.main)
        panel = DevicePanel(this) { watching?.device?.testCommunication() }
        panel.show(StatusWords(resources).starting())
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU && savedInstanceState == null) {
            // The service runs without it, but nobody sees its notification.
            requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), 0)
        }
    }

    override fun onStart() {
        super.onStart()
        val service = Intent(this, DeviceService::class.java)
        startForegroundService(service)
        watching = Watching().also { bindService(service, it, BIND_AUTO_CREATE) }
    }

    override fun onStop() {
        watching?.let {
            unbindService(it)
            it.end()
        }
        watching = null
        super.onStop()
    }

    /** From onStart to onStop. */
    private inner class Watching : ServiceConnection {
        private val scope: CoroutineScope = MainScope()
        private var showing: Job? = null
        var device: DeviceService.Device? = null
            private set

        override fun onServiceConnected(name: ComponentName, binder: IBinder) {
            val connected = binder as DeviceService.Device
            device = connected
            showing?.cancel()
            showing = scope.launch { connected.screen.collect(panel::show) }
        }

        override fun onServiceDisconnected(name: ComponentName) {
            device = null
        }

        fun end() = scope.cancel()
    }
}
