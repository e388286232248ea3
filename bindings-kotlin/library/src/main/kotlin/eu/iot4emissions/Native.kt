package eu.iot4emissions

import eu.iot4emissions.internal.Fault
import eu.iot4emissions.internal.InternalException
import eu.iot4emissions.internal.libraryVersion
import eu.iot4emissions.internal.uniffiEnsureInitialized
import java.nio.charset.CharacterCodingException

/**
 * The native library cannot be used: it is missing, it is for another machine, or it is another
 * version than these classes were made for. The message says which, and why.
 */
public class NativeLibraryException internal constructor(message: String, cause: Throwable?) :
    RuntimeException(message, cause)

/** The only way into the generated code: loads the library once, and turns what it throws. */
internal object Native {
    private val refused: NativeLibraryException? = load()

    private fun load(): NativeLibraryException? = try {
        uniffiEnsureInitialized()
        val found = libraryVersion()
        if (found == Version.TEXT) null else NativeLibraryException(
            "expected the native library of iot4emissions ${Version.TEXT}, found $found",
            null,
        )
    } catch (error: LinkageError) {
        NativeLibraryException("expected a native library for $machine, found none: ${error.message}", error)
    } catch (error: RuntimeException) {
        NativeLibraryException(
            "expected the native library of iot4emissions ${Version.TEXT}, found another: ${error.message}",
            error,
        )
    }

    private val machine: String
        get() = System.getProperty("os.name") + " on " + System.getProperty("os.arch")

    inline fun <T> call(block: () -> T): T {
        ready()
        try {
            return block()
        } catch (fault: Fault.Refused) {
            throw fault.toException()
        } catch (error: CharacterCodingException) {
            throw TextException("expected a text, found one with half a surrogate pair")
        } catch (defect: InternalException) {
            throw IllegalStateException("a defect of iot4emissions, please report it", defect)
        }
    }

    fun ready() {
        refused?.let { throw NativeLibraryException(it.message.orEmpty(), it) }
    }
}
