package eu.iot4emissions.automotive

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import java.io.File

/** The activity as it looks on a display of this size, also as `target/screens/NAME.png`. */
internal fun draw(activity: Activity, width: Int, height: Int, name: String): Bitmap {
    val root = activity.window.decorView
    root.measure(
        View.MeasureSpec.makeMeasureSpec(width, View.MeasureSpec.EXACTLY),
        View.MeasureSpec.makeMeasureSpec(height, View.MeasureSpec.EXACTLY),
    )
    root.layout(0, 0, width, height)
    val bitmap = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
    root.draw(Canvas(bitmap))
    val file = File(checkNotNull(System.getProperty("screens.directory")), "$name.png")
    checkNotNull(file.parentFile).mkdirs()
    file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
    return bitmap
}
