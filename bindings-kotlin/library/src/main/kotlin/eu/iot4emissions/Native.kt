package eu.iot4emissions

import eu.iot4emissions.internal.Fault
import eu.iot4emissions.internal.HotPath
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
        fits(libraryVersion()) ?: null.also { HotPath.toString() }
    } catch (error: LinkageError) {
        refusal(error)
    }

    /**
     * What went wrong while the generated classes were initialised: their own complaint about a
     * library with another interface is the cause of an `ExceptionInInitializerError`, and says
     * after a colon what developers of both might do.
     */
    private fun refusal(error: LinkageError): NativeLibraryException {
        val last = generateSequence<Throwable>(error) { it.cause }.last()
        val reason = last.message.orEmpty().lines().first()
        val words = if (last is LinkageError) {
            "expected a native library for $machine, found none: $reason"
        } else {
            "expected the native library of iot4emissions ${Version.TEXT}, found another: " +
                reason.substringBefore(':')
        }
        return NativeLibraryException(words, error)
    }

    /** Why a library of version [found] does not fit; null if it does. */
    fun fits(found: String): NativeLibraryException? = if (found == Version.TEXT) {
        null
    } else {
        NativeLibraryException(
            "expected the native library of iot4emissions ${Version.TEXT}, found $found",
            null,
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
