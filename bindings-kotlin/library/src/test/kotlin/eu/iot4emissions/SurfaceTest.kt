package eu.iot4emissions

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.isRegularFile
import kotlin.reflect.KVisibility
import kotlin.streams.asSequence

/** What users can see of the library, read from its classes. */
class SurfaceTest {
    private val classes: List<Class<*>> = run {
        val root = Path.of("target/classes")
        Files.walk(root).use { files ->
            files.asSequence()
                .filter { it.isRegularFile() && it.fileName.toString().endsWith(".class") }
                .map { root.relativize(it).invariantSeparatorsPathString.removeSuffix(".class").replace('/', '.') }
                .filter { it.startsWith("eu.iot4emissions.") && !it.startsWith("eu.iot4emissions.internal.") }
                .map { Class.forName(it, false, javaClass.classLoader) }
                .filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic && !it.isAnonymousClass && !it.isLocalClass }
                .toList()
        }
    }

    /** Kotlin's `internal` is public to Java, which could make values that nothing has checked. */
    @Test
    fun `no value can be made unchecked from Java`() {
        assertTrue(classes.size > 100)
        val open = classes
            .filter { it.isAnnotationPresent(Metadata::class.java) && it.getAnnotation(Metadata::class.java).kind == CLASS }
            .filterNot { Throwable::class.java.isAssignableFrom(it) }
            // A builder holds nothing that is not checked when it builds.
            .filterNot { it.simpleName.endsWith("Builder") }
            .filter { type ->
                val kotlin = type.kotlin
                val hidden = kotlin.constructors.any { it.visibility == KVisibility.INTERNAL }
                kotlin.visibility == KVisibility.PUBLIC && hidden &&
                    type.declaredConstructors.any { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
            }
            .map { it.name }
        assertEquals(emptyList<String>(), open)
    }

    @Test
    fun `no public signature names what UniFFI wrote`() {
        val named = classes.flatMap { type ->
            val members = type.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
                .filterNot { '$' in it.name }
            members.filter { method ->
                (method.genericParameterTypes.toList() + method.genericReturnType).any(::isInternal)
            }.map { "${type.name}.${it.name}" }
        }.filterNot { it.substringAfterLast('.') in INTERNAL_CONVERSIONS }
        assertEquals(emptyList<String>(), named)
    }

    private fun isInternal(type: Type): Boolean = when (type) {
        is ParameterizedType -> isInternal(type.rawType) || type.actualTypeArguments.any(::isInternal)
        else -> type.typeName.startsWith("eu.iot4emissions.internal.")
    }

    private companion object {
        const val CLASS = 1
        val INTERNAL_CONVERSIONS = setOf("toFacade", "toInternal", "toException")
    }
}
