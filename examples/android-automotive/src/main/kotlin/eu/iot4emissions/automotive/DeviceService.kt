package eu.iot4emissions.automotive

import android.app.Service
import android.content.Intent
import android.os.Binder
import android.os.IBinder
import android.util.Log
import eu.iot4emissions.NativeLibraryException
import eu.iot4emissions.ProtocolException
import eu.iot4emissions.device.OtaDevice
import java.io.IOException
import java.security.GeneralSecurityException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** The foreground service in which the OTA device lives. */
class DeviceService : Service() {
    private val scope: CoroutineScope = MainScope()
    private val words by lazy { StatusWords(resources) }
    private val screen by lazy { MutableStateFlow(words.starting()) }
    private val notification by lazy { DeviceNotification(this) }
    private var life: Job? = null
    private var session: DeviceSession? = null

    /** What the activity holds of the service, in the same process. */
    inner class Device : Binder() {
        /** What is to be shown now. */
        val screen: StateFlow<DeviceScreen> get() = this@DeviceService.screen

        /** Asks for an OTA Communication Test (T-11). */
        fun testCommunication() {
            val asked = session ?: return
            scope.launch { asked.testCommunication() }
        }
    }

    override fun onCreate() {
        super.onCreate()
        notification.startForeground(screen.value)
        scope.launch { screen.collect(notification::show) }
    }

    /** Started again by Android where it was ended for want of memory. */
    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        // A device that found nothing to live by looks again whenever it is started.
        if (life?.isActive != true) life = scope.launch { live() }
        return START_STICKY
    }

    override fun onBind(intent: Intent): IBinder = Device()

    override fun onDestroy() {
        // What is being stored is stored to its end.
        scope.cancel()
        super.onDestroy()
    }

    private suspend fun live() {
        try {
            val parts = withContext(Dispatchers.IO) { (application as DeviceApplication).parts() }
            if (parts == null) {
                screen.value = words.of(OtaDevice().use { it.status() }, testing = false)
                return
            }
            val session = DeviceSession(this, parts) { status, testing -> screen.value = words.of(status, testing) }
            this.session = session
            session.run()
        } catch (error: NativeLibraryException) {
            failed(error)
        } catch (error: ProtocolException) {
            failed(error)
        } catch (error: IOException) {
            failed(error)
        } catch (error: GeneralSecurityException) {
            failed(error)
        } finally {
            session = null
        }
    }

    private fun failed(error: Exception) {
        Log.e("OtaDevice", "the device cannot live", error)
        screen.value = words.defect(error.message ?: error.javaClass.simpleName)
    }
}
